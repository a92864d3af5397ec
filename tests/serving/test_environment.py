"""A port that is taken, and clocks that are far off. Other surroundings: test_surroundings.py."""

import socket
from pathlib import Path

import pytest

from app import create_app
from tests.serving.served import served
from tests.serving.visit import opened, visit
from tests.web.tiny import KEY, Clock


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
