"""Every criterion of WCAG 2.2 A and AA is in the table once, with what shows it."""

import re

import pytest

from app.config import ROOT
from tests.docs.hazard_log import fault_of_test

TABLE = (ROOT / "docs" / "wcag.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| (?P<number>\d\.\d\.\d+) [^|]+ \| (?P<level>A|AA) \| (?P<shown>[^|]+) \|")
NODE = re.compile("`(tests/[^`]+)`")
LEVEL_A = re.findall(
    r"\S+",
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 "
    "2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 "
    "3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
)
LEVEL_AA = re.findall(
    r"\S+",
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 "
    "2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
)
CRITERIA = dict.fromkeys(LEVEL_A, "A") | dict.fromkeys(LEVEL_AA, "AA")
ROWS = [match.groupdict() for match in map(ROW.fullmatch, TABLE.splitlines()) if match]


def test_each_of_the_55_criteria_is_there_once_with_its_level() -> None:
    assert (len(LEVEL_A), len(LEVEL_AA)) == (31, 24)
    assert len(ROWS) == 55
    assert {row["number"]: row["level"] for row in ROWS} == CRITERIA


def test_no_line_of_the_table_is_passed_over() -> None:
    numbered = [line for line in TABLE.splitlines() if re.match(r"\|\s*\d", line)]
    assert len(numbered) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_a_criterion_is_shown_by_tests_that_exist_or_asks_a_person(row: dict[str, str]) -> None:
    shown = row["shown"]
    nodes = NODE.findall(shown)
    assert [fault for node in nodes if (fault := fault_of_test(node, ROOT))] == []
    to_do = re.search(r"Needs a person: \w.{20,}\.", shown)
    assert nodes or to_do
    assert ("Needs a person" in shown) == bool(to_do)


def test_it_claims_nothing() -> None:
    assert "This is not a claim that the\npages meet them" in TABLE
    assert re.findall(r"\b(conform\w*|compl(?:y|ies|iant)|certified)\b", TABLE, re.I) == []
