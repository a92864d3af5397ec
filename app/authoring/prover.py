"""Symbols for all answers to a questionnaire at once, and z3 to look for some among them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import z3

from app.authoring.algebra import Bit, Symbolic
from app.authoring.formulas import Answered, Formulas
from app.content.checks.safety import affirmed, level_of
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.findings import Answers

MOST_ITEMS = 300
"""Above this nothing is proved and the figure is said: half a proof would be worse than none."""


class TooLargeError(Exception):
    """The content has more questions than can be proved in reasonable time."""


class Prover:
    """One set of symbols for all answers to a questionnaire, and a solver that knows the forms."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        if len(questionnaire.items) > MOST_ITEMS:
            raise TooLargeError(
                f"The content has {len(questionnaire.items)} questions. "
                f"At most {MOST_ITEMS} can be proved. Nothing was proved."
            )
        self.questionnaire = questionnaire
        self.algebra = Symbolic()
        self._answered = {i.link_id: z3.Bool(f"{i.link_id}?") for i in questionnaire.items}
        self._chosen = {
            (i.link_id, code): z3.Bool(f"{i.link_id}={code}")
            for i in questionnaire.items
            for code in i.options
        }
        self.formulas = Formulas(questionnaire, self.algebra, self.variables())
        self._solver = z3.SolverFor("QF_FD")
        for item in questionnaire.items:
            self._solver.add(*self._well_formed(item))

    def variables(self, changed: Mapping[str, frozenset[str] | None] | None = None) -> Answered:
        """Any answers; some questions answered in a set way, ``None`` for not at all."""
        changed = changed or {}

        def answered(link_id: str) -> Bit:
            if link_id not in changed:
                return self._answered[link_id]
            return self.algebra.no if changed[link_id] is None else self.algebra.yes

        def chosen(link_id: str, code: str) -> Bit:
            if link_id not in changed:
                return self._chosen[link_id, code]
            return self.algebra.yes if code in (changed[link_id] or ()) else self.algebra.no

        return Answered(answered, chosen)

    def changed(self, link_id: str, answers: Answered) -> Formulas:
        """The formulas for answers that differ in one question only."""
        before = list(self.questionnaire.item).index(link_id)
        return Formulas(
            self.questionnaire, self.algebra, answers, like=self.formulas, before=before
        )

    def ticked_as_well(self, item: Item, code: str) -> Answered:
        """Any answers, with one more tick, and none of the options that exclude it."""
        plain = self.variables()

        def chosen(link_id: str, other: str) -> Bit:
            if link_id != item.link_id:
                return plain.chosen(link_id, other)
            if other == code:
                return self.algebra.yes
            return (
                self.algebra.no if item.options[other].exclusive else plain.chosen(link_id, other)
            )

        def answered(link_id: str) -> Bit:
            return self.algebra.yes if link_id == item.link_id else plain.answered(link_id)

        return Answered(answered, chosen)

    def is_chosen(self, link_id: str, code: str) -> Bit:
        """The symbol of an option."""
        return self._chosen[link_id, code]

    def is_answered(self, link_id: str) -> Bit:
        """The symbol of a question that has an answer."""
        return self._answered[link_id]

    def _well_formed(self, item: Item) -> Iterator[Bit]:
        answered = self._answered[item.link_id]
        options = [self._chosen[item.link_id, code] for code in item.options]
        yield answered == z3.Or(options)
        if not item.repeats:
            yield z3.AtMost(*options, 1)
        for option in item.answer_option:
            if option.exclusive:
                others = [self._chosen[item.link_id, c] for c in item.options if c != option.code]
                yield z3.Implies(self._chosen[item.link_id, option.code], z3.Not(z3.Or(others)))

    def find(self, *conditions: Bit) -> Answers | None:
        """Answers for which all of these hold, or ``None`` where there are none."""
        self._solver.push()
        try:
            self._solver.add(*conditions)
            result = self._solver.check()
            if result == z3.unknown:  # z3 decides formulas of this kind; never read it as proved
                raise RuntimeError(f"z3 gave no answer: {self._solver.reason_unknown()}")
            return None if result == z3.unsat else self._read(self._solver.model())
        finally:
            self._solver.pop()

    def _read(self, model: z3.ModelRef) -> Answers:
        answers = {}
        for item in self.questionnaire.items:
            codes = frozenset(
                code
                for code in item.options
                if z3.is_true(model.eval(self._chosen[item.link_id, code]))
            )
            if codes:
                answers[item.link_id] = codes
        return answers

    @cached_property
    def urgency_of(self) -> Mapping[str, Level]:
        """The warning level that each outcome stands for."""
        return {outcome.id: level_of(outcome.when) for outcome in self.questionnaire.outcomes}

    def outcome_at_least(self, level: Level) -> Bit:
        """There is an outcome of this level or of a higher one."""
        outcomes = self.formulas.outcomes
        return self.algebra.either(
            outcomes[name] for name, urgency in self.urgency_of.items() if urgency >= level
        )

    @cached_property
    def sign_options(self) -> tuple[tuple[Item, str], ...]:
        """Every option that can give a warning sign."""
        found: dict[tuple[str, str], None] = {}
        for sign in self.questionnaire.warning_signs:
            for leaf in affirmed(self.questionnaire, sign.when):
                found.update(dict.fromkeys((leaf.question, code) for code in leaf.chosen))
        return tuple((self.questionnaire.item[q], code) for q, code in found)
