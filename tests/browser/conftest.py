"""A real browser, and the self-check it visits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserType, Page, ViewportSize, sync_playwright

from tests.browser.firefox import Firefox, Window, firefox
from tests.browser.focus import Differs, counted_on
from tests.browser.sites import LONG, SHIPPED, SMALL, Site, long_app, serve, shipped_app, small_app
from tests.browser.visitor import Visitor
from tests.needs import ARGUMENTS, CHROMIUM, Kind


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave them out of ``make quick``: each starts a browser."""
    item.add_marker(pytest.mark.long)
    item.add_marker(pytest.mark.needs(Kind.browser))


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The self-check with each of its contents."""
    with (
        serve(shipped_app()) as shipped,
        serve(small_app()) as small,
        serve(long_app(tmp_path_factory.mktemp("long"))) as long,
    ):
        yield {SHIPPED: shipped, SMALL: small, LONG: long}


@pytest.fixture(scope="session")
def browser_type() -> Iterator[BrowserType]:
    """What starts a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def chromium(browser_type: BrowserType) -> Iterator[Browser]:
    """The browser."""
    browser = browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


DESK: ViewportSize = {"width": 1280, "height": 1024}


@contextmanager
def new_page(chromium: Browser, *, script: bool = True) -> Iterator[Page]:
    """A window of a browser that has not been here before."""
    context = chromium.new_context(viewport=DESK, java_script_enabled=script)
    context.set_default_timeout(180_000)  # a slow machine is no fault of the page
    try:
        yield context.new_page()
    finally:
        context.close()


def as_new(page: Page) -> None:
    """Look at a page again as a window does that was just opened."""
    page.emulate_media(media="null", color_scheme="null", forced_colors="null")
    page.set_viewport_size(DESK)


@pytest.fixture(scope="session")
def one_window(chromium: Browser, sites: dict[str, Site]) -> Iterator[Visitor]:
    """One window for all tests: to open one takes five times as long as to go to a page."""
    with new_page(chromium) as page:
        yield Visitor(page, sites)


@pytest.fixture
def visitor(one_window: Visitor) -> Iterator[Visitor]:
    """Somebody at that window, as if nobody had been there before. Cookies go with each state."""
    one_window.forget()
    as_new(one_window.page)
    yield one_window
    assert one_window.faults() == []


@pytest.fixture
def differs(visitor: Visitor) -> Iterator[Differs]:
    """Counts the pixels by which two pictures differ."""
    bench = visitor.page.context.new_page()
    visitor.page.bring_to_front()  # behind another one, a page takes seconds to be drawn
    yield counted_on(bench)
    bench.close()


@pytest.fixture(scope="session")
def running_firefox() -> Iterator[Firefox]:
    """The second browser."""
    with firefox() as running:
        yield running


@pytest.fixture
def window(running_firefox: Firefox, sites: dict[str, Site]) -> Iterator[Window]:
    """A window of it that has not been here before."""
    with running_firefox.window() as window:
        yield window
        assert window.faults(tuple(site.address for site in sites.values())) == []
