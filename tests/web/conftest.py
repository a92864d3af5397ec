"""A small questionnaire, and the app that serves it, for what does not depend on the content."""

import pytest
from flask import Flask

from app import create_app
from app.content.load import load
from app.content.model import Questionnaire
from tests.shipped import app as app
from tests.shipped import client as client
from tests.shipped import questionnaire as questionnaire
from tests.web.browser import Browser
from tests.web.tiny import KEY, TINY, Clock


def new_app(clock: Clock) -> Flask:
    """The app with the tiny questionnaire."""
    return create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "ORGANISATION": "Trust"}, clock)


@pytest.fixture(scope="session")
def made_once() -> tuple[Flask, Clock]:
    """Such an app and its clock, for every test: it keeps nothing of anybody who was there."""
    clock = Clock()
    return new_app(clock), clock


@pytest.fixture
def clock(made_once: tuple[Flask, Clock]) -> Clock:
    """The clock that the tiny app reads, as it stood at first."""
    _, clock = made_once
    clock.now = Clock().now
    return clock


@pytest.fixture
def tiny_app(made_once: tuple[Flask, Clock], clock: Clock) -> Flask:
    """The app, for tests that do not change it."""
    app, _ = made_once
    return app


@pytest.fixture(scope="session")
def tiny() -> Questionnaire:
    """A questionnaire with one of each."""
    return load(TINY)


@pytest.fixture
def browser(tiny_app: Flask) -> Browser:
    """A browser that has not been here before, at the tiny app."""
    return Browser(tiny_app)
