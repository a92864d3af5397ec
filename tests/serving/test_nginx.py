"""The shipped nginx in front of the app, with TLS."""

import gzip
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.content.model import Questionnaire
from app.web.headers import HTTPS_ONLY, security_headers
from tests.serving.person import LostError, Person, Reply, has_advice
from tests.serving.proxy import HOST, Proxy, proxied
from tests.serving.served import free_port
from tests.web.journeys import CALM

HEADERS = {**security_headers(secure=True), "Cache-Control": "no-store"}


@pytest.fixture(params=["HTTP/1.1", "HTTP/2"])
def somebody(request: pytest.FixtureRequest, proxy: Proxy) -> Callable[..., Person]:
    """What makes people with one kind of browser, who come by the right name."""
    return proxy.person if request.param == "HTTP/1.1" else proxy.modern_person


@pytest.fixture
def person(somebody: Callable[..., Person]) -> Iterator[Person]:
    """One of them."""
    with somebody() as person:
        yield person


def is_own_page(reply: Reply, *, plain: bool = False) -> bool:
    """Whether nginx answered, with advice and with every header."""
    for name, value in HEADERS.items():
        wanted = None if plain and name in HTTPS_ONLY else value
        assert reply.headers.get(name.lower()) == wanted
    assert reply.headers["server"] == "nginx"
    assert reply.heading == "Sorry, there is a problem"
    return has_advice(reply.text)


def test_a_journey_goes_from_start_to_the_pdf(
    person: Person, proxy: Proxy, questionnaire: Questionnaire
) -> None:
    assert person.journey("several") == questionnaire.outcomes_by_id["several"].title
    pdf = person.get("/gp-sheet.pdf")
    assert (pdf.status, pdf.body[:5]) == (200, b"%PDF-")
    assert (person.failed, proxy.files()) == ([], [])


def test_the_headers_of_the_app_come_through_once(person: Person) -> None:
    reply = person.get("/")
    for name, value in HEADERS.items():
        assert reply.headers[name.lower()] == value


@pytest.mark.parametrize("path", ["/", "/static/main.css"])
def test_pages_and_files_are_compressed(path: str, somebody: Callable[..., Person]) -> None:
    with somebody(**{"Accept-Encoding": "gzip"}) as person:
        reply = person.get(path)
    with somebody() as person:
        plain = person.get(path).body
    assert gzip.decompress(reply.body) == plain
    assert len(reply.body) < len(gzip.compress(plain, 6)) * 1.02
    assert reply.headers["content-encoding"] == "gzip"


def test_a_file_of_this_release_is_kept_for_a_year(person: Person) -> None:
    address = next(x for x in person.get("/").text.split('"') if x.startswith("/static/"))
    assert person.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert person.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_7_kb_of_cookies_of_the_parent_domain_do_not_matter(
    somebody: Callable[..., Person],
) -> None:
    with somebody(Cookie=f"trust={'x' * 7000}") as person:
        assert person.journey("few")
        assert person.failed == []


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/%zz", {}, 400),
        ("GET", f"/{'a' * 20_000}", {}, 414),
        ("GET", "/", {"Host": "evil.example"}, 421),
        ("GET", "/", {"Host": ""}, 400),
        ("GET", "/readyz", {}, 404),
        ("GET", "/metrics", {}, 404),
        ("TRACE", "/", {}, 405),
        ("POST", "/start", {"Transfer-Encoding": "canary"}, 400),
    ],
)
def test_what_never_reaches_a_copy_gets_a_page_with_advice(
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    somebody: Callable[..., Person],
) -> None:
    with somebody(**headers) as person:
        reply = person.ask(method, path)
    assert reply.status == status
    assert is_own_page(reply)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/%zz", {}, 400),
        ("GET", "/../..", {}, 400),
        ("GET", f"/{'a' * 20_000}", {}, 414),
        ("GET", "/", {"A": "b" * 20_000}, 400),
        ("GET", "/", {"Host": ""}, 400),
        ("GET", "/readyz", {}, 404),
        ("TRACE", "/", {}, 405),
        ("POST", "/start", {"Transfer-Encoding": "canary"}, 400),
        ("POST", "/start", {"Content-Length": "17000"}, 413),
    ],
)
def test_over_plain_http_too_what_is_refused_gets_a_page_with_advice(
    method: str, path: str, headers: dict[str, str], status: int, proxy: Proxy
) -> None:
    with Person(f"http://127.0.0.1:{proxy.plain_port}", {"Host": HOST, **headers}) as person:
        reply = person.ask(method, path)
    assert reply.status == status
    assert is_own_page(reply, plain=True)


def test_headers_that_are_too_long_are_refused(proxy: Proxy) -> None:
    with proxy.person(A="b" * 20_000) as person:
        reply = person.get("/")
    assert reply.status == 400
    assert is_own_page(reply)
    with proxy.modern_person(A="b" * 20_000) as person:
        reply = person.get("/")  # HTTP/2 makes it less than 16 kB, so a copy refuses it
    assert (reply.status, has_advice(reply.text)) == (431, True)
    with proxy.modern_person(A="b" * 30_000) as person, pytest.raises(LostError, match="Refused"):
        person.get("/")


@pytest.mark.parametrize("length", [16_385, 1_000_000])
def test_a_body_that_is_too_long_is_refused(length: int, person: Person) -> None:
    reply = person.ask("POST", "/start", b"a" * length)
    assert reply.status == 413
    assert is_own_page(reply)


def test_when_no_copy_answers_there_is_a_page_with_advice(tmp_path: Path) -> None:
    with proxied(tmp_path, [free_port()]) as proxy:
        page = (tmp_path / "last-resort.html").read_text(encoding="utf-8")
        for somebody in (proxy.person, proxy.modern_person):
            for method, path in (("GET", "/"), ("POST", "/questions/age")):
                with somebody() as person:
                    reply = person._ask(method, path, b"" if method == "POST" else None)  # noqa: SLF001
                assert reply.status == 502
                assert is_own_page(reply)
                assert reply.text == page


def test_plain_http_is_sent_to_https_under_the_one_name(proxy: Proxy) -> None:
    for name in (HOST, "evil.example"):
        with Person(f"http://127.0.0.1:{proxy.plain_port}", {"Host": name}) as person:
            reply = person.get("/privacy")
        assert (reply.status, reply.location) == (301, f"https://{HOST}/privacy")


def test_what_a_client_says_as_if_it_were_a_proxy_is_not_believed(
    somebody: Callable[..., Person],
) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    with somebody(**forged) as person:
        reply = person.get("/")
    assert reply.status == 200
    assert "evil" not in reply.text


def test_no_log_tells_who_asked_for_what(person: Person, proxy: Proxy) -> None:
    person.journey("several")
    person.get("/questions/age?canary")
    with socket.create_connection(("127.0.0.1", proxy.port)) as connection:
        connection.sendall(b"canary")
    secrets = (person.cookie.partition("=")[2], "canary", "/questions", "/result", "127.0.0.1 ")
    for secret in (*secrets, *CALM):
        assert secret not in proxy.logs
    assert '"method":"POST","status":303' in proxy.logs
