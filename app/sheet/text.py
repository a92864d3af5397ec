"""The sheet as plain text, short enough for the online form of a GP surgery."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter

from app.sheet.sheet import Sheet, SheetLine, SheetOverlay

MOST = 2_000
"""Characters, a line break counted as the 2 that a form may send for it."""
FIRST = 3
"""Questions that go last: somebody may ask 3 at an appointment."""
TOLD = "The self-check told me:"
"""Without it the surgery would read what was said to the patient as said to it."""
MORE = "The paper sheet also has:"


class Use(IntEnum):
    """What a line is worth to the surgery that reads the form. The least useful goes first."""

    advice = 1
    follow_up = 2
    reason = 3
    question = 4
    history = 5
    pattern = 6
    denied = 7
    pain = 8
    first_question = 9
    always = 10


LEFT_OUT = {
    Use.advice: "how to use the questions",
    Use.follow_up: "details of questions",
    Use.reason: "reasons",
    Use.question: "questions",
    Use.history: "history",
    Use.denied: "denied signs",
    Use.pain: "the pain",
    Use.first_question: "questions",
}
"""What a text without some lines says of them: nobody takes what is left out for a "no".

The content has its own word for patterns.
"""


@dataclass(frozen=True)
class _Line:
    use: Use
    text: str
    called: str
    """What the last line says where this one is left out."""


_Block = tuple[_Line, ...]
BY_USE = attrgetter("use")


def sheet_text(sheet: Sheet, made: str, notice: str | None) -> str:
    """As much of the sheet as fits, in its order, with a blank line between its parts.

    A sign that was reported or not sure about is never left out, however long the text gets. What
    else is left out is named in the last line.
    ``made`` is the time, ``notice`` what to say of content that is a draft.
    """
    blocks = tuple(_blocks(sheet, made, notice))
    spare = sorted(
        (line for block in reversed(blocks) for line in reversed(block) if line.use < Use.always),
        key=BY_USE,
    )
    out: list[_Line] = []
    while spare and _length(_written(blocks, out)) > MOST:
        out.append(spare.pop(0))
    for line in reversed(out):
        less = [other for other in out if other is not line]
        if _length(_written(blocks, less)) <= MOST:
            out = less
    return _written(blocks, out)


def _written(blocks: Iterable[_Block], out: Iterable[_Line]) -> str:
    """The text without some lines, which are named where there are any."""
    left = {id(line) for line in out}
    kept = (tuple(line for line in block if id(line) not in left) for block in blocks)
    text = "\n\n".join("\n".join(line.text for line in block) for block in kept if block)
    names = dict.fromkeys(line.called for line in sorted(out, key=BY_USE, reverse=True))
    return f"{text}\n{MORE} {', '.join(names)}." if names else text


def _length(text: str) -> int:
    return len(text) + text.count("\n")


def _blocks(sheet: Sheet, made: str, notice: str | None) -> Iterator[_Block]:
    yield _always(sheet.title, *([notice] if notice else ()))
    yield _always(*(" ".join((f"{TOLD} {card.action}.", *card.advice)) for card in sheet.cards))
    yield _always(*([f"The one thing I want from today: {sheet.wish}"] if sheet.wish else ()))
    yield tuple(_questions(sheet))
    yield tuple(_row(Use.pain, row) for row in sheet.rows)
    yield (
        *_always(_list("Warning signs reported", sheet.signs_reported)),
        *_always(_list("Not sure", sheet.signs_not_sure)),
        *(_row(Use.denied, line, "Denied, ") for line in sheet.signs_denied),
    )
    yield tuple(_row(Use.history, row) for row in sheet.history)
    for overlay in sheet.overlays:
        yield (_Line(Use.pattern, _overlay(overlay), sheet.counted),)
    yield (
        *([_line(Use.advice, " ".join(sheet.for_the_gp))] if sheet.for_the_gp else ()),
        *_always(f"{sheet.about} {made}"),
    )


def _questions(sheet: Sheet) -> Iterator[_Line]:
    for question in sheet.questions:
        use = Use.first_question if question.number <= FIRST else Use.question
        mark = "Matters most to me: " if question.is_priority else ""
        yield _line(use, f"{mark}{question.number}. {question.text}")
        yield _line(Use.reason, question.because)
        yield from (_line(Use.follow_up, f"- {line}") for line in question.follow_ups)


def _overlay(overlay: SheetOverlay) -> str:
    lines = [
        f"{overlay.title}: {overlay.count} of {overlay.of}",
        overlay.meaning,
        *([f"Only if: {overlay.gate}"] if overlay.gate else ()),
        _list("Counted", overlay.ticked),
        *([_list("Not sure", overlay.unsure)] if overlay.unsure else ()),
    ]
    return "\n".join(lines)


def _line(use: Use, text: str) -> _Line:
    return _Line(use, text, LEFT_OUT.get(use, ""))


def _always(*texts: str) -> _Block:
    return tuple(_line(Use.always, text) for text in texts)


def _row(use: Use, row: SheetLine, before: str = "") -> _Line:
    return _line(use, f"{before}{row.label}: {row.text}")


def _list(label: str, texts: tuple[str, ...]) -> str:
    return f"{label}: {'; '.join(texts) or 'none'}"
