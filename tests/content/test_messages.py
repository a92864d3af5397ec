"""Every message of the content check, whole, each from its own faulty file in ``faults/``.

A file begins with what the check says about it, as comments. A file that can be read as YAML holds
only the parts that the fault needs; ``sound.yaml`` gives the others.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.content import checks, load, messages, problems, source
from app.content.checks import names, questions, safety, safety_net, structure
from app.content.problems import ContentError
from tests.content.sound import SOUND, completed

FAULTS = sorted(Path(__file__).with_name("faults").glob("*.yaml"))
TOO_LARGE = f"""\
too-large.yaml:1:1: the file has {source.MAX_BYTES + 1:,} bytes. The most is {source.MAX_BYTES:,}.
1 problem. The questionnaire was not loaded."""


HALF_SAVED = """\
half-saved.yaml:54:1: the file ends here, without warning_signs, care_cards, outcomes, sheet, \
sources. Was it saved whole?
1 problem. The questionnaire was not loaded."""


def said(raw: bytes, name: str) -> str:
    """What the check says about content that has a fault."""
    with pytest.raises(ContentError) as fault:
        load.loads(raw, name)
    return str(fault.value)


def expected(file: Path) -> str:
    """The comments that the file begins with."""
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    lines = text.split("\n\n")[0].split("\n")
    return "\n".join(line.removeprefix("# ") for line in lines)


def test_the_sound_questionnaire_loads() -> None:
    assert load.loads(SOUND.encode()).title == "Self-check"


@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.stem)
def test_message_is_whole(file: Path) -> None:
    raw = file.read_bytes()
    if not source.read(raw).problems:
        raw = completed(raw.decode())
    assert said(raw, file.name) == expected(file)


def test_message_about_a_file_that_is_too_large_is_whole() -> None:
    assert said(b"#" * (source.MAX_BYTES + 1), "too-large.yaml") == TOO_LARGE


def test_message_about_a_file_that_was_not_saved_whole_is_whole() -> None:
    raw = SOUND.partition("\nwarning_signs:")[0].encode()
    assert said(raw, "half-saved.yaml") == HALF_SAVED


# --- is every message there? ----------------------------------------------------------------------


def sentences(file: str) -> Iterator[str]:
    """Every text of two words or more in a module, with ``{}`` for what is filled in.

    Docstrings and what only a programmer can see are left out.
    """
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            left_out.update(ast.walk(node))
        if isinstance(node, ast.JoinedStr):
            left_out.update(part for part in node.values if isinstance(part, ast.Constant))
    for node in ast.walk(tree):
        if node in left_out:
            continue
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\{\w+\}", "{}", node.value)
        if re.search(r"\w[':}]* +[\w'\"{]", text):
            yield text


NEVER_SAID = {
    "(key on line {})",  # stands for a key that is itself refused
    # PyYAML's own words
    "cannot start any token",
    "expected ',' or",
    "mapping values are not allowed",
    "nesting depth",
    "unexpected end of stream",
    # about approvals.yaml: test_approvals.py
    "is '{}'. Copy the digest that the content check prints.",
    "is '{}'. Write the git commit in full: 40 letters and digits.",
}
CHECKED = (
    problems,
    source,
    load,
    messages,
    checks,
    names,
    questions,
    structure,
    safety,
    safety_net,
)
MODULES = [module.__file__ for module in CHECKED]
SENTENCES = sorted({s for file in MODULES if file for s in sentences(file)} - NEVER_SAID)
EVERYTHING_SAID = "\n".join([*map(expected, FAULTS), TOO_LARGE, HALF_SAVED])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_of_the_check_is_said_about_some_file(sentence: str) -> None:
    pattern = ".*".join(map(re.escape, sentence.split("{}")))
    assert re.search(pattern, EVERYTHING_SAID)


def test_no_two_files_have_the_same_fault() -> None:
    heard = [expected(file).replace(file.name, "") for file in FAULTS]
    assert len(set(heard)) == len(heard)
