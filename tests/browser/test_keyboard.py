"""The whole way with nothing but a keyboard, seeing at every stop where one is."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from app.engine.evaluate import Answers
from tests.browser.focus import Differs, tab_to, unseen_stops
from tests.browser.measuring import resize
from tests.browser.states import State, all_states, answers_for, unsure
from tests.browser.visitor import Visitor, asked, fields

SCHEMES: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
KINDS = (
    "start",
    "radios-error",
    "checkboxes-long-chosen",
    "asks-again",
    "asks-which",
    "check-answers",
    "sheet",
)
STATES = {state.name: state for state in all_states()}


def answer(page: Page, answers: Answers) -> None:
    """Choose with the space bar and the arrow keys, and go on with Enter."""
    for name, link_id in fields(page).items():
        choose(page, name, answers[link_id])
    press_enter_on(page.get_by_role("button", name="Continue"))


def choose(page: Page, name: str, chosen: frozenset[str]) -> None:
    """Choose the answers to one question."""
    options = page.locator(f"input[name={name}]")
    codes = options.evaluate_all("all => all.map((option) => option.value)")
    if options.first.get_attribute("type") == "radio":
        tab_to(options.first)
        page.keyboard.press("Space")
        for _ in range(codes.index(*chosen)):
            page.keyboard.press("ArrowDown")
    else:
        for code in codes:
            if code in chosen:
                tab_to(page.locator(f"#{name}-{code}"))
                page.keyboard.press("Space")
    checked = page.locator(f"input[name={name}]:checked")
    assert set(checked.evaluate_all("all => all.map((option) => option.value)")) == chosen


def press_enter_on(target: Locator) -> None:
    """Come to a link or a button with the Tab key, and use it."""
    tab_to(target)
    with target.page.expect_navigation():
        target.page.keyboard.press("Enter")


@pytest.mark.parametrize("answers", [answers_for("several"), unsure()], ids=["sure", "unsure"])
def test_whole_journey_by_keyboard_with_focus_in_sight(
    answers: Answers, visitor: Visitor, differs: Differs
) -> None:
    page, faults = visitor.page, {}
    known: set[object] = set()
    visitor.open(State("start", "/"))
    resize(page, (480, 800))
    faults["start"] = unseen_stops(page, differs, known)
    press_enter_on(page.get_by_role("button", name="Start now"))
    press_enter_on(page.get_by_role("button", name="Continue"))
    faults["error"] = unseen_stops(page, differs, known)
    while "/questions/" in page.url:
        link_id = asked(page)
        faults[link_id] = unseen_stops(page, differs, known)
        answer(page, answers)
        assert asked(page) != link_id, f"{link_id} is asked twice"
    for name, link in (("check", "See your result"), ("result", "Open your sheet")):
        faults[name] = unseen_stops(page, differs, known)
        press_enter_on(page.get_by_role("link", name=link))
    faults["sheet"] = unseen_stops(page, differs, known)
    press_enter_on(page.get_by_role("button", name="Clear my answers"))
    assert page.url.endswith("/cleared")
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) >= 18


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_is_in_sight_in_other_colours(
    scheme: str,
    kind: str,
    visitor: Visitor,
    differs: Differs,
) -> None:
    visitor.page.emulate_media(**SCHEMES[scheme])
    visitor.open(STATES[kind])
    resize(visitor.page, (480, 800))
    assert unseen_stops(visitor.page, differs, set()) == []
