"""What the server sends: sound HTML, and a title of its own for every page."""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

from tests.browser.served import served
from tests.browser.sites import SHIPPED, Site
from tests.browser.states import Then, all_states
from tests.needs import JAVA, NU_CHECKER
from tests.questions import QUESTIONS
from tests.web.page import Page as Served

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""It compiles less of itself, which costs more than it saves here, and so needs a deeper stack."""
UNSOUND = "unsound.html"
NU_SETTINGS = ("--format", "json", "--exit-zero-always")


def checked_by_nu(folder: Path) -> list[str]:
    """The errors of every page in a folder, found in one run."""
    command = [str(JAVA), *QUICK_START, "-jar", str(NU_CHECKER), *NU_SETTINGS, str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # ours
    return [
        f"{Path(m['url']).name}:{m.get('lastLine', '')}: {m['message']}"
        for m in json.loads(said.stderr)["messages"]
        if m["type"] != "info" or m.get("subType") == "warning"
    ]


def test_nu_checker_finds_the_errors_of_an_unsound_page_and_no_other(
    sites: dict[str, Site], tmp_path: Path
) -> None:
    for state in all_states():
        html = served(sites[state.site], state).data
        (tmp_path / f"{state.name}.html").write_bytes(html)
    (tmp_path / UNSOUND).write_text(
        '<!doctype html><html lang="en-GB"><title>A</title><p><div>B</div></p><i id="a" id="a">',
        encoding="utf-8",
    )
    found = checked_by_nu(tmp_path)
    assert [error for error in found if not error.startswith(UNSOUND)] == []
    assert len(found) >= 3


def test_every_address_has_a_title_of_its_own(sites: dict[str, Site]) -> None:
    addresses = defaultdict(set)
    for state in all_states():
        if state.site == SHIPPED and state.status == 200:
            title = Served(served(sites[SHIPPED], state).text).text_in("title")
            # There the result has no address of its own.
            path = "/result" if state.then is Then.answer_all else state.path.partition("?")[0]
            item = QUESTIONS.items_by_id.get(path.removeprefix("/questions/"))
            addresses[title].add((item and item.page) or path)
    shared = {title: paths for title, paths in addresses.items() if len(paths) > 1}
    assert shared == {}
    assert len(addresses) >= 15


def test_a_title_says_first_that_there_is_an_error(sites: dict[str, Site]) -> None:
    for state in all_states():
        title = Served(served(sites[state.site], state).text).text_in("title")
        assert title.startswith("Error: ") == state.has_error, state.name
