"""A browser that costs next to nothing and weighs whatever comes."""

import gzip
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(r"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)
LOCATION = re.compile(r"\r\nlocation: *([^\r]+)", re.IGNORECASE)
LOADED = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"')
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')
ENCODED = len("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n")


@dataclass(frozen=True)
class Reply:
    """What came back."""

    head: str
    body: bytes

    @property
    def status(self) -> int:
        """Its number."""
        return int(self.head[9:12])

    @property
    def location(self) -> str:
        """Where it sends to."""
        found = LOCATION.search(self.head)
        return found[1] if found else ""

    @property
    def plain(self) -> int:
        """Bytes on the wire."""
        return len(self.head) + len(self.body)

    @property
    def small(self) -> int:
        """Bytes on the wire when the server in front compresses as ``gzip -6`` does."""
        if not self.body:
            return len(self.head)
        return len(self.head) + ENCODED + len(gzip.compress(self.body, 6, mtime=0))


@dataclass
class Visitor:
    """One browser with one connection, one cookie, and a cache for what pages load."""

    port: int
    cookie: str = ""
    replies: list[Reply] = field(default_factory=list)
    _loaded: set[str] = field(default_factory=set)

    def get(self, path: str) -> Reply:
        """Open a page and, once each, the files that it names."""
        reply = self._ask(request(path, self.cookie))
        for address in LOADED.findall(reply.body.decode(errors="replace")):
            if address not in self._loaded:
                self._loaded.add(address)
                self._ask(request(address, self.cookie))
        return reply

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> Reply:
        """Send a form."""
        return self._ask(request(path, self.cookie, fields))

    def _ask(self, sent: bytes) -> Reply:
        with socket.create_connection(("127.0.0.1", self.port), 20) as connection:
            reply = exchange(connection, sent)
        found = COOKIE.search(reply.head)
        self.cookie = found[1] if found else self.cookie
        self.replies.append(reply)
        return reply


def request(path: str, cookie: str, fields: Mapping[str, str | list[str]] | None = None) -> bytes:
    """A whole request: a GET, or with ``fields`` a POST."""
    head = [f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if cookie:
        head.append(f"Cookie: {cookie}")
    body = urlencode(fields or {}, doseq=True)
    if fields is not None:
        head += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", body]).encode()


def hidden_fields(page: str) -> dict[str, str | list[str]]:
    """The hidden fields of the first form that has any."""
    form = next(form for form in page.split("<form")[1:] if 'type="hidden"' in form)
    fields = HIDDEN.findall(form.partition("</form>")[0])
    return {NAME.findall(one)[0]: VALUE.findall(one)[0] for one in fields}


def exchange(connection: socket.socket, sent: bytes) -> Reply:
    """Send a request and read the whole answer."""
    connection.sendall(sent)
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    while len(body) < int(length[1] if length else 0):
        body += _more(connection)
    return Reply(f"{head.decode('latin-1')}\r\n\r\n", body)


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionError("the server hung up")
    return data
