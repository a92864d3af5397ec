"""Seeded faults: the content as a tired editor would spoil it, one slip at a time.

Every operator goes over the whole content; nothing is drawn by lot. An edit is made on the plain
data, which is written again as JSON (every JSON text is YAML), or on the text where the slip is one
of the hand: a tab, a lost hyphen, a key that stands twice.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.content.checks.safety import contradicts, level_of
from app.content.conditions import CONDITION_KEYS, AllOf, Chosen, Condition, ConditionIs, walk
from app.content.load import loads
from app.content.model import LISTS, Questionnaire
from app.content.source import Document, Path, Plain, entries, read

LEVELS = ("urgent", "maternity", "emergency")
LOOK_ALIKES = str.maketrans("aceopxy", "асеорху")  # noqa: RUF001 (Cyrillic is the fault)


@dataclass(frozen=True)
class Mutant:
    """The content with one slip in it."""

    id: str
    """The operator and the place, the same as long as the names in the content are."""
    operator: str
    warns: bool
    """It touches what a warning sign needs, so that it must be stopped."""
    change: str
    """The slip in words."""
    content: Plain | str
    """The data as edited, or the text."""

    @property
    def text(self) -> str:
        """The whole content as YAML."""
        if isinstance(self.content, str):
            return self.content
        return json.dumps(self.content, ensure_ascii=False, indent=0)


@dataclass(frozen=True)
class Edit:
    """What an operator did, and where."""

    places: tuple[Path, ...]
    change: str
    content: Plain | str
    only_order: bool = False
    """Nothing but the order of two entries is another."""


@dataclass(frozen=True)
class Original:
    """The content that is spoilt: as text, as data and as it is served."""

    text: str
    document: Document
    questionnaire: Questionnaire

    @property
    def data(self) -> Plain:
        """The plain data."""
        return self.document.data

    def at(self, pattern: str) -> Iterator[tuple[Path, Plain]]:
        """Every value at a place such as ``items.*.answer_option.*.code``."""
        yield from _at(self.data, pattern.split("."), ())

    def name(self, path: Path) -> str:
        """A place by the names of its entries: ``score.bands[few].from``."""
        found, value = "", self.data
        for part in path:
            value = _get(value, (part,))
            found += f"[{_called(value, int(part))}]" if isinstance(part, int) else f".{part}"
        return found.removeprefix(".")

    # --- what a warning sign needs ----------------------------------------------------------------

    @cached_property
    def _sign_rules(self) -> tuple[Condition, ...]:
        """The conditions of signs, of the questions that ask for them, and of early ends."""
        questionnaire = self.questionnaire
        asked = {
            name for s in questionnaire.warning_signs for name in questionnaire.questions_of(s)
        }
        rules = (
            *(
                c
                for s in questionnaire.warning_signs
                for c in (s.applies_when, s.when, s.also_when)
            ),
            *(item.enable_when for item in questionnaire.items if item.link_id in asked),
            *(outcome.when for outcome in questionnaire.outcomes),
        )
        return tuple(rule for rule in rules if rule is not None)

    @cached_property
    def _sign_leaves(self) -> tuple[Condition, ...]:
        found: list[Condition] = []
        open_ = list(self._sign_rules)
        while open_:
            for _, leaf in walk(open_.pop()):
                if leaf not in found:
                    found.append(leaf)
                    if isinstance(leaf, ConditionIs):
                        open_.append(self.questionnaire.conditions_by_id[leaf.condition].when)
        return tuple(found)

    @cached_property
    def _sign_options(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (leaf.question, code)
            for leaf in self._sign_leaves
            if isinstance(leaf, Chosen)
            for code in leaf.chosen
        )

    def warns(self, edit: Edit) -> bool:
        """Whether an edit may decide if, or how, a person is warned."""
        questionnaire = self.questionnaire
        if edit.only_order and edit.places[0][0] in ("items", "outcomes"):
            return any(map(self._order_warns, edit.places))
        titles = [path for path in edit.places if path[0] == "outcomes" and path[-1] == "title"]
        if titles:  # two pages of one level ask for the same
            return len({level_of(questionnaire.outcomes[int(p[1])].when) for p in titles}) > 1
        return any(map(self._place_warns, edit.places))

    def _order_warns(self, path: Path) -> bool:
        if path[0] == "items":
            return self._kind(int(path[1])) != "detail"
        outcome = self.questionnaire.outcomes[int(path[1])]
        return outcome.ends_journey or bool(level_of(outcome.when))

    def _kind(self, position: int) -> str:
        kinds = {section.id: section.kind for section in self.questionnaire.sections}
        return kinds[self.questionnaire.items[position].section]

    def _place_warns(self, path: Path) -> bool:
        questionnaire = self.questionnaire
        key = path[2] if len(path) > 2 else None
        match path:
            case ("warning_signs" | "never" | "care_cards" | "sections", *_):
                return True
            case ("sheet", "come_back", *_):
                return True
            case ("outcomes", int(i), *_):
                outcome = questionnaire.outcomes[i]
                always = key in (None, "when", "ends_journey", "safety_net")
                return always or bool(level_of(outcome.when)) or outcome.ends_journey
            case ("conditions", int(i), *_):
                return any(
                    isinstance(leaf, ConditionIs)
                    and leaf.condition == questionnaire.conditions[i].id
                    for leaf in self._sign_leaves
                )
            case ("items", int(i), *_):
                return self._item_warns(i, path)
            case ("gp_questions", int(i), *_):
                return questionnaire.gp_questions[i].keep_always
            case _:
                return False

    def _item_warns(self, position: int, path: Path) -> bool:
        if self._kind(position) != "detail":
            return True
        item = self.questionnaire.items[position]
        options = {code for name, code in self._sign_options if name == item.link_id}
        if len(path) > 3 and isinstance(path[3], int):
            return item.answer_option[path[3]].code in options
        return bool(options)


def mutants(text: str) -> tuple[Mutant, ...]:
    """Every slip of every operator in a content, each with an id of its own.

    Raises :class:`ContentError` for content with faults.
    """
    raw = text.encode()
    original = Original(text, read(raw), loads(raw))
    found: dict[str, Mutant] = {}
    for operator, edits in OPERATORS.items():
        for edit in edits(original):
            name = f"{operator} {' and '.join(map(original.name, edit.places))}"
            number = 2
            while name in found:
                name = f"{name.removesuffix(f' ({number - 1})')} ({number})"
                number += 1
            warns = original.warns(edit)
            found[name] = Mutant(name, operator, warns, edit.change, edit.content)
    return tuple(found.values())


# --- places in plain data -------------------------------------------------------------------------


def _at(value: Plain, pattern: list[str], path: Path) -> Iterator[tuple[Path, Plain]]:
    if not pattern:
        yield path, value
    elif pattern[0] == "*" and isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _at(inner, pattern[1:], (*path, i))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _at(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def _every(value: Plain, path: Path = ()) -> Iterator[tuple[Path, Plain]]:
    yield path, value
    inner = enumerate(value) if isinstance(value, tuple) else ()
    for key, part in value.items() if isinstance(value, dict) else inner:
        yield from _every(part, (*path, key))


def _get(value: Plain, path: Path) -> Plain:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _called(value: Plain, position: int) -> str:
    if isinstance(value, dict):
        keys = ("link_id", "id", "code", "level", "label")
        name = next((value[key] for key in keys if key in value), None)
        if isinstance(name, str):
            return name
    if isinstance(value, str) and re.fullmatch(r"[\w-]{1,40}", value):
        return value
    return str(position + 1)


def _put(value: Plain, path: Path, new: Plain | None) -> Plain:
    """The data with another value at a place; without it where that is ``None``."""
    if not path:
        return value if new is None else new
    first, *rest = path
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    parts: dict[str | int, Plain] = {**dict(pairs)}
    if rest or new is not None:
        parts[first] = _put(parts[first], tuple(rest), new)
    else:
        del parts[first]
    if isinstance(value, dict):
        return {str(key): part for key, part in parts.items()}
    return tuple(parts.values())


def _swap(data: Plain, one: Path, other: Path) -> Plain:
    return _put(_put(data, one, _get(data, other)), other, _get(data, one))


def _said(value: Plain) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# --- operators on data ----------------------------------------------------------------------------

Operator = Callable[[Original], Iterator[Edit]]


def _cut(*patterns: str) -> Operator:
    """Delete each of these."""

    def edits(original: Original) -> Iterator[Edit]:
        for path, _ in _each(original, patterns):
            change = f"{original.name(path)} is deleted"
            yield Edit((path,), change, _put(original.data, path, None))

    return edits


def _cut_one_of_many(*patterns: str) -> Operator:
    """Delete one entry of each of these lists that has several."""

    def edits(original: Original) -> Iterator[Edit]:
        for path, value in _each(original, patterns):
            for i in range(len(value) if isinstance(value, tuple) and len(value) > 1 else 0):
                inner = (*path, i)
                change = f"{original.name(inner)} is deleted"
                yield Edit((inner,), change, _put(original.data, inner, None))

    return edits


def _swap_neighbours(*patterns: str) -> Operator:
    """Exchange what two entries say under a key, or two whole entries: each with the next one."""

    def edits(original: Original) -> Iterator[Edit]:
        for pattern in patterns:
            places, _, key = pattern.partition("/")
            for path, value in original.at(places):
                for i in range(len(value) - 1 if isinstance(value, tuple) else 0):
                    one, other = ((*path, j, *filter(None, [key])) for j in (i, i + 1))
                    if not (_has(original.data, one) and _has(original.data, other)):
                        continue
                    if not key and _never_both(original, one, other):
                        continue
                    change = f"{original.name(one)} and {original.name(other)} are exchanged"
                    data = _swap(original.data, one, other)
                    yield Edit((one, other), change, data, only_order=not key)

    return edits


def _never_both(original: Original, one: Path, other: Path) -> bool:
    """Two questions that nobody is asked both: their order is nobody's."""
    if one[0] != "items":
        return False
    items = original.questionnaire.items
    asked = (items[int(path[1])].enable_when for path in (one, other))
    conditions = tuple(condition for condition in asked if condition is not None)
    return len(conditions) > 1 and contradicts(original.questionnaire, AllOf(all=conditions))


def _change(new: Callable[[str], str | None], *patterns: str) -> Operator:
    """Write another word in each of these, where there is another one."""

    def edits(original: Original) -> Iterator[Edit]:
        for path, value in _each(original, patterns):
            other = new(value) if isinstance(value, str) else None
            if other is not None and other != value:
                change = f"{original.name(path)} is {other}, not {value}"
                yield Edit((path,), change, _put(original.data, path, other))

    return edits


def _each(original: Original, patterns: tuple[str, ...]) -> Iterator[tuple[Path, Plain]]:
    for pattern in patterns:
        yield from original.at(pattern)


def _has(data: Plain, path: Path) -> bool:
    *around, last = path
    outer = _get(data, tuple(around))
    return not isinstance(outer, dict) or last in outer


def _add(step: int) -> Callable[[str], str]:
    return lambda number: str(int(number) + step)


def _level(step: int) -> Callable[[str], str | None]:
    def other(level: str) -> str | None:
        position = LEVELS.index(level) + step
        return LEVELS[position] if 0 <= position < len(LEVELS) else None

    return other


def _conditions(original: Original) -> Iterator[tuple[Path, dict[str, Plain]]]:
    """Every condition, those inside others too."""
    for path, value in _every(original.data):
        if isinstance(value, dict) and next(iter(value), None) in CONDITION_KEYS:
            yield path, value


def _change_conditions(
    new: Callable[[Original, dict[str, Plain]], Iterator[tuple[Path, str, Plain | None]]],
) -> Operator:
    """Change something in every condition: where in it, in words, and what stands there then."""

    def edits(original: Original) -> Iterator[Edit]:
        for path, condition in _conditions(original):
            for inner, change, value in new(original, condition):
                place = (*path, *inner)
                words = f"{change} in {original.name(path)}"
                yield Edit((place,), words, _put(original.data, place, value))

    return edits


Changes = Iterator[tuple[Path, str, Plain | None]]


def _negated(_: Original, condition: dict[str, Plain]) -> Changes:
    if "not" in condition:
        yield (), "a not is lost", condition["not"]
    else:
        yield (), f"a not is put before {_said(condition)}", {"not": condition}


def _any_all(_: Original, condition: dict[str, Plain]) -> Changes:
    for key, other in (("any", "all"), ("all", "any")):
        if key in condition:
            yield (), f"{key} becomes {other}", {other: condition[key]}


def _part_lost(_: Original, condition: dict[str, Plain]) -> Changes:
    for key in ("any", "all"):
        parts = condition.get(key, ())
        if len(parts) > 1:
            for i, part in enumerate(parts):
                yield (key, i), f"{_said(part)} is deleted", None


def _code_lost(_: Original, condition: dict[str, Plain]) -> Changes:
    for key in ("chosen", "band"):
        codes = condition.get(key, ())
        if len(codes) > 1:
            for i, code in enumerate(codes):
                yield (key, i), f"{_said(code)} is deleted", None


def _code_wrong(original: Original, condition: dict[str, Plain]) -> Changes:
    """The next option of the question that is not named yet."""
    if "question" not in condition:
        return
    codes = list(original.questionnaire.items_by_id[str(condition["question"])].options)
    chosen = condition["chosen"]
    for i, code in enumerate(chosen):
        at = codes.index(str(code))
        others = [other for other in (*codes[at + 1 :], *codes[:at]) if other not in chosen]
        if others:
            yield ("chosen", i), f"{others[0]} stands for {_said(code)}", others[0]


def _level_changed(_: Original, condition: dict[str, Plain]) -> Changes:
    level = condition.get("level_at_least")
    for step in (-1, +1):
        other = _level(step)(str(level)) if level else None
        if other is not None:
            yield ("level_at_least",), f"level {other} stands for {_said(level or '')}", other


def _repeat_ids(original: Original) -> Iterator[Edit]:
    """An entry copied to its neighbour, and what it says changed, but not its id."""
    for name, (_, key) in LISTS.items():
        listed = entries(original.data, name)
        for i, entry in listed.items():
            other = listed.get(i + 1, listed[0])
            if isinstance(entry, dict) and isinstance(other, dict):
                copies = (*list(listed.values())[: i + 1], {**other, key: entry[key]})
                rest = tuple(list(listed.values())[i + 1 :])
                change = f"{original.name((name, i))} stands twice, with other content"
                yield Edit(((name, i),), change, _put(original.data, (name,), (*copies, *rest)))


def _copy_texts(*patterns: str) -> Operator:
    """The text of the entry before in the same list, copied and not changed."""

    def edits(original: Original) -> Iterator[Edit]:
        for pattern in patterns:
            places, _, key = pattern.partition("/")
            for path, value in original.at(places):
                for i in range(1, len(value) if isinstance(value, tuple) else 0):
                    before, place = (*path, i - 1, key), (*path, i, key)
                    if not (_has(original.data, before) and _has(original.data, place)):
                        continue
                    copied = _get(original.data, before)
                    change = f"{original.name(place)} reads as the one before: {_said(copied)}"
                    yield Edit((place,), change, _put(original.data, place, copied))

    return edits


def _move_last(original: Original) -> Iterator[Edit]:
    kinds = {section.id: section.kind for section in original.questionnaire.sections}
    items = tuple(entries(original.data, "items").values())
    for i, item in enumerate(original.questionnaire.items):
        if kinds[item.section] != "detail":
            moved = (*items[:i], *items[i + 1 :], items[i])
            change = f"{original.name(('items', i))} is moved to the end"
            yield Edit((("items", i),), change, _put(original.data, ("items",), moved))


def _drop_everywhere(original: Original) -> Iterator[Edit]:
    """A question or an option with every mention of it, as after a search for its name."""
    for i, item in enumerate(original.questionnaire.items):
        places: dict[Path, str | None] = {("items", i): None}
        for j, option in enumerate(item.answer_option):
            places["items", i, "answer_option", j] = option.code
        for path, code in places.items():
            change = f"{original.name(path)} is deleted, and every mention of it"
            data = _without(original.data, item.link_id, code)
            yield Edit((path,), change, data if data is not None else "")


HOLDS_ALL = frozenset(("when", "given", "gate", "not", "all", "any"))
"""Without one of these an entry or a condition says nothing any more."""


def _without(value: Plain, question: str, code: str | None) -> Plain | None:
    """The data without a mention of an option, or of a question; ``None`` where nothing is left."""
    if isinstance(value, tuple):
        inner = [_without(part, question, code) for part in value]
        kept = tuple(part for part in inner if part is not None)
        return kept if kept or not value else None
    if isinstance(value, str):
        return value
    if question in (value.get("question"), value.get("link_id")):
        if code is None:
            return None
        value = {key: _less_option(key, part, code) for key, part in value.items()}
        if not value.get("chosen", True):
            return None
    if code is None and "questions" in value:
        value = {**value, "questions": tuple(n for n in value["questions"] if n != question)}
    parts = {key: _without(part, question, code) for key, part in value.items()}
    if any(parts.get(key, "") is None for key in HOLDS_ALL):
        return None
    return {key: part for key, part in parts.items() if part is not None}


def _less_option(key: str, part: Plain, code: str) -> Plain:
    if key == "chosen":
        return tuple(name for name in part if name != code)
    if key != "answer_option":
        return part
    return tuple(
        {k: tuple(c for c in v if c != code) if k == "counts_as" else v for k, v in option.items()}
        for option in part
        if isinstance(option, dict) and option["code"] != code
    )


# --- operators on the text ------------------------------------------------------------------------


def _edit_lines(new: Callable[[str, int], str], change: str, *patterns: str) -> Operator:
    """Spoil the line on which each of these begins; the column of its key is told."""

    def edits(original: Original) -> Iterator[Edit]:
        lines = original.text.split("\n")
        for path, _ in _each(original, patterns):
            line, column = original.document.place_of_key(path)
            spoilt = [*lines[: line - 1], new(lines[line - 1], column - 1), *lines[line:]]
            yield Edit((path,), f"{change} at {original.name(path)}", "\n".join(spoilt))

    return edits


def _tab(line: str, column: int) -> str:
    return "\t" + line[column:]


def _no_hyphen(line: str, column: int) -> str:
    return line[:column].replace("-", " ") + line[column:]


def _indented(line: str, column: int) -> str:
    return line[:column] + " " + line[column:]


def _twice(line: str, _: int) -> str:
    return f"{line}\n{line.replace('- ', '  ', 1)}"


# --- all of them ----------------------------------------------------------------------------------

RULES = (
    *(f"{name}.*" for name in LISTS if name not in ("sections", "items", "sources")),
    "overlays.*.criteria.*",
    "overlays.*.meanings.*",
    "score.bands.*",
    "gp_questions.*.follow_ups.*",
    "sheet.come_back.*",
)
THRESHOLDS = (
    "features.*.item_weight",
    "score.lowest",
    "score.bands.*.from",
    "score.bands.*.to",
    "overlays.*.shows_from",
    "overlays.*.meanings.*.from",
    "conditions.*.when.at_least",
    "features.*.when.at_least",
    "sheet.cap",
)
OPTION = "items.*.answer_option"
CAN_DROP = {
    "exclusive": (f"{OPTION}.*.exclusive",),
    "counts_as": (f"{OPTION}.*.counts_as",),
    "repeats": ("items.*.repeats",),
    "enable_when": ("items.*.enable_when",),
    "not_sure_policy": ("items.*.not_sure_policy",),
    "applies_when": ("warning_signs.*.applies_when",),
    "also_when": ("warning_signs.*.also_when",),
    "card": ("warning_signs.*.card",),
    "when": ("outcomes.*.when", "gp_questions.*.when"),
    "no_band_when": ("score.no_band_when",),
    "requires": ("score.bands.*.requires",),
    "otherwise": ("score.bands.*.otherwise",),
    "to": ("score.bands.*.to",),
    "ends_journey": ("outcomes.*.ends_journey",),
    "safety_net": ("outcomes.*.safety_net",),
    "sheet_title": ("outcomes.*.sheet_title",),
    "because": ("gp_questions.*.because",),
    "keep_always": ("gp_questions.*.keep_always",),
}
"""Keys without which an entry may still be well formed."""
LINES = ("warning_signs.*.when", "warning_signs.*.level", "outcomes.*.when", "items.*.enable_when")

OPERATORS: Mapping[str, Operator] = {
    "delete rule": _cut(*RULES),
    "delete condition": _change_conditions(_part_lost),
    "any for all": _change_conditions(_any_all),
    "negate condition": _change_conditions(_negated),
    "drop code": _change_conditions(_code_lost),
    "wrong code": _change_conditions(_code_wrong),
    "swap outcomes": _swap_neighbours("outcomes/when", "result_notes/outcomes", "never/outcomes"),
    "lower level": _change(
        _level(-1), "warning_signs.*.level", "care_cards.*.level", "sheet.come_back.*.level"
    ),
    "raise level": _change(_level(+1), "warning_signs.*.level"),
    "other level in a condition": _change_conditions(_level_changed),
    "threshold+1": _change(_add(+1), *THRESHOLDS),
    "threshold-1": _change(_add(-1), *THRESHOLDS),
    "flip sign": _change(lambda weight: str(-int(weight)), "features.*.item_weight"),
    "swap codes": _swap_neighbours(f"{OPTION}/code"),
    "swap labels": _swap_neighbours(
        f"{OPTION}/text",
        f"{OPTION}/short",
        *(f"{name}/text" for name in ("warning_signs", "conditions", "features", "gp_questions")),
        "warning_signs/short",
        "warning_signs/card",
        "outcomes/title",
        "overlays.*.criteria/text",
    ),
    "same label": _copy_texts(
        f"{OPTION}/text",
        *(f"warning_signs/{key}" for key in ("text", "short", "card")),
        "gp_questions/text",
    ),
    "drop option": _cut(f"{OPTION}.*"),
    "drop everywhere": _drop_everywhere,
    "remove question": _cut("items.*"),
    "swap order": _swap_neighbours("sections", "items", "score.bands", "outcomes", "gp_questions"),
    "move last": _move_last,
    **{f"drop {key}": _cut(*places) for key, places in CAN_DROP.items()},
    "drop code of counts_as": _cut_one_of_many(f"{OPTION}.*.counts_as"),
    "drop one of several": _cut_one_of_many(
        "outcomes.*.safety_net", "never.*.outcomes", "result_notes.*.outcomes"
    ),
    "delete source": _cut("sources.*"),
    "repeat id": _repeat_ids,
    "homoglyph": _change(
        lambda name: re.sub("[aceopxy]", lambda m: m[0].translate(LOOK_ALIKES), name, count=1),
        *(f"{name}.*.{key}" for name, (_, key) in LISTS.items() if name != "sources"),
    ),
    "tab": _edit_lines(_tab, "a tab", *LINES),
    "lost hyphen": _edit_lines(
        _no_hyphen, "a hyphen is lost", "items.*.link_id", "warning_signs.*.id", "outcomes.*.id"
    ),
    "wrong indentation": _edit_lines(_indented, "1 space too many", *LINES),
    "key twice": _edit_lines(_twice, "a line stands twice", "warning_signs.*.level"),
}
"""Every operator by its name."""
