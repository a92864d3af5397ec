"""Whatever is sent: no 5xx, no traceback, no lower urgency, and advice wherever it is refused."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from app import create_app
from app.config import ROOT
from tests.serving.bad_inputs import (
    BAD_INPUTS,
    OPEN,
    BadInput,
    faults,
    sent_to_app,
    sent_to_server,
    with_cookie,
)
from tests.serving.sent import Answer, through_app
from tests.serving.served import Server, served
from tests.serving.visit import (
    FRAME,
    HEADERS,
    breaches,
    logged_faults,
    lowered,
    opened,
    sealed,
    visit,
)
from tests.web.tiny import KEY, TINY

THROUGH_APP = [case for case in BAD_INPUTS if not case.socket_only]


@pytest.fixture(scope="module")
def guarded() -> Flask:
    """The app as a hospital runs it: it knows its hosts."""
    return create_app({"SECRET_KEY": KEY, "TRUSTED_HOSTS": "localhost"})


def named(case: BadInput) -> str:
    return f"{case.number} {case.name}"


@pytest.mark.parametrize("place", OPEN)
@pytest.mark.parametrize("case", THROUGH_APP, ids=named)
def test_bad_input_does_no_harm(case: BadInput, place: str, guarded: Flask) -> None:
    at = visit(guarded, OPEN[place])
    with logged_faults() as told:
        answers = sent_to_app(case, at)
    assert told == []
    assert answers
    assert list(faults(case, at, answers)) == []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A true server with the same key."""
    settings = {"SECURE_COOKIE": "1", "TRUSTED_HOSTS": "localhost,127.0.0.1"}
    with served(tmp_path_factory.mktemp("log"), settings) as server:
        yield server
        assert FRAME not in server.log.read_text()


@pytest.mark.parametrize("case", BAD_INPUTS, ids=named)
def test_bad_input_does_no_harm_to_a_true_server(
    case: BadInput, guarded: Flask, server: Server
) -> None:
    for place in OPEN.values() if case.socket_only else [OPEN["urgent, on the way"]]:
        at = visit(guarded, place)
        answers = sent_to_server(case, at, server.port)
        assert answers
        assert list(faults(case, at, answers)) == []


def test_the_list_and_the_paper_have_100_numbers() -> None:
    paper = (ROOT / "docs" / "safety" / "hostile.md").read_text(encoding="utf-8")
    tried_elsewhere = {int(number) for number in re.findall(r"^\| (\d+) \|", paper, re.MULTILINE)}
    no_translations = {97}
    sent = {case.number for case in BAD_INPUTS}
    assert sorted([*sent, *tried_elsewhere, *no_translations]) == list(range(1, 101))


def test_a_cookie_of_another_questionnaire_gives_no_result(guarded: Flask) -> None:
    tiny = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY})
    calm = {"age": "from-18", "pregnant": "no", "signs": "none", "place": "elsewhere"}
    other = visit(tiny, calm)
    at = visit(guarded, OPEN["an emergency"])
    answers = [through_app(guarded, sent) for sent in with_cookie(at, other.cookie)]
    assert [(answer.status, answer.headers["Location"]) for answer in answers[:1]] == [
        (303, "/questions/age")
    ]
    assert [list(breaches(guarded, answer)) for answer in answers] == [[], [], []]
    assert list(lowered(at, answers, came_with=other.cookie)) == []


def test_a_lower_urgency_would_be_found(guarded: Flask) -> None:
    at = visit(guarded, OPEN["urgent, on the way"])
    saved = at.saved.with_answers({"legs": frozenset({"none"})})
    assert opened(at.store, sealed(at.store, saved)) == saved
    assert list(lowered(at, [], came_with=sealed(at.store, saved))) == [
        "the level falls from urgent to none"
    ]


def test_a_bad_answer_would_be_found(guarded: Flask) -> None:
    page = Headers({"Content-Type": "text/html", **HEADERS})
    bare = Headers({name: value for name, value in page.items() if name != "X-Frame-Options"})
    assert list(breaches(guarded, Answer(500, page, b"<p>Traceback</p>"))) == [
        "status 500",
        "a traceback",
        "a page that does not say 999",
        "a page with status 500 that does not say when to call 999 and 111",
    ]
    assert list(breaches(guarded, Answer(200, bare, b"<body>999</body>"))) == [
        "header X-Frame-Options is None"
    ]
