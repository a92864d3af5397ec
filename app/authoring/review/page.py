"""The whole content on one page that a clinician can read, mark, print and sign."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.authoring.compare.differences import differences
from app.authoring.review.templates import PAGES
from app.content.conditions import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    SignGiven,
    required,
)
from app.content.model import (
    AnswerOption,
    Item,
    NamedCondition,
    Outcome,
    Questionnaire,
    Sourced,
    WarningSign,
)
from app.sheet.explain import sentence, sign_condition

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

LEVELS: Mapping[Level, str] = {
    Level.emergency: "Emergency",
    Level.maternity: "Maternity",
    Level.urgent: "Urgent",
    Level.none: "None",
}


def review_page(
    questionnaire: Questionnaire,
    *,
    reading_ages: Sequence[tuple[str, float]],
    approval: str | None,
    changes: tuple[str, ...] | None,
    made_on: date,
    approved: Questionnaire | None = None,
) -> str:
    """The review page as one HTML file.

    ``reading_ages`` are pages with the age, in years, that is needed to read them. ``approval``
    says by whom the content was approved; ``None`` for a draft. ``changes`` are lines on who gets
    another result than with the content last signed off, ``approved`` is that content; ``None``
    where nothing was signed off yet.
    """
    return PAGES.get_template("review.html").render(
        questionnaire=questionnaire,
        reading_ages=reading_ages,
        approval=approval,
        changes=changes,
        made_on=f"{made_on.day} {made_on:%B %Y}",
        differences=None if approved is None else tuple(differences(approved, questionnaire)),
        digest=" ".join(re.findall(".{8}", questionnaire.digest)),
        to_settle=tuple(to_settle(questionnaire)),
        uses=_uses(questionnaire),
        item_numbers={item.link_id: i for i, item in enumerate(questionnaire.items, 1)},
        outcome_numbers={o.id: i for i, o in enumerate(questionnaire.outcomes, 1)},
        term_numbers={named.id: f"W{i}" for i, named in enumerate(questionnaire.conditions, 1)},
        gives=_Gives(questionnaire),
        level_of=level_of,
        marked=marked,
        points=points,
        rule=lambda condition: rule(questionnaire, condition),
        sentence=lambda condition: sentence(questionnaire, condition),
        sign_condition=sign_condition,
        signs=[(level, LEVELS[level], _signs(questionnaire, level)) for level in LEVELS if level],
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
    terms = tuple(
        questionnaire.conditions_by_id[name] for name in dict.fromkeys(_names_used(condition))
    )
    whole = sentence(questionnaire, condition)
    inner: tuple[Condition, ...] = ()
    lead = ""
    match condition:
        case AllOf():
            inner, lead = condition.all, "all of these hold:"
        case AnyOf():
            inner, lead = condition.any, "any one of these holds:"
    if len(inner) < 2 or (len(inner) == 2 and len(whole) < 160):
        return Rule(whole, (), terms)
    return Rule(lead, tuple(sentence(questionnaire, part) for part in inner), terms)


def _names_used(condition: Condition) -> Iterator[str]:
    match condition:
        case ConditionIs():
            yield condition.condition
        case AllOf():
            for inner in condition.all:
                yield from _names_used(inner)
        case AnyOf():
            for inner in condition.any:
                yield from _names_used(inner)
        case Not():
            yield from _names_used(condition.not_)


def level_of(outcome: Outcome) -> str:
    """The level of the warning signs that an outcome asks for, in words."""

    def levels(condition: Condition | None) -> Iterator[Level]:
        match condition:
            case LevelAtLeast():
                yield condition.level_at_least
            case AllOf():
                for inner in condition.all:
                    yield from levels(inner)

    return LEVELS[max(levels(outcome.when), default=Level.none)]


def points(weight: int) -> str:
    """A weight with its sign: "+1 point"."""
    sign = "+" if weight >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(weight)} point{'' if abs(weight) == 1 else 's'}"


def _signs(questionnaire: Questionnaire, level: Level) -> list[WarningSign]:
    return [sign for sign in questionnaire.warning_signs if sign.level is level]


# --- what each answer gives -----------------------------------------------------------------------


class _Gives:
    """What an answer leads to: warning signs, points, criteria and the end of the questions."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.known: dict[str, dict[tuple[str, str], bool]] = {}
        self.signs = [(s, self._options(sign_condition(s))) for s in questionnaire.warning_signs]
        self.rest: list[tuple[str, dict[tuple[str, str], bool]]] = [
            *(
                (points(feature.item_weight), self._options(feature.when))
                for feature in questionnaire.features
            ),
            *(
                (f"Counts towards “{overlay.title}”", self._options(criterion.when))
                for overlay in questionnaire.overlays
                for criterion in overlay.criteria
            ),
            *(
                (f"Ends the questions: “{outcome.title}”", self._options(outcome.when))
                for outcome in questionnaire.outcomes
                if outcome.ends_journey and outcome.when is not None
            ),
        ]

    def __call__(self, item: Item, option: AnswerOption) -> tuple[str, ...]:
        """What one answer gives, a line each; nothing for an answer that changes nothing."""
        key = (item.link_id, option.code)
        given = [
            (f"{LEVELS[sign.level]} sign {sign.code}: {sign.text}", options[key])
            for sign, options in self.signs
            if key in options
        ]
        given.extend((text, options[key]) for text, options in self.rest if key in options)
        lines = [text for text, alone in given if alone]
        if others := list(dict.fromkeys(text for text, alone in given if not alone)):
            lines.append(f"Together with other answers: {'; '.join(others)}")
        if option.counts_as is not None:
            lines.extend(self._not_sure(item, option.counts_as))
        return tuple(dict.fromkeys(lines))

    def not_sure(self, condition: Condition) -> tuple[str, ...]:
        """Under which questions "not sure" counts for a rule, and under which not, in words."""
        options = self._options(condition)
        counts: list[str] = []
        does_not: list[str] = []
        none: list[str] = []
        for item in self.questionnaire.items:
            if not any((item.link_id, option.code) in options for option in item.answer_option):
                continue
            codes = (item.not_sure.code, *(item.not_sure.counts_as or ())) if item.not_sure else ()
            if any((item.link_id, code) in options for code in codes):
                counts.append(item.short)
            else:
                (does_not if item.not_sure else none).append(item.short)
        said = (("Counts", counts), ("Does not count", does_not), ("There is none", none))
        return tuple(f"{text} under {_quoted(names)}." for text, names in said if names)

    def _not_sure(self, item: Item, counts_as: tuple[str, ...]) -> Iterator[str]:
        if not counts_as:
            yield "Counts as not known"
            return
        others = [o.code for o in item.answer_option if o.counts_as is None and not o.exclusive]
        if len(others) > 1 and set(counts_as) == set(others):
            yield "Counts as every answer above but “none”"
        else:
            yield f"Counts as {_quoted([item.options[code].label for code in counts_as])}"
        keys = {(item.link_id, code) for code in counts_as}
        for text, wanted in (("So it gives", True), ("Together with other answers", False)):
            codes = {
                f"{LEVELS[sign.level]} {sign.code}": None
                for sign, options in self.signs
                if (found := [options[key] for key in keys & options.keys()])
                and any(found) is wanted
            }
            if codes:
                yield f"{text}: {', '.join(codes)}"

    def _options(self, condition: Condition) -> dict[tuple[str, str], bool]:
        """The answers that help to make a condition true, and whether each does so alone."""
        content = self.questionnaire
        match condition:
            case Chosen():
                alone = condition.at_least == 1
                return {(condition.question, code): alone for code in condition.chosen}
            case ConditionIs():
                name = condition.condition
                if name not in self.known:
                    self.known[name] = self._options(content.conditions_by_id[name].when)
                return self.known[name]
            case FeatureFits():
                return self._options(content.features_by_id[condition.feature].when)
            case SignGiven():
                return self._options(
                    sign_condition(content.warning_signs_by_id[condition.warning_sign])
                )
            case AnyOf():
                return _merged(self._options(inner) for inner in condition.any)
            case AllOf():
                return _merged(self._with_rest(inner, condition) for inner in condition.all)
            case _:
                return {}

    def _with_rest(self, part: Condition, whole: AllOf) -> dict[tuple[str, str], bool]:
        rest = [other for other in whole.all if other is not part]
        return {
            (name, code): alone
            and all(_settled(self.questionnaire.items_by_id[name], other) for other in rest)
            for (name, code), alone in self._options(part).items()
        }


def _settled(item: Item, condition: Condition) -> bool:
    """Whether a condition holds for everybody who is asked a question."""
    return item.enable_when is not None and condition in required(item.enable_when)


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _merged(
    each: Iterable[Mapping[tuple[str, str], bool]],
) -> dict[tuple[str, str], bool]:
    merged: dict[tuple[str, str], bool] = {}
    for options in each:
        for key, alone in options.items():
            merged[key] = alone or merged.get(key, False)
    return merged


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
        yield Statement(f"Warning sign {sign.code}", f"sign-{sign.id}", sign.text, sign)
    for feature in q.features:
        yield Statement(f"Points {feature.id}", f"feature-{feature.id}", feature.text, feature)
    yield Statement("Points", "points", "How points become a band", q.score)
    for band in q.score.bands:
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
        anchor = f"gp-{question.id}"
        yield Statement(f"GP question {question.number}", anchor, question.text, question)
        for line in question.follow_ups:
            yield Statement(f"Under GP question {question.number}", anchor, line.text, line)
    yield Statement("Sheet for the GP", "sheet", "What stands on the sheet", q.sheet)
    for section in q.leaflet.sections:
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
