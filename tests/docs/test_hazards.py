"""The hazard log is whole: no hazard is forgotten, and every control has a place and a test."""

from typing import Any

import pytest

from app.config import ROOT
from app.content.source import read
from tests.docs.papers import NODE, missing_tests

LOG = ROOT / "docs" / "safety" / "hazards.yaml"
BRIEF = {f"brief H{number}" for number in range(1, 21)}
REFERENCE = {f"reference H{number}" for number in range(1, 18)}
OURS = "ours"
TEXTS = {"id", "hazard", "cause", "effect", "residual_risk"}
KEYS = {*TEXTS, "sources", "controls", "open"}
NOT_SCORED = "to be scored by the clinical safety officer of the hospital"

Hazard = dict[str, Any]


def hazards() -> list[Hazard]:
    document = read(LOG.read_bytes())
    assert not document.problems
    data: Any = document.data
    return [dict(hazard) for hazard in data["hazards"]]


def faults(log: list[Hazard]) -> list[str]:
    """What is wrong with a hazard log, each with the hazard it is about."""
    named = [hazard.get("id") for hazard in log]
    in_order = [f"H{number + 1}" for number in range(len(log))]
    found = [] if named == in_order else [f"{named} do not stand in order, each once"]
    cited = {source for hazard in log for source in hazard.get("sources", ())}
    found += [f"no hazard names {source}" for source in (BRIEF | REFERENCE) - cited]
    found += [f"there is no source {source}" for source in cited - BRIEF - REFERENCE - {OURS}]
    return found + [f"{hazard.get('id')}: {fault}" for hazard in log for fault in of_one(hazard)]


def of_one(hazard: Hazard) -> list[str]:
    found = [f"unknown key {key}" for key in hazard.keys() - KEYS]
    found += [f"no {key}" for key in sorted(TEXTS) if not hazard.get(key)]
    controls, left_open = hazard.get("controls", []), hazard.get("open", [])
    if not hazard.get("sources"):
        found.append("no source")
    if hazard.get("residual_risk") != NOT_SCORED:
        found.append("the risk is for the hospital to score")
    if not controls and not left_open:
        found.append("neither a control nor an open line")
    for control in controls:
        tests = control.get("tests", [])
        if control.keys() != {"control", "where", "tests"} or not all(control.values()):
            found.append(f"{control} is not a control with its places and tests")
        found += [
            f"there is no {place}"
            for place in control.get("where", ())
            if not (ROOT / place.partition(" (")[0]).exists()
        ]
        found += [f"{node} is no test" for node in tests if not NODE.fullmatch(node)]
        found += [f"there is no {node}" for node in missing_tests(" ".join(tests), ROOT)]
    return found


def test_the_hazard_log_has_no_faults() -> None:
    assert faults(hazards()) == []


def test_a_hazard_of_either_list_that_is_left_out_is_told() -> None:
    told = faults([hazard | {"sources": [OURS]} for hazard in hazards()])
    assert sorted(told) == sorted(f"no hazard names {source}" for source in BRIEF | REFERENCE)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": "H2"}, "do not stand in order"),
        ({"sources": []}, "H1: no source"),
        ({"sources": ["brief H21"]}, "there is no source brief H21"),
        ({"effect": ""}, "H1: no effect"),
        ({"efect": "Care comes late."}, "H1: unknown key efect"),
        ({"residual_risk": "low"}, "H1: the risk is for the hospital"),
        ({"controls": [], "open": []}, "H1: neither a control nor an open line"),
        ({"controls": [{"control": "A", "where": ["app"], "tests": []}]}, "H1: {'control'"),
        ({"controls": [{"control": "A", "where": ["ap"], "tests": ["a"]}]}, "H1: there is no ap"),
        ({"controls": [{"control": "A", "where": ["app"], "tests": ["a"]}]}, "H1: a is no test"),
        (
            {"controls": [{"control": "A", "where": ["app"], "tests": ["tests/a.py::test_b"]}]},
            "H1: there is no tests/a.py::test_b",
        ),
    ],
)
def test_a_fault_is_told_with_its_hazard(changed: Hazard, fault: str) -> None:
    first, *others = hazards()
    assert any(fault in told for told in faults([first | changed, *others]))
