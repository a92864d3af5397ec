"""Many people at once, each with one journey after the other."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle

from tests.serving.person import LostError, Person
from tests.web.journeys import OUTCOMES


@dataclass
class Crowd:
    """What became of the journeys of a crowd."""

    ended: list[tuple[str, str]] = field(default_factory=list)
    """The outcome that was aimed at, and the heading of the result."""
    lost: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """The time in seconds within which 95 of 100 requests are answered."""
        return sorted(self.times)[int(len(self.times) * 0.95)] if self.times else 0.0

    def wait_for(self, journeys: int, timeout: float = 60) -> None:
        """Wait until so many more journeys have ended."""
        goal, end = len(self.ended) + journeys, time.monotonic() + timeout
        while len(self.ended) < goal and time.monotonic() < end and not self.lost:
            time.sleep(0.02)


@contextmanager
def crowd(new_person: Callable[[], Person], people: int) -> Iterator[Crowd]:
    """A crowd that walks for as long as the block takes, and then ends the journeys begun.

    Not all begin with the same outcome, and each journey is by a new person.
    """
    found, over = Crowd(), threading.Event()
    threads = [
        threading.Thread(target=_walk, args=(new_person, first, found, over))
        for first in range(people)
    ]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _walk(
    new_person: Callable[[], Person], first: int, found: Crowd, over: threading.Event
) -> None:
    outcomes = cycle([*OUTCOMES][first % len(OUTCOMES) :] + [*OUTCOMES][: first % len(OUTCOMES)])
    for _ in count():
        outcome = next(outcomes)
        with new_person() as person:
            try:
                found.ended.append((outcome, person.journey(outcome)))
            except LostError as lost:
                found.lost.append(f"{outcome}: {lost}")
            found.failed += person.failed
            found.times += person.times
        if over.is_set():
            return
