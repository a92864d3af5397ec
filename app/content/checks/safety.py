"""Rules that the content must keep so that a warning sign is never missed."""

from collections.abc import Iterator

from app.content.checks.names import conditions, leaves
from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
)
from app.content.model import Questionnaire
from app.content.source import Path

Fault = tuple[Path, str]


def check(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Yield faults of order, reach and the "not sure" policy. All names must be known already."""
    yield from _looks_back(questionnaire)
    yield from _sign_sections(questionnaire)
    yield from _not_sure_policy(questionnaire)
    yield from _levels(questionnaire)
    yield from _early_ends(questionnaire)
    yield from _impossible(questionnaire)
    yield from _unused(questionnaire)


def _looks_back(questionnaire: Questionnaire) -> Iterator[Fault]:
    order = list(questionnaire.item)
    for i, item in enumerate(questionnaire.items):
        if item.enable_when is None:
            continue
        for name in sorted(questionnaire.questions_in(item.enable_when), key=order.index):
            if order.index(name) >= i:
                yield (
                    ("items", i, "enable_when"),
                    f"depends on '{name}', which is asked later. Move that question up.",
                )


def _sign_sections(questionnaire: Questionnaire) -> Iterator[Fault]:
    kinds = {section.id: section.kind for section in questionnaire.sections}
    for i, sign in enumerate(questionnaire.warning_signs):
        for name in sorted(questionnaire.questions_in(sign.when)):
            if kinds[questionnaire.item[name].section] == "detail":
                yield (
                    ("warning_signs", i, "when"),
                    (
                        f"question '{name}' comes after the warning signs. "
                        "Move it to a warning section, or use also_when."
                    ),
                )


def _not_sure_policy(questionnaire: Questionnaire) -> Iterator[Fault]:
    wanted: dict[str, set[str]] = {}
    for sign in questionnaire.warning_signs:
        for leaf in affirmed(questionnaire, sign.when):
            item = questionnaire.item[leaf.question]
            if item.not_sure is None or item.not_sure.code not in leaf.chosen:
                wanted.setdefault(leaf.question, set()).update(leaf.chosen)
    for i, item in enumerate(questionnaire.items):
        options = wanted.get(item.link_id, set())
        if not options or item.not_sure_policy is not None:
            continue
        if item.not_sure is None:
            yield (
                ("items", i, "answer_option"),
                (
                    'gives a warning sign and has no "not sure" answer. '
                    "Add one with counts_as, or say why not in not_sure_policy."
                ),
            )
            continue
        missing = [
            code for code in item.options if code in options - set(item.not_sure.counts_as or ())
        ]
        if missing:
            position = item.answer_option.index(item.not_sure)
            yield (
                ("items", i, "answer_option", position, "counts_as"),
                (
                    f'"not sure" does not stand for {", ".join(missing)}, a warning sign. '
                    "Add it, or say why not in not_sure_policy."
                ),
            )


def affirmed(questionnaire: Questionnaire, condition: Condition) -> Iterator[Chosen]:
    """The answers that can give a sign: those that are not under a "not"."""
    match condition:
        case Chosen():
            yield condition
        case AllOf():
            for inner in condition.all:
                yield from affirmed(questionnaire, inner)
        case AnyOf():
            for inner in condition.any:
                yield from affirmed(questionnaire, inner)
        case ConditionIs():
            yield from affirmed(questionnaire, questionnaire.condition[condition.condition].when)
        case _:
            return


def _levels(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every level that a sign has needs an outcome, highest first, before any calm one."""
    levels = [level_of(outcome.when) for outcome in questionnaire.outcomes]
    whole = [
        outcome.when.level_at_least
        for outcome in questionnaire.outcomes
        if isinstance(outcome.when, LevelAtLeast)
    ]
    for level in sorted({sign.level for sign in questionnaire.warning_signs}, reverse=True):
        if level not in whole:
            yield (
                ("outcomes",),
                (
                    f"no outcome takes every '{level.name}' answer. "
                    f"Add one with 'when: {{level_at_least: {level.name}}}'."
                ),
            )
    for i, outcome in enumerate(questionnaire.outcomes):
        if outcome.ends_journey and levels[i] is Level.none:
            continue
        if levels[i] < max(levels[i + 1 :], default=Level.none):
            yield (
                ("outcomes", i),
                (
                    "stands above an outcome for a higher warning level and would hide it. "
                    "Move it down."
                ),
            )
        if levels[i] is Level.emergency and not outcome.ends_journey:
            yield ("outcomes", i), "an emergency ends the questions. Add 'ends_journey: true'."


def level_of(condition: Condition | None) -> Level:
    """The warning level that a condition surely asks for."""
    match condition:
        case LevelAtLeast():
            return condition.level_at_least
        case AllOf():
            return max(map(level_of, condition.all))
        case _:
            return Level.none


def _early_ends(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, outcome in enumerate(questionnaire.outcomes):
        if not outcome.ends_journey or outcome.when is None:
            continue
        for _, leaf in leaves((), outcome.when):
            if isinstance(leaf, BandIs | OverlayShows | FeatureFits):
                key = next(iter(type(leaf).model_fields))
                yield (
                    ("outcomes", i, "when"),
                    f"ends the questions, so it cannot wait for '{key}'. Use answers or a level.",
                )


def _impossible(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Conditions that no answer can make true: two different answers to a question with one."""
    for place in conditions(questionnaire):
        for path in _clashes(questionnaire, place.path, place.condition):
            yield path, "can never hold: these answers to one question exclude each other."


def _clashes(questionnaire: Questionnaire, path: Path, condition: Condition) -> Iterator[Path]:
    match condition:
        case AllOf():
            possible: dict[str, set[str]] = {}
            for leaf in condition.all:
                if isinstance(leaf, Chosen) and not questionnaire.item[leaf.question].repeats:
                    options = possible.setdefault(
                        leaf.question, set(leaf.chosen) | _unsure(questionnaire, leaf)
                    )
                    options &= set(leaf.chosen) | _unsure(questionnaire, leaf)
            if any(not options for options in possible.values()):
                yield path
            for i, inner in enumerate(condition.all):
                yield from _clashes(questionnaire, (*path, "all", i), inner)
        case AnyOf():
            for i, inner in enumerate(condition.any):
                yield from _clashes(questionnaire, (*path, "any", i), inner)
        case Not():
            yield from _clashes(questionnaire, (*path, "not"), condition.not_)
        case _:
            return


def _unsure(questionnaire: Questionnaire, leaf: Chosen) -> set[str]:
    not_sure = questionnaire.item[leaf.question].not_sure
    if not_sure is not None and set(not_sure.counts_as or ()) & set(leaf.chosen):
        return {not_sure.code}
    return set()


def _unused(questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is asked or written and never used: asking it wastes the time of a person in pain."""
    used: set[str] = {questionnaire.sheet.wish}
    named: set[str] = set()
    for place in conditions(questionnaire):
        for _, leaf in leaves((), place.condition):
            if isinstance(leaf, Chosen):
                used.add(leaf.question)
            if isinstance(leaf, ConditionIs):
                named.add(leaf.condition)
    for row in (*questionnaire.sheet.rows, *questionnaire.sheet.history):
        used.update(row.questions)
    for i, item in enumerate(questionnaire.items):
        if item.link_id not in used:
            yield ("items", i), "no rule and no row of the sheet uses this. Use it or delete it."
    for i, condition in enumerate(questionnaire.conditions):
        if condition.id not in named:
            yield ("conditions", i), "nothing uses this condition. Use it or delete it."
    advice = {name for outcome in questionnaire.outcomes for name in outcome.advice}
    for i, block in enumerate(questionnaire.advice):
        if block.id not in advice:
            yield ("advice", i), "no outcome shows this advice. Name it in one or delete it."
