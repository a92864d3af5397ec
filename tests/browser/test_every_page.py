"""Every page in every state: opened once, then measured in every way."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_page
from tests.browser.focus import stops
from tests.browser.measuring import (
    DESK,
    LARGE_TEXT,
    PAPER,
    PHONE,
    TABLET,
    TEXT_SPACING,
    axe,
    measure,
    resize,
    style,
)
from tests.browser.sites import SMALL, Site
from tests.browser.states import State, all_states
from tests.browser.visitor import Visitor

STATES = [state for state in all_states() if state.site != SMALL]


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.name)
def state(request: pytest.FixtureRequest) -> State:
    """Each state in turn."""
    found: State = request.param
    return found


@pytest.fixture(scope="module")
def opened(state: State, chromium: Browser, sites: dict[str, Site]) -> Iterator[Page]:
    """A page in that state."""
    with new_page(chromium) as page:
        visitor = Visitor(page, sites)
        visitor.open(state)
        yield page
        assert visitor.faults() == []


@pytest.fixture(autouse=True)
def _as_it_came(opened: Page) -> Iterator[None]:
    """Leave every test the page as the last one found it."""
    yield
    opened.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    resize(opened, DESK)


def test_axe_finds_nothing(opened: Page) -> None:
    resize(opened, PHONE)
    violations, incomplete = axe(opened)
    opened.emulate_media(color_scheme="dark")
    dark_violations, dark_incomplete = axe(opened, colours_only=True)
    assert violations + dark_violations == []
    assert incomplete + dark_incomplete == []


def test_page_fits_its_window(opened: Page) -> None:
    for size in (PHONE, TABLET, DESK):
        resize(opened, size)
        assert measure(opened, "fits") == [], size
    resize(opened, PHONE)
    opened.emulate_media(forced_colors="active")
    assert measure(opened, "fits") == [], "forced colours"


def test_page_fits_with_the_text_of_its_reader(opened: Page) -> None:
    for css in (TEXT_SPACING, LARGE_TEXT):
        for size in (PHONE, DESK):
            resize(opened, size)
            with style(opened, css):
                assert measure(opened, "fits") == [], (size, css)


def test_everything_to_select_is_large_enough(opened: Page) -> None:
    for size in (PHONE, DESK):
        resize(opened, size)
        assert measure(opened, "targets") == [], size


def test_focus_is_never_hidden(opened: Page) -> None:
    resize(opened, PHONE)
    opened.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    assert [stop["fault"] for stop in stops(opened) if stop["fault"]] == []


def test_paper_is_whole_and_read_in_the_order_of_the_screen(opened: Page) -> None:
    screen = measure(opened, "order")
    resize(opened, PHONE)
    phone = measure(opened, "order")
    resize(opened, PAPER)
    opened.emulate_media(media="print")
    paper = measure(opened, "order")
    assert measure(opened, "fits") == []
    assert screen["faults"] + phone["faults"] + paper["faults"] == []
    once = {text for text, times in Counter(screen["read"]).items() if times == 1}
    both = once & {text for text, times in Counter(paper["read"]).items() if times == 1}
    assert [text for text in screen["read"] if text in both] == [
        text for text in paper["read"] if text in both
    ]
