"""Seeded faults: enough of them, of every kind, and nobody survives who is not listed.

The proofs are left to ``make mutants``, which judges every mutant; here a slice is judged.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.authoring import kills
from app.authoring.kills import CRASH, NOBODY, SAME, Run, Verdict, judge, read_survivors, run
from app.authoring.mutants import OPERATORS, Mutant, mutants
from app.config import QUESTIONS_FILE, ROOT
from app.content.load import loads
from app.content.problems import ContentError
from app.content.source import read

TEXT = QUESTIONS_FILE.read_text(encoding="utf-8")
DIGEST = loads(TEXT.encode()).digest
STORIES = ROOT / "tests" / "vignettes"
KNOWN = read_survivors(ROOT / "docs" / "safety" / "survivors.yaml")
ALL = {mutant.id: mutant for mutant in mutants(TEXT)}
SLICE = [mutant for mutant in ALL.values() if mutant.warns][::80]
UNTOUCHED = Mutant("nothing", "nothing", warns=False, change="nothing", content=TEXT)


def test_there_are_at_least_500_mutants_and_every_operator_makes_some() -> None:
    made = Counter(mutant.operator for mutant in ALL.values())
    assert len(ALL) >= kills.LEAST_MUTANTS
    assert made.keys() == OPERATORS.keys()
    assert sum(mutant.warns for mutant in ALL.values()) >= kills.LEAST_MUTANTS


def test_no_mutant_is_the_content_itself() -> None:
    data = read(TEXT.encode()).data
    assert [mutant.id for mutant in ALL.values() if mutant.content in (data, TEXT)] == []


def test_what_means_the_same_is_no_fault() -> None:
    reflowed = replace(UNTOUCHED, content=read(TEXT.encode()).data)
    assert judge(reflowed, DIGEST, STORIES).stopped_by == SAME


@pytest.mark.parametrize(
    ("name", "warns"),
    [
        ("lower level warning_signs[numb-saddle].level", True),
        ("drop exclusive items[nerves].answer_option[none].exclusive", True),
        ("delete rule never[cancer-is-never-calm]", True),
        ("delete condition conditions[weaker-bones].when.any[1]", True),
        ("drop code conditions[may-have-lasted-over-3-months].when.chosen[not-sure]", False),
        ("drop keep_always gp_questions[safety-net].keep_always", True),
        ("drop option items[began].answer_option[fall-or-injury]", True),
        ("drop option items[began].answer_option[slowly]", False),
        ("threshold+1 score.bands[some].from", False),
        ("swap order items[nerves] and items[sudden]", True),
        ("swap order items[worse] and items[better]", False),
    ],
)
def test_a_mutant_says_whether_it_touches_a_warning_sign(name: str, warns: bool) -> None:
    assert ALL[name].warns is warns


@pytest.mark.parametrize("mutant", SLICE, ids=lambda mutant: mutant.id)
def test_a_fault_that_touches_a_warning_sign_is_stopped(mutant: Mutant) -> None:
    quick = judge(mutant, DIGEST, STORIES, with_proof=False)
    verdict = quick if quick.stopped_by != NOBODY else judge(mutant, DIGEST, STORIES)
    assert not verdict.survives, (verdict.change, verdict.reason)


def test_every_known_survivor_is_a_mutant_that_touches_no_warning_sign() -> None:
    assert KNOWN.keys() <= ALL.keys()
    assert [name for name in KNOWN if ALL[name].warns] == []


def test_a_known_survivor_is_stopped_neither_by_the_check_nor_by_a_story() -> None:
    some = list(KNOWN)[::12]
    found = [judge(ALL[name], DIGEST, STORIES, with_proof=False) for name in some]
    assert {verdict.id: verdict.stopped_by for verdict in found} == dict.fromkeys(some, NOBODY)


def test_what_no_story_tells_is_stopped_by_a_proof(tmp_path: Path) -> None:
    verdict = judge(ALL["any for all conditions[surgery-may-come-up].when"], DIGEST, tmp_path)
    assert verdict.stopped_by == "proof"
    assert verdict.reason.startswith("never: rule “the questions on surgery never come up")


def test_a_tool_that_falls_over_has_stopped_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def falls_over(_: bytes) -> None:
        raise KeyError("age")

    monkeypatch.setattr(kills, "loads", falls_over)
    verdict = judge(UNTOUCHED, DIGEST, STORIES)
    assert (verdict.stopped_by, verdict.reason) == (CRASH, "KeyError: 'age'")
    assert verdict.survives


@pytest.mark.long
def test_some_mutants_are_judged_on_two_processors_with_progress() -> None:
    names = [
        "lower level warning_signs[numb-saddle].level",
        "drop also_when warning_signs[cannot-stand].also_when",
    ]
    told: list[str] = []
    found = run(TEXT, STORIES, told.append, only=lambda mutant: mutant.id in names)
    assert {v.id: v.survives for v in found.verdicts} == dict.fromkeys(names, False)
    assert found.digest == DIGEST
    assert told[-1].startswith("2 of 2 mutants, 0 not stopped, ")


# --- what falls short -----------------------------------------------------------------------------


def verdict(name: str, stopped_by: str, *, warns: bool = False) -> Verdict:
    return Verdict(name, "delete rule", warns, f"{name} is deleted", stopped_by, "why")


def ended(*verdicts: Verdict) -> Run:
    """A run in which so many others were stopped that it would be good."""
    stopped = (verdict(f"stopped {i}", "check") for i in range(kills.LEAST_MUTANTS))
    return Run((*stopped, *verdicts), 1.0, "digest")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (ended(), ()),
        (ended(verdict("a", NOBODY)), ("a: nobody stops it, and it is no known survivor.",)),
        (ended(verdict("known", NOBODY)), ()),
        (
            ended(verdict("known", "story")),
            ("known: is a known survivor, and is stopped (story). Take it off the list.",),
        ),
        (
            ended(verdict("known", NOBODY, warns=True)),
            ("known: touches a warning sign, and nobody stops it.",),
        ),
        (ended(verdict("known", CRASH)), ("known: a tool fell over: why",)),
        (
            Run((verdict("a", "check"), verdict("b", SAME)), 1.0, "digest"),
            ("only 1 faults were made; at least 500 are needed.",),
        ),
        (
            ended(*(verdict("known", NOBODY) for _ in range(50))),
            ("only 90.9% of the faults are stopped; at least 95% are needed.",),
        ),
    ],
)
def test_what_falls_short_is_said(found: Run, said: tuple[str, ...]) -> None:
    known = {"known": "It decides nothing."} if any(v.id == "known" for v in found.verdicts) else {}
    assert kills.shortfalls(found, known) == said


def test_a_known_survivor_that_is_made_no_more_is_said() -> None:
    said = "gone: is a known survivor, and no such mutant is made. Take it off the list."
    assert kills.shortfalls(ended(), {"gone": "It was so."}) == (said,)


def test_the_table_counts_by_operator_and_names_the_survivors() -> None:
    found = ended(verdict("a", "story", warns=True), verdict("known", NOBODY), verdict("b", SAME))
    lines = list(kills.told(found, {"known": "It decides nothing."}))
    assert lines[0].split() == ["operator", "made", "check", "story", "proof", "left", "same"]
    assert lines[1].split() == ["delete", "rule", "503", "500", "1", "-", "1", "1"]
    assert "not stopped: known: known is deleted. It decides nothing." in lines
    assert lines[-1] == (
        "99.8% of 502 faults are stopped, 100.0% of those that touch a warning sign, in 1 s."
    )


@pytest.mark.parametrize(
    "text", ["- id: a\n", "- {id: a, reason: b}\n- {id: a, reason: c}\n", "- ["]
)
def test_a_list_of_survivors_with_a_fault_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "survivors.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"The known survivors were not read\."):
        read_survivors(file)
