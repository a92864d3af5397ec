"""What people read, page by page, each text with its place in the content and its voice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from pydantic import BaseModel

from app.authoring.lint.reading_age import reading_age, words_of
from app.content.conditions import Level
from app.content.model import Advice, Outcome, Questionnaire
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
    content = questionnaire
    start = (
        *_texts((), content, "title"),
        *_texts(("introduction",), content.introduction, "lead", "can", "cannot"),
        *_texts(("introduction",), content.introduction, "for_you_if", voice=Voice.fitting),
        *_care_card(content, Level.emergency),
    )
    return (
        PageText("start page", start),
        *(PageText(f"item '{item.link_id}'", _question(content, i))
          for i, item in enumerate(content.items)),
        PageText("check answers page", tuple(_check_answers(content))),
        *(PageText(f"outcome '{outcome.id}'", tuple(_result(content, i, outcome)))
          for i, outcome in enumerate(content.outcomes)),
        PageText("result page, warning signs given", tuple(_signs(content))),
        PageText("result page, what fits", tuple(_what_fits(content))),
        PageText("leaflet", tuple(_leaflet(content))),
        PageText("sheet, side 1", tuple(_sheet(content))),
        PageText("sheet, side for the GP", tuple(_sheet_for_gp(content))),
        PageText("how it works page", tuple(_each(content, "conditions", "text", Voice.rule))),
    )  # fmt: skip


def _texts(
    path: Path, entry: BaseModel, *keys: str, voice: Voice = Voice.ours
) -> Iterator[Passage]:
    for key in keys:
        value = getattr(entry, key)
        if isinstance(value, str):
            yield Passage((*path, key), value, voice)
        for i, text in enumerate(value if isinstance(value, tuple) else ()):
            yield Passage((*path, key, i), text, voice)


def _each(
    content: Questionnaire, name: str, key: str, voice: Voice = Voice.ours
) -> Iterator[Passage]:
    for i, entry in enumerate(getattr(content, name)):
        yield from _texts((name, i), entry, key, voice=voice)


def _question(content: Questionnaire, number: int) -> tuple[Passage, ...]:
    path, item = ("items", number), content.items[number]
    options = (
        passage
        for i, option in enumerate(item.answer_option)
        for passage in (
            *_texts((*path, "answer_option", i), option, "text", voice=Voice.own),
            *_texts((*path, "answer_option", i), option, "hint"),
        )
    )
    return (*_texts(path, item, "text", "hint", "why", "error"), *options)


def _check_answers(content: Questionnaire) -> Iterator[Passage]:
    yield from _each(content, "sections", "title")
    for i, item in enumerate(content.items):
        yield from _texts(("items", i), item, "short")
        for j, option in enumerate(item.answer_option):
            path = ("items", i, "answer_option", j)
            yield from _texts(path, option, "short", voice=Voice.own)


def _result(content: Questionnaire, number: int, outcome: Outcome) -> Iterator[Passage]:
    yield from _texts(("outcomes", number), outcome, "title", "text")
    for i, note in enumerate(content.result_notes):
        if outcome.id in note.outcomes:
            yield from _texts(("result_notes", i), note, "text")
    yield from _texts(("outcomes", number), outcome, "sheet_title")
    for i, advice in enumerate(content.advice):
        if advice.id in outcome.advice:
            yield from _advice(("advice", i), advice)
    for level in outcome.safety_net:
        yield from _care_card(content, level)


def _advice(path: Path, advice: Advice) -> Iterator[Passage]:
    yield from _texts(path, advice, "heading", "text")
    under_if = advice.heading.endswith(" if")
    yield from _texts(path, advice, "bullets", voice=Voice.fitting if under_if else Voice.ours)


def _care_card(content: Questionnaire, level: Level) -> Iterator[Passage]:
    for i, card in enumerate(content.care_cards):
        if card.level == level:
            yield from _texts(("care_cards", i), card, "heading", "note")
    for i, sign in enumerate(content.warning_signs):
        if sign.level == level:
            yield from _texts(("warning_signs", i), sign, "card", voice=Voice.fitting)


def _signs(content: Questionnaire) -> Iterator[Passage]:
    yield from _each(content, "care_cards", "action")
    for i, sign in enumerate(content.warning_signs):
        yield from _texts(("warning_signs", i), sign, "text", "advice")


def _what_fits(content: Questionnaire) -> Iterator[Passage]:
    for i, band in enumerate(content.score.bands):
        yield from _texts(("score", "bands", i), band, "text")
    for i, feature in enumerate(content.features):
        yield from _texts(("features", i), feature, "text", "text_if_not", voice=Voice.fitting)
    for i, overlay in enumerate(content.overlays):
        yield from _texts(("overlays", i), overlay, "title", "text")
        for j, criterion in enumerate(overlay.criteria):
            path = ("overlays", i, "criteria", j)
            yield from _texts(path, criterion, "text", voice=Voice.fitting)


def _leaflet(content: Questionnaire) -> Iterator[Passage]:
    yield from _texts(("leaflet",), content.leaflet, "title", "lead")
    for i, section in enumerate(content.leaflet.sections):
        yield from _texts(("leaflet", "sections", i), section, "heading", "text", "bullets")


def _sheet(content: Questionnaire) -> Iterator[Passage]:
    yield from _each(content, "outcomes", "sheet_title")
    for i, question in enumerate(content.gp_questions):
        yield from _texts(("gp_questions", i), question, "text", voice=Voice.own)
        yield from _texts(("gp_questions", i), question, "because")
        for j, follow_up in enumerate(question.follow_ups):
            path = ("gp_questions", i, "follow_ups", j)
            yield from _texts(path, follow_up, "text", voice=Voice.own)
    for i, band in enumerate(content.score.bands):
        yield from _texts(("score", "bands", i), band, "because")
    yield from _each(content, "overlays", "because")
    yield from _texts(("sheet",), content.sheet, "needs", voice=Voice.own)
    for i, help_ in enumerate(content.sheet.come_back):
        yield from _texts(("sheet", "come_back", i), help_, "bullets", voice=Voice.fitting)


def _sheet_for_gp(content: Questionnaire) -> Iterator[Passage]:
    for name in ("rows", "history"):
        for i, row in enumerate(getattr(content.sheet, name)):
            yield from _texts(("sheet", name, i), row, "label", voice=Voice.gp)
    yield from _each(content, "warning_signs", "short", Voice.gp)
    yield from _each(content, "warning_signs", "group", Voice.gp)
    for i, overlay in enumerate(content.overlays):
        yield from _texts(("overlays", i), overlay, "sheet_label", "gate_text", voice=Voice.gp)
        for j, meaning in enumerate(overlay.meanings):
            yield from _texts(("overlays", i, "meanings", j), meaning, "text", voice=Voice.gp)
    yield from _texts(("sheet",), content.sheet, "for_the_gp", "disclaimer", voice=Voice.gp)
