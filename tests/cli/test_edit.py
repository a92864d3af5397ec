"""An author's day: a new content, and its pages while the file is written."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.test import Client

from app import create_app
from app.cli import content
from app.cli.preview import Preview
from app.config import ROOT
from app.content.load import load
from tests.web.tiny import KEY

KNEE = (ROOT / "examples" / "knee" / "questions.yaml").read_text(encoding="utf-8")
PICTURES = ROOT / "examples" / "knee" / "pictures"


def run(*command: str) -> tuple[int, str]:
    result = CliRunner().invoke(content, command)
    return result.exit_code, result.output


def test_a_new_content_is_sound_at_once_and_its_stories_hold(tmp_path: Path) -> None:
    code, said = run("new", "hip", "--folder", str(tmp_path))
    file = tmp_path / "hip" / "questions.yaml"
    assert (code, load(file).id, load(file).title) == (0, "hip", "Hip self-check")
    assert f"make edit QUESTIONS={file}" in said
    schema = file.read_text(encoding="utf-8").partition("\n")[0].partition("=")[2]
    names = json.loads((file.parent / schema).read_bytes())["$defs"]
    assert names["Chosen"]["properties"]["question"]["enum"] == ["emergency-signs"]
    assert names["SheetPlan"]["properties"]["sources"]["items"]["enum"] == ["own"]
    for command in ("prove", "stories"):
        assert run("--file", str(file), command)[0] == 0
    code, said = run("new", "hip", "--folder", str(tmp_path))
    assert (code, said) == (1, f"{file} is there already. Choose another id, or delete it.\n")


def test_what_a_new_content_leaves_to_be_written_is_served_and_told(tmp_path: Path) -> None:
    run("new", "hip", "--folder", str(tmp_path))
    file = tmp_path / "hip" / "questions.yaml"
    assert "Write here in 1 or 2 sentences" in browser(file).get("/").text
    text = file.read_text(encoding="utf-8")
    (line,) = (n for n, told in enumerate(text.splitlines(), 1) if "lead: Write here" in told)
    code, said = run("--file", str(file), "check")
    assert code == 1
    assert f"questions.yaml:{line}:" in said
    assert "is not written yet: “Write here in 1 or 2 sentences" in said
    lead = "Hips can hurt for many reasons."
    file.write_text(
        text.replace("Write here in 1 or 2 sentences what this is about.", lead), encoding="utf-8"
    )
    assert run("--file", str(file), "check")[0] == 0


@pytest.mark.parametrize("name", ["Hip", "hip--1", "../hip", "hip/1", ""])
def test_a_name_that_is_no_id_writes_nothing(name: str, tmp_path: Path) -> None:
    code, said = run("new", name, "--folder", str(tmp_path))
    assert code == 1
    assert "is no id" in said
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A content that its author is writing."""
    file = tmp_path / "questions.yaml"
    file.write_text(KNEE, encoding="utf-8")
    copytree(PICTURES, tmp_path / "pictures")
    return file


def browser(file: Path) -> Client:
    """Somebody who looks at its preview."""

    def make(file: Path) -> Flask:
        return create_app({"SECRET_KEY": KEY, "SECURE_COOKIE": False, "QUESTIONS_FILE": file})

    return Client(Preview(file, make))


def test_a_mistake_stands_over_the_last_good_page_until_it_is_mended(file: Path) -> None:
    client = browser(file)
    first = client.get("/preview/saved").text
    assert "Knee pain self-check" in client.get("/").text
    file.write_text(KNEE.replace("chosen: [locks]", "chosen: [lock]"), encoding="utf-8")
    wrong = client.get("/").text
    assert client.get("/preview/saved").text != first
    assert "no &#39;lock&#39;. Did you mean &#39;locks&#39;?" in wrong
    line = KNEE[: KNEE.index("chosen: [locks]")].count("\n") + 1
    assert f"<code>{line}:" in wrong
    assert '<a href="/preview/at/knee-signs">See the question “Knee signs”</a>' in wrong
    assert "<h1>Knee pain self-check</h1>" in wrong
    file.write_text(KNEE.replace("Knee pain self-check", "Sore knee check"), encoding="utf-8")
    mended = client.get("/").text
    assert "<h1>Sore knee check</h1>" in mended
    assert "preview-wrong" not in mended
    drawing = file.parent / "pictures" / "knees.svg"
    drawing.write_text(drawing.read_text("utf-8").replace('id="left"', 'id="other"'), "utf-8")
    assert "line 23: &#39;other&#39; has an id, and no answer names it" in client.get("/").text


@pytest.mark.long
def test_each_save_gives_the_editor_the_names_that_are_there_now(file: Path) -> None:
    client = browser(file)
    client.get("/")
    assert not file.with_name("ids.schema.json").exists()
    assert run("--file", str(file), "schema", "--ids")[0] == 0
    renamed = KNEE.replace("link_id: which", "link_id: which-knee")
    file.write_text(renamed.replace("[which]", "[which-knee]"), encoding="utf-8")
    client.get("/")
    names = json.loads(file.with_name("ids.schema.json").read_bytes())["$defs"]
    assert "which-knee" in names["SheetRow"]["properties"]["questions"]["items"]["enum"]
    wish = names["SheetPlan"]["properties"]["wish"]["anyOf"][0]["enum"]
    assert ("which-knee" in wish, "which" in wish) == (True, False)
    assert "locks" in names["Chosen"]["properties"]["chosen"]["items"]["enum"]


def test_a_link_leads_to_its_question_and_the_panel_says_which_rule_holds(file: Path) -> None:
    client = browser(file)
    page = client.get("/preview/at/morning", follow_redirects=True)
    assert page.request.path == "/questions/morning"
    assert "<h1>How long is it stiff after you wake up?</h1>" in page.text
    assert "What the rules say so far" in page.text
    assert "Outcome: none: no outcome yet (“Stiff in the morning” has no answer)" in page.text
    assert client.get("/preview/at/no-such-question").status_code == 404


def test_what_was_wrong_from_the_start_and_what_falls_short_are_told_too(file: Path) -> None:
    file.write_text("title: [", encoding="utf-8")
    client = browser(file)
    assert "this is not YAML" in client.get("/").text
    file.write_text(KNEE.replace("Knee pain has many causes.", "You have arthritis."), "utf-8")
    page = client.get("/").text
    assert "that is a diagnosis" in page
    assert "preview-wrong" not in page
    file.unlink()
    assert client.get("/").text == page


def test_the_preview_asks_nobody_but_itself(file: Path) -> None:
    client = browser(file)
    response = client.get("/")
    assert response.headers["Content-Security-Policy"].endswith("; connect-src 'self'")
    for name in ("preview.css", "preview.js"):
        assert client.get(f"/preview/{name}").status_code == 200
        assert f"/preview/{name}" in response.text
    assert client.get("/preview/../app.py").status_code == 404
