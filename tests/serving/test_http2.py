"""What only HTTP/2 allows, sent to the shipped nginx. The rest is in test_nginx.py."""

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.serving.http2 import Http2Connection, Http2Person, RefusedError
from tests.serving.person import JOURNEY
from tests.serving.proxy import Proxy
from tests.web.browser import FORM

FIRST = "/questions/age"
TAKEN_BACK = 900
"""Fewer than nginx takes of one connection in any case: 1,000."""
AT_ONCE = 32
CUT_OFF = (RefusedError, ConnectionError, ssl.SSLError)


@pytest.fixture
def person(proxy: Proxy) -> Iterator[Http2Person]:
    """Somebody at the first question."""
    with proxy.modern_person() as person:
        person.post("/start")
        yield person


@pytest.fixture
def connection(person: Http2Person) -> Iterator[Http2Connection]:
    """Another connection of theirs."""
    assert person.tls
    connection = Http2Connection(person.address, person.tls, person.timeout)
    yield connection
    connection.close()


def answer(person: Http2Person) -> bytes:
    """A form with an answer to the first question."""
    found = JOURNEY.search(person.get(FIRST).text)
    assert found
    given = {"answer": "from-35-to-44", "answer-pregnancy": "none"}
    return urlencode({"journey": found[1] or found[2], **given, "end": "1"}).encode()


def head(person: Http2Person, **more: str) -> dict[str, str]:
    """The headers of a form without the length of its body."""
    return {**person.headers, "cookie": person.cookie, "content-type": FORM, **more}


def flood(connection: Http2Connection, headers: dict[str, str]) -> None:
    """Send many requests and take them back, all at once; wait for the answer to one more."""
    connection.held = True
    for _ in range(TAKEN_BACK):
        connection.reset(connection.begin("GET", FIRST, headers, without_body=True))
    connection.held = False
    connection.reply(connection.begin("GET", FIRST, headers, without_body=True))


def test_a_form_without_a_length_is_taken_whole(
    person: Http2Person, connection: Http2Connection
) -> None:
    body = answer(person)
    stream = connection.begin("POST", FIRST, head(person), without_body=False)
    for byte in body[:-1]:
        connection.send(stream, bytes([byte]), ended=False)
    connection.send(stream, body[-1:])
    reply = connection.reply(stream)
    assert (reply.status, reply.location) == (303, "/questions/nerves")


def test_a_form_without_a_length_may_not_be_too_long(
    person: Http2Person, connection: Http2Connection
) -> None:
    stream = connection.begin("POST", FIRST, head(person), without_body=False)
    connection.send(stream, b"a" * 20_000)
    reply = connection.reply(stream)
    assert (reply.status, reply.heading) == (413, "Sorry, there is a problem")


@pytest.mark.parametrize("sent", [0, 1, -1])
def test_a_form_that_is_cut_off_is_not_taken(
    sent: int, person: Http2Person, connection: Http2Connection
) -> None:
    body = answer(person)
    length = {"content-length": str(len(body))}
    stream = connection.begin("POST", FIRST, head(person, **length), without_body=False)
    connection.send(stream, body[:sent])
    try:
        reply = connection.reply(stream)
    except RefusedError:
        return
    assert reply.status == 400
    assert "set-cookie" not in reply.headers


def test_what_is_taken_back_harms_nobody(person: Http2Person, connection: Http2Connection) -> None:
    body = answer(person)
    stream = connection.begin("POST", FIRST, head(person), without_body=False)
    connection.send(stream, body[:20], ended=False)
    connection.reset(stream)
    stream = connection.begin("GET", FIRST, head(person), without_body=True)
    assert connection.reply(stream).status == 200


def test_a_flood_of_requests_taken_back_is_ended(
    person: Http2Person, connection: Http2Connection, proxy: Proxy
) -> None:
    with proxy.modern_person() as somebody_else, ThreadPoolExecutor(1) as beside:
        page = beside.submit(somebody_else.get, "/")
        with pytest.raises(CUT_OFF):
            flood(connection, head(person))
        assert page.result().status == 200
        assert somebody_else.failed == []


def test_no_more_than_a_few_requests_go_at_once(
    person: Http2Person, connection: Http2Connection
) -> None:
    waiting = [
        connection.begin("POST", FIRST, head(person), without_body=False) for _ in range(AT_ONCE)
    ]
    one_more = connection.begin("GET", FIRST, head(person), without_body=True)
    with pytest.raises(RefusedError, match="REFUSED_STREAM"):
        connection.reply(one_more)
    connection.reset(waiting.pop())
    stream = connection.begin("GET", FIRST, head(person), without_body=True)
    assert connection.reply(stream).status == 200
