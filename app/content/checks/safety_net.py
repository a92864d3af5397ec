"""The safety net round the rules: cards, levels on every page and paper, and the never rules.

A hole in it changes no outcome, so that neither a story nor a proof would fall over it.
"""

import re
from collections.abc import Iterator

from app.content.checks.answers import answers_that_give, level_of
from app.content.checks.places import Fault
from app.content.conditions import (
    Chosen,
    Condition,
    ConditionIs,
    Level,
    LevelAtLeast,
    Not,
    required,
    walk,
)
from app.content.model import Questionnaire, WarningSign
from app.content.source import Path


def _levels_by_code(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, sign in enumerate(questionnaire.warning_signs):
        if re.match(r"E[0-9]", sign.code or "") and sign.level is not Level.emergency:
            fault = f"'{sign.code}' is a number of an emergency sign. Write level emergency."
            yield ("warning_signs", i, "level"), fault


def _emergency_words(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every text that calls for emergency help says 999. The action of a card is its heading."""
    texts: list[tuple[Path, str]] = []
    for i, card in enumerate(questionnaire.care_cards):
        if card.level is Level.emergency:
            texts.append((("care_cards", i, "heading"), card.heading))
    for i, outcome in enumerate(questionnaire.outcomes):
        if level_of(outcome.when) is Level.emergency:
            texts.append((("outcomes", i, "title"), outcome.title))
    for i, question in enumerate(questionnaire.gp_questions):
        if question.keep_always:
            texts.append((("gp_questions", i, "text"), question.text))
    for path, text in texts:
        if "999" not in text:
            yield path, "is about an emergency and does not say 999. Write it."


def _card_lines(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign stands on the card of its level, by itself or by a sign with one of its answers.

    So that those who meet it later know. An emergency sign may do without where it takes more than
    a tick of anybody.
    """
    signs = questionnaire.warning_signs
    for i, sign in enumerate(signs):
        if sign.card or (sign.level is Level.emergency and not _is_simple(sign)):
            continue
        codes = _codes(questionnaire, sign)
        if not any(
            other.level is sign.level and other.card and codes & _codes(questionnaire, other)
            for other in signs
        ):
            fault = "stands on no care card, nor does its answer with another sign. Add 'card'."
            yield ("warning_signs", i), fault


def _is_simple(sign: WarningSign) -> bool:
    """One tick of anybody gives it."""
    return sign.applies_when is None and isinstance(sign.when, Chosen)


def _codes(questionnaire: Questionnaire, sign: WarningSign) -> set[str]:
    """The answers that give a sign, whichever question they belong to."""
    return {code for _, code in answers_that_give(questionnaire, sign.when)}


def _safety_nets(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every result says when to get help sooner.

    One for people whom a sign is about says it at the level of that sign too, and one for a level
    at that level.
    """
    for i, outcome in enumerate(questionnaire.outcomes):
        if outcome.ends_journey:
            continue
        people = answers_that_give(questionnaire, outcome.when)
        always = {Level.emergency, Level.urgent, level_of(outcome.when)}
        wanted = {
            sign.level
            for sign in questionnaire.warning_signs
            if sign.level in always or people & answers_that_give(questionnaire, sign.applies_when)
        }
        for level in wanted - {*outcome.safety_net}:
            fault = f"does not say when to get help of level '{level.name}'. Add it."
            yield ("outcomes", i, "safety_net"), fault


def _paper(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The sheet says when to come back at every level that a sign has."""
    said = {line.level for line in questionnaire.sheet.come_back}
    levels = {sign.level for sign in questionnaire.warning_signs}
    for level in levels - said:
        fault = f"does not say when to come back at level '{level.name}'. Add it."
        yield ("sheet", "come_back"), fault


def _says_whom(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Where one condition of a sign says whom it is about, the other does too.

    Even where only they are asked, so that it stays true when somebody changes who is asked.
    """
    for i, sign in enumerate(questionnaire.warning_signs):
        about = questionnaire.questions_in(sign.applies_when)
        for key, condition in (("when", sign.when), ("also_when", sign.also_when)):
            used = questionnaire.questions_in(condition)
            for name in sorted(used):
                asked_of = questionnaire.questions_in(questionnaire.items_by_id[name].enable_when)
                missing = sorted((asked_of & questionnaire.questions_of(sign)) - used - about)
                if missing:
                    fault = f"not everybody is asked '{name}'. Name {', '.join(missing)} too."
                    yield ("warning_signs", i, key), fault


def _groups(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Options that one sign takes as one are not taken apart by one that asks for more.

    At one level: no outcome would change.
    """
    wholes = [(s, s.when) for s in questionnaire.warning_signs if isinstance(s.when, Chosen)]
    for i, sign in enumerate(questionnaire.warning_signs):
        for path, leaf in walk(sign.when, ("warning_signs", i, "when")):
            if leaf is sign.when or not isinstance(leaf, Chosen):
                continue
            for other, whole in wholes:
                missing = [code for code in whole.chosen if code not in leaf.chosen]
                is_part = whole.question == leaf.question and len(missing) < len(whole.chosen)
                if missing and is_part and other.level is sign.level:
                    yield (
                        (*path, "chosen"),
                        f"leaves out '{missing[0]}', which '{other.id}' takes with others. Add it.",
                    )


def _gates_first(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Where a gate ends the questions, it comes first, of the outcomes and of the questions."""
    asked = {name for name, kind in questionnaire.kinds.items() if kind == "gate"}
    at_gate = {
        i: names
        for i, outcome in enumerate(questionnaire.outcomes)
        if outcome.ends_journey and outcome.when and not level_of(outcome.when)
        if (names := questionnaire.questions_in(outcome.when)) <= asked
    }
    for position, i in enumerate(at_gate):
        if i != position:
            yield ("outcomes", i), "ends the questions at a gate. Move it to the top."
    ending = frozenset().union(*at_gate.values())
    if ending and questionnaire.items[0].link_id not in ending:
        yield ("items", 0), f"'{min(ending)}' may end the questions. Ask that first."


def _printed_last(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question that is never cut is the last on the sheet."""
    kept = [question.keep_always for question in questionnaire.gp_questions]
    if any(kept) and not kept[-1]:
        fault = "is never cut, so it is printed last. Move it to the end."
        yield ("gp_questions", kept.index(True)), fault


# --- the never rules ------------------------------------------------------------------------------


def _never_rules(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A never rule names every result that is ruled out where its condition holds."""
    for i, rule in enumerate(questionnaire.never):
        ruled_out = _ruled_out(questionnaire, rule.given)
        missing = [name for name in ruled_out if name not in rule.outcomes]
        if missing:
            fault = f"leaves out {', '.join(missing)}, which must not happen either. Add it."
            yield ("never", i, "outcomes"), fault


def _rules_to_prove(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Never rules are whole: a sign of each level, who gets no band, and what asks for no sign."""
    given = [rule.given for rule in questionnaire.never]
    if not given:
        return
    levels = {sign.level for sign in questionnaire.warning_signs if _is_simple(sign)}
    for level in levels - {_level_given(questionnaire, condition) for condition in given}:
        fault = f"no never rule is about a sign of level '{level.name}'. Add one, to be proved."
        yield ("never",), fault
    score = questionnaire.score
    needed: dict[Path, Condition] = {}
    if score is not None and score.no_band_when is not None:
        needed["score", "no_band_when"] = score.no_band_when
    for i, named in enumerate(questionnaire.conditions):
        if any(isinstance(condition, LevelAtLeast) for condition in _denied(named.when)):
            needed["conditions", i] = ConditionIs(condition=named.id)
    for path, condition in needed.items():
        names = _ruled_out(questionnaire, condition)
        if names and condition not in given:
            yield path, f"no never rule says that this rules out {', '.join(names)}. Add one."


def _ruled_out(questionnaire: Questionnaire, given: Condition) -> list[str]:
    """The results that nobody gets for whom a condition holds.

    They are too calm, ask for what it denies, or stand below one that takes those people.
    """
    named = isinstance(given, ConditionIs) and questionnaire.conditions_by_id[given.condition]
    denied = _denied(named.when if named else given)
    least = _level_given(questionnaire, given)
    closed = [part.level_at_least for part in denied if isinstance(part, LevelAtLeast)]
    names = []
    for outcome in questionnaire.outcomes:
        if outcome.ends_journey:
            continue
        level = level_of(outcome.when)
        asked = tuple(required(outcome.when))
        if level < least or any(level >= other for other in closed) or denied.intersection(asked):
            names.append(outcome.id)
        if [part for part in asked if not isinstance(part, LevelAtLeast)] == [given]:
            closed.append(level)
    return names


def _level_given(questionnaire: Questionnaire, given: Condition) -> Level:
    """The level that a condition gives by itself: asked for, or that of a sign."""
    if not isinstance(given, Chosen):
        return level_of(given)
    answers = answers_that_give(questionnaire, given)
    levels = (
        sign.level
        for sign in questionnaire.warning_signs
        if _is_simple(sign) and answers <= answers_that_give(questionnaire, sign.when)
    )
    return max(levels, default=Level.none)


def _denied(condition: Condition) -> frozenset[Condition]:
    """What must not hold for this one."""
    return frozenset(part.not_ for part in required(condition) if isinstance(part, Not))


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
    _rules_to_prove,
)
"""Holes in the safety net."""
