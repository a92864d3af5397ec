"""What the tests need has one list: installed from, told from, and the README has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import MISSING, NEEDED, NEEDS, ROOT, Kind, Need, packages, rows, told

pytest_plugins = ["pytester"]

CI = ROOT / ".ci" / "run"
HOOKS = ("pytest_runtest_setup", "pytest_sessionfinish", "pytest_terminal_summary")
TWO_NEED_IT = """
import pytest
from tests.needs import Kind

@pytest.mark.needs(Kind.git)
@pytest.mark.parametrize("number", [1, 2])
def test_that_needs_it(number):
    assert False, "it runs"

def test_that_does_not():
    pass
"""


def ended(*command: str | Path, **variables: str) -> tuple[int, str]:
    """How a command ends on a computer without Chromium, and all that it says."""
    done = subprocess.run(  # noqa: S603  # this project's own commands
        command,
        cwd=ROOT,
        env={**os.environ, "CHROMIUM": "/nowhere", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_the_readme_has_the_list() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| tests | Debian's packages |") + 2
    assert lines[start : lines.index("", start)] == list(rows())


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)
def test_what_is_missing_is_told_with_what_mends_it(need: Need) -> None:
    cure = f"apt install {need.package}" if need.package else need.cure
    assert cure
    assert told([need]) == f"there is no {need.name}: {cure}"


def test_several_packages_are_one_command_and_none_is_named_twice() -> None:
    lacking = [need for need in NEEDS if need.package in ("npm", "nginx", "git")]
    assert told(lacking) == "there is no npm and no nginx and no git: apt install npm nginx git"


@pytest.mark.parametrize(("needed", "status"), [("", 0), ("1", 1)])
def test_tests_that_cannot_run_are_counted_and_fail_where_they_are_needed(
    needed: str, status: int, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in Kind:
        monkeypatch.setitem(MISSING, kind, "there is no git: apt install git" * (kind == Kind.git))
    monkeypatch.setenv(NEEDED, needed)
    pytester.makeconftest(f"from tests.conftest import {', '.join(HOOKS)}")
    pytester.makepyfile(TWO_NEED_IT)
    ended = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider")
    said = ended.outlines
    start = next(number for number, line in enumerate(said) if "= 2 tests did not run =" in line)
    assert said[start + 1] == "2 on versions in git, because there is no git: apt install git."
    assert (f"{NEEDED} is 1, so this is a failure." in said) is bool(needed)
    ended.assert_outcomes(passed=1, skipped=2)
    assert ended.ret == status


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with an apt-get and a make that only write down that they were called."""
    for tool in ("apt-get", "make"):
        file = tmp_path / tool
        file.write_text(f'#!/bin/sh\necho "{tool} $*" >> "{tmp_path}/called"\n')
        file.chmod(0o755)
    return tmp_path


def test_ci_installs_what_is_missing_and_fails_where_something_is_missing_still(
    tools: Path,
) -> None:
    lacking = [need for need in NEEDS if need.name == "Chromium" or not need.is_there()]
    status, said = ended(CI, PATH=f"{tools}:{os.environ['PATH']}", PYTHON=sys.executable)
    called = (tools / "called").read_text().splitlines()
    assert called[0] == "apt-get update -qq"
    installed = called[1].removeprefix("apt-get install -qq --no-install-recommends ").split()
    assert installed == packages(lacking)
    assert called[2:] == []  # make, above all
    assert said.splitlines()[-1].startswith("For the tests there is no Chromium")
    assert status == 1


def test_an_index_that_gives_nothing_is_told_with_what_mends_it(tmp_path: Path) -> None:
    for folder in (tmp_path / "venv", tmp_path / "pages"):
        folder.mkdir()
    (tmp_path / "venv" / "created.stamp").touch()
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    given = (f"VENV={tmp_path}/venv", f"PAGE_CHECKS={tmp_path}/pages", "PIP=false")
    for target, said_so in (
        ("venv/run.stamp", "PIP_INDEX_URL=https://index.example/simple make "),
        ("pages/fetched.stamp", "npm_config_registry=https://registry.example make "),
    ):
        status, said = ended("make", *given, f"{tmp_path}/{target}", PATH=path)
        assert f"{said_so}{tmp_path}/{target}\n" in said
        assert status == 2
        assert not (tmp_path / target).exists()
