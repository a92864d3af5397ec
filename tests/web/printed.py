"""A PDF as a screen reader meets it: its tags in reading order, each with its text."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pikepdf

BFCHAR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass(frozen=True, eq=False)
class Tag:
    """One tag, or a text that has no tag of its own: then without a role."""

    role: str
    text: str
    alt: str
    depth: int


class Printed:
    """Tags, texts and places of one PDF. Knows as much of PDF as typst makes use of."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.places: list[tuple[float, float]] = []
        """Where each run of text begins, in points from the lower left corner of its page."""
        self.sizes: set[float] = set()
        """The sizes of type, in points."""
        self._texts: dict[tuple[int, int], str] = {}
        for number, page in enumerate(self.pdf.pages):
            self._read(number, page)
        self._number: dict[Any, int] = {page.objgen: n for n, page in enumerate(self.pdf.pages)}
        self.tags = list(self._walk(self.pdf.Root.StructTreeRoot.K, 0))

    @property
    def text(self) -> str:
        """Everything that is read out, but for pictures."""
        return "".join(tag.text for tag in self.tags)

    def all(self, *roles: str) -> list[Tag]:
        """The tags of some roles, in reading order."""
        return [tag for tag in self.tags if tag.role in roles]

    def inside(self, tag: Tag, *roles: str) -> list[Tag]:
        """The tags in a tag, of some roles or of any."""
        rest = self.tags[self.tags.index(tag) + 1 :]
        tags = takewhile(lambda one: one.depth > tag.depth, rest)
        return [one for one in tags if not roles or one.role in roles]

    def whole(self, tag: Tag) -> str:
        """The text in a tag."""
        return "".join(one.text for one in self.inside(tag))

    def _read(self, number: int, page: pikepdf.Page) -> None:
        fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        marked, letters, place = [], {}, (0.0, 0.0)
        for instruction in pikepdf.parse_content_stream(page):
            operands = instruction.operands
            match str(instruction.operator):
                case "BDC":
                    properties = operands[1]
                    artifact = str(operands[0]) == "/Artifact"
                    marked.append(None if artifact else int(properties.get("/MCID", -1)))
                case "BMC":
                    marked.append(None)
                case "EMC":
                    marked.pop()
                case "cm":
                    place = (float(operands[4]), float(operands[5]))
                case "Tf":
                    letters, size = fonts[str(operands[0])], float(operands[1])
                case "Tj" | "TJ" if marked and marked[-1] is not None:
                    self.places.append(place)
                    self.sizes.add(size)
                    key = number, marked[-1]
                    self._texts[key] = self._texts.get(key, "") + _said(operands[0], letters)

    def _walk(self, node: Any, depth: int, page: int = -1) -> Iterator[Tag]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from self._walk(kid, depth, page)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            page = self._number[node.Pg.objgen] if "/Pg" in node else page
            role, alt = str(node.S)[1:], str(node.get("/Alt", ""))
            own = [Tag(role, "", alt, depth)]
            kids = node.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if (text := self._text(kid, page)) is None:
                    own.extend(self._walk(kid, depth + 1, page))
                elif role != "Figure":
                    own.append(Tag("", text, "", depth + 1))
            yield from own

    def _text(self, kid: Any, page: int) -> str | None:
        """The text of what is no tag itself, in the page of its tag or in one that it names."""
        if isinstance(kid, int):
            return self._texts.get((page, kid), "")
        if "/MCID" in kid:
            page = self._number[kid.Pg.objgen] if "/Pg" in kid else page
            return self._texts.get((page, int(kid.MCID)), "")
        return None if "/S" in kid else ""


def _letters(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    assert "beginbfrange" not in table
    return {int(a, 16): bytes.fromhex(b).decode("utf-16-be") for a, b in BFCHAR.findall(table)}


def _said(operand: Any, letters: dict[int, str]) -> str:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(letters[int.from_bytes(raw[n : n + 2])] for n in range(0, len(raw), 2))
