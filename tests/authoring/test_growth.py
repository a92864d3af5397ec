"""The content several times over: copies refer to copies, and the order of the sections stays."""

from itertools import pairwise

import pytest

from app.authoring.growth import COPIED, Step, in_lines, times
from app.config import QUESTIONS_FILE
from app.content.load import load
from app.engine.assess import assess
from app.engine.evaluate import Answers

SHIPPED = load(QUESTIONS_FILE)
FOUR = times(QUESTIONS_FILE, 4)


def test_everything_that_grows_is_there_four_times_under_names_of_its_own() -> None:
    for name in COPIED:
        assert len(getattr(FOUR, name)) == 4 * len(getattr(SHIPPED, name)), name
    for lookup in ("item", "condition", "warning_sign", "feature", "overlay"):
        assert len(getattr(FOUR, lookup)) == 4 * len(getattr(SHIPPED, lookup)), lookup
    assert FOUR.outcomes == SHIPPED.outcomes


def test_once_is_the_content_itself() -> None:
    assert times(QUESTIONS_FILE, 1) == SHIPPED


def test_the_sections_keep_their_order() -> None:
    sections = [section.id for section in SHIPPED.sections]
    places = [sections.index(item.section) for item in FOUR.items]
    assert all(before <= after for before, after in pairwise(places))


@pytest.mark.parametrize("name", ["pain-new", "cancer-leg", "stand-walk", "side", "helped"])
def test_copies_refer_to_copies(name: str) -> None:
    original, copy = SHIPPED.item[name].enable_when, FOUR.item[f"{name}-2"].enable_when
    assert original is not None
    assert copy is not None
    asked = {f"{question}-2" for question in SHIPPED.questions_in(original)}
    assert FOUR.questions_in(copy) == asked


def test_a_sign_of_a_copy_counts_as_its_original_does() -> None:
    answers: Answers = {"nerves-3": frozenset({"numb-saddle"})}
    found = assess(FOUR, answers)
    assert found.outcome is not None
    assert found.outcome.id == "emergency"
    assert [sign.sign.id for sign in found.signs if sign.counts] == ["numb-saddle-3"]


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        (
            (Step(1, 28, 5.0), Step(10, 280, 500.0), Step(100, 2800, None, "Too many.")),
            (
                "   1 times,    28 questions: 5.0 s",
                "  10 times,   280 questions: 500.0 s, 100 times as long",
                " 100 times,  2800 questions: refused. Too many.",
                (
                    "      The time grew with the number of questions to the power 2.0. "
                    "Going on so, this would take 14 hours: worked out, not measured."
                ),
            ),
        ),
        (
            (Step(1, 28, 5.0, broken=("P1", "P3")), Step(10, 280, None, "Too many.")),
            (
                "   1 times,    28 questions: 5.0 s; NOT PROVED: P1, P3",
                "  10 times,   280 questions: refused. Too many.",
            ),
        ),
    ],
)
def test_the_table_says_what_was_measured_and_what_was_not(
    steps: tuple[Step, ...], lines: tuple[str, ...]
) -> None:
    assert in_lines(steps) == lines
