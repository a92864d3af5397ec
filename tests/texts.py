"""Every text of the content that a patient may read."""

from collections.abc import Iterator

from pydantic import BaseModel

from app.content.model import Meaning, NamedCondition, Outcome, Questionnaire, Source
from tests.questions import QUESTIONS

PATIENT_KEYS = {
    "title", "lead", "text", "short", "hint", "why", "error", "card", "advice", "group",
    "text_if_not", "because", "heading", "action", "note", "sheet_title", "label", "disclaimer",
    "for_the_gp", "can", "cannot", "for_you_if", "bullets",
    "what_fits", "show_to",
}  # fmt: skip
NOT_FOR_PATIENTS = (Source, NamedCondition, Meaning)


def texts(value: BaseModel, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text that a patient may read, with its place."""
    if isinstance(value, NOT_FOR_PATIENTS):
        return
    keys = () if isinstance(value, Questionnaire) else ("link_id", "id", "code")
    names = (getattr(value, key, None) for key in keys)
    name = next((str(name) for name in names if name is not None), "")
    here = f"{place} {name}".strip()
    for key, inner in value:
        names_advice = isinstance(value, Outcome) and key == "advice"
        for part in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(part, BaseModel):
                yield from texts(part, f"{here} {key}" if not name else here)
            elif isinstance(part, str) and key in PATIENT_KEYS and not names_advice:
                yield f"{here}.{key}", part


TEXTS = tuple(texts(QUESTIONS))
