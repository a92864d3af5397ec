"""Who asks for what: is each package of a lock locked with the extras that others ask of it?

pip before 23.3 takes ``coverage[toml]`` for another package than ``coverage``. Where only the
second is locked, it takes the newest release of the first, and then refuses it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution

from packaging.requirements import Requirement

from app.config import ROOT
from tests.supply.locks import Pin, pins, plain

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {path.stem: path for path in sorted((ROOT / "requirements").glob("*.txt"))}

Asks = Mapping[str, Sequence[str]]
"""For each package that could be read, as ``name==version``, what it asks for."""


def of(packages: Iterable[Distribution]) -> Asks:
    """What some packages ask for, in their own words."""
    return {f"{plain(one.name)}=={one.version}": one.requires or [] for one in packages}


def locked(lock: str) -> list[Pin]:
    """The packages of a lock that this computer and this Python need."""
    return [pin for pin in pins(LOCKS[lock].read_text(encoding="utf-8")) if pin.is_for_here]


def not_read(locked: Iterable[Pin], asks: Asks) -> list[str]:
    """The packages whose wishes are not known here."""
    return [pin.package for pin in locked if pin.package not in asks]


def faults(locked: Iterable[Pin], asks: Asks, of_project: Iterable[str] = ()) -> list[str]:
    """What is asked for and not locked, or locked without an extra; with who asks."""
    pinned = {pin.name: pin for pin in locked}
    told = []
    for who, wanted in _wishes(pinned, asks, of_project):
        pin = pinned.get(plain(wanted.name))
        if pin is None:
            told.append(f"{wanted.name}, which {who} asks for, is not locked")
        elif missing := {plain(extra) for extra in wanted.extras} - pin.extras:
            extras = ",".join(sorted(missing))
            told.append(f"{pin.name} is locked without [{extras}], which {who} asks for")
    return told


def parts_of_project() -> dict[str, list[str]]:
    """For each lock, what of the project is in it: ``""`` for all that it always needs, extras."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    made = re.findall(r"^\tproject_lock requirements/(\w+)\.txt(.*)", makefile, re.MULTILINE)
    return {lock: ["", *re.findall(r"--extra (\w+)", options)] for lock, options in made}


def _wishes(
    pinned: Mapping[str, Pin], asks: Asks, of_project: Iterable[str]
) -> Iterator[tuple[str, Requirement]]:
    for part in of_project:
        for wanted in _wishes_of_project(part):
            yield PROJECT["name"], wanted
    for pin in pinned.values():
        for wanted in map(Requirement, asks.get(pin.package, ())):
            extras = ("", *pin.extras)
            if not wanted.marker or any(wanted.marker.evaluate({"extra": e}) for e in extras):
                yield pin.name, wanted


def _wishes_of_project(part: str) -> Iterator[Requirement]:
    """Where it names an extra of its own, what that one asks for."""
    said = PROJECT["optional-dependencies"][part] if part else PROJECT["dependencies"]
    for wanted in map(Requirement, said):
        if wanted.name == PROJECT["name"]:
            for other in wanted.extras:
                yield from _wishes_of_project(other)
        else:
            yield wanted
