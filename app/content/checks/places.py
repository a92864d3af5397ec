"""Where in the content everything stands, for the checks that look at all of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from app.content.conditions import (
    KINDS,
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Frozen,
    Not,
)
from app.content.model import Questionnaire
from app.content.source import Path

Fault = tuple[Path, str]
"""Where a fault lies in the content, and what to say about it."""


def everything(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value in the content with its place; nothing from inside a condition."""
    yield path, value
    if isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from everything(inner, (*path, i))
    elif isinstance(value, BaseModel) and not isinstance(value, KINDS):
        for key in type(value).model_fields:
            # A part of the questionnaire is absent while it has a fault of its own.
            yield from everything(getattr(value, key, None), (*path, key))


# --- conditions -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConditionPlace:
    """A condition, where it stands and which kinds of condition may stand there."""

    path: Path
    condition: Condition
    allowed: tuple[type[Frozen], ...]


PLAIN: tuple[type[Frozen], ...] = (Chosen, ConditionIs, AllOf, AnyOf, Not)
"""What warning signs and features may use: answers only, so that nothing depends on itself."""
SCORED: tuple[type[Frozen], ...] = (*PLAIN, FeatureFits)


def conditions(questionnaire: Questionnaire) -> Iterator[ConditionPlace]:
    """Every condition of the content that is not inside another one."""
    for path, value in everything(questionnaire):
        if isinstance(value, KINDS):
            yield ConditionPlace(path, value, _allowed(path))


def _allowed(path: Path) -> tuple[type[Frozen], ...]:
    match path:
        case ("warning_signs" | "features", *_) | ("score", "no_band_when"):
            return PLAIN
        case ("overlays" | "score", *_):
            return SCORED
        case _:
            return KINDS
