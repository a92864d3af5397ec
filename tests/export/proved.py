"""Answers that z3 finds: what reaches each part of the content, and what breaks a weaker one."""

from collections.abc import Iterator
from typing import Any

from app.authoring.prove.properties import PROPERTIES, witnesses
from app.authoring.prove.prover import Prover
from app.content.conditions import Level
from app.content.model import Questionnaire, WarningSign
from app.engine.evaluate import Answers


def found_by_prover(questionnaire: Questionnaire) -> Iterator[Answers]:
    """A witness for each part, and for each sign a counter-example where it were only urgent."""
    for _, answers in witnesses(Prover(questionnaire)):
        if answers is not None:
            yield answers
    (never,) = (check for name, _, check in PROPERTIES if name == "never")
    for sign in questionnaire.warning_signs:
        if sign.level > Level.urgent:
            for breach in never(Prover(_weakened(questionnaire, sign))):
                if breach is not None and breach.answers is not None:
                    yield breach.answers


def _weakened(questionnaire: Questionnaire, sign: WarningSign) -> Questionnaire:
    """The content with one sign at the lowest level, anew: a copy would keep what is cached."""
    low = WarningSign.model_construct(**{**_values(sign), "level": Level.urgent})
    signs = tuple(low if one is sign else one for one in questionnaire.warning_signs)
    return Questionnaire.model_construct(**{**_values(questionnaire), "warning_signs": signs})


def _values(part: Questionnaire | WarningSign) -> dict[str, Any]:
    return {name: getattr(part, name) for name in type(part).model_fields}
