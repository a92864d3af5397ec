"""Checks of the whole content that no single entry can show: names, shapes and safety."""

from collections.abc import Iterator, Mapping

from app.content.checks import names, safety, shapes
from app.content.model import Questionnaire
from app.content.source import Path

Fault = tuple[Path, str]
"""Where the fault lies in the content, and what to say about it."""


def check(
    questionnaire: Questionnaire, also_known: Mapping[str, frozenset[str]], *, whole: bool
) -> Iterator[Fault]:
    """Yield every fault of the content.

    ``also_known`` are names of entries that were left out because they are faulty themselves.
    Unless the questionnaire is ``whole``, only what does not depend on missing entries is checked.
    """
    unresolved = list(names.check(questionnaire, also_known))
    yield from unresolved
    if whole:
        yield from shapes.check(questionnaire)
        if not unresolved:
            yield from safety.check(questionnaire)
