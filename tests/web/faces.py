"""What every face of a sheet has to say, whatever it looks like."""

import re
from collections.abc import Iterable, Iterator

from app.sheet.sheet import Sheet


def words(text: str) -> str:
    """A text without what only joins its parts."""
    return re.sub(r"[\s;:]+", "", text)


def facts(sheet: Sheet) -> Iterator[str]:
    """What a GP has to be able to find, in order."""
    yield sheet.title
    for card in sheet.cards:
        yield " ".join((f"{card.action}.", *card.advice))
    yield f"The one thing I want from today {sheet.wish}"
    for question in sheet.questions:
        mark = "Matters most to me " if question.is_priority else ""
        yield f"{mark}{question.number}. {question.text}"
        yield question.because
        yield from question.follow_ups
    for row in sheet.rows:
        yield f"{row.label} {row.text}"
    yield from signs(sheet)
    for row in sheet.history:
        yield f"{row.label} {row.text}"
    for overlay in sheet.overlays:
        yield f"{overlay.title} {overlay.count} of {overlay.of}"
        yield overlay.meaning
        if overlay.gate:
            yield f"Only if {overlay.gate}"
        yield from listed("Counted", overlay.ticked)
        if overlay.unsure:
            yield from listed("Not sure", overlay.unsure)
    yield " ".join(sheet.for_the_gp)
    yield sheet.about


def signs(sheet: Sheet) -> Iterator[str]:
    """The warning signs, each under what was said of it."""
    yield from listed("reported", sheet.signs_reported)
    yield from listed("Not sure", sheet.signs_not_sure)
    yield from (f"Denied, {line.label} {line.text}" for line in sheet.signs_denied)


def listed(label: str, texts: Iterable[str]) -> Iterator[str]:
    yield f"{label} {' '.join(texts) or 'none'}"


def missing(face: str, wanted: Iterable[str]) -> list[str]:
    """The facts that a face does not say after the one before."""
    left, lost = words(face).lower(), []
    for fact in wanted:
        _, found, after = left.partition(words(fact).lower())
        if found:
            left = after
        else:
            lost.append(fact)
    return lost
