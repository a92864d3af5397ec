import os
from pathlib import Path

import pytest

from tests.serving.surroundings import SURROUNDINGS, journey_in, served_in


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_a_whole_journey_passes_in(name: str, tmp_path: Path) -> None:
    assert journey_in(name, tmp_path) == []


def test_the_surroundings_are_as_they_are_called(tmp_path: Path) -> None:
    with served_in("all of these", tmp_path) as server:
        for pid in server.workers:
            assert f"{65534:>10}" in Path(f"/proc/{pid}/uid_map").read_text()
            assert not os.access(f"/proc/{pid}/root/tmp", os.W_OK)
