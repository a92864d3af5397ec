"""The exported file, on disk, for all tests of the room."""

from pathlib import Path

import pytest

from tests.export.exported import exported


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that is exported from the shipped content."""
    place = tmp_path_factory.mktemp("export") / "self-check.html"
    place.write_text(exported(), encoding="utf-8")
    return place
