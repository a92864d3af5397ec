"""How long a self-check takes: for those who are asked only what all are, and for every detail."""

import pytest

from app.content.minutes import minutes_of
from tests.engine.tiny import tiny

MORE = """
items:
  - link_id: more
    section: {kind}
    text: {words}
    {only}
    not_sure_policy: Everybody knows it.
    answer_option: ["yes", "no"]
"""
SOME = "enable_when: {question: age, chosen: [old]}"


@pytest.mark.parametrize(
    ("kind", "only", "longer"),
    [("gate", "", (1, 1)), ("gate", SOME, (0, 0)), ("detail", SOME, (0, 1))],
)
def test_a_detail_counts_for_some_and_what_all_are_asked_for_everybody(
    kind: str, only: str, longer: tuple[int, int]
) -> None:
    least, most = minutes_of(tiny())
    long = tiny(MORE.format(kind=kind, only=only, words="word " * 150 + "?"))
    assert minutes_of(long) == (least + longer[0], most + longer[1])
