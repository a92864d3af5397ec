"""Do the locks install, and the quick tests pass, under every Python that this computer has?

``make pythons`` runs this from the root of the project, with the arguments that it gives pytest.
Each Python has an environment of its own in ``build/pythons``. A Python that is not here, or does
not start, is "not run". 1 where a test fails, or where no Python was tried.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.supply.run import Promise

BUILD = Path("build/pythons")
NAMES = [f"python3.{minor}" for minor in range(11, 16)]
VERSION = "import ensurepip, platform, venv; print(platform.python_version())"


def said(*command: str | Path) -> tuple[bool, list[str]]:
    """Whether a command succeeds, and the lines that it says; none where there is no command."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except FileNotFoundError:
        return False, []
    return done.returncode == 0, done.stdout.strip().splitlines()


def tried(name: str, tests: Sequence[str]) -> Promise:
    """What came of the tests under one Python."""
    starts, lines = said(name, "-c", VERSION)
    promise = f"{name} passes the quick tests"
    if not starts:
        return Promise(promise, " ".join(lines) or "there is no such command", None)
    version, home = lines[-1], BUILD / name
    passed, lines = said("make", f"VENV={home}", f"PYTHON={name}", f"{home}/test.stamp")
    if passed:
        passed, lines = said(home / "bin" / "pytest", "-p", "no:cacheprovider", *tests)
    told = lines[-1] if passed else "\n".join(lines)
    return Promise(promise, f"{version}: {told}", passed)


def main(tests: Sequence[str]) -> int:
    """Print each promise as it is looked at."""
    kept = []
    for name in NAMES:
        promise = tried(name, tests)
        sys.stdout.write(f"{promise}\n")
        sys.stdout.flush()
        kept.append(promise.kept)
    return int(False in kept or True not in kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
