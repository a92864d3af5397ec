"""Misplaced texts: each file in ``misplaced_text/`` begins with what the check says about it."""

from pathlib import Path

import pytest

from app.authoring.lint.misplaced_text import misplaced_text
from app.authoring.lint.wording import wording
from app.content.load import loads
from app.content.model import Questionnaire
from app.content.source import read
from tests.content.sound import SOUND, completed

FILES = sorted(Path(__file__).with_name("misplaced_text").glob("*.yaml"))


def test_nothing_is_mixed_up_in_what_is_served_nor_in_the_sound_questionnaire(
    questionnaire: Questionnaire,
) -> None:
    assert list(misplaced_text(questionnaire)) == []
    assert list(misplaced_text(loads(SOUND.encode()))) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_text_that_looks_mixed_up_is_told_and_still_loads(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    raw = completed(text)
    comments = text.split("\n\n")[0].splitlines()
    problems = wording(read(raw), loads(raw))
    found = [problem.place_in(file.name) for problem in problems]
    assert found == [line.removeprefix("# ") for line in comments]
