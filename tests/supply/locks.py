"""The locks under ``requirements/``, read line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.markers import Marker

PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[(?P<extras>[a-z0-9,._-]+)\])?==(?P<version>[^\s;]+)"
    r"(?: ; (?P<only_on>[^\\]+))?"
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Pin:
    """One package of a lock, in the one version that may be installed."""

    name: str
    version: str
    hashes: int
    extras: frozenset[str] = frozenset()
    only_on: str = ""

    @property
    def package(self) -> str:
        """Name and version as pip writes them."""
        return f"{self.name}=={self.version}"

    @property
    def requirement(self) -> str:
        """The same with the extras."""
        extras = f"[{','.join(sorted(self.extras))}]" if self.extras else ""
        return f"{self.name}{extras}=={self.version}"

    @property
    def is_for_here(self) -> bool:
        """Whether this computer and this Python need it."""
        return not self.only_on or Marker(self.only_on).evaluate()


def pins(lock: str) -> list[Pin]:
    """Every package of a lock."""
    return [pin for pin in _entries(lock) if isinstance(pin, Pin)]


def faults(lock: str) -> list[str]:
    """What must not stand in a lock: an address, an option, a package without version or hash."""
    return [
        f"{entry.package} has no hash" if isinstance(entry, Pin) else f"'{entry}' is no package"
        for entry in _entries(lock)
        if not isinstance(entry, Pin) or not entry.hashes
    ]


def plain(name: str) -> str:
    """A package's name as indexes compare it: ``Flask-WTF`` and ``flask_wtf`` are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(lock: str) -> Iterator[Pin | str]:
    """The packages; whatever else pip would obey, as it stands."""
    for line in lock.replace("\\\n", " ").splitlines():
        said = line.partition(" #")[0].strip()
        if not said or said.startswith("#"):
            continue
        found = PIN.fullmatch(HASH.sub("", said).strip())
        yield _pin(found, len(HASH.findall(said))) if found else said


def _pin(found: re.Match[str], hashes: int) -> Pin:
    extras = frozenset((found["extras"] or "").split(",")) - {""}
    return Pin(found["name"], found["version"], hashes, extras, (found["only_on"] or "").strip())
