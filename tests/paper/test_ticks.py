"""Conditions by boxes alone. ``tests/paper/test_make.py`` holds them to what the app says."""

import pytest

from app.content.conditions import AllOf, AnyOf, Chosen, Condition, ConditionIs, FeatureFits, Not
from app.content.model import Questionnaire
from app.engine.evaluate import Reading
from app.paper.ticks import on_paper


def chosen(question: str, *codes: str, at_least: int = 1) -> Chosen:
    return Chosen.model_construct(question=question, chosen=codes, at_least=at_least)


def no(condition: Condition) -> Not:
    return Not.model_validate({"not": condition})


PEE = chosen("nerves", "pee")
PEE_OR_UNSURE = chosen("nerves", "pee", "not-sure")


def test_not_sure_is_among_the_boxes_where_it_counts(questionnaire: Questionnaire) -> None:
    assert on_paper(questionnaire, PEE) == PEE_OR_UNSURE
    assert on_paper(questionnaire, PEE_OR_UNSURE) == PEE_OR_UNSURE
    assert on_paper(questionnaire, no(PEE)) == no(PEE_OR_UNSURE)


def test_not_sure_is_no_box_where_it_stands_for_nothing(questionnaire: Questionnaire) -> None:
    sitting = chosen("worse", "sitting")
    assert on_paper(questionnaire, sitting) == sitting
    assert on_paper(questionnaire, PEE, Reading.as_given) == PEE


def test_not_sure_counts_for_each_answer_that_it_stands_for(questionnaire: Questionnaire) -> None:
    two = chosen("nerves", "pee", "poo", "none", at_least=2)
    alone = chosen("nerves", "not-sure")
    others = Chosen.model_construct(question="nerves", chosen=("none",), at_least=0)
    assert on_paper(questionnaire, two) == AnyOf(any=(two, AllOf(all=(alone, others))))


def test_names_become_the_boxes_that_they_stand_for(questionnaire: Questionnaire) -> None:
    pregnant = ConditionIs(condition="pregnant-now")
    assert on_paper(questionnaire, pregnant) == chosen("pregnancy", "pregnant", "not-sure")
    points = chosen("one-finger", "points")
    assert on_paper(questionnaire, FeatureFits(feature="P2")) == points


@pytest.mark.parametrize(
    ("condition", "printed"),
    [
        (PEE, no(AnyOf(any=(PEE, chosen("nerves", "not-sure"))))),
        (no(PEE), PEE),
        (chosen("age", "from-65"), no(chosen("age", "from-65"))),
    ],
)
def test_for_a_count_a_no_has_to_be_certain(
    condition: Condition, printed: Condition, questionnaire: Questionnaire
) -> None:
    assert on_paper(questionnaire, no(condition), Reading.as_given) == printed
