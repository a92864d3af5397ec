"""Compares the formulas with the engine on 100,000 random states, in 2 minutes.

``python -m tests.authoring.prove.many``, after a change of either. The tests compare 10,000.
"""

import sys

from tests.authoring.prove.states import differences
from tests.people import PEOPLE, STORIES
from tests.questions import QUESTIONS

CHUNK = 5_000
STARTS = [*PEOPLE.values(), *(story.answers for story in STORIES)]


def main() -> int:
    """Say where they differ."""
    found = {name for seed in range(20) for name in differences(QUESTIONS, seed, CHUNK, STARTS)}
    sys.stdout.write("".join(f"{name}\n" for name in sorted(found)) or "No difference.\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
