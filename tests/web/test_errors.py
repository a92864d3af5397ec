import pytest
from flask import Flask, Response
from jinja2 import DictLoader

from app import create_app
from app.web.errors import log
from app.web.headers import SECURITY
from tests.serving.sent import Sent, through_app
from tests.web.browser import Browser
from tests.web.conftest import new_app
from tests.web.page import Page, has_emergency_advice
from tests.web.tiny import KEY, TINY, Clock


@pytest.fixture
def tiny_app(clock: Clock) -> Flask:
    """An app for one test, which may break it."""
    return new_app(clock)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/missing", 404),
        ("GET", "/result/x.css", 404),
        ("GET", "/questions/", 404),
        ("GET", "/static/../questions.yaml", 404),
        ("GET", "/start", 405),
        ("PUT", "/", 405),
        ("DELETE", "/questions/age", 405),
        ("TRACE", "/", 405),
        ("FOO", "/", 405),
    ],
)
def test_error_pages_say_when_to_call(browser: Browser, method: str, url: str, status: int) -> None:
    response = browser.open(url, method=method)
    assert response.status_code == status
    assert has_emergency_advice(response.text)


def test_a_wrong_method_says_which_are_right(browser: Browser) -> None:
    assert set(browser.get("/start").headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO"])
def test_no_method_breaks_a_page(browser: Browser, method: str) -> None:
    browser.begin()
    urls = [str(rule) for rule in browser.application.url_map.iter_rules()]
    for url in urls:
        response = browser.open(url.replace("<link_id>", "age"), method=method)
        assert response.status_code < 500, (method, url)


def test_an_unknown_host_is_refused() -> None:
    app = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "TRUSTED_HOSTS": "localhost"})
    assert Browser(app).get("/").status_code == 200
    response = Browser(app).get("/", base_url="https://evil.example")
    assert response.status_code == 400
    assert has_emergency_advice(response.text)


@pytest.mark.parametrize("host", ["a..b", "a" * 300])
def test_a_host_that_can_be_none_gets_the_advice_and_no_line_in_the_log(
    host: str, tiny_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for method, status in (("GET", 400), ("POST", 411)):
        answer = through_app(tiny_app, Sent(method, headers=(("Host", host),)))
        assert answer.status == status
        assert has_emergency_advice(answer.text)
    assert [record for record in caplog.records if record.name == log.name] == []


@pytest.mark.parametrize(
    ("url", "status"), [("/", 200), ("/missing", 404), ("/start", 405), ("/privacy", 500)]
)
def test_a_link_or_an_id_that_does_not_land_is_found_on_every_page(
    url: str, status: int, tiny_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tiny_app.view_functions, "web.privacy", lambda: 1 / 0)
    assert Browser(tiny_app).get(url).status_code == status

    def spoil(response: Response) -> Response:
        bad = '<p aria-describedby="no-id"><a href="/nowhere">A</a> <a href="#no-place">B</a></p>'
        response.set_data(response.get_data(as_text=True).replace("</main>", f"{bad}</main>"))
        return response

    tiny_app.after_request_funcs[None].append(spoil)
    with pytest.raises(AssertionError) as told:
        Browser(tiny_app).get(url)
    for fault in ("leads to no no-id", "nothing answers GET /nowhere", "#no-place does not land"):
        assert fault in str(told.value)


@pytest.fixture
def broken(tiny_app: Flask) -> Browser:
    """The app whose templates are gone since it started."""
    tiny_app.jinja_env.loader = DictLoader({})
    return Browser(tiny_app)


def test_a_fault_gives_the_error_page(tiny_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tiny_app.view_functions, "web.privacy", lambda: 1 / 0)
    response = Browser(tiny_app).get("/privacy")
    assert response.status_code == 500
    assert Page(response.text).heading == "Sorry, there is a problem with this self-check"
    assert has_emergency_advice(response.text)


@pytest.mark.parametrize(("url", "status"), [("/", 500), ("/missing", 404), ("/start", 405)])
def test_the_last_resort_needs_no_template(broken: Browser, url: str, status: int) -> None:
    response = broken.get(url)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    assert Page(response.text).heading == "Sorry, there is a problem"
    assert has_emergency_advice(response.text)
    assert SECURITY.items() <= dict(response.headers).items()


def test_the_log_says_where_it_broke_and_nothing_about_anybody(
    broken: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    broken.begin()
    slip = broken.answer("/questions/age").location
    broken.get(slip)
    assert "TemplateNotFound at web.question" in caplog.text
    assert broken.cookie is not None
    assert broken.cookie not in caplog.text
    assert "/questions/age" not in caplog.text
