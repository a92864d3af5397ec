"""The slips are made, each layer stops what it is there for, and a survivor is named.

``make mutants`` judges every slip of the shipped content. Here they are slips in a small one.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.authoring.stories import FOLDER
from app.config import QUESTIONS_FILE
from app.content.pictures import ReadPicture
from app.content.source import read
from tests.mutants import run
from tests.mutants.making import OPERATORS, Slip, slips
from tests.mutants.run import CRASH, NO_EFFECT, NOTHING, SAME, Verdict, falls_short, judge, table
from tests.web.tiny import TINY


def name_of(slip: Slip) -> str:
    return f"{slip.operator}: {slip.place}"


SERVED = slips(QUESTIONS_FILE)
SMALL = {name_of(slip): slip for slip in slips(TINY)}
UNTOUCHED = Slip("none", "nowhere", True, True, read(TINY.read_bytes()).data)


def test_every_operator_makes_slips_and_no_two_have_one_name() -> None:
    assert {slip.operator for slip in SERVED} == OPERATORS.keys()
    assert max(Counter((slip.operator, slip.place) for slip in SERVED).values()) == 1
    assert sum(slip.touches_a_sign for slip in SERVED) > 1000
    assert all(slip.raw != UNTOUCHED.raw for slip in SMALL.values())


@pytest.mark.parametrize(
    ("touches", "name"),
    [
        (True, "1 less: warning_signs[broken-waters].level"),
        (True, "entry lost: items[pregnant].answer_option[not-sure].counts_as[yes]"),
        (True, "key lost: items[waters].enable_when"),
        (False, "1 more: features[P1].item_weight"),
        (False, "entry lost: items[side].answer_option[left]"),
    ],
)
def test_a_slip_says_whether_it_touches_a_warning_sign(touches: bool, name: str) -> None:
    assert SMALL[name].touches_a_sign is touches


@pytest.mark.long
def test_every_condition_that_is_gone_is_told_where_it_is_named() -> None:
    gone = [s for s in SERVED if re.fullmatch(r"entry lost: conditions\[[\w-]+\]", name_of(s))]
    assert len(gone) > 15
    reasons = [judge(QUESTIONS_FILE, slip, []).reason for slip in gone]
    assert [reason for reason in reasons if "there is no" not in reason] == []


@pytest.mark.long
def test_the_check_stops_texts_that_stand_with_the_wrong_answer() -> None:
    texts = [s for s in SERVED if s.operator == "exchanged" and s.place.endswith("].text")]
    reasons = [judge(QUESTIONS_FILE, slip, ["check"]).reason for slip in texts[:4]]
    assert any("looks exchanged" in reason for reason in reasons)


@pytest.mark.long
def test_the_check_knows_a_condition_from_the_one_that_is_not_sure_of_it() -> None:
    place = "conditions[accident-ticked].text and conditions[accident-not-sure].text"
    (slip,) = [s for s in SERVED if s.place == place]
    assert "looks exchanged" in judge(QUESTIONS_FILE, slip, ["check"]).reason


@pytest.mark.parametrize(
    ("layer", "name", "reason"),
    [
        ("load", "key lost: items[signs].answer_option[none].exclusive", "needs one such as"),
        ("stories", "other name: items[waters].enable_when.chosen[yes]", "level: BELOW maternity"),
        ("prove", "other name: items[waters].enable_when.chosen[yes]", "P6: "),
        ("compare", "entry lost: items[pregnant].answer_option[not-sure]", "becomes “none”"),
    ],
)
def test_a_layer_alone_stops_a_slip(layer: str, name: str, reason: str, tmp_path: Path) -> None:
    story = "answers: {age: from-18, pregnant: 'yes', waters: 'yes'}\nexpect: {level: maternity}\n"
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "waters.yaml").write_text(story, encoding="utf-8")
    file = tmp_path / TINY.name
    file.write_bytes(TINY.read_bytes())
    verdict = judge(file, SMALL[name], {layer} & run.LAYERS.keys())
    assert verdict.stopped_by == layer
    assert reason in verdict.reason


def test_a_layer_that_falls_over_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge(TINY, UNTOUCHED).stopped_by == SAME
    monkeypatch.setattr(run, "pictures_beside", dict[Path, ReadPicture]().__getitem__)
    verdict = judge(TINY, UNTOUCHED)
    assert (verdict.stopped_by, verdict.reason[:9], verdict.survives) == (CRASH, "KeyError:", True)


def test_a_rule_of_a_sign_without_effect_is_told_from_one_that_is_missed() -> None:
    fever = "{question: signs, chosen: [fever]}"
    twice = TINY.read_text(encoding="utf-8").replace(fever, f"{{any: [{fever}]}}").encode()
    assert judge(TINY, replace(UNTOUCHED, data=read(twice).data), []).stopped_by == NO_EFFECT
    assert (
        judge(TINY, SMALL["negated: warning_signs[broken-waters].applies_when"], []).stopped_by
        == NOTHING
    )


def verdicts(stopped: int, *others: str, touches_a_sign: bool = False) -> list[Verdict]:
    by = ("check",) * stopped + others
    return [Verdict("negated", f"never[{layer}]", touches_a_sign, layer, "") for layer in by]


@pytest.mark.parametrize(
    ("found", "short"),
    [
        (verdicts(197, *[NOTHING] * 3), False),
        (verdicts(196, *[NOTHING] * 4), True),
        (verdicts(1, *[SAME, NO_EFFECT] * 4), False),
        (verdicts(199, NOTHING, touches_a_sign=True), True),
        (verdicts(199, CRASH, touches_a_sign=True), True),
    ],
)
def test_a_survivor_of_a_sign_or_too_many_others_fall_short(
    found: list[Verdict], short: bool
) -> None:
    assert falls_short(found) is short


def test_the_table_counts_and_names_every_survivor() -> None:
    lines = list(table([*verdicts(2, NOTHING, SAME), *verdicts(0, CRASH, touches_a_sign=True)]))
    (row,) = (line for line in lines if line.startswith("all "))
    assert row.split() == ["all", "5", "-", "2", "-", "-", "-", "1", "1", "1", "-"]
    assert "nothing: negated: never[nothing]" in lines
    assert "crash: TOUCHES A WARNING SIGN: negated: never[crash]" in lines
    assert lines[-1] == "Stopped of all: 50.00% (98.5% needed)."
