"""How long a PDF of the sheet takes, and how much memory: a small table.

``PYTHONPATH=. .venv/bin/python bench/pdf.py`` from the project's folder. Every sheet differs from
the one before it. Times are those of the processor, in the middle of all; memory is what the
process has in use after them and had not before the first.
"""

import os
import statistics
import sys
import time
from itertools import cycle, islice

from flask import Flask

from app.engine.assess import assess
from bench.servers import memory_of
from tests.browser.sites import Site, shipped_app
from tests.browser.states import stories

SHEETS = 60
MOST_MS, MOST_MB = 25, 80


def main() -> int:
    """Print the table; 1 where a PDF takes more than it may."""
    app = shipped_app()
    cookies = _cookies(app)
    page = _times(app, "/gp-sheet", cookies)
    before = memory_of(os.getpid())
    first, *rest = _times(app, "/gp-sheet.pdf", cookies)
    large = _times(app, "/gp-sheet.pdf?size=large", cookies)
    more = memory_of(os.getpid()) - before
    on_top = statistics.median(rest) - statistics.median(page)
    print(f"the page                {statistics.median(page):6.1f} ms")
    print(f"the first PDF           {first:6.1f} ms")
    print(f"a PDF                   {statistics.median(rest):6.1f} ms")
    print(f"a PDF in large print    {statistics.median(large):6.1f} ms")
    print(f"a PDF more than a page  {on_top:6.1f} ms, at most {MOST_MS}")
    print(f"memory, more            {more:6.1f} MB, at most {MOST_MB}")
    return int(on_top > MOST_MS or more > MOST_MB)


def _cookies(app: Flask) -> list[str]:
    site = Site("", app)
    return [
        f"{site.cookie_name}={site.sealed(story.answers)}"
        for story in stories()
        if (outcome := assess(site.questionnaire, story.answers).outcome) and outcome.sheet_title
    ]


def _times(app: Flask, url: str, cookies: list[str]) -> list[float]:
    times = []
    for cookie in islice(cycle(cookies), SHEETS):
        start = time.process_time()
        response = app.test_client(use_cookies=False).get(url, headers={"Cookie": cookie})
        times.append((time.process_time() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{url} gives {response.status}")
    return times


if __name__ == "__main__":
    sys.exit(main())
