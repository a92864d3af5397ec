import json
import re
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.authoring.lint import links
from app.cli import checks, content, schemas
from app.config import QUESTIONS_FILE, ROOT
from app.content.load import load
from app.content.model import Questionnaire
from app.content.source import read
from tests.web.tiny import TINY

EXAMPLES = ROOT / "examples"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of the tests' own, before the next review of the content is due."""
    monkeypatch.setattr(checks, "today", lambda: date(2026, 11, 22))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(content, arguments)


# --- check ----------------------------------------------------------------------------------------


def test_check_says_what_sound_content_has() -> None:
    result = run("check")
    content = load(QUESTIONS_FILE)
    lines = result.output.splitlines()
    assert lines[0].startswith("Reading ages: ")
    assert lines[1] == f"Version {content.version}, digest {content.digest}."
    assert lines[2] == "A draft: not approved by a clinician."
    assert lines[3] == (
        f"questions.yaml: no problems. {len(content.items)} questions, "
        f"{len(content.warning_signs)} warning signs, {len(content.outcomes)} outcomes, "
        f"{len(content.gp_questions)} GP questions, {len(content.sources)} sources."
    )
    assert len(lines) == 4
    assert result.exit_code == 0


@pytest.mark.long
@pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 1)])
def test_check_tells_a_review_that_is_due_and_passes(
    days: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaflet = load(QUESTIONS_FILE).leaflet
    assert leaflet
    due = date.fromisoformat(leaflet.next_review)
    monkeypatch.setattr(checks, "today", lambda: due + timedelta(days))
    result = run("check")
    assert result.stdout.count(f"The review of the leaflet was due on {due}. Let a") == count
    assert result.exit_code == 0


@pytest.mark.long
def test_check_fails_for_wording_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = QUESTIONS_FILE.read_text(encoding="utf-8")
    cause = "one cause of low back and buttock pain."
    file.write_text(text.replace(cause, f"{cause} Don't worry, it is easy.", 1), encoding="utf-8")
    result = run("check", str(file))
    line = text[: text.index(cause)].count("\n")
    found = [said for said in result.stdout.splitlines() if said.startswith(f"mine.yaml:{line}:")]
    assert len(found) >= 2, result.stdout
    assert f"mine.yaml: {len(found)} problems of wording." in result.stdout
    assert result.exit_code == 1


def test_check_for_machines_has_problems_ages_and_the_digest(tmp_path: Path) -> None:
    data = json.loads(run("check", "--json").stdout)
    content = load(QUESTIONS_FILE)
    assert (data["file"], data["problems"], data["approval"]) == ("questions.yaml", [], None)
    assert (data["version"], data["digest"]) == (content.version, content.digest)
    assert data["reading_ages"]["leaflet"] > 5
    file = tmp_path / "mine.yaml"
    file.write_text("title: [", encoding="utf-8")
    faulty = run("check", str(file), "--json")
    (problem,) = json.loads(faulty.stdout)["problems"]
    assert problem.keys() == {"line", "column", "message"}
    assert faulty.exit_code == 1


@pytest.mark.long
def test_check_links_falls_short_where_there_is_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def offline(urls: Iterable[str], progress: object) -> tuple[links.LinkResult, ...]:
        return tuple(links.LinkResult(url, links.LinkState.no_network, "not tried") for url in urls)

    monkeypatch.setattr(links, "check_links", offline)
    result = run("check", "--links")
    assert "There is no network. No link was tried." in result.stdout
    assert "questions.yaml:" in result.stdout.splitlines()[0]
    assert result.exit_code == 1


@pytest.mark.long
def test_check_tries_no_link_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def tried(urls: Iterable[str], progress: object) -> tuple[links.LinkResult, ...]:
        assert not list(urls)
        return ()

    monkeypatch.setattr(links, "check_links", tried)
    assert run("check").exit_code == 0


@pytest.mark.parametrize("command", ["check", "prove", "review"])
def test_without_the_tools_for_authors_it_says_how_to_get_them(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("app.authoring.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    monkeypatch.setitem(sys.modules, "pyphen", None)
    result = run(command)
    assert re.fullmatch(
        r"This needs (z3|pyphen)\. Install it: pip install -e '\.\[author\]'\n", result.stderr
    )
    assert result.exit_code == 1


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


def test_check_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "missing.yaml"
    result = run("check", str(file))
    assert result.stderr == f"{file} cannot be read: No such file or directory.\n"
    assert result.exit_code == 1


@pytest.mark.parametrize("command", [("graph", "{}"), ("--file", "{}", "graph")])
def test_a_folder_is_the_one_content_in_it_and_never_one_of_several(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    def of(folder: Path) -> Result:
        return run(*(part.format(folder) for part in command))

    file = EXAMPLES / "knee" / "questions.yaml"
    assert of(EXAMPLES / "knee").output == run("graph", str(file)).output
    several, none = of(EXAMPLES), of(tmp_path)
    assert (several.exit_code, none.exit_code) == (1, 1)
    assert all(f"{name}/questions.yaml" in several.output for name in ("knee", "neck"))
    assert none.output == f"{tmp_path} holds no questions.yaml.\n"


def test_check_refuses_content_that_does_not_fit_the_cookie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.web.layout.LONGEST_COOKIE", 100)
    result = run("check", str(TINY))
    assert result.stderr == (
        "The answers to 6 questions need a cookie of 172 bytes. The most is 100. "
        "Ask fewer questions.\n"
    )
    assert result.exit_code == 1


# --- schema ---------------------------------------------------------------------------------------


@pytest.fixture
def schema_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "questions.schema.json"
    monkeypatch.setattr(schemas, "SCHEMA_FILE", file)
    return file


def test_schema_writes_what_the_model_accepts(schema_file: Path) -> None:
    result = run("schema")
    assert result.output == "questions.schema.json is written.\n"
    schema = json.loads(schema_file.read_bytes())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(Questionnaire.model_fields) - {"pictures"}
    assert "from" in schema["$defs"]["Band"]["properties"]


def test_schema_accepts_as_few_answers_as_a_question_that_asks_again_has_of_its_own(
    schema_file: Path,
) -> None:
    run("schema")
    least = json.loads(schema_file.read_bytes())["$defs"]["Item"]["properties"]["answer_option"]
    data: Any = read(QUESTIONS_FILE.read_bytes()).data
    own = min(len(item["answer_option"]) for item in data["items"])
    assert least["minItems"] == own == 1


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
