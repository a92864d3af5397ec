"""The content with one slip of a tired editor in it, by operators that know no id of the content.

They go over the plain data, every place in turn; nothing is drawn by lot. What breaks the YAML or
spells a name wrongly is the corpus of ``tests/content/faults``.
"""

import json
import pathlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from app.content.checks.answers import level_of
from app.content.conditions import CONDITION_KEYS, Chosen, ConditionIs, Level, search
from app.content.load import load
from app.content.model import Questionnaire
from app.content.source import Path, Plain, read

FOR_READERS = {"title", "version", "introduction", "leaflet", "sources", "words"}
"""Parts that decide nothing."""
NOTES = {"sources", "source_note", "why", "error", "hint", "because", "text_if_not"}
NOTES |= {"group", "number", "regions"}
"""The same in an entry."""
HEADINGS = {("items", "*", "text"), ("items", "*", "short"), ("sections", "*", "title")}
"""And of these places."""
IDS = ("link_id", "id", "code", "level")
LEVELS = {level.value: level.name for level in Level if level}
LEVEL_KEYS = {"level", "level_at_least", "safety_net"}
ORDERED = ("sections", "items", "score.bands", "outcomes")
"""Lists whose order decides something."""
ORDER = "order"
"""Ends the path of an entry of which nothing but the position is touched."""
RULES = {"when", "also_when", "applies_when", "enable_when", "given", "section"}
NAMES_FROM = {
    "condition": "conditions",
    "warning_sign": "warning_signs",
    "feature": "features",
    "overlay": "overlays",
    "band": "score.bands",
    "otherwise": "score.bands",
    "outcomes": "outcomes",
    "advice": "advice",
    "questions": "items",
}
"""The list that a key takes its names from."""


@dataclass(frozen=True)
class Slip:
    """The content with one slip in it."""

    operator: str
    place: str
    """By the names of the entries; no two slips of an operator have the same."""
    touches_a_sign: bool
    """It may decide whether, or how, a person is warned."""
    compare_sees_all: bool
    """It touches only an order, or a condition or the section of a sign: whom these warn, and where
    they lead, the formulas of ``compare`` have."""
    data: Plain

    @property
    def raw(self) -> bytes:
        """The whole file. Every JSON text is YAML."""
        return json.dumps(self.data, ensure_ascii=False, indent=0).encode()


@dataclass(frozen=True)
class Content:
    """The content that is spoilt, as data and as it is served."""

    data: Plain
    questionnaire: Questionnaire

    @cached_property
    def values(self) -> Mapping[Path, Plain]:
        """Every value that may decide something, by its path."""
        return {
            path: value
            for path, value in _walk(self.data)
            if path and path[0] not in FOR_READERS and NOTES.isdisjoint(path)
            if _pattern(path) not in HEADINGS
        }

    @property
    def conditions(self) -> Iterator[tuple[Path, dict[str, Plain]]]:
        """Every condition, with those inside others."""
        for path, value in self.values.items():
            if isinstance(value, dict) and next(iter(value), None) in CONDITION_KEYS:
                yield path, value

    def name(self, path: Path) -> str:
        """A place by the names of its entries: ``score.bands[few].from``."""
        found = ""
        for i, part in enumerate(path):
            entry = _id(self.values.get(path[: i + 1], "")) or part
            found += f"[{entry}]" if isinstance(part, int) else f".{part}"
        return found.removeprefix(".")

    def names(self, path: Path) -> tuple[str, ...]:
        """The names of which the text at a place is one; empty where it is free."""
        key = next(part for part in reversed(path) if isinstance(part, str))
        around = self.values.get(path[: path.index(key)])
        if key == "chosen" and isinstance(around, dict):
            return tuple(self.questionnaire.items_by_id[str(around["question"])].options)
        if key == "section":  # one of the same kind is no more than another heading
            kinds = {section.id: section.kind for section in self.questionnaire.sections}
            own = self.questionnaire.items[int(path[1])].section
            return (own, *(name for name, kind in kinds.items() if kind != kinds[own]))
        if key == "counts_as":
            return tuple(self.questionnaire.items[int(path[1])].options)
        listed = self.values.get(tuple(NAMES_FROM.get(key, "").split(".")), ())
        return tuple(map(_id, listed))

    @cached_property
    def sign_places(self) -> frozenset[Path]:
        """Every place that a warning sign hangs on, each with all that is in it."""
        return frozenset(_sign_places(self.questionnaire))

    def touches_a_sign(self, path: Path) -> bool:
        """A warning sign hangs on the place, on one around it or on one in it."""
        return any(place[: len(path)] == path[: len(place)] for place in self.sign_places)

    def compare_sees_all(self, path: Path) -> bool:
        """Whom the place warns, and where it leads, the formulas of ``compare`` have."""
        return path[-1] == ORDER or (self.touches_a_sign(path) and not RULES.isdisjoint(path))


def _sign_places(q: Questionnaire) -> Iterator[Path]:
    yield from (("warning_signs",), ("care_cards",), ("never",), ("sections",))
    yield "sheet", "come_back"
    yield from (("gp_questions", i) for i, asked in enumerate(q.gp_questions) if asked.keep_always)
    asking = {name for sign in q.warning_signs for name in q.questions_of(sign)}
    rules = [rule for sign in q.warning_signs for rule in sign.conditions]
    rules += [i.enable_when for i in q.items if i.link_id in asking and i.enable_when]
    for at, outcome in enumerate(q.outcomes):
        warns = outcome.ends_journey or level_of(outcome.when)
        said = ("title", "text", "advice", ORDER) if warns else ()
        keys = ("when", "ends_journey", "safety_net", *said)
        yield from (("outcomes", at, key) for key in keys)
        rules += [outcome.when] if outcome.when else []
    parts = {part for rule in rules for part in search(rule, q.inside)}
    named = {part.condition for part in parts if isinstance(part, ConditionIs)}
    yield from (("conditions", i) for i, known in enumerate(q.conditions) if known.id in named)
    chosen = {(p.question, code) for p in parts if isinstance(p, Chosen) for code in p.chosen}
    details = {section.id for section in q.sections if section.kind == "detail"}
    for at, item in enumerate(q.items):
        if item.section not in details:
            yield "items", at
        codes = ((item.link_id, code) for code in item.options)
        yield from (("items", at, "answer_option", i) for i, c in enumerate(codes) if c in chosen)


def slips(file: pathlib.Path) -> tuple[Slip, ...]:
    """Every slip of every operator in the content of a file without faults."""
    content = Content(read(file.read_bytes()).data, load(file))
    return tuple(
        Slip(
            operator,
            " and ".join(map(content.name, places)),
            any(map(content.touches_a_sign, places)),
            all(map(content.compare_sees_all, places)),
            data,
        )
        for operator, edits in OPERATORS.items()
        for places, data in edits(content)
    )


# --- plain data -----------------------------------------------------------------------------------


def _walk(value: Plain, path: Path = ()) -> Iterator[tuple[Path, Plain]]:
    yield path, value
    inner = enumerate(value) if isinstance(value, tuple) else ()
    for key, part in value.items() if isinstance(value, dict) else inner:
        yield from _walk(part, (*path, key))


def _put(value: Plain, path: Path, *new: Plain) -> Plain:
    """The data with another value at a place; without it where there is none."""
    if not path:
        return new[0]
    first, *rest = path
    gone = not rest and not new
    if isinstance(value, dict):
        pairs = (
            (key, _put(v, tuple(rest), *new) if key == first and not gone else v)
            for key, v in value.items()
        )
        return {key: v for key, v in pairs if not (gone and key == first)}
    parts = list(value)
    at = int(first)
    parts[at : at + 1] = [] if gone else [_put(parts[at], tuple(rest), *new)]
    return tuple(parts)


def _id(value: Plain) -> str:
    """The name of an entry; empty where it has none."""
    if isinstance(value, dict):
        value = next((value[key] for key in IDS if key in value), "")
    return value if isinstance(value, str) and re.fullmatch(r"[\w-]{1,60}", value) else ""


# --- operators: the places that they touch, and the data then -------------------------------------

Edits = Iterator[tuple[tuple[Path, ...], Plain]]


def _entry_lost(content: Content) -> Edits:
    for path, value in content.values.items():
        if isinstance(path[-1], int) and (_id(value) or isinstance(value, dict)):
            yield (path,), _put(content.data, path)


def _key_lost(content: Content) -> Edits:
    """A key that another entry of the list does without, or one of a part that is no list.

    Where a short text is lost, the whole one stands: that is no fault.
    """
    count = Counter(map(_pattern, content.values))
    kept = {path for path, _ in content.conditions}
    for path in content.values:
        is_key = isinstance(path[-1], str) and path[-1] != "short" and path[:-1] not in kept
        if is_key and count[_pattern(path)] < max(count[_pattern(path[:-1])], 2):
            yield (path,), _put(content.data, path)


def _pattern(path: Path) -> Path:
    return tuple("*" if isinstance(part, int) else part for part in path)


def _other_name(content: Content) -> Edits:
    """The next name of its list that does not stand there yet."""
    for path, value in content.values.items():
        known = content.names(path) if isinstance(value, str) else ()
        if value in known:
            beside = content.values[path[:-1]] if isinstance(path[-1], int) else (value,)
            at = known.index(value)
            for other in [name for name in (*known[at:], *known[:at]) if name not in beside][:1]:
                yield (path,), _put(content.data, path, other)


def _one_step(content: Content, step: int) -> Edits:
    """The level or the number beside it."""
    for path, value in content.values.items():
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
            yield (path,), _put(content.data, path, str(int(value) + step))
        elif isinstance(value, str) and LEVEL_KEYS.intersection(path[-2:]):
            other = LEVELS.get(Level[value] + step)
            if other:
                yield (path,), _put(content.data, path, other)


def _negated(content: Content) -> Edits:
    for path, value in content.conditions:
        yield (path,), _put(content.data, path, value.get("not", {"not": value}))


def _any_for_all(content: Content) -> Edits:
    for path, value in content.conditions:
        for key, other in (("any", "all"), ("all", "any")):
            if key in value:
                yield (path,), _put(content.data, path, {other: value[key]})


def _moved_down(content: Content) -> Edits:
    for name in ORDERED:
        path: Path = tuple(name.split("."))
        entries = content.values.get(path, ())
        for i in range(len(entries) - 1):
            one, other = (*path, i), (*path, i + 1)
            data = _put(content.data, other, content.values[one])
            data = _put(data, one, content.values[other])
            yield ((*one, ORDER), (*other, ORDER)), data


def _exchanged(content: Content) -> Edits:
    """What an entry and the next one say under a key, but for their names."""
    for path, entry in content.values.items():
        if not (_id(entry) and isinstance(entry, dict) and isinstance(path[-1], int)):
            continue
        beside = (*path[:-1], path[-1] + 1)
        for key, value in entry.items():
            one, other = (*path, key), (*beside, key)
            new = content.values.get(other, value)
            if (
                key not in ("link_id", "id", "code")
                and new != value
                and isinstance(new, str | dict)
            ):
                yield (one, other), _put(_put(content.data, one, new), other, value)


OPERATORS: Mapping[str, Callable[[Content], Edits]] = {
    "entry lost": _entry_lost,
    "key lost": _key_lost,
    "other name": _other_name,
    "1 less": partial(_one_step, step=-1),
    "1 more": partial(_one_step, step=+1),
    "negated": _negated,
    "any for all": _any_for_all,
    "moved down": _moved_down,
    "exchanged": _exchanged,
}
