"""The paper, made from the content."""

from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from app.content.conditions import AllOf, Chosen, Condition, LevelAtLeast
from app.content.model import Band, FollowUp, GpQuestion, Item, Overlay, Questionnaire
from app.engine.evaluate import Reading
from app.paper.signs import parts_of, said_once
from app.paper.ticks import on_paper
from app.paper.values import (
    Box,
    Mark,
    Paper,
    PaperAdvice,
    PaperAsk,
    PaperCount,
    PaperEnding,
    PaperNote,
    PaperOverlay,
    PaperPart,
    PaperQuestion,
    PaperRow,
)
from app.paper.words import Words, needs_count, only_for


def make_paper(questionnaire: Questionnaire) -> Paper:
    """The paper for this content."""
    stops = tuple(_stops(questionnaire))
    parts = tuple(parts_of(questionnaire))
    numbered = tuple(_numbered(questionnaire, parts, stops))
    words = Words(questionnaire, numbered, parts)
    asked = tuple(words.about(question) for question in numbered)
    endings = tuple(_endings(questionnaire, words))
    reached = {ending.outcome for ending in endings}
    return Paper(
        stops=stops,
        parts=parts,
        questions=tuple(question for question in asked if not needs_count(question.when)),
        count=_count(questionnaire, words),
        overlays=tuple(_overlay(words, overlay) for overlay in questionnaire.overlays),
        later_questions=tuple(question for question in asked if needs_count(question.when)),
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


# --- questions ------------------------------------------------------------------------------------


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
        sorted(left, key=lambda entry: needs_count(entry[2])), start=1
    ):
        boxes = (
            Box(item.link_id, option.code, option.text, option.hint, f"{number}{letter}")
            for option, letter in zip(options, ascii_uppercase, strict=False)
        )
        hint = said_once(item.hint, said)
        yield PaperQuestion(item.text, hint, tuple(boxes), item.repeats, number, when=when)


def _is_about_signs(kind: str, item: Item) -> bool:
    """Asked among the warning signs, or because of one: there alone "not sure" counts as a sign."""
    asked_for_one = item.not_sure is not None and bool(item.not_sure.counts_as)
    return kind == "warning" or (kind == "detail" and asked_for_one)


# --- the count and what it says -------------------------------------------------------------------


def _count(questionnaire: Questionnaire, words: Words) -> PaperCount:
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


def _mark(words: Words, text: str, weight: int, condition: Condition) -> Mark:
    when = on_paper(words.questionnaire, condition, Reading.as_given)
    return Mark(text, weight, words.line("If", when), when)


def _row(words: Words, band: Band) -> PaperRow:
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


def _overlay(words: Words, overlay: Overlay) -> PaperOverlay:
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
                only_if=only_for(questionnaire, "Stop here if", (outcome.when,)),
                when=on_paper(questionnaire, outcome.when),
                title=outcome.title,
                text=outcome.text,
            )


def _endings(questionnaire: Questionnaire, words: Words) -> Iterator[PaperEnding]:
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
            if advice.id in questionnaire.outcomes_by_id[ending.outcome].advice
        )
        if numbers:
            yield PaperAdvice(numbers, advice)


def _ask(words: Words, question: GpQuestion) -> PaperAsk:
    when = on_paper(words.questionnaire, question.when) if question.when else None
    return PaperAsk(
        ask=question.id,
        text=question.text,
        only_if=words.line("If", when) if when else None,
        when=when,
        follow_ups=tuple(_follow_up(words, line, when) for line in question.follow_ups),
    )


def _follow_up(words: Words, line: FollowUp, above: Condition | None) -> PaperAsk:
    """A line under a question. It says nothing again of what the question above it says."""
    when = on_paper(words.questionnaire, line.when)
    left = when
    if isinstance(when, AllOf):
        parts = tuple(part for part in when.all if part != above)
        left = parts[0] if len(parts) == 1 else AllOf(all=parts or when.all)
    return PaperAsk(line.text, line.text, words.line("If", left), when)
