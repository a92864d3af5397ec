"""Every item of ASVS 5.0.0, level 1 and 2, is in the table once, with what shows it."""

import re
from collections import Counter

import pytest

from app.config import ROOT
from tests.docs.papers import LINK, NODE

TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"\| (?P<items>[\d., to]+) \| (?P<level>[123 and]+) \| (?P<short>[^|]+) \| (?P<said>[^|]+) \|"
)
VERDICT = re.compile(r"\*\*(?P<verdict>Shown|Paper|Not here|Hospital|Differs|Open)\*\* (?P<why>.+)")
COUNT = re.compile(r"\| \*\*(?P<verdict>[\w ]+)\*\* \| [^|]+ \| (?P<count>\d+) \|")
LEVELS = {
    1: "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 "
    "5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 "
    "9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1",
    2: "1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 "
    "3.5.4-5 3.7.1-2 4.1.2-3 4.2.1 4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 "
    "6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 "
    "9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 "
    "11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 "
    "14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 "
    "17.1.1 17.2.1-4 17.3.1-2",
    3: "1.3.12 3.3.5 3.4.8 3.5.8 4.1.4 4.2.5 13.4.6 14.2.5 15.2.4 16.5.4",
}


def items(ranges: str) -> list[str]:
    """The items of some ranges, such as ``1.2.1-5`` or ``1.2.1 to 1.2.5``."""
    found = []
    for first, last in re.findall(r"([\d.]+)(?:(?: to |-)(?:\d+\.\d+\.)?(\d+))?", ranges):
        section, _, number = first.rpartition(".")
        found += [f"{section}.{n}" for n in range(int(number), int(last or number) + 1)]
    return found


LEVEL = {item: level for level, ranges in LEVELS.items() for item in items(ranges)}
ROWS = [match.groupdict() for match in map(ROW.fullmatch, TABLE.splitlines()) if match]


def test_each_of_the_253_items_is_there_once_with_its_level_and_10_more() -> None:
    assert Counter(LEVEL.values()) == {1: 70, 2: 183, 3: 10}
    assert Counter(item for row in ROWS for item in items(row["items"])) == Counter(list(LEVEL))
    for row in ROWS:
        levels = {LEVEL[item] for item in items(row["items"])}
        assert row["level"] == " and ".join(map(str, sorted(levels))), row["items"]


def test_no_line_of_the_table_is_passed_over() -> None:
    assert len([line for line in TABLE.splitlines() if re.match(r"\|\s*\d", line)]) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["items"].split(",")[0])
def test_an_item_has_a_verdict_and_what_shows_it(row: dict[str, str]) -> None:
    said = VERDICT.fullmatch(row["said"])
    assert said, "no verdict, or nothing behind it"
    match said["verdict"]:
        case "Shown":
            assert NODE.search(said["why"])
        case "Paper" | "Differs":
            assert LINK.search(said["why"])
    assert len(said["why"]) > 20


def test_verdicts_are_counted_right() -> None:
    counted = {match["verdict"]: int(match["count"]) for match in COUNT.finditer(TABLE)}
    found: Counter[str] = Counter()
    for row in ROWS:
        if row["level"] != "3" and (said := VERDICT.fullmatch(row["said"])):
            found[said["verdict"]] += len(items(row["items"]))
    assert counted == dict(found)
    assert sum(counted.values()) == 253


def test_ranges_are_read() -> None:
    assert items("1.2.1-3 1.5.1") == ["1.2.1", "1.2.2", "1.2.3", "1.5.1"]
    assert items("1.2.9 to 1.2.10, 17.1.1") == ["1.2.9", "1.2.10", "17.1.1"]
