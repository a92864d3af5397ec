"""What a screen reader is told of each kind of page, kept as text in ``outlines``.

After a wanted change: ``NEW_OUTLINES=1 .venv/bin/pytest tests/browser/test_outline.py``, then read
what changed in ``git diff``.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.sites import SMALL
from tests.browser.states import State, all_states
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).parent / "outlines"
STATES = [state for state in all_states() if state.site == SMALL]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_page_tells_a_screen_reader_what_it_did(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    file = kept(state)
    if os.environ.get("NEW_OUTLINES") == "1":
        file.write_text(outline(visitor.page), encoding="utf-8")
    assert outline(visitor.page) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("start", "document.querySelector('h1').outerHTML = '<p>A</p>'"),
        ("radios", "document.querySelector('.choice__label').textContent = ''"),
        ("radios", "document.querySelector('.back').remove()"),
        ("radios", "document.querySelector('.choice__input').checked ^= true"),
        ("checkboxes", "document.querySelector('fieldset').role = 'presentation'"),
        ("checkboxes", "document.querySelector('.choice').ariaHidden = 'true'"),
        ("error", "document.querySelector('[role=alert]').removeAttribute('role')"),
        ("result", "document.querySelector('main a').removeAttribute('href')"),
        ("emergency", "document.querySelector('main').prepend(document.querySelector('main p'))"),
    ],
)
def test_a_fault_that_only_a_screen_reader_tells_is_found(
    name: str, change: str, visitor: Visitor
) -> None:
    state = next(state for state in STATES if state.name == f"small-{name}")
    visitor.open(state)
    visitor.page.evaluate(change)
    assert outline(visitor.page) != kept(state).read_text(encoding="utf-8")


def outline(page: Page) -> str:
    """What a screen reader is told of a page."""
    return page.locator("body").aria_snapshot() + "\n"


def kept(state: State) -> Path:
    """Where the outline of a page is kept."""
    return FOLDER / f"{state.name.removeprefix('small-')}.yaml"


def test_every_outline_is_of_a_page() -> None:
    names = {state.name.removeprefix("small-") for state in STATES}
    assert {file.stem for file in FOLDER.iterdir()} == names
