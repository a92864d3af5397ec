"""Nothing of anybody is written anywhere; the long form is ``make canary``."""

from pathlib import Path

import pytest

from tests.serving.canary import Found, hits, read_lines, report, search, send_canaries
from tests.serving.canary_content import MARK

QUICK = 24
TELLS_ALL = (
    "--logger-class=gunicorn.glogging.Logger",
    "--access-logfile=-",
    "--access-logformat=%(r)s %({cookie}i)s",
)
"""gunicorn's own log, with what many a server logs."""


def test_nothing_of_anybody_is_written_anywhere(tmp_path: Path) -> None:
    found = send_canaries(tmp_path, QUICK)
    assert (found.hits, found.written, found.not_private) == ([], [], [])
    assert (found.other_lines, found.lost) == ([], [])
    assert found.kept
    assert found.killed
    assert any(failed.endswith(": 500") for failed in found.failed)
    assert {403, 404, 405, 409, 422} & set(found.statuses)
    assert len(found.secrets) > QUICK
    logs = "".join(log.read_text() for log in (tmp_path / "logs").iterdir())
    assert "UndefinedError at web.question" in logs


def test_a_log_that_tells_all_is_found(tmp_path: Path) -> None:
    found = send_canaries(tmp_path, 2, *TELLS_ALL)
    assert any(MARK in hit for hit in found.hits)
    assert any(hit.partition(": ")[2] in found.secrets for hit in found.hits)
    assert not found.kept
    assert ": 0 hits." not in "".join(report(found))


@pytest.mark.parametrize(
    "line",
    [
        f"GET /questions/{MARK}-nerves",
        f"answer {MARK} Pain in both legs",
        f'"{MARK.upper()}METHOD"',
        "Cookie: __Host-sij=" + "gAAAAAB" * 9,
        "journey=" + "0123456789abcdef" * 2,
    ],
)
def test_an_answer_in_a_file_is_found(line: str, tmp_path: Path) -> None:
    secrets = {"gAAAAAB" * 9, "0123456789abcdef" * 2}
    assert hits(line, secrets)
    (tmp_path / "any.log").write_text(f"x {line} y", encoding="utf-8")
    found = Found(secrets=secrets)
    search(tmp_path, found)
    assert found.hits


def test_a_line_of_the_log_with_more_than_a_route_is_found(tmp_path: Path) -> None:
    log = tmp_path / "log"
    rest = '"time": "", "method": "GET", "status": 200, "ms": 1'
    good = f'{{"route": "web.question", {rest}}}'
    bad = [f'{{"route": "/questions/age", {rest}}}', f'{{"route": null, "path": "/", {rest}}}']
    log.write_text("\n".join((good, *bad)), encoding="utf-8")
    found = Found()
    read_lines(log, found)
    assert (found.lines, found.other_lines) == (3, bad)
