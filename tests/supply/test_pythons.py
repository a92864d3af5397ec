import stat
from pathlib import Path

import pytest

from tests.supply import pythons
from tests.supply.run import Promise


def script(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python, a make and a pytest that only say something."""
    monkeypatch.setattr(pythons, "BUILD", tmp_path / "build")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    script(tmp_path / "make", "echo installed")
    script(tmp_path / "build" / "python3.11" / "bin" / "pytest", "echo $*", "echo 9 passed in 1s")
    return script(tmp_path / "python3.11", "echo 3.11.2")


def test_what_the_tests_said_last_is_told_with_the_version(python: Path) -> None:
    promise = pythons.tried(python.name, ["-q"])
    assert str(promise) == "kept      python3.11 passes the quick tests: 3.11.2: 9 passed in 1s"


def test_a_failed_test_is_told_with_all_that_was_said(python: Path, tmp_path: Path) -> None:
    tests = tmp_path / "build" / "python3.11" / "bin" / "pytest"
    script(tests, "echo FAILED test_one", "echo $*", "exit 1")
    promise = pythons.tried(python.name, ["-q"])
    assert promise.kept is False
    assert promise.found == "3.11.2: FAILED test_one\n-p no:cacheprovider -q"


def test_a_lock_that_does_not_install_is_told(python: Path, tmp_path: Path) -> None:
    script(tmp_path / "make", "echo $2", "exit 2")
    promise = pythons.tried(python.name, [])
    assert (promise.kept, promise.found) == (False, "3.11.2: PYTHON=python3.11")


def test_a_python_that_does_not_start_is_not_tried(python: Path) -> None:
    script(python, "echo not for this folder >&2", "exit 127")
    promise = pythons.tried(python.name, [])
    assert (promise.kept, promise.found) == (None, "not for this folder")


def test_a_python_that_is_not_here_is_not_tried() -> None:
    promise = pythons.tried("python3.0", [])
    assert (promise.kept, promise.found) == (None, "there is no such command")


@pytest.mark.parametrize(
    ("kept", "ends_with"), [([True, None], 0), ([None, None], 1), ([True, False], 1)]
)
def test_it_ends_with_1_where_a_test_failed_or_nothing_was_tried(
    kept: list[bool | None], ends_with: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = iter(kept)
    monkeypatch.setattr(pythons, "NAMES", ["one", "two"])
    monkeypatch.setattr(pythons, "tried", lambda *_: Promise("One", "found", next(each)))
    assert pythons.main([]) == ends_with
