"""What a whole journey costs the server: a small table.

``PYTHONPATH=. .venv/bin/python bench/journey.py`` from the project's folder. gunicorn with the
shipped settings and 1 worker; journeys of every outcome by turns, one after the other, each with
its sheet and its PDF where there is one; then the same through the shipped nginx, with TLS and
compressed. Time is that of the processor, of all processes of gunicorn or of nginx.

Then crowds that read before they go on, each person with one whole journey after the other, through
the shipped nginx to as many workers as there are processors. Crowd and server share the machine.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from bench.servers import cpu_of, memory_of
from tests.serving.crowd import crowd
from tests.serving.person import Person, Reply
from tests.serving.proxy import BEHIND, Proxy, proxied
from tests.serving.served import children, served
from tests.web.journeys import OUTCOMES

WARM_UP, JOURNEYS = 9, 90
DAY = 24 * 60 * 60
PEOPLE = 1_000_000
PEAK = 4
"""So many times as many people in the busiest hour as in the mean one."""
MOST_BUSY = 0.5
"""Of a processor. The rest is for what nobody foresees."""
CROWDS, SECONDS, THINK = (100, 200, 400), 20, 1.0
"""How many people at once, for how long at least, and how long they read in the mean."""


@dataclass(frozen=True)
class Cost:
    """What all the journeys took."""

    cpu: float
    """Seconds."""
    requests: int
    received: int
    """Bytes of pages and sheets."""


@dataclass
class Reader(Person):
    """Somebody who reads before they go on."""

    chance: random.Random = field(default_factory=random.Random)

    def ask(self, method: str, path: str, body: bytes | None = None) -> Reply:
        """Wait, now longer and now shorter, and then ask."""
        time.sleep(self.chance.expovariate(1 / THINK))
        return super().ask(method, path, body)


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder, None, "--workers", "1") as server:
            gunicorn = (server.process.pid, *server.workers)
            somebody = partial(Person, server.address)
            _walk(somebody, gunicorn, WARM_UP, pdf=True)
            plain = _walk(somebody, gunicorn, JOURNEYS, pdf=False)
            whole = _walk(somebody, gunicorn, JOURNEYS, pdf=True)
            memory = memory_of(server.workers[0])
        with served(folder, BEHIND) as server, proxied(folder, [server.port]) as proxy:
            nginx = (proxy.process.pid, *children(proxy.process.pid))
            somebody = partial(proxy.person, **{"Accept-Encoding": "gzip"})
            front = _walk(somebody, nginx, JOURNEYS, pdf=True)
        workers = str(os.cpu_count())
        with (
            served(folder, BEHIND, "--workers", workers) as server,
            proxied(folder, [server.port]) as proxy,
        ):
            nginx = (proxy.process.pid, *children(proxy.process.pid))
            gunicorn = (server.process.pid, *server.workers)
            crowds = [_crowd(proxy, gunicorn, nginx, people) for people in CROWDS]
    each, before = whole.cpu / JOURNEYS, front.cpu / JOURNEYS
    per_second = PEOPLE / DAY * PEAK
    print(f"requests a journey           {whole.requests / JOURNEYS:8.1f}")
    print(f"kB a journey, compressed     {front.received / JOURNEYS / 1000:8.0f}")
    print(f"processor a journey          {each * 1000:8.1f} ms")
    print(f"the same without the PDF     {plain.cpu / JOURNEYS * 1000:8.1f} ms")
    print(f"processor a request          {plain.cpu / plain.requests * 1000:8.2f} ms")
    print(f"nginx in front, a journey    {before * 1000:8.1f} ms")
    print(f"memory of a worker           {memory:8.0f} MB")
    print(f"{PEOPLE:,} people a day, {PEAK} times as many in the busiest hour:")
    print(f"journeys begun a second      {per_second:8.1f}")
    print(f"requests a second            {per_second * whole.requests / JOURNEYS:8.0f}")
    print(f"Mbit/s                       {per_second * front.received / JOURNEYS * 8 / 1e6:8.0f}")
    print(f"processors in use            {per_second * each:8.1f}")
    print(f"the same for nginx           {per_second * before:8.1f}")
    print(f"processors, half of each     {per_second * (each + before) / MOST_BUSY:8.1f}")
    print()
    print(f"people at once, {THINK:g} s apart in the mean; {workers} workers:")
    print(*crowds, sep="\n")
    return 0


def _crowd(proxy: Proxy, app: Iterable[int], nginx: Iterable[int], people: int) -> str:
    """What a crowd met, in one line."""
    one = proxy.person(**{"Accept-Encoding": "gzip"})
    somebody = partial(Reader, one.address, one.headers, tls=one.tls)
    before = [cpu_of(pids) for pids in (app, nginx)]
    start = time.monotonic()
    with crowd(somebody, people) as found:
        time.sleep(SECONDS)
    seconds = time.monotonic() - start
    busy = [cpu_of(pids) - at for pids, at in zip((app, nginx), before, strict=True)]
    middle, most = statistics.median(found.times), found.slowest
    return (
        f"{people:5}: {len(found.ended) / seconds:5.1f} journeys and "
        f"{len(found.times) / seconds:5.0f} requests a second, "
        f"{len(found.lost)} lost, {len(found.failed)} failed, "
        f"half within {middle * 1000:.0f} ms, 95 of 100 within {most * 1000:.0f} ms; "
        f"processors {busy[0] / seconds:.2f} and {busy[1] / seconds:.2f} for nginx, "
        f"{len(found.ended) / sum(busy):.1f} journeys for a second of one"
    )


def _walk(somebody: Callable[[], Person], pids: Iterable[int], journeys: int, *, pdf: bool) -> Cost:
    """Walk, and see how long the processes with these ids have worked for it."""
    before, requests, received = cpu_of(pids), 0, 0
    for outcome in islice(cycle(OUTCOMES), journeys):
        with somebody() as person:
            person.journey(outcome)
            sheet = person.get("/gp-sheet")
            if pdf and sheet.status == 200:
                person.get("/gp-sheet.pdf")
            if person.failed:
                raise SystemExit(person.failed[0])
            requests += len(person.times)
            received += person.received
    return Cost(cpu_of(pids) - before, requests, received)


if __name__ == "__main__":
    sys.exit(main())
