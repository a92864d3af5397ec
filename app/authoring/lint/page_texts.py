"""What people read, page by page, each text with its place in the content and its voice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.authoring.lint.reading_age import reading_age, words_of
from app.content.conditions import Level
from app.content.model import Item, Outcome, Questionnaire
from app.content.source import Path

LEAST_WORDS = 4
"""Shorter texts ("Left", "No") are labels. A formula for prose says nothing about them, and many
of them would make any page look simple."""


class Voice(Enum):
    """Who speaks to whom: the same words are right in one voice and wrong in another."""

    ours = "we tell everybody who reads it"
    fitting = "holds only for those it fits: a line under “if”, or an answer said back"
    own = "what the person says: an answer, or a question to ask the GP"
    rule = "a rule on “How it works”"
    gp = "we tell the GP"


# A GP reads the short forms of medicine faster than a plain paraphrase of them. So texts for the
# GP have no limits of length or age and may use medical words. They still never diagnose.
TO_PATIENTS = frozenset(Voice) - {Voice.gp}


@dataclass(frozen=True)
class Passage:
    """One text, where it stands in the content and in which voice."""

    path: Path
    text: str
    voice: Voice = Voice.ours

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading and not running text."""
        return self.path[-1] in ("title", "heading", "sheet_title")


@dataclass(frozen=True)
class PageText:
    """What one page says, in reading order, without the words of the templates."""

    name: str
    texts: tuple[Passage, ...]

    @property
    def reading_age(self) -> float:
        """In years; texts for the GP and those of a few words are left out."""
        texts = (passage.text for passage in self.texts if passage.voice in TO_PATIENTS)
        every = (sentence for text in texts for sentence in sentences(text))
        return reading_age(s for s in every if len(words_of(s)) >= LEAST_WORDS)


_SENTENCE_END = re.compile("(?<=[.!?…])[”)\N{RIGHT SINGLE QUOTATION MARK}]*\\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text.

    One ends at a full stop, question mark or exclamation mark before a space, and at the end of the
    text: a bullet or an option is one of its own. Colons and brackets end none, as the reader has
    to hold all of it in mind.
    """
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


# --- pages ----------------------------------------------------------------------------------------


def page_texts(questionnaire: Questionnaire) -> tuple[PageText, ...]:
    """Every page that a person or a GP reads, from the start to the sheet."""
    pages = {
        "start page": _start(questionnaire),
        **{f"item '{x.link_id}'": _item(i, x) for i, x in enumerate(questionnaire.items)},
        "check answers page": _check_answers(questionnaire),
        **{f"outcome '{x.id}'": _result(questionnaire, x) for x in questionnaire.outcomes},
        "result page, warning signs given": (
            *_texts(questionnaire, "care_cards.action"),
            *_texts(questionnaire, "warning_signs.text|advice"),
        ),
        "result page, what fits": _what_fits(questionnaire),
        "leaflet": (
            *_texts(questionnaire, "leaflet.title|lead"),
            *_texts(questionnaire, "leaflet.sections.heading|text|bullets|caption"),
        ),
        "sheet, side 1": _sheet(questionnaire),
        "sheet, side for the GP": _sheet_for_gp(questionnaire),
        "how it works page": _texts(questionnaire, "conditions.text", Voice.rule),
    }
    return tuple(PageText(name, tuple(texts)) for name, texts in pages.items())


def _texts(
    entry: object, keys: str, voice: Voice = Voice.ours, path: Path = ()
) -> Iterator[Passage]:
    """The texts below an entry under keys such as ``sections.heading|text``, list by list."""
    if isinstance(entry, str):
        yield Passage(path, entry, voice)
    elif isinstance(entry, tuple):
        for i, inner in enumerate(entry):
            yield from _texts(inner, keys, voice, (*path, i))
    elif entry is not None:
        first, _, rest = keys.partition(".")
        for key in first.split("|"):
            yield from _texts(getattr(entry, key), rest, voice, (*path, key))


def _start(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(content, "title")
    yield from _texts(content, "introduction.lead|can|cannot")
    yield from _texts(content, "introduction.for_you_if", Voice.fitting)
    yield from _texts(content, "introduction.not_now", Voice.fitting)
    yield from _care_card(content, Level.emergency)


def _item(number: int, item: Item) -> Iterator[Passage]:
    path = ("items", number)
    yield from _texts(item, "page|text|hint|why|error", path=path)
    yield from _texts(item, "answer_option.text", Voice.own, path)
    yield from _texts(item, "answer_option.hint", path=path)


def _check_answers(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(content, "sections.title")
    yield from _texts(content, "items.short")
    yield from _texts(content, "items.answer_option.short", Voice.own)


def _result(content: Questionnaire, outcome: Outcome) -> Iterator[Passage]:
    path = ("outcomes", content.outcomes.index(outcome))
    yield from _texts(outcome, "title|text", path=path)
    for i, note in enumerate(content.result_notes):
        if outcome.id in note.outcomes:
            yield from _texts(note, "text", path=("result_notes", i))
    yield from _texts(outcome, "sheet_title", path=path)
    for i, advice in enumerate(content.advice):
        if advice.id in outcome.advice:
            yield from _texts(advice, "heading|text", path=("advice", i))
            voice = Voice.fitting if advice.heading.endswith(" if") else Voice.ours
            yield from _texts(advice, "bullets", voice, ("advice", i))
    for card in content.safety_net_of(outcome):
        yield from _care_card(content, card.level)


def _care_card(content: Questionnaire, level: Level) -> Iterator[Passage]:
    for i, card in enumerate(content.care_cards):
        if card.level == level:
            yield from _texts(card, "heading|deaf|note|afterwards|show_to", path=("care_cards", i))
    for i, sign in enumerate(content.warning_signs):
        if sign.level == level:
            yield from _texts(sign, "card", Voice.fitting, ("warning_signs", i))


def _what_fits(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(content, "words.what_fits")
    yield from _texts(content, "score.bands.text")
    yield from _texts(content, "features.text|text_if_not", Voice.fitting)
    yield from _texts(content, "overlays.title|text")
    yield from _texts(content, "overlays.criteria.text", Voice.fitting)


def _sheet(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(content, "outcomes.sheet_title")
    yield from _texts(content, "gp_questions.text", Voice.own)
    yield from _texts(content, "gp_questions.follow_ups.text", Voice.own)
    for place in ("gp_questions.because", "score.bands.because", "overlays.because"):
        yield from _texts(content, place)
    yield from _texts(content, "sheet.needs", Voice.own)
    yield from _texts(content, "sheet.come_back.bullets", Voice.fitting)


def _sheet_for_gp(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(content, "sheet.by_hand", Voice.own)
    for place in (
        "sheet.rows.label",
        "sheet.history.label",
        "gp_questions.short",
        "warning_signs.short|group",
        "overlays.sheet_label|gate_text",
        "overlays.meanings.text",
        "sheet.for_the_gp|disclaimer",
    ):
        yield from _texts(content, place, Voice.gp)
