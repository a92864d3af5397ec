"""What of the sheet has room on paper, and what gives way where there is much to print.

First the lines to write on give way, then the room between, then what the plain text leaves out
first. Nobody knows the reader's paper, margins and face, so the count is made for the smallest
paper, the widest margins and the widest face that the sheet is promised for: it fits any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from app.content.approvals import DRAFT_NOTICE
from app.sheet.sheet import Sheet

WRITTEN = 8
"""Millimetres of a line to write on."""
MOST_WRITTEN = 2
"""Such lines under one question."""
ELSEWHERE = "My warning signs are listed in the summary for {}."

BOLD = 1.13
"""How much wider bold letters are than others."""
INDENTED, BESIDE, NARROWER = 0.95, 0.8, 0.98
"""What is left of a row beside the box of a question, beside the labels of side 2, and where the
rows below the first stand in a little."""
MADE = "Made on 29 September 2026 at 23:59."


@dataclass(frozen=True)
class Room:
    """What has room on paper. The screen has all of it."""

    close: bool
    """Lines and parts of side 1 stand close."""
    reasons: int
    """So many questions have their reason, from the first."""
    answers: tuple[int, ...]
    """Lines to write on, under each question."""
    summary_close: bool
    """Lines and parts of side 2 stand close."""
    by_hand: bool
    """The lines to fill in by hand for the GP are there."""


@dataclass(frozen=True)
class _Print:
    """A size of print, in the widest face. Lengths are in millimetres."""

    is_large: bool
    row: int
    """Letters in a row."""
    line: float
    """From row to row."""
    line_close: float
    heads: tuple[float, float]
    """Rows besides those that are counted, on side 1 and on side 2: what stands above, the picture,
    and in large print what stays empty where a block goes to the next side whole."""
    height: float
    """What may be filled. That leaves 4 % to spare."""


USUAL = _Print(
    is_large=False, row=83, line=4.87, line_close=4.45, heads=(5.3, 4), height=0.96 * 254
)
"""On Letter paper within margins of 12.7 mm: some browsers pass over the margins of a page."""
LARGE = _Print(
    is_large=True, row=56, line=7.3, line_close=6.67, heads=(11.2, 9.7), height=0.96 * 526
)
"""On 2 sides of Letter paper within the margins of our own style."""


def room_of(sheet: Sheet, *, large: bool = False) -> Room:
    """What of a sheet has room on paper, in the usual size or in large print."""
    size = LARGE if large else USUAL
    asked = len(sheet.questions)
    for close, reasons in ((False, asked), *((True, n) for n in range(asked, -1, -1))):
        spare = size.height - _questions(sheet, size, reasons, close=close)
        if spare >= 0:
            break
    by_hand = ceil((len(sheet.by_hand) + 1) / 2) * WRITTEN
    summary_close = _summary(sheet, size, close=False) + by_hand > size.height
    has_room = _summary(sheet, size, close=summary_close) + by_hand <= size.height
    lines = min(max(0, int(spare / WRITTEN)), MOST_WRITTEN * asked)
    answers = tuple(lines // asked + (n < lines % asked) for n in range(asked))
    return Room(close, reasons, answers, summary_close, has_room)


class _Filled:
    """The height that is filled, block by block."""

    def __init__(self, size: _Print, head: float, *, close: bool) -> None:
        self._row = size.row
        self._line, self._gap = (size.line_close, 0.35) if close else (size.line, 0.7)
        self.height = head * self._line

    def put(self, text: str, label: str = "", *, of_row: float = 1, gaps: int = 1) -> None:
        """Put a block below the others, with a bold label."""
        rows = ceil((len(text) + BOLD * len(label)) / (self._row * of_row))
        self.height += rows * self._line + gaps * self._gap


def _questions(sheet: Sheet, size: _Print, reasons: int, *, close: bool) -> float:
    """How much of side 1 is filled, without lines to write on."""
    side = _Filled(size, size.heads[0], close=close)
    for card in sheet.cards:
        elsewhere = () if card.lists_signs else (ELSEWHERE.format(sheet.the_reader),)
        side.put(" ".join((*card.advice, *elsewhere)), f"{card.action}. ", gaps=5)
        for label, signs in (("I reported", card.reported), ("I was not sure about", card.unsure)):
            if signs and card.lists_signs:
                side.put(_listed(signs), f"{label}: ")
    if sheet.wish:
        side.put(sheet.wish, "The one thing I want from today: ")
    for need in sheet.needs if size.is_large else sheet.needs[:1]:
        side.put(need, gaps=2)
    if sheet.questions:
        side.put("", "My questions", gaps=3)
    for question in sheet.questions:
        mark = "Matters most to me: " if question.is_priority else ""
        because = question.because if question.number <= reasons else ""
        side.put(because, f"{mark}{question.number}. {question.text} ", of_row=INDENTED, gaps=2)
        for line in question.follow_ups:
            side.put(line, of_row=INDENTED, gaps=0)
    if sheet.come_back:
        side.put("", "When to get help sooner", gaps=4)
    for help_ in sheet.come_back:
        side.put(_listed(help_.bullets), f"{help_.heading}: ")
    return side.height


def _summary(sheet: Sheet, size: _Print, *, close: bool) -> float:
    """How much of side 2 is filled, without lines to write on."""
    side = _Filled(size, size.heads[1], close=close)
    rows = [(row.label, row.text) for row in sheet.rows]
    if sheet.wish and not (close and size.is_large):
        rows.append(("Wants today", sheet.wish))
    side.put("", "Warning signs: the patient's own answers, not examined", gaps=12)
    rows += (
        ("Asks first", _listed(sheet.asked_first)),
        ("Reported", _listed(sheet.signs_reported)),
        ("Not sure", _listed(sheet.signs_not_sure)),
    )
    for line in sheet.signs_denied:
        side.put(line.text, f"Denied, {line.label}: ", gaps=0)
    for label, text in rows:
        if close or size.is_large:
            side.put(text, f"{label}: ", of_row=NARROWER, gaps=0)
        else:
            side.put(text or "none", of_row=BESIDE, gaps=0)
    for heading, texts in _parts(sheet):
        if close:
            side.put(" ".join(texts), f"{heading}. ", gaps=3)
        else:
            side.put("", heading, gaps=4)
            for text in texts:
                side.put(text)
    return side.height


def _parts(sheet: Sheet) -> Iterable[tuple[str, Sequence[str]]]:
    """What stands below the warning signs."""
    if sheet.history:
        yield "History", (_listed(f"{row.label}: {row.text}" for row in sheet.history),)
    for overlay in sheet.overlays:
        yield (
            f"{overlay.title}: {overlay.count} of {overlay.of}",
            (
                overlay.meaning,
                *((f"Only if: {overlay.gate}",) if overlay.gate else ()),
                f"Counted: {_listed(overlay.ticked)}",
                *((f"Not sure: {_listed(overlay.unsure)}",) if overlay.unsure else ()),
            ),
        )
    about = f"{sheet.about} {MADE}"
    yield "About this sheet", (" ".join((DRAFT_NOTICE, *sheet.for_the_gp)), about)


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(texts)
