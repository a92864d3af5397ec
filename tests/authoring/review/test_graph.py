"""The Mermaid text: nothing of the content missing, and its arrows are the way that people go."""

import random
import re
from collections import defaultdict
from typing import TypeVar

import pytest
from pydantic import BaseModel

from app.authoring.review.graph import mermaid
from app.content.load import load
from app.content.model import Questionnaire
from app.engine.journey import Journey, follow
from app.sheet.explain import sentence
from tests.web.tiny import TINY

HOSTILE = "<script>alert(1)</script> --> \"]} |x| %%{init}%% #quot; `b` & 'end'\nq1 --> o1;"
QUOTED = r'"(?:[\w .,:?!()\u2019\u201c\u201d+/\u2212-]|#\d+;)*"'
BOX = rf"  (?:  )?(\w+)(?:\[({QUOTED})\]|\[\[({QUOTED})\]\]|{{({QUOTED})}})"
ARROW = r"  (\w+)(?:\(\[Start page\]\))? (-->|-\.->)(?:\|(yes|no)\|)? (\w+)"
OTHER = rf"flowchart TD|  accTitle: [A-Za-z ]+|  subgraph s\d+\[{QUOTED}\]|  end"

Model = TypeVar("Model", bound=BaseModel)


def replaced(entry: Model, **update: object) -> Model:
    """A copy with some fields changed, that has worked nothing out yet."""
    copy = entry.model_copy(update=update)
    for name in set(vars(copy)) - set(type(copy).model_fields):
        del vars(copy)[name]
    return copy


@pytest.fixture(scope="module", params=["shipped", "tiny"])
def content(request: pytest.FixtureRequest, questionnaire: Questionnaire) -> Questionnaire:
    return questionnaire if request.param == "shipped" else load(TINY)


@pytest.fixture(scope="module")
def hostile() -> Questionnaire:
    """Content whose every text in the graph tries to be something else than text."""
    content = load(TINY)
    return replaced(
        content,
        items=tuple(replaced(item, text=HOSTILE, short=HOSTILE) for item in content.items),
        sections=tuple(replaced(section, title=HOSTILE) for section in content.sections),
        outcomes=tuple(replaced(outcome, title=HOSTILE) for outcome in content.outcomes),
    )


def boxes(text: str) -> dict[str, str]:
    """The text of each box by its name, as people see it."""
    found = (re.fullmatch(BOX, line) for line in text.splitlines())
    shown = {m[1]: (m[2] or m[3] or m[4])[1:-1] for m in found if m}
    return {name: re.sub(r"#(\d+);", lambda m: chr(int(m[1])), t) for name, t in shown.items()}


def arrows(text: str) -> dict[str, dict[str, list[str]]]:
    """Where the arrows from each box lead, by what stands on them; ``ends`` for dotted ones."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for match in filter(None, (re.fullmatch(ARROW, line) for line in text.splitlines())):
        label = "ends" if match[2] == "-.->" else match[3] or ""
        found[match[1]][label].append(match[4])
    return found


def test_every_line_is_one_of_mermaid(content: Questionnaire, hostile: Questionnaire) -> None:
    for text in (mermaid(content), mermaid(hostile)):
        wrong = [s for s in text.splitlines() if not re.fullmatch(f"{BOX}|{ARROW}|{OTHER}", s)]
        assert wrong == []


def test_every_question_and_outcome_has_a_box_and_every_condition_a_fork(
    content: Questionnaire,
) -> None:
    numbered = [
        *(
            (f"q{i}", f"{i}. {item.text}", item.enable_when)
            for i, item in enumerate(content.items, 1)
        ),
        *((f"o{i}", f"{i}. {o.title}", o.when) for i, o in enumerate(content.outcomes, 1)),
    ]
    expected = {name: text for name, text, _ in numbered}
    expected |= {f"f{name}": sentence(content, when) for name, _, when in numbered if when}
    assert boxes(mermaid(content)) == expected


def test_the_arrows_are_the_way_that_the_engine_goes(content: Questionnaire) -> None:
    ways = arrows(mermaid(content))
    chance = random.Random(7)  # noqa: S311  # picks answers, keeps no secret
    ended = 0
    for _ in range(500):
        answers = {}
        for item in content.items:
            codes = [option.code for option in item.answer_option]
            calm = {"none", "no", "from-18", "from-35-to-44"}.intersection(codes)
            pick = chance.choice(codes) if chance.random() < 0.3 or not calm else min(calm)
            answers[item.link_id] = frozenset({pick})
        journey = follow(content, answers)
        ended += journey.ended_by is not None
        assert gone(content, journey, ways) == [item.link_id for item in journey.path]
    assert 20 < ended < 480


def gone(
    content: Questionnaire, journey: Journey, ways: dict[str, dict[str, list[str]]]
) -> list[str]:
    """The questions along the arrows, up to the one that ends the journey."""
    path = {item.link_id for item in journey.path}
    box, found = "start", list[str]()
    while not box.startswith("fo"):
        label = ""
        if box.startswith("fq"):
            label = "yes" if content.items[int(box[2:]) - 1].link_id in path else "no"
        (box,) = ways[box][label]
        if box.startswith("q"):
            found.append(content.items[int(box[1:]) - 1].link_id)
        if journey.ended_by is not None and found[-1:] == [journey.path[-1].link_id]:
            number = content.outcomes.index(journey.ended_by) + 1
            assert f"o{number}" in ways[box]["ends"]
            break
    return found


def test_the_outcomes_are_tried_from_the_first_to_the_last(content: Questionnaire) -> None:
    ways = arrows(mermaid(content))
    for number in range(1, len(content.outcomes)):
        last = number + 1 == len(content.outcomes)
        assert ways[f"fo{number}"]["yes"] == [f"o{number}"]
        assert ways[f"fo{number}"]["no"] == [f"{'o' if last else 'fo'}{number + 1}"]


def test_what_mermaid_could_read_as_its_own_is_shown_as_it_is(hostile: Questionnaire) -> None:
    shown = boxes(mermaid(hostile))
    assert shown["q1"] == f"1. {' '.join(HOSTILE.split())}"
    assert shown["o1"] == f"1. {' '.join(HOSTILE.split())}"
