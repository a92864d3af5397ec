"""Every name that is used exists, exists once, and may be used where it stands."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from app.content.checks.places import ConditionPlace, Fault, conditions, everything
from app.content.conditions import (
    BandIs,
    Chosen,
    ConditionIs,
    FeatureFits,
    Frozen,
    OverlayShows,
    SignGiven,
    key_of,
    walk,
)
from app.content.model import LISTS, Item, Questionnaire, Sourced
from app.content.problems import nearest, shown
from app.content.source import Path

MARKS = ("recall", "to agree", "ours", "calc", "inference")
"""What may stand in square brackets in a source note."""


Known = Mapping[str, Collection[str] | None]
"""The names in each list; ``None`` where the list is faulty, so that any name may be right."""


def known_names(
    questionnaire: Questionnaire,
    also_known: Mapping[str, frozenset[str] | None],
    faulty: Collection[str] = (),
) -> Known:
    """The names that each list gives, with those of its faulty entries.

    The bands of a ``faulty`` score may have any name.
    """
    known: dict[str, Collection[str] | None] = {}
    for name in LISTS:
        broken = also_known.get(name, frozenset())
        names = _identities(questionnaire, name)
        # a dict: it keeps the order, and a name in it is found at once
        known[name] = None if broken is None else dict.fromkeys(names + sorted(broken))
    known["bands"] = None if "score" in faulty else [band.id for band in questionnaire.bands]
    return known


def check_rules(questionnaire: Questionnaire, known: Known) -> Iterator[Fault]:
    """Yield every name in the rules that is double, unknown or out of place."""
    for name, (_, key) in LISTS.items():
        yield from _doubles((name,), _identities(questionnaire, name), key)
    yield from _doubles(("score", "bands"), known["bands"] or [], "id")
    for i, item in enumerate(questionnaire.items):
        codes = [option.code for option in item.answer_option]
        yield from _doubles(("items", i, "answer_option"), codes, "code")
        yield from _unknown(("items", i, "section"), item.section, known["sections"], "sections")
        for key in ("asks_again", "asks_which"):
            if (first := getattr(item, key)) is not None:
                yield from _unknown(("items", i, key), first, known["items"], "questions")
        for j, option in enumerate(item.answer_option):
            for k, code in enumerate(option.counts_as or ()):
                path = ("items", i, "answer_option", j, "counts_as", k)
                yield from _unknown(path, code, codes, "options of this question")
    # Of two with one name, the first is meant.
    items = {item.link_id: item for item in reversed(questionnaire.items)}
    for place in conditions(questionnaire):
        yield from _condition_names(questionnaire, place, known, items)


def check_references(questionnaire: Questionnaire, known: Known) -> Iterator[Fault]:
    """Yield every other name that is double or unknown: of advice, outcomes, rows, sources."""
    for i, sign in enumerate(questionnaire.warning_signs):
        for j, name in enumerate(sign.asked_in):
            path: Path = ("warning_signs", i, "asked_in", j)
            yield from _unknown(path, name, known["items"], "questions")
    for i, feature in enumerate(questionnaire.features):
        if feature.quotes is not None:
            path = ("features", i, "quotes")
            yield from _unknown(path, feature.quotes, known["items"], "questions")
    for i, overlay in enumerate(questionnaire.overlays):
        yield from _doubles(("overlays", i, "criteria"), [c.id for c in overlay.criteria], "id")
    leaflet = questionnaire.leaflet
    if leaflet is not None:
        yield from _doubles(("leaflet", "sections"), [part.id for part in leaflet.sections], "id")
        pictures = [part.picture for part in leaflet.sections]
        yield from _doubles(("leaflet", "sections"), pictures, "picture")
    yield from _other_references(questionnaire, known)
    yield from _sources(questionnaire, known["sources"])


def _identities(questionnaire: Questionnaire, name: str) -> list[str]:
    _, key = LISTS[name]
    values = (getattr(entry, key) for entry in getattr(questionnaire, name))
    return [getattr(value, "name", value) for value in values]


def _doubles(path: Path, names: Iterable[str | None], key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            yield (*path, i, key), f"'{name}' is used twice. Give each its own."
        elif name is not None:
            seen.add(name)


def _unknown(path: Path, name: str, known: Collection[str] | None, kind: str) -> Iterator[Fault]:
    if known is not None and name not in known:
        yield path, f"there is no '{shown(name)}'. {nearest(name, known, kind)}"


# --- conditions -----------------------------------------------------------------------------------


def _condition_names(
    questionnaire: Questionnaire, place: ConditionPlace, known: Known, items: Mapping[str, Item]
) -> Iterator[Fault]:
    named = [condition.id for condition in questionnaire.conditions]
    for path, leaf in walk(place.condition, place.path):
        if not isinstance(leaf, place.allowed):
            key = key_of(type(leaf))
            yield path, f"'{key}' cannot be used here. Use answers to questions instead."
            continue
        match leaf:
            case Chosen():
                item = items.get(leaf.question)
                yield from _chosen_names(item, path, leaf, known["items"])
            case ConditionIs():
                yield from _named_condition(questionnaire, place, path, leaf, named, known)
            case SignGiven():
                path = (*path, "warning_sign")
                signs = known["warning_signs"]
                yield from _unknown(path, leaf.warning_sign, signs, "warning signs")
            case FeatureFits():
                path = (*path, "feature")
                yield from _unknown(path, leaf.feature, known["features"], "features")
            case OverlayShows():
                path = (*path, "overlay")
                yield from _unknown(path, leaf.overlay, known["overlays"], "overlays")
            case BandIs():
                for i, band in enumerate(leaf.band):
                    yield from _unknown((*path, "band", i), band, known["bands"], "bands")


def _chosen_names(
    item: Item | None, path: Path, leaf: Chosen, known: Collection[str] | None
) -> Iterator[Fault]:
    yield from _unknown((*path, "question"), leaf.question, known, "questions")
    if item is None:
        return
    kind = f"options of '{leaf.question}'"
    for i, code in enumerate(leaf.chosen):
        if code in leaf.chosen[:i]:
            yield (*path, "chosen", i), f"'{code}' is named twice. Delete one."
        yield from _unknown((*path, "chosen", i), code, list(item.options), kind)
    most = len(set(leaf.chosen)) if item.repeats else 1
    if not 1 <= leaf.at_least <= most:
        fault = f"at_least is {leaf.at_least}, so this can never be right. Use 1 to {most}."
        yield (*path, "at_least"), fault


def _named_condition(
    questionnaire: Questionnaire,
    place: ConditionPlace,
    path: Path,
    leaf: ConditionIs,
    named: list[str],
    known: Known,
) -> Iterator[Fault]:
    path = (*path, "condition")
    name = leaf.condition
    if name not in named:
        yield from _unknown(path, name, known["conditions"], "conditions")
        return
    position = named.index(name)
    if place.path[0] == "conditions" and position >= int(place.path[1]):
        yield path, f"'{name}' must stand above this condition. Move it up."
        return
    for kind in _kinds(questionnaire, name, set(named[position + 1 :])):
        if not issubclass(kind, place.allowed):
            key = key_of(kind)
            yield path, f"'{name}' uses '{key}', which cannot be used here. Write the answers out."


def _kinds(questionnaire: Questionnaire, name: str, seen: set[str]) -> Iterator[type[Frozen]]:
    """The kinds of condition in a named one and in those it uses, each of them once."""
    seen.add(name)
    for _, leaf in walk(questionnaire.conditions_by_id[name].when):
        if isinstance(leaf, ConditionIs):
            if leaf.condition in questionnaire.conditions_by_id and leaf.condition not in seen:
                yield from _kinds(questionnaire, leaf.condition, seen)
        else:
            yield type(leaf)


# --- other references -----------------------------------------------------------------------------


def _other_references(questionnaire: Questionnaire, known: Known) -> Iterator[Fault]:
    for i, band in enumerate(questionnaire.bands):
        if band.otherwise is not None:
            path: Path = ("score", "bands", i, "otherwise")
            yield from _unknown(path, band.otherwise, known["bands"], "bands")
    for i, outcome in enumerate(questionnaire.outcomes):
        for j, name in enumerate(outcome.advice):
            yield from _unknown(("outcomes", i, "advice", j), name, known["advice"], "advice")
    for key in ("result_notes", "never"):
        for i, entry in enumerate(getattr(questionnaire, key)):
            for j, name in enumerate(entry.outcomes):
                path = (key, i, "outcomes", j)
                yield from _unknown(path, name, known["outcomes"], "outcomes")
    sheet = getattr(questionnaire, "sheet", None)
    if sheet is None:
        return
    if sheet.wish is not None:
        yield from _unknown(("sheet", "wish"), sheet.wish, known["items"], "questions")
    if sheet.lifted_after is not None:
        path, asked = ("sheet", "lifted_after"), known["gp_questions"]
        yield from _unknown(path, sheet.lifted_after, asked, "GP questions")
    for key, rows in (("rows", sheet.rows), ("history", sheet.history)):
        for i, row in enumerate(rows):
            seen: set[str] = set()
            for j, name in enumerate(row.questions):
                path = ("sheet", key, i, "questions", j)
                if name in seen:
                    yield path, f"'{name}' is named twice. Delete one."
                seen.add(name)
                yield from _unknown(path, name, known["items"], "questions")


def _sources(questionnaire: Questionnaire, known: Collection[str] | None) -> Iterator[Fault]:
    for path, part in everything(questionnaire):
        if not isinstance(part, Sourced):
            continue
        for i, name in enumerate(part.sources):
            yield from _unknown((*path, "sources", i), name, known, "sources")
        note = part.source_note or ""
        for mark in re.findall(r"\[([^\]]*)\]", note):
            if mark not in MARKS:
                cure = nearest(mark, MARKS, "marks")
                yield (*path, "source_note"), f"unknown mark '[{mark}]'. {cure}"
        if note.count("[") != note.count("]"):
            yield (*path, "source_note"), "a square bracket is not closed. Write [recall]."
