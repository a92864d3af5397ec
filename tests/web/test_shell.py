"""What the app never gives away, wherever one knocks. docs/asvs.md names these tests."""

import logging
import re

import pytest
from flask import Flask

from app import create_app
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.web.browser import Browser, where
from tests.web.tiny import KEY, TINY

PAGES = ("/", "/leaflet", "/how-it-works", "/paper", "/privacy", "/accessibility")
FILES = ("/static/main.css", "/static/print.css", "/static/main.js", "/static/icon.svg")
SECRET = "what-somebody-answered"


def types_of(browser: Browser, urls: tuple[str, ...]) -> dict[str, str]:
    return {url: browser.get(url).headers["Content-Type"] for url in urls}


def test_every_text_says_its_kind_and_its_letters(browser: Browser) -> None:
    assert set(types_of(browser, (*PAGES, "/missing")).values()) == {"text/html; charset=utf-8"}
    assert types_of(browser, FILES) == {
        "/static/main.css": "text/css; charset=utf-8",
        "/static/print.css": "text/css; charset=utf-8",
        "/static/main.js": "text/javascript; charset=utf-8",
        "/static/icon.svg": "image/svg+xml; charset=utf-8",
    }


@pytest.mark.parametrize("url", [*PAGES, *FILES, "/healthz", "/missing", "/result"])
def test_no_other_website_may_read_a_response(browser: Browser, url: str) -> None:
    response = browser.get(url, headers={"Origin": "https://evil.example"})
    assert [name for name, _ in response.headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize(
    "url",
    [
        "/static/",
        "/templates/",
        "/questions.yaml",
        "/.git/config",
        "/.env",
        "/app/config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2f..%2fquestions.yaml",
        "/admin",
        "/api",
        "/console",
        "/debug",
        "/docs",
        "/metrics",
        "/server-status",
        "/swagger.json",
        "/result/x.css",
        "/gp-sheet.pdf/x.js",
    ],
)
def test_nothing_is_served_but_pages_and_static_files(browser: Browser, url: str) -> None:
    browser.begin()
    response = browser.get(url)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "url", ["/", "/start", "/questions/age", "/result", "//evil.example/result"]
)
def test_every_redirect_stays_here(browser: Browser, url: str) -> None:
    for method in ("GET", "POST"):
        response = browser.open(
            url,
            method=method,
            data={"next": "https://evil.example", "url": "//evil.example"},
            headers={"X-Forwarded-Host": "evil.example"},
        )
        if response.location:
            assert re.match(r"/(?!/)", response.location), response.location


@pytest.fixture
def debugged(monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An app in an environment that asks for debugging, with a page that quotes an answer."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY})

    def fail() -> str:
        raise ValueError(SECRET)

    monkeypatch.setitem(app.view_functions, "web.privacy", fail)
    return app


def test_a_fault_shows_nothing_of_itself_even_while_debugging(
    debugged: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    response = Browser(debugged).get("/privacy")
    assert response.status_code == 500
    for shown in (SECRET, "ValueError", "Traceback", "site-packages", KEY):
        assert shown not in response.text
    assert "ValueError at web.privacy" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("url", ["/%0aERROR%20forged", "/questions/age%0d%0aERROR%20forged"])
def test_nothing_that_is_sent_begins_a_line_in_the_log(
    debugged: Flask, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Browser(debugged)
    browser.begin()
    browser.get(url, headers={"User-Agent": "forged", "Referer": "https://localhost/forged"})
    browser.get("/privacy?forged%0aERROR%20forged")
    assert "forged" not in caplog.text


def test_whatever_is_sent_comes_back_in_no_header(browser: Browser) -> None:
    response = browser.get("/questions/age%0d%0aSet-Cookie:%20a=b?notice=%0d%0aX-Forged:%201")
    assert "X-Forged" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert where(response)[0] in (303, 404)


@pytest.mark.parametrize("outcome", [None, "several", "emergency", "maternity"])
def test_head_is_answered_as_get_on_every_address(outcome: str | None, app: Flask) -> None:
    client = app.test_client()
    if outcome:
        name, cookie = Site("", app).cookie_name, Site("", app).sealed(answers_for(outcome))
        client.set_cookie(name, cookie, secure=True)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert len(rules) > 15
    for rule in rules:
        url = rule.rule.replace("<link_id>", "age").replace("<path:filename>", "main.css")
        got = client.get(url, base_url="https://localhost")
        head = client.head(url, base_url="https://localhost")
        assert (head.status_code, dict(head.headers)) == (got.status_code, dict(got.headers)), url
        assert head.data == b""
