"""Where a content sends the people of a mix, and which signs decide that."""

from pathlib import Path

import pytest

from app.authoring.caseload.figures import (
    ASSUMED,
    Caseload,
    caseload_of,
    in_lines,
    moved,
    proportion,
)
from app.authoring.caseload.mix import read_mix
from app.config import CASELOAD_FILE
from app.content.conditions import Level
from app.content.load import load
from app.content.model import Questionnaire
from tests.authoring.caseload.mixes import mix_of
from tests.web.tiny import TINY

CONTENT = load(TINY)


def of_100(found: Caseload, setting: str) -> dict[str, float]:
    return {line: round(of.of_100, 1) for line, of in found.settings[setting].items()}


@pytest.mark.parametrize(
    ("count", "people", "text"),
    [
        # Newcombe, Stat Med 1998;17:857, table I, method 3
        (81, 263, "30.8 (25.5 to 36.6)"),
        (15, 148, "10.1 (6.2 to 16.0)"),
        (0, 20, "0.0 (0.0 to 16.1)"),
        (1, 29, "3.4 (0.6 to 17.2)"),
        (20, 20, "100.0 (83.9 to 100.0)"),
    ],
)
def test_an_interval_is_that_of_wilson(count: int, people: int, text: str) -> None:
    assert str(proportion(count, people)) == text


def test_each_setting_has_its_own_levels(tmp_path: Path) -> None:
    found = caseload_of(mix_of(tmp_path), CONTENT, 20)
    nobody = {"emergency": 0, "maternity": 0, "urgent": 0, "calm": 0, "together": 0}
    assert of_100(found, "low") == {**nobody, "calm": 100}
    assert of_100(found, "middle") == {**nobody, "urgent": 100, "together": 100}
    assert of_100(found, "high") == {**nobody, "emergency": 100, "together": 100}


def test_a_sign_decides_alone_where_without_it_the_level_is_lower(tmp_path: Path) -> None:
    assert caseload_of(mix_of(tmp_path), CONTENT, 20).alone == {"fever": {"urgent": 100.0}}
    numb = ("numb: {rate: [0, 0, 1]", "numb: {rate: [0, 1, 1]")
    assert caseload_of(mix_of(tmp_path, numb), CONTENT, 20).alone == {"numb": {"emergency": 100.0}}
    twice = ("  fever:", "  chill: {rate: [0, 1, 1], answers: {signs: fever}}\n  fever:")
    assert caseload_of(mix_of(tmp_path, twice), CONTENT, 20).alone == {}


def test_who_goes_to_another_level_is_counted_in_the_middle_setting(tmp_path: Path) -> None:
    half = mix_of(tmp_path, ("fever: {rate: [0, 1, 1]", "fever: {rate: [0, 0.5, 1]"))
    fever = CONTENT.warning_signs_by_id["fever"]
    higher = fever.model_copy(update={"level": Level.maternity})
    signs = tuple(higher if sign is fever else sign for sign in CONTENT.warning_signs)
    other = CONTENT.model_copy(update={"warning_signs": signs})
    found = moved(half, CONTENT, other, 400)
    assert list(found) == [("urgent", "maternity")]
    assert 45 < found["urgent", "maternity"] < 55
    assert found == moved(half, CONTENT, other, 400)
    assert list(moved(half, other, CONTENT, 400)) == [("maternity", "urgent")]


def test_signs_that_decide_for_most_people_come_first(tmp_path: Path) -> None:
    rare = ("fever: {rate: [0, 1, 1]", "fever: {rate: [0, 0.1, 1]")
    often = ("numb: {rate: [0, 0, 1]", "numb: {rate: [0, 0.5, 1]")
    found = caseload_of(mix_of(tmp_path, rare, often), CONTENT, 400)
    assert list(found.alone) == ["numb", "fever"]
    assert found.alone["numb"]["emergency"] > found.alone["fever"]["urgent"]


def test_a_narrower_reading_takes_away_what_its_sign_alone_gives(tmp_path: Path) -> None:
    fever = "{text: No fever, sign: fever, share: 1, counts_as: none}"
    half = "{text: Half of the numb, sign: numb, share: 0.5, counts_as: urgent}"
    readings = ("what_if: []", f"what_if: [{fever}, {half}]")
    numb = ("numb: {rate: [0, 0, 1]", "numb: {rate: [0, 0.5, 1]")
    found = caseload_of(mix_of(tmp_path, readings, numb), CONTENT, 400)
    without_fever = found.what_if["No fever"]
    assert without_fever["emergency"] == found.settings["middle"]["emergency"]
    assert without_fever["calm"].of_100 == 100 - without_fever["emergency"].of_100
    narrower = found.what_if["Half of the numb"]
    assert narrower["emergency"].of_100 == pytest.approx(25, abs=6)
    assert narrower["together"].of_100 == 100
    no_fever = ("fever: {rate: [0, 1, 1]", "fever: {rate: [0, 0, 1]")
    alone = caseload_of(mix_of(tmp_path, readings, numb, no_fever), CONTENT, 400)
    numb_or_not = alone.what_if["Half of the numb"]
    assert numb_or_not["emergency"].of_100 + numb_or_not["urgent"].of_100 == pytest.approx(
        50, abs=6
    )
    assert numb_or_not["urgent"].of_100 > 15


def test_a_narrower_reading_makes_nobody_more_urgent(tmp_path: Path) -> None:
    reading = ("what_if: []", "what_if: [{text: A, sign: fever, share: 1, counts_as: urgent}]")
    harmless = ("answers: {signs: fever}", "answers: {place: buttock}")
    found = caseload_of(mix_of(tmp_path, reading, harmless), CONTENT, 10)
    assert found.what_if["A"]["calm"].of_100 == 100


@pytest.mark.long
def test_the_shipped_content_is_asked_about_every_sign_and_is_most_urgent_where_most_is_ticked(
    questionnaire: Questionnaire,
) -> None:
    found = caseload_of(read_mix(CASELOAD_FILE), questionnaire, 300)
    assert found.not_asked == ()
    together = [setting["together"].of_100 for setting in found.settings.values()]
    assert together == sorted(set(together))
    assert len(found.alone) > 8


def test_the_lines_begin_with_what_is_assumed_and_end_with_what_was_passed_over(
    tmp_path: Path,
) -> None:
    mix = mix_of(tmp_path, ("answers: {signs: numb}", "answers: {legs: weak}"))
    one, other = (caseload_of(mix, CONTENT, 1_500, name=name) for name in ("new", "old"))
    lines = list(in_lines("mix.yaml", 1, [one, other]))
    rows = [line.split() for line in lines]
    assert lines[0] == f"mix.yaml: {ASSUMED}"
    assert "assumed, not measured" in lines[0]
    assert lines[1].startswith("1,500 people without serious disease, seed 1.")
    assert rows.count(["emergency", *["0.0", "(0.0", "to", "0.3)"] * 3]) == 2
    assert ["fever", "100.0", "urgent", "100.0", "urgent"] in rows
    assert "Answers of the mix that old does not have, passed over: 1 (legs: weak)." in lines
    assert lines[-1] == "Signs that it has no answer for: numb."
