"""What is measured on a page that is open. Each answer is a list of faults in words."""

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


def axe(page: Page, *, colours_only: bool = False) -> tuple[list[str], list[tuple[str, str]]]:
    """The violations axe finds, and what it leaves for a person to look at: rule and element."""
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
    return violations, [(rule, target) for rule, target, *_ in found["incomplete"]]


@cache
def _script(name: str) -> str:
    source = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(line for line in source.splitlines() if not line.startswith("//"))


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
