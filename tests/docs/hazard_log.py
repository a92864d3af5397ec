"""The hazard log read strictly, and everything that is wrong with it."""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from app.content import messages
from app.content.conditions import Frozen, Text
from app.content.problems import Problem, nearest
from app.content.source import Document, entries, read
from app.content.source import Path as DataPath

BRIEF = tuple(f"brief H{i}" for i in range(1, 21))
REFERENCE = tuple(f"reference H{i}" for i in range(1, 18))
OURS = "ours"
"""A hazard that neither list names."""

NOT_SCORED = "to be scored by the clinical safety officer of the hospital"
NODE = re.compile(r"(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)")

IN_ORDER = "hazards stand in order, without a gap, each once. Give a new hazard the next number."
KNOWN_SOURCES = (
    "Name one from 'brief H1' to 'brief H20', 'reference H1' to 'reference H17', or 'ours'."
)
NAME_A_CONTROL = "Name what is done about it, or say under 'open' what is missing."
NAME_A_TEST = "Name the test that fails without it, or move it to 'open' until there is one."

Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Control(Frozen):
    """What is done about a hazard, where it stands, and the tests that fail without it."""

    control: Text
    where: Texts
    """Paths from the root of the project; more may follow in brackets."""
    tests: tuple[Text, ...] = ()


class Hazard(Frozen):
    """Something that could harm a person. ``open`` is what no control of ours covers."""

    id: Text
    sources: Texts
    hazard: Text
    cause: Text
    effect: Text
    controls: tuple[Control, ...] = ()
    open: tuple[Text, ...] = ()
    residual_risk: Literal["to be scored by the clinical safety officer of the hospital"]


class HazardLog(Frozen):
    """The whole file."""

    hazards: Annotated[tuple[Hazard, ...], Field(min_length=1)]


def faults(
    raw: bytes, root: Path, name: str = "hazards.yaml", must_cite: Collection[str] = ()
) -> list[str]:
    """What is wrong with a hazard log, each as ``file:line:column: hazard: fault and cure``.

    Files and tests that it names are looked for under ``root``. Every source in ``must_cite`` has
    to be named by some hazard. An empty list means that nothing is wrong.
    """
    document = read(raw)
    problems = document.problems or [*_problems(document, root, must_cite)]
    return [problem.place_in(name) for problem in sorted(problems)]


def _problems(document: Document, root: Path, must_cite: Collection[str]) -> Iterator[Problem]:
    shape = messages.faults(HazardLog, document.data)
    if shape:
        for fault in shape:
            problem = messages.problem(document, HazardLog, fault)
            told = problem.message.removeprefix("hazards: ")
            yield replace(problem, message=f"{_label(document, fault['loc'])}{told}")
        return
    log = HazardLog.model_validate(document.data)
    for i, hazard in enumerate(log.hazards):
        for path, said in _faults_of(hazard, f"H{i + 1}", root):
            yield Problem(*document.place(("hazards", i, *path)), f"hazard {hazard.id}: {said}")
    cited = {source for hazard in log.hazards for source in hazard.sources}
    for source in must_cite:
        if source not in cited:
            yield Problem(1, 1, f"no hazard names '{source}'. Add it to the one that covers it.")


def _faults_of(hazard: Hazard, number: str, root: Path) -> Iterator[tuple[DataPath, str]]:
    """Places inside the hazard, and what is wrong there."""
    if hazard.id != number:
        yield ("id",), f"this should be {number}: {IN_ORDER}"
    for i, source in enumerate(hazard.sources):
        if source not in (*BRIEF, *REFERENCE, OURS):
            yield ("sources", i), f"unknown source '{source}'. {KNOWN_SOURCES}"
    if not hazard.controls and not hazard.open:
        yield (), f"it has no control. {NAME_A_CONTROL}"
    for i, control in enumerate(hazard.controls):
        inside = ("controls", i)
        for j, place in enumerate(control.where):
            if not (root / place.partition(" (")[0]).exists():
                said = f"there is no '{place}'. Say where the control stands now."
                yield (*inside, "where", j), said
        if not control.tests:
            yield inside, f"control {i + 1} has no test. {NAME_A_TEST}"
        for j, node in enumerate(control.tests):
            if fault := fault_of_test(node, root):
                yield (*inside, "tests", j), fault


def fault_of_test(node: str, root: Path) -> str | None:
    """What is wrong with the name of a test; ``None`` where pytest would collect it."""
    match = NODE.fullmatch(node)
    if match is None:
        return f"'{node}' is no test. Write tests/….py::test_name, without brackets."
    known = _tests_in(root / match["file"])
    if known is None:
        return f"there is no file '{match['file']}'. Name a test that exists."
    if match["test"] not in known:
        return f"there is no test '{node}'. {nearest(match['test'], known, 'tests')}"
    return None


@cache
def _tests_in(file: Path) -> tuple[str, ...] | None:
    """The tests that pytest would collect from a file; ``None`` where there is no such file."""
    if not file.is_file():
        return None
    body = ast.parse(file.read_bytes()).body
    names = (node.name for node in body if isinstance(node, ast.FunctionDef))
    return tuple(name for name in names if name.startswith("test_"))


def _label(document: Document, path: DataPath) -> str:
    """The hazard that a place belongs to, for the front of a message."""
    if len(path) < 2 or path[0] != "hazards":
        return ""
    hazard = entries(document.data, "hazards").get(int(path[1]))
    named = hazard.get("id") if isinstance(hazard, dict) else None
    return f"hazard {named or f'number {int(path[1]) + 1}'}: "
