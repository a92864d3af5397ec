"""The same person answers two versions of the content.

Both versions are put to z3 with one set of symbols. Where the options of a question differ, the
answers agree in the options that both have. A person who ticks an option that is gone ticks the
rest, or denies; one who would have given it as the only answer may give any. A new option among
which one is chosen was cut out of its neighbours in the list.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import z3

from app.authoring.prove.algebra import Bit
from app.authoring.prove.prover import Prover
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment, assess


class Pair:
    """Both versions, answered by the same person to the end."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.old = Prover(old)
        self.new = Prover(new, beside=self.old)
        for item in new.items:
            if item.link_id in old.items_by_id and not self.old.asks_alike(item):
                self.old.require(self._same_person(old.items_by_id[item.link_id], item))
        self.old.require(self.old.formulas.is_complete, self.new.formulas.is_complete)

    def _same_person(self, before: Item, after: Item) -> Bit:
        """Answers to two forms of a question that one person could give."""
        old, new, name = self.old, self.new, after.link_id
        shared = [code for code in before.options if code in after.options]
        same = [old.chosen[name, code] == new.chosen[name, code] for code in shared]
        gone = [old.chosen[name, code] for code in before.options if code not in shared]
        added = [code for code in after.options if code not in shared]
        answered = old.answered[name] == new.answered[name]
        if not (before.repeats and after.repeats):
            split = [
                z3.And(new.chosen[name, code], old.chosen[name, beside])
                for code in added
                for beside in _beside(list(after.options), code, shared)
            ]
            none_added = z3.Not(z3.Or([new.chosen[name, code] for code in added]))
            return z3.And(answered, z3.Or(*gone, *split, z3.And(*same, none_added)))
        ticks = [
            bit
            for code, bit in zip(shared, same, strict=True)
            if not (before.options[code].exclusive or after.options[code].exclusive)
        ]
        other = [*gone, *(new.chosen[name, code] for code in added)]
        return z3.And(answered, *ticks, z3.Or(*other, z3.And(same)))

    @cached_property
    def is_more_urgent(self) -> Bit:
        """The new outcome is of a higher level, or the emergency: what it leaves out gives way."""
        higher = (
            self.old.algebra.both(
                (self.new.outcome_at_least(level), z3.Not(self.old.outcome_at_least(level)))
            )
            for level in (Level.urgent, Level.maternity)
        )
        return self.old.algebra.either((self.new.outcome_at_least(Level.emergency), *higher))

    def somebody(self, *conditions: Bit) -> tuple[Assessment, Assessment] | None:
        """What somebody for whom these hold is told by both; ``None`` where there is nobody."""
        if any(condition is False for condition in conditions):
            return None
        model = self.old.solve_plain(*conditions)
        if model is None:
            return None
        before = assess(self.old.questionnaire, self.old.read(model))
        return before, assess(self.new.questionnaire, self.new.read(model))


def _beside(codes: Sequence[str], code: str, shared: Collection[str]) -> Iterator[str]:
    """The nearest options above and below one, of those that both versions have."""
    place = codes.index(code)
    for side in (reversed(codes[:place]), codes[place + 1 :]):
        yield from [other for other in side if other in shared][:1]
