"""A small questionnaire with one of each, a key and a clock, for tests of the machinery."""

from pathlib import Path

TINY = Path(__file__).with_name("tiny.yaml")
KEY = "a key that is only good for tests"
OTHER_KEY = "another key that is only for tests"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_795_305_600.0

    def __call__(self) -> float:
        return self.now
