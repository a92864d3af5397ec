"""What gunicorn is made of here; ``tests/serving`` sees it serve."""

import io
import logging
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from gunicorn.config import Config
from gunicorn.http.errors import (
    InvalidRequestLine,
    InvalidResponseHeader,
    LimitRequestHeaders,
    LimitRequestLine,
    UnsupportedTransferCoding,
)

from app.serving import QuietLogger, Worker, refusal, refused, take_over
from app.web.access_log import log as access_log
from app.web.headers import security_headers
from tests.serving.person import has_advice

WORD = "canaryword"


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[QuietLogger, io.StringIO]]:
    """The log, and what is written to it."""
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(access_log, "handlers", [])
    level, written = access_log.level, io.StringIO()
    log = QuietLogger(Config())
    handler = logging.StreamHandler(written)
    log.error_log.handlers = [handler]
    yield log, written
    log.error_log.handlers = []
    access_log.setLevel(level)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (LimitRequestLine(9000, 2048), 414),
        (LimitRequestHeaders(WORD), 431),
        (InvalidRequestLine(WORD), 400),
        (UnsupportedTransferCoding(WORD), 400),
        (InvalidResponseHeader(WORD), 500),
        (ValueError(WORD), 500),
    ],
)
def test_a_fault_of_the_sender_is_not_ours(fault: Exception, status: int) -> None:
    assert refusal(fault) == status


@pytest.mark.parametrize("secure", [True, False])
def test_a_refusal_is_a_whole_response(secure: bool) -> None:
    head, _, body = refused(431, "Héllo", secure=secure).partition(b"\r\n\r\n")
    first, *headers = head.decode().split("\r\n")
    assert first == "HTTP/1.1 431 Request Header Fields Too Large"
    sent = dict(header.split(": ", 1) for header in headers)
    assert security_headers(secure=secure).items() <= sent.items()
    assert ("Strict-Transport-Security" in sent) == secure
    assert (sent["Content-Length"], body.decode()) == ("6", "Héllo")


def test_a_worker_refuses_with_advice_and_logs_no_word_of_the_request(app: Flask) -> None:
    said: list[str] = []
    log = SimpleNamespace(warning=lambda text, *values: said.append(text % values))
    worker: Any = SimpleNamespace(log=log, wsgi=app)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Worker.handle_error(worker, None, ours, ("192.0.2.1", 1), InvalidRequestLine(WORD))
        assert has_advice(theirs.recv(65_536).decode())
    with ours:  # who has gone is not told
        Worker.handle_error(worker, None, ours, ("192.0.2.1", 1), InvalidRequestLine(WORD))
    assert said == ["A request was refused: 400 InvalidRequestLine"] * 2


def test_the_log_says_where_and_not_what(quiet: tuple[QuietLogger, io.StringIO]) -> None:
    log, written = quiet
    try:
        raise ValueError(WORD)
    except ValueError:
        log.exception("Error handling request %s", f"/{WORD}")
    log.debug("Ignored premature client disconnection. %s", WORD)
    log.access(None, None, {"HTTP_COOKIE": WORD}, None)
    assert "ValueError" in written.getvalue()
    assert "test_the_log_says_where_and_not_what" in written.getvalue()
    assert WORD not in written.getvalue()


def test_a_log_that_fails_prints_nothing(quiet: tuple[QuietLogger, io.StringIO]) -> None:
    assert quiet
    assert not logging.raiseExceptions


def test_the_first_process_ends_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("it ended another"))
    take_over(SimpleNamespace(master_pid=0, log=None))


def test_a_process_that_takes_over_tells_systemd_and_ends_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda *told: ended.append(told))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        take_over(SimpleNamespace(master_pid=123, log=None))
        assert systemd.recv(100) == f"MAINPID={os.getpid()}".encode()
    assert ended == [(123, signal.SIGTERM)]
