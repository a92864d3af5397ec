"""Texts that do not go with what stands beside them: numbers, a lost "not", paper without a sign.

Each of them is right by itself, so only both together show the slip.
"""

import re
from collections.abc import Iterator

from app.content.checks.places import Fault, everything
from app.content.conditions import Level
from app.content.model import Questionnaire, Sourced
from app.content.problems import shown

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


def disagreements(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every text that disagrees with another one, and every source that nothing names."""
    yield from _codes(questionnaire)
    yield from _denials(questionnaire)
    yield from _paper(questionnaire)
    yield from _unused_sources(questionnaire)
    for i, asked in enumerate(questionnaire.gp_questions):
        if not asked.text.endswith("?"):
            yield ("gp_questions", i, "text"), "is a question without its mark. Is its end cut off?"


def _numbers(text: str | None) -> frozenset[str]:
    return frozenset(NUMBER.findall(text or ""))


def _codes(questionnaire: Questionnaire) -> Iterator[Fault]:
    """An answer whose code has other numbers than its text."""
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            coded = frozenset(re.findall(r"\d+", option.code))
            for key, text in (("text", option.text), ("short", option.short)):
                if coded and (said := _numbers(text)) and not said & coded:
                    path = ("items", i, "answer_option", j, key)
                    fault = f"has {_listed(said)}, and its code {_listed(coded)}: “{shown(text)}”."
                    yield path, f"{fault} The rules go by the code. Mend the one that is wrong."


def _denials(questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is said where a feature does not hold, and does not say no."""
    for i, feature in enumerate(questionnaire.features):
        text = feature.text_if_not
        if text is not None and not DENIES.search(text):
            yield (
                ("features", i, "text_if_not"),
                f"is said where the feature does not hold: “{shown(text)}” Is a “not” missing?",
            )


def _paper(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign of whose words the sheet has none where it says when to come back."""
    said: dict[Level, frozenset[str]] = {}
    for line in questionnaire.sheet.come_back:
        words = frozenset(word for bullet in line.bullets for word in _words(bullet))
        said[line.level] = said.get(line.level, frozenset()) | words
    for i, sign in enumerate(questionnaire.warning_signs):
        own = _words(" ".join(filter(None, (sign.text, sign.short, sign.card))))
        if sign.card and own and own.isdisjoint(said.get(sign.level, frozenset())):
            fault = f"is about what the sheet does not name under come_back, {sign.level.name}"
            others = [level.name for level, words in said.items() if own & words]
            cure = f", but under {others[0]}. Is the level wrong? Else name" if others else ". Name"
            yield ("warning_signs", i, "card"), f"{fault}{cure} it there too."


def _words(text: str) -> frozenset[str]:
    """The stems of a text: the first 5 letters of its longer words, without their plural."""
    words = (word for word in WORD.findall(text.lower()) if word not in SMALL_WORDS)
    return frozenset(word.removesuffix("s")[:5] for word in words)


def _unused_sources(questionnaire: Questionnaire) -> Iterator[Fault]:
    parts = (part for _, part in everything(questionnaire) if isinstance(part, Sourced))
    used = {name for part in parts for name in part.sources}
    for i, source in enumerate(questionnaire.sources):
        if source.id not in used:
            yield ("sources", i, "id"), "is a source that nothing names. Name it, or delete it."


def _listed(numbers: frozenset[str]) -> str:
    return " and ".join(sorted(numbers, key=int))
