"""The whole content on one page that a clinician can read, mark, print and sign."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.authoring.caseload.figures import ASSUMED, MOST_SIGNS, Caseload, alone_in_words
from app.authoring.caseload.figures import LEVELS as LINES
from app.authoring.compare.differences import differences
from app.authoring.review.gives import LEVELS, Gives, points
from app.content.checks.answers import level_of
from app.content.conditions import AllOf, Condition, ConditionIs, children, walk
from app.content.model import Item, NamedCondition, Questionnaire, Sourced
from app.sheet.explain import sentence, sign_condition

PAGE = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
).get_template("review.html")
"""One file that needs nothing else."""

MARKS: Mapping[str, str] = {
    "[recall]": "from memory, no source was read",
    "[to agree]": "a clinician must agree",
    "[ours]": "our own decision",
}
"""The marks in source notes, in words."""

SOURCE_MARKS: Mapping[str, str] = {
    "seen": "read",
    "mirror": "read on a copy",
    "recall": "from memory, no source was read",
    "ours": "our own decision",
}
"""How a source was read, in words."""


def review_page(
    questionnaire: Questionnaire,
    *,
    reading_ages: Sequence[tuple[str, float]],
    approval: str | None,
    changes: tuple[str, ...] | None,
    made_on: date,
    caseload: Caseload | str,
    approved: Questionnaire | None = None,
) -> str:
    """The review page as one HTML file.

    ``reading_ages`` are pages with the age, in years, that is needed to read them. ``approval``
    says by whom the content was approved; ``None`` for a draft. ``changes`` are lines on who gets
    another result than with the content last signed off, ``approved`` is that content; ``None``
    where nothing was signed off yet. ``caseload`` says where people of an assumed mix are sent, or
    why that is not known.
    """
    cards = questionnaire.care_cards_by_level
    return PAGE.render(
        questionnaire=questionnaire,
        reading_ages=reading_ages,
        approval=approval,
        changes=changes,
        caseload=caseload,
        assumed=ASSUMED,
        lines=tuple(LINES),
        most_signs=MOST_SIGNS,
        alone_in_words=alone_in_words,
        made_on=f"{made_on.day} {made_on:%B %Y}",
        differences=None if approved is None else tuple(differences(approved, questionnaire)),
        digest=" ".join(re.findall(".{8}", questionnaire.digest)),
        to_settle=tuple(to_settle(questionnaire)),
        uses=_uses(questionnaire),
        item_numbers={item.link_id: i for i, item in enumerate(questionnaire.items, 1)},
        outcome_numbers={o.id: i for i, o in enumerate(questionnaire.outcomes, 1)},
        term_numbers={named.id: f"W{i}" for i, named in enumerate(questionnaire.conditions, 1)},
        gives=Gives(questionnaire),
        level_of=lambda outcome: LEVELS[level_of(outcome.when)],
        marked=marked,
        points=points,
        rule=lambda condition: rule(questionnaire, condition),
        sentence=lambda condition: sentence(questionnaire, condition),
        sign_condition=sign_condition,
        cards=[card for level in LEVELS if (card := cards.get(level))],
        levels=LEVELS,
        mark_words=MARKS,
        source_marks=SOURCE_MARKS,
    )


# --- rules ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """When something holds: ``lead``, then ``parts`` where there are many.

    ``terms`` are the conditions of the content that it names; their exact meaning stands elsewhere.
    """

    lead: str
    parts: tuple[str, ...]
    terms: tuple[NamedCondition, ...]


def rule(questionnaire: Questionnaire, condition: Condition) -> Rule:
    """Say a condition as the end of "when ...", with its parts in a list where it is long."""
    named = (part.condition for _, part in walk(condition) if isinstance(part, ConditionIs))
    terms = tuple(questionnaire.conditions_by_id[name] for name in dict.fromkeys(named))
    whole = sentence(questionnaire, condition)
    parts = tuple(children(condition).values())
    if len(parts) < 2 or (len(parts) == 2 and len(whole) < 160):
        return Rule(whole, (), terms)
    lead = "all of these hold:" if isinstance(condition, AllOf) else "any one of these holds:"
    return Rule(lead, tuple(sentence(questionnaire, part) for part in parts), terms)


# --- statements and what is open ------------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """Something that the content says, with where it stands on the page."""

    kind: str
    anchor: str
    text: str
    entry: Sourced


@dataclass(frozen=True)
class ToSettle:
    """Something that a clinician has to settle, with where it stands, and why it is open."""

    kind: str
    anchor: str
    text: str
    note: str
    marks: tuple[str, ...]


def statements(questionnaire: Questionnaire) -> Iterator[Statement]:
    """Everything in the content that names its sources, in the order of the page."""
    q = questionnaire
    for sign in q.warning_signs:
        yield Statement(f"Warning sign {sign.code or sign.id}", f"sign-{sign.id}", sign.text, sign)
    for feature in q.features:
        yield Statement(f"Points {feature.id}", f"feature-{feature.id}", feature.text, feature)
    if q.score is not None:
        yield Statement("Points", "points", "How points become a band", q.score)
    for band in q.bands:
        yield Statement("Band", f"band-{band.id}", band.text[0], band)
    for overlay in q.overlays:
        yield Statement("Second pattern", f"overlay-{overlay.id}", overlay.title, overlay)
        for criterion in overlay.criteria:
            anchor = f"criterion-{overlay.id}-{criterion.id}"
            yield Statement(overlay.sheet_label, anchor, criterion.text, criterion)
    for named in q.conditions:
        yield Statement("Words in the rules", f"condition-{named.id}", named.text, named)
    for never in q.never:
        yield Statement("Must never happen", f"never-{never.id}", never.text, never)
    yield Statement("Start page", "start-page", q.introduction.lead, q.introduction)
    for item in q.items:
        yield Statement("Question", f"item-{item.link_id}", item.text, item)
    for outcome in q.outcomes:
        yield Statement("Outcome", f"outcome-{outcome.id}", outcome.title, outcome)
    for card in q.care_cards:
        yield Statement("Care card", f"card-{card.level.name}", card.action, card)
    for note in q.result_notes:
        yield Statement("Line on the result", f"note-{note.id}", note.text, note)
    for advice in q.advice:
        yield Statement("Advice", f"advice-{advice.id}", advice.heading, advice)
    for question in q.gp_questions:
        anchor, name = f"gp-{question.id}", f"GP question {question.number or question.id}"
        yield Statement(name, anchor, question.text, question)
        for line in question.follow_ups:
            yield Statement(f"Under {name}", anchor, line.text, line)
    yield Statement(f"Sheet for {q.words.the_reader}", "sheet", "What stands on the sheet", q.sheet)
    for section in q.leaflet_sections:
        yield Statement("Leaflet", f"leaflet-{section.id}", section.heading, section)


def to_settle(questionnaire: Questionnaire) -> Iterator[ToSettle]:
    """Everything that was not read, is our own, or that a clinician must agree."""
    for found in statements(questionnaire):
        policy = found.entry.not_sure_policy if isinstance(found.entry, Item) else None
        note = " ".join(text for text in (found.entry.source_note, policy) if text)
        if marks := _marks_in(note):
            yield ToSettle(found.kind, found.anchor, found.text, note, marks)
    for source in questionnaire.sources:
        note = source.note or ""
        own = (f"[{source.mark}]",) if source.mark in ("recall", "ours") else ()
        if marks := tuple(dict.fromkeys((*own, *_marks_in(note)))):
            yield ToSettle(
                "Source", f"source-{source.id}", f"{source.id}: {source.title}", note, marks
            )


def _marks_in(note: str) -> tuple[str, ...]:
    return tuple(mark for mark in MARKS if mark in note)


def marked(note: str) -> tuple[tuple[str, bool], ...]:
    """A note in pieces, with its marks in words; true for the pieces that are marks."""
    pieces = re.split("(" + "|".join(map(re.escape, MARKS)) + ")", note)
    return tuple((MARKS.get(piece, piece), piece in MARKS) for piece in pieces if piece)


def _uses(questionnaire: Questionnaire) -> Mapping[str, tuple[Statement, ...]]:
    """For each source, the statements that name it."""
    found: dict[str, list[Statement]] = {source.id: [] for source in questionnaire.sources}
    for statement in statements(questionnaire):
        for name in statement.entry.sources:
            found[name].append(statement)
    return {name: tuple(each) for name, each in found.items()}
