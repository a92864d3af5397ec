"""The start page on a phone."""

from tests.browser.measuring import resize
from tests.browser.states import State
from tests.browser.visitor import Visitor

LOWEST = 1_100
"""Pixels: one and a half screens of 360 by 740."""


def test_start_is_inside_one_and_a_half_screens(visitor: Visitor) -> None:
    visitor.open(State("start", "/"))
    resize(visitor.page, (360, 740))
    button = visitor.page.get_by_role("button", name="Start now").bounding_box()
    assert button
    assert button["y"] + button["height"] <= LOWEST
