"""What anybody may send, and two ways to send it: through the app, and through a true socket."""

import io
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

HOST = "localhost"
FORM = "application/x-www-form-urlencoded"
PATIENCE = 15.0
"""Seconds until an answer is given up."""


@dataclass(frozen=True)
class Sent:
    """One request. A body gets its length and its kind, unless ``headers`` say otherwise."""

    method: str = "GET"
    target: str = "/"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def all_headers(self) -> list[tuple[str, str]]:
        """Those that were given, and those that every browser adds. ``""`` takes one out."""
        usual = {"Host": HOST}
        if self.body is not None:
            usual |= {"Content-Type": FORM, "Content-Length": str(len(self.body))}
        given = {name.lower() for name, _ in self.headers}
        rest = [(name, value) for name, value in usual.items() if name.lower() not in given]
        return [(name, value) for name, value in (*rest, *self.headers) if value != LEFT_OUT]

    def raw(self) -> bytes:
        """The bytes on the line. The server hangs up after its answer."""
        headers = [*self.all_headers(), ("Connection", "close")]
        lines = [f"{self.method} {self.target} HTTP/1.1", *(f"{n}: {v}" for n, v in headers)]
        return "\r\n".join((*lines, "", "")).encode("latin-1", "replace") + (self.body or b"")


LEFT_OUT = "\0left out"
"""The value of a header that a request goes without."""


@dataclass(frozen=True)
class Answer:
    """One response."""

    status: int
    headers: Headers
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


def through_app(app: Flask, sent: Sent) -> Answer:
    """The answer of the app, called as gunicorn calls it: nothing is mended on the way."""
    content, status, headers = run_wsgi_app(app, _environ(sent), buffered=True)
    body = b"".join(content)
    return Answer(int(status.split()[0]), headers, body)


def through_socket(port: int, sent: Sent | bytes | Iterable[bytes]) -> list[Answer]:
    """Every answer that comes over one connection until the server hangs up.

    ``sent`` may be bytes that are no request at all, also in parts.
    """
    parts = [sent.raw()] if isinstance(sent, Sent) else [sent] if isinstance(sent, bytes) else sent
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        with suppress(ConnectionError):  # a server may refuse what is long before it has it all
            for part in parts:
                line.sendall(part)
            line.shutdown(socket.SHUT_WR)
        return [*answers_in(_read(line))]


def _read(line: socket.socket) -> bytes:
    read = io.BytesIO()
    with suppress(ConnectionResetError):
        while part := line.recv(65_536):
            read.write(part)
    return read.getvalue()


def answers_in(raw: bytes) -> Iterator[Answer]:
    """The responses that stand one behind the other in some bytes."""
    while raw:
        head, _, raw = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        status = int(first.split()[1])
        headers = Headers([(n, v.strip()) for n, _, v in (line.partition(":") for line in lines)])
        if status < 200:
            continue
        length = int(headers.get("Content-Length", len(raw)))
        # the answer to HEAD names a length and has no body
        body, raw = (b"", raw) if raw.startswith(b"HTTP/1.") else (raw[:length], raw[length:])
        yield Answer(status, headers, body)


def _environ(sent: Sent) -> dict[str, Any]:
    path, _, query = sent.target.partition("?")
    headers: dict[str, str] = {}
    for name, value in sent.all_headers():
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        value = value.encode("latin-1", "replace").decode("latin-1")
        headers[key] = f"{headers[key]}{joint}{value}" if key in headers else value
    return {
        "REQUEST_METHOD": sent.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode("utf-8").decode("latin-1"),
        "RAW_URI": sent.target,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": HOST,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(sent.body or b""),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def cookies(sent: Mapping[str, str]) -> tuple[str, str]:
    """The header that sends cookies."""
    return "Cookie", "; ".join(f"{name}={value}" for name, value in sent.items())
