"""An answer looks only at the stops that it can bring about, and finds what all would have."""

from itertools import chain

import pytest

from app.config import QUESTIONS_FILE
from app.content.load import load
from app.engine.journey import follow
from tests.browser.states import stories

pytestmark = pytest.mark.long

QUESTIONS = load(QUESTIONS_FILE)
LOOKING_AT_ALL = QUESTIONS.model_copy()
for stops in ("stops", "first_stops"):
    vars(LOOKING_AT_ALL)[stops] = dict.fromkeys(QUESTIONS.stops, QUESTIONS.all_stops)


def test_every_story_and_every_beginning_of_it_stops_where_all_stops_are_looked_at() -> None:
    ends = set()
    for answers in (story.answers for story in stories()):
        alone = ({name: chosen} for name, chosen in answers.items())
        begun = (dict(list(answers.items())[:length]) for length in range(0, len(answers) + 1, 3))
        for some in chain(begun, alone):
            journey, other = follow(QUESTIONS, some), follow(LOOKING_AT_ALL, some)
            assert journey.answers == other.answers
            assert journey.unanswered == other.unanswered
            assert journey.ended_by is other.ended_by
            ends.add(journey.ended_by.id if journey.ended_by else None)
    assert ends == {None, *(outcome.id for _, outcome in QUESTIONS.all_stops)}


def test_an_answer_looks_at_fewer_stops_than_there_are() -> None:
    assert all(len(stops) < len(QUESTIONS.all_stops) for stops in QUESTIONS.stops.values())
