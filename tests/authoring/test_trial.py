"""An author's slips, each told by ``make check``: by the loader, the wording, the stories, or by
who is told something else than before.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.authoring.compare.changes import Direction, compare
from app.authoring.lint.wording import wording
from app.authoring.stories import FOLDER, gaps_of, read_folder, shortfalls_of
from app.config import ROOT
from app.content.load import load, loads
from app.content.model import Questionnaire
from app.content.pictures import pictures_beside
from app.content.problems import ContentError
from app.content.source import read

KNEE = ROOT / "examples" / "knee" / "questions.yaml"
SLIPS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("trial.yaml").read_bytes(), yaml.CSafeLoader
)
UNSEEN: set[str] = {"a number that disagrees with the answer"}
"""Not told. None of them is dangerous."""


def slipped(slip: dict[str, Any]) -> bytes:
    """The content with a slip in it."""
    text = KNEE.read_text(encoding="utf-8")
    if "cut" in slip:
        return text.partition(slip["cut"])[0].encode()
    for old, new in [(slip["old"], slip["new"]), *slip.get("also", ())]:
        count = text.count(old)
        assert count == 1 or (count and slip.get("first")), (slip["name"], count)
        text = text.replace(old, new, 1)
    return text.encode()


@cache
def original() -> Questionnaire:
    """The content before."""
    return load(KNEE)


def told(raw: bytes) -> str | None:
    """What ``make check`` says of it first."""
    try:
        content = loads(raw, read_picture=pictures_beside(KNEE.parent))
    except ContentError as error:
        return f"load: {error.problems[0].message}"
    if found := wording(read(raw), content):
        return f"wording: {found[0].message}"
    folder = KNEE.parent / FOLDER
    try:
        gaps = gaps_of(folder, content)
        stories = () if gaps else read_folder(folder, content)
    except ContentError as error:
        return f"stories: {error.problems[0].message}"
    wrong = [*gaps, *(line for story in stories for line in shortfalls_of(story, content))]
    if wrong:
        return f"stories: {wrong[0]}"
    bad = (Direction.less, Direction.judge)
    changes = [c.text for c in compare(original(), content) if c.direction in bad]
    return f"compare: {changes[0]}" if changes else None


@pytest.mark.long
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["name"].replace(" ", "-"))
def test_a_slip_is_told(slip: dict[str, Any]) -> None:
    raw = slipped(slip)
    assert raw != KNEE.read_bytes()
    found = told(raw)
    if slip["name"] in UNSEEN:
        assert found is None
        assert not slip.get("dangerous")
    else:
        assert found is not None
        assert slip.get("says", "") in found


def test_there_are_as_many_as_in_the_trial_and_98_of_them_are_told() -> None:
    names = [slip["name"] for slip in SLIPS]
    assert len(set(names)) == len(names) >= 102
    assert sum(bool(slip.get("dangerous")) for slip in SLIPS) >= 41
    assert len(UNSEEN) <= len(SLIPS) - 98
