"""Everything that anybody may send, in its long form: ``make hostile``.

Prints one line for each promise and ends with 1 when one is not kept. The tests beside it call the
same functions with small counts.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from app import create_app
from tests.serving import fuzz, journeys
from tests.serving.bad_inputs import BAD_INPUTS, OPEN, faults, sent_to_app, sent_to_server
from tests.serving.sent import Answer
from tests.serving.served import served
from tests.serving.visit import FRAME, logged_faults, visit
from tests.web.tiny import KEY

HOSTS = "localhost,127.0.0.1"
BATCH, BATCH_OF_JOURNEYS = 2_000, 100
RAW_SHARE = 20
"""One batch in so many goes through sockets, spoilt, to a true server."""


@dataclass
class Tally:
    """What was sent, and what was wrong."""

    wanted: int
    done: int = 0
    requests: int = 0
    over_500: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether all was done that was to be, and nothing was wrong."""
        return self.done >= self.wanted and not self.faults and not self.over_500

    def count(self, answers: list[Answer]) -> None:
        """One thing more was sent, and these came back."""
        self.done += 1
        self.requests += len(answers)
        self.over_500 += sum(answer.status >= 500 for answer in answers)


def tell(text: str) -> None:
    """Say something now."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def told_faults(tally: Tally) -> Iterator[None]:
    """Keep the first line of what a check says in place of ending."""
    try:
        yield
    except AssertionError as fault:
        tally.faults.append(f"{fault} {getattr(fault, '__notes__', '')}"[:2000])


def try_bad_inputs(app: Flask, port: int) -> Tally:
    """Send each bad input to the app and to a true server."""
    tally = Tally(len({case.number for case in BAD_INPUTS}))
    for case in BAD_INPUTS:
        for answers in OPEN.values():
            at = visit(app, answers)
            through = [sent_to_server(case, at, port)]
            through += [] if case.socket_only else [sent_to_app(case, at)]
            for came in through:
                tally.requests += len(came)
                tally.over_500 += sum(answer.status >= 500 for answer in came)
                found = faults(case, at, came)
                tally.faults += [f"{case.number} {case.name}: {fault}" for fault in found]
    tally.done = tally.wanted
    return tally


def try_requests(app: Flask, port: int, wanted: int, end: float) -> Tally:
    """Send random requests, most to the app and some to a true server."""
    return _in_batches(
        "requests",
        Tally(wanted),
        BATCH,
        end,
        lambda tally, n, batch: fuzz.run(
            app, n, tally.count, port=port if batch % RAW_SHARE == 0 else None
        ),
    )


def try_journeys(app: Flask, wanted: int, end: float) -> Tally:
    """Make random journeys that have to agree with the rules."""

    def run(tally: Tally, n: int, _batch: int) -> None:
        def ended(journey: journeys.Journeys) -> None:
            tally.done += 1
            tally.requests += journey.requests

        journeys.run(app, n, ended)

    return _in_batches("journeys", Tally(wanted), BATCH_OF_JOURNEYS, end, run)


def _in_batches(
    what: str, tally: Tally, size: int, end: float, run: Callable[[Tally, int, int], None]
) -> Tally:
    batch = 0
    while tally.done < tally.wanted and not tally.faults and time.monotonic() < end:
        with told_faults(tally):
            run(tally, min(size, tally.wanted - tally.done), batch)
        batch += 1
        tell(f"  {tally.done:,} of {tally.wanted:,} {what}")
    return tally


def main() -> int:
    """Print what was sent and what came of it; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--journeys", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=120, help="when to give up")
    asked = parser.parse_args()
    end = time.monotonic() + asked.minutes * 60
    settings = {"SECRET_KEY": KEY, "TRUSTED_HOSTS": HOSTS}
    app = create_app(settings)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), {**settings, "SECURE_COOKIE": "1"}) as server,
        logged_faults() as told,
    ):
        bad = try_bad_inputs(app, server.port)
        random = try_requests(app, server.port, asked.requests, end)
        tracebacks = server.log.read_text(errors="replace").count(FRAME) + len(told)
    whole = try_journeys(app, asked.journeys, end)
    for one in told[:5]:
        tell(f"Logged: {one}")
    for name, tally in {"Bad inputs": bad, "Random requests": random, "Journeys": whole}.items():
        for fault in tally.faults[:5]:
            tell(f"{name}: {fault}")
    sent = sum(case.make is not None for case in BAD_INPUTS)
    tell(
        f"Bad inputs: {bad.done} numbers; {sent} kinds sent here as {bad.requests:,} requests, "
        f"the rest by the tests they name: {bad.over_500} of 5xx, {len(bad.faults)} faults."
    )
    tell(
        f"Random requests: {random.done:,} of {random.wanted:,}, "
        f"{random.requests:,} answers: {random.over_500} of 5xx, {tracebacks} tracebacks, "
        f"{len(random.faults)} lower urgencies or other faults."
    )
    tell(
        f"Random journeys: {whole.done:,} of {whole.wanted:,}, {whole.requests:,} requests: "
        f"{len(whole.faults)} differ from the rules."
    )
    return int(not (bad.kept and random.kept and whole.kept and not tracebacks))


if __name__ == "__main__":
    sys.exit(main())
