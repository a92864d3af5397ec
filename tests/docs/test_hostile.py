"""Each promise and each trap on the open internet is in its table, with tests that exist."""

import re

import pytest

from app.config import ROOT
from tests.docs.hazard_log import fault_of_test

PAGE = (ROOT / "docs" / "safety" / "hostile.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (?!Promise|Trap|-)", line)]
TRAPS = [row for row in ROWS if re.match(r"\| F\d+ \|", row)]
NODE = re.compile("`(tests/[^`]+)`")


def test_each_of_the_20_traps_is_there() -> None:
    named = [row.split(" ")[1] for row in TRAPS]
    assert list(dict.fromkeys(named)) == [f"F{number}" for number in range(1, 21)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:40])
def test_a_row_names_tests_that_exist(row: str) -> None:
    nodes = NODE.findall(row)
    assert [fault for node in nodes if (fault := fault_of_test(node, ROOT))] == []
    assert nodes


def test_a_command_in_the_table_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"`make (\w+)`", PAGE)) - {"test"}
    assert commands == {"hostile", "canary"}
    assert [name for name in commands if f"\n{name}: " not in makefile] == []
