"""What people do between pages: go back, do without, print."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from app.findings import Answers
from tests.browser.focus import Differs
from tests.browser.measuring import style
from tests.browser.sites import SHIPPED, Site
from tests.browser.states import State, all_states, answers_for
from tests.browser.tools import ARGUMENTS, CHROMIUM
from tests.browser.visitor import Visitor, asked, follow

STATES = {state.name: state for state in all_states()}
ENDS = [state for state in all_states() if state.path in {"/result", "/gp-sheet"}]
MARK = 50
"""Pixels that differ by a contrast of 3 to 1 or more."""
ForcedColors = Literal["none", "active"]


def go_on(page: Page, answers: Answers) -> None:
    """Answer the question on the page by mouse."""
    for code in answers[asked(page)]:
        page.check(f"#answer-{code}")
    follow(page.get_by_role("button", name="Continue"))


def chosen(page: Page) -> set[str]:
    """The answers that are chosen on the page."""
    return set(page.locator("input:checked").evaluate_all("all => all.map((one) => one.value)"))


def test_back_returns_to_the_page_as_it_was(visitor: Visitor) -> None:
    page, answers = visitor.page, answers_for("several")
    visitor.open(State("start", "/"))
    follow(page.get_by_role("button", name="Start now"))
    for _ in range(5):
        go_on(page, answers)
    fifth = page.url
    page.go_back()
    assert chosen(page) == answers[asked(page)]
    page.go_forward()
    assert page.url == fifth
    follow(page.get_by_role("link", name="Back", exact=True))
    assert chosen(page) == answers[asked(page)]
    follow(page.get_by_role("button", name="Continue"))
    assert page.url == fifth


def test_back_after_an_error_comes_to_the_question_without_it(visitor: Visitor) -> None:
    """Chromium cannot come back to the answer to a POST: it asks to send the form again."""
    visitor.open(STATES["radios-error"])
    page = visitor.page
    go_on(page, answers_for("several"))
    page.go_back()
    assert page.get_by_role("alert").count() == 0
    assert chosen(page) == answers_for("several")["age"]
    page.go_back()
    assert page.url.endswith("/questions/age")


def test_error_summary_has_the_focus_and_leads_to_the_first_answer(visitor: Visitor) -> None:
    for name in ("radios-error", "checkboxes-error"):
        visitor.open(STATES[name])
        page = visitor.page
        summary = page.get_by_role("alert")
        assert summary.evaluate("summary => summary === document.activeElement"), name
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        first = page.locator("input[name=answer]").first
        first.wait_for()
        assert first.evaluate("input => input === document.activeElement"), name
        assert page.locator("fieldset").get_attribute("aria-describedby")


def test_whole_journey_without_javascript(chromium: Browser, sites: dict[str, Site]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page, answers = context.new_page(), answers_for("several")
    page.goto("data:text/html,<noscript>switched off</noscript>")
    assert page.get_by_text("switched off").is_visible()
    visitor = Visitor(page, sites)
    visitor.open(State("start", "/"))
    follow(page.get_by_role("button", name="Start now"))
    follow(page.get_by_role("button", name="Continue"))
    assert page.get_by_role("alert").count() == 1
    while "/questions/" in page.url:
        go_on(page, answers)
    follow(page.get_by_role("link", name="See your result"))
    follow(page.get_by_role("link", name="Open your sheet"))
    assert page.get_by_role("heading", level=1).inner_text() == "Questions for my appointment"
    follow(page.get_by_role("button", name="Clear my answers"))
    assert page.url.endswith("/cleared")
    assert visitor.faults() == []
    context.close()


def test_a_browser_that_keeps_no_cookies_says_what_to_do(
    browser_type: BrowserType, sites: dict[str, Site], tmp_path: Path
) -> None:
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    context = browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=ARGUMENTS
    )
    page = context.new_page()
    page.goto(sites[SHIPPED].address)
    follow(page.get_by_role("button", name="Start now"))
    assert page.url == f"{sites[SHIPPED].address}/?notice=no-answers"
    assert page.get_by_text("allow cookies for this website").is_visible()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("name", ["sheet", "sheet-full"])
def test_sheet_prints_on_two_sides(name: str, visitor: Visitor) -> None:
    visitor.open(STATES[name])
    assert sides(visitor.page) == 2
    with style(visitor.page, "@media print { .ask { padding-bottom: 4cm; } }"):
        assert sides(visitor.page) > 2


def sides(page: Page) -> int:
    """On how many sides of paper a page is printed."""
    paper = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("state", ENDS, ids=lambda state: state.name)
def test_paper_has_no_controls_and_all_advice(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    page = visitor.page
    cards = page.locator(".care-card, .alarm")
    page.emulate_media(media="print")
    assert page.locator("button:visible, .button:visible, nav:visible").count() == 0
    assert all(cards.nth(i).is_visible() for i in range(cards.count()))


@pytest.mark.parametrize("name", ["radios-chosen", "checkboxes-long-chosen"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_a_chosen_answer_does_not_differ_by_colour_alone(
    name: str, forced: ForcedColors, visitor: Visitor, differs: Differs
) -> None:
    """The mark in the box differs in lightness, which is all that some people see."""
    visitor.page.emulate_media(forced_colors=forced)
    visitor.open(STATES[name])
    box = visitor.page.locator(f"#answer-{min(chosen(visitor.page))}")
    before = box.screenshot()
    box.evaluate("input => { input.checked = false; }")
    assert differs(before, box.screenshot(), 0, 0) >= MARK
