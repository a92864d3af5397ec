"""Back after “Clear my answers”, with the cache in which a browser keeps whole pages.

Playwright turns that cache off. With it, deleting the cookie alone brought the answers back.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.sites import SMALL, Site
from tests.browser.visitor import follow
from tests.needs import ARGUMENTS, CHROMIUM

ANSWERS = ("from-18", "no", "none", "buttock", "left")
TIMES = 2
"""A browser may throw its cache away at any time, so that one try shows little."""


@pytest.fixture(scope="module")
def keeping(browser_type: BrowserType) -> Iterator[Browser]:
    """A browser that keeps whole pages, as people's browsers do."""
    browser = browser_type.launch(
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def page(keeping: Browser, sites: dict[str, Site]) -> Iterator[Page]:
    """A window that says when a page came out of the cache."""
    context = keeping.new_context(base_url=sites[SMALL].address)
    page = context.new_page()
    page.add_init_script("addEventListener('pageshow', e => { window.restored = e.persisted; });")
    yield page
    context.close()


def answer_all(page: Page) -> None:
    page.goto("/")
    follow(page.get_by_role("button", name="Start now"))
    for code in ANSWERS:
        page.check(f"#answer-{code}")
        follow(page.get_by_role("button", name="Continue"))


def shown(page: Page) -> str:
    return f"{page.locator('main').inner_text()} {page.locator(':checked').count()} chosen"


def test_back_after_clear_shows_no_answer(page: Page) -> None:
    for _ in range(TIMES):
        answer_all(page)
        page.goto("/check-answers")
        assert "Left" in shown(page)
        page.goto("/result")
        follow(page.get_by_role("button", name="Clear my answers"))
        assert page.url.endswith("/cleared")
        for _ in range(3):
            page.go_back(wait_until="commit")
            expect(page.locator("h1")).not_to_have_text("What fits")
            assert "Left" not in shown(page)
            assert shown(page).endswith(" 0 chosen")


def test_the_browser_does_keep_whole_pages(page: Page) -> None:
    answer_all(page)
    page.goto("/result")
    kept = []
    for _ in range(TIMES):
        page.goto("/leaflet")
        page.go_back(wait_until="commit")
        expect(page.locator("h1")).to_have_text("What fits")
        kept.append(bool(page.evaluate("window.restored")))
    assert any(kept)
