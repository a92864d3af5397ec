"""The safety net round the rules: cards, levels on every page and paper, and the never rules.

A hole in it changes no outcome, so that neither a story nor a proof would fall over it.
"""

import re
from collections.abc import Collection, Iterator

from app.content.checks.names import leaves
from app.content.checks.safety import affirmed, level_of
from app.content.conditions import (
    AllOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    Level,
    LevelAtLeast,
    Not,
)
from app.content.model import NeverRule, Outcome, Questionnaire, WarningSign
from app.content.source import Path

Fault = tuple[Path, str]


def _levels_by_code(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, sign in enumerate(questionnaire.warning_signs):
        if re.match(r"E[0-9]", sign.code) and sign.level is not Level.emergency:
            yield (
                ("warning_signs", i, "level"),
                f"'{sign.code}' is a number of an emergency sign. Write level emergency.",
            )


def _emergency_words(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Where one text about an emergency says 999, all of them do."""
    texts: dict[Path, str] = {}
    for i, card in enumerate(questionnaire.care_cards):
        if card.level is Level.emergency:
            texts["care_cards", i, "heading"] = card.heading
            texts["care_cards", i, "action"] = card.action
    for i, outcome in enumerate(questionnaire.outcomes):
        if level_of(outcome.when) is Level.emergency:
            texts["outcomes", i, "title"] = outcome.title
    for i, question in enumerate(questionnaire.gp_questions):
        if question.keep_always:
            texts["gp_questions", i, "text"] = question.text
    silent = [path for path, text in texts.items() if "999" not in text]
    for path in silent if len(silent) < len(texts) else ():
        yield path, "does not say 999, and the other texts about an emergency do. Write it."


def _card_lines(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign stands on the card of its level, so that those who meet it later know.

    An emergency sign that is about some people only, or takes two answers, may do without.
    """
    signs = questionnaire.warning_signs
    for i, sign in enumerate(signs):
        simple = sign.applies_when is None and not isinstance(sign.when, AllOf)
        if sign.card is not None or (sign.level is Level.emergency and not simple):
            continue
        codes = _codes(questionnaire, sign)
        said = [s for s in signs if s.level is sign.level and s.card]
        if said and all(codes.isdisjoint(_codes(questionnaire, s)) for s in said):
            yield (
                ("warning_signs", i),
                "stands on no care card, nor does its answer with another sign. Add 'card'.",
            )


def _codes(questionnaire: Questionnaire, sign: WarningSign) -> frozenset[str]:
    found = affirmed(questionnaire, sign.when)
    return frozenset(code for leaf in found for code in leaf.chosen)


def _safety_nets(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every result says when to get help sooner.

    Where one names the maternity unit, all do that people may get whom its signs are about.
    """
    about = {
        (leaf.question, code)
        for sign in questionnaire.warning_signs
        if sign.level is Level.maternity and sign.applies_when is not None
        for leaf in affirmed(questionnaire, sign.applies_when)
        for code in leaf.chosen
    }
    for i, outcome in enumerate(questionnaire.outcomes):
        if outcome.ends_journey:
            continue
        wanted = [Level.emergency, Level.urgent]
        given = affirmed(questionnaire, outcome.when) if outcome.when is not None else ()
        expecting = any((leaf.question, code) in about for leaf in given for code in leaf.chosen)
        if expecting or level_of(outcome.when) is Level.maternity:
            wanted += _on_nets(questionnaire) & {Level.maternity}
        for level in wanted:
            if level not in outcome.safety_net:
                yield (
                    ("outcomes", i, "safety_net"),
                    f"does not say when to get help of level '{level.name}'. Add it.",
                )


def _on_nets(questionnaire: Questionnaire) -> frozenset[Level]:
    return frozenset(level for o in _results(questionnaire) for level in o.safety_net)


def _paper(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sheet that says more than the emergency says when to come back at every level."""
    said = {line.level for line in questionnaire.sheet.come_back}
    if said <= {Level.emergency}:
        return
    for level in sorted(_on_nets(questionnaire) - {Level.emergency}):
        if level not in said:
            yield (
                ("sheet", "come_back"),
                f"the sheet does not say when to come back at level '{level.name}'. Add it.",
            )


def _says_whom(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign says in each of its conditions whom it is about, even where only they are asked.

    So that it stays true when somebody changes who is asked.
    """
    for i, sign in enumerate(questionnaire.warning_signs):
        about = questionnaire.questions_in(sign.applies_when) if sign.applies_when else frozenset()
        for key, condition in (("when", sign.when), ("also_when", sign.also_when)):
            used = questionnaire.questions_in(condition) if condition else frozenset()
            for name in sorted(used):
                only = questionnaire.item[name].enable_when
                missing = (questionnaire.questions_in(only) if only else frozenset()) - used - about
                said = key == "when" and missing - questionnaire.questions_of(sign)
                if missing and not said:  # otherwise said by the check of signs
                    yield (
                        ("warning_signs", i, key),
                        f"not everybody is asked '{name}'. Name {', '.join(sorted(missing))} too.",
                    )


def _groups(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Options that one sign takes as one are not taken apart by another."""
    signs = questionnaire.warning_signs
    wholes = [s for s in signs if isinstance(s.when, Chosen)]
    for i, sign in enumerate(signs):
        for path, leaf in leaves(("warning_signs", i, "when"), sign.when):
            for whole in wholes if isinstance(leaf, Chosen) else ():
                yield from _taken_apart(path, leaf, whole)


def _taken_apart(path: Path, leaf: Condition, whole: WarningSign) -> Iterator[Fault]:
    if not isinstance(leaf, Chosen) or not isinstance(whole.when, Chosen):
        return
    named = [code for code in whole.when.chosen if code in leaf.chosen]
    missing = [code for code in whole.when.chosen if code not in leaf.chosen]
    if leaf.question == whole.when.question and named and missing:
        yield (
            (*path, "chosen"),
            f"names '{named[0]}' without '{missing[0]}'; '{whole.id}' takes them as one. Add it.",
        )


def _gates_first(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Nobody is asked more than the gate that ends the questions for them, in the order of both.

    An outcome for people without a band stands above those of bands.
    """
    kinds = {section.id: section.kind for section in questionnaire.sections}
    first = 0
    for i, outcome in enumerate(questionnaire.outcomes):
        if not outcome.ends_journey or outcome.when is None or level_of(outcome.when):
            continue
        asked = questionnaire.questions_in(outcome.when)
        if any(kinds[questionnaire.item[name].section] != "gate" for name in asked):
            continue  # said by the check of early ends
        before = [item.link_id for item in questionnaire.items[: len(asked)]]
        if not asked <= set(before):
            yield ("outcomes", i, "when"), f"ends the questions, so ask it before '{before[0]}'."
        if i > first:
            yield ("outcomes", i), "ends the questions at a gate. Move it to the top."
        first = i + 1
    banded = False
    for i, outcome in enumerate(questionnaire.outcomes):
        if banded and outcome.when == questionnaire.score.no_band_when:
            yield ("outcomes", i), "is for people without a band. Move it above those of bands."
        banded = banded or isinstance(outcome.when, BandIs)


def _printed_last(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question that is never cut ends the list, below those that were chosen."""
    kept = [question.keep_always for question in questionnaire.gp_questions]
    for i, always in enumerate(kept):
        if always and not all(kept[i:]):
            yield ("gp_questions", i), "is never cut, so it is printed last. Move it to the end."


# --- the never rules ------------------------------------------------------------------------------


def _never_rules(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The never rules are whole: none is missing, and none leaves out an outcome it could name."""
    for i, rule in enumerate(questionnaire.never):
        level = _level_given(questionnaire, rule.given)
        calmer = [o for o in _results(questionnaire) if level_of(o.when) < level]
        yield from _left_out(("never", i, "outcomes"), rule, calmer)
    if questionnaire.never:
        yield from _levels_without_rule(questionnaire)
    gate = questionnaire.score.no_band_when
    outside = [
        lower
        for i, upper in enumerate(questionnaire.outcomes)
        if upper.when is not None and not upper.ends_journey and gate in _parts(upper.when)
        for lower in questionnaire.outcomes[i + 1 :]
        if level_of(lower.when) is level_of(upper.when)
        and (lower.when is None or gate not in _parts(lower.when))
    ]
    yield from _needs_rule(questionnaire, gate, "'no_band_when' holds", outside)
    for named in questionnaire.conditions:
        excluded = [
            outcome
            for part in _parts(named.when)
            if isinstance(part, Not)
            for outcome in _results(questionnaire)
            if outcome.when is not None and _asks_for(outcome.when, part.not_)
        ]
        condition = ConditionIs(condition=named.id)
        yield from _needs_rule(questionnaire, condition, f"'{named.id}' holds", excluded)


def _levels_without_rule(questionnaire: Questionnaire) -> Iterator[Fault]:
    """One sign that is about everybody stands for its level, so that the proof has an anchor."""
    given = [rule.given for rule in questionnaire.never]
    anchored = {_level_given(questionnaire, c) for c in given}
    least = min((c.level_at_least for c in given if isinstance(c, LevelAtLeast)), default=None)
    for level in sorted({s.level for s in questionnaire.warning_signs if _is_simple(s)}):
        if level not in anchored and (least is None or level < least):
            yield (
                ("never",),
                f"no rule begins with a sign of level '{level.name}'. Add one, to be proved.",
            )


def _needs_rule(
    questionnaire: Questionnaire, given: Condition, words: str, outcomes: Collection[Outcome]
) -> Iterator[Fault]:
    if not outcomes:
        return
    rules = [(i, rule) for i, rule in enumerate(questionnaire.never) if rule.given == given]
    if not rules:
        names = ", ".join(dict.fromkeys(outcome.id for outcome in outcomes))
        yield (
            ("never",),
            f"no rule says that nobody for whom {words} gets {names}. Add one, to be proved.",
        )
    for i, rule in rules[:1]:
        yield from _left_out(("never", i, "outcomes"), rule, outcomes)


def _left_out(path: Path, rule: NeverRule, outcomes: Collection[Outcome]) -> Iterator[Fault]:
    missing = dict.fromkeys(o.id for o in outcomes if o.id not in rule.outcomes)
    if missing:
        yield path, f"leaves out {', '.join(missing)}, which must not happen either. Add it."


def _results(questionnaire: Questionnaire) -> list[Outcome]:
    """The outcomes at the end of the questions."""
    return [outcome for outcome in questionnaire.outcomes if not outcome.ends_journey]


def _is_simple(sign: WarningSign) -> bool:
    """One tick of anybody gives it."""
    return sign.applies_when is None and isinstance(sign.when, Chosen)


def _level_given(questionnaire: Questionnaire, given: Condition) -> Level:
    """The level that a condition gives by itself: asked for, or that of a sign."""
    if not isinstance(given, Chosen):
        return level_of(given)
    levels = (
        sign.level
        for sign in questionnaire.warning_signs
        if isinstance(sign.when, Chosen)
        and sign.applies_when is None
        and sign.when.question == given.question
        and set(given.chosen) <= set(sign.when.chosen)
    )
    return max(levels, default=Level.none)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that all must hold for this one."""
    return (condition, *condition.all) if isinstance(condition, AllOf) else (condition,)


def _asks_for(condition: Condition, part: Condition) -> bool:
    """Whether a condition holds only where another does."""
    if isinstance(part, LevelAtLeast):
        return level_of(condition) >= part.level_at_least
    return part in _parts(condition)


CHECKS = (
    _levels_by_code,
    _emergency_words,
    _card_lines,
    _safety_nets,
    _paper,
    _gates_first,
    _printed_last,
    _says_whom,
    _groups,
    _never_rules,
)
"""Holes in the safety net."""
