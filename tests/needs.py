"""What the tests need from the computer beside Python and make, and what of it is missing.

``python3 -m tests.needs`` says what has to be installed; ``--packages`` names Debian's packages
of that and no other: npm beside a Node from elsewhere would refuse to be installed. It imports
nothing but Python, because ``.ci/run`` asks it first of all.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

NEEDED = "NEED_BROWSER"
"""Set to 1, the tests fail where anything is missing. ``.ci/run`` sets it."""


def place(command: str, variable: str = "") -> Path:
    """Where a command is: where a variable says, on the path, or beside what only root runs."""
    named = os.environ.get(variable) if variable else None
    searched = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"))
    return Path(named or shutil.which(command, path=searched) or f"/usr/bin/{command}")


CHROMIUM = place("chromium", "CHROMIUM")
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []
"""Of Chromium: root, as in CI, cannot have the sandbox."""
FIREFOX = place("firefox-esr", "FIREFOX")
JAVA = place("java")
PDFTOTEXT = place("pdftotext")
PDFTOPPM = place("pdftoppm")
"""Of the same package."""
NGINX = place("nginx")
SLOWHTTPTEST = place("slowhttptest")
FACE_LIST = place("fc-list")
MODULES = ROOT / "build" / "browser" / "node_modules"
"""Fetched by ``make``, with the digests in ``package-lock.json``."""
AXE = MODULES / "axe-core" / "axe.min.js"
NU_CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
BROWSERS = MODULES / "@mdn" / "browser-compat-data" / "data.json"
"""Which version of a browser was the first to know what."""
TYPESCRIPT = MODULES / "typescript" / "bin" / "tsc"
NODE = place("node")
"""Debian's npm brings it."""


class Kind(StrEnum):
    """The tests that need more, in the words for how they run."""

    browser = "in browsers"
    faces = "on paper in other faces"
    nginx = "behind nginx"
    namespaces = "in namespaces"
    git = "on versions in git"
    npm = "with npm"
    venv = "with a new virtual environment"


@dataclass(frozen=True)
class Need:
    """Something that tests of one kind cannot run without."""

    kind: Kind
    name: str
    is_there: Callable[[], bool]
    package: str = ""
    """Debian's, that brings it."""
    cure: str = ""
    """What brings it, where no package does."""


def are_fetched() -> bool:
    """Whether the checkers of pages are there."""
    return all(file.exists() for file in (AXE, NU_CHECKER, BROWSERS, TYPESCRIPT))


def can_fetch() -> bool:
    """Whether the checkers of pages are there, or can be."""
    return are_fetched() or place("npm").exists()


def has_libatomic() -> bool:
    """Whether the Node that Playwright brings for Linux can start."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


@cache
def faces() -> frozenset[str]:
    """The families of all faces that programs find."""
    if not FACE_LIST.exists():
        return frozenset()
    command = [str(FACE_LIST), "--format", "%{family}\n"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return frozenset(name for line in listed.splitlines() for name in line.split(","))


def has_face(family: str) -> bool:
    """Whether there is a face of a family."""
    return family in faces()


def has_venv() -> bool:
    """Whether Python can make a virtual environment with its own pip."""
    return bool(find_spec("ensurepip"))


@cache
def can_unshare() -> bool:
    """Whether a process may have a root and a uid of its own."""
    tool = shutil.which("unshare")
    if tool is None:
        return False
    command = [tool, "--mount", "--map-root-user", tool, "--user", "--map-user=65534", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


FACES = {
    "Liberation Sans": "fonts-liberation",
    "DejaVu Sans": "fonts-dejavu-core",
    "Roboto": "fonts-roboto-unhinted",
    "Noto Sans": "fonts-noto-core",
    "Open Sans": "fonts-open-sans",
    "Liberation Serif": "fonts-liberation",
    "DejaVu Serif": "fonts-dejavu-core",
}
"""The faces that paper is tried in, each with Debian's package. Arial is as wide as the first."""

NEEDS = (
    Need(Kind.browser, "Chromium", CHROMIUM.exists, "chromium"),
    Need(Kind.browser, "Firefox", FIREFOX.exists, "firefox-esr"),
    Need(Kind.browser, "libatomic for Playwright", has_libatomic, "libatomic1"),
    Need(Kind.browser, "Java", JAVA.exists, "default-jre-headless"),
    Need(Kind.browser, "npm", can_fetch, "npm"),
    Need(Kind.browser, "pdftotext", PDFTOTEXT.exists, "poppler-utils"),
    Need(
        Kind.browser,
        "axe-core, Nu checker, the data of browsers and TypeScript in build/browser",
        are_fetched,
        cure="make build/browser/fetched.stamp",
    ),
    Need(Kind.faces, "list of faces", FACE_LIST.exists, "fontconfig"),
    *(
        Need(Kind.faces, family, partial(has_face, family), package)
        for family, package in FACES.items()
    ),
    Need(Kind.nginx, "nginx", NGINX.exists, "nginx"),
    Need(Kind.nginx, "slowhttptest", SLOWHTTPTEST.exists, "slowhttptest"),
    Need(
        Kind.namespaces,
        "right to make them",
        can_unshare,
        cure="run it as root, and a container with --privileged",
    ),
    Need(Kind.git, "git", place("git").exists, "git"),
    Need(Kind.npm, "npm", place("npm").exists, "npm"),
    Need(Kind.venv, "venv", has_venv, "python3-venv"),
)


def packages(needs: Iterable[Need]) -> list[str]:
    """Debian's packages that bring some needs, each once."""
    return list(dict.fromkeys(need.package for need in needs if need.package))


def told(needs: list[Need]) -> str:
    """One sentence about what is missing, with what mends it; ``""`` where nothing is."""
    from_debian = list({need.name: need for need in needs if need.package}.values())
    parts = [f"{_none_of(need)}: {need.cure}" for need in needs if not need.package]
    if from_debian:
        names = " ".join(packages(from_debian))
        parts.insert(0, f"{_none_of(*from_debian)}: apt install {names}")
    return "; ".join(parts)


def _none_of(*needs: Need) -> str:
    return "there is " + " and ".join(f"no {need.name}" for need in needs)


def missing(kind: Kind) -> str:
    """What tests of one kind lack, in one sentence; ``""`` where they can run."""
    return told([need for need in NEEDS if need.kind == kind and not need.is_there()])


MISSING = {kind: missing(kind) for kind in Kind}
"""What each kind of tests lacks on this computer."""


def are_needed() -> bool:
    """Whether the tests must not pass where some of them cannot run."""
    return os.environ.get(NEEDED) == "1"


def rows() -> Iterator[str]:
    """The table in the README."""
    for kind in Kind:
        if named := packages(need for need in NEEDS if need.kind == kind):
            yield f"| {kind} | `{' '.join(named)}` |"


def main(arguments: list[str]) -> int:
    """Print what has to be installed, and 1 where anything has to be; or its packages alone."""
    lacking = [need for need in NEEDS if need.package and not need.is_there()]
    if arguments == ["--packages"]:
        sys.stdout.write(" ".join(packages(lacking)) + "\n")
        return 0
    if lacking:
        sys.stderr.write(f"For the tests {told(lacking)}\n")
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
