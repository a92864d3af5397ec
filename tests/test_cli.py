import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli
from app.config import QUESTIONS_FILE
from app.content.model import Questionnaire
from tests.web.tiny import TINY


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.content, arguments)


# --- check ----------------------------------------------------------------------------------------


def test_check_counts_what_sound_content_has() -> None:
    result = run("check", str(TINY))
    assert result.output == (
        "tiny.yaml: no problems. "
        "6 questions, 3 warning signs, 5 outcomes, 1 GP question, 1 source.\n"
    )
    assert result.exit_code == 0


def test_check_without_a_file_takes_the_one_that_is_served() -> None:
    result = run("check")
    assert result.output.startswith(f"{QUESTIONS_FILE.name}: no problems. ")
    assert result.exit_code == 0


def test_check_lists_the_faults_of_other_content(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = TINY.read_text(encoding="utf-8").replace("exclusive: true", "exclusiv: true")
    file.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("exclusiv: true")].count("\n")
    result = run("check", str(file))
    assert result.stdout == ""
    assert result.stderr == (
        f"mine.yaml:{line}:43: item 'signs': unknown key 'exclusiv'. "
        "Did you mean 'exclusive'?\n"
        "1 problem. The questionnaire was not loaded.\n"
    )
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.yaml", "No such file or directory"), ("", "Is a directory")]
)
def test_check_says_which_file_it_cannot_read(tmp_path: Path, name: str, reason: str) -> None:
    file = tmp_path / name
    result = run("check", str(file))
    assert result.stderr == f"{file} cannot be read: {reason}.\n"
    assert result.exit_code == 1


def test_check_refuses_content_that_does_not_fit_the_cookie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.web.answer_store.LONGEST_COOKIE", 100)
    result = run("check", str(TINY))
    assert result.stderr == (
        "The answers to 6 questions need a cookie of 184 bytes. The most is 100. "
        "Ask fewer questions.\n"
    )
    assert result.exit_code == 1


# --- schema ---------------------------------------------------------------------------------------


@pytest.fixture
def schema_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "questions.schema.json"
    monkeypatch.setattr(cli, "SCHEMA_FILE", file)
    return file


def test_schema_writes_what_the_model_accepts(schema_file: Path) -> None:
    result = run("schema")
    assert result.output == "questions.schema.json is written.\n"
    schema = json.loads(schema_file.read_bytes())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(Questionnaire.model_fields)
    assert "from" in schema["$defs"]["Band"]["properties"]


def test_the_schema_of_the_project_is_up_to_date() -> None:
    result = run("schema", "--check")
    assert result.output == "questions.schema.json is up to date.\n"


def test_schema_is_written_the_same_each_time(schema_file: Path) -> None:
    run("schema")
    first = schema_file.read_bytes()
    run("schema")
    assert schema_file.read_bytes() == first


def test_schema_check_accepts_what_was_just_written(schema_file: Path) -> None:
    run("schema")
    result = run("schema", "--check")
    assert result.output == "questions.schema.json is up to date.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("text", [None, "{}"])
def test_schema_check_refuses_a_missing_or_old_file(schema_file: Path, text: str | None) -> None:
    if text is not None:
        schema_file.write_text(text, encoding="utf-8")
    result = run("schema", "--check")
    assert result.stderr == (
        "questions.schema.json is out of date. Write it anew: flask --app app content schema\n"
    )
    assert result.exit_code == 1
    assert schema_file.exists() is (text is not None)
