"""Questionnaires of a few lines, and answers to them."""

import json
from functools import cache
from textwrap import dedent

from app.content.conditions import Condition
from app.content.load import loads
from app.content.model import Questionnaire
from app.content.source import Plain, read
from app.engine.evaluate import Answers

BASE = """
items:
  - link_id: age
    section: gate
    not_sure_policy: Everybody knows it.
    answer_option: [child, adult, old]
  - link_id: numb
    section: warning
    answer_option: [sign, none, {code: not-sure, counts_as: [sign]}]
  - link_id: place
    section: detail
    answer_option: [dimple, middle, {code: not-sure, counts_as: []}]
warning_signs:
  - {id: numb, level: emergency, when: {question: numb, chosen: [sign]}}
  - {id: old, level: urgent, when: {question: age, chosen: [old]}}
features:
  - {id: P1, item_weight: 2, when: {question: place, chosen: [dimple]}}
score:
  lowest: 0
  no_band_when: {question: age, chosen: [child]}
  bands: [{id: few, from: 0, to: 1}, {id: some, from: 2}]
gp_questions:
  - {id: cause, because: everyone can ask this}
outcomes:
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: maternity, when: {level_at_least: maternity}, sheet_title: Sheet}
  - {id: urgent, when: {level_at_least: urgent}, sheet_title: Sheet}
  - {id: calm, sheet_title: Sheet}
sheet: {cap: 8, wish: place}
"""

WORDS: dict[str, tuple[str, ...]] = {
    "items": ("text", "short", "why", "error"),
    "answer_option": ("text",),
    "conditions": ("text",),
    "warning_signs": ("code", "text", "short", "card"),
    "features": ("text",),
    "bands": ("text", "because"),
    "overlays": ("title", "sheet_label", "gate_text", "text", "because"),
    "criteria": ("text",),
    "outcomes": ("title",),
    "result_notes": ("text",),
    "never": ("text",),
    "gp_questions": ("number", "text"),
    "follow_ups": ("text",),
}
"""By list: the keys that no rule reads. They say the entry's own name."""
REPLACED = ("score", "sheet", "outcomes", "gp_questions")
"""What a test gives whole; entries of other lists are added to those of the base."""


@cache
def tiny(text: str = "") -> Questionnaire:
    """The base with the entries in ``text``. Texts and sources are filled in."""
    return loads(tiny_source(text), "tiny.yaml")


def tiny_source(text: str = "") -> bytes:
    """The same as the content of a file."""
    base, own = _mapping(BASE), _mapping(dedent(text))
    data: dict[str, Plain] = dict(base)
    for key, value in own.items():
        data[key] = value if key in REPLACED else _joined(base.get(key, ()), value)
    kinds = ("gate", "warning", "detail")
    items = sorted(_entries(data["items"]), key=lambda item: kinds.index(str(item["section"])))
    used = [kind for kind in kinds if kind in {item["section"] for item in items}]
    given = {sign["level"] for sign in _entries(data["warning_signs"])}
    levels = tuple(level for level in ("emergency", "maternity", "urgent") if level in given)
    names = tuple(item["link_id"] for item in items)
    sourced: dict[str, Plain] = {"sources": ("S1",)}
    row: dict[str, Plain] = {"label": "All", "questions": names}
    more: dict[str, Plain] = {
        "title": "Tiny",
        "version": "2026-11-22",
        "introduction": {
            "lead": "Lead",
            "can": ("tell",),
            "cannot": ("tell",),
            "for_you_if": ("you are 18",),
            "not_now": ("you are numb",),
            **sourced,
        },
        "sections": tuple({"id": kind, "title": kind, "kind": kind} for kind in used),
        "items": tuple(items),
        "care_cards": tuple(
            {"level": level, "heading": "Call 999 if", "action": "Call 999", **sourced}
            for level in levels
        ),
        "outcomes": tuple(
            {"title": "Call 999", **outcome}
            if "ends_journey" in outcome
            else {"safety_net": levels, **outcome}
            for outcome in _entries(data["outcomes"])
        ),
        "sheet": {
            "rows": (row,),
            "history": (row,),
            "come_back": tuple({"level": level, "bullets": (level,)} for level in levels),
            "for_the_gp": ("Ask.",),
            "disclaimer": "Not a diagnosis.",
            **sourced,
            **_mapping_of(data["sheet"]),
        },
        "leaflet": {
            "title": "Leaflet",
            "lead": "Lead",
            "next_review": "2027-05-22",
            "sections": ({"id": "all", "heading": "All", "text": ("All",), **sourced},),
        },
        "sources": ({"id": "S1", "title": "Source", "mark": "ours"},),
    }
    return json.dumps(_filled("", {**data, **more})).encode()


def said(**codes: str) -> Answers:
    """An adult's answers: ``_`` in names stands for ``-``, blanks part several options."""
    given = {"age": "adult"} | codes
    return {name.replace("_", "-"): frozenset(codes.split()) for name, codes in given.items()}


def _mapping(text: str) -> dict[str, Plain]:
    document = read(text.encode()) if text.strip() else read(b"{}")
    assert document.problems == []
    return _mapping_of(document.data)


def _mapping_of(data: Plain) -> dict[str, Plain]:
    assert isinstance(data, dict), data
    return data


def _entries(data: Plain) -> list[dict[str, Plain]]:
    assert isinstance(data, tuple), data
    return [_mapping_of(entry) for entry in data]


def _joined(base: Plain, own: Plain) -> Plain:
    named = {entry.get("link_id") or entry.get("id"): entry for entry in _entries(base)}
    return tuple({**named, **{e.get("link_id") or e.get("id"): e for e in _entries(own)}}.values())


def _filled(kind: str, value: Plain) -> Plain:
    """Add the texts and sources that a test leaves out, wherever they are missing."""
    if isinstance(value, tuple):
        return tuple(_filled(kind, entry) for entry in value)
    if kind == "answer_option" and isinstance(value, str):
        value = {"code": value}
    if not isinstance(value, dict):
        return value
    filled = {key: _filled(key, inner) for key, inner in value.items()}
    name = str(value.get("link_id") or value.get("id") or value.get("code") or kind)
    for key in WORDS.get(kind, ()):
        is_list = key == "text" and kind in ("bands", "overlays")
        asked = f"{name}?" if (kind, key) == ("items", "text") else name
        filled.setdefault(key, (name,) if is_list else asked)
    if kind == "overlays":
        filled.setdefault("meanings", ({"from": "0", "text": "Nothing."},))
    if kind in {*WORDS, "score"} - {"answer_option"}:
        filled.setdefault("sources", ("S1",))
    return filled


def condition(questionnaire: Questionnaire, name: str) -> Condition:
    """The rule of a named condition."""
    return questionnaire.conditions_by_id[name].when
