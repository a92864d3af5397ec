"""Two versions of the content: whom it treats otherwise, in which direction, each with a journey.

Both versions are put to z3 with one set of symbols: the same person answers both. Where the options
of a question differ, the answers agree in the options that both have. A person who ticks an option
that is gone ticks the rest, or denies; one who would have given it as the only answer may give any.
A new option among which one is chosen was cut out of its neighbours in the list.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import z3

from app.authoring.journeys import said
from app.authoring.prove.algebra import Bit
from app.authoring.prove.prover import Prover
from app.content.conditions import Level
from app.content.model import Item, Outcome, Questionnaire
from app.engine.assess import Assessment, assess
from app.sheet.explain import sentence


class Direction(Enum):
    """What a change does to the urgency of what a person is told."""

    less = "LESS URGENT"
    judge = "A PERSON MUST JUDGE"
    """A text has changed that warns somebody. No tool can say whether it still does."""
    more = "more urgent"
    same = "as urgent"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was, and somebody for whom that is so."""

    direction: Direction
    kind: str
    before: str | None
    """What it was, by id or name; ``None`` where there was nothing."""
    after: str | None
    text: str
    journey: tuple[str, ...] = ()
    """The answers in words, then what they led to and lead to now. Empty where all are told so."""


def compare(
    old: Questionnaire, new: Questionnaire, progress: Callable[[str], None] = lambda _: None
) -> tuple[Change, ...]:
    """Everything that people are told otherwise, what is less urgent first.

    Raises :class:`TooLargeError` for content above the limit of the proofs.
    """
    if old.digest == new.digest:
        return ()
    pair = _Pair(old, new)
    found: list[Change] = []
    for name, look in LOOKS:
        progress(name)
        found.extend(look(pair))
    order = list(Direction)
    return tuple(sorted(found, key=lambda change: order.index(change.direction)))


@dataclass(frozen=True)
class Words:
    """How a fact that is lost or gained is told, and what that does to the urgency."""

    lost: str
    if_lost: Direction
    gained: str
    if_gained: Direction


def in_lines(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changes as text: first a line each, then those that answers decide with a journey."""
    lines = [f"{change.direction.value}: {change.text}" for change in changes]
    for change, line in zip(tuple(changes), tuple(lines), strict=True):
        if change.journey:
            lines += ["", line, *(f"        {said}" for said in change.journey)]
    return tuple(lines)


class _Pair:
    """Both versions, answered by the same person to the end."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old = Prover(old)
        self.new = Prover(new, beside=self.old)
        for item in new.items:
            if item.link_id in old.items_by_id and not self.old.asks_alike(item):
                self.old.require(self._same_person(old.items_by_id[item.link_id], item))
        self.old.require(self.old.formulas.is_complete, self.new.formulas.is_complete)

    def _same_person(self, before: Item, after: Item) -> Bit:
        """Answers to two forms of a question that one person could give."""
        old, new, name = self.old, self.new, after.link_id
        shared = [code for code in before.options if code in after.options]
        same = [old.is_chosen(name, code) == new.is_chosen(name, code) for code in shared]
        gone = [old.is_chosen(name, code) for code in before.options if code not in shared]
        added = [code for code in after.options if code not in shared]
        answered = old.is_answered(name) == new.is_answered(name)
        if not (before.repeats and after.repeats):
            split = [
                z3.And(new.is_chosen(name, code), old.is_chosen(name, beside))
                for code in added
                for beside in _beside(list(after.options), code, shared)
            ]
            none_added = z3.Not(z3.Or([new.is_chosen(name, code) for code in added]))
            return z3.And(answered, z3.Or(*gone, *split, z3.And(*same, none_added)))
        ticks = [
            bit
            for code, bit in zip(shared, same, strict=True)
            if not (before.options[code].exclusive or after.options[code].exclusive)
        ]
        other = [*gone, *(new.is_chosen(name, code) for code in added)]
        return z3.And(answered, *ticks, z3.Or(*other, z3.And(same)))

    @cached_property
    def is_more_urgent(self) -> Bit:
        """The new outcome is of a higher level, or the emergency: what it leaves out gives way."""
        higher = (
            self.old.algebra.both(
                (self.new.outcome_at_least(level), z3.Not(self.old.outcome_at_least(level)))
            )
            for level in (Level.urgent, Level.maternity)
        )
        return self.old.algebra.either((self.new.outcome_at_least(Level.emergency), *higher))

    def somebody(self, change: Change, *conditions: Bit) -> Iterator[Change]:
        """The change with a journey, where there is somebody for whom these hold."""
        if any(condition is False for condition in conditions):
            return
        model = self.old.solve_plain(*conditions)
        if model is not None:
            before = assess(self.old.questionnaire, self.old.read(model))
            after = assess(self.new.questionnaire, self.new.read(model))
            yield replace(change, journey=tuple(_told(before, after)))

    def gained_and_lost(
        self,
        kind: str,
        facts: Callable[[Prover], Mapping[str, Bit]],
        words: Words,
        names: Callable[[Questionnaire], Mapping[str, str]],
    ) -> Iterator[Change]:
        """For each name, somebody of whom the fact is true in one version only."""
        old, new = facts(self.old), facts(self.new)
        named = {**names(self.old.questionnaire), **names(self.new.questionnaire)}
        for name in dict.fromkeys((*old, *new)):
            before, after = old.get(name, False), new.get(name, False)
            if _alike(before, after):
                continue
            lost = Change(words.if_lost, kind, name, None, f"“{named[name]}” {words.lost}")
            gone = (before, self.old.algebra.opposite(after))
            yield from self.somebody(lost, *gone, self.old.algebra.opposite(self.is_more_urgent))
            outranked = f"{lost.text}, as the result is more urgent"
            gives_way = replace(lost, direction=Direction.same, text=outranked)
            yield from self.somebody(gives_way, *gone, self.is_more_urgent)
            gained = Change(words.if_gained, kind, None, name, f"“{named[name]}” {words.gained}")
            yield from self.somebody(gained, after, self.old.algebra.opposite(before))


def _beside(codes: Sequence[str], code: str, shared: Collection[str]) -> Iterator[str]:
    """The nearest options above and below one, of those that both versions have."""
    place = codes.index(code)
    for side in (reversed(codes[:place]), codes[place + 1 :]):
        yield from [other for other in side if other in shared][:1]


def _alike(before: Bit, after: Bit) -> bool:
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    return bool(before.eq(after))


def _told(before: Assessment, after: Assessment) -> Iterator[str]:
    path = said(before)
    yield from path
    yield from (line for line in said(after) if line not in path)
    yield f"Before: {_result(before)}"
    yield f"Now: {_result(after)}"
    asked, asks = _sheet(before), _sheet(after)
    yield from (f"No longer on the sheet: {text}" for text in asked if text not in asks)
    yield from (f"New on the sheet: {text}" for text in asks if text not in asked)


def _result(assessment: Assessment) -> str:
    title = assessment.outcome.title if assessment.outcome else "no outcome"
    signs = [finding.sign.text for finding in assessment.signs if finding.counts]
    shown = [finding.overlay.title for finding in assessment.shown_overlays]
    band = [f"band “{assessment.band.id}”"] if assessment.band else []
    return "; ".join([f"“{title}”", *band, *shown, *(signs or ["no warning sign"])])


def _sheet(assessment: Assessment) -> tuple[str, ...]:
    return tuple(asked.question.text for asked in assessment.gp_questions)


# --- what is compared -----------------------------------------------------------------------------


def _levels(pair: _Pair) -> Iterator[Change]:
    exact = [_exact_levels(prover) for prover in (pair.old, pair.new)]
    for before in Level:
        for after in Level:
            if before is not after:
                direction = Direction.less if after < before else Direction.more
                text = f"warning level “{before.name}” becomes “{after.name}”"
                change = Change(direction, "level", before.name, after.name, text)
                yield from pair.somebody(change, exact[0][before], exact[1][after])


def _exact_levels(prover: Prover) -> Mapping[Level, Bit]:
    algebra, formulas = prover.algebra, prover.formulas
    reached = {
        level: formulas.level(level, formulas.length) if level else algebra.yes for level in Level
    }
    return {
        level: algebra.both(
            (reached[level], *(algebra.opposite(reached[v]) for v in Level if v == level + 1))
        )
        for level in Level
    }


def _outcomes(pair: _Pair) -> Iterator[Change]:
    old, new = pair.old, pair.new
    for name, was in old.formulas.outcomes.items():
        for other, now in new.formulas.outcomes.items():
            before, after = (
                old.questionnaire.outcomes_by_id[name],
                new.questionnaire.outcomes_by_id[other],
            )
            if name != other:
                direction = _compared(_urgency(old, before), _urgency(new, after))
                text = f"outcome “{before.title}” becomes “{after.title}”"
                yield from pair.somebody(Change(direction, "outcome", name, other, text), was, now)


def _urgency(prover: Prover, outcome: Outcome) -> tuple[Level, bool]:
    """A stop outranks an outcome of the same level: it is there to keep somebody out."""
    return prover.urgency_of[outcome.id], outcome.ends_journey


def _compared(before: tuple[Level, bool], after: tuple[Level, bool]) -> Direction:
    if before == after:
        return Direction.same
    return Direction.less if after < before else Direction.more


def _warnings(pair: _Pair) -> Iterator[Change]:
    return pair.gained_and_lost(
        "warning sign",
        lambda prover: {
            sign.id: prover.formulas.sign(sign, prover.formulas.length).surely
            for sign in prover.questionnaire.warning_signs
        },
        Words("is no longer a warning", Direction.less, "is a warning", Direction.more),
        lambda content: {sign.id: sign.text for sign in content.warning_signs},
    )


def _overlays(pair: _Pair) -> Iterator[Change]:
    return pair.gained_and_lost(
        "overlay",
        lambda prover: {
            overlay.id: _on_the_result(
                prover, prover.formulas.overlay_shows(overlay, prover.formulas.length)
            )
            for overlay in prover.questionnaire.overlays
        },
        Words("is no longer shown", Direction.less, "is shown", Direction.more),
        lambda content: {overlay.id: overlay.title for overlay in content.overlays},
    )


def _bands(pair: _Pair) -> Iterator[Change]:
    bands = [
        {
            name: _on_the_result(prover, bit)
            for name, bit in prover.formulas.bands(prover.formulas.length).items()
        }
        for prover in (pair.old, pair.new)
    ]
    for name, was in bands[0].items():
        for other, now in bands[1].items():
            if name != other:
                text = f"band “{name}” becomes “{other}”"
                yield from pair.somebody(
                    Change(Direction.same, "band", name, other, text), was, now
                )


def _on_the_result(prover: Prover, bit: Bit) -> Bit:
    """It holds, and no outcome has ended the questions."""
    return prover.algebra.both((bit, prover.algebra.opposite(prover.formulas.has_ended)))


def _notes(pair: _Pair) -> Iterator[Change]:
    return pair.gained_and_lost(
        "note",
        lambda prover: {
            note.id: prover.algebra.both(
                (
                    prover.algebra.either(prover.formulas.outcomes[name] for name in note.outcomes),
                    prover.formulas.holds(note.when, prover.formulas.length).surely,
                )
            )
            for note in prover.questionnaire.result_notes
        },
        Words("no longer stands on the result", Direction.less, "is a new line", Direction.same),
        lambda content: {note.id: note.text for note in content.result_notes},
    )


def _gp_questions(pair: _Pair) -> Iterator[Change]:
    return pair.gained_and_lost(
        "GP question",
        lambda prover: prover.formulas.gp_questions_kept,
        Words("is no longer on the sheet", Direction.same, "is on the sheet", Direction.same),
        lambda content: {asked.id: asked.text for asked in content.gp_questions},
    )


def _questions(pair: _Pair) -> Iterator[Change]:
    return pair.gained_and_lost(
        "question",
        lambda prover: dict(
            zip(prover.questionnaire.items_by_id, prover.formulas.given, strict=True)
        ),
        Words("is no longer asked", Direction.same, "is asked", Direction.same),
        lambda content: {item.link_id: item.short for item in content.items},
    )


def _for_everybody(pair: _Pair) -> Iterator[Change]:
    """The texts that warn people. They do not depend on answers, so they have no journey."""
    old, new = (dict(_warning_texts(prover.questionnaire)) for prover in (pair.old, pair.new))
    for place in dict.fromkeys((*old, *new)):
        before, after = old.get(place), new.get(place)
        if before is None:
            yield Change(Direction.same, "warning text", None, after, f"{place}: new, “{after}”")
        elif after is None:
            text = f"{place}: no longer says “{before}”"
            yield Change(Direction.less, "warning text", before, None, text)
        elif before != after:
            text = f"{place}: “{before}” is now “{after}”"
            yield Change(Direction.judge, "warning text", before, after, text)


def _warning_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Every text that asks about a warning sign or says what to do about one, by its place."""
    for sign in questionnaire.warning_signs:
        for name, text in (("text", sign.text), ("card", sign.card), ("advice", sign.advice)):
            if text is not None:
                yield f"warning sign “{sign.id}”, {name}", text
    for card in questionnaire.care_cards:
        place = f"care card “{card.level.name}”"
        yield f"{place}, heading", card.heading
        yield f"{place}, action", card.action
        if card.note is not None:
            yield f"{place}, note", card.note
    for outcome in questionnaire.outcomes:
        yield f"outcome “{outcome.id}”, title", outcome.title
        if outcome.text:
            yield f"outcome “{outcome.id}”, text", " ".join(outcome.text)
        for level in outcome.safety_net:
            yield f"outcome “{outcome.id}”, when to get {level.name} help", "its care card"
        for name in outcome.advice:
            yield f"outcome “{outcome.id}”, advice “{name}”", "its block of advice"
    for advice in questionnaire.advice:
        yield f"advice “{advice.id}”", " ".join((advice.heading, *advice.text, *advice.bullets))
    for line in questionnaire.sheet.come_back:
        yield f"sheet, when to get {line.level.name} help", "; ".join(line.bullets)
    yield "sheet, disclaimer", questionnaire.sheet.disclaimer
    for rule in questionnaire.never:
        outcomes = ", ".join(rule.outcomes)
        when = sentence(questionnaire, rule.given)
        yield f"never rule “{rule.id}”", f"{rule.text}: never {outcomes} when {when}"
    kinds = {section.id: section.kind for section in questionnaire.sections}
    for item in questionnaire.items:
        if kinds[item.section] != "detail":
            yield f"question “{item.link_id}”", " ".join(filter(None, (item.text, item.hint)))
            for option in item.answer_option:
                words = " ".join(filter(None, (option.text, option.hint)))
                yield f"question “{item.link_id}”, answer “{option.code}”", words


Look = Callable[[_Pair], Iterator[Change]]

LOOKS: tuple[tuple[str, Look], ...] = (
    ("warning levels", _levels),
    ("outcomes", _outcomes),
    ("warning signs", _warnings),
    ("overlays", _overlays),
    ("bands", _bands),
    ("notes", _notes),
    ("GP questions", _gp_questions),
    ("questions asked", _questions),
    ("what everybody is told", _for_everybody),
)
