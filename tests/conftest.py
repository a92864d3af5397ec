"""The content that is served, the app that serves it, and a browser to visit it with."""

import os
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages

import pytest
from flask import Flask
from hypothesis import settings

import app as app_package
from app import create_app
from app.config import PREFIX, QUESTIONS_FILE
from app.content.load import load
from app.content.model import Questionnaire
from tests.needs import MISSING, NEEDED, are_needed
from tests.web.browser import Browser
from tests.web.tiny import KEY

# A slow machine is no fault of the code.
settings.register_profile("steady", parent=settings(), deadline=None)
settings.load_profile("steady")


@contextmanager
def _unmeasured() -> Iterator[None]:
    """Measure no coverage meanwhile."""
    here, elsewhere = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(here)
        threading.settrace(elsewhere)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Measure coverage of the imports, and not of what tests work out to have parameters."""
    for module in walk_packages(app_package.__path__, "app."):
        import_module(module.name)
    with _unmeasured():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage in tests marked ``unmeasured``: they take up to 5 times as long with it.

    pytest-cov's own mark, ``no_cover``, changes nothing in the workers of pytest-xdist.
    """
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    with _unmeasured():
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test that cannot run here, before anything is started for it."""
    for mark in item.iter_markers("needs"):
        for kind in mark.args:
            if MISSING[kind]:
                pytest.skip(f"{kind}, because {MISSING[kind]}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let no run pass that should have had every test and had not."""
    if any(MISSING.values()) and are_needed():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the tests that did not run, and say why and what mends it."""
    reasons = [report.longrepr[2] for report in terminalreporter.getreports("skipped")]
    if reasons:
        terminalreporter.section(f"{len(reasons)} tests did not run")
    for reason, count in Counter(reasons).items():
        terminalreporter.line(f"{count} {reason.removeprefix('Skipped: ')}.")
    if any(MISSING.values()) and are_needed():
        terminalreporter.line(f"{NEEDED} is 1, so this is a failure.")


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
