"""Two ways to work out the same formula: for many known states at once, or with symbols for z3.

The rules are written as formulas once, in :mod:`app.authoring.prove.formulas`. With known states
they are compared with the engine, many thousand at a time; with symbols z3 proves things about all
states. So what is proved is what was compared.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

Bit = Any
"""A truth value of one algebra: one bit for each state in an ``int``, or a z3 ``BoolRef``."""


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


class Many:
    """Truth values of many states at once: bit ``i`` of a whole number is that of state ``i``."""

    def __init__(self, states: int) -> None:
        self.yes = (1 << states) - 1
        self.no = 0

    def both(self, bits: Iterable[int]) -> int:
        """True when all are; for none, true."""
        return reduce(and_, bits, self.yes)

    def either(self, bits: Iterable[int]) -> int:
        """True when any is; for none, false."""
        return reduce(or_, bits, self.no)

    def opposite(self, bit: int) -> int:
        """True when it is not."""
        return self.yes ^ bit

    def at_least(self, number: int, bits: Sequence[int]) -> int:
        """True when so many are."""
        reached = [self.yes] + [self.no] * max(number, 0)
        for bit in bits:
            for count in range(number, 0, -1):
                reached[count] |= reached[count - 1] & bit
        return reached[max(number, 0)]

    def weighs(self, least: int, weighted: Sequence[tuple[int, int]]) -> int:
        """True when the weights of those that are true add up to so much."""
        # Less w where something holds is more w where it does not, with a mark that is w higher.
        mark = least - sum(weight for _, weight in weighted if weight < 0)
        single = [
            bit if weight > 0 else self.opposite(bit)
            for bit, weight in weighted
            for _ in range(abs(weight))
        ]
        return self.at_least(mark, single)


class Symbolic:
    """Symbols of z3. What is known already is ``True`` or ``False``, which keeps formulas small."""

    yes = True
    no = False

    def __init__(self, *, naming: bool = False) -> None:
        """With ``naming``, each formula is known by a symbol that ``definitions`` explain.

        A solver that has them takes a formula apart once, and not for each question about it.
        """
        import z3

        self._z3 = z3
        self._context = z3.main_ctx()
        self._naming = naming
        self._names: dict[int, Bit] = {}
        self.definitions: list[Bit] = []
        self.explained = 0
        """How many of them the solver knows."""

    def both(self, bits: Iterable[Bit]) -> Bit:
        """True when all are; for none, true."""
        kept = []
        for bit in bits:
            if bit is False:
                return False
            if bit is not True:
                kept.append(bit)
        return kept[0] if len(kept) == 1 else self._joined("and", kept) if kept else True

    def either(self, bits: Iterable[Bit]) -> Bit:
        """True when any is; for none, false."""
        kept = []
        for bit in bits:
            if bit is True:
                return True
            if bit is not False:
                kept.append(bit)
        return kept[0] if len(kept) == 1 else self._joined("or", kept) if kept else False

    def _joined(self, how: str, bits: Sequence[Bit]) -> Bit:
        """What ``z3.And`` and ``z3.Or`` give, without their looks at every kind and context.

        All bits here are symbols of one context; those looks took most of the time of a proof.
        """
        z3, context = self._z3, self._context
        make = z3.Z3_mk_and if how == "and" else z3.Z3_mk_or
        nodes = (z3.Ast * len(bits))(*(bit.ast for bit in bits))
        return self._named(z3.BoolRef(make(context.ref(), len(bits), nodes), context))

    def _named(self, bit: Bit) -> Bit:
        """The symbol of a formula; the same for the same formula."""
        if not self._naming:
            return bit
        known = bit.get_id()
        if known not in self._names:
            name = self._z3.Bool(f"formula {len(self.definitions)}")
            self.definitions.append(name == bit)  # keeps the formula, and with it the id
            self._names[known] = name
        return self._names[known]

    def opposite(self, bit: Bit) -> Bit:
        """True when it is not."""
        if isinstance(bit, bool):
            return not bit
        return self._z3.BoolRef(self._z3.Z3_mk_not(self._context.ref(), bit.ast), self._context)

    def at_least(self, number: int, bits: Sequence[Bit]) -> Bit:
        """True when so many are."""
        number -= sum(bit is True for bit in bits)
        open_bits = [bit for bit in bits if not isinstance(bit, bool)]
        if number <= 0:
            return True
        if number > len(open_bits):
            return False
        return (
            self.either(open_bits)
            if number == 1
            else self._named(self._z3.AtLeast(*open_bits, number))
        )

    def weighs(self, least: int, weighted: Sequence[tuple[Bit, int]]) -> Bit:
        """True when the weights of those that are true add up to so much."""
        # Less w where something holds is more w where it does not, with a mark that is w higher.
        mark = least - sum(weight for _, weight in weighted if weight < 0)
        positive = [(b, w) if w > 0 else (self.opposite(b), -w) for b, w in weighted]
        mark -= sum(weight for bit, weight in positive if bit is True)
        open_bits = [(bit, weight) for bit, weight in positive if not isinstance(bit, bool)]
        if mark <= 0 or not open_bits:
            return mark <= 0
        return self._named(self._z3.PbGe(open_bits, mark))
