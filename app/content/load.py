"""``questions.yaml`` to a checked :class:`Questionnaire`, or every reason why not."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from app.content import checks
from app.content.conditions import CONDITION_KEYS, TAG
from app.content.model import LISTS, Questionnaire
from app.content.problems import ContentError, Problem, nearest
from app.content.source import Document, Plain, entries, read
from app.content.source import Path as DataPath


def load(file: Path) -> Questionnaire:
    """Load and check a content file.

    Raises :class:`ContentError` with all faults, and :class:`OSError` when it cannot be read.
    """
    return loads(file.read_bytes(), file.name)


def loads(raw: bytes, name: str = "questions.yaml") -> Questionnaire:
    """Load and check content that is already in memory; ``name`` stands in the messages."""
    document = read(raw)
    if document.problems:
        raise ContentError(name, document.problems)
    questionnaire, problems = _validate(document)
    if problems or questionnaire is None:
        raise ContentError(name, problems)
    return questionnaire


def _validate(document: Document) -> tuple[Questionnaire | None, list[Problem]]:
    """The model and what is wrong with it.

    Where single entries are faulty, the references of the sound ones are checked all the same, so
    that an author is told everything in one run.
    """
    faults = _faults(document.data)
    problems = [_problem(document, fault) for fault in faults]
    faulty = {fault["loc"][:2] for fault in faults}
    data = _without(document.data, faulty) if faulty else document.data
    if data is None or (faulty and _faults(data)):
        return None, problems
    questionnaire = Questionnaire.model_validate(data)
    known = _names(document.data, faulty)
    original = _positions(document.data, faulty)
    for path, message in checks.check(questionnaire, known, whole=not faulty):
        place = document.place(original(path))
        label = _label(document.data, original(path))
        problems.append(Problem(*place, f"{label}{message}"))
    return questionnaire, problems


def _faults(data: Plain) -> list[ErrorDetails]:
    try:
        Questionnaire.model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


# --- entries that are left out so that the rest can be checked ------------------------------------


def _without(data: Plain, faulty: set[DataPath]) -> dict[str, Plain] | None:
    """The data less its faulty list entries; None when a fault lies outside the lists."""
    if not isinstance(data, dict):
        return None
    for place in faulty:
        if len(place) < 2 or place[0] not in LISTS or not isinstance(place[1], int):
            return None
    return {
        name: tuple(entry for i, entry in enumerate(value) if (name, i) not in faulty)
        if isinstance(value, tuple)
        else value
        for name, value in data.items()
    }


def _names(data: Plain, faulty: set[DataPath]) -> Mapping[str, frozenset[str]]:
    """The names of the faulty entries of each list: references to them are no second fault."""
    names: dict[str, set[str]] = {name: set() for name in LISTS}
    for place in faulty:
        entry = entries(data, str(place[0])).get(int(place[1])) if len(place) > 1 else None
        name = entry.get(LISTS[str(place[0])][1]) if isinstance(entry, dict) else None
        if isinstance(name, str):
            names[str(place[0])].add(name)
    return {name: frozenset(found) for name, found in names.items()}


def _positions(data: Plain, faulty: set[DataPath]) -> Any:
    """A function from a path in the pruned data to the path in the file."""
    kept = {name: [i for i in entries(data, name) if (name, i) not in faulty] for name in LISTS}

    def original(path: DataPath) -> DataPath:
        if len(path) > 1 and path[0] in kept and isinstance(path[1], int):
            return (path[0], kept[str(path[0])][path[1]], *path[2:])
        return path

    return original


# --- messages -------------------------------------------------------------------------------------


def _problem(document: Document, fault: ErrorDetails) -> Problem:
    path = tuple(part for part in fault["loc"] if not str(part).startswith(TAG))
    label = _label(document.data, path)
    kind = fault["type"]
    if kind == "missing":
        place = document.place(path[:-1])
        return Problem(*place, f"{label}key '{path[-1]}' is missing. Add it.")
    if kind == "extra_forbidden":
        known = _keys_at(tuple(fault["loc"][:-1]))
        cure = nearest(str(path[-1]), known, "keys here")
        return Problem(*document.place_of_key(path), f"{label}unknown key '{path[-1]}'. {cure}")
    place = document.place(path)
    return Problem(*place, f"{label}{_where(path)}{_fault(fault)}")


def _where(path: DataPath) -> str:
    keys = [part for part in path if isinstance(part, str)]
    return f"'{keys[-1]}' " if keys else ""


def _fault(fault: ErrorDetails) -> str:
    kind, given, context = fault["type"], fault["input"], fault.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]].format(given=given)
    if kind == "literal_error":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        return f"cannot be '{given}'. {nearest(str(given), known, 'values')}"
    if kind in ("too_short", "too_long"):
        found = context["actual_length"]
        least, most = context.get("min_length"), context.get("max_length")
        wanted = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return f"has {found} {'entry' if found == 1 else 'entries'}. It needs {wanted}."
    if kind == "string_too_long":
        return f"has {len(given)} characters. The most is {context['max_length']}."
    if kind == "string_type":
        return f"must be a text, not {_kind(given)}."
    if kind == "tuple_type":
        return f"must be a list, not {_kind(given)}. Begin each entry with a hyphen."
    if kind == "model_type":
        return f"must have keys and values, not {_kind(given)}."
    if kind == "whole_number":
        return f"must be a whole number, not '{given}'. Write it in digits, for example 3."
    if kind == "true_or_false":
        return f"must be true or false, not '{given}'."
    if kind == "level":
        cure = nearest(str(given), ("urgent", "maternity", "emergency"), "levels")
        return f"cannot be '{given}'. {cure}"
    if kind == "condition":
        if isinstance(given, dict) and given:
            cure = nearest(next(iter(given)), CONDITION_KEYS, "kinds of condition")
            return f"has no condition that begins with '{next(iter(given))}'. {cure}"
        return f"must be a condition with one of the keys {', '.join(CONDITION_KEYS)}."
    raise AssertionError(f"no message for {kind}")  # every kind the model can raise stands above


PATTERNS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": (
        "is '{given}'. A name has small letters, digits and single hyphens, "
        "for example morning-stiffness."
    ),
    r"^[A-Za-z][A-Za-z0-9-]*$": "is '{given}'. Use letters, digits and hyphens, for example S26.",
    r"\S": "is empty. Write the text, or delete the key.",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "is '{given}'. Write a date as 2026-11-22.",
    r"^https://\S+$": "is '{given}'. A link begins with https:// and has no spaces.",
}


def _kind(value: object) -> str:
    if isinstance(value, tuple):
        return "a list"
    return "keys and values" if isinstance(value, dict) else f"'{value}'"


def _label(data: Plain, path: DataPath) -> str:
    """Name the entry that a path lies in: ``item 'age': ``."""
    if not path or path[0] not in LISTS:
        return f"{path[0]}: " if len(path) > 1 else ""
    kind, key = LISTS[str(path[0])]
    if len(path) < 2 or not isinstance(path[1], int):
        return ""
    entry = entries(data, str(path[0])).get(path[1])
    name = entry.get(key) if isinstance(entry, dict) else None
    return f"{kind} '{name}': " if isinstance(name, str) else f"{kind} {path[1] + 1}: "


def _keys_at(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that the model at an error's place knows."""
    models: list[type[BaseModel]] = [Questionnaire]
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
