"""What is promised on paper and on narrow screens holds in faces that are not ours to choose."""

from collections.abc import Iterable
from itertools import product

import pytest

from tests.browser.firefox import Window
from tests.browser.measuring import LARGE_TEXT, PHONE, resize, style
from tests.browser.printing import A4, LETTER
from tests.browser.sites import Site
from tests.browser.states import State, measured_states
from tests.browser.typefaces import (
    SPARE,
    WIDE_MARGINS,
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
from tests.needs import FACES, Kind

pytestmark = pytest.mark.needs(Kind.faces)

PAPERS = (A4, LETTER)
PROMISES = {promise.name: promise for promise in promises()}
FULLEST = PROMISES["Sheet: urgent"]
"""Of those that are kept on 2 sides."""
WIDEST = "DejaVu Serif"
USUAL = "Liberation Sans"
"""As wide as Arial."""
ANYWHERE = [promise for promise in PROMISES.values() if promise.any_margins]
OUR_MARGINS = ""
IN_FIREFOX = (
    "Sheet: maternity",
    "Sheet: several",
    "Sheet: maternity, large print",
    "Cards: urgent",
)
"""It breaks sides in its own way: the fullest sheet of both sizes, an ordinary one, a card."""


def broken(press: Press, promise: Promise, families: Iterable[str], margins: str) -> list[str]:
    """Where a promise is not kept, with the share to spare within our own margins."""
    state = promise.states[-1]
    press.open(state)
    spare = 0 if margins else promise.spare
    found = []
    for paper, family in product(PAPERS, families):
        made = press.printed(worn(family) + margins, paper.lower(spare))
        assert is_set_in(made, family)
        if not promise.is_kept(made):
            found.append(f"{promise.count(made)} in {family} on {paper.name}")
    return found


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_sides_are_kept_in_every_face(promise: Promise, one_window: Visitor) -> None:
    assert broken(Chromium(one_window), promise, FACES, OUR_MARGINS) == []


@pytest.mark.parametrize("promise", ANYWHERE, ids=lambda promise: promise.name)
def test_sides_are_kept_by_a_browser_that_passes_over_our_margins(
    promise: Promise, one_window: Visitor
) -> None:
    assert promise.any_margins is not None
    assert broken(Chromium(one_window), promise, [promise.any_margins], WIDE_MARGINS) == []


def test_a_face_that_is_wider_by_a_tenth_is_noticed(one_window: Visitor) -> None:
    press, paper = Chromium(one_window), LETTER.lower(SPARE)
    press.open(FULLEST.states[-1])
    as_wide = press.printed(worn_wider(WIDEST, 0), paper)
    wider = press.printed(worn_wider(WIDEST, 0.1), paper)
    assert is_set_in(as_wide, WIDEST)
    assert is_set_in(wider, WIDEST)
    assert [FULLEST.is_kept(as_wide), FULLEST.is_kept(wider)] == [True, False]


@pytest.mark.parametrize("name", IN_FIREFOX)
def test_sides_are_kept_in_firefox(name: str, window: Window, sites: dict[str, Site]) -> None:
    press, promise = Firefox(window, sites), PROMISES[name]
    assert promise.any_margins is not None
    assert broken(press, promise, (USUAL, WIDEST), OUR_MARGINS) == []
    assert broken(press, promise, [promise.any_margins], WIDE_MARGINS) == []


@pytest.mark.parametrize("state", measured_states(), ids=lambda state: state.name)
def test_no_page_is_wider_than_its_window_in_any_face(state: State, one_window: Visitor) -> None:
    one_window.open(state)
    page = one_window.page
    resize(page, PHONE)
    wide = {}
    for family in FACES:
        with style(page, f'{LARGE_TEXT} * {{ font-family: "{family}" !important; }}'):
            wide[family] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(FACES, PHONE[0])
