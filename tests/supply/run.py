"""Does everything that is run come from where it should, and is any of it known to be unsafe?

``make supply`` runs this from the root of the project and keeps what it makes in ``build/``. One
line for each promise; 1 where one is not kept. What needs a network and has none is "not run", and
counts as not kept only with ``NEED_ADVISORIES=1``.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.supply import licences, locks
from tests.supply.locks import Pin

LOCKS = Path("requirements")
LOCK = LOCKS / "run.txt"
BUILD = Path("build")
ENVIRONMENT = BUILD / "supply"
SBOM = BUILD / "sbom.json"
COMPILED_IN = BUILD / "sboms"
AUDIT = BUILD / "audit.json"

NEEDED = "NEED_ADVISORIES"
TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class Promise:
    """What is promised, and what was found. ``kept`` is ``None`` where nobody could look."""

    promise: str
    found: str
    kept: bool | None

    def __str__(self) -> str:
        verdict = {True: "kept", False: "NOT KEPT", None: "not run"}[self.kept]
        return f"{verdict:<9} {self.promise}: {self.found}"


def about_locks(texts: Iterable[str]) -> Promise:
    """Whether each package of each lock has a hash, and no lock an address."""
    texts = list(texts)
    faults = [fault for text in texts for fault in locks.faults(text)]
    pins = sum(len(locks.pins(text)) for text in texts)
    found = "; ".join(faults) or f"{pins} packages in {len(texts)} locks, all with hashes"
    return Promise("Nothing is installed but what is locked with its hash", found, not faults)


def about_licences(page: str, locked: Sequence[Pin]) -> Promise:
    """Whether the page of licences is the one that would be made now."""
    promise = f"Every licence is in {licences.PAGE}"
    try:
        kept = page == licences.page(locked)
    except LookupError as fault:
        return Promise(promise, str(fault), kept=False)
    found = "the page is current" if kept else "run python -m tests.supply.licences"
    return Promise(promise, found, kept)


def about_sbom(sbom: str, locked: Sequence[Pin]) -> Promise:
    """Whether the bill names just what is locked, each package with its licence."""
    components = json.loads(sbom).get("components", [])
    named = {f"{locks.plain(part['name'])}=={part['version']}" for part in components}
    faults = [
        *(f"{package} is missing" for package in sorted({p.package for p in locked} - named)),
        *(f"{package} is not locked" for package in sorted(named - {p.package for p in locked})),
        *(f"{part['name']} has no licence" for part in components if not part.get("licenses")),
    ]
    found = "; ".join(faults) or f"{len(components)} packages in {SBOM}, valid CycloneDX"
    return Promise("The bill of materials is what is installed", found, not faults)


def about_code(report: str) -> Promise:
    """Whether bandit read the code, and found nothing medium or worse in it."""
    said = json.loads(report)
    faults = [
        f"{result['test_id']} at {result['filename']}:{result['line_number']}"
        for result in said["results"]
        if result["issue_severity"] != "LOW"
    ]
    faults += [f"{error['filename']} was not read" for error in said["errors"]]
    lines = said["metrics"]["_totals"]["loc"]
    faults += [] if lines else ["bandit read nothing"]
    found = "; ".join(faults) or f"0 of medium severity or above in {lines} lines"
    return Promise("bandit finds nothing in app", found, not faults)


def about_advisories(report: str, said: str, locked: Sequence[Pin]) -> Promise:
    """Whether a package is known to be unsafe.

    pip-audit ends with 1 both when it finds something and when it cannot look. Only when it looked
    at everything is there a ``report``, so that, and not its exit status, tells the two apart.
    """
    promise = "No package is known to be unsafe"
    if not report:
        return Promise(promise, said.strip() or "pip-audit said nothing", None)
    looked_at = [part for part in json.loads(report)["dependencies"] if "skip_reason" not in part]
    if {f"{part['name']}=={part['version']}" for part in looked_at} != {p.package for p in locked}:
        return Promise(promise, f"only {len(looked_at)} of {len(locked)} were looked at", None)
    known = [f"{part['name']} {hole['id']}" for part in looked_at for hole in part["vulns"]]
    found = "; ".join(known) or f"{len(looked_at)} packages, 0 advisories"
    return Promise(promise, found, not known)


def _run(tool: str, *arguments: str | Path) -> None:
    """Run a tool that must not fail."""
    subprocess.run([TOOLS / tool, *arguments], check=True)


def _ask(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool that fails where it finds something."""
    command = [TOOLS / tool, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _make_sbom() -> str:
    """The bill of an environment that has what is locked, and nothing else."""
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet", "--python", ENVIRONMENT)
    _run("python", "-m", "venv", "--clear", "--without-pip", ENVIRONMENT)
    _run("python", *pip, "install", "--require-hashes", "--requirement", LOCK)
    bill = ("--validate", "--output-reproducible", "--output-file", SBOM)
    _run("cyclonedx-py", "environment", "--pyproject", "pyproject.toml", *bill, ENVIRONMENT)
    shutil.rmtree(COMPILED_IN, ignore_errors=True)
    COMPILED_IN.mkdir()
    for part in ENVIRONMENT.rglob("*.dist-info/sboms/*.json"):
        shutil.copyfile(part, COMPILED_IN / f"{part.parent.parent.stem}.{part.name}")
    return SBOM.read_text(encoding="utf-8")


def _audit() -> tuple[str, str]:
    """What pip-audit found, empty where it could not look, and what it said."""
    AUDIT.unlink(missing_ok=True)
    only_the_lock = ("--strict", "--require-hashes", "--disable-pip", "--requirement", LOCK)
    as_json = ("--progress-spinner", "off", "--format", "json", "--output", AUDIT)
    done = _ask("pip-audit", *only_the_lock, *as_json)
    return AUDIT.read_text(encoding="utf-8") if AUDIT.exists() else "", done.stderr


def _promises() -> Iterator[Promise]:
    BUILD.mkdir(exist_ok=True)
    locked = locks.pins(LOCK.read_text(encoding="utf-8"))
    yield about_locks(path.read_text(encoding="utf-8") for path in sorted(LOCKS.glob("*.txt")))
    yield about_licences(licences.PAGE.read_text(encoding="utf-8"), locked)
    yield about_sbom(_make_sbom(), locked)
    yield about_code(_ask("bandit", "--recursive", "app", "--format", "json", "--quiet").stdout)
    yield about_advisories(*_audit(), locked)


def main() -> int:
    """Print each promise as it is looked at. 1 where one is not kept, else 0."""
    needed, failed = os.environ.get(NEEDED) == "1", False
    for promise in _promises():
        sys.stdout.write(f"{promise}\n")
        failed |= promise.kept is False or (promise.kept is None and needed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
