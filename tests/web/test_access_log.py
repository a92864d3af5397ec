import json
import logging
from typing import Any

import pytest
from flask import Flask

from app.web.access_log import log
from tests.web.browser import Browser
from tests.web.journeys import CALM, follow

FIELDS = ["time", "route", "method", "status", "ms"]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO, log.name)
    return lambda: [json.loads(r.getMessage()) for r in caplog.records if r.name == log.name]


def test_a_line_has_the_route_and_none_of_what_was_asked_for(client: Browser, lines: Any) -> None:
    client.begin()
    client.answer("/questions/age?change=yes", CALM["age"])
    for line in lines():
        assert list(line) == FIELDS
    told = [(line["route"], line["method"], line["status"]) for line in lines()]
    assert told == [
        ("web.begin", "POST", 303),
        ("web.question", "GET", 200),
        ("web.question", "POST", 303),
    ]


def test_no_line_of_a_journey_holds_a_question_an_answer_or_the_cookie(
    client: Browser, lines: Any
) -> None:
    follow(client, CALM)
    text = json.dumps([{**line, "time": ""} for line in lines()])
    assert client.cookie is not None
    for secret in (client.cookie, *CALM, *(c for c in CALM.values() if c != "none"), "/", "127"):
        assert secret not in text


def test_errors_are_logged_too(client: Browser, lines: Any) -> None:
    client.get("/missing")
    client.get("/start")
    client.open("/", method="ANSWER")
    told = [(line["route"], line["method"], line["status"]) for line in lines()]
    assert told == [(None, "GET", 404), (None, "GET", 405), (None, "other", 405)]


def test_a_time_is_in_thousandths_of_a_second(
    app: Flask, client: Browser, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter((5.0, 5.25))
    monkeypatch.setattr("app.web.access_log.time.perf_counter", lambda: next(now))
    client.get("/healthz")
    assert lines()[0]["ms"] == 250


def test_a_log_that_cannot_be_written_breaks_no_request(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, _: str) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(logging, "raiseExceptions", False)
    monkeypatch.setattr(log, "handlers", [logging.StreamHandler(Full())])
    monkeypatch.setattr(log, "level", logging.INFO)
    log.manager._clear_cache()  # type: ignore[attr-defined]  # noqa: SLF001
    assert client.get("/healthz").status_code == 200
