"""The examples: other self-checks from YAML alone, with which every page and every tool works."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import create_app
from app.authoring.stories import FOLDER, read_folder
from app.cli import content, pages
from app.config import ROOT
from app.content.load import load
from app.engine.assess import assess
from tests.browser.sites import Site
from tests.mutants.making import slips
from tests.mutants.run import judge, share_stopped
from tests.web.addresses import ABOUT, OF_A_PERSON
from tests.web.browser import Browser
from tests.web.tiny import KEY, Clock

EXAMPLES = sorted((ROOT / "examples").glob("*/questions.yaml"))


@pytest.fixture(params=EXAMPLES, ids=lambda file: file.parent.name)
def file(request: pytest.FixtureRequest) -> Path:
    """The content of one of them."""
    assert isinstance(request.param, Path)
    return request.param


def said(file: Path, *command: str) -> str:
    """What a command says of it; a failure where it exits with anything but 0."""
    result = CliRunner().invoke(content, ["--file", str(file), *command])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_they_are_short_and_drafts() -> None:
    assert [file.parent.name for file in EXAMPLES] == ["knee", "neck"]
    for file in EXAMPLES:
        assert load(file).id == file.parent.name
        assert 10 <= len(load(file).items) <= 15
        assert "It is a draft. Nobody" in file.read_text(encoding="utf-8").replace("\n# ", " ")


@pytest.mark.long
def test_every_command_says_that_all_is_well(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no problems" in said(file, "check")
    assert "A draft: not approved by a clinician." in said(file, "check")
    assert "12 of 12 properties proved" in said(file, "prove")
    assert said(file, "stories").endswith(": 0 end otherwise.\n")
    assert "Nobody less urgent" in said(file, "compare", str(file), str(file))
    assert "200 people" in said(file, "caseload", "--people", "200")
    assert said(file, "graph").startswith("flowchart")
    monkeypatch.setattr(pages, "REVIEW_PEOPLE", 100)
    assert load(file).title in said(file, "review")
    assert json.loads(said(file, "review", "--json"))["caseload"]["people"] == 100
    assert "Call 999" in said(file, "last-resort")


@pytest.mark.long
def test_every_page_and_every_face_opens(file: Path) -> None:
    site = Site(
        "", create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": file, "METRICS": True}, Clock())
    )
    visitor = Browser(site.app)
    for url in ABOUT - {"/leaflet"}:
        assert visitor.get(url).status_code == 200
    outcomes = set()
    for story in read_folder(file.parent / FOLDER, site.questionnaire):
        assessment = assess(site.questionnaire, story.answers)
        outcome = assessment.outcome
        assert outcome is not None
        outcomes.add(outcome.id)
        visitor.cookie = site.sealed(assessment.journey.answers)
        for url in (url for url in OF_A_PERSON if "<" not in url):
            assert visitor.get(url, follow_redirects=True).status_code == 200, url
        assert outcome.title in visitor.page("/result").text
        if outcome.sheet_title:
            assert visitor.get("/gp-sheet.pdf").mimetype == "application/pdf"
            assert outcome.sheet_title in visitor.get("/gp-sheet.txt").text
    assert outcomes == set(site.questionnaire.outcomes_by_id)


def test_nothing_on_their_pages_is_about_another_subject(file: Path) -> None:
    visitor = Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": file}, Clock()))
    for url in ("/", "/how-it-works", "/paper", "/privacy", "/one-page"):
        text = visitor.page(url).text
        for word in ("SI joint", "sacroiliac", "aternity", "NG65", "sij"):
            assert word not in text, (url, word)


@pytest.mark.long
def test_slips_in_them_are_stopped(file: Path) -> None:
    some = [slip for slip in slips(file) if slip.touches_a_sign][::25]
    verdicts = [judge(file, slip, ["check", "stories", "compare"]) for slip in some]
    assert len(verdicts) > 10
    assert share_stopped(verdicts) == 1, [v for v in verdicts if v.survives]
