"""What is printed to be filled in by hand, or to be shown to somebody."""

import pytest

from app.web.views.about import SIDES
from tests.browser.measuring import PAPER, resize, style
from tests.browser.printing import printed, sides
from tests.browser.states import State, all_states, answers_for
from tests.browser.visitor import Visitor

STATES = {state.name: state for state in all_states()}
FULLEST = {
    **answers_for("few"),
    "pregnancy": frozenset(("birth-in-6-months",)),
    "after-birth-signs": frozenset(("high-temperature", "wound-trouble", "painful-or-no-pee")),
    "nerves": frozenset(
        (
            "numb-saddle",
            "pee",
            "poo",
            "sex",
            "both-legs",
            "both-legs-giving-way",
            "one-leg",
            "not-sure",
        )
    ),
}
"""All that the page with the most signs can have: it ends the questions."""

SIDE = 275
"""Millimetres between the upper and the lower margin of the empty copy."""


def test_the_empty_copy_has_the_sides_that_it_says(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    assert visitor.page.get_by_text(f"about {SIDES} sides of A4 paper").is_visible()
    assert sides(printed(visitor.page)) == SIDES
    with style(visitor.page, "@media print { .tick { padding-bottom: 1cm; } }"):
        assert sides(printed(visitor.page)) > SIDES


def test_no_side_of_the_empty_copy_parts_a_question_from_its_boxes(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    resize(visitor.page, PAPER)
    visitor.page.emulate_media(media="print")
    blocks = visitor.page.evaluate(
        """() => [...document.querySelectorAll(".ticks:not(.ticks--list)")].map((list) => {
          const block = list.closest(".paper-question");
          return {
            whole: getComputedStyle(block).breakInside,
            headed: Boolean(block.querySelector("h3")),
            mm: block.getBoundingClientRect().height * 25.4 / 96,
          };
        })"""
    )
    assert len(blocks) > 30
    assert all(block["whole"] == "avoid" and block["headed"] for block in blocks)
    assert max(block["mm"] for block in blocks) < SIDE / 2


def test_the_empty_copy_needs_no_controls(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator("button:visible, input:visible, nav:visible").count() == 0


@pytest.mark.parametrize("answers", [answers_for("emergency"), FULLEST], ids=["one", "most"])
def test_an_emergency_prints_on_one_side_with_what_to_say(
    answers: dict[str, frozenset[str]], visitor: Visitor
) -> None:
    visitor.open(State("emergency", "/result", answers))
    line = visitor.page.get_by_text("Show this at A&E, or read it out")
    draft = visitor.page.get_by_text("Draft: not yet approved")
    assert not line.is_visible()
    assert sides(printed(visitor.page)) == 1
    visitor.page.emulate_media(media="print")
    assert line.is_visible()
    assert draft.is_visible()
    assert visitor.page.get_by_text("Printed ").is_visible()


@pytest.mark.parametrize("outcome", ["maternity", "urgent", "urgent-in-pregnancy"])
def test_a_card_stands_whole_on_the_first_side(outcome: str, visitor: Visitor) -> None:
    visitor.open(STATES[f"result-{outcome}"])
    resize(visitor.page, PAPER)
    visitor.page.emulate_media(media="print")
    lines = visitor.page.locator(".for-paper")
    assert lines.count() >= 1
    for i in range(lines.count()):
        box = lines.nth(i).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PAPER[1]
