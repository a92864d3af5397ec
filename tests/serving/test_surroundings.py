import os
from pathlib import Path

import pytest

from tests.needs import Kind
from tests.serving.surroundings import journey_in, served_in

pytestmark = pytest.mark.needs(Kind.namespaces)


def test_a_whole_journey_passes_where_nothing_is_as_usual(tmp_path: Path) -> None:
    """``make cluster`` walks it in each of the surroundings alone as well."""
    assert journey_in("all of these", tmp_path) == []


def test_the_surroundings_are_as_they_are_called(tmp_path: Path) -> None:
    with served_in("all of these", tmp_path) as server:
        for pid in server.workers:
            process = Path("/proc") / str(pid)
            assert f"{65534:>10}" in (process / "uid_map").read_text()
            assert not os.access(process / "root" / "tmp", os.W_OK)
