"""The start page on a phone and on a desk."""

import pytest

from tests.browser.measuring import resize
from tests.browser.states import State, answers_for
from tests.browser.visitor import Visitor


@pytest.mark.parametrize(
    ("window", "lowest"),
    [((360, 740), 1_100), ((1280, 900), 900)],
    ids=["one and a half screens of a phone", "one screen of a desk"],
)
def test_start_is_soon_seen(window: tuple[int, int], lowest: int, visitor: Visitor) -> None:
    visitor.open(State("start", "/"))
    resize(visitor.page, window)
    button = visitor.page.get_by_role("button", name="Start now").bounding_box()
    assert button
    assert button["y"] + button["height"] <= lowest


def test_what_keeps_the_answers_is_the_button_that_is_seen_first(visitor: Visitor) -> None:
    visitor.open(State("start-open", "/", answers_for("few")))
    assert visitor.page.locator(".button--primary").all_inner_texts() == ["Go on with it"]
