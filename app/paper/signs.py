"""The signs that need help, as lists to tick, each with what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.content.conditions import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    Level,
    LevelAtLeast,
    Not,
    SignGiven,
)
from app.content.model import Item, Questionnaire, WarningSign
from app.paper.ticks import on_paper
from app.paper.values import Box, PaperNote, PaperPart, PaperQuestion, PaperSigns
from app.paper.words import only_for
from app.sheet.explain import listed, sign_condition


def parts_of(questionnaire: Questionnaire) -> Iterator[PaperPart]:
    """What asks for help, the most urgent first; levels without a sign have no part."""
    by_level = {
        level: tuple(sign for sign in questionnaire.warning_signs if sign.level is level)
        for level in (Level.emergency, Level.maternity, Level.urgent)
    }
    above: list[_Found] = []
    said: set[str] = set()
    signs_of = {level: signs for level, signs in by_level.items() if signs}
    for number, (level, signs) in enumerate(signs_of.items(), start=1):
        card = questionnaire.care_cards_by_level[level]
        ending = next(
            (
                outcome
                for outcome in questionnaire.outcomes
                if outcome.ends_journey and outcome.when == LevelAtLeast(level_at_least=level)
            ),
            None,
        )
        groups, above = _groups(questionnaire, signs, above, said)
        notes = (n for n in questionnaire.result_notes if ending and ending.id in n.outcomes)
        yield PaperPart(
            number=number,
            level=level,
            action=card.action,
            note=card.note,
            outcome=ending.id if ending else None,
            groups=groups,
            notes=tuple(
                PaperNote(
                    note.text,
                    only_for(questionnaire, "If", (note.when,)),
                    on_paper(questionnaire, note.when),
                    note.outcomes,
                )
                for note in notes
            ),
        )


@dataclass(frozen=True)
class _Found:
    """Answers that give a sign, and what else has to be true for that."""

    others: tuple[Condition, ...]
    item: Item
    codes: frozenset[str]
    advice: str | None
    unsure_of_all: bool
    """Whether "not sure" gives the sign whatever of this question it is about."""

    def less(self, found: Iterable["_Found"]) -> "_Found":
        """Without the answers that give a sign as urgent in any case where they give this one.

        "Not sure" stays beside every list of answers that it may be about.
        """
        if self.unsure_of_all:
            return self
        given = (
            other.codes
            for other in found
            if other.item == self.item and set(other.others) <= set(self.others)
        )
        left = self.codes.difference(*given)
        unsure = {self.item.not_sure.code} if self.item.not_sure else set()
        return replace(self, codes=left | (self.codes & unsure) if left - unsure else frozenset())


def _groups(
    questionnaire: Questionnaire,
    signs: Iterable[WarningSign],
    above: Sequence[_Found],
    said: set[str],
) -> tuple[tuple[PaperSigns, ...], list[_Found]]:
    """The boxes of some signs, and all that was found by now. No box stands twice in vain."""
    every = list(above)
    kept: dict[tuple[Condition, ...], dict[str, list[_Found]]] = {}
    found = [entry for sign in signs for entry in _found(questionnaire, sign)]
    for entry in sorted(found, key=lambda entry: bool(entry.others)):
        left = entry.less(every)
        every.append(entry)
        if left.codes:
            kept.setdefault(left.others, {}).setdefault(left.item.link_id, []).append(left)
    groups = (
        PaperSigns(
            only_for(questionnaire, "Only if", others) if others else None,
            on_paper(questionnaire, AllOf(all=others)) if others else None,
            tuple(_sign_question(entries, said) for entries in questions.values()),
        )
        for others, questions in kept.items()
    )
    return tuple(groups), every


def _found(questionnaire: Questionnaire, sign: WarningSign) -> Iterator[_Found]:
    for others, chosen in _ways(questionnaire, sign_condition(sign), ()):
        item = questionnaire.items_by_id[chosen.question]
        parts = _joined(questionnaire, item.enable_when) if item.enable_when else ()
        # A "not" only spares people a question that another answer has settled. Paper asks them.
        only = (part for part in parts if not isinstance(part, Not))
        unsure = item.not_sure
        codes = frozenset(chosen.chosen)
        if unsure is not None and codes.intersection(unsure.counts_as or ()):
            codes |= {unsure.code}
        yield _Found(
            tuple(dict.fromkeys((*others, *only))),
            item,
            codes,
            sign.advice,
            unsure_of_all=unsure is not None and unsure.code in chosen.chosen,
        )


def _ways(
    questionnaire: Questionnaire, condition: Condition, others: tuple[Condition, ...]
) -> Iterator[tuple[tuple[Condition, ...], Chosen]]:
    """Every answer that can give a sign, with what else has to be true."""
    match condition:
        case Chosen():
            yield others, condition
        case ConditionIs():
            named = questionnaire.conditions_by_id[condition.condition]
            yield from _ways(questionnaire, named.when, others)
        case AnyOf():
            for inner in condition.any:
                yield from _ways(questionnaire, inner, others)
        case AllOf():
            parts = _joined(questionnaire, condition)
            last = max(i for i, part in enumerate(parts) if not isinstance(part, Not))
            rest = (*others, *parts[:last], *parts[last + 1 :])
            yield from _ways(questionnaire, parts[last], rest)
        case SignGiven():
            sign = questionnaire.warning_signs_by_id[condition.warning_sign]
            yield from _ways(questionnaire, sign_condition(sign), others)
        case _:
            raise ValueError(f"no tick on paper gives this sign: {condition}")


def _joined(questionnaire: Questionnaire, condition: Condition) -> tuple[Condition, ...]:
    """The conditions that are joined by "and" in one, each in the words that it has."""
    named = condition
    while isinstance(named, ConditionIs):
        named = questionnaire.conditions_by_id[named.condition].when
    if not isinstance(named, AllOf):
        return (condition,)
    return tuple(part for inner in named.all for part in _joined(questionnaire, inner))


def _sign_question(entries: Sequence[_Found], said: set[str]) -> PaperQuestion:
    item = entries[0].item
    advice = {code: entry.advice for entry in entries for code in entry.codes}
    answers = [o for o in item.answer_option if o.code in advice and o != item.not_sure]
    boxes = [Box(item.link_id, o.code, o.text, o.hint, advice=advice[o.code]) for o in answers]
    unsure = item.not_sure
    if unsure is not None and unsure.code in advice:
        others = [
            item.options[code].label
            for code in unsure.counts_as or ()
            if any(entry.unsure_of_all for entry in entries) and code not in advice
        ]
        about = f"Also about {listed(others, 'or')}." if others else None
        boxes.append(Box(item.link_id, unsure.code, unsure.text, about))
    return PaperQuestion(item.text, said_once(item.hint, said), tuple(boxes), item.repeats)


def said_once(hint: str | None, said: set[str]) -> str | None:
    """A hint where it is said for the first time: on 1 piece of paper that is enough."""
    if hint is None or hint in said:
        return None
    said.add(hint)
    return hint
