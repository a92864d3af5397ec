"""The table of killed mutants falls short when too few are killed or a survivor is unexplained."""

from collections import Counter

import pytest

from tests.mutation import kills
from tests.mutation.kills import Module

DIFF = """\
--- app/assess.py
+++ app/assess.py
@@ -1,3 +1,3 @@
 def _outcome(journey):
-    if journey.ended_by is None:
+    if journey.ended_by is not None:
         return None"""
SURVIVOR = """\
app/assess.py _outcome
- if journey.ended_by is None:
+ if journey.ended_by is not None:"""


def test_a_survivor_is_told_by_its_place_and_its_changed_lines() -> None:
    assert kills.survivor("app/assess.py _outcome", DIFF) == SURVIVOR


def test_a_page_explains_the_survivors_in_its_diff_blocks() -> None:
    page = f"# Survivors\n\n```diff\n{SURVIVOR}\n```\n\nNo answers tell them apart.\n"
    assert kills.explained(page) == Counter([SURVIVOR])


def test_the_table_counts_each_module_and_all() -> None:
    modules = [
        Module("app/assess.py", 40, (SURVIVOR,)),
        Module("app/journey.py", 10, ()),
    ]
    assert kills.table(modules).split("\n") == [
        "| module         | mutants | killed | survived | killed, % |",
        "|----------------|--------:|-------:|---------:|----------:|",
        "| app/assess.py  |      40 |     39 |        1 |      97.5 |",
        "| app/journey.py |      10 |     10 |        0 |     100.0 |",
        "| all            |      50 |     49 |        1 |      98.0 |",
    ]


@pytest.mark.parametrize(
    ("mutants", "expected"),
    [(19, ["app/assess.py: less than 95 % killed."]), (20, []), (21, [])],
)
def test_a_module_needs_95_per_cent(mutants: int, expected: list[str]) -> None:
    modules = [
        Module("app/assess.py", mutants, (SURVIVOR,)),
        Module("app/journey.py", 100, ()),
    ]
    assert kills.faults(modules, Counter([SURVIVOR])) == expected


def test_a_survivor_must_be_explained_as_often_as_it_survives() -> None:
    module = Module("app/assess.py", 100, (SURVIVOR, SURVIVOR))
    assert kills.faults([module], Counter([SURVIVOR])) == [f"Kill or explain:\n{SURVIVOR}"]


def test_what_no_longer_survives_must_not_be_explained() -> None:
    module = Module("app/assess.py", 100, ())
    assert kills.faults([module], Counter([SURVIVOR])) == [
        f"Explained, and killed now:\n{SURVIVOR}"
    ]
