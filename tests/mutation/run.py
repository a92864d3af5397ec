"""Change the rules and the checks in one place at a time. Does a test notice?

``make mutation`` runs this from the root of the project. What is changed and which tests are run
stands in ``pyproject.toml`` under ``tool.mutmut``. A change that no test notices has survived: it
must stand in ``docs/safety/mutation.md``, with the reason why it may.
"""

import gc
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

import libcst
from mutmut.__main__ import cli
from mutmut.mutation import file_mutation
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutation import kills

EXPLAINED = Path("docs/safety/mutation.md")
KILLED = ("killed", "timeout")

Nodes = Sequence[file_mutation.MODULE_STATEMENT]
_arrangement = file_mutation.function_trampoline_arrangement
_run_tests = PytestRunner.run_tests


def _is_property(node: libcst.CSTNode) -> bool:
    return isinstance(node, libcst.FunctionDef) and any(
        isinstance(mark.decorator, libcst.Name)
        and mark.decorator.value in ("property", "cached_property")
        for mark in node.decorators
    )


class _WithProperties(file_mutation.MutationVisitor):
    """Changes properties too: mutmut passes them over, and level, points and band are some."""

    def on_visit(self, node: libcst.CSTNode) -> bool:
        return _is_property(node) or super().on_visit(node)


def _with_plain_copies(
    function: libcst.FunctionDef,
    mutants: Iterable[file_mutation.Mutation],
    class_name: str | None,
) -> tuple[Nodes, Nodes, Nodes, Sequence[str]]:
    """The property stays one; the copies of it, of which one is called, must be functions."""
    before, copies, after, names = _arrangement(function, mutants, class_name)
    if _is_property(function):
        copies = [copies[0], *(copy.with_changes(decorators=[]) for copy in copies[1:])]
    return before, copies, after, names


def _own_tests_fastest_first(
    runner: PytestRunner, *, mutant_name: str | None, tests: Iterable[str]
) -> int:
    """Run what is likely to kill a mutant soon: most fall to a test of a few milliseconds.

    The checks are guarded by the tests of the content; other tests only load sound content.
    """
    gc.freeze()  # this is a copy of a large process: nothing in it need be looked through again
    of_checks = str(mutant_name).startswith("app.content.")
    own = [test for test in tests if not of_checks or test.startswith("tests/content/")]
    own.sort(key=lambda test: (state().duration_by_test.get(test, 0), test))
    exit_code: int = _run_tests(runner, mutant_name=mutant_name, tests=own)
    return exit_code


def _module(path: Path) -> kills.Module:
    data = SourceFileMutationData(path=path)
    data.load()
    survivors = []
    for mutant, code in data.exit_code_by_key.items():
        if status_by_exit_code[code] not in KILLED:
            function, of_class = orig_function_and_class_names_from_key(mutant)
            place = f"{path} {of_class}.{function}" if of_class else f"{path} {function}"
            survivors.append(kills.survivor(place, get_diff_for_mutant(mutant, path=path)))
    return kills.Module(str(path), len(data.exit_code_by_key), tuple(survivors))


def main() -> int:
    """Run mutmut and print what came of it. 1 where something falls short, else 0."""
    with (
        patch.object(file_mutation, "MutationVisitor", _WithProperties),
        patch.object(file_mutation, "function_trampoline_arrangement", _with_plain_copies),
        patch.object(PytestRunner, "run_tests", _own_tests_fastest_first),
    ):
        cli.main(["run", *sys.argv[1:]], standalone_mode=False)
    modules = [_module(path) for path in sorted(walk_mutatable_files())]
    known = kills.explained(EXPLAINED.read_text(encoding="utf-8"))
    found = kills.faults(modules, known)
    sys.stdout.write("\n\n".join(["", kills.table(modules), *found, ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
