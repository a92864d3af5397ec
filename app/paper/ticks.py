"""Conditions as somebody with a pencil can look them up: by boxes, rows and parts alone."""

from app.content.conditions import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Not,
    SignGiven,
)
from app.content.model import Questionnaire
from app.engine.evaluate import Reading
from app.sheet.explain import sign_condition


def on_paper(
    questionnaire: Questionnaire, condition: Condition, reading: Reading = Reading.cautious
) -> Condition:
    """The condition by boxes, rows and parts alone, with "not sure" where it counts."""

    def same(inner: Condition) -> Condition:
        return on_paper(questionnaire, inner, reading)

    match condition:
        case Chosen():
            return _ticked(questionnaire, condition, reading)
        case ConditionIs():
            return same(questionnaire.conditions_by_id[condition.condition].when)
        case SignGiven():
            return same(sign_condition(questionnaire.warning_signs_by_id[condition.warning_sign]))
        case FeatureFits():
            feature = questionnaire.features_by_id[condition.feature]
            return on_paper(questionnaire, feature.when, Reading.as_given)
        case AllOf():
            return AllOf(all=tuple(map(same, condition.all)))
        case AnyOf():
            return AnyOf(any=tuple(map(same, condition.any)))
        case Not() if reading is Reading.as_given:
            return _surely_not(questionnaire, condition.not_)
        case Not():
            return opposite(same(condition.not_))
    return condition


def _ticked(questionnaire: Questionnaire, condition: Chosen, reading: Reading) -> Condition:
    item = questionnaire.items_by_id[condition.question]
    unsure = item.not_sure
    if unsure is None:
        return condition
    if reading is Reading.as_given:
        certain = tuple(code for code in condition.chosen if code != unsure.code)
        return _chosen(condition.question, certain, condition.at_least)
    stands_for = [code for code in condition.chosen if code in (unsure.counts_as or ())]
    if not stands_for or unsure.code in condition.chosen:
        return condition
    if condition.at_least == 1:
        return _chosen(condition.question, (*condition.chosen, unsure.code), 1)
    others = tuple(code for code in condition.chosen if code not in stands_for)
    few = max(condition.at_least - len(stands_for), 0)
    alone = _chosen(condition.question, (unsure.code,), 1)
    return AnyOf(any=(condition, AllOf(all=(alone, _chosen(condition.question, others, few)))))


def _surely_not(questionnaire: Questionnaire, condition: Condition) -> Condition:
    """What must be ticked, or not, for a condition to be false for certain."""
    match condition:
        case Chosen():
            unsure = questionnaire.items_by_id[condition.question].not_sure
            given = _ticked(questionnaire, condition, Reading.as_given)
            if unsure is None:
                return opposite(given)
            return opposite(AnyOf(any=(given, _chosen(condition.question, (unsure.code,), 1))))
        case AllOf():
            return AnyOf(any=tuple(_surely_not(questionnaire, c) for c in condition.all))
        case AnyOf():
            return AllOf(all=tuple(_surely_not(questionnaire, c) for c in condition.any))
        case Not():
            return on_paper(questionnaire, condition.not_, Reading.as_given)
        case ConditionIs():
            return _surely_not(
                questionnaire, questionnaire.conditions_by_id[condition.condition].when
            )
        case FeatureFits():
            return _surely_not(questionnaire, questionnaire.features_by_id[condition.feature].when)
    return opposite(on_paper(questionnaire, condition, Reading.as_given))


def _chosen(question: str, codes: tuple[str, ...], at_least: int) -> Chosen:
    return Chosen.model_construct(question=question, chosen=codes, at_least=at_least)


def opposite(condition: Condition) -> Condition:
    return condition.not_ if isinstance(condition, Not) else Not.model_validate({"not": condition})
