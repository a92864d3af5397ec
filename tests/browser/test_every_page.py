"""Every page in every state: opened once, then measured in every way."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import new_page
from tests.browser.focus import stops
from tests.browser.measuring import (
    DESK,
    LARGE_TEXT,
    MEDIA,
    PHONE,
    TABLET,
    TEXT_SPACING,
    Medium,
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

SCREENS = {
    (name, size): replace(MEDIA[name], size=size)
    for name in ("light", "dark", "forced")
    for size in (PHONE, TABLET, DESK)
}


@pytest.fixture(scope="module", params=measured_states(), ids=lambda state: state.name)
def state(request: pytest.FixtureRequest) -> State:
    """Each state in turn."""
    found: State = request.param
    return found


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser window for all of them: to open one for each takes long."""
    with new_page(chromium) as page:
        yield page.context


@pytest.fixture(scope="module")
def opened(state: State, window: BrowserContext, sites: dict[str, Site]) -> Iterator[Page]:
    """A page in that state."""
    visitor = Visitor(window.new_page(), sites)
    visitor.open(state)
    yield visitor.page
    assert visitor.faults() == []
    visitor.page.close()


@pytest.fixture(autouse=True)
def _as_it_came(opened: Page) -> Iterator[None]:
    """Leave every test the page as the last one found it."""
    yield
    look_at(opened, Medium())


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
