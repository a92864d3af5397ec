"""The short form of ``make aged``: only the locks are real, every package is made up."""

import json
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.needs import Kind
from tests.supply import aged, asked

pytestmark = [pytest.mark.long, pytest.mark.needs(Kind.venv)]

HOLDS_ALL_TO_THE_PIN = (23, 3)
"""The first pip to take ``coverage==1`` for an answer to ``coverage[toml]>=1``."""


@pytest.fixture(scope="module")
def pip(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """The pip of a new virtual environment, which is the one that ``make`` installs with."""
    home = tmp_path_factory.mktemp("new")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)  # noqa: S603
    return home / "bin" / "python", "-m", "pip"


def made_up(lock: str, folder: Path) -> dict[str, str]:
    """The entries of a lock, by package, for made-up packages that ask for what the real ones do.

    A newer release of each lies in the folder, too.
    """
    entries = {}
    for pin in asked.locked(lock):
        needs = distribution(pin.name).requires or []
        digest = aged.make_up(folder, pin.name, pin.version, needs)
        aged.make_up(folder, pin.name, aged.newer(pin.version), needs)
        entries[pin.name] = f"{pin.requirement} --hash={digest}"
    return entries


def install(
    pip: tuple[str | Path, ...], entries: dict[str, str], folder: Path
) -> tuple[list[str], str]:
    """The packages that pip would install, or none, and why not."""
    lock, report = folder / "lock.txt", folder / "report.json"
    lock.write_text("\n".join(entries.values()), encoding="utf-8")
    done = aged.install(pip, lock, [folder], "--quiet", "--dry-run", f"--report={report}")
    if done.returncode:
        return [], done.stderr
    taken = [one["metadata"] for one in json.loads(report.read_text("utf-8"))["install"]]
    return [f"{one['name']}=={one['version']}" for one in taken], ""


@pytest.mark.parametrize("lock", ["run", "test"])
def test_a_lock_installs_where_all_has_a_newer_release(
    lock: str, pip: tuple[str | Path, ...], tmp_path: Path
) -> None:
    taken, said = install(pip, made_up(lock, tmp_path), tmp_path)
    assert sorted(taken) == sorted(pin.package for pin in asked.locked(lock)), said


def test_a_package_that_is_not_locked_is_refused(
    pip: tuple[str | Path, ...], tmp_path: Path
) -> None:
    entries = made_up("run", tmp_path)
    del entries["pycparser"]
    taken, said = install(pip, entries, tmp_path)
    assert not taken
    assert "pycparser" in said
    assert "(from cffi" in said


def test_an_extra_that_is_not_locked_is_refused_by_the_pips_that_need_it(
    pip: tuple[str | Path, ...], tmp_path: Path
) -> None:
    entries = made_up("test", tmp_path)
    entries["coverage"] = entries["coverage"].replace("[toml]", "")
    taken, said = install(pip, entries, tmp_path)
    version = aged.run(*pip, "--version").stdout.split()[1]
    if tuple(map(int, version.split(".")[:2])) < HOLDS_ALL_TO_THE_PIN:
        assert not taken
        assert "coverage[toml]>=" in said
        assert "(from pytest-cov" in said
    else:
        assert taken
