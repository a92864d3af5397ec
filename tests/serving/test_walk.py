from pathlib import Path

import pytest

from tests.serving import walk
from tests.serving.served import free_port, served


def test_it_comes_to_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(tmp_path, {"SECURE_COOKIE": "0"}) as server:
        assert walk.main(server.address) == 0
    said = capsys.readouterr().out
    assert said.startswith("“SI joint self-check”, ")
    assert said.endswith(" lines that opens with “Questions for my appointment”.\n")


def test_where_nobody_serves_it_says_where_it_ended(capsys: pytest.CaptureFixture[str]) -> None:
    assert walk.main(f"http://127.0.0.1:{free_port()}") == 1
    assert capsys.readouterr().err.startswith("The journey ended early: GET /: ")
