"""``questions.yaml`` to a checked :class:`Questionnaire`, or every reason why not."""

import errno
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.content import checks, messages
from app.content.model import LISTS, Questionnaire
from app.content.problems import ContentError, Problem
from app.content.source import MOST_PROBLEMS, Document, Plain, entries, read
from app.content.source import Path as DataPath


def load(file: Path) -> Questionnaire:
    """Load and check a content file.

    Raises :class:`ContentError` with all faults, and :class:`OSError` when it cannot be read.
    """
    if file.is_fifo() or file.is_char_device():  # reading it might never end
        raise OSError(errno.EINVAL, "It is no ordinary file", str(file))
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
    faults = messages.faults(Questionnaire, document.data)
    problems = [messages.problem(document, Questionnaire, fault) for fault in faults]
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
        label = messages.label(document.data, original)
        problems.append(Problem(*document.place(original), f"{label}{message}"))
    return questionnaire, problems


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
