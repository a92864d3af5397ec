"""Texts of a sign that ask for more than its question does: "bad pain" where any pain was asked.

Whoever reads a card that says more than the question would wait, with a sign that counts. A text
may say less; then more people get help.
"""

import re
from collections.abc import Iterable, Iterator

from app.content.checks.answers import answers_that_give
from app.content.checks.places import Fault
from app.content.model import Questionnaire, WarningSign
from app.content.source import Path

STRENGTH = re.compile(
    r"\b(?:(bad|constant|heav|serious|severe|strong|sudden|total|complete)(?:ly|y)?"
    r"|worst|very|always|only|\d+(?: (?:hour|day|week|month|year))?[a-z]*)\b",
    re.IGNORECASE,
)
"""Words of degree, and numbers with their unit."""


def added_strength(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every short text of an answer, and text of a sign, with such a word that was not asked."""
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            said = (item.text, item.hint, option.text, option.hint)
            yield from _added(("items", i, "answer_option", j, "short"), option.short, said)
    for i, sign in enumerate(questionnaire.warning_signs):
        asked = tuple(_asked(questionnaire, sign))
        for key, text in (("text", sign.text), ("short", sign.short), ("card", sign.card)):
            yield from _added(("warning_signs", i, key), text, asked)


def _asked(questionnaire: Questionnaire, sign: WarningSign) -> Iterator[str | None]:
    """The words of every answer that gives a sign, and of its question."""
    for name, code in answers_that_give(questionnaire, *sign.conditions):
        item = questionnaire.items_by_id[name]
        option = item.options[code]
        yield from (item.text, item.hint, option.text, option.hint)


def _added(path: Path, text: str | None, asked: Iterable[str | None]) -> Iterator[Fault]:
    known = {form for asking in asked for form in _strength(asking)}
    for form, word in _strength(text).items():
        if form not in known:
            cure = "Use the same words in both places."
            yield path, f"says “{word}”, and neither the question nor the answer does. {cure}"


def _strength(text: str | None) -> dict[str, str]:
    """The words of degree in a text, by the form that "sudden" and "suddenly" share."""
    told = re.sub(r"\bone\b", "1", text or "", flags=re.IGNORECASE)
    return {(m[1] or m[0]).lower(): m[0] for m in STRENGTH.finditer(told)}
