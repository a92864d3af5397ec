"""The page of licences, made from what the installed packages say of themselves.

``python -m tests.supply.licences`` writes ``docs/licences.md`` anew, from the root of the project.
"""

import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from tests.supply.locks import Pin, pins

LOCK = Path("requirements/run.txt")
PAGE = Path("docs/licences.md")

HEAD = """\
# Licences of what is run

The self-check itself is under the [MIT licence](../LICENSE). These are the packages of
`requirements/run.txt`: the ones that are installed to serve it. Each licence is given in the words
of the package. Made by `python -m tests.supply.licences`; `make test` says when it is out of date.

No file of these packages is copied into this project. A hospital that builds an image hands them on
and keeps their licence files with them: pip installs these beside each package.

| Package | Version | Licence |
|---|---|---|
"""
COMPILED = """
Some of them are partly compiled from the work of others, and bring a list of that with its
licences. It differs from one kind of computer to the next. `make supply` copies the lists of this
computer to `build/sboms/`.
"""


def licence(name: str) -> str:
    """What a package says of its licence; empty where it is not installed or says nothing."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    classes = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    said = about.get_all("License-Expression", classes) or about.get_all("License", [])
    return " and ".join(said)


def page(locked: Iterable[Pin]) -> str:
    """The whole page. Raises :class:`LookupError` for a package without a licence."""
    rows = []
    for pin in locked:
        said = licence(pin.name)
        if not said:
            raise LookupError(f"{pin.package} is not installed, or does not say its licence.")
        rows.append(f"| {pin.name} | {pin.version} | {said} |")
    return HEAD + "\n".join(rows) + "\n" + COMPILED


def main() -> int:
    """Write the page. 1, with the reason, where it cannot be made."""
    try:
        PAGE.write_text(page(pins(LOCK.read_text(encoding="utf-8"))), encoding="utf-8")
    except LookupError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
