"""The papers for a web team say what is true of the code, and nothing that somebody made up."""

import re
from pathlib import Path

import pytest

from app.config import ROOT, SHORTEST_KEY
from app.web.answer_store import LIFETIME
from app.web.layout import LONGEST_COOKIE
from tests.docs.papers import dead_links, faults_of_tests
from tests.web.browser import Browser

PRIVACY = ROOT / "docs" / "privacy"
PAPERS = [
    ROOT / "SECURITY.md",
    ROOT / "docs" / "safety" / "answers-kept.md",
    *sorted(PRIVACY.glob("*.md")),
    *sorted(ROOT.glob("docs/asvs.md")),
]
HOURS = LIFETIME // 3600


def text_of(paper: Path) -> str:
    return " ".join(paper.read_text(encoding="utf-8").split())


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_a_paper_names_only_tests_that_exist(paper: Path) -> None:
    assert faults_of_tests(text_of(paper), ROOT) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_links_of_a_paper_lead_to_a_file(paper: Path) -> None:
    assert dead_links(paper) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_a_paper_names_no_person_and_claims_nothing(paper: Path) -> None:
    assert re.findall(r"\S+@\S+|\+44|\bcertified\b|\bcompl(?:y|ies|iant)\b", text_of(paper)) == []


def test_a_test_or_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("[a](gone.md) [b](paper.md#b) [c](https://example.org) `tests/a.py::test_b`")
    assert dead_links(paper) == ["gone.md"]
    assert faults_of_tests(text_of(paper), ROOT) == [
        "there is no file 'tests/a.py'. Name a test that exists."
    ]


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
