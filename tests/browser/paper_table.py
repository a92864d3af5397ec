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
STEPS = (0, SPARE, 0.08, 0.12)
"""Shares by which paper is made lower, until one side more is needed."""
MARGINS = {"our own margins": ("", STEPS), "margins of 12.7 mm": (WIDE_MARGINS, STEPS[:1])}
"""Each with its style, and how much lower the paper is made."""
PAPERS = (A4, LETTER)
Cell = tuple[int, float]
"""How many sides there are, and how much lower the paper may be; less than 0 where it may not be
as low as it is."""
Cells = dict[tuple[str, str, str, str], Cell]


def cell(press: Press, promise: Promise, css: str, paper: Paper, steps: tuple[float, ...]) -> Cell:
    """What becomes of the page that is open."""
    full = press.printed(css, paper)
    left = 0.0 if promise.is_kept(full) else -1
    for step in steps[1:]:
        if left < 0 or not promise.is_kept(press.printed(css, paper.lower(step))):
            break
        left = step
    return promise.count(full), left


def measured(press: Press, states: slice) -> Cells:
    """Every cell of one browser: the worst of some of the states of each promise."""
    cells: Cells = {}
    for promise in promises():
        for state in promise.states[states]:
            press.open(state)
            for margin, paper, family in product(MARGINS, PAPERS, FACES):
                css, steps = MARGINS[margin]
                key = (margin, paper.name, promise.name, family)
                made = cell(press, promise, worn(family) + css, paper, steps)
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
            steps = MARGINS[margin][1]
            found = (cells[margin, paper.name, promise.name, family] for family in FACES)
            said = (told(count, left, steps) for count, left in found)
            yield f"| {promise.name} | {' | '.join(said)} |\n"


def told(count: int, left: float, steps: tuple[float, ...]) -> str:
    """One cell in words: a number that is too high in bold."""
    if left < 0:
        return f"**{count}**"
    return f"{count}, {left:.0%}{'+' * (left == STEPS[-1])}" if len(steps) > 1 else f"{count}"


@contextmanager
def presses(sites: dict[str, Site]) -> Iterator[dict[str, tuple[Press, slice]]]:
    """Both browsers. Firefox takes seconds to print, and has the last of the states only."""
    with sync_playwright() as playwright, firefox() as second, second.window() as window:
        first = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with new_page(first) as page:
            yield {
                "Chromium": (Chromium(Visitor(page, sites)), slice(None)),
                "Firefox": (Firefox(window, sites), slice(-1, None)),
            }
        first.close()


def main() -> int:
    """Measure all of it and write it down."""
    if lacking := " ".join(filter(None, (MISSING[Kind.browser], MISSING[Kind.faces]))):
        sys.stderr.write(f"{lacking}\n")
        return 1
    with serve(shipped_app()) as site, presses({SHIPPED: site}) as both:
        tables = [row for name, press in both.items() for row in rows(name, measured(*press))]
    words = FILE.read_text(encoding="utf-8").partition(MARK)[0]
    FILE.write_text(words + MARK + "".join(tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
