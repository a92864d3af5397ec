from pathlib import Path

import pytest

from app.config import ROOT
from tests.supply import locks

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
HASH = "--hash=sha256:" + "0a" * 32
LOCK = f"""\
# made by make lock
flask[async]==3.1.3 \\
    {HASH} \\
    {HASH}
    # via sij-self-check (pyproject.toml)
pycparser==3.12 ; implementation_name != 'PyPy' \\
    {HASH}
    # via cffi
"""


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_has_packages_with_hashes_and_no_address(path: Path) -> None:
    lock = path.read_text(encoding="utf-8")
    assert locks.pins(lock)
    assert locks.faults(lock) == []


def test_a_lock_is_read_with_all_its_hashes() -> None:
    flask, pycparser = locks.pins(LOCK)
    assert flask == locks.Pin("flask", "3.1.3", 2, frozenset({"async"}))
    assert pycparser == locks.Pin("pycparser", "3.12", 1, only_on="implementation_name != 'PyPy'")
    assert locks.faults(LOCK) == []


def test_a_pin_is_written_as_pip_reads_it() -> None:
    flask = locks.Pin("flask", "3.1.3", 1, frozenset({"dotenv", "async"}))
    assert (flask.package, flask.requirement) == ("flask==3.1.3", "flask[async,dotenv]==3.1.3")


def test_a_pin_may_be_for_other_computers_only() -> None:
    assert locks.Pin("flask", "3.1.3", 1).is_for_here
    assert locks.Pin("flask", "3.1.3", 1, only_on="python_version >= '3.11'").is_for_here
    assert not locks.Pin("flask", "3.1.3", 1, only_on="python_version < '3.11'").is_for_here


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("--index-url https://packages.example/simple", "no package"),
        ("--extra-index-url https://packages.example/simple", "no package"),
        ("--find-links /opt/packages", "no package"),
        ("-e .", "no package"),
        ("typst @ https://packages.example/typst.whl", "no package"),
        ("typst>=0.15", "no package"),
        ("typst==0.15.2", "has no hash"),
        ("typst==0.15.2 --hash=md5:00", "no package"),
    ],
)
def test_what_must_not_stand_in_a_lock_is_told(line: str, fault: str) -> None:
    (told,) = locks.faults(LOCK + line)
    assert fault in told


def test_a_name_is_compared_as_an_index_compares_it() -> None:
    assert locks.plain("Flask_WTF") == locks.plain("flask-wtf")
