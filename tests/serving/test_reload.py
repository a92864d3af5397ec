"""New content takes over without a failed request, and content with a fault never does."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.config import PREFIX, QUESTIONS_FILE, ROOT
from app.content.load import load
from app.content.model import Questionnaire
from app.serving import take_over
from tests.serving.crowd import crowd
from tests.serving.person import Person
from tests.serving.served import GUNICORN, Server, served, wait_until
from tests.web.tiny import KEY

RELOAD = ROOT / "deploy" / "reload"
PEOPLE = 2


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Content that can be changed."""
    file = tmp_path / "questions.yaml"
    file.write_bytes(QUESTIONS_FILE.read_bytes())
    return file


@pytest.fixture
def server(tmp_path: Path, content: Path) -> Iterator[Server]:
    """A copy that serves it, and whatever took its place."""
    with served(tmp_path, {"QUESTIONS_FILE": str(content)}) as server, ended(server):
        yield server


@contextmanager
def ended(server: Server) -> Iterator[None]:
    """End every process that came to replace a server."""
    try:
        yield
    finally:
        listened = re.findall(r"Listening at: \S+ \((\d+)\)", server.log.read_text())
        for pid in {int(pid) for pid in listened} - {server.process.pid}:
            if runs(pid):
                os.kill(pid, signal.SIGQUIT)
                wait_until(lambda: not runs(pid))  # noqa: B023  # asked at once


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def reload(server: Server, content: Path) -> tuple[int, str]:
    """What the shipped command says, and with which status."""
    settings = {"SECRET_KEY": KEY, "SECURE_COOKIE": "0", "QUESTIONS_FILE": str(content)}
    command = subprocess.Popen(  # noqa: S603  # this project's own command
        [str(RELOAD), str(server.process.pid)],
        env={
            **os.environ,
            "GUNICORN": str(GUNICORN),
            **{PREFIX + name: value for name, value in settings.items()},
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while command.poll() is None:
        server.process.poll()  # so that the system forgets it as soon as it has ended
        time.sleep(0.05)
    return command.returncode, command.communicate()[0]


def served_digest(server: Server) -> str:
    """The digest of the content that is served now."""
    with Person(server.address) as person:
        digest: str = json.loads(person.get("/readyz").body)["digest"]
        return digest


def test_new_content_takes_over_and_no_request_fails(
    server: Server, content: Path, questionnaire: Questionnaire
) -> None:
    assert served_digest(server) == questionnaire.digest
    text = content.read_text(encoding="utf-8")
    old = questionnaire.items_by_id["age"].text
    assert questionnaire.leaflet
    text = text.replace(questionnaire.leaflet.next_review, "2099-12-31")  # a due one is told
    content.write_text(text.replace(old, f"{old[:-1]} now?"), encoding="utf-8")
    with crowd(lambda: Person(server.address), PEOPLE) as found:
        found.wait_for(PEOPLE)
        assert reload(server, content) == (0, "")
        found.wait_for(PEOPLE)
    assert served_digest(server) == load(content).digest != questionnaire.digest
    assert (found.failed, found.lost) == ([], [])
    for outcome, heading in found.ended:
        assert heading == questionnaire.outcomes_by_id[outcome].title


@pytest.mark.parametrize("fault", ["title: [", None])
def test_content_with_a_fault_leaves_the_old_content_serving(
    fault: str | None, server: Server, content: Path, questionnaire: Questionnaire
) -> None:
    content.unlink()
    if fault is not None:
        content.write_text(fault, encoding="utf-8")
    with crowd(lambda: Person(server.address), PEOPLE) as found:
        found.wait_for(PEOPLE)
        workers = server.workers
        status, said = reload(server, content)
        found.wait_for(PEOPLE)
    assert status == 1
    assert said.endswith("Nothing is changed: what served before goes on.\n")
    assert "questions.yaml" in said
    assert "Traceback" not in said
    assert (found.failed, found.lost) == ([], [])
    assert (server.workers, served_digest(server)) == (workers, questionnaire.digest)


def test_also_when_the_fault_comes_after_the_check(
    server: Server, content: Path, questionnaire: Questionnaire
) -> None:
    content.write_text("title: [", encoding="utf-8")
    with crowd(lambda: Person(server.address), PEOPLE) as found:
        found.wait_for(PEOPLE)
        os.kill(server.process.pid, signal.SIGUSR2)
        wait_until(lambda: "1 problem" in server.log.read_text())
        found.wait_for(PEOPLE)
    assert (found.failed, found.lost) == ([], [])
    assert served_digest(server) == questionnaire.digest


def test_a_process_that_has_ended_is_not_waited_for_though_it_answers_to_a_signal() -> None:
    old = subprocess.Popen(["sleep", "60"])  # noqa: S607  # USR2 ends it, and nobody takes note
    done = subprocess.run(  # noqa: S603  # this project's own command
        [str(RELOAD), str(old.pid)],
        env={**os.environ, "GUNICORN": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    os.kill(old.pid, 0)
    assert (done.returncode, done.stderr) == (0, "")
    old.wait()


def test_to_replace_what_has_ended_by_itself_is_no_fault() -> None:
    gone = subprocess.Popen(["true"])  # noqa: S607
    gone.wait()
    take_over(SimpleNamespace(master_pid=gone.pid, log=None))
