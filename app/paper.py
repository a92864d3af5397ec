"""The self-check on paper as one value: the empty questions, and how to count by hand. Pure.

People without a device get what a browser works out: the signs that need help first, then the
questions, the count, what it says, and what to ask a GP. ``tests/test_paper.py`` fills in and reads
this value as a person would, and comes to what :func:`app.rules.assess` says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_uppercase

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
    SignGiven,
)
from app.content.model import (
    Advice,
    Band,
    FollowUp,
    GpQuestion,
    Item,
    Overlay,
    Questionnaire,
    WarningSign,
)
from app.explain import Line, listed, sentence, sign_condition
from app.findings import Reading

Tick = tuple[str, str]
"""A box by its question and the answer that it stands for."""


@dataclass(frozen=True)
class Box:
    """A box to tick. It is ticked by who would choose this answer of this question."""

    question: str
    code: str
    text: str
    hint: str | None = None
    label: str = ""
    """Its name where the paper comes back to it: the number of the question and a letter."""
    advice: str | None = None


@dataclass(frozen=True)
class PaperQuestion:
    """A question and its boxes; ``number`` is 0 where the paper never comes back to it."""

    text: str
    hint: str | None
    boxes: tuple[Box, ...]
    repeats: bool
    number: int = 0
    only_if: Line | None = None
    when: Condition | None = None
    """What ``only_if`` says. The boxes count only where it holds."""


@dataclass(frozen=True)
class PaperSigns:
    """Signs that are about the same people: everybody, or those of whom ``only_if`` is true."""

    only_if: Line | None
    when: Condition | None
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True)
class PaperPart:
    """What to do about any tick in it."""

    number: int
    level: Level
    action: str
    note: str | None
    outcome: str | None
    """Where any tick in it ends the self-check; ``None`` where more is filled in after the call."""
    groups: tuple[PaperSigns, ...]
    notes: tuple["PaperNote", ...]


@dataclass(frozen=True)
class PaperNote:
    """A line for some people."""

    text: str
    only_if: Line
    when: Condition
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class PaperEnding:
    """What the answers lead to: the first whose ``when`` holds. ``None`` holds for everybody."""

    outcome: str
    number: int
    only_if: Line | None
    when: Condition | None
    title: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """Something that counts, and how much."""

    text: str
    weight: int
    only_if: Line
    when: Condition


@dataclass(frozen=True)
class PaperRow:
    """What a count says. Where ``requires`` does not hold, the row ``otherwise`` says it."""

    band: str
    label: str
    lowest: int
    highest: int | None
    text: tuple[str, ...]
    only_if: Line | None
    requires: Condition | None
    otherwise: str | None


@dataclass(frozen=True)
class PaperCount:
    """How the marks become a row; nothing is counted where ``never`` holds."""

    lowest: int
    never_if: Line
    never: Condition
    marks: tuple[Mark, ...]
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True)
class PaperOverlay:
    """A second count: it says ``text`` to those in its gate from so many marks on."""

    overlay: str
    title: str
    only_if: Line
    gate: Condition
    marks: tuple[Mark, ...]
    shows_from: int
    text: tuple[str, ...]


@dataclass(frozen=True)
class PaperAsk:
    """A question for the GP: for everybody, or for those of whom ``only_if`` is true."""

    ask: str
    text: str
    only_if: Line | None
    when: Condition | None
    follow_ups: tuple["PaperAsk", ...] = ()


@dataclass(frozen=True)
class PaperAdvice:
    """Advice, and the numbers of the endings that it belongs to."""

    endings: tuple[int, ...]
    advice: Advice


@dataclass(frozen=True)
class Paper:
    """Everything that is printed, in its order.

    Conditions in it name boxes, rows and parts alone. "Not sure" is among the boxes of a condition
    wherever it counts.
    """

    stops: tuple[PaperEnding, ...]
    parts: tuple[PaperPart, ...]
    questions: tuple[PaperQuestion, ...]
    count: PaperCount
    overlays: tuple[PaperOverlay, ...]
    later_questions: tuple[PaperQuestion, ...]
    """Those that only a count brings up."""
    endings: tuple[PaperEnding, ...]
    notes: tuple[PaperNote, ...]
    advice: tuple[PaperAdvice, ...]
    asks: tuple[PaperAsk, ...]
    room: int
    """How many questions a GP has time for."""
    disclaimer: str
    version: str
    digest: str


def make_paper(questionnaire: Questionnaire) -> Paper:
    """The paper for this content."""
    stops = tuple(_stops(questionnaire))
    parts = tuple(_parts(questionnaire))
    numbered = tuple(_numbered(questionnaire, parts, stops))
    words = _Words(questionnaire, numbered, parts)
    asked = tuple(words.about(question) for question in numbered)
    endings = tuple(_endings(questionnaire, words))
    reached = {ending.outcome for ending in endings}
    return Paper(
        stops=stops,
        parts=parts,
        questions=tuple(question for question in asked if not _needs_count(question.when)),
        count=_count(questionnaire, words),
        overlays=tuple(_overlay(words, overlay) for overlay in questionnaire.overlays),
        later_questions=tuple(question for question in asked if _needs_count(question.when)),
        endings=endings,
        notes=tuple(
            PaperNote(note.text, words.line("If", when), when, note.outcomes)
            for note in questionnaire.result_notes
            if reached.intersection(note.outcomes)
            for when in (on_paper(questionnaire, note.when),)
        ),
        advice=tuple(_advice(questionnaire, endings)),
        asks=tuple(_ask(words, question) for question in questionnaire.gp_questions),
        room=questionnaire.sheet.cap,
        disclaimer=questionnaire.sheet.disclaimer,
        version=questionnaire.version,
        digest=questionnaire.digest[:12],
    )


# --- conditions that name boxes -------------------------------------------------------------------


def on_paper(
    questionnaire: Questionnaire, condition: Condition, reading: Reading = Reading.cautious
) -> Condition:
    """The condition by boxes, rows and parts alone, with "not sure" where it counts."""

    def same(inner: Condition) -> Condition:
        return on_paper(questionnaire, inner, reading)

    match condition:
        case Chosen():
            return _ticked(questionnaire, condition, reading)
        case ConditionIs():
            return same(questionnaire.condition[condition.condition].when)
        case SignGiven():
            return same(sign_condition(questionnaire.warning_sign[condition.warning_sign]))
        case FeatureFits():
            feature = questionnaire.feature[condition.feature]
            return on_paper(questionnaire, feature.when, Reading.as_given)
        case AllOf():
            return AllOf(all=tuple(map(same, condition.all)))
        case AnyOf():
            return AnyOf(any=tuple(map(same, condition.any)))
        case Not() if reading is Reading.as_given:
            return _surely_not(questionnaire, condition.not_)
        case Not():
            return _not(same(condition.not_))
    return condition


def _ticked(questionnaire: Questionnaire, condition: Chosen, reading: Reading) -> Condition:
    item = questionnaire.item[condition.question]
    unsure = item.not_sure
    if unsure is None:
        return condition
    if reading is Reading.as_given:
        certain = tuple(code for code in condition.chosen if code != unsure.code)
        return _chosen(condition.question, certain, condition.at_least)
    stands_for = [code for code in condition.chosen if code in (unsure.counts_as or ())]
    if not stands_for or unsure.code in condition.chosen:
        return condition
    if condition.at_least == 1:
        return _chosen(condition.question, (*condition.chosen, unsure.code), 1)
    others = tuple(code for code in condition.chosen if code not in stands_for)
    few = max(condition.at_least - len(stands_for), 0)
    alone = _chosen(condition.question, (unsure.code,), 1)
    return AnyOf(any=(condition, AllOf(all=(alone, _chosen(condition.question, others, few)))))


def _surely_not(questionnaire: Questionnaire, condition: Condition) -> Condition:
    """What must be ticked, or not, for a condition to be false for certain."""
    match condition:
        case Chosen():
            unsure = questionnaire.item[condition.question].not_sure
            given = _ticked(questionnaire, condition, Reading.as_given)
            if unsure is None:
                return _not(given)
            return _not(AnyOf(any=(given, _chosen(condition.question, (unsure.code,), 1))))
        case AllOf():
            return AnyOf(any=tuple(_surely_not(questionnaire, c) for c in condition.all))
        case AnyOf():
            return AllOf(all=tuple(_surely_not(questionnaire, c) for c in condition.any))
        case Not():
            return on_paper(questionnaire, condition.not_, Reading.as_given)
        case ConditionIs():
            return _surely_not(questionnaire, questionnaire.condition[condition.condition].when)
        case FeatureFits():
            return _surely_not(questionnaire, questionnaire.feature[condition.feature].when)
    return _not(on_paper(questionnaire, condition, Reading.as_given))


def _chosen(question: str, codes: tuple[str, ...], at_least: int) -> Chosen:
    return Chosen.model_construct(question=question, chosen=codes, at_least=at_least)


def _not(condition: Condition) -> Condition:
    return condition.not_ if isinstance(condition, Not) else Not.model_validate({"not": condition})


# --- signs ----------------------------------------------------------------------------------------


def _parts(questionnaire: Questionnaire) -> Iterator[PaperPart]:
    """What asks for help, the most urgent first; levels without a sign have no part."""
    by_level = {
        level: tuple(sign for sign in questionnaire.warning_signs if sign.level is level)
        for level in (Level.emergency, Level.maternity, Level.urgent)
    }
    above: list[_Found] = []
    said: set[str] = set()
    signs_of = {level: signs for level, signs in by_level.items() if signs}
    for number, (level, signs) in enumerate(signs_of.items(), start=1):
        card = questionnaire.care_card[level]
        ending = next(
            (
                outcome
                for outcome in questionnaire.outcomes
                if outcome.ends_journey and outcome.when == LevelAtLeast(level_at_least=level)
            ),
            None,
        )
        groups, above = _groups(questionnaire, signs, above, said)
        notes = (n for n in questionnaire.result_notes if ending and ending.id in n.outcomes)
        yield PaperPart(
            number=number,
            level=level,
            action=card.action,
            note=card.note,
            outcome=ending.id if ending else None,
            groups=groups,
            notes=tuple(
                PaperNote(
                    note.text,
                    _only_for(questionnaire, "If", (note.when,)),
                    on_paper(questionnaire, note.when),
                    note.outcomes,
                )
                for note in notes
            ),
        )


@dataclass(frozen=True)
class _Found:
    """Answers that give a sign, and what else has to be true for that."""

    others: tuple[Condition, ...]
    item: Item
    codes: frozenset[str]
    advice: str | None
    unsure_of_all: bool
    """Whether "not sure" gives the sign whatever of this question it is about."""

    def less(self, found: Iterable["_Found"]) -> "_Found":
        """Without the answers that give a sign as urgent in any case where they give this one.

        "Not sure" stays beside every list of answers that it may be about.
        """
        if self.unsure_of_all:
            return self
        given = (
            other.codes
            for other in found
            if other.item == self.item and set(other.others) <= set(self.others)
        )
        left = self.codes.difference(*given)
        unsure = {self.item.not_sure.code} if self.item.not_sure else set()
        return replace(self, codes=left | (self.codes & unsure) if left - unsure else frozenset())


def _groups(
    questionnaire: Questionnaire,
    signs: Iterable[WarningSign],
    above: Sequence[_Found],
    said: set[str],
) -> tuple[tuple[PaperSigns, ...], list[_Found]]:
    """The boxes of some signs, and all that was found by now. No box stands twice in vain."""
    every = list(above)
    kept: dict[tuple[Condition, ...], dict[str, list[_Found]]] = {}
    found = [entry for sign in signs for entry in _found(questionnaire, sign)]
    for entry in sorted(found, key=lambda entry: bool(entry.others)):
        left = entry.less(every)
        every.append(entry)
        if left.codes:
            kept.setdefault(left.others, {}).setdefault(left.item.link_id, []).append(left)
    groups = (
        PaperSigns(
            _only_for(questionnaire, "Only if", others) if others else None,
            on_paper(questionnaire, AllOf(all=others)) if others else None,
            tuple(_sign_question(entries, said) for entries in questions.values()),
        )
        for others, questions in kept.items()
    )
    return tuple(groups), every


def _found(questionnaire: Questionnaire, sign: WarningSign) -> Iterator[_Found]:
    for others, chosen in _ways(questionnaire, sign_condition(sign), ()):
        item = questionnaire.item[chosen.question]
        parts = _joined(questionnaire, item.enable_when) if item.enable_when else ()
        # A "not" only spares people a question that another answer has settled. Paper asks them.
        only = (part for part in parts if not isinstance(part, Not))
        unsure = item.not_sure
        codes = frozenset(chosen.chosen)
        if unsure is not None and codes.intersection(unsure.counts_as or ()):
            codes |= {unsure.code}
        yield _Found(
            tuple(dict.fromkeys((*others, *only))),
            item,
            codes,
            sign.advice,
            unsure_of_all=unsure is not None and unsure.code in chosen.chosen,
        )


def _ways(
    questionnaire: Questionnaire, condition: Condition, others: tuple[Condition, ...]
) -> Iterator[tuple[tuple[Condition, ...], Chosen]]:
    """Every answer that can give a sign, with what else has to be true."""
    match condition:
        case Chosen():
            yield others, condition
        case ConditionIs():
            named = questionnaire.condition[condition.condition]
            yield from _ways(questionnaire, named.when, others)
        case AnyOf():
            for inner in condition.any:
                yield from _ways(questionnaire, inner, others)
        case AllOf():
            parts = _joined(questionnaire, condition)
            last = max(i for i, part in enumerate(parts) if not isinstance(part, Not))
            rest = (*others, *parts[:last], *parts[last + 1 :])
            yield from _ways(questionnaire, parts[last], rest)
        case SignGiven():
            sign = questionnaire.warning_sign[condition.warning_sign]
            yield from _ways(questionnaire, sign_condition(sign), others)
        case _:
            raise ValueError(f"no tick on paper gives this sign: {condition}")


def _joined(questionnaire: Questionnaire, condition: Condition) -> tuple[Condition, ...]:
    """The conditions that are joined by "and" in one, each in the words that it has."""
    named = condition
    while isinstance(named, ConditionIs):
        named = questionnaire.condition[named.condition].when
    if not isinstance(named, AllOf):
        return (condition,)
    return tuple(part for inner in named.all for part in _joined(questionnaire, inner))


def _sign_question(entries: Sequence[_Found], said: set[str]) -> PaperQuestion:
    item = entries[0].item
    advice = {code: entry.advice for entry in entries for code in entry.codes}
    answers = [o for o in item.answer_option if o.code in advice and o != item.not_sure]
    boxes = [Box(item.link_id, o.code, o.text, o.hint, advice=advice[o.code]) for o in answers]
    unsure = item.not_sure
    if unsure is not None and unsure.code in advice:
        others = [
            item.options[code].label
            for code in unsure.counts_as or ()
            if any(entry.unsure_of_all for entry in entries) and code not in advice
        ]
        about = f"Also about {listed(others, 'or')}." if others else None
        boxes.append(Box(item.link_id, unsure.code, unsure.text, about))
    return PaperQuestion(item.text, _once(item.hint, said), tuple(boxes), item.repeats)


def _only_for(questionnaire: Questionnaire, lead: str, others: tuple[Condition, ...]) -> Line:
    """Whom something is about, in words alone: nothing is ticked before the signs."""
    match others:
        case (ConditionIs() as one,):
            return Line(f"{lead} {questionnaire.condition[one.condition].text}:")
        case (Not(not_=ConditionIs() as one),):
            text = questionnaire.condition[one.condition].text
            return Line(f"{lead} this is not true of you: {text}.")
        case (Chosen(chosen=several) as one,) if len(several) > 1:
            options = questionnaire.item[one.question].options
            lines = tuple(Line(options[code].label) for code in several)
            return Line(f"{lead} any of these is true of you:", lines)
        case (Chosen() as one,):
            return Line(f"{lead} this is true of you: {_answers(questionnaire, one)}.")
    lead = f"{lead} all of these are true of you:"
    return Line(lead, tuple(Line(_fact(questionnaire, one)) for one in others))


def _fact(questionnaire: Questionnaire, condition: Condition) -> str:
    if not isinstance(condition, Chosen):
        return sentence(questionnaire, condition)
    item = questionnaire.item[condition.question]
    answers = _answers(questionnaire, condition)
    return answers if item.repeats else f"{item.short}: {answers}"


def _answers(questionnaire: Questionnaire, condition: Chosen) -> str:
    options = questionnaire.item[condition.question].options
    return "; or ".join(options[code].label for code in condition.chosen)


# --- questions, count and what it says ------------------------------------------------------------


def _numbered(
    questionnaire: Questionnaire, parts: Iterable[PaperPart], stops: Iterable[PaperEnding]
) -> Iterator[PaperQuestion]:
    """The questions after the signs, those last that only a count brings up.

    Of the questions about signs only what no box above asks: it is for the GP.
    """
    kinds = {section.id: section.kind for section in questionnaire.sections}
    above = {
        (box.question, box.code)
        for part in parts
        for group in part.groups
        for question in group.questions
        for box in question.boxes
    }
    stopped = {
        (stop.when.question, code)
        for stop in stops
        if isinstance(stop.when, Chosen)
        for code in stop.when.chosen
    }
    left = []
    said: set[str] = set()
    for item in questionnaire.items:
        options = tuple(o for o in item.answer_option if (item.link_id, o.code) not in stopped)
        if _is_about_signs(kinds[item.section], item):
            options = tuple(
                option
                for option in options
                if item.repeats and not option.exclusive and option != item.not_sure
                if (item.link_id, option.code) not in above
            )
        when = on_paper(questionnaire, item.enable_when) if item.enable_when else None
        if options:
            left.append((item, options, when))
    for number, (item, options, when) in enumerate(
        sorted(left, key=lambda entry: _needs_count(entry[2])), start=1
    ):
        boxes = (
            Box(item.link_id, option.code, option.text, option.hint, f"{number}{letter}")
            for option, letter in zip(options, ascii_uppercase, strict=False)
        )
        hint = _once(item.hint, said)
        yield PaperQuestion(item.text, hint, tuple(boxes), item.repeats, number, when=when)


def _once(hint: str | None, said: set[str]) -> str | None:
    """A hint where it is said for the first time: on 1 piece of paper that is enough."""
    if hint is None or hint in said:
        return None
    said.add(hint)
    return hint


def _is_about_signs(kind: str, item: Item) -> bool:
    """Asked among the warning signs, or because of one: there alone "not sure" counts as a sign."""
    asked_for_one = item.not_sure is not None and bool(item.not_sure.counts_as)
    return kind == "warning" or (kind == "detail" and asked_for_one)


def _needs_count(condition: Condition | None) -> bool:
    match condition:
        case BandIs() | OverlayShows():
            return True
        case AllOf():
            return any(map(_needs_count, condition.all))
        case AnyOf():
            return any(map(_needs_count, condition.any))
        case Not():
            return _needs_count(condition.not_)
    return False


def _count(questionnaire: Questionnaire, words: "_Words") -> PaperCount:
    score = questionnaire.score
    never = on_paper(questionnaire, score.no_band_when)
    return PaperCount(
        lowest=score.lowest,
        never_if=words.line("Do not count if", never),
        never=never,
        marks=tuple(
            _mark(words, feature.text, feature.item_weight, feature.when)
            for feature in questionnaire.features
        ),
        rows=tuple(_row(words, band) for band in score.bands),
    )


def _mark(words: "_Words", text: str, weight: int, condition: Condition) -> Mark:
    when = on_paper(words.questionnaire, condition, Reading.as_given)
    return Mark(text, weight, words.line("If", when), when)


def _row(words: "_Words", band: Band) -> PaperRow:
    requires = on_paper(words.questionnaire, band.requires) if band.requires else None
    return PaperRow(
        band=band.id,
        label=words.rows[band.id],
        lowest=band.from_,
        highest=band.to,
        text=band.text,
        only_if=words.line("Only if", requires) if requires else None,
        requires=requires,
        otherwise=words.rows[band.otherwise] if band.otherwise else None,
    )


def _overlay(words: "_Words", overlay: Overlay) -> PaperOverlay:
    gate = on_paper(words.questionnaire, overlay.gate)
    return PaperOverlay(
        overlay=overlay.id,
        title=overlay.title,
        only_if=words.line("Only if", gate),
        gate=gate,
        marks=tuple(_mark(words, c.text, 1, c.when) for c in overlay.criteria),
        shows_from=overlay.shows_from,
        text=overlay.text,
    )


def _stops(questionnaire: Questionnaire) -> Iterator[PaperEnding]:
    for outcome in questionnaire.outcomes:
        if outcome.ends_journey and outcome.when and not isinstance(outcome.when, LevelAtLeast):
            yield PaperEnding(
                outcome=outcome.id,
                number=0,
                only_if=_only_for(questionnaire, "Stop here if", (outcome.when,)),
                when=on_paper(questionnaire, outcome.when),
                title=outcome.title,
                text=outcome.text,
            )


def _endings(questionnaire: Questionnaire, words: "_Words") -> Iterator[PaperEnding]:
    calm = (outcome for outcome in questionnaire.outcomes if not outcome.ends_journey)
    for number, outcome in enumerate(calm, start=1):
        when = on_paper(questionnaire, outcome.when) if outcome.when else None
        only_if = words.line("If", when) if when else None
        yield PaperEnding(outcome.id, number, only_if, when, outcome.title, outcome.text)


def _advice(questionnaire: Questionnaire, endings: Iterable[PaperEnding]) -> Iterator[PaperAdvice]:
    for advice in questionnaire.advice:
        numbers = tuple(
            ending.number
            for ending in endings
            if advice.id in questionnaire.outcome[ending.outcome].advice
        )
        if numbers:
            yield PaperAdvice(numbers, advice)


def _ask(words: "_Words", question: GpQuestion) -> PaperAsk:
    when = on_paper(words.questionnaire, question.when) if question.when else None
    return PaperAsk(
        ask=question.id,
        text=question.text,
        only_if=words.line("If", when) if when else None,
        when=when,
        follow_ups=tuple(_follow_up(words, line, when) for line in question.follow_ups),
    )


def _follow_up(words: "_Words", line: FollowUp, above: Condition | None) -> PaperAsk:
    """A line under a question. It says nothing again of what the question above it says."""
    when = on_paper(words.questionnaire, line.when)
    left = when
    if isinstance(when, AllOf):
        parts = tuple(part for part in when.all if part != above)
        left = parts[0] if len(parts) == 1 else AllOf(all=parts or when.all)
    return PaperAsk(line.text, line.text, words.line("If", left), when)


# --- words ----------------------------------------------------------------------------------------


class _Words:
    """Says conditions by the labels of boxes and rows and the numbers of parts."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        numbered: Iterable[PaperQuestion],
        parts: Iterable[PaperPart],
    ) -> None:
        self.questionnaire = questionnaire
        self.rows = dict(zip(questionnaire.band, ascii_uppercase, strict=False))
        self._later = {q.when: q.number for q in reversed(tuple(numbered)) if _needs_count(q.when)}
        self._parts = {part.level: part.number for part in parts}
        self._labels = {
            (box.question, box.code): box.label for asked in numbered for box in asked.boxes
        }

    def about(self, question: PaperQuestion) -> PaperQuestion:
        """A question that says when to answer it."""
        if question.when is None:
            return question
        said_first = self._later.get(question.when, question.number) == question.number
        say = self._in_full if said_first else self.line
        return replace(question, only_if=say("Only if", question.when))

    def line(self, lead: str, condition: Condition) -> Line:
        """A condition as the end of a sentence that ``lead`` begins, its parts under it."""
        if condition in self._later:
            return _sentence(lead, f"question {self._later[condition]} is for you.")
        return self._in_full(lead, condition)

    def _in_full(self, lead: str, condition: Condition) -> Line:
        """The same, also where a question on the paper already says it."""
        boxes = _either(condition)
        if boxes is not None:
            return _sentence(lead, f"you ticked {self._names(boxes)}.")
        match condition:
            case Chosen():
                boxes = [(condition.question, code) for code in condition.chosen]
                few = f"{condition.at_least} or more of {self._names(boxes)}"
                return _sentence(lead, f"you ticked {few}.")
            case BandIs():
                rows = listed([self.rows[name] for name in condition.band], "or")
                return _sentence(lead, f"your row is {rows}.")
            case LevelAtLeast():
                return _sentence(lead, f"you ticked a box in {self._of_parts(condition)}.")
            case OverlayShows():
                return _sentence(lead, f"{self._title(condition)} is for you.")
            case AllOf():
                lines = tuple(self.line("", part) for part in condition.all)
                return replace(_sentence(lead, "all of these are true:"), lines=lines)
            case AnyOf():
                lines = tuple(self.line("", part) for part in condition.any)
                return replace(_sentence(lead, "any of these is true:"), lines=lines)
            case Not():
                return self._opposite(lead, condition.not_)
        raise ValueError(f"no words for {condition}")

    def _opposite(self, lead: str, condition: Condition) -> Line:
        boxes = _either(condition)
        if boxes is not None:
            return _sentence(lead, f"you did not tick {self._names(boxes)}.")
        match condition:
            case BandIs():
                rows = listed([self.rows[name] for name in condition.band], "or")
                return _sentence(lead, f"your row is not {rows}.")
            case LevelAtLeast():
                return _sentence(lead, f"you ticked no box in {self._of_parts(condition)}.")
            case OverlayShows():
                return _sentence(lead, f"{self._title(condition)} is not for you.")
            case AllOf():
                return self.line(lead, AnyOf(any=tuple(map(_not, condition.all))))
            case AnyOf():
                return self.line(lead, AllOf(all=tuple(map(_not, condition.any))))
        said = self.line("", condition)
        return replace(_sentence(lead, "this is not true:"), lines=(said,))

    def _of_parts(self, condition: LevelAtLeast) -> str:
        levels = (n for level, n in self._parts.items() if level >= condition.level_at_least)
        return f"part {listed([str(number) for number in levels], 'or')}"

    def _title(self, condition: OverlayShows) -> str:
        return f"“{self.questionnaire.overlay[condition.overlay].title}”"

    def _names(self, boxes: Iterable[Tick]) -> str:
        """The labels of some boxes, those that follow each other as "4A to 4C"."""
        names = []
        for _, run in groupby(enumerate(boxes), key=self._place):
            labels = [self._name(box) for _, box in run]
            names += [f"{labels[0]} to {labels[-1]}"] if len(labels) > 2 else labels
        return listed(names, "or")

    def _place(self, numbered: tuple[int, Tick]) -> tuple[str, int]:
        """The same for boxes of one question whose letters follow each other."""
        place, (question, code) = numbered
        label = self._labels.get((question, code), "")
        return question, (ord(label[-1]) if label else -2 * place) - place

    def _name(self, box: Tick) -> str:
        question, code = box
        answer = self.questionnaire.item[question].options[code]
        return self._labels.get(box, f"“{answer.label}”")


def _either(condition: Condition) -> list[Tick] | None:
    """The boxes of which 1 tick is enough; ``None`` where it is not as simple as that."""
    match condition:
        case Chosen(at_least=1):
            return [(condition.question, code) for code in condition.chosen]
        case AnyOf():
            each = [_either(inner) for inner in condition.any]
            known = [boxes for boxes in each if boxes is not None]
            return [box for boxes in known for box in boxes] if len(known) == len(each) else None
    return None


def _sentence(lead: str, rest: str) -> Line:
    text = f"{lead} {rest}".lstrip()
    return Line(text[0].upper() + text[1:])
