"""The app under gunicorn with the shipped settings."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.content.model import Questionnaire
from app.web.headers import SECURITY
from tests.serving.person import Person, has_advice
from tests.serving.served import Server, served

WORD = "canaryword"
NO_HTTP = {
    "a line that is too long": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414),
    "too many headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 60 + b"\r\n", 431),
    "a header that is too long": (b"GET / HTTP/1.1\r\nA: " + b"b" * 9000 + b"\r\n\r\n", 431),
    "no HTTP at all": (f"{WORD} {WORD}\r\n\r\n".encode(), 400),
    "a coding that nobody knows": (
        f"POST /start HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {WORD}\r\n\r\n".encode(),
        400,
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One copy for all the tests here."""
    with served(tmp_path_factory.mktemp("log")) as server:
        yield server


def raw(server: Server, request: bytes) -> bytes:
    """All that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_a_journey_goes_from_start_to_the_pdf(server: Server, questionnaire: Questionnaire) -> None:
    with Person(server.address) as person:
        assert person.journey("several") == questionnaire.outcomes_by_id["several"].title
        assert person.get("/gp-sheet").status == 200
        pdf = person.get("/gp-sheet.pdf")
        assert (pdf.status, pdf.body[:5]) == (200, b"%PDF-")
        assert person.failed == []


@pytest.mark.parametrize("name", NO_HTTP)
def test_what_is_no_request_gets_a_page_with_advice_and_every_header(
    name: str, server: Server
) -> None:
    request, status = NO_HTTP[name]
    head, _, body = raw(server, request).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].split()[1] == str(status)
    for header, value in {**SECURITY, "Cache-Control": "no-store"}.items():
        assert f"{header}: {value}" in lines
    assert has_advice(body.decode())
    assert WORD.encode() not in body


def test_the_log_says_that_it_was_refused_and_not_what_it_was(server: Server) -> None:
    for request, _ in NO_HTTP.values():
        raw(server, request)
    log = server.log.read_text()
    assert "A request was refused: 400 InvalidRequestLine" in log
    assert WORD not in log
    assert "127.0.0.1" not in log.replace(server.address, "")


def test_a_log_that_cannot_be_written_breaks_nothing_and_shows_nothing(tmp_path: Path) -> None:
    """gunicorn's own log would print every header in its place, the cookie with them."""
    with (
        served(tmp_path, None, "--access-logfile", "/dev/full") as server,
        Person(server.address) as person,
    ):
        assert person.journey("several")
        assert person.get("/missing").status == 404
        assert person.failed == []
        log = server.log.read_text()
    assert person.cookie.partition("=")[2] not in log
    assert "Booting worker" in log
    for sign in ("Traceback", "Logging error", "route", "OSError"):
        assert sign not in log


def test_the_access_log_is_one_line_of_json_for_each_request(server: Server) -> None:
    with Person(server.address) as person:
        person.get("/privacy?secret=1")
    lines = [json.loads(x) for x in server.log.read_text().splitlines() if x.startswith("{")]
    assert ("web.privacy", "GET", 200) in [(x["route"], x["method"], x["status"]) for x in lines]
    assert "secret" not in server.log.read_text()


def test_no_header_names_a_version(server: Server) -> None:
    with Person(server.address) as person:
        assert person.get("/").headers["server"] == "gunicorn"


def test_hanging_up_does_not_end_the_service_when_the_content_has_a_fault(tmp_path: Path) -> None:
    """gunicorn without preload would end with all its workers."""
    content = tmp_path / "questions.yaml"
    content.write_bytes(Path("questions.yaml").read_bytes())
    with (
        served(tmp_path, {"QUESTIONS_FILE": str(content)}) as server,
        Person(server.address) as person,
    ):
        content.write_text("title: [", encoding="utf-8")
        before = set(server.workers)
        os.kill(server.process.pid, signal.SIGHUP)
        while before & set(server.workers):
            assert person.get("/healthz").status == 200
        assert person.get("/healthz").status == 200
        assert person.failed == []
