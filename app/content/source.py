"""Strict YAML: bytes to plain text data that remembers where everything stands.

Every scalar keeps its text (``no`` is not False, ``12:30`` not a number). Duplicate keys, anchors,
aliases, tags, merge keys, second documents and deep nesting are refused: each of them can change
what a warning sign means without anybody seeing it.
"""

import errno
import pathlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from app.content.problems import Problem, shown

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
TOO_DEEP = f"this is nested more than {MAX_DEPTH} deep. Make it flatter."

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
    last_line: int = 1

    def place(self, path: Path) -> Place:
        """Where the value at ``path`` stands, or the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def place_of_key(self, path: Path) -> Place:
        """Where the key at the end of ``path`` stands."""
        return self.keys.get(path) or self.place(path)


MOST_PROBLEMS = 200
"""More than an author can read at once; the rest waits for the next run."""

_INVISIBLE_KINDS = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that draw nothing."""


def unseen(character: str) -> str | None:
    """What is wrong with a character that cannot be seen, or is no ordinary space."""
    if character in "\n\t" or "!" <= character <= "~" or character == " ":
        return None
    kind = unicodedata.category(character)
    if kind in _INVISIBLE_KINDS or _SHAPELESS.match(character):
        return f"invisible character U+{ord(character):04X}. Delete it, or type the word again."
    if kind == "Zs":
        return f"this space is U+{ord(character):04X}. Write an ordinary space."
    return None


def ordinary(file: pathlib.Path) -> pathlib.Path:
    """The file. ``OSError`` where reading it might never end."""
    if file.is_fifo() or file.is_char_device():
        raise OSError(errno.EINVAL, "It is no ordinary file", str(file))
    return file


def read(raw: bytes) -> Document:
    """Read strict YAML. Faults are in ``problems`` of what comes back, in reading order."""
    document = Document()
    text = _decode(raw, document)
    document.problems.extend(_conflicts(text.split("\n")))
    document.last_line = text.rstrip().count("\n") + 1
    if document.problems:
        return document
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        _Reader(document, events, text.split("\n")).read()
    except _StopReadingError:
        pass
    except yaml.MarkedYAMLError as fault:
        document.problems.append(_yaml_problem(fault, text.split("\n")))
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
        before = raw[: fault.start].decode()
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        document.problems.append(Problem(*place, "this is not UTF-8 text. Save the file as UTF-8."))
        return ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.isascii() and line.isprintable():
            continue
        faults = ((i, unseen(character)) for i, character in enumerate(line, start=1))
        document.problems.extend(Problem(number, i, fault) for i, fault in faults if fault)
        if len(document.problems) >= MOST_PROBLEMS:
            del document.problems[MOST_PROBLEMS:]
            break
    return text


_CONFLICT = re.compile(r"(<{7}|>{7}) |={7}$")


def _conflicts(lines: list[str]) -> Iterator[Problem]:
    """Where git put two versions of the same lines, because it could not tell which is meant."""
    places = [number for number, line in enumerate(lines, start=1) if _CONFLICT.match(line)]
    if places:
        cure = "Keep the lines of one of them, and delete those with <<<<<<<, ======= and >>>>>>>."
        yield Problem(places[0], 1, f"two versions meet here, as git merges them. {cure}")


def unlike(text: str) -> str | None:
    """What is wrong with the first letter of a name that looks like another one, or is a quote."""
    for letter in text:
        if letter in "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}":
            return f"has the curly quote {letter}. Around a word of YAML, write straight quotes."
        if not letter.isascii():
            name = unicodedata.name(letter, "nameless").lower()
            return f"has U+{ord(letter):04X} ({name}). Write an ordinary letter, digit or hyphen."
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(lines: list[str], *marks: yaml.Mark | None) -> Iterator[str]:
    return (lines[mark.line] for mark in marks if mark and mark.line < len(lines))


def _indentation(lines: list[str], mark: yaml.Mark | None) -> str | None:
    """That a line does not stand where those around it do, where that is what is wrong with it."""
    if mark is None or mark.line >= len(lines):
        return None
    line = lines[mark.line]
    before = next((one for one in reversed(lines[: mark.line]) if one.strip()), "")
    has_value = re.search(r":\s+[^\s>|]", before) is not None
    deeper = _indent(line) - _indent(before)
    is_entry = re.match(r"\s*(- |[\w-]+:(\s|$))", line) is not None
    if not is_entry or deeper == 0 or (deeper > 0 and not has_value):
        return None
    return (
        f"This line begins after {_indent(line)} spaces, the one above after {_indent(before)}. "
        "Line up what belongs together."
    )


def _yaml_problem(fault: yaml.MarkedYAMLError, lines: list[str]) -> Problem:
    problem = str(fault.problem)
    mark, opened = fault.problem_mark, fault.context_mark
    near = lines[max(mark.line - 1, 0) : mark.line + 2] if mark else []
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "nesting depth" in problem:  # from PyYAML 6.0.4 on, before a single event comes
        return Problem(*place, TOO_DEEP)
    why = ""
    if any(re.match(r"\s*\t", line) for line in near):
        cure = "Indent with spaces, not tabs."
    elif "cannot start any token" in problem:
        cure = "Put quotes round a text that begins with @, ` or %."
    elif any(re.match(r"\s*(- )?[\w-]+:[^\s]", line) for line in _at(lines, opened, mark)):
        mark = opened or mark
        cure = "After a key and its colon comes a space."
    elif cure := _indentation(lines, mark) or "":
        pass
    elif "mapping values are not allowed" in problem:
        cure = "Put quotes round a text that has a colon in it."
    elif "unexpected end of stream" in problem:
        mark = opened or mark
        cure = "The quote that opens here is never closed."
    elif "expected ',' or" in problem and opened:
        cure = (
            f"The bracket that opens on line {opened.line + 1} is not closed before this, "
            "or a comma or quotes are missing."
        )
    else:
        if "could not find expected ':'" in problem:
            mark = opened or mark
        why = f": {problem}"
        cure = "Check the indentation, quotes, colons and hyphens here and on the line above."
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(*place, f"this is not YAML{why}. {cure}")


_OR_QUOTES = "or put quotes round a text that begins so."


class _StopReadingError(Exception):
    """Reading on would take long and tell nobody more."""


class _Reader:
    """Turns YAML events into plain data, one value at a time."""

    def __init__(self, document: Document, events: Iterator[yaml.Event], lines: list[str]) -> None:
        self.document = document
        self.lines = lines
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
        if len(self.document.problems) >= MOST_PROBLEMS:
            raise _StopReadingError

    def value(self, event: yaml.Event, path: Path) -> Plain:
        self.document.values[path] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self.problem(
                event,
                f"alias '*{event.anchor}' is not allowed. Write it out, {_OR_QUOTES}",
            )
            return ""
        self.refuse_anchor_and_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.text(event)
        if len(path) > MAX_DEPTH:
            self.problem(event, TOO_DEEP)
            raise _StopReadingError  # libyaml reads ahead lazily, but slower the deeper it is
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, in_brackets=bool(event.flow_style))
        return self.mapping(path)

    def refuse_anchor_and_tag(self, event: yaml.Event) -> None:
        # Every event that begins a value has an anchor and a tag, be they None.
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            self.problem(
                event,
                f"anchor '&{anchor}' is not allowed. Delete it, {_OR_QUOTES}",
            )
        if tag is not None and not (tag == "!" and isinstance(event, yaml.ScalarEvent)):
            self.problem(
                event,
                f"tag '{tag}' is not allowed. Delete it, {_OR_QUOTES}",
            )

    def text(self, event: yaml.ScalarEvent) -> str:
        """The text of a scalar. An escape can stand for what must not be in the file itself."""
        text = str(event.value)
        fault = next(filter(None, map(unseen, text)), None)
        if fault is not None:
            self.problem(event, fault)
        end = event.end_mark
        behind = ""
        if end is not None and end.line < len(self.lines):
            behind = self.lines[end.line][end.column :]
        if text and event.style in (None, "") and re.match(r"\s+#", behind):
            self.problem(
                event,
                "this text is cut off at #. Put quotes round it, "
                "or put the comment on a line of its own.",
            )
        return text

    def sequence(self, path: Path, *, in_brackets: bool) -> tuple[Plain, ...]:
        values: list[Plain] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            if isinstance(event, yaml.ScalarEvent) and not in_brackets:
                self.refuse_merged(event)
            values.append(self.value(event, (*path, len(values))))
        return tuple(values)

    def refuse_merged(self, event: yaml.ScalarEvent) -> None:
        """Refuse an entry of a list that goes on over lines: it may be two, without a hyphen.

        Where lines are meant to be one text, ``>-`` says so.
        """
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or end.line == start.line or event.style:
            return
        second = self.lines[start.line + 1].strip()
        self.problem(
            event,
            f"this goes on in the next line. Is a hyphen missing before '{shown(second)}'? "
            "A text of several lines begins with >-.",
        )

    def mapping(self, path: Path) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        again: list[tuple[yaml.Event, str, int]] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            place = _place(event)
            inner = (*path, key)
            if key in values:
                again.append((event, key, self.document.keys[inner][0]))
                if len(again) >= MOST_PROBLEMS:
                    self.refuse_again(again)
                    raise _StopReadingError
                inner = (*path, f"{key} (again)")
                self.value(next(self.events), inner)
                continue
            if key == "<<":
                self.problem(event, "merge key '<<' is not allowed. Write the keys out.")
            self.document.keys[inner] = place
            values[key] = self.value(next(self.events), inner)
        self.refuse_again(again)
        return values

    def refuse_again(self, again: list[tuple[yaml.Event, str, int]]) -> None:
        """Refuse keys that stand twice. Where several do, an entry has lost its hyphen."""
        if len({key for _, key, _ in again}) > 1:
            event, key, first = again[0]
            self.problem(
                event,
                f"key '{key}' and {len(again) - 1} more stand here again, first on line {first}. "
                f"A new entry begins with a hyphen: is it missing before '{key}'?",
            )
            return
        for event, key, first in again:
            self.problem(
                event, f"key '{key}' stands here again, first on line {first}. Keep the right one."
            )

    def key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_anchor_and_tag(event)
            key = self.text(event)
            if not self.document.problems and (fault := unlike(key)):
                self.problem(event, f"the key '{shown(key)}' {fault}")
            return key
        self.problem(
            event, "a key must be one word. Put quotes round a text that has { or [ in it."
        )
        if not isinstance(event, yaml.AliasEvent):
            self.skip()
        return f"(key on line {_place(event)})"

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


def texts(data: Plain, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in the data, with its path, in order."""
    if isinstance(data, str):
        yield path, data
        return
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
        yield from texts(inner, (*path, key))


def entries(data: Plain, name: str) -> Mapping[int, Plain]:
    """The entries of the top-level list ``name`` by position; none if it is not a list."""
    found = data.get(name) if isinstance(data, dict) else None
    return dict(enumerate(found)) if isinstance(found, tuple) else {}
