"""What answers give, read from the rules alone: for the checks, and for all who ask."""

from collections.abc import Iterator

from app.content.checks.places import conditions
from app.content.conditions import (
    Chosen,
    Condition,
    Level,
    LevelAtLeast,
    Not,
    required,
    search,
    walk,
)
from app.content.model import Questionnaire


def affirmed(questionnaire: Questionnaire, condition: Condition) -> Iterator[Chosen]:
    """The answers that can give a sign: those that are not under a "not"."""
    return (p for p in up_to_not(questionnaire, condition) if isinstance(p, Chosen))


def answers_that_give(
    questionnaire: Questionnaire, *conditions: Condition | None
) -> set[tuple[str, str]]:
    """The answers that can make any of these hold, each as its question and its option."""
    return {
        (leaf.question, code)
        for condition in conditions
        if condition is not None
        for leaf in affirmed(questionnaire, condition)
        for code in leaf.chosen
    }


def up_to_not(questionnaire: Questionnaire, condition: Condition) -> Iterator[Condition]:
    """A condition and what it is made of, but for what is under a "not"."""
    return search(condition, lambda c: () if isinstance(c, Not) else questionnaire.inside(c))


def level_of(condition: Condition | None) -> Level:
    """The warning level that a condition surely asks for."""
    parts = required(condition)
    levels = (part.level_at_least for part in parts if isinstance(part, LevelAtLeast))
    return max(levels, default=Level.none)


def named_options(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    """Every option that a rule names, with its question."""
    return {
        (leaf.question, code)
        for place in conditions(questionnaire)
        for _, leaf in walk(place.condition)
        if isinstance(leaf, Chosen)
        for code in leaf.chosen
    }


def most_harmless(questionnaire: Questionnaire) -> dict[str, str]:
    """For each question its most harmless answer: "none of these", or one no rule names.

    A question without such an answer is left out.
    """
    named = named_options(questionnaire)
    found: dict[str, str] = {}
    for item in questionnaire.items:
        certain = [option for option in item.answer_option if option != item.not_sure]
        alone = [option.code for option in certain if option.exclusive]
        plain = [o.code for o in certain if (item.link_id, o.code) not in named]
        if harmless := alone or plain:
            found[item.link_id] = harmless[0]
    return found
