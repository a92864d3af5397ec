"""Compares the pages of the exported file with those of the app, letter by letter.

The app is told that it is the one file, so that both say what only the file says. What is left
between them are the addresses, which stand behind a # in the file, and the hour.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from werkzeug.wrappers import Response

from app import create_app
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.choice import Choice
from app.engine.evaluate import Answers
from app.web.prepared import prepare
from app.web.saved_answers import Attempt
from app.web.service import EXTENSION, Service
from app.web.views import ready_pages
from tests.export.equal import State, said_by
from tests.web.tiny import KEY

ABOUT = ("/", "/leaflet", "/how-it-works", "/paper", "/privacy", "/accessibility", "/cleared")
ENDS = ("/result", "/check-answers", "/call-now", "/gp-questions", "/gp-sheet", "/clear")
HOUR = re.compile(r"\d{1,2} \w+ \d{4} at \d\d:\d\d \w+")
ADDRESS = re.compile(r'(href|action)="/')


@dataclass(frozen=True)
class Visit:
    """Somebody at an address; with no answers at all, nobody's."""

    address: str
    answers: Answers | None = None
    choice: Choice | None = None
    attempt: Attempt | None = None

    def as_json(self) -> str:
        """A line for the script of the file."""
        answers, choice, attempt = self.answers or {}, self.choice, self.attempt
        return json.dumps(
            {
                "address": f"#{self.address}",
                "nobody": self.answers is None,
                "answers": {name: sorted(codes) for name, codes in answers.items()},
                "choice": choice and {"dropped": [*choice.dropped], "first": [*choice.first]},
                "attempt": attempt and [attempt.link_id, [*attempt.chosen]],
            }
        )


def one_file_app(questions_file: Path) -> Flask:
    """The app, saying what the file says."""
    settings = {"SECRET_KEY": KEY, "SECURE_COOKIE": False, "QUESTIONS_FILE": questions_file}
    app = create_app(settings)
    app.context_processor(lambda: {"one_file": True, "hand_over": False})
    service: Service = app.extensions[EXTENSION]
    prepared = prepare(app, ready_pages(service.questionnaire))
    app.extensions[EXTENSION] = replace(service, prepared=prepared)
    return app


def by_app(app: Flask, visit: Visit) -> str:
    """The body of the page that the app shows, or where it leads instead."""
    service: Service = app.extensions[EXTENSION]
    client = app.test_client()
    token = ""
    if visit.answers is not None:
        saved = replace(
            service.store.begin(),
            answers=visit.answers,
            choice=visit.choice,
            attempt=visit.attempt,
        )
        token, response = saved.journey_id, Response()
        service.store.save(response, saved)
        value = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
        client.set_cookie(service.store.name, value)
    shown = client.get(visit.address)
    if shown.location:
        return f"#{shown.location}"
    assert shown.status_code == 200
    body = shown.text[shown.text.index("<body") :].replace(token or "\0", "open")
    return HOUR.sub("HOUR", ADDRESS.sub(r'\1="#/', body))


def differences(file: Path, app: Flask, visits: Sequence[Visit]) -> list[str]:
    """Where the two show something else, with the first words that differ."""
    said = said_by(file, (visit.as_json() for visit in visits))
    return [
        f"{visit.as_json()}: {_first_difference(expected, _body(shown))}"
        for visit, shown in zip(visits, said, strict=True)
        if (expected := by_app(app, visit)) != _body(shown)
    ]


def _body(shown: dict[str, object]) -> str:
    if "goTo" in shown:
        return str(shown["goTo"])
    html = str(shown["html"])
    return HOUR.sub("HOUR", html[html.index("<body") :])


def _first_difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(0, at - 40) : at + 80]!r} by the app, {other[at : at + 80]!r} by the file"


def visits_of(states: Iterable[State], questionnaire: Questionnaire) -> Iterator[Visit]:
    """Where people in some states may look: the ends, 2 questions, and 1 with a slip."""
    draw = random.Random(3)  # noqa: S311 - nothing secret
    for state in states:
        answers = {name: codes for name, codes in state.answers.items() if codes}
        choice = state.choice
        for address in ENDS:
            yield Visit(address, answers, choice)
        yield Visit("/gp-sheet?size=large", answers, choice)
        yield Visit("/gp-questions?error=yes", answers, choice)
        change = draw.choice(("", "?change=yes"))
        items = assess(questionnaire, answers).journey.path
        yield Visit(f"/questions/{draw.choice(items).link_id}{change}", answers)
        yield Visit(f"/questions/{draw.choice(questionnaire.items).link_id}{change}", answers)
        item = draw.choice(items)
        slip = [o.code for o in item.answer_option if draw.random() < 0.4] if item.repeats else []
        attempt = Attempt(item.link_id, frozenset(slip))
        yield Visit(f"/questions/{item.link_id}?error=yes", answers, attempt=attempt)
