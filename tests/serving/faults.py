"""Every way to lose an answer, tried line by line: ``make faults``.

The lines are those of docs/safety/answers-kept.md, and so are the tests.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT
from tests.docs.papers import NODE

TABLE = ROOT / "docs" / "safety" / "answers-kept.md"
PASSED = re.compile(r"(\d+) passed")
NOT_RUN = re.compile(r"(\d+) (?:skipped|failed|error|xfailed|deselected)")


def rows(table: Path = TABLE) -> Iterator[tuple[str, list[str]]]:
    """What may happen, and the tests of it, for each line of the table."""
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if nodes := NODE.findall(line):
            yield cells[0].lstrip("| "), nodes


def tried(nodes: list[str]) -> tuple[int, bool]:
    """How many tests passed, and whether all did."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *nodes]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    passed = PASSED.search(done.stdout)
    whole = done.returncode == 0 and not NOT_RUN.search(done.stdout.splitlines()[-1])
    return int(passed[1]) if passed else 0, bool(passed) and whole


def main() -> int:
    """Print a line for each; 1 where one is not kept."""
    broken = False
    for what, nodes in rows():
        count, kept = tried(nodes)
        broken |= not kept
        sys.stdout.write(f"{'kept  ' if kept else 'BROKEN'} {what}: {count} passed\n")
        sys.stdout.flush()
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
