"""What was not approved says so on every page and on paper; a copy for patients can refuse it."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.content.load import load
from app.content.model import Questionnaire
from app.web.errors import last_resort_page
from app.web.pages import cards_of
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY, TINY

NOTICE = "Draft: not yet approved by a healthcare professional."
PLAIN_PAGES = ("/", "/leaflet", "/how-it-works", "/privacy", "/accessibility", "/nowhere")


def approvals_for(file: Path, folder: Path) -> Path:
    approvals = folder / "approvals.yaml"
    approvals.write_text(
        f"approvals: [{{digest: {load(file).digest}, role: clinician, date: 2027-03-01, "
        "scope: whole}]\n",
        encoding="utf-8",
    )
    return approvals


def every_page(app: Flask) -> dict[str, str]:
    """Every kind of page that a person can get, an error page among them, by address."""
    browser = Browser(app)
    pages = {path: browser.get(path).text for path in PLAIN_PAGES}
    browser.begin()
    pages["/questions/age"] = browser.get("/questions/age").text
    browser.answer_all(age="from-18", pregnant="yes", waters="yes")
    pages["/call-now"] = browser.get("/call-now").text
    browser.answer_all(signs="none", place="elsewhere")
    for path in ("/check-answers", "/result", "/gp-sheet"):
        pages[path] = browser.get(path).text
    browser.answer_all(signs="numb")
    pages["emergency"] = browser.get("/result").text
    browser.answer_all(age="under-18")
    pages["under 18"] = browser.get("/result").text
    browser.post("/clear", data={"journey": Page(pages["/result"]).field("journey")})
    pages["/cleared"] = browser.get("/cleared").text
    return pages


def test_every_page_of_a_draft_says_so_and_paper_on_both_sides(tiny_app: Flask) -> None:
    pages = every_page(tiny_app)
    assert len({Page(text).heading for text in pages.values()}) == len(pages)
    assert [path for path, text in pages.items() if NOTICE not in text] == []
    first, second = pages["/gp-sheet"].split("Summary for the GP", 1)
    assert NOTICE in first.split("<section", 1)[1]
    assert NOTICE in second


def test_no_page_of_approved_content_says_draft(tmp_path: Path) -> None:
    app = create_app(
        {
            "SECRET_KEY": KEY,
            "QUESTIONS_FILE": TINY,
            "APPROVALS_FILE": approvals_for(TINY, tmp_path),
            "APPROVED_ONLY": "1",
        }
    )
    assert [path for path, text in every_page(app).items() if "raft" in text] == []


def test_the_shipped_content_is_a_draft(client: Browser) -> None:
    assert NOTICE in client.get("/").text


@pytest.mark.parametrize("approved", [True, False])
def test_the_page_of_last_resort_knows_it_too(tiny: Questionnaire, approved: bool) -> None:
    assert (NOTICE in last_resort_page(cards_of(tiny), approved=approved)) is not approved


def test_a_copy_for_patients_refuses_a_draft() -> None:
    with pytest.raises(SystemExit) as caught:
        create_app({"SECRET_KEY": KEY, "APPROVED_ONLY": "1"})
    content = QUESTIONS
    assert str(caught.value) == (
        f"No clinician has approved questions.yaml, version {content.version}, digest "
        f"{content.digest}, and SELF_CHECK_APPROVED_ONLY is 1. "
        "Serve content that approvals.yaml approves."
    )


def test_a_faulty_or_missing_file_of_approvals_never_serves(tmp_path: Path) -> None:
    file = tmp_path / "approvals.yaml"
    with pytest.raises(SystemExit, match=r"approvals\.yaml cannot be read: No such file"):
        create_app({"SECRET_KEY": KEY, "APPROVALS_FILE": file})
    file.write_text("approvals: yes\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"must be a list, not 'yes'"):
        create_app({"SECRET_KEY": KEY, "APPROVALS_FILE": file})


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("indexed", ["1", "0", ""])
def test_search_engines_list_it_only_when_it_is_approved_and_they_may(
    approved: bool, indexed: str, tmp_path: Path
) -> None:
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "INDEXED": indexed}
    if approved:
        settings["APPROVALS_FILE"] = approvals_for(TINY, tmp_path)
    browser = Browser(create_app(settings))
    for url in ("/", "/leaflet", "/result", "/missing", "/gp-sheet.pdf", "/static/main.css"):
        said = browser.get(url).headers.get("X-Robots-Tag")
        assert said == (None if approved and indexed == "1" else "noindex"), url
