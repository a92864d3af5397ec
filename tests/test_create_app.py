import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from app import create_app
from app.config import ROOT
from tests.web.tiny import KEY, TINY


def refusal(**config: object) -> str:
    with pytest.raises(SystemExit) as caught:
        create_app({"SECRET_KEY": KEY, **config})
    return str(caught.value)


def test_templates_escape_everything_and_know_no_undefined_names() -> None:
    environment = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY}).jinja_env
    assert environment.from_string("{{ '<b>' }}").render() == "&lt;b&gt;"
    with pytest.raises(UndefinedError, match=r"^'unknown' is undefined$"):
        environment.from_string("{{ unknown }}").render()


def test_content_with_a_fault_never_serves(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text("title: [", encoding="utf-8")
    assert refusal(QUESTIONS_FILE=file).endswith("1 problem. The questionnaire was not loaded.")


def test_missing_content_never_serves(tmp_path: Path) -> None:
    file = tmp_path / "missing.yaml"
    assert refusal(QUESTIONS_FILE=file) == f"{file} cannot be read: No such file or directory."


def test_content_that_does_not_fit_the_cookie_never_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.web.layout.LONGEST_COOKIE", 100)
    assert refusal(QUESTIONS_FILE=TINY) == (
        "The answers to 6 questions need a cookie of 172 bytes. The most is 100. "
        "Ask fewer questions."
    )


@pytest.mark.long
def test_without_a_key_the_command_ends_with_one_sentence(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if "SELF_CHECK" not in name}
    command = [sys.executable, "-m", "flask", "--app", "app", "run", "--port", "0"]
    done = subprocess.run(  # noqa: S603  # this project's own command, with fixed arguments
        command,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "SELF_CHECK_SECRET_KEY is not set. Set it to 32 or more random characters, "
        "the same for every copy that serves the same address.\n"
    )


def test_what_make_run_starts_is_what_a_hospital_runs() -> None:
    """Flask's own server would log addresses, and send the versions of what it is made of."""
    serve = "gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:5000"
    said = subprocess.run(
        ["make", "--dry-run", "run"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"exec .venv/bin/{serve}" in said
    assert f".venv/bin/{serve}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_server_of_flask_logs_no_address() -> None:
    create_app({"SECRET_KEY": KEY})
    assert not logging.getLogger("werkzeug").isEnabledFor(logging.INFO)
