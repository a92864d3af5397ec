"""An empty copy of the self-check, to print and fill in by hand: signs first, then ticks for a GP.

Nothing on it is counted. It may send more people for help than the pages do, never fewer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    LevelAtLeast,
    Not,
    OverlayShows,
    search,
)
from app.content.model import AnswerOption, CareCard, Item, Questionnaire, WarningSign
from app.sheet.explain import Line, listed, sentence, sign_condition


@dataclass(frozen=True)
class Tick:
    """A box for everybody of whom ``when`` is true."""

    when: Condition
    text: str
    hint: str | None = None
    advice: str | None = None
    """What else to do about it."""


@dataclass(frozen=True)
class TickList:
    """A question and its boxes."""

    text: str
    hint: str | None
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Group:
    """Signs that are about the same people: those of whom all of ``when`` is true."""

    when: tuple[Condition, ...]
    only_if: Line | None
    """The same in words, each under their beginning; nothing where they are about everybody."""
    lists: tuple[TickList, ...]


@dataclass(frozen=True)
class Part:
    """All signs of one level."""

    number: int
    card: CareCard
    """What to do about any tick in it."""
    ends: bool
    """Whether no more is asked after one."""
    groups: tuple[Group, ...]
    notes: tuple[Line, ...]
    """What some people are told after a tick, under whom it is about."""


@dataclass(frozen=True)
class BlankCopy:
    """What is printed of the content."""

    parts: tuple[Part, ...]
    stops: tuple[Line, ...]
    """Whom the rest is not for, and under it what they are told."""
    questions: tuple[TickList, ...]
    asks: tuple[str, ...]
    """The questions for a GP that everybody can ask."""


def make_blank_copy(questionnaire: Questionnaire) -> BlankCopy:
    """The empty copy of this content."""
    parts = tuple(_parts(questionnaire))
    return BlankCopy(
        parts,
        stops=tuple(
            Line(
                _said_of(questionnaire, "Stop here if", outcome.when),
                tuple(map(Line, (f"{outcome.title}.", *outcome.text))),
            )
            for outcome in questionnaire.outcomes
            if outcome.ends_journey and outcome.when and not isinstance(outcome.when, LevelAtLeast)
        ),
        questions=tuple(_questions(questionnaire, parts)),
        asks=tuple(asked.text for asked in questionnaire.gp_questions if asked.when is None),
    )


# --- warning signs --------------------------------------------------------------------------------


def _parts(questionnaire: Questionnaire) -> Iterator[Part]:
    """The levels that have a sign, the most urgent first."""
    above: list[_Way] = []
    said: set[str] = set()
    levels = sorted({sign.level for sign in questionnaire.warning_signs}, reverse=True)
    for number, level in enumerate(levels, start=1):
        whole = LevelAtLeast(level_at_least=level)
        outcome = next(outcome for outcome in questionnaire.outcomes if outcome.when == whole)
        signs = [sign for sign in questionnaire.warning_signs if sign.level is level]
        yield Part(
            number,
            questionnaire.care_cards_by_level[level],
            outcome.ends_journey,
            groups=tuple(_groups(questionnaire, signs, above, said)),
            notes=tuple(
                Line(_said_of(questionnaire, "If", note.when), (Line(note.text),))
                for note in questionnaire.result_notes
                if outcome.ends_journey and outcome.id in note.outcomes
            ),
        )


@dataclass(frozen=True)
class _Way:
    """One way to give a sign: answers to a question, or anything else that can be true of people.

    All of ``others`` must be true besides.
    """

    others: tuple[Condition, ...]
    asked: Condition
    advice: str | None
    item: Item | None = None
    codes: frozenset[str] = frozenset()
    """The answers, without "not sure"."""
    unsure: bool = False
    """Whether "not sure" gives the sign too."""
    unsure_of_all: bool = False
    """Whether it does so whatever of the question it is about."""
    implied: frozenset[Condition] = frozenset()
    """What is true of everybody who is asked."""

    def less(self, above: Iterable["_Way"]) -> "_Way | None":
        """Without what has a box above for all these people; nothing where no more is left."""
        same = [
            way
            for way in above
            if way.item == self.item and set(way.others) - way.implied <= set(self.others)
        ]
        if self.item is None:
            return None if any(way.asked == self.asked for way in same) else self
        left = self.codes.difference(*(way.codes for way in same))
        return replace(self, codes=left) if left or self.unsure_of_all else None


def _groups(
    questionnaire: Questionnaire, signs: Iterable[WarningSign], above: list[_Way], said: set[str]
) -> Iterator[Group]:
    """The boxes of some signs, those for everybody first. They are added to those ``above``."""
    kept: dict[tuple[Condition, ...], dict[object, list[_Way]]] = {}
    found = [way for sign in signs for way in _ways(questionnaire, sign)]
    for way in sorted(found, key=lambda way: bool(way.others)):
        left = way.less(above)
        above.append(way)
        if left is not None:
            key = left.item.link_id if left.item else left.asked
            kept.setdefault(left.others, {}).setdefault(key, []).append(left)
    for others, lists in kept.items():
        yield Group(
            when=others,
            only_if=_only_if(questionnaire, others) if others else None,
            lists=tuple(_sign_list(questionnaire, ways, said) for ways in lists.values()),
        )


def _ways(questionnaire: Questionnaire, sign: WarningSign) -> Iterator[_Way]:
    for others, asked in _asked(questionnaire, sign_condition(sign), ()):
        others = tuple(dict.fromkeys(others))
        if not isinstance(asked, Chosen) or asked.at_least > 1:
            yield _Way(others, asked, sign.advice)
            continue
        item = questionnaire.items_by_id[asked.question]
        if _asked_after_not_sure(questionnaire, item):
            continue
        unsure = {item.not_sure.code} if item.not_sure else set()
        stands_for = item.not_sure.counts_as or () if item.not_sure else ()
        yield _Way(
            others,
            asked,
            sign.advice,
            item,
            codes=asked.codes - unsure,
            unsure=not asked.codes.isdisjoint((*unsure, *stands_for)),
            unsure_of_all=not asked.codes.isdisjoint(unsure),
            implied=frozenset(_joined(questionnaire, item.enable_when) if item.enable_when else ()),
        )


def _asked_after_not_sure(questionnaire: Questionnaire, item: Item) -> bool:
    """Only who was asked once more is asked this. On paper nobody is: all signs count."""
    depends_on = questionnaire.questions_in(item.enable_when)
    again = {second.link_id for second in questionnaire.asked_again.values()}
    return bool(depends_on) and depends_on <= again


def _asked(
    questionnaire: Questionnaire, condition: Condition, others: tuple[Condition, ...]
) -> Iterator[tuple[tuple[Condition, ...], Condition]]:
    """What can be ticked to make a condition true, each with what else has to be true."""
    parts = tuple(_joined(questionnaire, condition))
    match parts:
        case (AnyOf() as one,):
            for inner in one.any:
                yield from _asked(questionnaire, inner, others)
        case (ConditionIs() as one,):
            named = questionnaire.conditions_by_id[one.condition]
            yield from _asked(questionnaire, named.when, others)
        case (one,):
            yield others, one
        case (*rest, last):
            yield from _asked(questionnaire, last, (*others, *rest))


def _joined(questionnaire: Questionnaire, condition: Condition) -> tuple[Condition, ...]:
    """The conditions that are joined by "and" in one; itself where none are.

    Without any "not": whom it spares is asked, too.
    """
    named = condition
    while isinstance(named, ConditionIs):
        named = questionnaire.conditions_by_id[named.condition].when
    if not isinstance(named, AllOf):
        return (condition,)
    parts = (part for inner in named.all for part in _joined(questionnaire, inner))
    return tuple(part for part in parts if not isinstance(part, Not)) or (condition,)


def _sign_list(questionnaire: Questionnaire, ways: Sequence[_Way], said: set[str]) -> TickList:
    item = ways[0].item
    if item is None:
        (way,) = ways
        text = sentence(questionnaire, way.asked)
        yes = Tick(way.asked, f"{text[0].upper()}{text[1:]}.", advice=way.advice)
        return TickList("Is this true of you?", None, (yes, Tick(way.asked, "I am not sure")))
    advice = {code: way.advice for way in ways for code in way.codes}
    ticks = [
        Tick(_answer(item, option), option.text, option.hint, advice[option.code])
        for option in item.answer_option
        if option.code in advice
    ]
    if item.not_sure and any(way.unsure for way in ways):
        others = [
            item.options[code].label
            for code in item.not_sure.counts_as or ()
            if code not in advice and any(way.unsure_of_all for way in ways)
        ]
        hint = f"Also about {listed(others, 'or')}." if others else None
        ticks.append(Tick(_answer(item, item.not_sure), item.not_sure.text, hint))
    hint = None if item.hint in said else item.hint  # on paper once is enough
    said.update({item.hint} if item.hint else ())
    return TickList(item.text, hint, tuple(ticks))


def _answer(item: Item, option: AnswerOption) -> Condition:
    return Chosen(question=item.link_id, chosen=(option.code,))


# --- questions for the GP -------------------------------------------------------------------------


def _questions(questionnaire: Questionnaire, parts: Iterable[Part]) -> Iterator[TickList]:
    """The questions in the words of the sheet, the wish first, without what has a box in a part.

    Nobody counts on paper, so what only a count brings up is left out. All the rest is for
    everybody.
    """
    above = {
        tick.when
        for part in parts
        for group in part.groups
        for asked in group.lists
        for tick in asked.ticks
    }
    wish = questionnaire.sheet.wish
    rows = {name for row in questionnaire.sheet.rows for name in row.questions}
    first = (item for item in questionnaire.items if not (item.asks_again or item.asks_which))
    for item in sorted(first, key=lambda item: item.link_id != wish):
        asked_when = search(item.enable_when, questionnaire.inside) if item.enable_when else ()
        if any(isinstance(condition, BandIs | OverlayShows) for condition in asked_when):
            continue
        options = [option for option in item.answer_option if option != item.not_sure]
        kind = questionnaire.kinds[item.link_id]
        if _is_about_signs(kind, item) and not (kind == "detail" and item.link_id in rows):
            options = [
                option
                for option in options
                if item.repeats and option.code not in item.none_codes
                if _answer(item, option) not in above
            ]
        if options:
            ticks = (
                Tick(_answer(item, option), option.text if option.exclusive else option.label)
                for option in options
            )
            yield TickList(item.short, None, tuple(ticks))


def _is_about_signs(kind: str, item: Item) -> bool:
    """Asked among the warning signs, or because of one: there alone "not sure" counts as a sign."""
    counts = item.not_sure is not None and bool(item.not_sure.counts_as)
    return kind == "warning" or (kind == "detail" and counts)


# --- whom it is about -----------------------------------------------------------------------------


def _only_if(questionnaire: Questionnaire, conditions: Sequence[Condition]) -> Line:
    facts = tuple(Line(_fact(questionnaire, condition)) for condition in conditions)
    if len(conditions) > 1:
        return Line("Only if all of these are true of you:", facts)
    is_clause = isinstance(conditions[0], ConditionIs)
    return Line("Only if" if is_clause else "Only if this is true of you:", facts)


def _said_of(questionnaire: Questionnaire, lead: str, condition: Condition) -> str:
    fact = _fact(questionnaire, condition)
    is_clause = isinstance(condition, ConditionIs)
    return f"{lead} {fact}" if is_clause else f"{lead} this is true of you: {fact}"


def _fact(questionnaire: Questionnaire, condition: Condition) -> str:
    """What is true of somebody, in words alone: nothing is ticked before the signs."""
    if not isinstance(condition, Chosen) or condition.at_least > 1:
        return sentence(questionnaire, condition)
    item = questionnaire.items_by_id[condition.question]
    options = [item.options[code] for code in condition.chosen]
    if item.repeats:
        return listed([f"“{option.text}”" for option in options], "or")
    return f"“{item.short}: {'; or '.join(option.label for option in options)}”"
