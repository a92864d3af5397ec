"""What is wrong with a content file, said so that its author can mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST_QUOTE = 70


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands, what is wrong and the cure, as one line of text."""

    line: int
    column: int
    message: str

    def place_in(self, file: str) -> str:
        """The problem as ``file:line:column: message``."""
        return f"{file}:{self.line}:{self.column}: {self.message}"


def shown(value: object) -> str:
    """A value as messages quote it: on one line, and not longer than one."""
    text = " ".join(str(value).splitlines())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


class ContentError(Exception):
    """A file has faults and was not taken. Its text lists all of them, and ends in what follows."""

    def __init__(
        self,
        file: str,
        problems: Sequence[Problem],
        so: str = "The questionnaire was not loaded.",
    ) -> None:
        self.file = file
        self.problems = tuple(sorted(problems))
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [problem.place_in(file) for problem in self.problems]
        super().__init__("\n".join([*lines, f"{count}. {so}"]))


def nearest(word: str, known: Iterable[str], kind: str) -> str:
    """Say which known name was probably meant, or which names there are."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(shown(word), names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not names:
        return f"There are no {kind} yet."
    return f"Known {kind}: {', '.join(names)}."
