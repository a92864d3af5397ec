"""Do the locks still install when everything in them has a newer release?

``make aged`` runs this from the root of the project. It keeps the locked packages in ``build/aged``
and puts a made-up newer release of each beside them. From these folders, without a network, every
lock is installed by the oldest pip that is promised, by the newest, and by uv as the README says.
One line for each promise; 1 where one is not kept, or could not be looked at.
"""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.version import Version

from tests.supply import asked, locks
from tests.supply.run import Promise

BUILD = Path("build/aged")
LOCKED = BUILD / "locked"
NEWER = BUILD / "newer"

OLDEST = "23.0.1"
"""The pip of Debian 12. It runs on no Python after 3.11."""
OLDEST_HASH = "sha256:236bcb61156d76c4b8a05821b988c7b8c35bf0da28a4b614e8d6ab5212c25c6f"
README_WITH_UV = re.compile(r"^uv venv .+ && uv pip sync .*requirements/(\w+)\.txt$", re.MULTILINE)


def newer(version: str) -> str:
    """A release that is newer, and within every bound that the locked one is within."""
    return f"{Version(version).base_version}.post9999"


def make_up(folder: Path, name: str, version: str, needs: Sequence[str] = ()) -> str:
    """Make a wheel that holds nothing but what it needs. What comes back is its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    about = f"{name.replace('-', '_')}-{version}"
    said = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {need}" for need in needs)]
    files = {
        "METADATA": ["Metadata-Version: 2.1", *said],
        "WHEEL": ["Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any"],
        "RECORD": [f"{about}.dist-info/{file},," for file in ("METADATA", "WHEEL", "RECORD")],
    }
    wheel = folder / f"{about}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as parts:
        for file, lines in files.items():
            parts.writestr(f"{about}.dist-info/{file}", "\n".join([*lines, ""]))
    return f"sha256:{sha256(wheel.read_bytes()).hexdigest()}"


def run(*command: str | Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may fail."""
    env = os.environ | surroundings
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def install(
    pip: Sequence[str | Path], lock: Path, folders: Sequence[Path], *options: str
) -> subprocess.CompletedProcess[str]:
    """Install a lock from these folders alone, whatever this computer is told of indexes."""
    sources = [f"--find-links={folder}" for folder in folders]
    command = [*pip, "install", "--isolated", "--no-index", *sources, *options]
    return run(*command, "--require-hashes", "--requirement", lock, PIP_CONFIG_FILE=os.devnull)


def packages(home: Path) -> list[Distribution]:
    """What is installed in a virtual environment."""
    return list(distributions(path=[str(site) for site in home.glob("lib/python*/site-packages")]))


def differences(lock: str, found: Sequence[Distribution]) -> list[str]:
    """What of a lock is not there, is there in another version, or lacks what it asks for."""
    pins = asked.locked(lock)
    there = {f"{locks.plain(one.name)}=={one.version}" for one in found}
    named = {pin.package for pin in pins}
    return [
        *(f"{package} is missing" for package in sorted(named - there)),
        *(f"{package} is not locked" for package in sorted(there - named)),
        *asked.faults(pins, asked.of(found), asked.parts_of_project().get(lock, ())),
    ]


def _fetch(requirements: Path) -> str:
    """Have the packages of a lock in the folder. What comes back is why that failed."""
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    options = ("--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", LOCKED)
    command = (*pip, *options, "--requirement", requirements)
    if run(*command, "--no-index", f"--find-links={LOCKED}").returncode == 0:
        return ""
    done = run(*command)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


def _promises() -> Iterator[Promise]:
    LOCKED.mkdir(parents=True, exist_ok=True)
    oldest_pip = BUILD / "oldest-pip.txt"
    oldest_pip.write_text(f"pip=={OLDEST} --hash={OLDEST_HASH}\n", encoding="utf-8")
    for requirements in (oldest_pip, *asked.LOCKS.values()):
        if fault := _fetch(requirements):
            cure = "with a network, or with an index that pip knows, run it again"
            yield Promise(f"{requirements} can be fetched", f"{fault}; {cure}", None)
            return
    shutil.rmtree(NEWER, ignore_errors=True)
    for lock in asked.LOCKS:
        for pin in asked.locked(lock):
            make_up(NEWER, pin.name, newer(pin.version))
    newest = next(pin.version for pin in asked.locked("test") if pin.name == "pip")
    if sys.version_info < (3, 12):
        yield from _with_pip(OLDEST)
        yield from _without_extras()
    else:
        cure = "it runs on 3.11 only: make aged PYTHON=python3.11 VENV=build/python3.11"
        yield Promise(f"pip {OLDEST} installs every lock", cure, None)
    yield from _with_pip(newest)
    yield from _with_uv(newest)


def _home(name: str) -> Path:
    """A new virtual environment, without pip."""
    home = BUILD / name
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", home)
    return home


def _pip(version: str, home: Path) -> tuple[Path, Path]:
    return home / "bin" / "python", LOCKED / f"pip-{version}-py3-none-any.whl" / "pip"


def _with_pip(version: str) -> Iterator[Promise]:
    for lock, path in asked.LOCKS.items():
        home = _home("installed")
        done = install(_pip(version, home), path, (LOCKED, NEWER), "--no-compile")
        yield _promise(f"pip {version}", lock, done, home)


def _with_uv(pip: str) -> Iterator[Promise]:
    """Each command of the README, where there is nothing but what it needs."""
    uv = _home("uv")
    install(_pip(pip, uv), asked.LOCKS["lock"], (LOCKED,))
    config = BUILD / "uv.toml"
    folders = [str(folder.resolve()) for folder in (LOCKED, NEWER)]
    config.write_text(f"no-index = true\nfind-links = {folders}\n", encoding="utf-8")
    surroundings = {
        "PATH": f"{uv.resolve() / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "UV_CONFIG_FILE": str(config.resolve()),
        "UV_NO_CACHE": "1",
    }
    for command in README_WITH_UV.finditer(Path("README.md").read_text(encoding="utf-8")):
        place = BUILD / "readme"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree("requirements", place / "requirements")
        shutil.copy("pyproject.toml", place)
        done = run("sh", "-c", f"cd '{place}' && {command[0]}", **surroundings)
        yield _promise("uv", command[1], done, place / ".venv")


def _without_extras() -> Iterator[Promise]:
    """Every extra taken out of its lock, one at a time."""
    lacking, home = BUILD / "lacking.txt", _home("installed")
    for lock, path in asked.LOCKS.items():
        for pin in asked.locked(lock):
            if not pin.extras:
                continue
            text = path.read_text(encoding="utf-8").replace(pin.requirement, pin.package)
            lacking.write_text(text, encoding="utf-8")
            done = install(_pip(OLDEST, home), lacking, (LOCKED, NEWER), "--dry-run")
            said = done.stderr.strip().rpartition("\n")[2].strip()
            found = re.sub(r" from file:\S+", "", said) or "it takes it"
            kept = done.returncode != 0 and locks.plain(found).startswith(f"{pin.name}[")
            promise = f"pip {OLDEST} refuses {lock}.txt with {pin.package} for {pin.requirement}"
            yield Promise(promise, found, kept=kept)


def _promise(
    installer: str, lock: str, done: subprocess.CompletedProcess[str], home: Path
) -> Promise:
    promise = f"{installer} installs {lock}.txt as locked where all has a newer release"
    if done.returncode:
        return Promise(promise, done.stderr.strip(), kept=False)
    found = packages(home)
    faults = differences(lock, found)
    return Promise(promise, "; ".join(faults) or f"{len(found)} packages", not faults)


def main() -> int:
    """Print each promise as it is looked at. 0 where all are kept, else 1."""
    failed = False
    for promise in _promises():
        sys.stdout.write(f"{promise}\n")
        sys.stdout.flush()
        failed |= not promise.kept
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
