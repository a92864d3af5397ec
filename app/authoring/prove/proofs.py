"""Proofs with z3 that no answers break a promise, on the content that is served.

Each property is put to z3 as questions of the form "is there an answer set that breaks this?". The
answer is no (proved), or such an answer set, which is then told as a journey in words.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.authoring.journeys import in_words
from app.authoring.prove.properties import PROPERTIES
from app.authoring.prove.prover import Prover
from app.content.model import Questionnaire
from app.engine.evaluate import Answers


@dataclass(frozen=True)
class Property:
    """A promise, whether it holds for all answers, and a journey that breaks it where not."""

    id: str
    text: str
    holds: bool
    checks: int
    """How many questions were put to z3."""
    seconds: float
    broken_by: tuple[str, ...] = ()
    """Which part broke, and the journey in words."""
    answers: Answers | None = None


def prove(
    questionnaire: Questionnaire, progress: Callable[[str], None] = lambda _: None
) -> tuple[Property, ...]:
    """Prove every property, or say which journey breaks it.

    Raises :class:`TooLargeError` for content above the limit.
    """
    prover = Prover(questionnaire)
    found = []
    for name, text, check in PROPERTIES:
        progress(f"{name}: {text}")
        started = time.perf_counter()
        results = list(check(prover))
        breach = next((result for result in results if result is not None), None)
        story: tuple[str, ...] = ()
        if breach is not None:
            story = (breach.part, *in_words(questionnaire, breach.answers or {}))
        found.append(
            Property(
                id=name,
                text=text,
                holds=breach is None,
                checks=len(results),
                seconds=time.perf_counter() - started,
                broken_by=story,
                answers=breach.answers if breach else None,
            )
        )
    return tuple(found)
