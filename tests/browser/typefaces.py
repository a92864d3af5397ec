"""What pages keep on paper in faces, papers, margins and browsers that are not ours to choose."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from tests.browser.firefox import Window
from tests.browser.measuring import style
from tests.browser.printing import Paper, ends_on, families, printed, sides
from tests.browser.sites import SHIPPED, Site
from tests.browser.states import State, all_states, answers_for, most_signs, worst_sheets
from tests.browser.visitor import Visitor, come

SPARE = 0.04
"""What is promised to be kept on paper that is lower by this share."""
USUAL, WIDEST = "Liberation Sans", "DejaVu Serif"
"""Of the faces that paper is tried in: as wide as Arial, and the widest."""
WIDE_MARGINS = "@page { margin: 12.7mm !important; }"
"""What a browser prints with that passes over the margins of a page."""
BULLETS = "Mozilla_Bullet"
"""Firefox has a face of its own for them."""
CARDS = frozenset(("result-maternity", "result-urgent", "result-urgent-in-pregnancy"))


def is_set_in(paper: bytes, family: str) -> bool:
    """Whether it is set in a face, and in no other."""
    return families(paper) - {BULLETS} == {family.replace(" ", "")}


def worn(family: str) -> str:
    """A style that sets a page in a face."""
    return f':root {{ --sans: "{family}" !important; --serif: "{family}" !important; }}'


def worn_wider(family: str, share: float) -> str:
    """The same, with every letter wider by a share."""
    faces = (
        f'@font-face {{ font-family: "Wider"; src: local("{family}{name}"); font-weight: {weight}; '
        f"size-adjust: {1 + share:%}; }}"
        for name, weight in (("", 400), (" Bold", 700))
    )
    return " ".join((*faces, worn("Wider")))


class Press(Protocol):
    """A browser with a printer."""

    def open(self, state: State) -> None:
        """Come to a page in a state."""

    def printed(self, css: str, paper: Paper) -> bytes:
        """The page on paper, with a style on it."""


class Chromium:
    """The first."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def open(self, state: State) -> None:
        """Come to a page in a state."""
        self._visitor.open(state)

    def printed(self, css: str, paper: Paper) -> bytes:
        """The page on paper, with a style on it."""
        with style(self._visitor.page, css):
            return printed(self._visitor.page, paper)


class Firefox:
    """The second."""

    def __init__(self, window: Window, sites: dict[str, Site]) -> None:
        self._window = window
        self._sites = sites

    def open(self, state: State) -> None:
        """Come to a page in a state."""
        come(self._window, state, self._sites)

    def printed(self, css: str, paper: Paper) -> bytes:
        """The page on paper, with a style on it."""
        with style(self._window, css):
            return self._window.printed((paper.width / 10, paper.height / 10))


@dataclass(frozen=True)
class Promise:
    """On how many sides something stands at most."""

    name: str
    states: tuple[State, ...]
    most: int
    count: Callable[[bytes], int] = sides
    spare: float = SPARE
    """By this share the paper may be lower, within our own margins."""
    any_margins: str | None = WIDEST
    """The widest face in which it is kept within the margins of any browser, if in one."""

    def is_kept(self, paper: bytes) -> bool:
        """Whether it stands on no more."""
        return 0 < self.count(paper) <= self.most


def promises() -> Iterator[Promise]:
    """What is promised of the fullest pages. Some have 1 side more: docs/decisions/0037."""
    for path, size, most, widest in (
        ("/gp-sheet", "", 2, WIDEST),
        ("/gp-sheet?size=large", ", large print", 4, "Open Sans"),
    ):
        outcomes: dict[str, list[State]] = {}
        for state in worst_sheets(path):
            outcomes.setdefault(state.name.rpartition("-")[0], []).append(state)
        for outcome, states in outcomes.items():
            name = f"Sheet: {outcome}{size}"
            more = outcome == "maternity" or (size and outcome not in ("several", "some", "few"))
            yield Promise(name, tuple(states), most + bool(more), any_margins=widest)
    emergencies = (answers_for("emergency"), most_signs())
    pages = tuple(State("emergency", "/result", answers) for answers in emergencies)
    yield Promise("Emergency page", pages, 1)
    empty = State("paper", "/paper")
    yield Promise("Empty copy", (empty,), 7, spare=0, any_margins=None)
    for state in all_states():
        if state.site == SHIPPED and state.name in CARDS:
            yield Promise(f"Cards: {state.name.partition('-')[2]}", (state,), 1, last_card)


def last_card(paper: bytes) -> int:
    """The side on which the last card ends. Each says when it was printed."""
    return ends_on(paper, "Printed ")
