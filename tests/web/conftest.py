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


@pytest.fixture
def clock() -> Clock:
    """The clock that the tiny app reads."""
    return Clock()


@pytest.fixture(scope="session")
def tiny() -> Questionnaire:
    """A questionnaire with one of each."""
    return load(TINY)


@pytest.fixture
def tiny_app(clock: Clock) -> Flask:
    """The app with the tiny questionnaire."""
    return create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "ORGANISATION": "Trust"}, clock)


@pytest.fixture
def browser(tiny_app: Flask) -> Browser:
    """A browser that has not been here before, at the tiny app."""
    return Browser(tiny_app)
