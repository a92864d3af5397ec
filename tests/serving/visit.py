"""A self-check that is open at a known place, and what no answer to anything sent to it may do."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from flask import Flask, Request
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from app.content.conditions import Level
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from app.web import errors
from app.web.answer_store import AnswerStore
from app.web.headers import HTTPS_ONLY, SECURITY
from app.web.saved_answers import SavedAnswers
from app.web.service import EXTENSION, Service
from tests.serving.sent import Answer, Sent, cookies, through_app

TAG = re.compile(r"<[^>]*>")
H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
FRAME = 'File "'
"""Stands in every traceback, and in what the app logs about a fault."""
HEADERS = SECURITY | HTTPS_ONLY
URGENCY = {
    "under-18": Level.emergency,  # it stops at once, with the emergency list
    "emergency": Level.emergency,
    "maternity": Level.maternity,
    "urgent-in-pregnancy": Level.urgent,
    "urgent": Level.urgent,
    "pelvic-girdle": Level.none,
    "several": Level.none,
    "some": Level.none,
    "few": Level.none,
}
"""How soon the result of each outcome sends for help."""


def service_of(app: Flask) -> Service:
    """What an app has loaded."""
    service: Service = app.extensions[EXTENSION]
    return service


def sealed(store: AnswerStore, saved: SavedAnswers) -> str:
    """The value of the cookie that holds some answers."""
    response = Response()
    store.save(response, saved)
    return cookie_set(Answer(200, response.headers, b""), store.name) or ""


def opened(store: AnswerStore, value: str) -> SavedAnswers | None:
    """The answers in the value of a cookie."""
    builder = EnvironBuilder(headers=[cookies({store.name: value})])
    return store.open(Request(builder.get_environ()))


def cookie_set(answer: Answer, name: str) -> str | None:
    """The value that an answer gives our cookie; ``None`` where it leaves it alone."""
    for line in answer.headers.getlist("Set-Cookie"):
        if line.startswith(f"{name}="):
            return line.partition("=")[2].partition(";")[0]
    return None


class _Told(logging.Handler):
    """Keeps what the app says about its own faults."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@contextmanager
def logged_faults() -> Iterator[list[str]]:
    """What the app logs about faults of its own, an error page that fails among them."""
    handler = _Told()
    errors.log.addHandler(handler)
    try:
        yield handler.told
    finally:
        errors.log.removeHandler(handler)


@dataclass(frozen=True)
class Visit:
    """Somebody's open self-check: the cookie, and the token of its pages."""

    app: Flask
    cookie: str
    saved: SavedAnswers

    @property
    def token(self) -> str:
        """What the pages of this self-check carry."""
        return self.saved.journey_id

    @property
    def store(self) -> AnswerStore:
        """What opens the cookie."""
        return service_of(self.app).store

    @property
    def before(self) -> Assessment:
        """What the rules say before anything is sent."""
        return assess(service_of(self.app).questionnaire, self.saved.answers)

    def cookies(self, **others: str) -> tuple[str, str]:
        """The header that sends the cookie, with others beside it."""
        return cookies({self.store.name: self.cookie, **others})

    def after(self, answers: list[Answer]) -> str:
        """The cookie that a browser has after some answers."""
        value = self.cookie
        for answer in answers:
            new = cookie_set(answer, self.store.name)
            value = value if new is None else new
        return value


def visit(app: Flask, answers: Mapping[str, str]) -> Visit:
    """A self-check with some answers, codes with spaces between them."""
    store = service_of(app).store
    given: Answers = {link_id: frozenset(codes.split()) for link_id, codes in answers.items()}
    saved = store.begin()
    for link_id, chosen in given.items():
        saved = saved.with_answers({link_id: chosen})
    return Visit(app, sealed(store, saved), saved)


def heading(answer: Answer) -> str:
    """The h1 of a page; ``""`` where there is none."""
    found = H1.search(answer.text)
    return " ".join(unescape(TAG.sub("", found[1])).split()) if found else ""


def breaches(app: Flask, answer: Answer) -> Iterator[str]:
    """Which rules for every answer of the app one answer breaks, whatever was sent."""
    if answer.status >= 500:
        yield f"status {answer.status}"
    if "Traceback" in answer.text or FRAME in answer.text:
        yield "a traceback"
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"header {name} is {answer.headers.get(name)!r}"
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.body:
        return
    if answer.status in range(300, 400):
        return
    text = unescape(TAG.sub("", answer.text))
    if "999" not in text:
        yield "a page that does not say 999"
    # 422 is the question itself, with a message above it
    refuses = answer.status >= 400 and answer.status != 422
    cards = service_of(app).cards
    if refuses and not all(cards[name].heading in text for name in ("emergency", "urgent")):
        yield f"a page with status {answer.status} that does not say when to call 999 and 111"


def lowered(visit: Visit, answers: list[Answer], came_with: str | None = None) -> Iterator[str]:
    """Where somebody is told less than before: in an answer, in the cookie, or by the next page.

    ``came_with`` is the cookie that a browser has had, where it was another than the visit's.
    """
    value = visit.after(answers) if came_with is None else came_with
    questionnaire = service_of(visit.app).questionnaire
    saved = opened(visit.store, value)
    if saved is not None and saved.journey_id == visit.token:
        level = assess(questionnaire, saved.answers).level
        if level < visit.before.level:
            yield f"the level falls from {visit.before.level.name} to {level.name}"
        for link_id, chosen in saved.answers.items():
            if len(chosen) > 1 and any(
                option.exclusive and option.code in chosen
                for option in questionnaire.items_by_id[link_id].answer_option
            ):
                yield f"an answer to {link_id} contradicts itself"
    result = through_app(
        visit.app, Sent(target="/result", headers=(cookies({visit.store.name: value}),))
    )
    for answer in (*answers, result):
        if answer.status == 200 and heading(answer) in calm_titles(visit):
            yield f"a page says “{heading(answer)}”"


def calm_titles(visit: Visit) -> frozenset[str]:
    """The headings of all results below the level that the answers had before."""
    return frozenset(
        outcome.title
        for outcome in service_of(visit.app).questionnaire.outcomes
        if URGENCY[outcome.id] < visit.before.level
    )
