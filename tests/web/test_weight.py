"""What comes over the wire: few bytes and few requests, for a phone with a weak signal."""

import gzip
import re

import pytest
from werkzeug.test import TestResponse

from app.engine.evaluate import Answers
from app.engine.journey import follow
from tests.browser.sites import Site
from tests.browser.states import answers_for, fullest, stories
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.page import Page

FIRST_VIEW, LATER_QUESTION, RESULT, SHEET = 25_000, 5_000, 6_700, 7_600
"""Bytes, compressed, headers included."""
MOST_REQUESTS = 4
IN_FRONT = 200
"""Bytes of headers that the web server in front may add to a response: its name, the day, how it
is compressed."""

OUTCOMES = [outcome.id for outcome in QUESTIONS.outcomes]
LOADED = {"link": "href", "script": "src", "img": "src"}


def weight(response: TestResponse) -> int:
    """The bytes of a response, compressed as a web server in front usually does."""
    head = f"HTTP/1.1 {response.status}\r\n{response.headers}"
    return len(gzip.compress(response.data, 6, mtime=0)) + len(head) + IN_FRONT


def opened(client: Browser, url: str, answers: Answers) -> TestResponse:
    """A page, for somebody who gave these answers."""
    client.cookie = Site("", client.application).sealed(answers, frozenset())
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status}"
    return response


def test_first_view_is_light(client: Browser) -> None:
    start = client.get("/")
    page = Page(start.text)
    addresses = {a[name] for tag, name in LOADED.items() for a in page.all(tag)}
    files = [client.get(address) for address in addresses]
    assert {response.status_code for response in files} == {200}
    assert sum(map(weight, (start, *files))) <= FIRST_VIEW
    assert len((start, *files)) <= MOST_REQUESTS
    styles = [response.text for response in files if response.mimetype == "text/css"]
    assert styles
    assert not any(re.search(r"url\(|@import", style) for style in styles)  # nothing more is loaded


@pytest.mark.parametrize("link_id", [item.link_id for item in QUESTIONS.items])
def test_every_question_is_light_also_with_an_error(client: Browser, link_id: str) -> None:
    url = f"/questions/{link_id}"
    journeys = (follow(QUESTIONS, story.answers) for story in stories())
    answers = next(journey.answers for journey in journeys if journey.may_visit(link_id))
    question = opened(client, url, answers)
    sent = {"journey": Page(question.text).field("journey"), "end": "1"}
    if QUESTIONS.items_by_id[link_id].asks_again:  # nothing at all is an answer to it
        sent["answer"] = "no-such-answer"
    error = client.post(url, data=sent, follow_redirects=True)
    assert "There is a problem" in error.text
    assert weight(question) <= weight(error) <= LATER_QUESTION


@pytest.mark.parametrize("outcome", [*OUTCOMES, "full"])
def test_every_result_and_sheet_is_light(client: Browser, outcome: str) -> None:
    answers = fullest() if outcome == "full" else answers_for(outcome)
    result = opened(client, "/result", answers)
    assert weight(result) <= RESULT
    if "/gp-sheet" in result.text:
        assert weight(opened(client, "/gp-questions", answers)) <= LATER_QUESTION
        assert weight(opened(client, "/gp-sheet", answers)) <= SHEET
