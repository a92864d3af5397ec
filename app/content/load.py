"""``questions.yaml`` to a checked :class:`Questionnaire`, or every reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.content import checks
from app.content.conditions import CONDITION_KEYS, TAG
from app.content.model import LISTS, Questionnaire
from app.content.problems import ContentError, Problem, nearest, shown
from app.content.source import MOST_PROBLEMS, Document, Plain, entries, read
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

    Where entries are faulty, the references of the sound ones are checked all the same, so that an
    author is told everything in one run.
    """
    faults = _faults(document.data)
    problems = [_problem(document, fault) for fault in faults]
    if not isinstance(document.data, dict):
        return None, problems
    if faults:
        sound = _sound_parts(document.data, faults)
        questionnaire = Questionnaire.model_construct(None, **sound.values)
    else:
        sound = _SoundParts({}, {}, {})
        questionnaire = Questionnaire.model_validate(document.data)
    faulty = {str(fault["loc"][0]) for fault in faults}
    found = checks.check(questionnaire, sound.names, faulty)
    for path, message in islice(found, MOST_PROBLEMS):
        original = sound.original(path)
        label = _label(document.data, original)
        problems.append(Problem(*document.place(original), f"{label}{message}"))
    return questionnaire, problems


def _faults(data: Plain) -> list[ErrorDetails]:
    """What the model refuses; of faults inside one another only the innermost."""
    try:
        Questionnaire.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        outer = {fault["loc"][:i] for fault in found for i in range(len(fault["loc"]))}
        return [fault for fault in found if fault["loc"] not in outer or not fault["loc"]]
    return []


# --- entries that are left out so that the rest can be checked ------------------------------------


@dataclass(frozen=True)
class _SoundParts:
    """The parts of a faulty questionnaire that are sound.

    ``names`` are those of the faulty entries: a reference to one is no second fault. A list that is
    missing, or has an entry without a sound name, has ``None``: any reference may be right.
    ``kept`` are the positions that the sound entries of each list have in the file.
    """

    values: dict[str, Any]
    names: dict[str, frozenset[str] | None]
    kept: dict[str, list[int]]

    def original(self, path: DataPath) -> DataPath:
        """The path in the file of a path in the sound parts."""
        if len(path) > 1 and path[0] in self.kept and isinstance(path[1], int):
            return (path[0], self.kept[str(path[0])][path[1]], *path[2:])
        return path


def _sound_parts(data: dict[str, Plain], faults: list[ErrorDetails]) -> _SoundParts:
    faulty = {fault["loc"][:2] for fault in faults} | {fault["loc"][:1] for fault in faults}
    sound = _SoundParts({}, {}, {})
    for name, info in Questionnaire.model_fields.items():
        if name in LISTS:
            nameless = {(name, i, LISTS[name][1]) for i in entries(data, name)}
            missing = info.is_required() and not isinstance(data.get(name), tuple)
            if missing or nameless & {fault["loc"] for fault in faults}:
                sound.names[name] = None
            every = entries(data, name)
            kept = [i for i in every if (name, i) not in faulty]
            adapter: TypeAdapter[Any] = TypeAdapter(info.rebuild_annotation())
            values = [_entry(adapter, every[i]) for i in kept]
            sound.kept[name] = kept
            sound.values[name] = tuple(value for value in values if value is not None)
            faulty_names = (_name_of(name, entry) for i, entry in every.items() if i not in kept)
            sound.names.setdefault(name, frozenset(faulty_names))
        elif (name,) not in faulty and name in data:
            sound.values[name] = _sound_part(info, data[name])
    return sound


def _sound_part(info: FieldInfo, part: Plain) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(info.rebuild_annotation())
    return adapter.validate_python(part)


def _entry(adapter: TypeAdapter[Any], entry: Plain) -> Any:
    """One sound entry of a list. Its list may need more of them; the fault for that is told."""
    return adapter.validate_python((entry,))[0]


def _name_of(name: str, entry: Plain) -> str:
    found = entry.get(LISTS[name][1]) if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""


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
        fault_text = f"unknown key '{shown(path[-1])}'. {cure}"
        return Problem(*document.place_of_key(path), f"{label}{fault_text}")
    place = document.place(path)
    return Problem(*place, f"{label}{_where(path)}{_fault(fault)}")


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
        return PATTERNS[context["pattern"]].format(given=given)
    if kind == "literal_error":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
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
        return f"must be a list, not {_kind(fault['input'])}. Begin each entry with a hyphen."
    if kind == "model_type":
        return f"must have keys and values, not {_kind(fault['input'])}."
    if kind == "whole_number":
        return f"must be a whole number, not '{given}'. Write it in digits, for example 3."
    if kind == "true_or_false":
        return f"must be true or false, not '{given}'."
    if kind == "level":
        cure = nearest(given, ("urgent", "maternity", "emergency"), "levels")
        return f"cannot be '{given}'. {cure}"
    if kind == "condition":
        if isinstance(fault["input"], dict) and fault["input"]:
            first = shown(next(iter(fault["input"])))
            cure = nearest(first, CONDITION_KEYS, "kinds of condition")
            return f"has no condition that begins with '{first}'. {cure}"
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
    return "keys and values" if isinstance(value, dict) else f"'{shown(value)}'"


def _label(data: Plain, path: DataPath) -> str:
    """Name the entry that a path lies in: ``item 'age': ``."""
    if not path or path[0] not in LISTS:
        return f"{path[0]}: " if len(path) > 1 else ""
    kind, key = LISTS[str(path[0])]
    if len(path) < 2 or not isinstance(path[1], int):
        return ""
    entry = entries(data, str(path[0])).get(path[1])
    name = entry.get(key) if isinstance(entry, dict) else None
    return f"{kind} '{shown(name)}': " if isinstance(name, str) else f"{kind} {path[1] + 1}: "


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
