"""Conditions by the labels that stand on the paper."""

import pytest

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    Level,
    LevelAtLeast,
    OverlayShows,
)
from app.content.model import Questionnaire
from app.paper.make import make_paper
from app.paper.ticks import opposite
from app.paper.values import Paper, PaperAsk
from app.paper.words import Words
from app.sheet.explain import Line

SITTING = Chosen(question="worse", chosen=("sitting",))
OVERLAY = OverlayShows(overlay="inflammatory")
MATERNITY = LevelAtLeast(level_at_least=Level.maternity)
TWO = Chosen.model_construct(question="worse", chosen=("sitting", "stairs"), at_least=2)


def ask(paper: Paper, name: str) -> PaperAsk:
    return next(ask for ask in paper.asks if ask.ask == name)


def test_boxes_are_named_and_those_in_a_row_are_joined(questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    said = {mark.text: mark.only_if.text for mark in paper.count.marks}
    assert said["You feel pain in the groin."] == "If you ticked 4G or 7A."
    assert said["It is worse when you sit."] == "If you ticked 8A."
    few = (
        "It is worse with 2 or more things that load 1 side, such as stairs or rolling over in bed."
    )
    assert said[few] == "If you ticked 2 or more of 8C to 8H."
    labels = [box.label for asked in paper.questions for box in asked.boxes]
    assert len(labels) == len(set(labels))
    assert {"4G", "7A", "8A", "8C", "8H"} <= set(labels)


def test_parts_of_a_condition_stand_under_it(questionnaire: Questionnaire) -> None:
    assert make_paper(questionnaire).count.rows[-1].only_if == Line(
        "Only if all of these are true:",
        (Line("You ticked 4A to 4C or 6A."), Line("You ticked 10B to 10D.")),
    )


def test_rows_parts_and_the_second_count_have_words(questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    later = paper.later_questions[0].only_if
    assert later is not None
    assert [line.text for line in later.lines] == [
        "Your row is C.",
        "You ticked 10D.",
        "You ticked 14D.",
        "You ticked 2 or more of 14B to 14I.",
        "You did not tick 2A, 2B or 2E.",
        "You ticked no box in part 1, 2 or 3.",
        "“Ask a GP about inflammatory back pain” is not for you.",
    ]
    assert paper.endings[2].only_if == Line("If you ticked a box in part 1, 2 or 3.")


def test_a_long_condition_is_said_once(questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    first, second = (asked.number for asked in paper.later_questions)
    assert paper.later_questions[1].only_if == Line(f"Only if question {first} is for you.")
    surgery = ask(paper, "surgery")
    assert surgery.only_if == Line(f"If question {first} is for you.")
    assert [line.only_if for line in surgery.follow_ups] == [
        Line(f"If you ticked {first}A."),
        Line(f"If you ticked {second}A."),
    ]


def test_what_is_for_everybody_says_nothing(questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    always = {ask.ask for ask in paper.asks if ask.only_if is None}
    assert always == {q.id for q in questionnaire.gp_questions if q.when is None}
    assert paper.endings[-1].only_if is None


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (BandIs(band=("some", "several")), Line("If your row is not B or C.")),
        (OVERLAY, Line("If “Ask a GP about inflammatory back pain” is not for you.")),
        (MATERNITY, Line("If you ticked no box in part 1 or 2.")),
        (SITTING, Line("If you did not tick 8A.")),
        (
            AllOf(all=(SITTING, OVERLAY)),
            Line(
                "If any of these is true:",
                (
                    Line("You did not tick 8A."),
                    Line("“Ask a GP about inflammatory back pain” is not for you."),
                ),
            ),
        ),
        (
            AnyOf(any=(SITTING, OVERLAY)),
            Line(
                "If all of these are true:",
                (
                    Line("You did not tick 8A."),
                    Line("“Ask a GP about inflammatory back pain” is not for you."),
                ),
            ),
        ),
        (TWO, Line("If this is not true:", (Line("You ticked 2 or more of 8A or 8D."),))),
    ],
)  # fmt: skip
def test_the_opposite_of_each_kind_has_words(
    condition: Condition, said: Line, questionnaire: Questionnaire
) -> None:
    paper = make_paper(questionnaire)
    words = Words(questionnaire, paper.questions, paper.parts)
    assert words.line("If", opposite(condition)) == said
