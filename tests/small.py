"""Small contents, put together from the parts that a content may have or lack."""

import json
from pathlib import Path

from app.authoring.new.making import new_content
from app.content.source import Plain, read

SMALLEST = new_content("smallest", "2026-11-22", "schema.json")

SECTIONS = ("gate", "warning", "detail")
OUTCOMES = ("child", "emergency", "maternity", "urgent", "no-signs")


def _data(text: str) -> dict[str, Plain]:
    document = read(text.encode())
    assert document.problems == []
    assert isinstance(document.data, dict)
    return document.data


def _added(content: Plain) -> dict[str, Plain]:
    assert isinstance(content, dict)
    return content


PARTS = {
    name: _added(content)
    for name, content in _data(Path(__file__).with_name("small.yaml").read_text("utf-8")).items()
}
"""What each part adds to the smallest content, by its name."""


def small(*parts: str) -> bytes:
    """The smallest content with some parts more."""
    content = _data(SMALLEST)
    for part in parts:
        content = _with(content, PARTS[part])
    sections = _entries(content["sections"])
    kinds = {str(section["id"]): SECTIONS.index(str(section["kind"])) for section in sections}
    sections.sort(key=lambda section: kinds[str(section["id"])])
    items = sorted(_entries(content["items"]), key=lambda item: kinds[str(item["section"])])
    content |= {"sections": tuple(sections), "items": tuple(items)}
    levels = tuple(card["level"] for card in _entries(content["care_cards"]))
    content["outcomes"] = tuple(
        {key: value for key, value in outcome.items() if value}
        | ({"safety_net": levels} if "maternity" in levels else {})
        for outcome in sorted(
            _entries(content["outcomes"]), key=lambda outcome: OUTCOMES.index(str(outcome["id"]))
        )
    )
    return json.dumps(content).encode()


def small_contents() -> tuple[tuple[str, ...], ...]:
    """The parts of each: none, each alone, all but each, all."""
    names = tuple(PARTS)
    alone = ((name,) for name in names)
    others = (tuple(name for name in names if name != without) for without in names)
    return ((), *alone, *others, names)


def small_file(folder: Path, *parts: str) -> Path:
    """The same as a file."""
    file = folder / "questions.yaml"
    file.write_bytes(small(*parts))
    return file


def _entries(data: Plain) -> list[dict[str, Plain]]:
    assert isinstance(data, tuple)
    return [entry for entry in data if isinstance(entry, dict)]


def _with(content: dict[str, Plain], more: dict[str, Plain]) -> dict[str, Plain]:
    """Entries of the same id are completed, others are added; so are keys."""
    both = dict(content)
    for key, value in more.items():
        old = both.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            both[key] = _with(old, value)
        elif isinstance(old, tuple) and isinstance(value, tuple):
            entries = list(old)
            for entry in value:
                same = [e for e in entries if _name(e) is not None and _name(e) == _name(entry)]
                if same and isinstance(entry, dict) and isinstance(same[0], dict):
                    entries[entries.index(same[0])] = {**same[0], **entry}
                else:
                    entries.append(entry)
            both[key] = tuple(entries)
        else:
            both[key] = value
    return both


def _name(entry: Plain) -> Plain | None:
    if not isinstance(entry, dict):
        return None
    return entry.get("id") or entry.get("link_id")
