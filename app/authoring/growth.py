"""How the time of the proofs grows: the content several times over, as one questionnaire."""

from collections.abc import Mapping
from pathlib import Path

from app.content.model import Questionnaire
from app.content.source import Plain, read

COPIED = (
    "items",
    "conditions",
    "warning_signs",
    "features",
    "overlays",
    "result_notes",
    "never",
    "gp_questions",
)
NAMES = frozenset(("id", "link_id", "question", "condition", "warning_sign", "feature", "overlay"))
"""The keys whose values name something that is copied."""


def times(file: Path, number: int) -> Questionnaire:
    """The content of a sound file, ``number`` times: every question, rule and GP question.

    Copies refer to copies. Outcomes, bands and the sheet are there once and see all of them. The
    sections keep their order, so that all warning signs still come first.
    """
    data = read(file.read_bytes()).data
    if not isinstance(data, dict):
        raise TypeError("a sound file has keys and values")
    many = {**data, **{key: _copies(data.get(key, ()), number) for key in COPIED}}
    sections = [str(section["id"]) for section in _entries(data["sections"])]
    items = sorted(_entries(many["items"]), key=lambda item: sections.index(str(item["section"])))
    return Questionnaire.model_validate({**many, "items": tuple(items)})


def _entries(entries: Plain) -> list[Mapping[str, Plain]]:
    return [entry for entry in entries if isinstance(entry, dict)]


def _copies(entries: Plain, number: int) -> tuple[Plain, ...]:
    return tuple(
        _renamed(entry, f"-{copy}" if copy else "") for copy in range(number) for entry in entries
    )


def _renamed(plain: Plain, ending: str) -> Plain:
    if isinstance(plain, dict):
        return {
            key: f"{value}{ending}"
            if key in NAMES and isinstance(value, str)
            else _renamed(value, ending)
            for key, value in plain.items()
        }
    return tuple(_renamed(part, ending) for part in plain) if isinstance(plain, tuple) else plain
