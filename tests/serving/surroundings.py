"""Where a copy may find itself: without a home, without a name, with nothing to write to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.serving.person import Person
from tests.serving.served import Server, served

READ_ONLY = (
    "unshare",
    "--mount",
    "--map-root-user",
    str(Path(__file__).with_name("read_only.sh")),
)
NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
BARE = {"PATH": os.environ["PATH"]}
"""An environment without HOME, without a language and without anything else."""
OLD_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@dataclass(frozen=True)
class Surroundings:
    """What is around a copy."""

    before: tuple[str, ...] = ()
    python: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))


SURROUNDINGS = {
    "uid 65534": Surroundings(before=NOBODY),
    "a root that is read-only, and no fonts": Surroundings(before=READ_ONLY),
    "no HOME": Surroundings(environment=BARE),
    "LC_ALL=C PYTHONUTF8=0": Surroundings(environment={**os.environ, **OLD_LOCALE}),
    "python -O": Surroundings(python=("-O",)),
    "all of these": Surroundings((*READ_ONLY, *NOBODY), ("-O",), {**BARE, **OLD_LOCALE}),
}


@contextmanager
def served_in(name: str, folder: Path) -> Iterator[Server]:
    """A copy in some surroundings."""
    around = SURROUNDINGS[name]
    with served(
        folder, before=around.before, python=around.python, environment=around.environment
    ) as server:
        yield server


def journey_in(name: str, folder: Path) -> list[str]:
    """What is wrong with a whole journey and its PDF there."""
    wrong = []
    with served_in(name, folder) as server, Person(server.address) as person:
        person.journey("several")
        if not person.get("/gp-sheet.pdf").body.startswith(b"%PDF-"):
            wrong.append("no PDF")
        wrong += person.failed
        log = server.log.read_text(errors="replace")
    return wrong + [line for line in log.splitlines() if "Traceback" in line or "[ERROR]" in line]
