"""A computer that lacks what others have, or is set in an odd way, serves the whole journey."""

import os
import socket
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT
from app.content.model import Questionnaire
from tests.serving.person import Person
from tests.serving.served import served
from tests.serving.visit import opened, visit
from tests.web.tiny import KEY, Clock

BARE = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "TMPDIR": "/no-such-folder",
    "TZ": "Asia/Kathmandu",
}


def test_a_journey_passes_without_home_temporary_folder_utf_8_and_asserts(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    with served(tmp_path, python=("-O",), environment=BARE) as server:
        person = Person(server.address)
        assert person.journey("several") == questionnaire.outcome["several"].title
        assert person.get("/gp-sheet.pdf").status == 200
        assert person.failed == []
        person.close()
        assert "Traceback" not in server.log.read_text()


def test_a_port_that_is_taken_is_said_and_ends_the_start(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with (
            pytest.raises(RuntimeError, match="Address already in use"),
            served(tmp_path, None, "--log-level", "info", port=port),
        ):
            pass  # it never gets here


@pytest.mark.parametrize("now", [0.0, 2_185_000_000.0, 2**32 + 1.0])
def test_a_journey_is_kept_whatever_the_clock_says(now: float) -> None:
    clock = Clock()
    clock.now = now
    app = create_app({"SECRET_KEY": KEY}, clock)
    at = visit(app, {"age": "from-35-to-44"})
    assert opened(at.store, at.cookie) == at.saved
    clock.now += 24 * 60 * 60
    assert opened(at.store, at.cookie) is None
