"""The engine of the exported file makes of all answers what the Python engine makes of them."""

from pathlib import Path

import pytest

from app.content.load import load
from tests.export.equal import (
    by_python,
    differences,
    outcomes_met,
    random_states,
    said_by,
    stories,
)
from tests.export.exported import exported_from
from tests.needs import ROOT, Kind
from tests.questions import QUESTIONS

pytestmark = pytest.mark.needs(Kind.npm)

FAULTS = {
    "an unanswered question is a no": (
        "return this.unanswered.has(condition.question) ? null : false;",
        "return false;",
    ),
    "not sure is a no": ("const unsure = given.has(notSure);", "const unsure = false;"),
    "not sure is printed as a yes": ("ticked.delete(notSure);", ""),
    "what was ticked at first counts twice": (
        "(item.asks_again && this.answers.get(item.asks_again)) || NOTHING",
        "NOTHING",
    ),
    "a sign is about everybody": (
        "if (sign.applies_when === null || given === false)",
        "if (true)",
    ),
    "more than the mark is needed": (
        "ticked.size >= condition.at_least",
        "ticked.size > condition.at_least",
    ),
    "a band begins a point later": ("b.from <= points", "b.from < points"),
    "an emergency ends nothing": ("if (end) {", "if (false) {"),
    "nothing is lifted in rank": (
        "evaluation.holds(question.lifted_when) ? 1 : 2",
        "false ? 1 : 2",
    ),
    "what is always kept can be cut": (
        "a.question.keep_always || a.question.never_cut",
        "a.question.keep_always",
    ),
    "the sheet has one question more": ("let room = cap -", "let room = 1 + cap -"),
    "a not sure about an overlay is a yes": (
        "const ticked = texts(true);",
        "const ticked = [...texts(true), ...texts(null)];",
    ),
    "the text is cut a letter early": ("const MOST = 2000;", "const MOST = 1999;"),
    "none of these names nothing": ("if (ofWhat && item.repeats", "if (false && item.repeats"),
}
"""Slips in the script, each of a line."""
FEW, OTHERS = slice(60), slice(60, None)
"""Most slips show in few states."""


@pytest.mark.long
def test_stories_and_people_come_to_the_same_in_the_file(file: Path) -> None:
    assert differences(file, stories()) == []


@pytest.mark.long
def test_random_states_come_to_the_same_in_the_file(file: Path) -> None:
    states = random_states(2026, 500)
    assert outcomes_met(states).keys() == {"none", *(o.id for o in QUESTIONS.outcomes)}
    assert differences(file, states) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["examples/knee/questions.yaml", "examples/neck/questions.yaml"])
def test_other_contents_come_to_the_same_in_their_files(tmp_path: Path, name: str) -> None:
    questionnaire = load(ROOT / name)
    file = tmp_path / "self-check.html"
    file.write_text(exported_from(questionnaire), encoding="utf-8")
    states = random_states(5, 150, questionnaire)
    assert differences(file, states, questionnaire) == []


@pytest.mark.long
def test_each_of_some_faults_in_the_script_is_found(file: Path, tmp_path: Path) -> None:
    states = [*random_states(7, 60), *stories()[::3]]
    expected = list(map(by_python, states))
    lines = [state.as_json() for state in states]
    script = file.read_text(encoding="utf-8")
    spoilt = tmp_path / "spoilt.html"
    missed = []
    for name, (good, bad) in FAULTS.items():
        assert script.count(good) == 1, name
        spoilt.write_text(script.replace(good, bad), encoding="utf-8")
        if all(said_by(spoilt, lines[some]) == expected[some] for some in (FEW, OTHERS)):
            missed.append(name)
    assert missed == []
