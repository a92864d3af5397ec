"""Somebody whose sheet has much on it."""

from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.sheet.sheet import Sheet, make_sheet
from tests.people import person

MUCH = person(
    main_pain="below-belt-left",
    one_finger="points",
    worse="sitting",
    duration="over-3-months",
    onset_age="before-35",
    tried="physio nsaids",
    helped="physio",
    effect="sleep",
    wish="scan",
)


def answers(**changed: str) -> Answers:
    return person(MUCH, **changed)


def sheet_of(questionnaire: Questionnaire, **changed: str) -> Sheet:
    return make_sheet(questionnaire, assess(questionnaire, answers(**changed)))
