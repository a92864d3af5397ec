"""``caseload`` as an author meets it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.authoring.caseload.figures import ASSUMED
from app.cli import content
from app.config import QUESTIONS_FILE
from tests.authoring.caseload.mixes import SMALL
from tests.web.tiny import TINY


def run(*arguments: str) -> Result:
    return CliRunner().invoke(content, ["caseload", *arguments])


def written(folder: Path, text: str = SMALL) -> str:
    file = folder / "mix.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.long
def test_the_first_line_says_that_the_mix_is_assumed() -> None:
    result = run("--people", "50")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"caseload.yaml: {ASSUMED}"
    assert run("--people", "50").stdout == result.stdout
    assert run("--people", "50", "--seed", "2").stdout != result.stdout


def test_two_contents_stand_side_by_side_for_people_and_machines(tmp_path: Path) -> None:
    calmer = tmp_path / "calmer.yaml"
    text = TINY.read_text(encoding="utf-8")
    urgent = "when: {question: signs, chosen: [fever]}"
    assert text.count(urgent) == 1
    calmer.write_text(
        text.replace(urgent, f'applies_when: {{question: pregnant, chosen: ["yes"]}}\n    {urgent}')
    )
    mix = written(tmp_path)
    arguments = (mix, "--content", str(TINY), "--against", str(calmer), "--people", "10")
    rows = [line.split() for line in run(*arguments).stdout.splitlines()]
    assert ["fever", "100.0", "urgent", "0.0"] in rows
    data = json.loads(run(*arguments, "--json").stdout)
    assert (data["note"], data["mix"], data["seed"]) == (ASSUMED, "mix.yaml", 1)
    new, old = data["caseloads"]
    assert (new["content"], old["content"]) == ("tiny.yaml", str(calmer))
    assert new["settings"]["middle"]["urgent"]["of_100"] == 100
    assert old["settings"]["middle"]["calm"]["of_100"] == 100
    assert new["people"] == 10


@pytest.mark.long
def test_what_cannot_be_read_or_answered_is_a_sentence(tmp_path: Path) -> None:
    bad = written(tmp_path, SMALL.replace("[0, 0, 1]", "[0, 0, 7]"))
    result = run(bad)
    assert result.exit_code == 1
    assert result.stderr == (
        "mix.yaml:4:23: signs: 'rate' must be a number of at most 1, not '7'. Write it as 0.35.\n"
        "1 problem. The mix was not read.\n"
    )
    assert json.loads(run(bad, "--json").stdout)["problems"][0]["line"] == 4
    assert run(str(tmp_path / "none.yaml")).stderr.endswith("No such file or directory.\n")
    nobody = run(written(tmp_path), "--content", str(QUESTIONS_FILE))
    assert nobody.exit_code == 1
    assert nobody.stderr.startswith("The people of the mix have no answer to 'age'")
    unknown = run("--people", "1", "--against", "no-such-version")
    assert unknown.exit_code == 1
    assert re.match("There is (neither|no) a? ?file 'no-such-version'", unknown.stderr)
    assert run("--people", "0").exit_code == 2
