"""The flow as a drawing: every box and line with its place, nothing over another."""

from dataclasses import dataclass

from app.authoring.review.flow import Flow, Node, Part

WIDTH = 800
SPINE = 30
"""Where the line runs that everybody follows; what only some are asked stands right of it."""
TEXT, SMALL = 14, 13
"""Sizes of type. A line of text takes 1.3 times as much."""


@dataclass(frozen=True)
class Box:
    """A text with its place. ``kind`` is the node's or the label's; labels have no frame."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    lines: tuple[str, ...]
    size: int

    def baseline(self, number: int) -> int:
        """Where a line of the text stands, counted from 0."""
        space = self.height - round(len(self.lines) * self.size * 1.3)
        return self.y + space // 2 + round((number + 0.78) * self.size * 1.3)

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Line:
    """A way between boxes: right-angled, with an arrow at its end."""

    points: tuple[tuple[int, int], ...]
    kind: str
    arrow: bool = True


@dataclass(frozen=True)
class Drawing:
    """One part of the flow with the place of everything in it."""

    part: Part
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    forks: tuple[tuple[int, int], ...]


def draw(drawn: Flow, part: Part) -> Drawing:
    """Give every box and line of a part its place: from top to bottom, nothing over another."""
    pen = _Pen(drawn)
    for node in part.nodes:
        pen.put(node)
    return pen.drawing(part, is_last=part is drawn.parts[-1])


class _Pen:
    """Draws from top to bottom. ``y`` is the first free place, ``spine`` how far its line goes."""

    def __init__(self, drawn: Flow) -> None:
        self.flow = drawn
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.forks: list[tuple[int, int]] = []
        self.y = self.spine = 4
        self.fork = 0

    def put(self, node: Node) -> None:
        if node.kind == "fork":
            self.y += 20
            self.fork = self.y
            self.forks.append((SPINE, self.y))
        elif not self.flow.way_in(node) and node.kind != "outcome":
            self._on_spine(node)
        elif node.kind == "question":
            self._beside_spine(node)
        else:
            self._outcome(node)

    def drawing(self, part: Part, *, is_last: bool) -> Drawing:
        if not is_last:
            self._down_to(self.y + 26)
        return Drawing(part, self.y + 6, tuple(self.boxes), tuple(self.lines), tuple(self.forks))

    def _down_to(self, y: int, *, arrow: bool = True) -> None:
        self.lines.append(Line(((SPINE, self.spine), (SPINE, y)), "next", arrow))
        self.y = self.spine = y

    def _box(self, x: int, y: int, width: int, kind: str, text: str, *, label: bool = False) -> Box:
        size, padding = (SMALL, 4) if label else (TEXT, 9)
        lines = wrap(text, width - 2 * padding - 2, size)
        height = round(len(lines) * size * 1.3) + 2 * padding
        box = Box(x, y, width, height, kind, lines, size)
        self.boxes.append(box)
        return box

    def _on_spine(self, node: Node) -> None:
        if node.kind != "start":
            self._down_to(self.y + 26)
        box = self._box(10, self.y, 330, node.kind, node.text)
        self.spine = box.bottom
        self.y = max(box.bottom, self._exits(node, box))

    def _beside_spine(self, node: Node) -> None:
        label = self._box(
            140, self.fork + 4, WIDTH - 150, "when", self.flow.way_in(node), label=True
        )
        box = self._box(110, label.bottom + 16, 260, node.kind, node.text)
        self._box(SPINE + 5, self.fork + 8, 78, "otherwise", "otherwise", label=True)
        way = ((SPINE, self.fork), (130, self.fork), (130, box.y))
        self.lines.append(Line(way, "when"))
        low = max(box.bottom, self._exits(node, box)) + 14
        self.lines.append(Line(((130, box.bottom), (130, low), (SPINE, low)), "next"))
        self._down_to(low, arrow=False)

    def _outcome(self, node: Node) -> None:
        if way_in := self.flow.way_in(node):
            label = self._box(115, self.fork - 12, 300, "when", way_in, label=True)
            box = self._box(450, self.fork - 18, WIDTH - 460, node.kind, node.text)
            self._box(SPINE + 5, self.fork + 8, 78, "otherwise", "otherwise", label=True)
            self.lines.append(Line(((SPINE, self.fork), (label.x, self.fork)), "when", arrow=False))
            self.lines.append(Line(((label.x + 300, self.fork), (box.x, self.fork)), "when"))
            self._down_to(max(label.bottom, box.bottom, self.fork + 30) + 14, arrow=False)
        else:
            self.y += 14
            box = self._box(450, self.y - 18, WIDTH - 460, node.kind, node.text)
            self._down_to(self.y, arrow=False)
            self.lines.append(Line(((SPINE, self.y), (box.x, self.y)), "otherwise"))
            self.y = box.bottom

    def _exits(self, node: Node, box: Box) -> int:
        """Draw the ways out of a question to its right; how far down they go."""
        y = low = box.y
        for edge in self.flow.edges_from(node, "exit"):
            label = self._box(405, y, 205, "exit", edge.label, label=True)
            target = self.flow.node[edge.target].text
            out = self._box(645, y, WIDTH - 655, "outcome", f"Outcome {target}")
            right, level = box.x + box.width, y + 14
            # The first leaves the question itself; the others leave the way of the first.
            start = ((right, level),) if y == box.y else ((390, box.y + 14), (390, level))
            self.lines.append(Line((*start, (label.x, level)), "exit", arrow=False))
            self.lines.append(Line(((label.x + label.width, level), (out.x, level)), "exit"))
            low = max(label.bottom, out.bottom)
            y = low + 12
        return low


def wrap(text: str, width: float, size: int) -> tuple[str, ...]:
    """Break a text into lines that are no wider than ``width`` at a size of type."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append("")
            longer = word
        while text_width(longer, size) > width and len(longer) > 1:
            fits = next(
                n
                for n in range(len(longer), 0, -1)
                if n == 1 or text_width(longer[:n], size) <= width
            )
            lines[-1] = longer[:fits]
            longer = longer[fits:]
            lines.append("")
        lines[-1] = longer
    return tuple(lines)


NARROW = frozenset("iIjlt.,:;'!|()[]/frt -\u2019\u201c\u201d")
WIDE = frozenset("mwMW@%&")


def text_width(text: str, size: int) -> float:
    """How wide a text is at most in Arial and its like."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in NARROW:
        return 0.34
    if letter in WIDE or letter > "\xff":
        return 0.92
    return 0.74 if letter.isupper() else 0.57
