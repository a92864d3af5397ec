"""Checks of the whole content that no single entry can show: names, shapes and safety."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from app.content.checks import names, safety, shapes
from app.content.model import Questionnaire
from app.content.source import MOST_PROBLEMS, Path

Fault = tuple[Path, str]
"""Where the fault lies in the content, and what to say about it."""

Check = Callable[[Questionnaire], Iterator[Fault]]


def check(
    questionnaire: Questionnaire, also_known: Mapping[str, frozenset[str] | None], *, whole: bool
) -> Iterator[Fault]:
    """Yield every fault of the content.

    ``also_known`` are names of entries that were left out because they are faulty themselves;
    ``None`` for a list that is missing, whose names nobody knows.
    Unless the questionnaire is ``whole``, only what does not depend on missing entries is checked.
    """
    known = names.known_names(questionnaire, also_known)
    rules = list(islice(names.check_rules(questionnaire, known), MOST_PROBLEMS))
    references = list(islice(names.check_references(questionnaire, known), MOST_PROBLEMS))
    yield from (*rules, *references)
    if not whole:
        return
    following: list[Check] = [*shapes.CHECKS]
    if not rules:  # the others follow the rules from name to name
        following += safety.CHECKS
    if not rules and not references:
        following += safety.CHECKS_OF_USE
    for one in following:
        yield from one(questionnaire)
