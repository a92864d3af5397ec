"""Checks of the whole content that no single entry can show: names, shapes and safety."""

from collections.abc import Iterator, Mapping
from itertools import islice

from app.content.checks import names, safety, shapes
from app.content.model import Questionnaire
from app.content.source import MOST_PROBLEMS, Path

Fault = tuple[Path, str]
"""Where the fault lies in the content, and what to say about it."""


def check(
    questionnaire: Questionnaire, also_known: Mapping[str, frozenset[str] | None], *, whole: bool
) -> Iterator[Fault]:
    """Yield every fault of the content.

    ``also_known`` are names of entries that were left out because they are faulty themselves;
    ``None`` for a list that is missing, whose names nobody knows.
    Unless the questionnaire is ``whole``, only what does not depend on missing entries is checked.
    """
    unresolved = list(islice(names.check(questionnaire, also_known), MOST_PROBLEMS))
    yield from unresolved
    if not whole:
        return
    of_use = () if unresolved else safety.CHECKS_OF_USE
    for one in (*shapes.CHECKS, *safety.CHECKS, *of_use):
        try:
            yield from list(one(questionnaire))
        except KeyError:
            continue  # it met an unknown name, which is told already
