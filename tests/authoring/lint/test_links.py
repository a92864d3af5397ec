"""Links are tried once each, a dead one is told from an absent network, and only a page passes."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import URLError

import pytest

from app.authoring.lint.links import (
    LinkResult,
    LinkState,
    Opener,
    check_links,
    links_of,
    open_url,
    summary,
)
from app.config import QUESTIONS_FILE
from app.content.source import read
from tests.content.sound import changed
from tests.questions import QUESTIONS

GOOD, OTHER = "https://good.example/a", "https://other.example/b"
NO_NAME = URLError(socket.gaierror(-2, "Name or service not known"))
NO_ROUTE = URLError(OSError(101, "Network is unreachable"))


def answering(answers: dict[str, int | Exception]) -> tuple[Opener, list[tuple[str, str]]]:
    """A fake of the network by address or "METHOD address", and the list of what was asked."""
    asked: list[tuple[str, str]] = []

    def opener(method: str, url: str) -> int:
        asked.append((method, url))
        answer = answers.get(f"{method} {url}", answers.get(url, 200))
        if isinstance(answer, Exception):
            raise answer
        return answer

    return opener, asked


def tried(url: str, answer: int | Exception) -> LinkResult:
    """What comes of a link beside one that works."""
    opener, _ = answering({url: answer})
    return check_links([OTHER, url], opener)[1]


# --- which links ----------------------------------------------------------------------------------


def test_every_link_of_the_sources_is_found_with_its_place() -> None:
    document = read(QUESTIONS_FILE.read_bytes())
    found = links_of(document)
    sources = QUESTIONS.sources
    assert [link.url for link in found if link.path[-1] == "link"] == [
        source.link for source in sources if source.link
    ]
    assert all(link.path in document.values for link in found)


def test_a_link_inside_a_text_is_found_without_what_ends_the_sentence() -> None:
    raw = changed(
        ("text: [It is small.]", 'text: ["Read (https://a.example/b?c=1), http://d.example."]')
    )
    assert [link.url for link in links_of(read(raw))] == [
        "https://a.example/b?c=1",
        "http://d.example",
    ]


# --- one link -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (200, LinkState.works),
        (204, LinkState.works),
        (299, LinkState.works),
        (302, LinkState.dead),
        (404, LinkState.dead),
        (410, LinkState.dead),
        (401, LinkState.unclear),
        (403, LinkState.unclear),
        (429, LinkState.unclear),
        (499, LinkState.dead),
        (500, LinkState.unclear),
        (503, LinkState.unclear),
        (NO_NAME, LinkState.unreached),
        (TimeoutError("timed out"), LinkState.unreached),
        (URLError(ssl.SSLCertVerificationError("expired")), LinkState.dead),
        (ValueError("unknown url type"), LinkState.dead),
        (http.client.InvalidURL("blank"), LinkState.dead),
        (http.client.BadStatusLine("x"), LinkState.unclear),
    ],
)
def test_what_an_answer_means(answer: int | Exception, state: LinkState) -> None:
    result = tried(GOOD, answer)
    assert (result.url, result.state) == (GOOD, state)
    assert result.works == (state is LinkState.works)
    assert result.detail


@pytest.mark.parametrize("refusal", [405, 404, 500, http.client.BadStatusLine("x")])
def test_what_head_does_not_show_get_is_asked_for(refusal: int | Exception) -> None:
    opener, asked = answering({f"HEAD {GOOD}": refusal})
    (result,) = check_links([GOOD], opener)
    assert result.works
    assert asked == [("HEAD", GOOD), ("GET", GOOD)]


def test_head_is_enough_where_it_works_or_nothing_answers() -> None:
    opener, asked = answering({OTHER: NO_NAME})
    check_links([GOOD, OTHER], opener)
    assert sorted(asked) == [("HEAD", GOOD), ("HEAD", OTHER)]


@pytest.mark.parametrize("url", ["http://good.example", "ftp://good.example", "file:///etc/hosts"])
def test_only_https_is_ever_tried(url: str) -> None:
    opener, asked = answering({})
    (result,) = check_links([url], opener)
    assert (result.state, result.detail) == (LinkState.dead, "it does not begin with https://")
    assert asked == []


def test_an_address_that_is_none_is_dead() -> None:
    (result,) = check_links(["https://[bad"], open_url)
    assert (result.state, result.detail) == (LinkState.dead, "it is no web address")


# --- all of them ----------------------------------------------------------------------------------


def test_each_address_is_tried_once_and_told_in_the_order_given() -> None:
    opener, asked = answering({})
    urls = [OTHER, GOOD, OTHER]
    assert [result.url for result in check_links(urls, opener)] == [OTHER, GOOD]
    assert len(asked) == 2


def test_progress_counts_every_link() -> None:
    told: list[str] = []
    check_links([OTHER, GOOD], answering({})[0], told.append)
    assert told == ["1 of 2 links tried", "2 of 2 links tried"]


@pytest.mark.parametrize("fault", [NO_NAME, NO_ROUTE, TimeoutError("timed out")])
def test_no_network_is_told_from_dead_links_and_never_passes(fault: Exception) -> None:
    opener, _ = answering({GOOD: fault, OTHER: fault})
    results = check_links([GOOD, OTHER], opener)
    assert {result.state for result in results} == {LinkState.no_network}
    assert not any(result.works for result in results)
    assert {result.detail for result in results} == {"there is no network: not tried"}
    assert summary(results) == "There is no network. No link was tried. Run this again with one."


@pytest.mark.parametrize("answer", [200, 404, 503])
def test_one_answer_of_any_kind_shows_that_there_is_a_network(answer: int) -> None:
    opener, _ = answering({GOOD: NO_NAME, OTHER: answer})
    assert check_links([GOOD, OTHER], opener)[0].state is LinkState.unreached


def test_a_link_that_is_not_https_does_not_hide_that_there_is_no_network() -> None:
    opener, _ = answering({GOOD: NO_NAME})
    results = check_links([GOOD, "http://other.example"], opener)
    assert [result.state for result in results] == [LinkState.no_network, LinkState.dead]
    assert summary(results).startswith("There is no network.")


def test_the_summary_counts_what_did_not_open() -> None:
    opener, _ = answering({GOOD: 404})
    assert summary(check_links([GOOD, OTHER], opener)) == (
        "1 of 2 links did not open. Open each yourself, then mend it."
    )
    assert summary(check_links([OTHER], opener)) == "All 1 links open."
    assert check_links([], opener) == ()


# --- over HTTP, with a server on this computer ----------------------------------------------------


class _Pages(BaseHTTPRequestHandler):
    """Answers by path: a status, or a redirect to where ``?to=`` says."""

    def do_HEAD(self) -> None:
        status, _, to = self.path.strip("/").partition("?to=")
        self.send_response(int(status))
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server on this computer."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("method", ["HEAD", "GET"])
@pytest.mark.parametrize("status", [200, 403, 404, 500])
def test_the_status_of_a_page_comes_back(server: str, method: str, status: int) -> None:
    assert open_url(method, f"{server}/{status}") == status


def test_a_redirect_is_followed_in_its_own_scheme(server: str) -> None:
    assert open_url("HEAD", f"{server}/301?to={server}/200") == 200
    assert open_url("HEAD", f"{server}/302?to={server}/404") == 404


@pytest.mark.parametrize(
    "to", ["https://127.0.0.1/200", "ftp://127.0.0.1/200", "file:///etc/hosts"]
)
def test_a_redirect_to_another_scheme_is_not_followed(server: str, to: str) -> None:
    assert open_url("HEAD", f"{server}/302?to={to}") == 302


def test_a_redirect_without_end_ends(server: str) -> None:
    assert open_url("HEAD", f"{server}/302?to=/302?to=/302") in (302, 400)


def test_nothing_that_answers_is_an_os_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: refused
        with pytest.raises(OSError, match="refused"):
            open_url("HEAD", f"http://127.0.0.1:{taken.getsockname()[1]}/")
