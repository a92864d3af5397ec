"""What is measured on a page that is open. Each answer is a list of faults in words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from playwright.sync_api import Page

from tests.needs import AXE

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

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}}
ABOUT_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
ALL_BUT_CONTRAST = {**EVERY_RULE, "rules": {"color-contrast": {"enabled": False}}}
"""Forced colours are the reader's own. Axe takes the page's own for those of the letters."""


@dataclass(frozen=True)
class Medium:
    """One way to look at a page, and what axe is asked about it."""

    size: tuple[int, int] = DESK
    media: Literal["screen", "print"] = "screen"
    color_scheme: Literal["light", "dark"] = "light"
    forced_colors: Literal["none", "active"] = "none"
    rules: Mapping[str, object] = field(default_factory=lambda: EVERY_RULE)


LIGHT = Medium(PHONE)
MEDIA = {
    "light": LIGHT,
    "dark": Medium(PHONE, color_scheme="dark", rules=ABOUT_COLOURS),
    "forced": Medium(forced_colors="active", rules=ALL_BUT_CONTRAST),
    "print": Medium(PAPER, media="print", rules=ABOUT_COLOURS),
}


class Seen(Protocol):
    """A page in whichever browser."""

    def evaluate(self, script: str, argument: object = None, /) -> Any:
        """What a function says of it."""


def measure(page: Seen, name: str, argument: object = None) -> Any:
    """What one of the scripts in ``measures`` says of the page."""
    return page.evaluate(_script(name), argument)


def resize(page: Page, size: tuple[int, int]) -> None:
    """Make the window as large as that."""
    page.set_viewport_size({"width": size[0], "height": size[1]})


def look_at(page: Page, medium: Medium) -> None:
    """See the page in that way from now on."""
    resize(page, medium.size)
    page.emulate_media(
        media=medium.media,
        color_scheme=medium.color_scheme,
        forced_colors=medium.forced_colors,
    )


def misread(page: Page) -> list[str]:
    """What is read in another order than it stands in the page, or elsewhere on paper."""
    desk, phone, paper = (_order(page, medium) for medium in (Medium(), LIGHT, MEDIA["print"]))
    both = _once(desk["read"]) & _once(paper["read"])
    on_screen, on_paper = (
        [text for text in read if text in both] for read in (desk["read"], paper["read"])
    )
    moved = [
        f"on paper elsewhere: {one} | {other}"
        for one, other in zip(on_screen, on_paper, strict=True)
        if one != other
    ]
    return [*desk["faults"], *phone["faults"], *paper["faults"], *moved]


@contextmanager
def style(page: Seen, css: str) -> Iterator[None]:
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
    ("color-contrast", "figcaption"): (
        "words over the drawing on paper, where both stand on the left: the boxes of the text "
        "beside them reach behind them, its words do not. All is black on white."
    ),
    ("color-contrast", "#text"): (
        "the plain text of the fullest sheet on a phone in a wide face: it ends below 16,384 px, "
        "and so far down axe looks in vain. It has the ink of the page on its paper."
    ),
}
"""What axe cannot decide and somebody has looked at: rule and target, and why it is right."""


def looked_at(rule: str, target: str) -> bool:
    """Whether somebody has looked at what axe left undecided."""
    return any(rule == name and re.fullmatch(where, target) for name, where in LOOKED_AT)


def axe_in_all_media(page: Page) -> list[str]:
    """What axe finds or leaves open on the screen in all colours and on paper."""
    found = {name: axe(page, medium) for name, medium in MEDIA.items()}
    return [
        f"{name}: {fault}"
        for name, (violations, undecided) in found.items()
        for fault in (*violations, *(" | ".join(("undecided", *left)) for left in undecided))
    ]


def axe(page: Page, medium: Medium = LIGHT) -> tuple[list[str], list[tuple[str, str]]]:
    """What axe says of the page in a medium."""
    look_at(page, medium)
    return ask_axe(page, medium.rules)


def ask_axe(
    page: Seen, rules: Mapping[str, object] = EVERY_RULE
) -> tuple[list[str], list[tuple[str, str]]]:
    """The violations axe finds, and what it leaves open that nobody has looked at yet."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {_axe()} }}")
    found = page.evaluate(
        """async (rules) => {
             const found = await axe.run({ ...rules, resultTypes: ["violations", "incomplete"] });
             const nodes = (kind) => kind.flatMap((rule) => rule.nodes.map((node) =>
               [rule.id, node.target.join(" "), node.html.slice(0, 160), node.any.concat(node.all)
                 .map((check) => check.message).join(" ")]));
             return { violations: nodes(found.violations), incomplete: nodes(found.incomplete) };
           }""",
        rules,
    )
    violations = [" | ".join(parts) for parts in found["violations"]]
    incomplete = [(rule, target) for rule, target, *_ in found["incomplete"]]
    return violations, [left for left in incomplete if not looked_at(*left)]


def _order(page: Page, medium: Medium) -> dict[str, list[str]]:
    look_at(page, medium)
    order: dict[str, list[str]] = measure(page, "order")
    return order


def _once(texts: list[str]) -> set[str]:
    return {text for text, times in Counter(texts).items() if times == 1}


@cache
def _script(name: str) -> str:
    source = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    return "\n".join(line for line in source.splitlines() if not line.startswith("//"))


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
