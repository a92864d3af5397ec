"""The pages in Firefox, on a phone and on a desk: what does not fit, and what axe finds."""

import pytest

from tests.browser.firefox import Window
from tests.browser.measuring import DESK, LARGE_TEXT, PHONE, ask_axe, measure, style
from tests.browser.sites import LONG, Site
from tests.browser.states import State, Then, measured_states
from tests.browser.visitor import come

STATES = [
    state
    for state in measured_states()
    if state.script
    and state.then in {Then.look, Then.go_on, Then.tick_both}
    and state.name != "last-resort"
]
"""Of each kind of page at least one. The last resort has no style, so wide words have their way."""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_page_fits(state: State, window: Window, sites: dict[str, Site]) -> None:
    come(window, state, sites)
    for size in (DESK, PHONE):
        window.resize(size)
        assert measure(window, "fits") == [], size
    assert measure(window, "targets") == []
    with style(window, LARGE_TEXT):
        assert measure(window, "fits") == []


@pytest.mark.parametrize(
    "state", [state for state in STATES if state.site == LONG], ids=lambda state: state.name
)
def test_axe_finds_nothing_on_each_kind_of_page(
    state: State, window: Window, sites: dict[str, Site]
) -> None:
    come(window, state, sites)
    window.resize(PHONE)
    assert ask_axe(window) == ([], [])


def test_a_page_that_is_too_wide_is_found(window: Window, sites: dict[str, Site]) -> None:
    come(window, STATES[0], sites)
    window.resize(PHONE)
    with style(window, "h1 { min-width: 400px; }"):
        assert measure(window, "fits") != []
    with style(window, "p { color: #aaa; }"):
        assert ask_axe(window)[0] != []
