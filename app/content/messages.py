"""What a model refuses, said so that an author can mend it: one :class:`Problem` each."""

import re
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from app.content.conditions import CONDITION_KEYS, NAMES, TAG, Level
from app.content.model import LISTS
from app.content.problems import Problem, nearest, shown
from app.content.source import Document, Plain, entries, unlike
from app.content.source import Path as DataPath


def faults(model: type[BaseModel], data: Plain) -> list[ErrorDetails]:
    """What a model refuses; of faults inside one another only the innermost."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        outer = {fault["loc"][:i] for fault in found for i in range(len(fault["loc"]))}
        return [fault for fault in found if fault["loc"] not in outer or not fault["loc"]]
    return []


CUT_OFF = 3
"""So many parts of a file that are missing: then its end is."""


def problems(
    document: Document, model: type[BaseModel], found: Sequence[ErrorDetails]
) -> Iterator[Problem]:
    """The faults as lines for the author: a missing end of the file is one, not many."""
    absent = [str(f["loc"][0]) for f in found if f["type"] == "missing" and len(f["loc"]) == 1]
    if is_cut := len(absent) >= CUT_OFF:
        yield Problem(
            document.last_line,
            1,
            f"the file ends here, without {', '.join(absent)}. Was it saved whole?",
        )
    for fault in found:
        if not (is_cut and fault["type"] == "missing"):
            yield problem(document, model, fault)


def problem(document: Document, model: type[BaseModel], fault: ErrorDetails) -> Problem:
    """A fault as a line for the author: which entry, what is wrong, and the cure."""
    path = tuple(part for part in fault["loc"] if not str(part).startswith(TAG))
    entry = label(document.data, path)
    kind = fault["type"]
    if kind == "missing":
        place = document.place(path[:-1])
        return Problem(*place, f"{entry}key '{path[-1]}' is missing. Add it.")
    if kind == "extra_forbidden":
        known = _keys_at(model, tuple(fault["loc"][:-1]))
        cure = nearest(str(path[-1]), known, "keys here")
        if re.fullmatch(r"[a-z_]+:\S.*", str(path[-1])):
            cure = "After a key and its colon comes a space."
        elif " " in str(path[-1]) or fault["input"] == "":  # in braces a comma ends the text
            cure = "Inside braces, a text with a comma needs quotes."
        fault_text = f"unknown key '{shown(path[-1])}'. {cure}"
        return Problem(*document.place_of_key(path), f"{entry}{fault_text}")
    place = document.place(path)
    return Problem(*place, f"{entry}{_where(path)}{_fault(fault)}")


def _where(path: DataPath) -> str:
    keys = [part for part in path if isinstance(part, str)]
    return f"'{keys[-1]}' " if keys else ""


def _fault(fault: ErrorDetails) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    given = shown(fault["input"])
    one_word = ("literal_error", "whole_number", "true_or_false", "level")
    if kind in one_word and not isinstance(fault["input"], str):
        return f"must be one word, not {_kind(fault['input'])}."
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        if pattern in NAMES and (why := unlike(str(fault["input"]))):
            return f"is '{given}', which {why}"
        if pattern in NAMES and " " in given and all(re.match(pattern, w) for w in given.split()):
            is_one = isinstance(fault["loc"][-1], str)
            cure = f"Write '{given.replace(' ', '-')}'." if is_one else "Is a comma missing?"
            return f"is '{given}'. A name has no spaces. {cure}"
        return PATTERNS[pattern].format(given=given)
    if kind == "literal_error":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        if known[0] in MEANINGS:  # a guess could say the opposite
            told = "; ".join(f"{word}: {MEANINGS[word]}" for word in known)
            return f"cannot be '{given}'. Write one of these. {told}."
        return f"cannot be '{given}'. {nearest(given, known, 'values')}"
    if kind in ("too_short", "too_long"):
        found = context["actual_length"]
        least, most = context.get("min_length"), context.get("max_length")
        wanted = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return f"has {found} {'entry' if found == 1 else 'entries'}. It needs {wanted}."
    if kind == "string_too_long":
        return f"has {len(fault['input'])} characters. The most is {context['max_length']}."
    if kind == "string_type":
        return f"must be a text, not {_kind(fault['input'])}."
    if kind == "tuple_type":
        cure = "Write each entry on a line of its own, after a hyphen."
        return f"must be a list, not {_kind(fault['input'])}. {cure}"
    if kind in ("model_type", "dict_type"):
        return f"must have keys and values, not {_kind(fault['input'])}."
    if kind == "whole_number":
        return f"must be a whole number, not '{given}'. Write it in digits, for example 3."
    if kind == "true_or_false":
        return f"must be true or false, not '{given}'."
    if kind == "sentence":  # the model says it itself
        return fault["msg"]
    if kind == "level":
        told = "; ".join(f"{level.name}: {LEVELS[level]}" for level in LEVELS)
        return f"cannot be '{given}'. Write one of these. {told}."
    if kind == "condition":
        if isinstance(fault["input"], dict) and fault["input"]:
            first = shown(next(iter(fault["input"])))
            cure = nearest(first, CONDITION_KEYS, "kinds of condition")
            return f"has no condition that begins with '{first}'. {cure}"
        return f"must be a condition with one of the keys {', '.join(CONDITION_KEYS)}."
    raise AssertionError(f"no message for {kind}")  # every kind the model can raise stands above


MEANINGS = {
    "seen": "the source itself was read",
    "mirror": "a copy of it was read",
    "recall": "nobody read it",
    "ours": "it was decided here",
}
"""Of each mark of a source. None is ever guessed."""
LEVELS = {
    Level.emergency: "999 at once, and no more questions",
    Level.maternity: "a unit of their own at once, then the questions go on",
    Level.urgent: "help today, after the questions",
}
"""What each level of a sign means."""
PATTERNS = {
    NAMES[0]: (
        "is '{given}'. A name begins with a letter and has small letters, digits and single "
        "hyphens, for example morning-stiffness."
    ),
    NAMES[1]: "is '{given}'. Use letters, digits and hyphens, for example S26.",
    r"\S": "is empty. Write the text.",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "is '{given}'. Write year, month and day, as 2026-11-22.",
    r"^https://\S+$": "is '{given}'. A link begins with https:// and has no spaces.",
    r"^[0-9a-f]{64}$": "is '{given}'. Copy the digest that the content check prints.",
    r"^[0-9a-f]{40}$": "is '{given}'. Write the git commit in full: 40 letters and digits.",
}


def _kind(value: object) -> str:
    if isinstance(value, tuple):
        return "a list"
    return "keys and values" if isinstance(value, dict) else f"'{shown(value)}'"


def label(data: Plain, path: DataPath) -> str:
    """Name the entry that a path lies in: ``item 'age': ``."""
    if not path or path[0] not in LISTS:
        return f"{path[0]}: " if len(path) > 1 else ""
    kind, key = LISTS[str(path[0])]
    if len(path) < 2 or not isinstance(path[1], int):
        return ""
    entry = entries(data, str(path[0])).get(path[1])
    name = entry.get(key) if isinstance(entry, dict) else None
    return f"{kind} '{shown(name)}': " if isinstance(name, str) else f"{kind} {path[1] + 1}: "


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that the model at an error's place knows."""
    models = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        if part.startswith(TAG):
            models = [m for m in models if part[1:] in _keys(m)][:1]
            continue
        found = [
            model
            for outer in models
            for name, info in outer.model_fields.items()
            if (info.alias or name) == part
            for model in _models_in(info.annotation)
        ]
        models = found
    return tuple(key for model in models for key in _keys(model))


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        for inner in get_args(annotation):
            if not isinstance(inner, Tag):
                yield from _models_in(inner)
