"""Somebody with a pencil, who ticks on the empty copy what they would answer on the pages."""

from app.content.conditions import AllOf, AnyOf, Chosen, Condition, ConditionIs, Level, Not
from app.content.model import Questionnaire
from app.engine.evaluate import Answers
from app.sheet.blank_copy import BlankCopy, Tick


def level_on_paper(questionnaire: Questionnaire, copy: BlankCopy, answers: Answers) -> Level:
    """The level of the first part in which somebody ticks a box."""
    return next(
        (
            part.card.level
            for part in copy.parts
            for group in part.groups
            if all(is_true(questionnaire, condition, answers) for condition in group.when)
            for asked in group.lists
            for tick in asked.ticks
            if is_ticked(questionnaire, tick, answers)
        ),
        Level.none,
    )


def is_ticked(questionnaire: Questionnaire, tick: Tick, answers: Answers) -> bool:
    """Whether somebody ticks a box: an answer that they gave, or what is true of them."""
    if isinstance(tick.when, Chosen) and tick.when.at_least == 1:
        return not tick.when.codes.isdisjoint(answers.get(tick.when.question, ()))
    return is_true(questionnaire, tick.when, answers)


def is_true(questionnaire: Questionnaire, condition: Condition, answers: Answers) -> bool:
    """Whether somebody would say that it is true of them. "Not sure" counts as the paper says."""
    match condition:
        case Chosen():
            given = answers.get(condition.question, frozenset())
            options = questionnaire.items_by_id[condition.question].options
            meant = {code for code in given for code in (code, *(options[code].counts_as or ()))}
            return len(condition.codes & meant) >= condition.at_least
        case ConditionIs():
            named = questionnaire.conditions_by_id[condition.condition]
            return is_true(questionnaire, named.when, answers)
        case AllOf():
            return all(is_true(questionnaire, inner, answers) for inner in condition.all)
        case AnyOf():
            return any(is_true(questionnaire, inner, answers) for inner in condition.any)
        case Not():
            return not is_true(questionnaire, condition.not_, answers)
    raise AssertionError(f"nobody can know this before they tick: {condition}")
