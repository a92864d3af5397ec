"""Every page in every state: opened once, then measured in every way."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import as_new
from tests.browser.focus import stops
from tests.browser.measuring import (
    DESK,
    LARGE_TEXT,
    MEDIA,
    PHONE,
    TABLET,
    TEXT_SPACING,
    axe_in_all_media,
    look_at,
    measure,
    misread,
    resize,
    style,
)
from tests.browser.sites import Site
from tests.browser.states import State, measured_states
from tests.browser.visitor import Visitor
from tests.needs import Kind

WIDEST_WORDS = ("DejaVu Serif", "DejaVu Sans")
SCREENS = {
    (name, size): replace(MEDIA[name], size=size)
    for name, sizes in {
        "light": (PHONE, TABLET, DESK),
        "dark": (PHONE,),
        "forced": (PHONE, TABLET, DESK),
    }.items()
    for size in sizes
}
"""The dark scheme has other colours and no other sizes."""


@pytest.fixture(scope="module", params=measured_states(), ids=lambda state: state.name)
def state(request: pytest.FixtureRequest) -> State:
    """Each state in turn."""
    found: State = request.param
    return found


@pytest.fixture(scope="module")
def opened(state: State, one_window: Visitor, sites: dict[str, Site]) -> Iterator[Page]:
    """A page in that state, in a tab of its own, so that the Tab key begins at its top."""
    visitor = Visitor(one_window.page.context.new_page(), sites)
    visitor.open(state)
    yield visitor.page
    assert visitor.faults() == []
    visitor.page.close()


@pytest.fixture(autouse=True)
def _as_it_came(opened: Page) -> Iterator[None]:
    """Leave every test the page as the last one found it."""
    yield
    as_new(opened)


def test_axe_finds_nothing(opened: Page) -> None:
    assert axe_in_all_media(opened) == []


def test_page_fits_its_window(opened: Page) -> None:
    for name, screen in SCREENS.items():
        look_at(opened, screen)
        assert measure(opened, "fits") == [], name


def test_page_fits_with_the_text_of_its_reader(opened: Page) -> None:
    for css in (TEXT_SPACING, LARGE_TEXT):
        for size in (PHONE, DESK):
            resize(opened, size)
            with style(opened, css):
                assert measure(opened, "fits") == [], (size, css)


@pytest.mark.needs(Kind.faces)
def test_page_fits_in_the_widest_faces(opened: Page) -> None:
    """Every word is narrower in each other face that paper is tried in than in one of these."""
    resize(opened, PHONE)
    for family in WIDEST_WORDS:
        with style(opened, f'{LARGE_TEXT} * {{ font-family: "{family}" !important; }}'):
            assert opened.evaluate("document.documentElement.scrollWidth") == PHONE[0], family


def test_everything_to_select_is_large_enough(opened: Page) -> None:
    for name, size in product(("light", "forced"), (PHONE, DESK)):
        look_at(opened, SCREENS[name, size])
        assert measure(opened, "targets") == [], (name, size)


def test_focus_is_never_hidden(opened: Page) -> None:
    resize(opened, PHONE)
    opened.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    assert [stop["fault"] for stop in stops(opened) if stop["fault"]] == []


def test_paper_is_whole_and_read_in_the_order_of_the_screen(opened: Page) -> None:
    assert misread(opened) == []
    look_at(opened, MEDIA["print"])
    assert measure(opened, "fits") == []


def test_a_page_written_from_right_to_left_is_no_wider_than_its_window(opened: Page) -> None:
    resize(opened, PHONE)
    opened.evaluate("document.documentElement.dir = 'rtl'")
    assert opened.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    opened.evaluate("document.documentElement.dir = 'ltr'")
