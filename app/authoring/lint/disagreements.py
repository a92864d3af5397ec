"""Texts that do not go with what stands beside them: numbers, a lost "not", paper without a sign.

Each of them is right by itself, so only both together show the slip.
"""

import re
from collections.abc import Iterator

from app.content.checks.safety import answers_that_give
from app.content.model import Item, Questionnaire, WarningSign
from app.content.problems import shown
from app.content.source import Path

Found = tuple[Path, str]

NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w.,]*\d)")
DENIES = re.compile(
    r"\b(?:not|no|none|never|neither|nor|nothing|nobody|nowhere|without|cannot|less|fewer|only|hardly)\b"
    r"|n[\N{RIGHT SINGLE QUOTATION MARK}']t\b",
    re.IGNORECASE,
)
"""What says that something does not hold."""
WORD = re.compile(r"[a-z]{4,}")
SMALL_WORDS = frozenset(
    (
        *("about", "after", "been", "before", "both", "does", "feel", "from", "have", "into"),
        *("just", "like", "more", "most", "only", "over", "some", "such", "than", "that", "them"),
        *("then", "they", "this", "very", "were", "what", "when", "where", "which", "while"),
        *("with", "your"),
    )
)


def disagreements(questionnaire: Questionnaire) -> Iterator[Found]:
    """Every text that disagrees with another one, and every source that nothing names."""
    yield from _codes(questionnaire)
    yield from _signs(questionnaire)
    yield from _denials(questionnaire)
    yield from _paper(questionnaire)
    yield from _unused_sources(questionnaire)
    for i, asked in enumerate(questionnaire.gp_questions):
        if not asked.text.endswith("?"):
            yield ("gp_questions", i, "text"), "is a question without its mark. Is its end cut off?"


def _numbers(text: str | None) -> frozenset[str]:
    return frozenset(NUMBER.findall(text or ""))


def _codes(questionnaire: Questionnaire) -> Iterator[Found]:
    """An answer whose code has other numbers than its text."""
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            coded = frozenset(re.findall(r"\d+", option.code))
            for key, text in (("text", option.text), ("short", option.short)):
                if coded and (said := _numbers(text)) and not said & coded:
                    path = ("items", i, "answer_option", j, key)
                    fault = f"has {_listed(said)}, and its code {_listed(coded)}: “{shown(text)}”."
                    yield path, f"{fault} The rules go by the code. Mend the one that is wrong."


def _signs(questionnaire: Questionnaire) -> Iterator[Found]:
    """A sign whose texts have numbers that none of its answers has."""
    for i, sign in enumerate(questionnaire.warning_signs):
        asked = _asked_numbers(questionnaire, sign)
        for key in ("text", "short", "card"):
            odd = _numbers(getattr(sign, key)) - asked
            if asked and odd:
                fault = f"has {_listed(odd)}, and what is asked for it {_listed(asked)}."
                yield ("warning_signs", i, key), f"{fault} Which is right? Write the same."


def _asked_numbers(questionnaire: Questionnaire, sign: WarningSign) -> frozenset[str]:
    found: set[str] = set()
    for name, code in answers_that_give(questionnaire, *sign.conditions):
        item: Item = questionnaire.items_by_id[name]
        option = item.options[code]
        for text in (item.text, item.hint, option.text, option.short, option.hint):
            found |= _numbers(text)
    return frozenset(found)


def _denials(questionnaire: Questionnaire) -> Iterator[Found]:
    """What is said where a feature does not hold, and does not say no."""
    for i, feature in enumerate(questionnaire.features):
        text = feature.text_if_not
        if text is not None and not DENIES.search(text):
            yield (
                ("features", i, "text_if_not"),
                f"does not say “not”: “{shown(text)}”. It is said where the feature does not hold.",
            )


def _paper(questionnaire: Questionnaire) -> Iterator[Found]:
    """A sign of whose words the sheet has none where it says when to come back."""
    said: dict[object, frozenset[str]] = {}
    for line in questionnaire.sheet.come_back:
        words = frozenset(word for bullet in line.bullets for word in _words(bullet))
        said[line.level] = said.get(line.level, frozenset()) | words
    for i, sign in enumerate(questionnaire.warning_signs):
        own = _words(" ".join(filter(None, (sign.text, sign.short, sign.card))))
        if sign.card and own and own.isdisjoint(said.get(sign.level, frozenset())):
            level = sign.level.name
            fault = f"is about what the sheet does not name under come_back, {level}."
            yield ("warning_signs", i, "card"), f"{fault} Name it there too."


def _words(text: str) -> frozenset[str]:
    """The stems of a text: the first 5 letters of its longer words, without their plural."""
    words = (word for word in WORD.findall(text.lower()) if word not in SMALL_WORDS)
    return frozenset(word.removesuffix("s")[:5] for word in words)


def _unused_sources(questionnaire: Questionnaire) -> Iterator[Found]:
    statements = questionnaire.model_dump_json(exclude={"sources"})
    named = " ".join(re.findall(r"\"sources\":\[([^]]*)\]", statements))
    used = frozenset(re.findall(r'"([^"]+)"', named))
    for i, source in enumerate(questionnaire.sources):
        if source.id not in used:
            yield ("sources", i, "id"), "is a source that nothing names. Name it, or delete it."


def _listed(numbers: frozenset[str]) -> str:
    return " and ".join(sorted(numbers, key=int))
