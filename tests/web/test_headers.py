import re

import pytest

from app import create_app
from app.web.headers import HTTPS_ONLY, SECURITY
from tests.web.browser import Browser
from tests.web.tiny import KEY, TINY


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/"),
        ("GET", "/leaflet"),
        ("GET", "/healthz"),
        ("GET", "/result"),
        ("GET", "/missing"),
        ("GET", "/static/main.css"),
        ("GET", "/static/missing.css"),
        ("HEAD", "/"),
        ("OPTIONS", "/"),
        ("PUT", "/"),
        ("POST", "/start"),
        ("POST", "/clear"),
        ("POST", "/questions/age"),
    ],
)
def test_every_response_has_the_security_headers(browser: Browser, method: str, url: str) -> None:
    response = browser.open(url, method=method)
    for name, value in (SECURITY | HTTPS_ONLY).items():
        assert response.headers.getlist(name) == [value]
    (cache,) = response.headers.getlist("Cache-Control")
    assert (cache == "no-store") is (url != "/static/main.css")


def test_pages_tell_our_own_site_where_a_form_comes_from() -> None:
    # without a referrer the Origin of our own forms would be null, and old browsers be refused
    assert SECURITY["Referrer-Policy"] == "same-origin"


def test_without_tls_no_browser_is_told_to_insist_on_it() -> None:
    plain = Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "SECURE_COOKIE": "0"}))
    assert "Strict-Transport-Security" not in plain.get("/").headers
    assert plain.begin().headers["Set-Cookie"].startswith("sij=")


def test_static_files_are_kept_for_ever_at_an_address_that_changes_with_them(
    browser: Browser,
) -> None:
    sheet = next(
        link["href"] for link in browser.page("/").all("link") if "main.css" in link["href"]
    )
    assert re.fullmatch(r"/static/main\.css\?v=[0-9a-f]{12}", sheet)
    kept = "public, max-age=31536000, immutable"
    assert browser.get(sheet).headers["Cache-Control"] == kept
    assert browser.get("/static/main.css?v=0").headers["Cache-Control"] == "no-cache"
    assert browser.get("/static/main.css").headers["Cache-Control"] == "no-cache"
