"""What people do between pages: go back, do without, print."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserType, Locator, Page
from playwright.sync_api import TimeoutError as Timeout

from app.engine.evaluate import Answers
from tests.browser.conftest import new_page
from tests.browser.focus import Differs
from tests.browser.measuring import style
from tests.browser.sites import SHIPPED, Site, serve, shipped_app, spoilt
from tests.browser.states import State, all_states, answers_for
from tests.browser.visitor import Visitor, asked, fields, follow
from tests.needs import ARGUMENTS, CHROMIUM

STATES = {state.name: state for state in all_states()}
ENDS = [s for s in all_states() if s.path.partition("?")[0] in {"/result", "/gp-sheet"}]
ADVICE = ".care-card, .alarm"
MARK = 50
"""Pixels that differ by a contrast of 3 to 1 or more."""
WAIT = 1000
"""Milliseconds after which something that does not come is taken not to come."""
ForcedColors = Literal["none", "active"]


def go_on(page: Page, answers: Answers) -> None:
    """Answer what is asked on the page by mouse."""
    for name, link_id in fields(page).items():
        for code in answers[link_id]:
            page.check(f"#{name}-{code}")
    follow(page.get_by_role("button", name="Continue"))


def chosen(page: Page) -> set[str]:
    """The answers that are chosen on the page."""
    return set(page.locator("input:checked").evaluate_all("all => all.map((one) => one.value)"))


def test_back_returns_to_the_page_as_it_was(visitor: Visitor) -> None:
    go_on_and_back(visitor)


def go_on_and_back(visitor: Visitor) -> None:
    """Go on, back in the browser, on again, and back by the link: fails where a page is not as it
    was left.
    """
    page, answers = visitor.page, answers_for("several")
    visitor.open(State("start", "/"))
    follow(page.get_by_role("button", name="Start now"))
    for _ in range(4):
        go_on(page, answers)
    fourth = page.url
    go_on(page, answers)
    fifth = page.url
    page.go_back()
    assert page.url == fourth
    assert chosen(page) >= answers[asked(page)]
    page.go_forward()
    assert page.url == fifth
    page.reload()
    assert page.url == fifth
    follow(page.get_by_role("link", name="Back", exact=True))
    assert page.url == fourth
    assert chosen(page) >= answers[asked(page)]
    follow(page.get_by_role("button", name="Continue"))
    assert page.url == fifth


def test_back_after_an_error_comes_to_the_question_without_it(visitor: Visitor) -> None:
    """Chromium cannot come back to the answer to a POST: it asks to send the form again."""
    mend_and_go_back(visitor)


def mend_and_go_back(visitor: Visitor) -> None:
    """Answer after an error and go back in the browser: fails where the error is still there."""
    visitor.open(STATES["radios-error"])
    page = visitor.page
    go_on(page, answers_for("several"))
    page.go_back()
    assert page.get_by_role("alert").count() == 0
    assert chosen(page) >= answers_for("several")["age"]
    page.go_back()
    assert page.url.endswith("/questions/age")


def test_error_summary_has_the_focus_and_leads_to_the_first_answer(visitor: Visitor) -> None:
    for name in ("radios-error", "checkboxes-error", "gp-questions-error"):
        follow_the_error(visitor, STATES[name])


def follow_the_error(visitor: Visitor, state: State = STATES["checkboxes-error"]) -> None:
    """Press Enter on the link in the error summary: fails where that does not help."""
    visitor.open(state)
    page = visitor.page
    summary, first = page.get_by_role("alert"), page.locator("fieldset input").first
    assert has_focus(summary), state.name
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first.wait_for()
    assert has_focus(first), state.name
    told = page.locator("fieldset").first.get_attribute("aria-describedby") or ""
    messages = [page.locator(f"#{name}").inner_text() for name in told.split()]
    assert any(summary.get_by_role("link").first.inner_text() in message for message in messages)


def has_focus(element: Locator) -> bool:
    """Whether the focus is on it."""
    return bool(element.evaluate("element => element === document.activeElement"))


def test_whole_journey_without_javascript(chromium: Browser, sites: dict[str, Site]) -> None:
    with new_page(chromium, script=False) as page:
        page.goto("data:text/html,<noscript>switched off</noscript>")
        assert page.get_by_text("switched off").is_visible()
        visitor = Visitor(page, sites)
        go_the_whole_way(visitor)
        assert visitor.faults() == []


def go_the_whole_way(visitor: Visitor) -> None:
    """From the start to the sheet, with a slip: fails where there is no way on."""
    page, answers = visitor.page, answers_for("several")
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


def test_a_page_that_asks_again_offers_what_was_not_ticked_and_may_be_left_empty(
    visitor: Visitor,
) -> None:
    visitor.open(STATES["asks-again"])
    page = visitor.page
    offered = page.locator("input[name=answer]").evaluate_all("all => all.map((one) => one.value)")
    assert offered == [
        "both-legs",
        "both-legs-shooting",
        "both-legs-giving-way",
        "both-legs-ache",
        "cant-say",
    ]
    follow(page.get_by_role("button", name="Continue"))
    assert page.url.endswith("/result")
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_role("heading", level=1).inner_text().startswith("Call 999")


@pytest.fixture(scope="module")
def spoilt_site() -> Iterator[tuple[Site, dict[str, str]]]:
    """A site, and the faults of its pages for now."""
    faults: dict[str, str] = {}
    with serve(spoilt(shipped_app(), faults)) as site:
        yield site, faults


GO_BACK = '<a class="back-link" href="/questions/'
CONTINUE = 'type="submit">Continue<'


@pytest.mark.parametrize(
    ("walk", "good", "bad"),
    [
        (go_the_whole_way, CONTINUE, 'type="button">Continue<'),
        (go_the_whole_way, CONTINUE, 'type="submit" disabled>Continue<'),
        (go_the_whole_way, 'href="/result">See', 'role="link" tabindex="0">See'),
        (go_the_whole_way, 'role="alert"', 'role="alert" hidden'),
        (go_on_and_back, " checked", ""),
        (go_on_and_back, GO_BACK, GO_BACK.replace("/questions/", "/?from=")),
        (go_on_and_back, GO_BACK, GO_BACK.replace("href", "data-href")),
        (mend_and_go_back, 'id="main">', 'id="main"><p role="alert">Select one</p>'),
        (mend_and_go_back, " checked", ""),
        (follow_the_error, 'tabindex="-1" autofocus', ""),
        (follow_the_error, 'href="#answer-', 'href="#nowhere-'),
        (follow_the_error, 'href="#answer-', 'data-href="#answer-'),
        (follow_the_error, 'id="answer-error"', 'id="another-error"'),
        (follow_the_error, ' answer-error"', '"'),
    ],
)
def test_a_fault_on_the_way_is_found(
    walk: Callable[[Visitor], None],
    good: str,
    bad: str,
    chromium: Browser,
    spoilt_site: tuple[Site, dict[str, str]],
) -> None:
    site, faults = spoilt_site
    faults.clear()
    faults[good] = bad
    with new_page(chromium, script=walk is not go_the_whole_way) as page:
        page.set_default_timeout(WAIT)
        with pytest.raises((AssertionError, Timeout)):
            walk(Visitor(page, {SHIPPED: site}))


def test_questions_are_chosen_without_javascript(chromium: Browser, sites: dict[str, Site]) -> None:
    with new_page(chromium, script=False) as page:
        visitor = Visitor(page, sites)
        visitor.open(STATES["result-several"])
        choose_questions(page)
        assert visitor.faults() == []


def choose_questions(page: Page) -> None:
    """Make a slip, mend it, and find the choice on the sheet."""
    follow(page.get_by_role("link", name="Open your sheet"))
    follow(page.get_by_role("link", name="Choose the 3 that matter most"))
    boxes = page.get_by_role("checkbox", checked=True)
    for name in boxes.evaluate_all("all => all.map((one) => one.id)"):
        page.uncheck(f"#{name}")
    follow(page.get_by_role("button", name="Continue"))
    assert page.get_by_role("alert").count() == 1
    belt = "Would a pelvic belt be worth trying?"
    page.get_by_role("checkbox", name=f"One of the 3 that matter most to me {belt}").check()
    page.get_by_role("checkbox", name="Could my SI joint be part of this?", exact=True).check()
    follow(page.get_by_role("button", name="Continue"))
    asked = page.locator("ol .ask").all_inner_texts()
    assert [" ".join(text.split()).partition("?")[0] for text in asked] == [
        "Matters most to me: 1. Would a pelvic belt be worth trying",
        "2. Could my SI joint be part of this",
        "3. What should make me come back sooner, or call 111 or 999",
    ]
    follow(page.get_by_role("link", name="Choose the 3 that matter most"))
    assert chosen(page) == {"belt", "si-joint"}


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
    assert page.url == sites[SHIPPED].address + STATES["start-notice"].path
    assert page.get_by_text("allow cookies for this website").is_visible()
    follow(page.get_by_role("link", name="answer all questions on 1 page"))
    visitor = Visitor(page, sites)
    visitor.answer_all(answers_for("several"))
    assert page.get_by_role("heading", name="What you told us").is_visible()
    assert page.get_by_role("heading", name="Summary for the GP").is_visible()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("state", ENDS, ids=lambda state: state.name)
def test_paper_has_no_controls_and_all_advice(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    page = visitor.page
    page.emulate_media(media="print")
    assert faults_on_paper(page) == []


def test_a_fault_on_paper_is_found(visitor: Visitor) -> None:
    visitor.open(STATES["result-urgent"])
    visitor.page.emulate_media(media="print")
    with style(visitor.page, ".footer, .clear, .button { display: block !important; }"):
        assert set(faults_on_paper(visitor.page)) == {"a control"}
    with style(visitor.page, f":is({ADVICE}) {{ display: none; }}"):
        assert set(faults_on_paper(visitor.page)) == {"no advice"}


def faults_on_paper(page: Page) -> list[str]:
    """Controls that are printed, and advice that is not."""
    controls = page.locator("button:visible, .button:visible, nav:visible").count()
    missing = page.locator(ADVICE).count() - page.locator(f":is({ADVICE}):visible").count()
    return ["a control"] * controls + ["no advice"] * missing


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
    with style(visitor.page, ".choice__input { opacity: 0; }"):
        unmarked = box.screenshot()
        box.evaluate("input => { input.checked = false; }")
        assert differs(unmarked, box.screenshot(), 0, 0) < MARK
    assert differs(before, box.screenshot(), 0, 0) >= MARK
