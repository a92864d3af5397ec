"""What is believed of what a proxy says, and of what only pretends to come from one."""

import logging

import pytest

from app import create_app
from tests.web.browser import Browser
from tests.web.page import has_emergency_advice
from tests.web.tiny import KEY, TINY

HOSTS = {"TRUSTED_HOSTS": "check.example"}


def status(proxies: str, **headers: str) -> int:
    """The status of the start page under a host that only a header names."""
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "PROXIES": proxies, **HOSTS}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Browser(create_app(settings)).get("/", headers=named).status_code


def test_a_host_that_is_not_ours_is_refused() -> None:
    assert status("0", Host="evil.example") == 400
    assert status("0", Host="check.example") == 200


def test_a_host_that_is_not_ours_gets_advice_and_leaves_no_fault_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    app = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, **HOSTS})
    caplog.clear()  # of what is told at the start
    response = Browser(app).get("/", headers={"Host": "evil.example"})
    assert has_emergency_advice(response.text)
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        ("0", "check.example", 400),
        ("1", "check.example", 200),
        ("1", "check.example, evil.example", 400),
        ("1", "evil.example, check.example", 200),
        ("2", "check.example, inner.example", 200),
        ("2", "check.example", 400),
    ],
)
def test_so_many_proxies_are_believed_and_no_more(
    proxies: str, forwarded: str, expected: int
) -> None:
    assert status(proxies, Host="inner.example", X_Forwarded_Host=forwarded) == expected
