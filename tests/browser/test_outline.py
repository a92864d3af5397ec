"""What a screen reader is told of each kind of page, kept as text in ``outlines``.

After a wanted change: ``NEW_OUTLINES=1 .venv/bin/pytest tests/browser/test_outline.py``, then read
what changed in ``git diff``.
"""

import os
from pathlib import Path

import pytest

from tests.browser.sites import SMALL
from tests.browser.states import State, all_states
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).parent / "outlines"
STATES = [state for state in all_states() if state.site == SMALL]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_page_tells_a_screen_reader_what_it_did(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    outline = visitor.page.locator("body").aria_snapshot() + "\n"
    file = FOLDER / f"{state.name.removeprefix('small-')}.yaml"
    if os.environ.get("NEW_OUTLINES") == "1":
        file.write_text(outline, encoding="utf-8")
    assert outline == file.read_text(encoding="utf-8")


def test_every_outline_is_of_a_page() -> None:
    names = {state.name.removeprefix("small-") for state in STATES}
    assert {file.stem for file in FOLDER.iterdir()} == names
