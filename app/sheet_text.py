"""The sheet as plain text, short enough for the online form of a GP surgery."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from app.sheet import Sheet, SheetLine, SheetOverlay

MOST = 2_000
"""Characters, a line break counted as the 2 that a form may send for it."""
FIRST = 3
"""Questions that go last: somebody may ask 3 at an appointment."""
MORE = "The paper sheet has more."


class Use(IntEnum):
    """What a line is worth to the surgery that reads the form. The least useful goes first."""

    advice = 1
    follow_up = 2
    reason = 3
    not_asked = 4
    question = 5
    history = 6
    pattern = 7
    denied = 8
    pain = 9
    first_question = 10
    always = 11


@dataclass(frozen=True)
class _Line:
    use: Use
    text: str


_Block = tuple[_Line, ...]


def sheet_text(sheet: Sheet, made: str, notice: str | None) -> str:
    """As much of the sheet as fits, in its order, with a blank line between its parts.

    A sign that was reported or not sure about is never left out, however long the text gets.
    ``made`` is the time, ``notice`` what to say of content that is a draft.
    """
    blocks = tuple(_blocks(sheet, made, notice))
    text = _joined(blocks)
    while _length(text) > MOST:
        least = min((line for block in reversed(blocks) for line in reversed(block)), key=_use)
        if least.use is Use.always:
            break
        blocks = tuple(tuple(line for line in block if line is not least) for block in blocks)
        text = f"{_joined(blocks)}\n{MORE}"
    return text


def _use(line: _Line) -> Use:
    return line.use


def _joined(blocks: Iterable[_Block]) -> str:
    return "\n\n".join("\n".join(line.text for line in block) for block in blocks if block)


def _length(text: str) -> int:
    return len(text) + text.count("\n")


def _blocks(sheet: Sheet, made: str, notice: str | None) -> Iterator[_Block]:
    yield _always(sheet.title, *([notice] if notice else ()))
    yield _always(*(" ".join((f"{card.action}.", *card.advice)) for card in sheet.cards))
    yield _always(f"The one thing I want from today: {sheet.wish}")
    yield tuple(_questions(sheet))
    yield tuple(_row(Use.pain, row) for row in sheet.rows)
    yield (
        *_always(_list("Warning signs reported", sheet.signs_reported)),
        _Line(Use.denied, _list("Denied", sheet.signs_denied)),
        *_always(_list("Not sure", sheet.signs_not_sure)),
        _Line(Use.not_asked, _list("Not asked", sheet.signs_not_asked)),
    )
    yield tuple(_row(Use.history, row) for row in sheet.history)
    yield from map(_overlay, sheet.overlays)
    yield (
        _Line(Use.advice, " ".join(sheet.for_the_gp)),
        *_always(f"{sheet.disclaimer} Content version {sheet.version} ({sheet.digest}). {made}"),
    )


def _questions(sheet: Sheet) -> Iterator[_Line]:
    for question in sheet.questions:
        use = Use.first_question if question.number <= FIRST else Use.question
        mark = "Matters most to me: " if question.matters else ""
        yield _Line(use, f"{mark}{question.number}. {question.text}")
        yield _Line(Use.reason, question.because)
        yield from (_Line(Use.follow_up, f"- {line}") for line in question.follow_ups)


def _overlay(overlay: SheetOverlay) -> _Block:
    lines = [
        f"{overlay.title}: {overlay.count} of {overlay.of}",
        overlay.meaning,
        f"Only if: {overlay.gate}",
        _list("Counted", overlay.ticked),
        *([_list("Not sure", overlay.unsure)] if overlay.unsure else ()),
    ]
    return (_Line(Use.pattern, "\n".join(lines)),)


def _always(*texts: str) -> _Block:
    return tuple(_Line(Use.always, text) for text in texts)


def _row(use: Use, row: SheetLine) -> _Line:
    return _Line(use, f"{row.label}: {row.text}")


def _list(label: str, texts: tuple[str, ...]) -> str:
    return f"{label}: {'; '.join(texts) or 'none'}"
