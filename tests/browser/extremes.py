"""The answers whose sheet is fullest, for each outcome, and those whose sheet is emptiest.

``python -m tests.browser.extremes`` looks for them, after a change of the content or of the sheet,
and writes them where :mod:`tests.browser.states` reads them.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.sheet.sheet import make_sheet
from tests.browser.states import EXTREMES, answers_for, stories
from tests.questions import QUESTIONS


def extremes() -> Iterator[tuple[str, Answers]]:
    """All of them by name."""
    yield "emptiest", emptiest()
    yield "any", fullest()
    for outcome in QUESTIONS.outcomes:
        if outcome.sheet_title is not None:
            yield outcome.id, fullest(outcome.id)
            yield f"{outcome.id}-healthy", fullest(outcome.id, healthy=True)


def emptiest() -> Answers:
    """Answers of which next to none is a tick."""
    kept = dict(answers_for("several"))
    for item in QUESTIONS.items:
        for option in item.answer_option:
            tried = {**kept, item.link_id: frozenset((option.code,))}
            if 0 < _length(tried) < _length(kept):
                kept = tried
    return kept


def fullest(outcome: str | None = None, *, healthy: bool = False) -> Answers:
    """Every tick that still leaves a sheet, and the longest single words.

    A tick is kept where the sheet grows by it, and the ``outcome`` stays, where one is given. The
    history is longest for the ``healthy``, because it says what they do not have.
    """
    some = {name: given for story in stories() for name, given in story.answers.items()}
    kept = {**some, **answers_for(outcome or "several")}
    longest = _length(kept, outcome, history=healthy)
    for item in QUESTIONS.items:
        for option in item.answer_option:
            if option.exclusive or option == item.not_sure:
                continue
            others = kept[item.link_id] - {o.code for o in item.answer_option if o.exclusive}
            given = others | {option.code} if item.repeats else frozenset((option.code,))
            tried = {**kept, item.link_id: given}
            length = _length(tried, outcome, history=healthy)
            if length > longest:
                kept, longest = tried, length
    return assess(QUESTIONS, kept).journey.answers


def written() -> str:
    """What stands in the file."""
    found = {
        name: {item: " ".join(sorted(codes)) for item, codes in answers.items()}
        for name, answers in extremes()
    }
    return json.dumps(found, indent=1) + "\n"


def _length(answers: Answers, outcome: str | None = None, *, history: bool = True) -> int:
    """How many characters the sheet of some answers has; 0 where they lead elsewhere."""
    assessment = assess(QUESTIONS, answers)
    if assessment.outcome is None or assessment.outcome.sheet_title is None:
        return 0
    if outcome not in (None, assessment.outcome.id):
        return 0
    sheet = make_sheet(QUESTIONS, assessment)
    return len(str(sheet if history else (replace(sheet, history=()), answers)))


if __name__ == "__main__":
    EXTREMES.write_text(written(), encoding="utf-8")
