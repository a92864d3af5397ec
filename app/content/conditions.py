"""The rule language: closed, small and typed. Nothing in it is ever evaluated as code."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from app.content.source import Path


class Level(IntEnum):
    """How soon help is needed. A higher level always wins."""

    none = 0
    urgent = 1
    maternity = 2
    emergency = 3


def _whole_number(text: object) -> object:
    if isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,6}", text):
        return int(text)
    raise PydanticCustomError("whole_number", "is not a whole number")


def _true_or_false(text: object) -> object:
    if text in ("true", "false"):
        return text == "true"
    raise PydanticCustomError("true_or_false", "is neither true nor false")


def _level(text: object) -> object:
    if isinstance(text, Level):
        return text
    if isinstance(text, str) and text in ("urgent", "maternity", "emergency"):
        return Level[text]
    raise PydanticCustomError("level", "is not a level")


NAMES = (r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", r"^[A-Za-z][A-Za-z0-9-]*$")
"""What names look like, and those of sources and features."""
LONGEST_NAME = 60
Name = Annotated[str, Field(pattern=NAMES[0], max_length=LONGEST_NAME)]
SourceName = Annotated[str, Field(pattern=NAMES[1], max_length=LONGEST_NAME)]
Text = Annotated[str, Field(pattern=r"\S", max_length=1000)]
Date = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Link = Annotated[str, Field(pattern=r"^https://\S+$", max_length=300)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
Flag = Annotated[bool, BeforeValidator(_true_or_false)]
SignLevel = Annotated[
    Level,
    BeforeValidator(_level, json_schema_input_type=Literal["urgent", "maternity", "emergency"]),
]


def is_name(value: object) -> bool:
    """Whether a value can be a :data:`Name`."""
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_NAME
        and re.fullmatch(NAMES[0], value) is not None
    )


class Frozen(BaseModel):
    """A part of the questionnaire: no unknown keys, no silent conversions, no change after load."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


# --- conditions -----------------------------------------------------------------------------------


class Chosen(Frozen):
    """At least ``at_least`` of the options ``chosen`` were given as the answer to ``question``."""

    question: Name
    chosen: Annotated[tuple[Name, ...], Field(min_length=1)]
    at_least: WholeNumber = 1

    @cached_property
    def codes(self) -> frozenset[str]:
        """The options, without their order."""
        return frozenset(self.chosen)


class ConditionIs(Frozen):
    """The named condition holds."""

    condition: Name


class SignGiven(Frozen):
    """The warning sign was given, or its answer is not sure."""

    warning_sign: Name


class FeatureFits(Frozen):
    """The scored feature fits."""

    feature: SourceName


class OverlayShows(Frozen):
    """The overlay is shown."""

    overlay: Name


class BandIs(Frozen):
    """The answers fall into one of these score bands. False where no band is worked out."""

    band: Annotated[tuple[Name, ...], Field(min_length=1)]


class LevelAtLeast(Frozen):
    """A warning sign of this level, or of a higher one, was given."""

    level_at_least: SignLevel


class AllOf(Frozen):
    """Every one of these holds."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]


class AnyOf(Frozen):
    """At least one of these holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]


class Not(Frozen):
    """This does not hold."""

    not_: Annotated["Condition", Field(alias="not")]


KINDS = (
    Chosen,
    ConditionIs,
    SignGiven,
    FeatureFits,
    OverlayShows,
    BandIs,
    LevelAtLeast,
    AllOf,
    AnyOf,
    Not,
)


def key_of(kind: type[Frozen]) -> str:
    """The key that a condition of a kind begins with."""
    name, info = next(iter(kind.model_fields.items()))
    return info.alias or name


CONDITION_KEYS = tuple(key_of(kind) for kind in KINDS)


TAG = "\0"
"""Begins the union tags that pydantic puts into error places; no key of a content file has it."""


def _condition_kind(value: object) -> str | None:
    keys: Container[str] = ()
    if isinstance(value, Mapping):
        keys = value
    elif isinstance(value, Frozen):
        keys = {info.alias or name for name, info in type(value).model_fields.items()}
    return next((f"{TAG}{key}" for key in CONDITION_KEYS if key in keys), None)


Condition = Annotated[
    Annotated[Chosen, Tag(f"{TAG}question")]
    | Annotated[ConditionIs, Tag(f"{TAG}condition")]
    | Annotated[SignGiven, Tag(f"{TAG}warning_sign")]
    | Annotated[FeatureFits, Tag(f"{TAG}feature")]
    | Annotated[OverlayShows, Tag(f"{TAG}overlay")]
    | Annotated[BandIs, Tag(f"{TAG}band")]
    | Annotated[LevelAtLeast, Tag(f"{TAG}level_at_least")]
    | Annotated[AllOf, Tag(f"{TAG}all")]
    | Annotated[AnyOf, Tag(f"{TAG}any")]
    | Annotated[Not, Tag(f"{TAG}not")],
    Discriminator(
        _condition_kind,
        custom_error_type="condition",
        custom_error_message="is not a condition",
    ),
]


# --- what a condition is made of ------------------------------------------------------------------


def children(condition: Condition) -> Mapping[Path, Condition]:
    """The conditions that an all, any or not is made of, by their paths; empty for the others."""
    match condition:
        case AllOf():
            return {("all", i): inner for i, inner in enumerate(condition.all)}
        case AnyOf():
            return {("any", i): inner for i, inner in enumerate(condition.any)}
        case Not():
            return {("not",): condition.not_}
        case _:
            return {}


def walk(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """A condition and all inside it, with their paths; ``path`` is that of the outermost."""
    yield path, condition
    for key, inner in children(condition).items():
        yield from walk(inner, (*path, *key))


def search(
    condition: Condition, onward: Callable[[Condition], Iterable[Condition]]
) -> Iterator[Condition]:
    """A condition and all that ``onward`` leads to, in order, each once."""
    waiting = [condition]
    seen: set[Condition] = set()
    while waiting:
        found = waiting.pop()
        if found not in seen:
            seen.add(found)
            yield found
            waiting.extend(reversed((*onward(found),)))


def required(condition: Condition | None) -> Iterator[Condition]:
    """What must hold for a condition: the parts of an all, or else the condition itself."""
    if isinstance(condition, AllOf):
        for inner in condition.all:
            yield from required(inner)
    elif condition is not None:
        yield condition
