"""The flow of the questions for people: as Mermaid text, and as one HTML page to print."""

import re

from app.authoring.review.drawing import WIDTH, draw
from app.authoring.review.flow import Node, flow
from app.authoring.review.templates import PAGES
from app.content.model import Questionnaire


def mermaid(questionnaire: Questionnaire) -> str:
    """The flow as a Mermaid flowchart, with a line break at the end."""
    drawn = flow(questionnaire)
    lines = ["flowchart TD", "  accTitle: The flow of the questions"]
    for i, part in enumerate(drawn.parts, 1):
        lines.append(f"  subgraph s{i}[{_quoted(part.title)}]")
        lines.extend(f"    {node.id}{_shaped(node)}" for node in part.nodes)
        lines.append("  end")
    for edge in drawn.edges:
        arrow = "-.->" if edge.kind == "exit" else "-->"
        label = f"|{_quoted(edge.label)}|" if edge.label else ""
        lines.append(f"  {edge.source} {arrow}{label} {edge.target}")
    return "\n".join(lines) + "\n"


def _shaped(node: Node) -> str:
    text = _quoted(node.text)
    match node.kind:
        case "start" | "result":
            return f"([{text}])"
        case "fork":
            return f"{{{text}}}"
        case "question":
            return f"[{text}]"
        case "outcome":
            return f"[[{text}]]"


def _quoted(text: str) -> str:
    """A text that Mermaid shows as it is: all that it could read as its own becomes a number."""
    flat = " ".join(text.split())
    return (
        '"'
        + re.sub(r"[^\w .,:?!()\u2019\u201c\u201d+/\u2212-]", lambda m: f"#{ord(m[0])};", flat)
        + '"'
    )


def graph_page(questionnaire: Questionnaire) -> str:
    """The flow as one HTML page: a drawing of each part, and the same in words."""
    drawn = flow(questionnaire)
    return PAGES.get_template("graph.html").render(
        questionnaire=questionnaire,
        flow=drawn,
        drawings=[draw(drawn, part) for part in drawn.parts],
        width=WIDTH,
    )
