"""The content that is served, the app that serves it, and a browser, as fixtures of each room."""

import pytest
from flask import Flask

from app import create_app
from app.content.model import Questionnaire
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.tiny import KEY


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The content that is served."""
    return QUESTIONS


@pytest.fixture(scope="session")
def app() -> Flask:
    """The app with the content that is served."""
    return create_app({"SECRET_KEY": KEY})


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser that has not been here before."""
    return Browser(app)
