"""Whom another version treats otherwise, and in which direction, each with a journey."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, product
from typing import NamedTuple

from app.authoring.compare.pair import Pair
from app.authoring.compare.texts import Texts, texts_for_the_gp, warning_texts
from app.authoring.journeys import answered
from app.authoring.prove.algebra import Bit
from app.authoring.prove.prover import Prover
from app.content.conditions import Level
from app.content.model import Questionnaire, ResultNote
from app.engine.assess import Assessment


class Direction(Enum):
    """What a change does to the urgency of what a person is told."""

    less = "LESS URGENT"
    judge = "A PERSON MUST JUDGE"
    """A text has changed that warns somebody or that a GP goes by. No tool can judge it."""
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
    pair = Pair(old, new)
    found: list[Change] = []
    before, after = _facts(pair.old), _facts(pair.new)
    for name in before:
        progress(name)
        look = _becomes if name in BECOMES else _lost_or_gained
        found.extend(look(pair, name, before[name], after[name]))
    progress("what everybody is told")
    found.extend(_for_everybody(pair))
    order = list(Direction)
    return tuple(sorted(found, key=lambda change: order.index(change.direction)))


def in_lines(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changes as text: first a line each, then those that answers decide with a journey."""
    lines = [f"{change.direction.value}: {change.text}" for change in changes]
    for i, change in enumerate(changes):
        if change.journey:
            lines += ["", lines[i], *(f"        {said}" for said in change.journey)]
    return tuple(lines)


def headline(changes: Sequence[Change]) -> str:
    """What there is to decide, in one sentence."""
    count = Counter(change.direction for change in changes)
    less, judge = count[Direction.less], count[Direction.judge]
    whom = f"{less} less urgent for somebody" if less else "Nobody less urgent"
    texts = f"{judge} {'text' if judge == 1 else 'texts'} to judge" if judge else "no text to judge"
    rest = len(changes) - less - judge
    return f"{whom}: {texts}, {rest} {'other change' if rest == 1 else 'other changes'}."


def in_groups(
    changes: Sequence[Change], of_100: Mapping[tuple[str, str], float] | None = None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The changes of one direction and kind together, what is less urgent first.

    Each group as its first line, then the shortest journey that shows it and the other texts. How
    many of 100 people of a mix go from one level to another is said where it is known.
    """
    order = list(Direction)

    def group(change: Change) -> tuple[int, str]:
        return order.index(change.direction), change.kind

    for (direction, kind), alike in groupby(sorted(changes, key=group), key=group):
        first, *others = sorted(alike, key=lambda change: len(change.journey))
        more = f" (and {len(others)} more)" if others else ""
        if kind == "level" and of_100 is not None:
            touched = sum(of_100.get((str(c.before), str(c.after)), 0) for c in (first, *others))
            more += f": {touched:.1f} of 100 people of the assumed mix"
        yield (
            f"{order[direction].value}, {kind}: {first.text}{more}",
            (*(f"    {said}" for said in first.journey), *(f"  and {o.text}" for o in others)),
        )


# --- what answers decide --------------------------------------------------------------------------


class Fact(NamedTuple):
    """Something that may be true of a person."""

    text: str
    holds: Bit
    urgency: tuple[Level, bool] = (Level.none, False)
    """Its level; a stop outranks what has the same one: it is there to keep somebody out."""


Facts = Mapping[str, Fact]
LESS, MORE, SAME = Direction.less, Direction.more, Direction.same

BECOMES = {
    "warning levels": ("level", "warning level"),
    "outcomes": ("outcome", "outcome"),
    "bands": ("band", "band"),
}
"""Facts of which one at most is true: the kind of a change, and how such a fact is called."""

LOST_OR_GAINED = {
    "warning signs": ("warning sign", "is no longer a warning", LESS, "is a warning", MORE),
    "overlays": ("overlay", "is no longer shown", LESS, "is shown", MORE),
    "notes": ("note", "no longer stands on the result", LESS, "is a new line", SAME),
    "GP questions": ("GP question", "is no longer on the sheet", SAME, "is on the sheet", SAME),
    "questions asked": ("question", "is no longer asked", SAME, "is asked", SAME),
}
"""The others: the kind, how it is said and what it does when one is lost, and when it is gained."""


def _facts(prover: Prover) -> Mapping[str, Facts]:
    """All that may be true of a person, in the order in which it is compared."""
    q, algebra, formulas = prover.questionnaire, prover.algebra, prover.formulas
    end = formulas.length
    reached = [formulas.level(level, end) if level else algebra.yes for level in Level]
    not_above = [*map(algebra.opposite, reached[1:]), algebra.yes]
    kept = formulas.gp_questions_kept
    calm = algebra.opposite(formulas.has_ended)

    def noted(note: ResultNote) -> Bit:
        outcome = algebra.either(formulas.outcomes[name] for name in note.outcomes)
        return algebra.both((outcome, formulas.holds(note.when, end).surely))

    return {
        "warning levels": {
            v.name: Fact(v.name, algebra.both((reached[v], not_above[v])), (v, False))
            for v in Level
        },
        "outcomes": {
            o.id: Fact(o.title, formulas.outcomes[o.id], (prover.urgency_of[o.id], o.ends_journey))
            for o in q.outcomes
        },
        "warning signs": {
            s.id: Fact(s.text, formulas.sign(s, end).surely) for s in q.warning_signs
        },
        "overlays": {
            o.id: Fact(o.title, algebra.both((calm, formulas.overlay_shows(o, end))))
            for o in q.overlays
        },
        "bands": {
            name: Fact(name, algebra.both((calm, bit))) for name, bit in formulas.bands(end).items()
        },
        "notes": {note.id: Fact(note.text, noted(note)) for note in q.result_notes},
        "GP questions": {asked.id: Fact(asked.text, kept[asked.id]) for asked in q.gp_questions},
        "questions asked": {
            item.link_id: Fact(item.short, bit)
            for item, bit in zip(q.items, formulas.given, strict=True)
        },
    }


def _becomes(pair: Pair, name: str, old: Facts, new: Facts) -> Iterator[Change]:
    """Somebody for whom one of the facts was true, and for whom another one is."""
    kind, called = BECOMES[name]
    for (one, before), (other, after) in product(old.items(), new.items()):
        if one != other:
            direction = LESS if after.urgency < before.urgency else MORE
            direction = SAME if after.urgency == before.urgency else direction
            text = f"{called} “{before.text}” becomes “{after.text}”"
            change = Change(direction, kind, one, other, text)
            yield from _for_somebody(pair, change, before.holds, after.holds)


def _lost_or_gained(pair: Pair, name: str, old: Facts, new: Facts) -> Iterator[Change]:
    """Of each fact, somebody of whom it is true in one version only."""
    kind, lost, if_lost, gained, if_gained = LOST_OR_GAINED[name]
    opposite, more_urgent = pair.old.algebra.opposite, pair.is_more_urgent
    for key, fact in {**old, **new}.items():
        before, after = (each[key].holds if key in each else False for each in (old, new))
        if _alike(before, after):
            continue
        gone = (before, opposite(after))
        change = Change(if_lost, kind, key, None, f"“{fact.text}” {lost}")
        yield from _for_somebody(pair, change, *gone, opposite(more_urgent))
        text = f"{change.text}, as the result is more urgent"
        change = replace(change, direction=SAME, text=text)
        yield from _for_somebody(pair, change, *gone, more_urgent)
        change = Change(if_gained, kind, None, key, f"“{fact.text}” {gained}")
        yield from _for_somebody(pair, change, after, opposite(before))


def _alike(before: Bit, after: Bit) -> bool:
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    return bool(before.eq(after))


def _for_somebody(pair: Pair, change: Change, *conditions: Bit) -> Iterator[Change]:
    """The change with a journey, where there is somebody for whom these hold."""
    told = pair.somebody(*conditions)
    if told is not None:
        yield replace(change, journey=tuple(_journey(pair, *told)))


def _told(prover: Prover, assessment: Assessment) -> tuple[str, ...]:
    answers, harmless = assessment.journey.answers, prover.most_harmless
    return tuple(
        answered(item, answers)
        for item in assessment.journey.path
        if tuple(answers.get(item.link_id, ())) != (harmless.get(item.link_id),)
    )


def _journey(pair: Pair, before: Assessment, after: Assessment) -> Iterator[str]:
    """What somebody answers in the two versions, but for the most harmless answers."""
    path = _told(pair.old, before)
    yield from path
    yield from (line for line in _told(pair.new, after) if line not in path)
    yield f"Before: {_result(before)}"
    yield f"Now: {_result(after)}"
    asked, asks = (
        [asked.question.text for asked in assessment.gp_questions] for assessment in (before, after)
    )
    yield from (f"No longer on the sheet: {text}" for text in asked if text not in asks)
    yield from (f"New on the sheet: {text}" for text in asks if text not in asked)


def _result(assessment: Assessment) -> str:
    title = assessment.outcome.title if assessment.outcome else "no outcome"
    signs = [finding.sign.text for finding in assessment.signs if finding.counts]
    shown = [finding.overlay.title for finding in assessment.shown_overlays]
    band = [f"band “{assessment.band.id}”"] if assessment.band else []
    return "; ".join([f"“{title}”", *band, *shown, *(signs or ["no warning sign"])])


# --- what everybody is told -----------------------------------------------------------------------


def _for_everybody(pair: Pair) -> Iterator[Change]:
    """The texts to judge. They do not depend on answers, so they have no journey."""
    yield from _changed_texts(pair, "warning text", warning_texts, LESS)
    yield from _changed_texts(pair, "text", texts_for_the_gp, Direction.judge)
    drawn = pair.old.questionnaire.pictures_by_id
    for picture in pair.new.questionnaire.pictures:
        if picture != drawn.get(picture.id, picture):
            text = f"picture “{picture.id}” is drawn otherwise: is each region where its name says?"
            yield Change(Direction.judge, "picture", None, None, text)


def _changed_texts(
    pair: Pair, kind: str, texts: Callable[[Questionnaire], Texts], if_lost: Direction
) -> Iterator[Change]:
    old, new = (dict(texts(prover.questionnaire)) for prover in (pair.old, pair.new))
    for place in dict.fromkeys((*old, *new)):
        before, after = old.get(place), new.get(place)
        if before is None:
            yield Change(SAME, kind, None, after, f"{place}: new, “{after}”")
        elif after is None:
            yield Change(if_lost, kind, before, None, f"{place}: no longer says “{before}”")
        elif before != after:
            text = f"{place}: “{before}” is now “{after}”"
            yield Change(Direction.judge, kind, before, after, text)
