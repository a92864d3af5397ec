"""What is printed, in the order of the paper."""

from dataclasses import dataclass

from app.content.conditions import Condition, Level
from app.content.model import Advice
from app.sheet.explain import Line

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
