"""The content that is served, the app that serves it, and a browser to visit it with."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import settings

from app import create_app
from app.config import PREFIX, QUESTIONS_FILE
from app.content.load import load
from app.content.model import Questionnaire
from tests.web.browser import Browser
from tests.web.tiny import KEY

# A slow machine is no fault of the code.
settings.register_profile("steady", parent=settings(), deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The content that is served."""
    return load(QUESTIONS_FILE)


@pytest.fixture(scope="session")
def app() -> Flask:
    """The app with the content that is served."""
    return create_app({"SECRET_KEY": KEY})


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser that has not been here before."""
    return Browser(app)
