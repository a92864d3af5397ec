"""Somebody with a pencil comes to what the app says.

``read`` does what is printed and nothing else: it knows the paper and somebody's answers, and never
sees the content that the paper was made from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest
from hypothesis import given, settings

from app.authoring.stories import Story
from app.config import QUESTIONS_FILE
from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
)
from app.content.load import load
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.paper.make import make_paper
from app.paper.values import Box, Mark, Paper, PaperCount, PaperRow, PaperSigns
from tests.browser.states import stories
from tests.people import MUCH_FITS, PEOPLE, complete_answers, person

pytestmark = pytest.mark.long

SHIPPED = load(QUESTIONS_FILE)
PAPER = make_paper(SHIPPED)


# --- a reader with a pencil -----------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """What somebody takes from the paper."""

    outcome: str
    level: Level = Level.none
    band: str | None = None
    overlays: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()


class Pencil:
    """Somebody who ticks what they would answer, and counts what the paper says."""

    def __init__(self, paper: Paper, answers: Answers) -> None:
        self.paper = paper
        self.ticked = dict(answers)
        self.levels: set[Level] = set()
        self.band: str | None = None
        self.overlays: set[str] = set()

    def read(self) -> Read:
        paper = self.paper
        for stop in paper.stops:
            if self.is_true(stop.when):
                return Read(stop.outcome)
        for part in paper.parts:
            if self.ticks_any_of(part.level):
                self.levels.add(part.level)
                if part.outcome is not None:
                    notes = frozenset(n.text for n in part.notes if self.is_true(n.when))
                    return Read(part.outcome, part.level, notes=notes)
        self.leave_out([q.boxes[0].question for q in paper.questions if not self.is_true(q.when)])
        self.band = self.row_of(paper.count)
        for overlay in paper.overlays:
            if self.is_true(overlay.gate) and self.sum_of(overlay.marks) >= overlay.shows_from:
                self.overlays.add(overlay.overlay)
        later = paper.later_questions
        self.leave_out([q.boxes[0].question for q in later if not self.is_true(q.when)])
        ending = next(e for e in paper.endings if self.is_true(e.when))
        return Read(
            ending.outcome,
            max(self.levels, default=Level.none),
            self.band,
            frozenset(self.overlays),
            frozenset(self.asked()),
            frozenset(
                note.text
                for note in paper.notes
                if ending.outcome in note.outcomes and self.is_true(note.when)
            ),
        )

    def leave_out(self, questions: list[str]) -> None:
        for name in questions:
            self.ticked.pop(name, None)

    def ticks_any_of(self, level: Level) -> bool:
        part = next(part for part in self.paper.parts if part.level is level)
        return any(
            box.code in self.ticked.get(box.question, ())
            for group in part.groups
            if self.is_true(group.when)
            for question in group.questions
            for box in question.boxes
        )

    def sum_of(self, marks: tuple[Mark, ...]) -> int:
        return sum(mark.weight for mark in marks if self.is_true(mark.when))

    def row_of(self, count: PaperCount) -> str | None:
        if self.is_true(count.never):
            return None
        points = max(self.sum_of(count.marks), count.lowest)
        row = next(
            row
            for row in count.rows
            if row.lowest <= points and (row.highest is None or points <= row.highest)
        )
        while not self.is_true(row.requires):
            row = next(other for other in count.rows if other.label == row.otherwise)
        return row.band

    def asked(self) -> Iterator[str]:
        for ask in self.paper.asks:
            if self.is_true(ask.when):
                yield ask.ask
                yield from (line.text for line in ask.follow_ups if self.is_true(line.when))

    def is_true(self, condition: Condition | None) -> bool:
        match condition:
            case None:
                return True
            case Chosen():
                ticked = self.ticked.get(condition.question, frozenset())
                return len(ticked & set(condition.chosen)) >= condition.at_least
            case AllOf():
                return all(map(self.is_true, condition.all))
            case AnyOf():
                return any(map(self.is_true, condition.any))
            case Not():
                return not self.is_true(condition.not_)
            case LevelAtLeast():
                return any(level >= condition.level_at_least for level in self.levels)
            case BandIs():
                return self.band in condition.band
            case OverlayShows():
                return condition.overlay in self.overlays
        raise AssertionError(f"nobody can see on the paper whether {condition}")


def by_the_app(answers: Answers) -> Read | None:
    """What the app says of the same answers; nothing while a question is open."""
    found = assess(SHIPPED, answers)
    if found.outcome is None:
        return None
    every = (*found.gp_questions, *found.gp_questions_cut)
    return Read(
        found.outcome.id,
        found.level,
        found.band.id if found.band else None,
        frozenset(overlay.overlay.id for overlay in found.shown_overlays),
        frozenset(text for asked in every for text in (asked.question.id, *asked.follow_ups)),
        frozenset(note.text for note in found.notes),
    )


@settings(max_examples=3000)
@given(complete_answers())
def test_a_pencil_comes_to_what_the_app_says(answers: Answers) -> None:
    assert Pencil(PAPER, answers).read() == by_the_app(answers)


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_the_patients_of_the_stories_come_to_it_too(story: Story) -> None:
    said = by_the_app(story.answers)
    assert said is None or Pencil(PAPER, story.answers).read() == said


# --- a slip on the paper is seen ------------------------------------------------------------------


SOMEBODY = (
    *PEOPLE.values(),
    person(health_history="cancer"),
    person(health_history="weak-immune"),
    person(age="from-65", sudden="small-fall"),
    person(age="from-65", began="fall-or-injury", duration="not-sure"),
    person(MUCH_FITS, duration="over-6-weeks"),
    person(PEOPLE["gates-open"], main_pain="lower-buttock", better="moving"),
)
"""One of each kind of people of whom the paper asks more."""


def one_answer_changed() -> Iterator[Answers]:
    """Each of them with every answer in turn in the place of their own."""
    for somebody, item in product(SOMEBODY, SHIPPED.items):
        for code in item.options:
            yield person(somebody, **{item.link_id: code})


def every_count() -> Iterator[Answers]:
    """Every count that answers can give, each in many ways."""
    for chosen in product(
        SHIPPED.items_by_id["main-pain"].options,
        ("points", "none"),
        ("none", "groin", "groin pins-and-needles", "both-legs-walking", "groin both-legs-walking"),
        ("none", "sitting", "stairs car", "sitting getting-up stairs car"),
        ("fall-or-injury", "slowly"),
    ):
        keys = ("main_pain", "one_finger", "spread", "worse", "began")
        yield person(**dict(zip(keys, chosen, strict=True)))


def without_a_box() -> Iterator[tuple[str, Paper]]:
    """The paper without one of the boxes of a sign; without "not sure" wherever it is the same."""
    boxes = [
        (part.number, group.when, box)
        for part in PAPER.parts
        for group in part.groups
        for asked in group.questions
        for box in asked.boxes
    ]
    for number, when, box in boxes:
        name = f"part {number} without {box.question} {box.code}"
        everywhere = box.code == "not-sure"
        yield (
            name,
            replace(
                PAPER,
                parts=tuple(
                    replace(
                        part,
                        groups=tuple(
                            less(g, box) if everywhere or g.when == when else g for g in part.groups
                        ),
                    )
                    if everywhere or part.number == number
                    else part
                    for part in PAPER.parts
                ),
            ),
        )


def less(group: PaperSigns, lost: Box) -> PaperSigns:
    """A group without a box."""
    return replace(
        group,
        questions=tuple(
            replace(
                asked,
                boxes=tuple(
                    b for b in asked.boxes if (b.question, b.code) != (lost.question, lost.code)
                ),
            )
            for asked in group.questions
        ),
    )


def miscounted() -> Iterator[tuple[str, Paper]]:
    """The paper with a wrong weight, a moved row or a lost guard."""
    count = PAPER.count
    for mark in count.marks:
        for weight in (mark.weight - 1, mark.weight + 1):
            marks = tuple(replace(m, weight=weight) if m is mark else m for m in count.marks)
            yield f"{mark.text} {weight}", replace(PAPER, count=replace(count, marks=marks))
    for row in count.rows[1:]:
        for by in (-1, 1):
            rows = tuple(moved(other, row, by) for other in count.rows)
            yield f"row {row.label} {by:+}", replace(PAPER, count=replace(count, rows=rows))
    free = tuple(replace(row, requires=None) for row in count.rows)
    yield "no guard", replace(PAPER, count=replace(count, rows=free))
    yield (
        "everybody counts",
        replace(PAPER, count=replace(count, never=AnyOf.model_construct(any=()))),
    )
    for overlay in PAPER.overlays:
        for by in (-1, 1):
            late = replace(overlay, shows_from=overlay.shows_from + by)
            yield f"{overlay.title} {by:+}", replace(PAPER, overlays=(late,))


def moved(row: PaperRow, edge: PaperRow, by: int) -> PaperRow:
    """A row, where the edge below another has moved."""
    if row is edge:
        return replace(row, lowest=row.lowest + by)
    if row.highest == edge.lowest - 1:
        return replace(row, highest=row.highest + by)
    return row


@pytest.fixture(scope="module")
def known() -> list[tuple[Answers, Read]]:
    """What the app says of many answers, few of them alike."""
    some = [*one_answer_changed(), *every_count()]
    return [(answers, said) for answers in some if (said := by_the_app(answers))]


def test_nobody_of_them_reads_something_else(known: list[tuple[Answers, Read]]) -> None:
    assert len(known) > 1000
    assert [a for a, said in known if Pencil(PAPER, a).read() != said] == []


def test_a_slip_on_the_paper_is_seen(known: list[tuple[Answers, Read]]) -> None:
    slips = [*without_a_box(), *miscounted()]
    assert len(slips) > 90
    unseen = [
        name
        for name, paper in slips
        if all(Pencil(paper, answers).read() == said for answers, said in known)
    ]
    assert " | ".join(unseen) == ""
