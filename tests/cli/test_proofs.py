"""``prove`` and ``compare`` as an author meets them."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.authoring.compare.versions import NoVersionError, read_version
from app.authoring.prove import prover
from app.authoring.prove.properties import PROPERTIES
from app.cli import content, proofs
from app.config import QUESTIONS_FILE, ROOT
from app.content.approvals import Approval, Approvals
from app.content.load import load
from tests.authoring.caseload.mixes import SMALL as MIX
from tests.needs import Kind
from tests.web.tiny import TINY

SMALL = TINY.read_text(encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(content, arguments)


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """Content in which the second pattern is shown to fewer people."""
    file = tmp_path / "stricter.yaml"
    file.write_text(SMALL.replace("shows_from: 1", "shows_from: 2"), encoding="utf-8")
    return file


NAME = ("-c", "user.name=n", "-c", "user.email=e@example.org")
SPOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" fill="none" '
    'stroke="currentColor"><path id="place" d="M0 0h1"/></svg>'
)


def committed(folder: Path, text: str = SMALL) -> Path:
    """Content in a repository of its own."""
    file = folder / "questions.yaml"
    file.write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], [*NAME, "commit", "-qm", "first"]):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S603, S607
    return file


# --- prove ----------------------------------------------------------------------------------------


def test_prove_says_each_property_with_its_checks_and_the_time() -> None:
    result = run("prove", str(TINY))
    lines = result.stdout.splitlines()
    assert len(lines) == len(PROPERTIES) + 1
    assert all(line.startswith("proved  ") for line in lines[:-1]), result.stdout
    assert lines[0].startswith("proved  P1: Any emergency sign leads to the emergency outcome. (1 ")
    assert lines[-1].startswith(f"{len(PROPERTIES)} of {len(PROPERTIES)} properties proved in ")
    assert result.exit_code == 0


def test_prove_tells_what_is_broken_to_people_and_machines(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    never = "when: {all: [{band: [many]}, {question: place, chosen: [elsewhere]}]}"
    assert SMALL.count("when: {band: [many]}") == 1
    file.write_text(SMALL.replace("when: {band: [many]}", never), encoding="utf-8")
    result = run("prove", str(file), "--json")
    (broken,) = [prop for prop in json.loads(result.stdout) if not prop["holds"]]
    assert broken["id"] == "P6"
    assert broken["broken_by"] == ["never reached: note “It may be the joint.”"]
    assert broken["answers"] == {}
    assert result.exit_code == 1
    told = run("prove", str(file)).stdout.splitlines()
    assert "        never reached: note “It may be the joint.”" in told
    assert told[-1].startswith(f"{len(PROPERTIES) - 1} of {len(PROPERTIES)} properties proved")


def test_prove_refuses_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "MOST_ITEMS", 5)
    result = run("prove", str(TINY))
    assert result.stderr.endswith(
        "The content has 6 questions. At most 5 can be proved. Nothing was proved.\n"
    )
    assert result.exit_code == 1


# --- compare --------------------------------------------------------------------------------------


def test_compare_fails_for_less_urgent_unless_a_reason_is_given(stricter: Path) -> None:
    result = run("compare", str(TINY), str(stricter))
    assert "LESS URGENT, overlay: “A flare” is no longer shown" in result.stdout
    assert "    Place: Elsewhere" not in result.stdout
    assert "    Place: Buttock" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        'Mend it, or say why it may be less urgent: make check REASON="..." (--accept-less-urgent)'
    )
    assert result.exit_code == 1
    accepted = run("compare", str(TINY), str(stricter), "--accept-less-urgent", "agreed by all")
    assert accepted.stdout.splitlines()[-1] == "Accepted: agreed by all"
    assert accepted.exit_code == 0
    blank = run("compare", str(TINY), str(stricter), "--accept-less-urgent", " ")
    assert blank.exit_code == 1


def test_a_text_that_warns_is_for_a_person_to_judge_and_no_less_urgent(tmp_path: Path) -> None:
    file = tmp_path / "reworded.yaml"
    file.write_text(SMALL.replace("card: you have a fever", "card: you feel hot"), "utf-8")
    result = run("compare", str(TINY), str(file))
    text = "warning sign “fever”, card: “you have a fever” is now “you feel hot”"
    assert result.stdout.splitlines() == [
        f"Compared with {TINY}. Nobody less urgent: 1 text to judge, 0 other changes.",
        f"A PERSON MUST JUDGE, warning text: {text}",
        text,
        "1 difference of text or rule. The version is the same: write the date of this change.",
        'A person must judge the texts, then say who did: make check JUDGED="..." (--judged)',
    ]
    assert result.exit_code == 1
    assert run("compare", str(TINY), str(file), "--accept-less-urgent", "why").exit_code == 1
    judged = run("compare", str(TINY), str(file), "--judged", "a nurse")
    assert (judged.exit_code, judged.stdout.splitlines()[-1]) == (0, "Judged: a nurse")


def test_compare_says_much_in_10_lines_and_all_of_it_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "other.yaml"
    other = SMALL.replace("from: 2, text: [Many", "from: 3, text: [Many")
    other = other.replace("from: 0, to: 1,", "from: 0, to: 2,").replace("a fever", "feeling hot")
    file.write_text(other, encoding="utf-8")
    brief = run("compare", str(TINY), str(file), "--brief").stdout.splitlines()
    grouped = run("compare", str(TINY), str(file)).stdout.splitlines()
    every = run("compare", str(TINY), str(file), "--all").stdout.splitlines()
    assert len(brief) <= 10 < len(grouped) < len(every)
    assert brief[0] == grouped[0] == every[0]
    assert "as urgent, band: band “many” becomes “few”" in brief
    assert any(line.startswith("LESS URGENT, note: ") for line in brief)
    assert not any(" more kinds of change" in line for line in brief)
    monkeypatch.setattr(proofs, "MOST_GROUPS", 2)
    shorter = run("compare", str(TINY), str(file), "--brief").stdout.splitlines()
    more = len(brief) - len(shorter) + 1
    assert shorter[:2] == brief[:2]
    assert shorter[2] == f"And {more} more kinds of change: content compare without --brief."


def test_compare_says_of_how_many_of_the_mix_the_level_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "PEOPLE", 40)
    file, mix = tmp_path / "calmer.yaml", tmp_path / "caseload.yaml"
    sign = "when: {question: signs, chosen: [fever]}"
    gate = 'applies_when: {question: pregnant, chosen: ["yes"]}'
    file.write_text(SMALL.replace(sign, f"{gate}\n    {sign}"), encoding="utf-8")
    less = "LESS URGENT, level: warning level “urgent” becomes “none”"
    for brief in ((), ("--brief",)):
        mix.unlink(missing_ok=True)
        without = run("compare", str(TINY), str(file), *brief).stdout.splitlines()
        mix.write_text(MIX, encoding="utf-8")
        said = run("compare", str(TINY), str(file), *brief).stdout.splitlines()
        assert less in without
        assert f"{less}: 100.0 of 100 people of the assumed mix" in said
        assert len(said) == len(without)
    assert "the people of the mix" not in run("compare", str(TINY), str(TINY)).stderr
    mix.write_text(MIX.replace("from-18", "from-99"), encoding="utf-8")
    result = run("compare", str(TINY), str(file))
    assert "The people of the mix have no answer to 'age'" in result.stderr
    assert less in result.stdout


def test_compare_passes_for_more_urgent_and_for_the_same(stricter: Path) -> None:
    assert run("compare", str(stricter), str(TINY)).exit_code == 0
    result = run("compare", str(TINY), str(TINY))
    assert result.stdout == (
        f"Compared with {TINY}. Nobody less urgent: no text to judge, 0 other changes.\n"
        "0 differences of text or rule.\n"
    )
    assert result.exit_code == 0


def test_compare_for_machines_has_each_change_with_its_journey(stricter: Path) -> None:
    data = json.loads(run("compare", str(TINY), str(stricter), "--json").stdout)
    assert data["old"] == load(TINY).digest
    assert data["new"] == load(stricter).digest
    (change,) = [change for change in data["changes"] if change["kind"] == "overlay"]
    assert change["direction"] == "LESS URGENT"
    assert (change["before"], change["after"]) == ("flare", None)
    assert any(line.startswith("Now: ") for line in change["journey"])
    assert [difference["what"] for difference in data["differences"]] == [
        "overlay “flare”, shows from",
    ]


@pytest.mark.needs(Kind.git)
def test_compare_with_a_git_revision_takes_the_content_from_there(tmp_path: Path) -> None:
    file = committed(tmp_path)
    file.write_text(SMALL.replace("title: What fits", "title: What may fit"), encoding="utf-8")
    assert read_version("HEAD", file) == load(TINY)
    assert read_version(str(file), file) == load(file)


@pytest.mark.needs(Kind.git)
def test_a_git_revision_has_the_pictures_of_then_or_where_there_were_none_of_now(
    tmp_path: Path,
) -> None:
    text = SMALL.replace("    error: Select where", "    picture: spot\n    error: Select where", 1)
    text = text.replace("code: buttock, ", "code: buttock, regions: [place], ", 1)
    drawn = tmp_path / "pictures" / "spot.svg"
    drawn.parent.mkdir()
    drawn.write_text(SPOT, encoding="utf-8")
    file = committed(tmp_path, text)
    then = load(file)
    drawn.write_text(SPOT.replace("h1", "h2"), encoding="utf-8")
    now = load(file)
    assert now.pictures != then.pictures
    assert read_version("HEAD", file) == then
    subprocess.run(["git", "rm", "-q", "--cached", "pictures/spot.svg"], cwd=tmp_path, check=True)  # noqa: S607
    subprocess.run(["git", *NAME, "commit", "-qm", "before"], cwd=tmp_path, check=True)  # noqa: S603, S607
    assert read_version("HEAD", file) == now


@pytest.mark.needs(Kind.git)
def test_compare_alone_takes_what_was_approved_or_committed_last(
    tmp_path: Path, stricter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = committed(tmp_path)
    monkeypatch.setenv("SELF_CHECK_QUESTIONS_FILE", str(file))
    file.write_text(stricter.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("compare")
    assert result.stdout.startswith("Compared with HEAD. 1 less urgent for somebody: ")
    assert result.exit_code == 1
    signed = Approval(
        digest="0" * 64, role="clinician", date="2026-11-22", scope="whole", revision="0" * 40
    )
    monkeypatch.setattr(proofs, "approvals_on_file", lambda: Approvals(approvals=(signed,)))
    assert f"neither a file '{'0' * 40}'" in run("compare").stderr


@pytest.mark.needs(Kind.git)
def test_compare_tells_in_the_words_of_git_why_it_shows_no_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = committed(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # a checkout of another owner
    with pytest.raises(NoVersionError, match=r"git says: fatal: .*dubious ownership"):
        read_version("HEAD", file)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(NoVersionError, match=r"Nothing to compare with yet: .* is not in git"):
        read_version("HEAD", bare / "questions.yaml")


@pytest.mark.needs(Kind.git)
def test_a_new_content_has_nothing_to_be_compared_with_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = committed(tmp_path).with_name("new.yaml")
    new.write_bytes(TINY.read_bytes())
    monkeypatch.setenv("SELF_CHECK_QUESTIONS_FILE", str(new))
    result = run("compare", "--brief")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"Nothing to compare with yet: {new} is not in git. Commit it, and the next check "
        "compares with that.\n"
    )
    assert run("compare", "HEAD").exit_code == 1  # asked for by name


def test_make_check_looks_at_the_content_in_every_way() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "check", "AGAINST=v1", "REASON=it's agreed", "JUDGED=a nurse"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for part in (
        "content check",
        "content prove",
        "content stories",
        "test_formulas_and_engine_agree",
        "content compare v1",
        "--accept-less-urgent 'it'\\''s agreed'",
        "--judged 'a nurse'",
        "--brief",
    ):
        assert part in said


@pytest.mark.needs(Kind.git)
@pytest.mark.parametrize("name", ["no-such-thing", "--output=x", ""])
def test_a_version_that_is_neither_file_nor_revision_is_said_to_be_so(name: str) -> None:
    with pytest.raises(NoVersionError, match="There is neither a file"):
        read_version(name, QUESTIONS_FILE)
    result = run("compare", "--", name)
    assert result.stderr.startswith(
        f"There is neither a file '{name}' nor a git revision of that name that holds "
        "questions.yaml."
    )
    assert result.exit_code == 1
    assert not (ROOT / "x").exists()


def test_compare_lists_the_faults_of_a_version(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text("title: [", encoding="utf-8")
    result = run("compare", str(file), str(TINY))
    assert result.stderr.startswith("faulty.yaml:2:1: this is not YAML")
    assert result.exit_code == 1
