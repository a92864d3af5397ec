"""Somebody whose sheet has much on it."""

from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.sheet.sheet import Sheet, make_sheet

CALM = {
    "age": "from-35-to-44",
    "pregnancy": "none",
    "nerves": "none",
    "legs": "none",
    "sudden": "none",
    "urgent-signs": "none",
    "health-history": "none",
    "main-pain": "below-belt-left",
    "one-finger": "points",
    "spread": "none",
    "worse": "sitting",
    "night-waking": "none",
    "better": "none",
    "duration": "over-3-months",
    "most-days": "most-days",
    "course": "same",
    "onset-age": "before-35",
    "began": "slowly",
    "history": "none",
    "tried": "physio nsaids",
    "helped": "physio",
    "effect": "sleep",
    "wish": "scan",
}


def answers(**changed: str) -> Answers:
    given = {**CALM, **{name.replace("_", "-"): codes for name, codes in changed.items()}}
    return {name: frozenset(codes.split()) for name, codes in given.items()}


def sheet_of(questionnaire: Questionnaire, **changed: str) -> Sheet:
    return make_sheet(questionnaire, assess(questionnaire, answers(**changed)))
