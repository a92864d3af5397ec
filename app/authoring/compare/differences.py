"""Which texts and rules differ between two versions of the content, entry by entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from app.content.conditions import KINDS, Level
from app.content.model import LISTS, Questionnaire
from app.sheet.explain import sentence


@dataclass(frozen=True)
class Difference:
    """One text or rule that differs; ``old`` or ``new`` is empty where there was none."""

    what: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old:
            return f"{self.what}: “{self.new}”"
        if not self.new:
            return f"{self.what}: was “{self.old}”"
        return f"{self.what}: “{self.old}” is now “{self.new}”"


def differences(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    """Every entry that was added, removed or changed, with old and new text."""
    for name in Questionnaire.model_fields:
        called = LISTS[name][0] if name in LISTS else name.replace("_", " ")
        before, after = _entries(old, name), _entries(new, name)
        for key in (*before, *(key for key in after if key not in before)):
            what = f"{called} “{key}”" if key else called
            yield from _changed(what, old, before.get(key), new, after.get(key))
        kept = [key for key in before if key in after]
        if kept != (order := [key for key in after if key in before]):
            yield Difference(f"order: {called}", ", ".join(kept), ", ".join(order))


def _entries(questionnaire: Questionnaire, name: str) -> dict[str, object]:
    value = getattr(questionnaire, name)
    return (
        {_key(entry, i): entry for i, entry in enumerate(value)} if name in LISTS else {"": value}
    )


def _changed(
    what: str, old: Questionnaire, before: object, new: Questionnaire, after: object
) -> Iterator[Difference]:
    if before == after:
        return
    was = dict(_facts(old, before, ""))
    now = dict(_facts(new, after, ""))
    if before is None or after is None:
        how = "added" if before is None else "removed"
        yield Difference(f"{what}: {how}", _told(was), _told(now))
        return
    found = [
        Difference(f"{what}{path}", was.get(path, ""), now.get(path, ""))
        for path in dict.fromkeys((*was, *now))
        if was.get(path) != now.get(path)
    ]
    hidden = "A rule of it has changed in a way that these words do not show."
    yield from found or [Difference(what, "", hidden)]


def _told(facts: Mapping[str, str]) -> str:
    return "\n".join(f"{path.removeprefix(', ')}: {text}" for path, text in facts.items())


FACT_NAMES: Mapping[str, str] = {
    "enable_when": "asked only when",
    "when": "rule",
    "also_when": "rule, later answers",
    "applies_when": "about whom",
    "given": "rule",
    "item_weight": "points",
    "answer_option": "answer",
    "counts_as": "“not sure” counts as",
    "source_note": "source note",
    "from_": "from",
    "not_": "not",
}
"""What the parts of an entry are called where their own name would not be understood."""


def _facts(questionnaire: Questionnaire, value: object, path: str) -> Iterator[tuple[str, str]]:
    """The texts and rules of an entry, each with its name."""
    match value:
        case None | ():
            return
        case _ if isinstance(value, KINDS):
            yield path, sentence(questionnaire, value)
        case BaseModel():
            for name in type(value).model_fields:
                label = FACT_NAMES.get(name, name.replace("_", " "))
                yield from _facts(questionnaire, getattr(value, name), f"{path}, {label}")
        case tuple() if isinstance(value[0], BaseModel):
            for i, entry in enumerate(value):
                yield from _facts(questionnaire, entry, f"{path} “{_key(entry, i)}”")
        case tuple():
            yield path, " · ".join(map(str, value))
        case bool():
            yield path, "yes" if value else "no"
        case Level():
            yield path, value.name
        case _:
            yield path, str(value)


def _key(entry: object, place: int) -> str:
    for name in ("link_id", "id", "code", "level", "label"):
        if (value := getattr(entry, name, None)) is not None:
            return value.name if isinstance(value, Level) else str(value)
    return str(place + 1)
