"""The styles in the oldest browsers that we stand for, by what browsers say that they know.

Whatever is newer is named below, with what its page is like without it. So nobody meets a page that
falls apart, and nobody adds a feature without asking.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.needs import BROWSERS, ROOT

STYLES = sorted((ROOT / "app" / "static").glob("*.css"))

OLDEST = {"safari_ios": (12, 2), "chrome": (79,), "firefox": (140,)}
"""An iPhone 5s of 2013, a phone or Edge of 2020, and Firefox ESR."""

WITHOUT = {
    ":focus-visible": "the browser's own ring",
    ":has()": "a chosen answer has its tick and no frame",
    "::details-content": "the script unfolds before it prints",
    "::-moz-progress-bar": "only Firefox has it",
    "::-webkit-progress-bar": "only Safari and Chrome have it",
    "::-webkit-progress-value": "only Safari and Chrome have it",
    "@media forced-colors": "the browser's own colours, unmended",
    "@media prefers-color-scheme": "the light page",
    "@media scripting": "no button that needs no script is hidden",
    "align-content: start": "a little more room between lines on paper",
    "appearance": "-webkit-appearance does the same",
    "box-decoration-break": "a frame that is open where a page ends",
    "break-after: avoid": "a heading may end a page on paper",
    "color-scheme": "light scroll bars on a dark page",
    "content-visibility": "the script unfolds before it prints",
    "cursor": "there is none on a phone",
    "display: flow-root": "the line of a float runs under it",
    "inset-inline": "`right` stands before it",
    "orphans": "a line alone at the foot of a page",
    "outline": "square corners of the ring",
    "overflow-wrap: anywhere": "`break-word` stands before it",
    "padding-inline": "no room at the sides of a box on paper",
    "print-color-adjust": "-webkit-print-color-adjust does the same",
    "size": "the paper's own margins",
    "text-decoration-thickness": "a thinner line",
    "text-size-adjust": "-webkit-text-size-adjust does the same",
    "text-underline-offset": "a line nearer to the letters",
    "text-wrap": "lines of uneven length",
    "widows": "a line alone at the top of a page",
}
"""What is newer, and what a page is like without it."""

UNITS = {"ch", "deg", "em", "fr", "mm", "ms", "pt", "px", "rem", "s", "vh", "vw"}
"""All of the oldest browsers know these."""

Data = dict[str, Any]


@pytest.fixture(scope="module")
def known() -> Data:
    """What browsers say of CSS: https://github.com/mdn/browser-compat-data."""
    data: Data = json.loads(BROWSERS.read_text(encoding="utf-8"))["css"]
    return data


def is_known(entry: Data) -> bool:
    """Whether all of the oldest browsers know a feature, under its name and without a switch."""
    support = entry.get("__compat", {}).get("support", {})
    return all(
        browser not in support
        or any(_since(version, oldest) for version in _list(support[browser]))
        for browser, oldest in OLDEST.items()
    )


def _list(found: Data | list[Data]) -> list[Data]:
    return found if isinstance(found, list) else [found]


def _since(version: Data, oldest: tuple[int, ...]) -> bool:
    added = version.get("version_added")
    other = {"flags", "prefix", "alternative_name", "version_removed", "partial_implementation"}
    if not isinstance(added, str) or added == "preview" or other & version.keys():
        return False
    return tuple(map(int, re.findall(r"\d+", added))) <= oldest


def newer(css: str, known: Data) -> Iterator[str]:
    """Every feature in some styles that one of the oldest browsers does not know.

    A value that follows an older one of the same property in the same rule has its fallback.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for colons, name in re.findall(r"(?<![\w-])?(::?)([a-z-]+)", _selectors(css)):
        entry = known["selectors"].get(name)
        if entry and not is_known(entry):
            yield f"{colons}{name}{'()' if name in ('has', 'is', 'where') else ''}"
    for name in re.findall(r"@media[^{]*?\(([a-z-]+)", css):
        entry = known["at-rules"]["media"].get(name, {})
        if not is_known(entry):
            yield f"@media {name}"
    for rule in re.findall(r"\{([^{}]*)\}", css):
        before: set[str] = set()
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+)", rule):
            yield from _of_declaration(name, value, before, known)
            before.add(name)


def _of_declaration(name: str, value: str, before: set[str], known: Data) -> Iterator[str]:
    if name.startswith("-"):
        return
    entry = known["properties"][name]
    if not is_known(entry):
        yield name
    elif name not in before:
        functions = (known["types"].get(word, {}) for word in re.findall(r"([a-z-]+)\(", value))
        units = set(re.findall(r"\b[\d.]+([a-z]+)\b", value))
        if not all(map(is_known, functions)) or units - UNITS:
            yield f"{name}: {value}"
        for word in re.findall(r"[a-z-]+", value):
            if not is_known(entry.get(word, {})):
                yield f"{name}: {word}"


def _selectors(css: str) -> str:
    """What stands before the rules, a line for each."""
    rules = (" ".join(rule.split()) for rule in re.findall(r"([^{};]*)\{", css))
    return "\n".join(rule for rule in rules if not rule.startswith("@"))


def test_whatever_is_newer_is_named_and_nothing_else(known: Data) -> None:
    found = {name for file in STYLES for name in newer(file.read_text("utf-8"), known)}
    assert found == WITHOUT.keys()


def test_nothing_else_is_lost_with_a_selector_that_is_newer(known: Data) -> None:
    """A browser passes over a whole rule when it does not know one of its selectors."""
    for file in STYLES:
        css = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        for selectors in _selectors(css).split("\n"):
            each = [set(newer(f"{one} {{}}", known)) for one in selectors.split(",")]
            assert all(each) or not any(each), selectors


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { inset: 0; }", ["inset"]),
        ("a { width: 10rem; width: clamp(1rem, 5vw, 10rem); }", []),
        ("a { width: clamp(1rem, 5vw, 10rem); }", ["width: clamp(1rem, 5vw, 10rem)"]),
        ("a { height: 100dvh; }", ["height: 100dvh"]),
        ("a { display: flow-root; }", ["display: flow-root"]),
        ("a:is(.b, .c) { color: red; }", [":is()"]),
        ("@media (forced-colors: active) { a { color: red; } }", ["@media forced-colors"]),
        ("a::before { content: ''; margin: 0 auto; }", []),
    ],
)
def test_what_is_newer_is_found(css: str, found: list[str], known: Data) -> None:
    assert list(newer(css, known)) == found
