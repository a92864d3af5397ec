"""Measures what is left on paper in every face, paper and browser, and writes it to docs/paper.md.

``python -m tests.browser.paper_table`` takes an hour. The tests print a part of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from playwright.sync_api import sync_playwright

from app.config import ROOT
from tests.browser.conftest import new_page
from tests.browser.firefox import firefox
from tests.browser.printing import A4, LETTER, Paper
from tests.browser.sites import SHIPPED, Site, serve, shipped_app
from tests.browser.typefaces import (
    SPARE,
    WIDE_MARGINS,
    Chromium,
    Firefox,
    Press,
    Promise,
    promises,
    worn,
)
from tests.browser.visitor import Visitor
from tests.needs import ARGUMENTS, CHROMIUM, FACES, MISSING, Kind

FILE = ROOT / "docs" / "paper.md"
MARK = "<!-- measured -->\n"
STEPS = (0, SPARE, 0.08, 0.12, 0.16, 0.2)
"""Shares by which paper is made lower, until one side more is needed."""
MARGINS = {"our own margins": "", "margins of 12.7 mm": WIDE_MARGINS}
PAPERS = (A4, LETTER)
Cell = tuple[int, float]
"""How many sides there are, and how much lower the paper may be; less than 0 where it may not be
as low as it is."""
Cells = dict[tuple[str, str, str, str], Cell]


def cell(press: Press, promise: Promise, css: str, paper: Paper) -> Cell:
    """What becomes of the page that is open."""
    full = press.printed(css, paper)
    count = promise.count(full)
    if not promise.is_kept(full):
        return count, -1
    low, high = 0, len(STEPS)
    while high - low > 1:
        middle = (low + high) // 2
        if promise.is_kept(press.printed(css, paper.lower(STEPS[middle]))):
            low = middle
        else:
            high = middle
    return count, STEPS[low]


def measured(press: Press) -> Cells:
    """Every cell of one browser: the worst of the states of each promise."""
    cells: Cells = {}
    for promise in promises():
        for state in promise.states:
            press.open(state)
            for (margin, css), paper, family in product(MARGINS.items(), PAPERS, FACES):
                key = (margin, paper.name, promise.name, family)
                made = cell(press, promise, worn(family) + css, paper)
                known = cells.get(key, made)
                cells[key] = max(known[0], made[0]), min(known[1], made[1])
            sys.stderr.write(f"{promise.name}: {state.name}\n")
    return cells


def rows(browser: str, cells: Cells) -> Iterator[str]:
    """The tables of one browser."""
    for margin, paper in product(MARGINS, PAPERS):
        yield f"\n### {browser}, {paper.name}, {margin}\n\n"
        yield f"| | {' | '.join(FACES)} |\n|---|{'---|' * len(FACES)}\n"
        for promise in promises():
            said = (told(*cells[margin, paper.name, promise.name, family]) for family in FACES)
            yield f"| {promise.name} | {' | '.join(said)} |\n"


def told(count: int, left: float) -> str:
    """One cell in words."""
    more = " or more" if left == STEPS[-1] else ""
    return f"{count}, {left:.0%}{more}" if left >= 0 else f"**{count}**"


@contextmanager
def presses(sites: dict[str, Site]) -> Iterator[dict[str, Press]]:
    """Both browsers."""
    with sync_playwright() as playwright, firefox() as second, second.window() as window:
        first = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with new_page(first) as page:
            yield {
                "Chromium": Chromium(Visitor(page, sites)),
                "Firefox": Firefox(window, sites),
            }
        first.close()


def main() -> int:
    """Measure all of it and write it down."""
    if lacking := " ".join(filter(None, (MISSING[Kind.browser], MISSING[Kind.faces]))):
        sys.stderr.write(f"{lacking}\n")
        return 1
    with serve(shipped_app()) as site, presses({SHIPPED: site}) as both:
        tables = [row for name, press in both.items() for row in rows(name, measured(press))]
    words = FILE.read_text(encoding="utf-8").partition(MARK)[0]
    FILE.write_text(words + MARK + "".join(tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
