"""The words of a page, a block at a time: what a person reads, or is read to, as one piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.web.page import VOID

IN_A_LINE = frozenset(("a", "em", "span", "time", "wbr"))
ON_THEIR_OWN = frozenset(("ask__because", "sign-advice", "sign-said", "summary-list__answer"))
"""Spans that are set apart from what stands before them."""
NOT_READ = frozenset(("script", "style", "svg"))
READ_OUT = ("aria-label", "alt", "data-print")


@dataclass(frozen=True)
class Block:
    """Some words and the tags and classes that they stand in."""

    text: str
    inside: frozenset[str]


def blocks_of(html: str) -> list[Block]:
    """Every block of a page in its order, hidden words and the title among them.

    What stands in bold is a block of its own: it is the heading of what follows in the same line.
    """
    return list(_Blocks(html).found)


class _Blocks(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._open: list[tuple[str, frozenset[str], bool]] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        ends = tag not in IN_A_LINE or not classes.isdisjoint(ON_THEIR_OWN)
        if ends:
            self._end_block()
        self.found.extend(Block(given[name], self._inside) for name in READ_OUT if given.get(name))
        if tag not in VOID:
            self._open.append((tag, classes, ends))

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, *_ in self._open):
            return
        while True:
            name, _, ends = self._open[-1]
            if ends:
                self._end_block()
            self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._inside.isdisjoint(NOT_READ):
            self._words.append(data)

    def _end_block(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self.found.append(Block(text, self._inside))

    @property
    def _inside(self) -> frozenset[str]:
        return frozenset(self._each())

    def _each(self) -> Iterator[str]:
        for tag, classes, _ in self._open:
            yield tag
            yield from classes
