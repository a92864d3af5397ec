from dataclasses import replace
from importlib.metadata import distributions

import pytest

from tests.supply import asked
from tests.supply.locks import Pin

INSTALLED = asked.of(distributions())
PARTS = asked.parts_of_project()


@pytest.mark.parametrize("lock", asked.LOCKS)
def test_what_installed_packages_ask_for_is_locked_with_its_extras(lock: str) -> None:
    """``make aged`` does the same with the packages that are not installed for the tests."""
    assert asked.faults(asked.locked(lock), INSTALLED, PARTS.get(lock, ())) == []


@pytest.mark.parametrize("lock", ["run", "test"])
def test_all_that_is_installed_for_the_tests_could_be_read(lock: str) -> None:
    assert asked.not_read(asked.locked(lock), INSTALLED) == []


def test_every_lock_is_made_by_make_lock() -> None:
    assert {*PARTS, "lock"} == set(asked.LOCKS)
    assert PARTS["run"] == [""]
    assert PARTS["test"] == ["", "test"]


def test_an_extra_that_is_not_locked_is_told_with_who_asks_for_it() -> None:
    without = [
        replace(pin, extras=frozenset()) if pin.name == "coverage" else pin
        for pin in asked.locked("test")
    ]
    assert asked.faults(without, INSTALLED, PARTS["test"]) == [
        "coverage is locked without [toml], which sij-self-check asks for",
        "coverage is locked without [toml], which pytest-cov asks for",
    ]


def test_a_package_that_is_not_locked_is_told_with_who_asks_for_it() -> None:
    without = [pin for pin in asked.locked("run") if pin.name not in {"pycparser", "segno"}]
    assert asked.faults(without, INSTALLED, PARTS["run"]) == [
        "segno, which sij-self-check asks for, is not locked",
        "pycparser, which cffi asks for, is not locked",
    ]


def test_only_what_a_locked_extra_needs_is_asked_for() -> None:
    asks = {
        "a==1": ["B_b[c.d]; extra == 'x'", "b-b[other]; extra == 'y'", "b-b[win]; os_name == 'no'"],
        "b-b==1": [],
    }
    locked = [Pin("a", "1", 1, frozenset({"x"})), Pin("b-b", "1", 1)]
    assert asked.faults(locked, asks) == ["b-b is locked without [c-d], which a asks for"]
    assert asked.faults([Pin("a", "1", 1), Pin("b-b", "1", 1)], asks) == []
