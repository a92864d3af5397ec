"""Every author's tool has something to say about every sound content, and none falls over."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import content
from tests.corpus import CORPUS, corpus_file
from tests.web.tiny import TINY

pytestmark = pytest.mark.long

COMMANDS = {
    "check": ("check", "{file}"),
    "prove": ("prove", "{file}"),
    "compare": ("compare", "{file}", str(TINY)),
    "graph": ("graph", "{file}"),
    "review": ("review", "{file}"),
    "review for machines": ("review", "{file}", "--json"),
    "last-resort": ("last-resort", "{file}"),
}


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_tool_falls_over(command: str, name: str, tmp_path: Path) -> None:
    file = str(corpus_file(name, tmp_path))
    arguments = [part.format(file=file) for part in COMMANDS[command]]
    result = CliRunner().invoke(content, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1)
    assert result.stdout.strip()


@pytest.mark.parametrize("name", CORPUS)
def test_score_says_what_nobody_who_answered_nothing_is_told(name: str, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers: {}\n", encoding="utf-8")
    arguments = ["score", str(answers), "--content", str(corpus_file(name, tmp_path)), "--json"]
    result = CliRunner().invoke(content, arguments)
    assert json.loads(result.stdout)[0]["outcome"]["id"] == "none"
