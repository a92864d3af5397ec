"""Content after edits, also after those that the check would refuse before a proof sees them."""

from app.config import QUESTIONS_FILE
from app.content.asked_again import with_answers
from app.content.model import Questionnaire
from app.content.source import read

SHIPPED = QUESTIONS_FILE.read_text(encoding="utf-8")


def edited(text: str, *edits: tuple[str, str]) -> Questionnaire:
    """The content of a text in which each ``old`` stands once and was replaced."""
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    document = read(text.encode())
    assert document.problems == []
    return Questionnaire.model_validate(with_answers(document.data))
