"""A mix of people without serious disease: how often each would tick what. All of it is assumed.

The mix has names of its own for signs, and says which answers stand for each. So one mix is put to
contents that ask differently: answers that a content does not have are passed over.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.content import messages
from app.content.conditions import Flag, Frozen, Level, Text
from app.content.problems import ContentError, Problem, nearest, shown
from app.content.source import Document, read

T = TypeVar("T")

SETTINGS = ("low", "middle", "high")
"""The 3 rates that each sign has."""


def _number(most: int) -> BeforeValidator:
    """Text to a number of at most so much."""

    def number(text: object) -> float:
        digits = isinstance(text, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", text)
        if not digits or float(digits.string) > most:
            given = f"'{shown(text)}'" if isinstance(text, str) else "more than one word"
            raise _fault(f"must be a number of at most {most}, not {given}. Write it as 0.35.")
        return float(digits.string)

    return BeforeValidator(number)


def _rising(rates: tuple[float, ...]) -> tuple[float, ...]:
    if list(rates) != sorted(rates):
        raise _fault("falls. Write the low, the middle and the high rate in this order.")
    return rates


def _all(shares: Mapping[T, float]) -> Mapping[T, float]:
    if (total := round(sum(shares.values()), 4)) != 1:
        raise _fault(f"adds up to {total:g}. Make that 1.")
    return shares


def _some(shares: Mapping[T, float]) -> Mapping[T, float]:
    if (total := round(sum(shares.values()), 4)) > 1:
        raise _fault(f"adds up to {total:g}. Make that 1 at most.")
    return shares


def _some_kinds(kinds: tuple["Kind", ...]) -> tuple["Kind", ...]:
    _some({i: kind.share for i, kind in enumerate(kinds)})
    return kinds


def _fault(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


Times = Annotated[float, _number(100)]
Share = Annotated[float, _number(1)]
Rates = Annotated[tuple[Share, ...], Field(min_length=3, max_length=3), AfterValidator(_rising)]
"""How many of all people, in the low, the middle and the high setting."""
Answers = Mapping[str, str]
"""One answer each to some questions."""


class Kind(Frozen):
    """A share of those who tick a sign, and what they answer beside what all of them do."""

    share: Share
    answers: Answers
    unless_asked: str | None = None
    """They answer nothing where a content asks this question: its words leave them out."""


class Sign(Frozen):
    """Something that people tick. Who is of none of its kinds gives its ``answers`` alone."""

    rate: Rates
    by_age: Mapping[str, Times] = Field(default_factory=dict)
    """How many times as often people of an age tick it; once, where nothing is said."""
    clustered: Flag = True
    """Whether those who tick often tick this more often too."""
    answers: Answers = Field(default_factory=dict)
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_some_kinds)] = ()

    @property
    def every_answer(self) -> Iterator[tuple[str, str]]:
        """Whatever anybody who ticks it answers, with its question."""
        for answers in (self.answers, *(kind.answers for kind in self.kinds)):
            yield from answers.items()


class NotSure(Frozen):
    """On each of these pages some people tick "not sure"."""

    rate: Rates = (0, 0, 0)
    pages: Answers = Field(default_factory=dict)
    """Each page with the question that asks once more which sign it is."""


class WhatIf(Frozen):
    """A narrower reading of a sign: for a share of those who tick it, it counts as less."""

    text: Text
    sign: str
    share: Share
    counts_as: Literal["none", "urgent"]

    @property
    def level(self) -> Level:
        """The level that the sign then has by itself."""
        return Level[self.counts_as]


class Mix(Frozen):
    """Who the people are and what they answer."""

    ages: Annotated[Mapping[str, Share], AfterValidator(_all)]
    clusters: Annotated[Mapping[Times, Share], AfterValidator(_all)] = Field(
        default_factory=lambda: {1.0: 1.0}
    )
    """How many times as often as others some people tick, and what share of all they are."""
    signs: Mapping[str, Sign]
    not_sure: NotSure = NotSure()
    second_questions: Mapping[str, Annotated[Mapping[str, Share], AfterValidator(_some)]] = Field(
        default_factory=dict
    )
    """What is answered where a question is asked; the rest gives its most harmless answer."""
    what_if: tuple[WhatIf, ...] = ()

    @property
    def answers(self) -> Iterator[tuple[str, str]]:
        """Every answer that the mix names, with its question; each once."""
        found = [("age", age) for age in self.ages]
        found += [answer for sign in self.signs.values() for answer in sign.every_answer]
        found += [(name, code) for name, codes in self.second_questions.items() for code in codes]
        yield from dict.fromkeys(found)


def read_mix(file: Path) -> Mix:
    """The mix of a file.

    Raises :class:`ContentError` with every fault, and :class:`OSError` when it cannot be read.
    """
    document = read(file.read_bytes())
    problems = document.problems or [
        messages.problem(document, Mix, fault) for fault in messages.faults(Mix, document.data)
    ]
    if not problems:
        mix = Mix.model_validate(document.data)
        problems = list(_problems(mix, document))
    if problems:
        raise ContentError(file.name, problems, "The mix was not read.")
    return mix


def _problems(mix: Mix, document: Document) -> Iterator[Problem]:
    """Names in the mix that stand for nothing in it."""
    for i, reading in enumerate(mix.what_if):
        if reading.sign not in mix.signs:
            place = document.place(("what_if", i, "sign"))
            cure = nearest(reading.sign, mix.signs, "signs")
            yield Problem(*place, f"there is no sign '{shown(reading.sign)}'. {cure}")
    for name, sign in mix.signs.items():
        for age in sign.by_age.keys() - mix.ages.keys():
            place = document.place_of_key(("signs", name, "by_age", age))
            yield Problem(
                *place, f"there is no age '{shown(age)}'. {nearest(age, mix.ages, 'ages')}"
            )
