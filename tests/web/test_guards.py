import pytest
from flask import Flask

from app.web.faults import NOT_ON_PAGE
from tests.serving.sent import Sent, through_app
from tests.web.browser import FORM, Browser, where
from tests.web.page import Page, has_emergency_advice

REFUSED = {
    "no length": (411, {}, None),
    "chunked": (411, {"Transfer-Encoding": "chunked"}, b"answer=none"),
    "gzip, chunked": (411, {"Transfer-Encoding": "gzip, chunked"}, b"answer=none"),
    "encoded": (411, {"Transfer-Encoding": "gzip", "Content-Type": FORM}, b"answer=none"),
    "too long": (413, {"Content-Type": FORM}, b"a" * 16_385),
    "no type": (415, {}, b"answer=none"),
    "multipart": (415, {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--"),
    "json": (415, {"Content-Type": "application/json"}, b"{}"),
    "cross-site": (403, {"Content-Type": FORM, "Sec-Fetch-Site": "cross-site"}, b"a=b"),
    "same-site": (403, {"Content-Type": FORM, "Sec-Fetch-Site": "same-site"}, b"a=b"),
    "no site": (403, {"Content-Type": FORM, "Sec-Fetch-Site": "none"}, b"a=b"),
    "other origin": (403, {"Content-Type": FORM, "Origin": "https://evil.example"}, b"a=b"),
    "null origin": (403, {"Content-Type": FORM, "Origin": "null"}, b"a=b"),
    "broken origin": (403, {"Content-Type": FORM, "Origin": "https://["}, b"a=b"),
}


@pytest.mark.parametrize("url", ["/start", "/questions/age", "/clear", "/missing"])
@pytest.mark.parametrize("case", REFUSED)
def test_refused_before_any_page_sees_it(browser: Browser, url: str, case: str) -> None:
    status, headers, body = REFUSED[case]
    browser.begin()
    response = browser.post(url, headers=headers, data=body)
    assert response.status_code == status
    assert "Set-Cookie" not in response.headers
    assert has_emergency_advice(response.text)
    links = [a["href"] for a in Page(response.text).all("a")]
    assert "/clear" in links, "not the whole page, which can clear the answers"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost"},
    ],
)
def test_our_own_forms_are_accepted(browser: Browser, headers: dict[str, str]) -> None:
    response = browser.post("/start", headers={"Content-Length": "0", **headers}, content_type=FORM)
    assert where(response) == (303, "/questions/age")


def test_the_longest_body_that_is_allowed_is_read(browser: Browser) -> None:
    browser.begin()
    token = browser.page("/questions/age").field("journey")
    body = f"journey={token}&answer=from-18&end=1&pad="
    response = browser.post("/questions/age", data=body.ljust(16_384, "x"), content_type=FORM)
    assert response.status_code == 422
    assert NOT_ON_PAGE in Page(response.text).text


def test_a_body_that_was_cut_off_on_its_way_is_not_used(tiny_app: Flask) -> None:
    cut = Sent("POST", "/start", (("Content-Length", "4"),), b"a=b")
    answer = through_app(tiny_app, cut)
    assert answer.status == 400
    assert "Set-Cookie" not in answer.headers
    assert has_emergency_advice(answer.text)


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"answer=%ff&end=1", b"&&==;;", b"\0"])
def test_bodies_that_are_no_text_are_no_answer(browser: Browser, body: bytes) -> None:
    browser.begin()
    response = browser.post("/questions/age", data=body, content_type=FORM)
    assert response.status_code == 409  # no token in them
