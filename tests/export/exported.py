"""The file that is exported from the shipped content."""

from functools import cache

from app.config import read_settings
from app.content.model import Questionnaire
from app.export.one_file import Dress, one_file
from tests.questions import QUESTIONS

SETTINGS = read_settings({}, {"SECRET_KEY": "the-file-seals-nothing-1234567890"})


@cache
def exported() -> str:
    """The file, made once."""
    return exported_from(QUESTIONS)


def exported_from(questionnaire: Questionnaire) -> str:
    """The file of any content."""
    return one_file(questionnaire, Dress.of(SETTINGS), approved=False)
