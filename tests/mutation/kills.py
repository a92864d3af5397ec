"""How many mutants the tests killed, and whether every survivor is explained."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 95.0
"""Per cent of the mutants that the tests must kill, in each module."""


@dataclass(frozen=True)
class Module:
    """How the mutants of one module fared.

    A survivor is told by its place and its changed lines, as :func:`survivor` writes them.
    """

    name: str
    mutants: int
    survivors: tuple[str, ...]

    @property
    def killed(self) -> int:
        """How many mutants a test noticed, by failing or by never coming to its end."""
        return self.mutants - len(self.survivors)

    @property
    def per_cent(self) -> float:
        """The killed among 100 mutants."""
        return 100 * self.killed / self.mutants


def survivor(place: str, diff: str) -> str:
    """A place and the lines that a unified diff takes away and adds: the same on every run."""
    lines = [line for line in diff.split("\n") if re.match(r"[-+](?![-+]{2} )", line)]
    return "\n".join([place, *(f"{line[0]} {line[1:].strip()}" for line in lines)])


def explained(text: str) -> Counter[str]:
    """The survivors that a page explains: each in a ``diff`` block of its own."""
    return Counter(re.findall(r"^```diff\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE))


def table(modules: Sequence[Module]) -> str:
    """A row for each module and one for all of them, as Markdown."""
    every = tuple(survivor for module in modules for survivor in module.survivors)
    total = Module("all", sum(module.mutants for module in modules), every)
    wide = max(len(module.name) for module in modules)
    return "\n".join(
        [
            f"| {'module':{wide}} | mutants | killed | survived | killed, % |",
            f"|{'-' * wide}--|--------:|-------:|---------:|----------:|",
            *(
                f"| {m.name:{wide}} | {m.mutants:7} | {m.killed:6} | {len(m.survivors):8} "
                f"| {m.per_cent:9.1f} |"
                for m in (*modules, total)
            ),
        ]
    )


def faults(modules: Sequence[Module], known: Counter[str]) -> list[str]:
    """What is not as it must be: modules below ``LEAST``, survivors new and gone."""
    found = Counter(survivor for module in modules for survivor in module.survivors)
    return [
        *(f"{m.name}: less than {LEAST:g} % killed." for m in modules if m.per_cent < LEAST),
        *(f"Kill or explain:\n{survivor}" for survivor in (found - known).elements()),
        *(f"Explained, and killed now:\n{survivor}" for survivor in (known - found).elements()),
    ]
