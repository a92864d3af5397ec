"""What templates read, made from an assessment. Pure but for ``url_for``; decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby

from flask import url_for

from app.content.conditions import Level
from app.content.model import (
    AnswerOption,
    Feature,
    Item,
    Outcome,
    Questionnaire,
    WarningSign,
)
from app.engine.assess import Assessment
from app.engine.evaluate import (
    Answers,
    Evaluation,
    FeatureFinding,
    SignFinding,
    Status,
)
from app.engine.journey import Journey
from app.sheet.sheet import site_of


@dataclass(frozen=True)
class Card:
    """A care card: what to do, and the signs that ask for it."""

    level: str
    heading: str
    action: str
    bullets: tuple[str, ...]
    note: str | None
    deaf: str | None
    afterwards: str | None
    show_to: str


@dataclass(frozen=True)
class CardBlock:
    """A care card with the person's own signs, those they were not sure about apart."""

    card: Card
    reported: tuple[SignFinding, ...]
    unsure: tuple[SignFinding, ...]


@dataclass(frozen=True)
class Row:
    """One answered question and the way to change it."""

    question: str
    answers: tuple[str, ...]
    change_url: str


@dataclass(frozen=True)
class Fit:
    """Features in the words of the result page, by what was answered."""

    fitted: tuple[str, ...] = ()
    not_fitted: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


MOST_QUOTED = 3
"""Answers that one line of the result tells: with more of them nobody reads on."""


# --- cards ----------------------------------------------------------------------------------------


def cards_of(questionnaire: Questionnaire) -> dict[str, Card]:
    """The care cards by the name of their level, each with every sign that has a line on it."""
    return {
        level.name: Card(
            level.name,
            card.heading,
            card.action,
            tuple(s.card for s in questionnaire.warning_signs if s.level is level and s.card),
            card.note,
            card.deaf,
            card.afterwards,
            card.show_to,
        )
        for level, card in questionnaire.care_cards_by_level.items()
    }


def card_block(cards: Mapping[str, Card], assessment: Assessment, level: Level) -> CardBlock | None:
    """The card of a level with the signs that were given; ``None`` where none was."""
    given = assessment.given(level)
    reported = tuple(found for found in given if found.status is Status.reported)
    unsure = tuple(found for found in given if found.status is not Status.reported)
    return CardBlock(cards[level.name], reported, unsure) if given else None


def card_blocks(cards: Mapping[str, Card], assessment: Assessment) -> tuple[CardBlock, ...]:
    """The cards above a result, the more urgent first, only where signs of their level count."""
    blocks = (card_block(cards, assessment, level) for level in (Level.maternity, Level.urgent))
    return tuple(filter(None, blocks))


# --- questions and answers ------------------------------------------------------------------------


def question_url(link_id: str, *, change: bool = False, error: bool = False) -> str:
    """The page of a question: for a change of one answer, or with what was wrong with the last."""
    return url_for(
        "web.question",
        link_id=link_id,
        change="yes" if change else None,
        error="yes" if error else None,
    )


def place_url(journey: Journey, *, change: bool = False) -> str:
    """The page where somebody can go on."""
    if journey.ended_by is not None:
        return url_for("web.result")
    if journey.open is not None:
        return question_url(journey.open.link_id, change=change)
    return url_for("web.check_answers")


def back_url(journey: Journey, link_id: str, *, change: bool) -> str:
    """The page before a question; in a change, the list of answers where all is answered."""
    if change and journey.complete:
        return place_url(journey)
    before = journey.before(link_id)
    return question_url(before.link_id, change=change) if before else url_for("web.start")


@dataclass(frozen=True)
class Part:
    """Where in the self-check a question stands: the parts never become more on the way."""

    number: int
    of: int


def part_of(questionnaire: Questionnaire, item: Item) -> Part:
    """The part of the self-check that a question belongs to."""
    sections = [section.id for section in questionnaire.sections]
    number = sections.index(item.section) + 1
    return Part(number, len(sections))


def section_title(questionnaire: Questionnaire, item: Item) -> str:
    """The heading of the section that a question belongs to."""
    return next(s.title for s in questionnaire.sections if s.id == item.section)


def regions_of(journey: Journey, item: Item) -> tuple[str, ...]:
    """The regions that can be chosen on a picture.

    Where the answers before it are about the same picture, only the place that they mark, if any.
    """
    site = site_of(journey, before=item)
    regions = tuple(item.option_by_region)
    if site.picture != item.picture:
        return regions
    return tuple(region for region in regions if region in site.regions)


def options_of(answers: Answers, item: Item) -> tuple[AnswerOption, ...]:
    """The answers that a page offers: one that asks again has none that was ticked before, one that
    asks which has no other, besides its own.
    """
    first = answers.get(item.asks_again or item.asks_which or "", frozenset())
    hidden: frozenset[str] = first if item.asks_again else frozenset()
    if item.asks_which:
        own = item.none_codes | ({item.not_sure.code} if item.not_sure else frozenset())
        hidden = frozenset(item.options) - own - first
    return tuple(option for option in item.answer_option if option.code not in hidden)


def by_section(
    questionnaire: Questionnaire, items: Iterable[Item]
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Some items in their order, under the titles of their sections."""
    groups = groupby(items, key=lambda item: section_title(questionnaire, item))
    return tuple((title, tuple(group)) for title, group in groups)


def answered_rows(
    questionnaire: Questionnaire, journey: Journey
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Every answered question on the path, under the titles of their sections."""
    answered = (item for item in journey.path if item.link_id in journey.answers)
    return tuple(
        (title, tuple(_row(item, journey.answers) for item in items))
        for title, items in by_section(questionnaire, answered)
    )


def _row(item: Item, answers: Answers) -> Row:
    given = item.labels(answers[item.link_id])
    return Row(item.short, given, question_url(item.link_id, change=True))


# --- corrections ----------------------------------------------------------------------------------


def emergency_corrections(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Row, ...]:
    """The answers that gave the emergency signs."""
    answers = assessment.journey.answers
    gave = {
        link_id
        for finding in assessment.given(Level.emergency)
        for link_id in _givers(questionnaire, answers, finding.sign)
    }
    return _rows(questionnaire, answers, gave)


def outcome_corrections(
    questionnaire: Questionnaire, assessment: Assessment, outcome: Outcome
) -> tuple[Row, ...]:
    """The answers that an outcome which ends the questions depends on."""
    names = questionnaire.questions_in(outcome.when)
    return _rows(questionnaire, assessment.journey.answers, names)


def _givers(questionnaire: Questionnaire, answers: Answers, sign: WarningSign) -> set[str]:
    """The questions whose answers give a sign: without it there is none, or it alone is enough."""

    def gives(some: Answers) -> bool:
        return Evaluation(questionnaire, some).sign(sign) is True

    asked = [name for name in questionnaire.questions_of(sign) if name in answers]
    return {
        name
        for name in asked
        if gives({name: answers[name]})
        or not gives({other: given for other, given in answers.items() if other != name})
    }


def _rows(questionnaire: Questionnaire, answers: Answers, names: Iterable[str]) -> tuple[Row, ...]:
    wanted = set(names)
    return tuple(
        _row(item, answers)
        for item in questionnaire.items
        if item.link_id in wanted and item.link_id in answers
    )


def told(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Row, ...]:
    """What somebody told of their pain, as the summary for the GP has it."""
    names = [name for row in questionnaire.sheet.rows for name in row.questions]
    return _rows(questionnaire, assessment.journey.answers, names)


# --- result ---------------------------------------------------------------------------------------


def fit_of(questionnaire: Questionnaire, assessment: Assessment) -> Fit:
    """What fits and what does not; nothing where no band is worked out.

    Nothing is said of features that were not asked about.
    """
    if assessment.band is None:
        return Fit()
    asked = [
        finding
        for finding in assessment.features
        if not questionnaire.questions_in(finding.feature.when).isdisjoint(
            assessment.journey.answers
        )
    ]
    fitted = (f for f in asked if f.holds is (f.feature.item_weight > 0))
    not_fitted = (f for f in asked if f.holds is (f.feature.item_weight < 0))
    unsure = (f for f in asked if f.holds is None and f.feature.item_weight > 0)
    said = partial(_said, questionnaire, assessment.journey.answers)
    return Fit(said(fitted), said(not_fitted), tuple(f.feature.text for f in unsure))


def _said(
    questionnaire: Questionnaire, answers: Answers, findings: Iterable[FeatureFinding]
) -> tuple[str, ...]:
    texts = (
        (_quoted(questionnaire, answers, f.feature) or f.feature.text)
        if f.holds
        else f.feature.text_if_not
        for f in findings
    )
    return tuple(text for text in texts if text)


def _quoted(questionnaire: Questionnaire, answers: Answers, feature: Feature) -> str | None:
    """The person's own answers that give a feature."""
    if feature.quotes is None:
        return None
    item = questionnaire.items_by_id[feature.quotes]
    gives = questionnaire.options_in(feature.when, item) & answers.get(item.link_id, frozenset())
    given = item.labels(gives)
    return f"{item.short}: {', '.join(given[:MOST_QUOTED])}." if given else None


def format_time(when: datetime) -> str:
    """A minute as people write it, with its time zone: 22 November 2026 at 18:05 GMT."""
    return f"{format_day(when)} at {when:%H:%M %Z}"


def format_day(when: date) -> str:
    """A day as people write it: 22 November 2026."""
    return f"{when.day} {when:%B %Y}"


def made_line(when: datetime) -> str:
    """When a sheet was made, as its last sentence."""
    return f"Made on {format_time(when)}."
