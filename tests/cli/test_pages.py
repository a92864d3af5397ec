"""``score``, ``graph`` and ``review`` as an author and a clinician meet them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.authoring.compare import versions
from app.cli import content, pages
from app.config import ROOT
from app.content.load import load
from app.web.errors import last_resort_page
from app.web.pages import cards_of
from tests.questions import QUESTIONS
from tests.web.tiny import TINY

SMALL = TINY.read_text(encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(content, arguments)


# --- score ----------------------------------------------------------------------------------------


def test_score_prints_every_story_and_fails_for_what_is_not_as_expected(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    answers = "{age: from-18, pregnant: no, signs: [fever], place: elsewhere}"
    file.write_text(
        f"- {{story: A., answers: {answers}, expect: {{outcome: urgent}}}}\n"
        f"- {{story: B., answers: {answers}, expect: {{outcome: rest}}}}\n",
        encoding="utf-8",
    )
    result = run("score", str(file), "--content", str(TINY))
    assert result.stdout.count("Outcome: urgent: Get help today") == 2
    assert result.stdout.splitlines()[-1] == "NOT AS EXPECTED: outcome: expected rest, it is urgent"
    assert result.exit_code == 1
    data = json.loads(run("score", str(file), "--content", str(TINY), "--json").stdout)
    assert [story["not_as_expected"] for story in data] == [
        [],
        ["outcome: expected rest, it is urgent"],
    ]


def test_score_lists_the_faults_of_an_answers_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("answers: {agee: x}\n", encoding="utf-8")
    result = run("score", str(file), "--content", str(TINY))
    assert result.stderr == (
        "mine.yaml:1:17: there is no question 'agee'. Did you mean 'age'?\n"
        "1 problem. The answers were not read.\n"
    )
    assert run("score", str(tmp_path / "none.yaml")).stderr.endswith("No such file or directory.\n")


# --- graph ----------------------------------------------------------------------------------------


def test_graph_is_mermaid_text_printed_or_in_a_file(tmp_path: Path) -> None:
    assert run("graph").stdout.startswith("flowchart TD\n")
    file = tmp_path / "graph.mmd"
    assert run("graph", "-o", str(file)).stdout == f"{file} is written.\n"
    assert file.read_text(encoding="utf-8") == run("graph").stdout


def test_graph_says_where_it_cannot_write(tmp_path: Path) -> None:
    result = run("graph", "-o", str(tmp_path / "no" / "graph.mmd"))
    assert result.stderr.endswith("cannot be written: No such file or directory.\n")
    assert result.exit_code == 1


# --- review ---------------------------------------------------------------------------------------


@pytest.fixture
def approved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of approvals that approves the tiny content, of a made-up revision."""
    file = tmp_path / "approvals.yaml"
    entry = f"digest: {load(TINY).digest}, role: clinician, date: 2027-03-01, scope: whole"
    file.write_text(f"approvals: [{{{entry}, revision: {'a' * 40}}}]\n", encoding="utf-8")
    monkeypatch.setenv("SELF_CHECK_APPROVALS_FILE", str(file))
    monkeypatch.setattr(versions, "_from_git", lambda *_: SMALL.encode())
    return file


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The tiny content after an edit that a patient could meet."""
    file = tmp_path / "later.yaml"
    file.write_text(SMALL.replace("item_weight: 2", "item_weight: 1"), encoding="utf-8")
    return file


def test_review_of_a_draft_says_so_and_that_nothing_was_signed_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "REVIEW_PEOPLE", 50)
    page = tmp_path / "review.html"
    assert run("review", "-o", str(page)).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "Draft, not approved by a clinician" in text
    assert QUESTIONS.digest[:8] in text
    data = json.loads(run("review", "--json").stdout)
    assert (data["approval"], data["changes"]) == (None, None)
    assert data["reading_ages"]
    assert data["to_settle"]
    assert data["caseload"]["people"] == pages.REVIEW_PEOPLE


def test_review_says_why_the_mix_does_not_suit_a_content_and_what_is_wrong_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "The people of the mix have no answer to 'age'"
    assert reason in json.loads(run("review", str(TINY), "--json").stdout)["caseload"]
    assert "The people of the mix have no answer to" in run("review", str(TINY)).stdout
    mix = tmp_path / "caseload.yaml"
    mix.write_text("ages: 7\n", encoding="utf-8")
    monkeypatch.setattr(pages, "CASELOAD_FILE", mix)
    assert run("review", str(TINY)).stderr.endswith("The mix was not read.\n")


def test_review_says_who_approved_and_what_has_changed_since(approved: Path, later: Path) -> None:
    same = json.loads(run("review", str(TINY), "--json").stdout)
    assert same["approval"] == "Approved on 2027-03-01 by a clinician: the whole content."
    assert same["changes"] == []
    assert "Draft, not approved" not in run("review", str(TINY)).stdout
    data = json.loads(run("review", str(later), "--json").stdout)
    assert data["approval"] is None
    assert any(line.startswith("as urgent: band ") for line in data["changes"])
    page = run("review", str(later)).stdout
    assert "Draft, not approved by a clinician" in page
    assert all(line.strip().split(":")[0] in page for line in data["changes"][:1])


def test_review_says_what_is_missing_to_tell_the_changes(approved: Path, later: Path) -> None:
    text = approved.read_text(encoding="utf-8")
    approved.write_text(text.replace(f", revision: {'a' * 40}", ""), encoding="utf-8")
    assert run("review", str(later)).stderr.endswith("names no revision for it: add one.\n")
    approved.write_text(text.replace(load(TINY).digest, "b" * 64), encoding="utf-8")
    assert "holds other content: mend approvals.yaml." in run("review", str(later)).stderr
    approved.write_text("approvals: 7\n", encoding="utf-8")
    assert run("review", str(later)).stderr.endswith("No approval was read.\n")


# --- last-resort ----------------------------------------------------------------------------------


def test_last_resort_is_the_page_that_the_app_falls_back_on(tmp_path: Path) -> None:
    page = tmp_path / "last-resort.html"
    assert run("last-resort", "-o", str(page)).stdout == f"{page} is written.\n"
    cards = cards_of(QUESTIONS)
    expected = last_resort_page(cards, approved=False)
    assert page.read_text(encoding="utf-8") == f"{expected.rstrip()}\n"
    assert "Call 999 or go to A&amp;E now if" in expected


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "encoding"), [("graph", "cp1252"), ("check", "latin-1"), ("score", "ascii")]
)
def test_every_console_gets_utf_8(command: str, encoding: str) -> None:
    of = {"score": ["stories/brief.yaml"]}
    done = subprocess.run(  # noqa: S603  # this project's own command
        [sys.executable, "-m", "flask", "--app", "app", "content", command, *of.get(command, ())],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8")
