"""What formulas are built with: symbols of z3 here, and known states where the tests try them.

The rules are written as formulas once, in :mod:`app.authoring.prove.formulas`. With known states
they are compared with the engine, many thousand at a time; with symbols z3 proves things about all
states. So what is proved is what was compared.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import z3

Bit = Any
"""A truth value of one algebra: a z3 ``BoolRef``, or one bit for each state in an ``int``."""


class Algebra(Protocol):
    """What formulas are built with."""

    yes: Bit
    no: Bit

    def both(self, bits: Iterable[Bit]) -> Bit:
        """True when all are; for none, true."""

    def either(self, bits: Iterable[Bit]) -> Bit:
        """True when any is; for none, false."""

    def opposite(self, bit: Bit) -> Bit:
        """True when it is not."""

    def at_least(self, number: int, bits: Sequence[Bit]) -> Bit:
        """True when so many are."""

    def weighs(self, least: int, weighted: Sequence[tuple[Bit, int]]) -> Bit:
        """True when the weights of those that are true add up to so much."""


class Symbolic:
    """Symbols of z3. What is known already is ``True`` or ``False``, which keeps formulas small."""

    yes = True
    no = False

    def both(self, bits: Iterable[Bit]) -> Bit:
        """True when all are; for none, true."""
        kept = [bit for bit in bits if bit is not True]
        if any(bit is False for bit in kept):
            return False
        return z3.And(kept) if kept else True

    def either(self, bits: Iterable[Bit]) -> Bit:
        """True when any is; for none, false."""
        kept = [bit for bit in bits if bit is not False]
        if any(bit is True for bit in kept):
            return True
        return z3.Or(kept) if kept else False

    def opposite(self, bit: Bit) -> Bit:
        """True when it is not."""
        return not bit if isinstance(bit, bool) else z3.Not(bit)

    def at_least(self, number: int, bits: Sequence[Bit]) -> Bit:
        """True when so many are."""
        return self.weighs(number, [(bit, 1) for bit in bits])

    def weighs(self, least: int, weighted: Sequence[tuple[Bit, int]]) -> Bit:
        """True when the weights of those that are true add up to so much."""
        # Less w where something holds is more w where it does not, with a mark that is w higher.
        mark = least - sum(weight for _, weight in weighted if weight < 0)
        positive = [(b, w) if w > 0 else (self.opposite(b), -w) for b, w in weighted]
        mark -= sum(weight for bit, weight in positive if bit is True)
        open_bits = [(bit, weight) for bit, weight in positive if not isinstance(bit, bool)]
        if mark <= 0 or mark > sum(weight for _, weight in open_bits):
            return mark <= 0
        return z3.PbGe(open_bits, mark)
