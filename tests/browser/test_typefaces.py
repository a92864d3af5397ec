"""What is promised on paper holds in the widest of the faces, and so in the others.

``python -m tests.browser.paper_table`` prints it in each of them.
"""

import pytest

from tests.browser.firefox import Window
from tests.browser.printing import A4, LETTER
from tests.browser.sites import Site
from tests.browser.states import State
from tests.browser.typefaces import (
    SPARE,
    WIDE_MARGINS,
    WIDEST,
    Chromium,
    Firefox,
    Press,
    Promise,
    is_set_in,
    promises,
    worn,
    worn_wider,
)
from tests.browser.visitor import Visitor
from tests.needs import Kind

pytestmark = pytest.mark.needs(Kind.faces)

PAPERS = (A4, LETTER)
PROMISES = {promise.name: promise for promise in promises()}
FULLEST = PROMISES["Sheet: urgent"]
"""Of those that are kept on 2 sides."""
OUR_MARGINS = ""
IN_FIREFOX = (
    "Sheet: maternity",
    "Sheet: several",
    "Sheet: maternity, large print",
    "Cards: urgent",
)
"""It breaks sides in its own way: the fullest sheet of both sizes, an ordinary one, a card."""


def broken(press: Press, promise: Promise, family: str, margins: str) -> list[str]:
    """Where a promise is not kept, with the share to spare within our own margins."""
    spare = 0 if margins else promise.spare
    found = []
    for paper in PAPERS:
        made = press.printed(worn(family) + margins, paper.lower(spare))
        assert is_set_in(made, family)
        if not promise.is_kept(made):
            found.append(f"{promise.count(made)} in {family} on {paper.name}, {margins}")
    return found


def broken_in_the_widest(press: Press, promise: Promise, state: State) -> list[str]:
    """The same in the widest face, and within the margins of any browser where that is promised."""
    press.open(state)
    found = broken(press, promise, WIDEST, OUR_MARGINS)
    if promise.any_margins is not None:
        found += broken(press, promise, promise.any_margins, WIDE_MARGINS)
    return found


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_sides_are_kept_in_the_widest_face_and_margins(promise: Promise, visitor: Visitor) -> None:
    press = Chromium(visitor)
    found = {state.name: broken_in_the_widest(press, promise, state) for state in promise.states}
    assert not any(found.values()), found


@pytest.mark.parametrize("name", IN_FIREFOX)
def test_sides_are_kept_in_firefox(name: str, window: Window, sites: dict[str, Site]) -> None:
    promise = PROMISES[name]
    assert promise.any_margins is not None
    assert broken_in_the_widest(Firefox(window, sites), promise, promise.states[-1]) == []


def test_a_face_that_is_wider_by_a_tenth_is_noticed(visitor: Visitor) -> None:
    press, paper = Chromium(visitor), LETTER.lower(SPARE)
    press.open(FULLEST.states[-1])
    as_wide = press.printed(worn_wider(WIDEST, 0), paper)
    wider = press.printed(worn_wider(WIDEST, 0.1), paper)
    assert is_set_in(as_wide, WIDEST)
    assert is_set_in(wider, WIDEST)
    assert [FULLEST.is_kept(as_wide), FULLEST.is_kept(wider)] == [True, False]
