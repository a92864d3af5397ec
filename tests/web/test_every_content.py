"""Every page opens and every sheet is made, whatever sound content is served."""

from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.content.conditions import Level
from app.content.model import Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from tests.browser.sites import Site
from tests.corpus import CORPUS, corpus_file
from tests.web.addresses import ABOUT, OF_A_PERSON, ways_to_answer
from tests.web.browser import Browser
from tests.web.tiny import KEY, Clock

pytestmark = pytest.mark.long

SHEET = ("/gp-sheet", "/gp-sheet?size=large", "/gp-sheet.pdf", "/gp-sheet.pdf?size=large")


def people(questionnaire: Questionnaire) -> list[tuple[Answers, Assessment]]:
    """Somebody for each way that the rules can take, with the answers that are on it."""
    found: dict[object, tuple[Answers, Assessment]] = {}
    for given in product(*map(ways_to_answer, questionnaire.items)):
        answers = {
            item.link_id: chosen
            for item, chosen in zip(questionnaire.items, given, strict=True)
            if chosen
        }
        assessment = assess(questionnaire, answers)
        journey = assessment.journey
        outcome = assessment.outcome and assessment.outcome.id
        band = assessment.band and assessment.band.id
        cards = tuple(len(assessment.given(level)) for level in Level)
        way = tuple(item.link_id for item in journey.path)
        said = outcome, band, cards, way, len(assessment.shown_overlays)
        found.setdefault(said, (journey.answers, assessment))
    return [*found.values()]


@pytest.fixture(params=CORPUS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """The self-check with one content of the corpus."""
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": corpus_file(request.param, tmp_path)}
    return Site("", create_app({**settings, "METRICS": True}, Clock()))


def opened(app: Flask, url: str, cookie: str = "") -> str:
    """The page at an address, or the first that it sends to: where there is none, a failure."""
    visitor = Browser(app)
    if cookie:
        visitor.cookie = cookie
    response = visitor.get(url, follow_redirects=True)
    assert response.status_code == 200, (url, response.status)
    assert len(response.history) < 4, url
    return response.request.path


def test_every_page_about_the_self_check_opens(site: Site) -> None:
    absent = set() if site.questionnaire.leaflet else {"/leaflet"}
    for url in ABOUT - absent:
        assert opened(site.app, url) == url
    for url in OF_A_PERSON:
        assert opened(site.app, url) in ("/", "/cleared")
    rules = {rule.rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert rules - {"/static/<path:filename>"} == ABOUT | OF_A_PERSON


def test_every_error_has_its_page(site: Site) -> None:
    visitor = Browser(site.app)
    assert visitor.get("/no-such-page").status_code == 404
    assert visitor.get("/start").status_code == 405
    assert visitor.post("/start").status_code == 411
    assert visitor.post("/start", data={"more": "x" * 20_000}).status_code == 413


def test_every_page_of_every_person_opens(site: Site) -> None:
    with_sheet = 0
    for answers, assessment in people(site.questionnaire):
        outcome = assessment.outcome
        cookie = site.sealed(answers)
        for item in assessment.journey.path:
            url = f"/questions/{item.link_id}"
            if assessment.journey.may_visit(item.link_id):
                for asked in (url, f"{url}?change=yes", f"{url}?error=yes"):
                    assert opened(site.app, asked, cookie) == url
        for url in ("/", "/call-now", "/check-answers", "/one-page", "/clear", "/cleared"):
            opened(site.app, url, cookie)
        shown = opened(site.app, "/result", cookie)
        assert (shown == "/result") == (outcome is not None), answers
        for url in (*SHEET, "/gp-sheet.txt", "/gp-questions"):
            shown = opened(site.app, url, cookie)
            if outcome is not None and outcome.sheet_title:
                assert shown == url.partition("?")[0] or url == "/gp-questions"
                with_sheet += 1
            else:
                assert shown != url.partition("?")[0]
    assert (with_sheet > 0) == any(o.sheet_title for o in site.questionnaire.outcomes)


def test_all_questions_on_one_page_end_as_those_asked_one_by_one(site: Site) -> None:
    for answers, assessment in people(site.questionnaire):
        sent = {f"answer-{name}": [*chosen] for name, chosen in answers.items()}
        response = Browser(site.app).post("/one-page", data={**sent, "end": "1"})
        assert response.status_code == 200
        heading = Browser(site.app).page("/one-page").heading
        asks = f"<h1>{heading}</h1>" in response.text
        assert asks == (assessment.outcome is None), answers
