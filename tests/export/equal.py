"""Compares the engine of the exported file with the Python engine, state by state.

``python -m tests.export.equal`` takes 100,000 random states, every story, and the witnesses and
counter-examples of the prover. The tests take some of them.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.content.approvals import DRAFT_NOTICE
from app.content.model import Questionnaire
from app.engine.assess import AskedQuestion, Assessment, assess
from app.engine.choice import Choice
from app.engine.evaluate import Answers
from app.sheet.room import room_of
from app.sheet.sheet import Sheet, make_sheet
from app.sheet.text import sheet_text
from tests.authoring.prove.states import states_of
from tests.export.exported import exported
from tests.export.proved import found_by_prover
from tests.needs import NODE
from tests.people import PEOPLE, STORIES
from tests.questions import QUESTIONS

ENGINE = Path(__file__).with_name("engine.js")
MADE = "Made on 1 June 2026 at 12:00 BST."
STARTS = [*PEOPLE.values(), *(story.answers for story in STORIES)]
CHUNK = 2_500
CHUNKS = 40


@dataclass(frozen=True)
class State:
    """Somebody's answers, and their choice of questions for the sheet."""

    answers: Answers
    choice: Choice | None = None

    def as_json(self) -> str:
        """A line for the engine of the file."""
        choice = self.choice
        return json.dumps(
            {
                "answers": {name: sorted(codes) for name, codes in self.answers.items()},
                "choice": choice and {"dropped": [*choice.dropped], "first": [*choice.first]},
                "made": MADE,
                "notice": DRAFT_NOTICE,
            }
        )


def random_states(seed: int, number: int, questionnaire: Questionnaire = QUESTIONS) -> list[State]:
    """States that are partial, wild and calm; every third has chosen its questions."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    starts = STARTS if questionnaire is QUESTIONS else ()
    return [
        State(answers, _choice(draw, questionnaire) if draw.random() < 0.3 else None)
        for answers in states_of(questionnaire, seed, number, starts)
    ]


def _choice(draw: random.Random, questionnaire: Questionnaire) -> Choice:
    ids = [question.id for question in questionnaire.gp_questions]
    return Choice(
        frozenset(draw.sample(ids, draw.randrange(len(ids) + 1))),
        frozenset(draw.sample(ids, min(len(ids), draw.randrange(5)))),
    )


def by_python(state: State, questionnaire: Questionnaire = QUESTIONS) -> dict[str, object]:
    """All that the Python engine makes of a state, as data."""
    found = assess(questionnaire, state.answers)
    facts = dict(_facts(found))
    if found.outcome and found.outcome.sheet_title:
        sheet = make_sheet(questionnaire, found, state.choice)
        facts["sheet"] = _sheet(sheet)
        facts["room"] = asdict(room_of(sheet))
        facts["room_large"] = asdict(room_of(sheet, large=True))
        facts["text"] = sheet_text(sheet, MADE, DRAFT_NOTICE)
    return dict(json.loads(json.dumps(facts)))


def _facts(found: Assessment) -> Iterator[tuple[str, object]]:
    journey = found.journey
    yield "path", [item.link_id for item in journey.path]
    yield "open", journey.open.link_id if journey.open else None
    yield "unanswered", sorted(journey.unanswered)
    yield "ended_by", journey.ended_by.id if journey.ended_by else None
    yield "level", found.level
    yield "signs", [(one.sign.id, one.status.value, one.counts) for one in found.signs]
    yield "features", [(one.feature.id, one.holds) for one in found.features]
    yield "outcome", found.outcome.id if found.outcome else None
    yield "band", found.band.id if found.band else None
    yield "points", found.points
    yield (
        "overlays",
        [
            (o.overlay.id, o.gate, o.gate_as_given, [t for _, t in o.criteria], o.shows, o.leads)
            for o in found.overlays
        ],
    )
    yield "notes", [note.id for note in found.notes]
    yield "gp_questions", list(map(_asked, found.gp_questions))
    yield "gp_questions_cut", list(map(_asked, found.gp_questions_cut))


def _asked(asked: AskedQuestion) -> tuple[object, ...]:
    because = asked.because
    return asked.question.id, because and asdict(because), asked.follow_ups


def _sheet(sheet: Sheet) -> dict[str, object]:
    cards = [{**asdict(card), "lists_signs": card.lists_signs} for card in sheet.cards]
    return {**asdict(sheet), "cards": cards}


def said_by(file: Path, lines: Iterable[str]) -> list[Any]:
    """What the script in a file says to some lines; it fails where the script does."""
    ran = subprocess.run(  # noqa: S603 - a script of ours
        [NODE, ENGINE, file], input="\n".join(lines), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def differences(
    file: Path, states: Sequence[State], questionnaire: Questionnaire = QUESTIONS
) -> list[str]:
    """Where the two differ, a line for each state and fact."""
    said = said_by(file, (state.as_json() for state in states))
    expected = [by_python(state, questionnaire) for state in states]
    return [
        f"{key}: {_short(python.get(key))} by Python, {_short(script.get(key))} by the file; "
        f"{state.as_json()}"
        for state, python, script in zip(states, expected, said, strict=True)
        for key in python.keys() | script.keys()
        if python.get(key, "none") != script.get(key, "none")
    ]


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:300]


def stories() -> list[State]:
    """Every person and story of the vignettes."""
    return [State(answers) for answers in STARTS]


def outcomes_met(states: Iterable[State]) -> Mapping[str, int]:
    """How many of some states come to each outcome: a comparison that meets few proves little."""
    met: dict[str, int] = {}
    for state in states:
        outcome = assess(QUESTIONS, state.answers).outcome
        name = outcome.id if outcome else "none"
        met[name] = met.get(name, 0) + 1
    return met


def _chunk(place: tuple[Path, int]) -> list[str]:
    file, seed = place
    return differences(file, random_states(seed, CHUNK))


def main() -> int:
    """Say where they differ."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "self-check.html"
        file.write_text(exported(), encoding="utf-8")
        told = stories()
        proof = [State(answers) for answers in found_by_prover(QUESTIONS)]
        found = differences(file, told) + differences(file, proof)
        with ProcessPoolExecutor(2) as workers:
            for some in workers.map(_chunk, [(file, seed) for seed in range(CHUNKS)]):
                found += some
    sys.stdout.write("".join(f"{line}\n" for line in found[:20]))
    sys.stdout.write(
        f"{len(told)} stories and people, {len(proof)} answers that the prover found, "
        f"{CHUNK * CHUNKS:,} random states: {len(found)} differences.\n"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
