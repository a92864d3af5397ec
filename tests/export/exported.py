"""The file that is exported from the shipped content."""

from datetime import date
from functools import cache
from unittest.mock import patch

from app.config import read_settings
from app.content.model import Questionnaire
from app.export.one_file import Dress, one_file
from tests.questions import QUESTIONS

SETTINGS = read_settings({}, {"SECRET_KEY": "the-file-seals-nothing-1234567890"})
LAST_DAY = date(2099, 12, 31)


@cache
def exported() -> str:
    """The file, made once."""
    return exported_from(QUESTIONS)


@cache
def exported_for_long() -> str:
    """The file with a review that is due on :data:`LAST_DAY`: a browser has the day of today."""
    with patch("app.export.one_file.last_day", return_value=LAST_DAY):
        return exported_from(QUESTIONS)


def exported_from(questionnaire: Questionnaire) -> str:
    """The file of any content."""
    return one_file(questionnaire, Dress.of(SETTINGS), approved=False)
