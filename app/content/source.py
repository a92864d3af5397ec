"""Strict YAML: bytes to plain text data that remembers where everything stands.

Every scalar keeps its text (``no`` is not False, ``12:30`` not a number). Duplicate keys, anchors,
aliases, tags, merge keys, second documents and deep nesting are refused: each of them can change
what a warning sign means without anybody seeing it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from app.content.problems import Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 20

Path = tuple[str | int, ...]
Plain = str | tuple["Plain", ...] | dict[str, "Plain"]
Place = tuple[int, int]


@dataclass
class Document:
    """The data of a file, and the line and column of every value and key in it."""

    data: Plain = ""
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the value at ``path`` stands, or the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def place_of_key(self, path: Path) -> Place:
        """Where the key at the end of ``path`` stands."""
        return self.keys.get(path) or self.place(path)


# Characters that cannot be seen and change what is read: zero width, and text direction.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def read(raw: bytes) -> Document:
    """Read strict YAML. Faults are in ``problems`` of what comes back, in reading order."""
    document = Document()
    text = _decode(raw, document)
    if document.problems:
        return document
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        _Reader(document, events).read()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        document.problems.append(Problem(*place, _yaml_fault(fault)))
    return document


def _decode(raw: bytes, document: Document) -> str:
    """The text of the file; what makes it no plain text becomes a problem."""
    if len(raw) > MAX_BYTES:
        document.problems.append(
            Problem(1, 1, f"the file has {len(raw):,} bytes. The most is {MAX_BYTES:,}.")
        )
        return ""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        document.problems.append(
            Problem(1, 1, "the file begins with a byte order mark. Save it as plain UTF-8.")
        )
        return ""
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        before = raw[: fault.start]
        line = before.count(b"\n") + 1
        column = fault.start - (before.rfind(b"\n") + 1) + 1
        document.problems.append(
            Problem(line, column, "this is not UTF-8 text. Save the file as UTF-8.")
        )
        return ""
    for number, line_text in enumerate(text.split("\n"), start=1):
        for index, character in enumerate(line_text):
            if character in _INVISIBLE or (ord(character) < 32 and character not in "\t\r"):
                document.problems.append(
                    Problem(
                        number,
                        index + 1,
                        f"invisible character U+{ord(character):04X}. Delete it.",
                    )
                )
    return text


def _yaml_fault(fault: yaml.MarkedYAMLError) -> str:
    problem = str(fault.problem)
    if "character that cannot start any token" in problem:
        cure = "Indent with spaces, not tabs, and put quotes round a text that begins with @ or `."
    elif "mapping values are not allowed" in problem:
        cure = "Put quotes round a text that has a colon in it."
    elif "unexpected end of stream" in problem:
        cure = "A quote or bracket is opened above and never closed."
    else:
        cure = "Check the indentation, quotes, colons and hyphens here and on the line above."
    return f"this is not YAML: {problem}. {cure}"


class _Reader:
    """Turns YAML events into plain data, one value at a time."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events

    def read(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem(event, "a second document begins here. Use one file for each.")
                    return
                self.document.data = self.value(next(self.events), ())
        if not documents:
            self.document.problems.append(Problem(1, 1, "the file is empty."))

    def problem(self, event: yaml.Event, message: str) -> None:
        self.document.problems.append(Problem(*_place(event), message))

    def value(self, event: yaml.Event, path: Path) -> Plain:
        self.document.values[path] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self.problem(event, f"alias '*{event.anchor}' is not allowed. Write it out.")
            return ""
        # Every event that begins a value has an anchor and a tag, be they None.
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            self.problem(event, f"anchor '&{anchor}' is not allowed. Write it out each time.")
        if tag not in (None, "!"):
            self.problem(event, f"tag '{tag}' is not allowed. Delete it.")
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if len(path) > MAX_DEPTH:
            self.problem(event, f"this is nested more than {MAX_DEPTH} deep. Make it flatter.")
            self.skip()
            return ""
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path) -> tuple[Plain, ...]:
        values: list[Plain] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.value(event, (*path, len(values))))
        return tuple(values)

    def mapping(self, path: Path) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            place = _place(event)
            inner = (*path, key)
            if key in values:
                first = self.document.keys[inner][0]
                self.problem(
                    event, f"key '{key}' stands here again, first on line {first}. Keep one."
                )
                inner = (*path, f"{key} (again)")
                self.value(next(self.events), inner)
                continue
            if key == "<<":
                self.problem(event, "merge key '<<' is not allowed. Write the keys out.")
            self.document.keys[inner] = place
            values[key] = self.value(next(self.events), inner)
        return values

    def key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self.problem(
            event, "a key must be one word. Put quotes round a text that has { or [ in it."
        )
        if not isinstance(event, yaml.AliasEvent):
            self.skip()
        return f"(key on line {_place(event)[0]})"

    def skip(self) -> None:
        """Pass over the rest of a list or mapping that has begun, without recursion."""
        depth = 1
        while depth:
            event = next(self.events)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def entries(data: Plain, name: str) -> Mapping[int, Plain]:
    """The entries of the top-level list ``name`` by position; none if it is not a list."""
    found = data.get(name) if isinstance(data, dict) else None
    return dict(enumerate(found)) if isinstance(found, tuple) else {}
