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


@contextmanager
def new_page(chromium: Browser, *, script: bool = True) -> Iterator[Page]:
    """A window of a browser that has not been here before."""
    size: ViewportSize = {"width": 1280, "height": 1024}
    context = chromium.new_context(viewport=size, java_script_enabled=script)
    context.set_default_timeout(180_000)  # a slow machine is no fault of the page
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Such a window for one test."""
    with new_page(chromium) as page:
        yield page


@pytest.fixture
def visitor(page: Page, sites: dict[str, Site]) -> Iterator[Visitor]:
    """Somebody at that window."""
    visitor = Visitor(page, sites)
    yield visitor
    assert visitor.faults() == []


@pytest.fixture(scope="module")
def one_window(chromium: Browser, sites: dict[str, Site]) -> Iterator[Visitor]:
    """One window for all pages: to open one for each takes long."""
    with new_page(chromium) as page:
        visitor = Visitor(page, sites)
        yield visitor
        assert visitor.faults() == []


@pytest.fixture
def differs(page: Page) -> Differs:
    """Counts the pixels by which two pictures differ."""
    bench = page.context.new_page()
    page.bring_to_front()  # behind another one, a page takes seconds to be drawn
    return counted_on(bench)


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
