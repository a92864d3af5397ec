"""What a whole journey costs the server: a small table.

``PYTHONPATH=. .venv/bin/python bench/journey.py`` from the project's folder. gunicorn with the
shipped settings and 1 worker; journeys of every outcome by turns, one after the other, each with
its sheet and its PDF where there is one. Time is that of the processor, of all of its processes.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from tests.serving.person import Person
from tests.serving.served import Server, served
from tests.web.test_journeys import OUTCOMES

WARM_UP, JOURNEYS = 18, 180
DAY = 24 * 60 * 60
PEOPLE = 1_000_000
PEAK = 4
"""So many times as many people in the busiest hour as in the mean one."""
MOST_BUSY = 0.5
"""Of a processor. The rest is for what nobody foresees."""


@dataclass(frozen=True)
class Cost:
    """What all the journeys took."""

    cpu: float
    """Seconds."""
    requests: int
    answered: int
    """Bytes, before nginx compresses them."""


def main() -> int:
    """Print the table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), None, "--workers", "1") as server,
    ):
        _walk(server, WARM_UP, pdf=True)
        plain = _walk(server, JOURNEYS, pdf=False)
        whole = _walk(server, JOURNEYS, pdf=True)
        (worker,) = server.workers
        memory = _memory(worker)
    each = whole.cpu / JOURNEYS
    per_second = PEOPLE / DAY * PEAK
    print(f"requests a journey           {whole.requests / JOURNEYS:8.1f}")
    print(f"bytes a journey              {whole.answered / JOURNEYS / 1000:8.0f} kB")
    print(f"processor a journey          {each * 1000:8.1f} ms")
    print(f"the same without the PDF     {plain.cpu / JOURNEYS * 1000:8.1f} ms")
    print(f"processor a request          {plain.cpu / plain.requests * 1000:8.2f} ms")
    print(f"memory of a worker           {memory:8.0f} MB")
    print(f"{PEOPLE:,} people a day, {PEAK} times as many in the busiest hour:")
    print(f"journeys begun a second      {per_second:8.1f}")
    print(f"requests a second            {per_second * whole.requests / JOURNEYS:8.0f}")
    print(f"processors in use            {per_second * each:8.1f}")
    print(f"processors, half of each     {per_second * each / MOST_BUSY:8.1f}")
    return 0


def _walk(server: Server, journeys: int, *, pdf: bool) -> Cost:
    before, requests, answered = _cpu(server), 0, 0
    for outcome in islice(cycle(OUTCOMES), journeys):
        with Person(server.address) as person:
            person.journey(outcome)
            sheet = person.get("/gp-sheet")
            if pdf and sheet.status == 200:
                person.get("/gp-sheet.pdf")
            if person.failed:
                raise SystemExit(person.failed[0])
            requests += len(person.times)
            answered += person.received
    return Cost(_cpu(server) - before, requests, answered)


def _cpu(server: Server) -> float:
    """Seconds that the processor has worked for gunicorn."""
    return sum(_cpu_of(pid) for pid in (server.process.pid, *server.workers))


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main())
