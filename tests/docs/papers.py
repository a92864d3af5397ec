"""What the papers for a web team have in common: they name tests, and lead to other papers."""

import re
from pathlib import Path

from tests.docs.hazard_log import fault_of_test

NODE = re.compile(r"`(tests/[^`]+?::[^`]+)`")
LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#]*)(?:#[^)]*)?\)")


def faults_of_tests(text: str, root: Path) -> list[str]:
    """What is wrong with the tests that a paper names."""
    return [fault for node in NODE.findall(text) if (fault := fault_of_test(node, root))]


def dead_links(paper: Path) -> list[str]:
    """The links of a paper that lead to no file."""
    paths = [match["path"] for match in LINK.finditer(paper.read_text(encoding="utf-8"))]
    return [path for path in paths if path and not (paper.parent / path).exists()]
