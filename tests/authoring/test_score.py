"""Answers to the full assessment, with every reason."""

import json
from dataclasses import asdict
from pathlib import Path

from app.authoring.score import in_lines, score
from app.authoring.stories import read_stories
from app.content.load import load
from app.content.model import Questionnaire
from tests.web.tiny import TINY

VIGNETTES = Path(__file__).parent.parent.parent / "stories"
CONTENT = load(TINY)
UNSURE = "Signs: I\N{RIGHT SINGLE QUOTATION MARK}m not sure"


def test_every_part_of_the_assessment_is_there_with_its_reason() -> None:
    found = score(
        CONTENT,
        {
            "age": frozenset({"from-18"}),
            "pregnant": frozenset({"no"}),
            "waters": frozenset({"yes"}),
            "signs": frozenset({"not-sure"}),
            "place": frozenset({"buttock"}),
            "side": frozenset({"not-sure"}),
        },
    )
    assert found.level == "emergency"
    assert found.outcome.id == "emergency"
    assert found.path == (
        "Age: 18 or over",
        "Pregnant: No",
        UNSURE,
    )
    assert found.not_counted == ("waters", "place", "side")
    signs = {reason.id: (reason.found, reason.why) for reason in found.signs}
    assert signs == {
        "numbness": ("not sure", UNSURE),
        "broken-waters": ("not asked", ""),
        "fever": ("not sure", UNSURE),
    }
    assert found.points is None
    assert found.band.id == "none"


def test_points_overlays_notes_and_the_sheet_are_told() -> None:
    found = score(
        CONTENT,
        {
            "age": frozenset({"from-18"}),
            "pregnant": frozenset({"no"}),
            "signs": frozenset({"none"}),
            "place": frozenset({"buttock"}),
            "side": frozenset({"left"}),
        },
    )
    assert found.points == 3
    assert (found.outcome.id, found.outcome.why) == ("rest", "no other outcome fits")
    assert {r.id: r.found for r in found.features} == {
        "P1": "counts +2",
        "P2": "counts +1",
        "M1": "no",
    }
    assert (found.band.id, found.band.found) == ("many", "2 or more")
    overlay = found.overlays[0]
    assert (overlay.id, overlay.found) == ("flare", "shown")
    assert overlay.why == "gate open; 2 of 2, shown from 1"
    assert [r.id for r in found.notes] == ["joint"]
    assert [(r.id, r.why) for r in found.gp_questions] == [("cause", "all may ask")]
    text = "\n".join(in_lines(found))
    assert "Answers not counted, because their question is not asked:\n  none" in text
    assert json.loads(json.dumps(asdict(found)))["points"] == 3


def test_an_open_question_is_named_as_the_reason_for_no_outcome() -> None:
    found = score(CONTENT, {"age": frozenset({"from-18"})})
    assert (found.outcome.id, found.outcome.why) == ("none", "“Pregnant” has no answer")


def test_every_shipped_story_can_be_scored(questionnaire: Questionnaire) -> None:
    stories = read_stories(VIGNETTES / "brief.yaml", questionnaire)
    scores = [score(questionnaire, story.answers) for story in stories]
    assert {found.outcome.id for found in scores} >= {"several", "some", "few", "emergency"}
    assert all(reason.why for found in scores for reason in found.gp_questions)
    assert all(r.why for f in scores for r in f.signs if r.found in ("reported", "not sure"))
