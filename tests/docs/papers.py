"""What papers name: tests, and other papers."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NODE = re.compile(r"tests/[\w/.-]+?::\w+")
LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#]*)(?:#[^)]*)?\)")


def missing_tests(text: str, root: Path) -> list[str]:
    """The tests that a text names and that pytest would not collect."""
    return [node for node in NODE.findall(text) if node not in _tests_in(root, node)]


def dead_links(paper: Path) -> Iterator[str]:
    """The links of a paper that lead to no file."""
    for match in LINK.finditer(paper.read_text(encoding="utf-8")):
        if match["path"] and not (paper.parent / match["path"]).exists():
            yield match["path"]


@cache
def _tests_of(file: Path) -> frozenset[str]:
    body = ast.parse(file.read_bytes()).body if file.is_file() else ()
    names = (node.name for node in body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def _tests_in(root: Path, node: str) -> set[str]:
    file = node.partition("::")[0]
    return {f"{file}::{name}" for name in _tests_of(root / file)}
