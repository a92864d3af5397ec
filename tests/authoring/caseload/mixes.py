"""A small mix for the tiny content, in which a test changes what it is about."""

from pathlib import Path

from app.authoring.caseload.mix import Mix, read_mix

SMALL = """\
ages: {from-18: 1}
clusters: {1: 1}
signs:
  numb: {rate: [0, 0, 1], answers: {signs: numb}}
  fever: {rate: [0, 1, 1], answers: {signs: fever}}
not_sure: {rate: [0, 0, 0], pages: {signs: signs-again}}
second_questions: {}
what_if: []
"""


def mix_of(folder: Path, *changes: tuple[str, str]) -> Mix:
    """The small mix after some changes of its text, each of which must fit once."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = folder / "mix.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mix(file)
