"""The flow: nothing of the content missing, every way labelled, and a drawing that can be read."""

import random
import re
from html.parser import HTMLParser
from itertools import combinations, pairwise
from typing import TypeVar

import pytest
from pydantic import BaseModel

from app.authoring.review.drawing import Box, Drawing, draw, text_width
from app.authoring.review.flow import Edge, Flow, flow
from app.authoring.review.graph import graph_page, mermaid
from app.content.conditions import (
    AllOf,
    BandIs,
    Chosen,
    Condition,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    SignGiven,
)
from app.content.load import load
from app.content.model import Questionnaire
from app.engine.journey import follow
from app.sheet.explain import sentence
from tests.web.tiny import TINY

HOSTILE = "<script>alert(1)</script> --> \"]} |x| %%{init}%% #quot; `b` & 'end'\nq1 --> o1;"


@pytest.fixture(scope="module", params=["shipped", "tiny"])
def content(request: pytest.FixtureRequest, questionnaire: Questionnaire) -> Questionnaire:
    return questionnaire if request.param == "shipped" else load(TINY)


Model = TypeVar("Model", bound=BaseModel)


def replaced(entry: Model, **update: object) -> Model:
    """A copy with some fields changed, that has worked nothing out yet."""
    copy = entry.model_copy(update=update)
    for name in set(vars(copy)) - set(type(copy).model_fields):
        del vars(copy)[name]
    return copy


@pytest.fixture(scope="module")
def hostile() -> Questionnaire:
    """Content whose every text on the drawing tries to be something else than text."""
    content = load(TINY)
    return replaced(
        content,
        title=HOSTILE,
        items=tuple(replaced(i, text=HOSTILE, short=HOSTILE) for i in content.items),
        sections=tuple(replaced(s, title=HOSTILE) for s in content.sections),
        outcomes=tuple(replaced(o, title=HOSTILE) for o in content.outcomes),
    )


def edges(drawn: Flow, kind: str) -> set[tuple[str, str, str]]:
    """Edges of a kind as the texts of both ends and the label."""
    return {
        (drawn.node[e.source].text, drawn.node[e.target].text, e.label)
        for e in drawn.edges
        if e.kind == kind
    }


# --- the flow -------------------------------------------------------------------------------------


def test_questions_and_outcomes_are_there_in_order(content: Questionnaire) -> None:
    drawn = flow(content)
    texts = [n.text for n in drawn.node.values() if n.kind in ("question", "outcome")]
    assert texts == [
        *(f"{i}. {item.text}" for i, item in enumerate(content.items, 1)),
        *(f"{i}. {outcome.title}" for i, outcome in enumerate(content.outcomes, 1)),
    ]
    assert [p.title for p in drawn.parts[:-1]] == [s.title for s in content.sections]


def test_each_conditional_question_has_its_labelled_edge(content: Questionnaire) -> None:
    labels = {target: label for _, target, label in edges(flow(content), "when")}
    for number, item in enumerate(content.items, 1):
        label = labels.get(f"{number}. {item.text}")
        if item.enable_when is None:
            assert label is None
        else:
            assert label == f"when {sentence(content, item.enable_when)}"


def test_each_outcome_has_its_labelled_edge(content: Questionnaire) -> None:
    drawn = flow(content)
    labels = {target: label for _, target, label in edges(drawn, "when")}
    *others, last = content.outcomes
    for number, outcome in enumerate(others, 1):
        assert outcome.when is not None
        label = f"when {sentence(content, outcome.when)}"
        assert labels[f"{number}. {outcome.title}"] == label
    fork = f"Outcome {len(others)}?"
    assert (fork, f"{len(content.outcomes)}. {last.title}", "otherwise") in edges(
        drawn, "otherwise"
    )


def test_everybody_gets_from_the_start_to_the_outcome(content: Questionnaire) -> None:
    drawn = flow(content)
    for node in drawn.node.values():
        ways_out = drawn.edges_from(node, "next", "when", "otherwise")
        expected = {"outcome": [], "fork": ["otherwise", "when"]}.get(node.kind, ["next"])
        assert sorted(edge.kind for edge in ways_out) == expected
        assert all(
            list(drawn.node).index(e.target) > list(drawn.node).index(node.id) for e in ways_out
        )


def test_answers_that_end_the_questions_are_on_the_edge(questionnaire: Questionnaire) -> None:
    found = {
        (source.split(".")[0], target.split(".")[0], label)
        for source, target, label in edges(flow(questionnaire), "exit")
    }
    assert ("1", "1", "“Under 18”") in found
    assert ("3", "2", "“heavy bleeding” or “bad or constant tummy pain”") in found
    assert ("4", "2", "“heavy bleeding”") in found
    assert ("10", "2", "“yes” or “not sure”") in found
    cancer = (
        "“cancer, now or ever” or “not sure”, with other answers: cancer now or ever, "
        "with a weak leg"
    )
    assert ("8", "2", cancer) in found
    assert {source for source, _, _ in found} == {"1", "3", "4", "5", "6", "8", "10", "11", "21"}


def test_no_answers_end_the_questions_where_no_edge_says_so(content: Questionnaire) -> None:
    """Random answers, walked by the engine: where they end, the drawing has an edge."""
    exits = {(source, target) for source, target, _ in edges(flow(content), "exit")}
    outcomes = {o.id: f"{i}. {o.title}" for i, o in enumerate(content.outcomes, 1)}
    numbers = {item.link_id: i for i, item in enumerate(content.items, 1)}
    chance = random.Random(7)  # noqa: S311  # picks answers, keeps no secret
    ended = set()
    for _ in range(1500):
        answers = {}
        for item in content.items:
            codes = [option.code for option in item.answer_option]
            calm = {"none", "no", "from-18", "from-35-to-44"}.intersection(codes)
            pick = chance.choice(codes) if chance.random() < 0.3 or not calm else min(calm)
            answers[item.link_id] = frozenset({pick})
        journey = follow(content, answers)
        if journey.ended_by is not None:
            last = journey.path[-1]
            ended.add((f"{numbers[last.link_id]}. {last.text}", outcomes[journey.ended_by.id]))
    assert len(ended) > 1
    assert ended <= exits


NOT_SURE = "“I\u2019m not sure”"
BUTTOCK = Chosen(question="place", chosen=("buttock",))
ADULT = Chosen(question="age", chosen=("from-18",))


@pytest.mark.parametrize(
    ("condition", "exits"),
    [
        (BUTTOCK, {"5": "“Buttock”"}),
        (SignGiven(warning_sign="fever"), {"4": f"“A fever” or {NOT_SURE}"}),
        (FeatureFits(feature="P1"), {"5": "“Buttock”"}),
        (
            AllOf(all=(LevelAtLeast(level_at_least=Level.maternity), ADULT)),
            {
                "3": f"“Yes” or {NOT_SURE}, with other answers: ",
                "4": f"“A numb bottom” or {NOT_SURE}, with other answers: ",
            },
        ),
        (
            Not.model_validate({"not": BUTTOCK}),
            {"5": "an answer with which this holds: “Place” is not answered “Buttock”"},
        ),
        (
            BandIs(band=("many",)),
            {"6": "an answer with which this holds: the count gives “Many fit”"},
        ),
        (
            Chosen.model_construct(question="signs", chosen=("numb", "fever"), at_least=2),
            {"4": f"2 or more of “A numb bottom”, “A fever” or {NOT_SURE}, with other"},
        ),
    ],
)
def test_every_kind_of_condition_that_ends_the_questions_has_its_edge(
    condition: Condition, exits: dict[str, str]
) -> None:
    content = load(TINY)
    first = replaced(content.outcomes[0], when=condition)
    drawn = flow(replaced(content, outcomes=(first, *content.outcomes[1:])))
    found = {
        source.split(".")[0]: label
        for source, target, label in edges(drawn, "exit")
        if target.startswith("1. ")
    }
    assert found.keys() == exits.keys()
    for number, label in exits.items():
        assert found[number].startswith(label)


# --- Mermaid --------------------------------------------------------------------------------------

QUOTED = r'"(?:[\w .,:?!()\u2019\u201c\u201d+/\u2212-]|#\d+;)*"'
LINE = re.compile(
    "|".join(
        (
            r"flowchart TD",
            r"  accTitle: [A-Za-z ]+",
            rf"  subgraph s\d+\[{QUOTED}\]",
            rf"    [a-z]+\d*(?:\(\[{QUOTED}\]\)|\{{{QUOTED}\}}|\[{QUOTED}\]|\[\[{QUOTED}\]\])",
            r"  end",
            rf"  [a-z]+\d* (?:-->|-\.->)(?:\|{QUOTED}\|)? [a-z]+\d*",
        )
    )
)


def test_mermaid_has_only_lines_of_its_grammar(
    content: Questionnaire, hostile: Questionnaire
) -> None:
    for text in (mermaid(content), mermaid(hostile)):
        assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []


def test_mermaid_has_every_node_and_edge(content: Questionnaire) -> None:
    drawn = flow(content)
    lines = mermaid(content).splitlines()
    assert sum("->" in line for line in lines) == len(drawn.edges)
    assert sum(line.startswith("    ") for line in lines) == len(drawn.node)
    for edge in drawn.edges:
        arrow = "-.->" if edge.kind == "exit" else "-->"
        assert any(
            line.startswith(f"  {edge.source} {arrow}") and line.endswith(f" {edge.target}")
            for line in lines
        )


def test_mermaid_shows_what_it_could_read_as_its_own(hostile: Questionnaire) -> None:
    shown = re.sub(r"#(\d+);", lambda m: chr(int(m[1])), mermaid(hostile))
    assert " ".join(HOSTILE.split()) in shown


# --- the drawing ----------------------------------------------------------------------------------


def drawings(content: Questionnaire) -> list[Drawing]:
    drawn = flow(content)
    return [draw(drawn, part) for part in drawn.parts]


def over(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.bottom
        and other.y < one.bottom
    )


def crossed(box: Box, points: tuple[tuple[int, int], ...]) -> bool:
    """Whether a right-angled way runs through the inside of a box."""
    return any(
        max(x1, x2) > box.x
        and min(x1, x2) < box.x + box.width
        and max(y1, y2) > box.y
        and min(y1, y2) < box.bottom
        for (x1, y1), (x2, y2) in pairwise(points)
    )


def test_no_box_or_label_lies_over_another(content: Questionnaire) -> None:
    for drawing in drawings(content):
        for one, other in combinations(drawing.boxes, 2):
            assert not over(one, other), (one, other)


def test_no_line_runs_through_a_box_or_label(content: Questionnaire) -> None:
    for drawing in drawings(content):
        for line in drawing.lines:
            through = [box for box in drawing.boxes if crossed(box, line.points)]
            assert through == [], line


def test_everything_lies_within_the_drawing(content: Questionnaire) -> None:
    for drawing in drawings(content):
        assert all(b.x >= 0 and b.y >= 0 and b.x + b.width <= 800 for b in drawing.boxes)
        assert max(box.bottom for box in drawing.boxes) <= drawing.height
        assert max(y for line in drawing.lines for _, y in line.points) <= drawing.height


def test_every_text_fits_its_box_whole(content: Questionnaire) -> None:
    for drawing in drawings(content):
        for box in drawing.boxes:
            assert all(text_width(line, box.size) <= box.width - 8 for line in box.lines)
            assert box.baseline(len(box.lines) - 1) < box.bottom
    shown = [" ".join(b.lines) for drawing in drawings(content) for b in drawing.boxes]
    drawn = flow(content)
    assert [
        n.text for n in drawn.node.values() if n.kind == "question" and n.text not in shown
    ] == []
    assert [e.label for e in drawn.edges if e.label and e.label not in shown] == []


def test_a_question_with_two_exits_and_a_word_without_end_can_be_drawn() -> None:
    drawn = flow(load(TINY))
    part = next(p for p in drawn.parts if any(n.id == "q4" for n in p.nodes))
    more = (Edge("q4", "o1", "exit", "x" * 200), Edge("q4", "o3", "exit", "three"))
    drawing = draw(Flow(drawn.title, drawn.parts, (*drawn.edges, *more)), part)
    assert sum(box.kind == "exit" for box in drawing.boxes) == 3
    for one, other in combinations(drawing.boxes, 2):
        assert not over(one, other)
    for line in drawing.lines:
        assert [box for box in drawing.boxes if crossed(box, line.points)] == []


# --- the page -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page is made of: tags with their attributes, and its text without style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.in_style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False

    def handle_data(self, data: str) -> None:
        if not self.in_style:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def test_the_page_says_every_node_and_edge_in_words(content: Questionnaire) -> None:
    text = Page(graph_page(content)).text.split("The same in words")[-1]
    drawn = flow(content)
    for node in drawn.node.values():
        if node.kind in ("question", "outcome"):
            assert node.text in text
    assert [
        e.label for e in drawn.edges if e.kind in ("when", "exit") and e.label not in text
    ] == []


def test_the_page_loads_nothing_and_runs_nothing(
    content: Questionnaire, hostile: Questionnaire
) -> None:
    for html in (graph_page(content), graph_page(hostile)):
        page = Page(html)
        names = {tag for tag, _ in page.tags}
        assert names.isdisjoint(
            {"script", "link", "img", "iframe", "object", "base", "image", "use"}
        )
        for _, attributes in page.tags:
            assert not any(name.startswith("on") or name == "src" for name in attributes)
            assert (attributes.get("href") or "#").startswith("#")
        assert "@import" not in html
        assert re.findall(r"url\((?!#)", html) == []


def test_hostile_text_stays_text(hostile: Questionnaire) -> None:
    assert " ".join(HOSTILE.split()) in Page(graph_page(hostile)).text


def test_the_page_has_headings_in_order_and_drawings_with_a_name(content: Questionnaire) -> None:
    page = Page(graph_page(content))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        if tag == "svg":
            assert attributes["aria-labelledby"] in ids
            assert attributes["aria-describedby"] in ids
