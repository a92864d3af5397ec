"""Checks of the whole content that no single entry can show: is it whole, sound and safe?"""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from app.content.checks import names, questions, safety, safety_net, structure
from app.content.checks.places import Fault
from app.content.model import Questionnaire
from app.content.source import MOST_PROBLEMS


def check(
    questionnaire: Questionnaire,
    also_known: Mapping[str, frozenset[str] | None],
    faulty: Collection[str] = (),
) -> Iterator[Fault]:
    """Yield every fault of the content.

    ``also_known`` are names of entries that were left out because they are faulty themselves;
    ``None`` for a list that is missing, whose names nobody knows. ``faulty`` are the parts that
    are incomplete for that reason: what depends on them is left for the next run.
    """
    known = names.known_names(questionnaire, also_known, faulty)
    rules = list(islice(names.check_rules(questionnaire, known), MOST_PROBLEMS))
    references = list(islice(names.check_references(questionnaire, known), MOST_PROBLEMS))
    yield from (*rules, *references)
    for shape, parts in (*questions.CHECKS, *structure.CHECKS):
        if parts.isdisjoint(faulty):
            yield from shape(questionnaire)
    if faulty or rules:
        return  # the others follow the rules from name to name
    of_use = () if references else safety.CHECKS_OF_USE
    for one in (*questions.CHECKS_OF_ORDER, *safety.CHECKS, *safety_net.CHECKS, *of_use):
        yield from one(questionnaire)
