"""Somebody with a pencil comes to what the app says.

``read`` does what is printed and nothing else: it knows the paper and somebody's answers, and never
sees the content that the paper was made from.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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

from app.findings import Answers
from app.paper import Mark, Paper, PaperCount, make_paper
from app.rules import assess
from tests.browser.states import stories
from tests.test_questions_yaml import complete_answers

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


def by_the_app(answers: Answers) -> Read:
    """What the app says of the same answers."""
    found = assess(SHIPPED, answers)
    assert found.outcome is not None
    every = (*found.gp_questions, *found.gp_questions_cut)
    return Read(
        found.outcome.id,
        found.level,
        found.band.id if found.band else None,
        frozenset(overlay.overlay.id for overlay in found.shown_overlays),
        frozenset(text for asked in every for text in (asked.question.id, *asked.follow_ups)),
        frozenset(note.text for note in found.notes),
    )


@settings(max_examples=4000)
@given(complete_answers())
def test_a_pencil_comes_to_what_the_app_says(answers: Answers) -> None:
    assert Pencil(PAPER, answers).read() == by_the_app(answers)


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_the_patients_of_the_stories_come_to_it_too(story: Story) -> None:
    if assess(SHIPPED, story.answers).outcome is not None:
        assert Pencil(PAPER, story.answers).read() == by_the_app(story.answers)
