"""Clear, then Back: in a browser that keeps the last pages, as those of people do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserType, Page

from app.web.answer_store import AnswerStore
from tests.browser.sites import Site
from tests.browser.states import State, answers_for
from tests.browser.tools import ARGUMENTS, CHROMIUM
from tests.browser.visitor import Visitor, follow

TOLD = "The rest of your result"

# Playwright switches off what has to be tried here.
SWITCHED_OFF = ["--disable-back-forward-cache"]


@pytest.fixture
def keeper(browser_type: BrowserType) -> Iterator[Page]:
    """A window of a browser that brings pages back as they were."""
    browser = browser_type.launch(
        executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=SWITCHED_OFF
    )
    yield browser.new_page()
    browser.close()


def clear_and_go_back(page: Page, sites: dict[str, Site]) -> str:
    """What stands on the page after Clear and Back."""
    Visitor(page, sites).open(State("check-answers", "/check-answers", answers_for("urgent")))
    follow(page.get_by_role("link", name="See your result"))
    follow(page.get_by_role("button", name="Clear my answers").first)
    page.go_back()
    page.wait_for_load_state()
    return page.locator("body").inner_text()


def test_this_browser_keeps_the_last_pages(keeper: Page, sites: dict[str, Site]) -> None:
    keeper.add_init_script("addEventListener('pageshow', e => { window.kept = e.persisted; })")
    Visitor(keeper, sites).open(State("result", "/result", answers_for("urgent")))
    found = []
    for _ in range(5):
        follow(keeper.get_by_role("link", name="How it works"))
        keeper.go_back()
        keeper.wait_for_load_state()
        found.append(keeper.evaluate("window.kept"))
    assert any(found)


def test_back_after_clear_brings_no_answer_back(keeper: Page, sites: dict[str, Site]) -> None:
    for _ in range(3):
        text = clear_and_go_back(keeper, sites)
        assert "We could not" in text
        assert TOLD not in text


def test_a_clear_that_clears_nothing_is_seen(
    keeper: Page, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("overwrite", "forget"):
        monkeypatch.setattr(AnswerStore, name, lambda *_: None)
    assert TOLD in clear_and_go_back(keeper, sites)
