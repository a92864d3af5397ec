"""What is measured on a page that is open. Each answer is a list of faults in words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.tools import AXE

FOLDER = Path(__file__).parent / "measures"
PHONE, TABLET, DESK = (320, 256), (768, 1024), (1280, 1024)
"""A phone is as wide as a window of 1280 by 1024 px at 400 %, and here as low."""
PAPER = (703, 1000)
"""A4 between its margins."""

TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""WCAG 1.4.12."""
LARGE_TEXT = "html { font-size: 200% !important; }"

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]


def measure(page: Page, name: str, argument: object = None) -> Any:
    """What one of the scripts in ``measures`` says of the page."""
    return page.evaluate(_script(name), argument)


def resize(page: Page, size: tuple[int, int]) -> None:
    """Make the window as large as that."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


@contextmanager
def style(page: Page, css: str) -> Iterator[None]:
    """The page with a style that its reader has put on."""
    measure(page, "put_on", css)
    try:
        yield
    finally:
        measure(page, "take_off")


LOOKED_AT: dict[tuple[str, str], str] = {
    ("color-contrast", r"(\.body\S*|\S*tspan\S*|text\S*).*"): (
        "words on the drawing of the body: axe does not look behind drawn text. They are in the "
        "ink of the page, on its paper or on the tint of the figure."
    ),
}
"""What axe cannot decide and somebody has looked at: rule and target, and why it is right."""


def looked_at(rule: str, target: str) -> bool:
    """Whether somebody has looked at what axe left undecided."""
    return any(rule == name and re.fullmatch(where, target) for name, where in LOOKED_AT)


def axe(page: Page, *, colours_only: bool = False) -> tuple[list[str], list[tuple[str, str]]]:
    """The violations axe finds, and what it leaves open that nobody has looked at yet."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    only: Mapping[str, object] = (
        {"type": "rule", "values": ABOUT_COLOURS}
        if colours_only
        else {"type": "tag", "values": RULES}
    )
    found = page.evaluate(
        """async (runOnly) => {
             const found = await axe.run({ runOnly, resultTypes: ["violations", "incomplete"] });
             const nodes = (kind) => kind.flatMap((rule) => rule.nodes.map((node) =>
               [rule.id, node.target.join(" "), node.html.slice(0, 160), node.any.concat(node.all)
                 .map((check) => check.message).join(" ")]));
             return { violations: nodes(found.violations), incomplete: nodes(found.incomplete) };
           }""",
        only,
    )
    violations = [" | ".join(parts) for parts in found["violations"]]
    incomplete = [(rule, target) for rule, target, *_ in found["incomplete"]]
    return violations, [left for left in incomplete if not looked_at(*left)]


@cache
def _script(name: str) -> str:
    source = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(line for line in source.splitlines() if not line.startswith("//"))


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
