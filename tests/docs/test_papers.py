"""The papers say what is true of the code and of its tests, and nothing that somebody made up."""

import re
from collections import Counter
from pathlib import Path

import pytest

from app.config import ROOT, SHORTEST_KEY
from app.web.answer_store import LIFETIME
from app.web.layout import LONGEST_COOKIE
from tests.docs.papers import LINK, NODE, dead_links, missing_tests
from tests.web.browser import Browser

DOCS = ROOT / "docs"
PRIVACY = DOCS / "privacy"
FAULTS = ROOT / "tests" / "content" / "faults"
FOR_A_WEB_TEAM = [
    ROOT / "SECURITY.md",
    DOCS / "safety" / "answers-kept.md",
    DOCS / "asvs.md",
    *sorted(PRIVACY.glob("*.md")),
]
# A decision is a record of its day, and is not changed later.
PAPERS = [
    *ROOT.glob("*.md"),
    *(p for p in DOCS.rglob("*") if p.suffix in {".md", ".yaml"} and p.parent.name != "decisions"),
]
HOURS = LIFETIME // 3600


def text_of(paper: Path) -> str:
    return " ".join(paper.read_text(encoding="utf-8").split())


def rows(paper: Path, first_cell: str) -> list[list[str]]:
    """The cells of each line of its tables that begins like that."""
    lines = paper.read_text(encoding="utf-8").splitlines()
    found = [line.strip("|").split("|") for line in lines if re.match(rf"\| {first_cell}", line)]
    return [[cell.strip() for cell in row] for row in found]


def test_how_to_write_a_self_check_is_shown_on_one_that_loads() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / "writing.md").read_text("utf-8"), re.DOTALL)
    knee = ROOT / "examples" / "knee"
    texts = [file.read_text(encoding="utf-8") for file in knee.rglob("*.yaml")]
    assert len(blocks) > 5
    assert [block for block in blocks if not any(block in text for text in texts)] == []


# --- all papers -----------------------------------------------------------------------------------


def test_papers_name_only_tests_that_exist() -> None:
    missing = {paper.name: missing_tests(text_of(paper), ROOT) for paper in PAPERS}
    assert {name: tests for name, tests in missing.items() if tests} == {}
    assert sum(len(NODE.findall(text_of(paper))) for paper in PAPERS) > 500


def test_links_of_papers_lead_to_a_file() -> None:
    dead = {paper.name: [*dead_links(paper)] for paper in PAPERS}
    assert {name: links for name, links in dead.items() if links} == {}


def test_a_test_or_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("[a](gone.md) [b](paper.md#b) [c](https://example.org) `tests/a.py::test_b`")
    assert [*dead_links(paper)] == ["gone.md"]
    assert missing_tests(text_of(paper), ROOT) == ["tests/a.py::test_b"]
    here = "tests/docs/test_papers.py::test_a_test_or_a_file_that_is_gone_is_told"
    assert missing_tests(f"`{here}`, [{here}]", ROOT) == []


@pytest.mark.parametrize("paper", FOR_A_WEB_TEAM, ids=lambda paper: paper.stem)
def test_a_paper_names_no_person_and_claims_nothing(paper: Path) -> None:
    assert re.findall(r"\S+@\S+|\+44|\bcertified\b|\bcompl(?:y|ies|iant)\b", text_of(paper)) == []


# --- tables of what a standard asks for -----------------------------------------------------------

ASVS = {
    "1": "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 "
    "5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 "
    "9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1",
    "2": "1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 "
    "3.5.4-5 3.7.1-2 4.1.2-3 4.2.1 4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 "
    "6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 "
    "9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 "
    "11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 "
    "14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 "
    "17.1.1 17.2.1-4 17.3.1-2",
    "3": "1.3.12 3.3.5 3.4.8 3.5.8 4.1.4 4.2.5 13.4.6 14.2.5 15.2.4 16.5.4",
}
WCAG = {
    "A": "1.1.1 1.2.1-3 1.3.1-3 1.4.1-2 2.1.1-2 2.1.4 2.2.1-2 2.3.1 2.4.1-4 2.5.1-4 3.1.1 3.2.1-2 "
    "3.2.6 3.3.1-2 3.3.7 4.1.2",
    "AA": "1.2.4-5 1.3.4-5 1.4.3-5 1.4.10-13 2.4.5-7 2.4.11 2.5.7-8 3.1.2 3.2.3-4 3.3.3-4 3.3.8 "
    "4.1.3",
}
NUMBER = r"\d+\.\d+\.\d"
VERDICT = re.compile(r"\*\*(Shown|Paper|Not here|Hospital|Differs|Open)\*\* (.{21,})")
TO_DO = re.compile(r"Needs a person: \w.{20,}\.")


def items(ranges: str) -> list[str]:
    """The items of some ranges, such as ``1.2.1-5`` or ``1.2.1 to 1.2.5``."""
    found = []
    for first, last in re.findall(r"([\d.]+)(?:(?: to |-)(?:\d+\.\d+\.)?(\d+))?", ranges):
        section, _, number = first.rpartition(".")
        found += [f"{section}.{n}" for n in range(int(number), int(last or number) + 1)]
    return found


def test_each_of_the_253_items_of_asvs_has_its_level_a_verdict_and_what_shows_it() -> None:
    level = {item: level for level, ranges in ASVS.items() for item in items(ranges)}
    assert Counter(level.values()) == {"1": 70, "2": 183, "3": 10}
    seen: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for named, levels, _, said in rows(DOCS / "asvs.md", NUMBER):
        assert levels == " and ".join(sorted({level[item] for item in items(named)})), named
        match = VERDICT.fullmatch(said)
        assert match, named
        verdict, why = match.groups()
        assert NODE.search(why) or verdict != "Shown", named
        assert LINK.search(why) or verdict not in {"Paper", "Differs"}, named
        seen.update(items(named))
        verdicts[verdict] += 0 if levels == "3" else len(items(named))
    assert seen == Counter(level.keys())
    told = {row[0].strip("*"): int(row[2]) for row in rows(DOCS / "asvs.md", r"\*\*")}
    assert told == {verdict: count for verdict, count in verdicts.items() if count}


def test_each_of_the_55_criteria_of_wcag_is_shown_by_tests_or_asks_a_person() -> None:
    level = {item: level for level, ranges in WCAG.items() for item in items(ranges)}
    assert Counter(level.values()) == {"A": 31, "AA": 24}
    table = rows(DOCS / "wcag.md", r"\d")
    assert Counter(row[0].split()[0] for row in table) == Counter(level.keys())
    for criterion, said_level, shown in table:
        assert said_level == level[criterion.split()[0]], criterion
        asks = "Needs a person" in shown
        assert bool(TO_DO.search(shown)) == asks, criterion
        assert NODE.search(shown) or asks, criterion


def test_the_table_of_wcag_claims_nothing() -> None:
    said = text_of(DOCS / "wcag.md")
    assert "This is not a claim that the pages meet them" in said
    assert re.findall(r"\b(conform\w*|compl(?:y|ies|iant)|certified)\b", said, re.IGNORECASE) == []


def test_each_promise_and_each_of_the_20_traps_on_the_open_internet_has_its_tests() -> None:
    paper = DOCS / "safety" / "hostile.md"
    table = rows(paper, r"(?!Promise|Trap|Number|-)")
    traps = [row[0] for row in table if re.fullmatch(r"F\d+", row[0])]
    assert [*dict.fromkeys(traps)] == [f"F{number}" for number in range(1, 21)]
    assert [row[0] for row in table if not NODE.search(row[-1])] == []
    files = [name for row in rows(paper, r"\d+ \|") for name in re.findall("`(.+?)`", row[2])]
    assert [name for name in files if not (FAULTS / f"{name}.yaml").is_file()] == []
    assert len(files) > 20
    commands = set(re.findall(r"`make (\w+)`", text_of(paper))) - {"test"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert commands == {"hostile", "canary"}
    assert [name for name in commands if f"\n{name}: " not in makefile] == []


# --- what the papers say of the code --------------------------------------------------------------


def test_the_paper_about_cookies_says_what_the_cookie_is(client: Browser) -> None:
    name, _, rest = client.begin().headers["Set-Cookie"].partition("=")
    _, *marks = rest.split("; ")
    said = text_of(PRIVACY / "cookies.md")
    assert f"| Name | `{name}` |" in said
    (row,) = re.findall(r"\| Marks \| (.*?), no `Domain`, no `Max-Age`, no `Expires` \|", said)
    assert set(re.findall("`([^`]+)`", row)) == set(marks)
    assert f"at most {LONGEST_COOKIE} bytes" in said
    assert f"{HOURS} hours from the start" in said


def test_page_and_papers_say_the_same_time_and_name(client: Browser) -> None:
    page = client.page("/privacy").text
    assert f"Up to {HOURS} hours after you start" in page
    assert client.begin().headers["Set-Cookie"].split("=")[0] in page
    assert f"up to {HOURS} hours after you start" in text_of(PRIVACY / "privacy-notice.md")
    assert f"cookie, {HOURS} hours at most" in text_of(PRIVACY / "dpia.md")


def test_the_page_about_privacy_has_a_place_for_cookies(client: Browser) -> None:
    assert '<h2 id="cookies">Cookies</h2>' in client.page("/privacy").html


def test_the_papers_are_drafts_that_nobody_signed() -> None:
    said = text_of(PRIVACY / "dpia.md")
    assert "Nobody has signed it" in said
    assert "[name, role, date]" in said


def test_what_is_said_of_the_keys_is_so() -> None:
    said = text_of(ROOT / "SECURITY.md")
    assert f"At least {SHORTEST_KEY} random characters" in said
    assert f"`SELF_CHECK_SECRET_KEY_FALLBACKS` for {HOURS} hours" in said
