"""What holds for every test: no settings from outside, and a clear word for what did not run.

Nothing of the app is imported here: a test of one room loads no other.
"""

import os
from collections import Counter
from collections.abc import Iterator
from types import CodeType

import pytest
from flask import Flask
from flask.templating import Environment
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache

from tests.needs import MISSING, NEEDED, are_needed

PREFIX = "SELF_CHECK_"
"""What the name of every setting begins with."""

# A slow machine is no fault of the code.
settings.register_profile("steady", parent=settings(), deadline=None)
settings.load_profile("steady")


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


class Compiled(BytecodeCache):
    """Keeps what each template was compiled to, by its source."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was kept, where anything was."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """A new app compiles every template: four fifths of the time of most tests of the pages."""
    made, compiled = Flask.create_jinja_environment, Compiled()

    def environment_of(app: Flask) -> Environment:
        environment = made(app)
        environment.bytecode_cache = compiled
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "create_jinja_environment", environment_of)
        yield
