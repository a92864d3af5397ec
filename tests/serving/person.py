"""Somebody who fills in the self-check through a true connection, and tries again on a failure."""

import gzip
import html
import http.client
import re
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode, urlsplit

from tests.web.browser import FORM
from tests.web.journeys import CALM, OUTCOMES, named
from tests.web.page import Page

MOST_STEPS = 120
"""Requests of one journey, also when two contents ask the same question again and again."""
PATIENCE = 3
"""How often somebody tries the same again before they give up."""

JOURNEY = re.compile(r'name="journey"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="journey"')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
QUESTION = re.compile(r'href="(/questions/[^"]+)"')


class LostError(Exception):
    """A journey that does not go on. Its text says where and why."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        small = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if small else self.body).decode()

    @property
    def location(self) -> str:
        """Where it sends to."""
        return self.headers.get("location", "")

    @property
    def heading(self) -> str:
        """The h1 of the page."""
        found = HEADING.search(self.text)
        return html.unescape(re.sub(r"<[^>]+>", "", found[1]).strip()) if found else ""


@dataclass
class Person:
    """One person with one browser. Counts what they asked for and what failed."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    cookie: str = ""
    times: list[float] = field(default_factory=list)
    """Seconds of each request that was answered."""
    failed: list[str] = field(default_factory=list)
    """What failed, once for each try."""
    received: int = 0
    """Bytes of all that was answered."""
    timeout: float = 20
    tls: ssl.SSLContext | None = None
    source: str = ""
    """Their own address."""
    _connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self.ask("GET", path)

    def post(self, path: str, fields: Iterable[tuple[str, str]] = ()) -> Reply:
        """Send a form."""
        return self.ask("POST", path, urlencode(list(fields)).encode())

    def ask(self, method: str, path: str, body: bytes | None = None) -> Reply:
        """Send a request; try again where no answer of the app comes. Keeps the cookie."""
        for _ in range(PATIENCE):
            start = time.perf_counter()
            try:
                reply = self._ask(method, path, body)
            except (OSError, http.client.HTTPException) as fault:
                self.close()
                self.failed.append(f"{method} {path}: {type(fault).__name__}")
                continue
            self.times.append(time.perf_counter() - start)
            self.received += len(reply.body)
            if reply.status < 500:
                return reply
            self.failed.append(f"{method} {path}: {reply.status}")
        raise LostError(self.failed[-1])

    def journey(self, outcome: str) -> str:
        """Start, answer as the vignette of an outcome does, and read the heading of the result."""
        answers = {**CALM, **OUTCOMES[outcome]}
        url = self._follow(self.post("/start"))
        for _ in range(MOST_STEPS):
            if url.startswith("/questions/"):
                url = self.answer(url, answers)
            elif url.startswith("/call-now"):
                url = self._after_call(self.get(url))
            elif url.startswith("/check-answers"):
                reply = self.get(url)
                url = "/result" if reply.status == 200 else self._follow(reply)
            elif url.startswith("/result"):
                reply = self.get(url)
                if reply.status == 200:
                    return reply.heading
                url = self._follow(reply)
            else:
                raise LostError(f"sent to {url}")
        raise LostError(f"no end after {MOST_STEPS} steps")

    def answer(self, url: str, answers: Mapping[str, str]) -> str:
        """Open a question and answer it; where it leads."""
        reply = self.get(url)
        if reply.status != 200:
            return self._follow(reply)
        if not JOURNEY.search(reply.text):
            raise LostError(f"{url} has no form")
        given = named(answers, urlsplit(url).path)
        return self._follow(self.post(url, Page(reply.text).filled(given)))

    def _after_call(self, reply: Reply) -> str:
        """Where somebody goes who has called; another copy may ask about the sign again first."""
        if reply.status != 200:
            return self._follow(reply)
        found = QUESTION.search(reply.text)
        if not found:
            raise LostError("/call-now leads to no question")
        return html.unescape(found[1])

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _connect(self) -> http.client.HTTPConnection:
        where = urlsplit(self.address).netloc
        source = (self.source, 0) if self.source else None
        if self.tls:
            return http.client.HTTPSConnection(
                where, timeout=self.timeout, source_address=source, context=self.tls
            )
        return http.client.HTTPConnection(where, timeout=self.timeout, source_address=source)

    def _follow(self, reply: Reply) -> str:
        if reply.status != 303:
            raise LostError(f"{reply.status} in place of a redirect: {reply.heading}")
        return reply.location

    def _ask(self, method: str, path: str, body: bytes | None) -> Reply:
        headers = dict(self.headers)
        if self.cookie:
            headers["Cookie"] = "; ".join(filter(None, (headers.get("Cookie"), self.cookie)))
        if body is not None:
            headers |= {"Content-Type": FORM, "Content-Length": str(len(body))}
        reply = self._exchange(method, path, body, headers)
        set_cookie = reply.headers.get("set-cookie")
        if set_cookie:
            self.cookie = set_cookie.partition(";")[0]
        return reply

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        """Send one request and read the answer; an ``OSError`` or the like where none comes."""
        if self._connection is None:
            self._connection = self._connect()
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        data = response.read()
        if response.will_close:
            self.close()
        return Reply(response.status, joined(response.headers.items()), data)


def joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in small letters; of one that comes twice, both values."""
    found: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def has_advice(page: str) -> bool:
    """Whether a page says when to call 999 and when to call 111, in the words of the content."""
    return "Call 999 or go to A&amp;E now" in page and "call 111" in page
