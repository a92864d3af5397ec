"""What is sound in a faulty questionnaire, so that the rest can be checked all the same."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

from app.content.model import LISTS, Questionnaire
from app.content.source import Path, Plain, entries


@dataclass(frozen=True)
class SoundParts:
    """The parts of a faulty questionnaire that are sound.

    ``names`` are those of the faulty entries: a reference to one is no second fault. A list that is
    missing, or has an entry without a sound name, has ``None``: any reference may be right.
    ``kept`` are the positions that the sound entries of each list have in the file.
    """

    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, frozenset[str] | None] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """The path in the file of a path in the sound parts."""
        if len(path) > 1 and path[0] in self.kept and isinstance(path[1], int):
            return (path[0], self.kept[str(path[0])][path[1]], *path[2:])
        return path


def sound_parts(data: dict[str, Plain], faults: list[ErrorDetails]) -> SoundParts:
    """The parts of the data in which no fault was found."""
    places = {fault["loc"] for fault in faults}
    faulty = {place[:length] for place in places for length in (1, 2)}
    sound = SoundParts()
    for name, info in Questionnaire.model_fields.items():
        adapter: TypeAdapter[Any] = TypeAdapter(info.rebuild_annotation())
        if name not in LISTS:
            if (name,) not in faulty and name in data:
                sound.values[name] = adapter.validate_python(data[name])
            continue
        every = entries(data, name)
        kept = [i for i in every if (name, i) not in faulty]
        # One by one: the list may need more of them, which is a fault that is told by itself.
        sound.values[name] = tuple(adapter.validate_python((every[i],))[0] for i in kept)
        sound.kept[name] = kept
        key = LISTS[name][1]
        missing = info.is_required() and not isinstance(data.get(name), tuple)
        if missing or any((name, i, key) in places for i in every):
            sound.names[name] = None
        else:
            sound.names[name] = frozenset(_name(every[i], key) for i in every.keys() - kept)
    return sound


def _name(entry: Plain, key: str) -> str:
    found = entry.get(key) if isinstance(entry, dict) else None
    return found if isinstance(found, str) else ""
