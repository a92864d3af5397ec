"""The way through the questions as Mermaid text, which editors and code hosts draw."""

import re
from collections.abc import Iterator

from app.content.model import Questionnaire
from app.sheet.explain import sentence


def mermaid(questionnaire: Questionnaire) -> str:
    """Who is asked what, in order, and how the outcome is chosen.

    A dotted arrow leads from a question to an outcome that its answer may bring at once, alone or
    with earlier answers.
    """
    return "flowchart TD\n" + "".join(f"  {line}\n" for line in _lines(questionnaire))


def _lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield "accTitle: The way through the questions"
    items = {f"q{i}": item for i, item in enumerate(questionnaire.items, 1)}
    outcomes = {f"o{i}": outcome for i, outcome in enumerate(questionnaire.outcomes, 1)}
    for number, section in enumerate(questionnaire.sections, 1):
        yield f"subgraph s{number}[{_quoted(section.title)}]"
        for box, item in items.items():
            if item.section == section.id:
                yield f"  {box}[{_quoted(f'{box[1:]}. {item.text}')}]"
        yield "end"
    for box, outcome in outcomes.items():
        yield f"{box}[[{_quoted(f'{box[1:]}. {outcome.title}')}]]"
        asked = questionnaire.questions_in(outcome.when) if outcome.when else ()
        if outcome.ends_journey:
            yield from (f"{q} -.-> {box}" for q, item in items.items() if item.link_id in asked)
    steps = {box: item.enable_when for box, item in items.items()}
    steps |= {box: outcome.when for box, outcome in outcomes.items()}
    arrows = ["start([Start page]) -->"]
    for box, condition in steps.items():
        otherwise = []
        if condition is not None:
            yield f"f{box}{{{_quoted(sentence(questionnaire, condition))}}}"
            yield from (f"{arrow} f{box}" for arrow in arrows)
            arrows, otherwise = [f"f{box} -->|yes|"], [f"f{box} -->|no|"]
        yield from (f"{arrow} {box}" for arrow in arrows)
        arrows = [f"{box} -->", *otherwise] if box in items else otherwise


def _quoted(text: str) -> str:
    """A text that Mermaid shows as it is: all that it could read as its own becomes a number."""
    flat = " ".join(text.split())
    shown = re.sub(
        r"[^\w .,:?!()\u2019\u201c\u201d+/\u2212-]", lambda match: f"#{ord(match[0])};", flat
    )
    return f'"{shown}"'
