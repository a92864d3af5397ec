"""Both algebras say the same of every state of some bits: what z3 is told is what was compared."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
import z3

from app.authoring.prove.algebra import Algebra, Symbolic
from tests.authoring.prove.states import Many

BITS = 4
STATES = tuple(product((False, True), repeat=BITS))

Formula = Callable[[Algebra, Sequence[Any]], Any]

FORMULAS: dict[str, Formula] = {
    "all of none": lambda a, b: a.both([]),
    "all of one": lambda a, b: a.both(b[:1]),
    "all": lambda a, b: a.both(b),
    "all and yes": lambda a, b: a.both([*b, a.yes]),
    "all and no": lambda a, b: a.both([*b, a.no]),
    "any of none": lambda a, b: a.either([]),
    "any": lambda a, b: a.either(b),
    "any or no": lambda a, b: a.either([*b, a.no]),
    "any or yes": lambda a, b: a.either([*b, a.yes]),
    "opposite": lambda a, b: a.opposite(a.both([b[0], a.opposite(b[1])])),
    "opposite of yes": lambda a, b: a.opposite(a.yes),
    **{f"at least {n}": lambda a, b, n=n: a.at_least(n, [*b, a.yes]) for n in range(BITS + 3)},  # type: ignore[misc]
    **{
        f"weighs {n}": lambda a, b, n=n: a.weighs(  # type: ignore[misc]
            n, [(b[0], 2), (b[1], -1), (b[2], -3), (b[3], 1), (a.yes, 1), (a.no, -2)]
        )
        for n in range(-6, 7)
    },
}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_symbols_and_known_states_agree(formula: Formula) -> None:
    known = [sum(state[i] << place for place, state in enumerate(STATES)) for i in range(BITS)]
    many = formula(Many(len(STATES)), known)
    symbols = [z3.Bool(f"bit {i}") for i in range(BITS)]
    symbolic = formula(Symbolic(), symbols)
    for place, state in enumerate(STATES):
        values = [(bit, z3.BoolVal(value)) for bit, value in zip(symbols, state, strict=True)]
        said = symbolic
        if not isinstance(symbolic, bool):
            said = z3.is_true(z3.simplify(z3.substitute(symbolic, *values)))
        assert said is bool(many >> place & 1), state
