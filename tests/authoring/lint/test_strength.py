"""No text of a sign is stronger than what was asked."""

import pytest

from app.authoring.lint.strength import added_strength
from app.config import QUESTIONS_FILE
from app.content.model import Questionnaire
from tests.authoring.edits import edited

SHIPPED = QUESTIONS_FILE.read_text(encoding="utf-8")


def test_nothing_that_is_served_is_stronger_than_its_question(questionnaire: Questionnaire) -> None:
    assert list(added_strength(questionnaire)) == []


@pytest.mark.parametrize(
    ("said", "stronger", "word"),
    [
        ("card: you have chest pain", "card: you have bad chest pain", "bad"),
        ("text: cannot pee\n", "text: suddenly cannot pee\n", "suddenly"),
        ("short: cannot pee\n", "short: cannot pee for 6 hours\n", "6 hours"),
        ("short: cannot pee\n", "short: cannot pee for 48h\n", "48h"),
        ("short: fall or knock\n", "short: heavy fall or knock\n", "heavy"),
        ("last 4 weeks, and it hurts to pee", "last 2 weeks, and it hurts to pee", "2 weeks"),
    ],
)
def test_a_text_that_is_stronger_is_told(said: str, stronger: str, word: str) -> None:
    found = list(added_strength(edited(SHIPPED, (said, stronger))))
    assert {fault.split(",")[0] for _, fault in found} == {f"says “{word}”"}
