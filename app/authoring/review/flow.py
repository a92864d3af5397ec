"""The flow of the questions as nodes and edges: what is asked when, and what ends it."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    LevelAtLeast,
    Not,
    OverlayShows,
    SignGiven,
)
from app.content.model import Item, Outcome, Questionnaire
from app.sheet.explain import sentence, sign_condition


@dataclass(frozen=True)
class Node:
    """A place in the flow. A fork asks whether a question is asked, or an outcome reached."""

    id: str
    kind: Literal["start", "question", "result", "fork", "outcome"]
    text: str


@dataclass(frozen=True)
class Edge:
    """A way from one node to another, and in words when it is taken."""

    source: str
    target: str
    kind: Literal["next", "when", "otherwise", "exit"]
    label: str = ""


@dataclass(frozen=True)
class Part:
    """A section of the questions, or the outcomes, under its heading."""

    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Flow:
    """Everything that is drawn: nodes in reading order, in parts, and the edges between them."""

    title: str
    parts: tuple[Part, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def node(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for part in self.parts for node in part.nodes}

    def edges_from(self, node: Node, *kinds: str) -> tuple[Edge, ...]:
        """The edges of some kinds that leave a node."""
        return tuple(e for e in self.edges if e.source == node.id and e.kind in kinds)

    def way_in(self, node: Node) -> str:
        """When a node behind a fork is reached; empty where it always is."""
        return next((e.label for e in self.edges if e.target == node.id and e.kind == "when"), "")


def flow(questionnaire: Questionnaire) -> Flow:
    """Say what is asked in which order, what is skipped, and which answers end the questions."""
    edges: list[Edge] = []
    loose = [Edge("start", "", "next")]

    def join(target: str) -> None:
        edges.extend(Edge(edge.source, target, edge.kind, edge.label) for edge in loose)
        loose.clear()

    def fork(name: str, target: str, condition: Condition) -> None:
        join(name)
        edges.append(Edge(name, target, "when", f"when {sentence(questionnaire, condition)}"))
        loose.append(Edge(name, "", "otherwise", "otherwise"))

    outcome_ids = {outcome.id: f"o{i}" for i, outcome in enumerate(questionnaire.outcomes, 1)}
    exits = _Exits(questionnaire)
    sections: dict[str, list[Node]] = {section.id: [] for section in questionnaire.sections}
    sections[questionnaire.items[0].section].append(Node("start", "start", "Start"))
    for i, item in enumerate(questionnaire.items, 1):
        nodes = sections[item.section]
        if item.enable_when is None:
            join(f"q{i}")
        else:
            nodes.append(Node(f"f{i}", "fork", f"Ask “{item.short}”?"))
            fork(f"f{i}", f"q{i}", item.enable_when)
        nodes.append(Node(f"q{i}", "question", f"{i}. {item.text}"))
        edges.extend(
            Edge(f"q{i}", outcome_ids[outcome.id], "exit", label)
            for outcome, label in exits.of(item)
        )
        loose.append(Edge(f"q{i}", "", "next"))
    results = [Node("result", "result", "No more questions. The first that holds is the outcome.")]
    join("result")
    loose.append(Edge("result", "", "next"))
    for i, outcome in enumerate(questionnaire.outcomes, 1):
        if outcome.when is None:
            join(f"o{i}")
        else:
            results.append(Node(f"t{i}", "fork", f"Outcome {i}?"))
            fork(f"t{i}", f"o{i}", outcome.when)
        results.append(Node(f"o{i}", "outcome", f"{i}. {outcome.title}"))
    parts = [Part(s.title, tuple(sections[s.id])) for s in questionnaire.sections]
    parts.append(Part("The outcome", tuple(results)))
    return Flow(questionnaire.title, tuple(parts), tuple(edges))


@dataclass(frozen=True)
class _Way:
    """An answer that can make a condition true; ``alone`` when it needs no other answer."""

    chosen: Chosen | None
    alone: bool


_Ways = dict[int, tuple[_Way, ...]]
"""The place of a question, and the answers to it that can be the last thing that was missing.

The place -1 stands for "no answer needed".
"""


class _Exits:
    """Which answers end the questions at once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.place = {item.link_id: i for i, item in enumerate(questionnaire.items)}
        self.known: dict[str, _Ways] = {}
        self.reasons = {
            outcome.id: list(self._reasons(outcome.when))
            for outcome in questionnaire.outcomes
            if outcome.ends_journey and outcome.when is not None
        }

    def of(self, item: Item) -> Iterator[tuple[Outcome, str]]:
        """The outcomes that an answer to a question can lead to at once, with the answers."""
        for name, reasons in self.reasons.items():
            ways = [
                (text, w)
                for text, found in reasons
                for w in found.get(self.place[item.link_id], ())
            ]
            alone = {c for _, way in ways if way.alone for c in _codes(item, way)}
            labels = [_either(item, alone)] if alone else []
            for text, way in ways:
                codes = set(_codes(item, way)) - alone
                if not way.alone and (codes or way.chosen is None):
                    labels.append(_with_others(item, way.chosen, codes, text))
            if labels:
                yield self.questionnaire.outcomes_by_id[name], "; or ".join(dict.fromkeys(labels))

    def _reasons(self, condition: Condition) -> Iterator[tuple[str, _Ways]]:
        """Each sign that gives an outcome, in words, or the condition itself."""
        if isinstance(condition, LevelAtLeast):
            for sign in self.questionnaire.signs_from[condition.level_at_least]:
                yield sign.text, self._ways(sign_condition(sign))
        else:
            yield sentence(self.questionnaire, condition), self._ways(condition)

    def _ways(self, condition: Condition) -> _Ways:
        content = self.questionnaire
        match condition:
            case Chosen():
                return {self.place[condition.question]: (_Way(condition, condition.at_least == 1),)}
            case ConditionIs():
                name = condition.condition
                if name not in self.known:
                    self.known[name] = self._ways(content.conditions_by_id[name].when)
                return self.known[name]
            case SignGiven():
                return self._ways(
                    sign_condition(content.warning_signs_by_id[condition.warning_sign])
                )
            case FeatureFits():
                return self._ways(content.features_by_id[condition.feature].when)
            case LevelAtLeast():
                signs = content.signs_from[condition.level_at_least]
                return _merged(self._ways(sign_condition(sign)) for sign in signs)
            case AnyOf():
                return _merged(self._ways(inner) for inner in condition.any)
            case AllOf():
                return self._together(condition.all)
            case BandIs() | OverlayShows() | Not():
                asked = [content.items_by_id[name] for name in content.questions_in(condition)]
                last = max(self.place[item.link_id] for item in asked)
                ways: _Ways = {last: (_Way(None, alone=False),)}
                if any(item.enable_when is not None for item in asked):
                    ways[-1] = ()
                return ways

    def _together(self, conditions: tuple[Condition, ...]) -> _Ways:
        """What can be the last to be missing, when all of some conditions must hold."""
        items = self.questionnaire.items
        each = [self._ways(inner) for inner in conditions]
        earliest = max(min(ways) for ways in each)
        found: list[_Ways] = []
        for i, ways in enumerate(each):
            others = [inner for j, inner in enumerate(conditions) if j != i]
            for place, answers in ways.items():
                if place >= earliest:
                    alone = place >= 0 and all(settled(items[place], inner) for inner in others)
                    found.append({place: tuple(_Way(w.chosen, w.alone and alone) for w in answers)})
        return _merged(found)


def settled(item: Item, condition: Condition) -> bool:
    """Whether a condition holds for everybody who is asked a question."""
    asked = item.enable_when
    return condition == asked or (isinstance(asked, AllOf) and condition in asked.all)


def _merged(each: Iterable[_Ways]) -> _Ways:
    merged: _Ways = {}
    for ways in each:
        for place, answers in ways.items():
            merged[place] = tuple(dict.fromkeys((*merged.get(place, ()), *answers)))
    return merged


def _codes(item: Item, way: _Way) -> Iterator[str]:
    """The options that are a way, "not sure" among them where it stands for one."""
    chosen = way.chosen.chosen if way.chosen else ()
    yield from chosen
    if item.not_sure is not None and set(chosen) & set(item.not_sure.counts_as or ()):
        yield item.not_sure.code


def _either(item: Item, codes: Container[str]) -> str:
    labels = [f"“{option.label}”" for option in item.answer_option if option.code in codes]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"


def _with_others(item: Item, chosen: Chosen | None, codes: Container[str], text: str) -> str:
    if chosen is None:
        return f"an answer with which this holds: {text}"
    several = f"{chosen.at_least} or more of " if chosen.at_least > 1 else ""
    return f"{several}{_either(item, codes)}, with other answers: {text}"
