"""Content that loads always serves: every page, every face, for everybody, whatever it lacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from app.content.model import Outcome, Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from tests.browser.sites import Site
from tests.small import small_contents, small_file
from tests.web.addresses import ABOUT, OF_A_PERSON, ways_to_answer
from tests.web.browser import Browser
from tests.web.tiny import KEY, Clock


def people(questionnaire: Questionnaire) -> Iterator[tuple[Answers, Assessment]]:
    """Somebody with each answer, of those whom the pages tell the same the first."""
    usual = {item.link_id: frozenset([item.answer_option[-2].code]) for item in questionnaire.items}
    told = set()
    for item in questionnaire.items:
        for chosen in ways_to_answer(item):
            assessment = assess(questionnaire, {**usual, item.link_id: chosen} if chosen else {})
            shows = assessment.outcome, assessment.level, assessment.band, assessment.journey.path
            if shows not in told:
                told.add(shows)
                yield assessment.journey.answers, assessment


def contents() -> Iterator[object]:
    """All but one of the parts is for ``make test``: none, one and all stay quick."""
    for parts in small_contents():
        is_quick = len(parts) < 2 or parts == small_contents()[-1]
        marks = () if is_quick else pytest.mark.long
        yield pytest.param(parts, marks=marks, id="+".join(parts) or "smallest")


@pytest.mark.parametrize("parts", [*contents()])
def test_every_page_opens(parts: tuple[str, ...], tmp_path: Path) -> None:
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": small_file(tmp_path, *parts), "METRICS": True}
    site = Site("", create_app(settings, Clock()))
    visitor = Browser(site.app)
    absent = set() if site.questionnaire.leaflet else {"/leaflet"}
    for url in (*ABOUT, "/no-such-page"):
        found = 404 if url in {*absent, "/no-such-page"} else 200
        assert visitor.get(url).status_code == found, url
    outcomes: set[Outcome | None] = set()
    pages = {url for url in OF_A_PERSON if "<" not in url} | {"/gp-sheet?size=large"}
    for answers, assessment in people(site.questionnaire):
        outcomes.add(assessment.outcome)
        visitor.cookie = site.sealed(answers)
        for url in (*pages, *(f"/questions/{item.link_id}" for item in assessment.journey.path)):
            assert visitor.get(url, follow_redirects=True).status_code == 200, url
        if assessment.outcome and assessment.outcome.sheet_title:
            assert visitor.get("/gp-sheet.pdf").mimetype == "application/pdf"
        fields = {f"answer-{name}": [*chosen] for name, chosen in answers.items()}
        assert visitor.post("/one-page", data={**fields, "end": "1"}).status_code == 200
    assert outcomes >= set(site.questionnaire.outcomes)
