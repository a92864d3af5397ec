"""The whole way with nothing but a keyboard, and on each kind of page seeing where one is."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from app.engine.evaluate import Answers
from tests.browser.focus import Differs, tab_to, unseen_stops
from tests.browser.measuring import measure, resize
from tests.browser.states import State, all_states, unsure
from tests.browser.visitor import Visitor, asked, fields

SCHEMES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
KINDS = (
    "start",
    "radios-error",
    "radios-with-hint",
    "checkboxes-long-chosen",
    "asks-again",
    "asks-which",
    "check-answers",
    "result-several",
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
    """Come to a link or a button with the Tab key, see that it is not hidden, and use it."""
    tab_to(target)
    assert measure(target.page, "focused")["fault"] is None
    with target.page.expect_navigation():
        target.page.keyboard.press("Enter")


def test_whole_journey_by_keyboard(visitor: Visitor) -> None:
    page, answers, met = visitor.page, unsure(), set()
    visitor.open(State("start", "/"))
    resize(page, (480, 800))
    press_enter_on(page.get_by_role("button", name="Start now"))
    press_enter_on(page.get_by_role("button", name="Continue"))
    assert page.get_by_role("alert").count() == 1
    while "/questions/" in page.url:
        link_id = asked(page)
        assert link_id not in met, f"{link_id} is asked twice"
        met.add(link_id)
        answer(page, answers)
    assert {"legs-again", "urgent-signs-again", "helped"} < met
    for link in ("See your result", "Open your sheet"):
        press_enter_on(page.get_by_role("link", name=link))
    press_enter_on(page.get_by_role("button", name="Clear my answers"))
    assert page.url.endswith("/cleared")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_is_in_sight_on_every_kind_of_page(
    scheme: str, visitor: Visitor, differs: Differs
) -> None:
    visitor.page.emulate_media(**SCHEMES[scheme])
    known: set[object] = set()
    faults = {}
    for kind in KINDS:
        visitor.open(STATES[kind])
        resize(visitor.page, (480, 800))
        faults[kind] = unseen_stops(visitor.page, differs, known)
    assert {kind: found for kind, found in faults.items() if found} == {}
    assert len(known) > 40
