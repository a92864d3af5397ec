"""Symbols for all answers to a questionnaire at once, and z3 to look for some among them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import z3

from app.authoring.prove.algebra import Bit, Symbolic
from app.authoring.prove.formulas import Answered, Formulas
from app.content.checks.safety import affirmed, level_of, named_options
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.engine.evaluate import Answers

MOST_ITEMS = 300
"""Above this nothing is proved and the figure is said: half a proof would be worse than none."""


class TooLargeError(Exception):
    """The content has more questions than can be proved in reasonable time."""


class Prover:
    """One set of symbols for all answers to a questionnaire, and a solver that knows the forms."""

    def __init__(self, questionnaire: Questionnaire, *, beside: "Prover | None" = None) -> None:
        """``beside`` another version, questions that are asked alike have the same symbols."""
        if len(questionnaire.items) > MOST_ITEMS:
            raise TooLargeError(
                f"The content has {len(questionnaire.items)} questions. "
                f"At most {MOST_ITEMS} can be proved. Nothing was proved."
            )
        self.questionnaire = questionnaire
        self.algebra: Symbolic = beside.algebra if beside else Symbolic(naming=True)
        self._in_passing = Symbolic()
        version = "new " if beside else ""
        self._answered = {i.link_id: z3.Bool(f"{version}{i.link_id}?") for i in questionnaire.items}
        self._chosen = {
            (i.link_id, code): z3.Bool(f"{version}{i.link_id}={code}")
            for i in questionnaire.items
            for code in i.options
        }
        for item in questionnaire.items:
            if beside is not None and beside.asks_alike(item):
                self._answered[item.link_id] = beside.is_answered(item.link_id)
                for code in item.options:
                    self._chosen[item.link_id, code] = beside.is_chosen(item.link_id, code)
        self.formulas = Formulas(questionnaire, self.algebra, self.variables())
        self.solver: z3.Solver = beside.solver if beside else z3.SolverFor("QF_FD")
        for item in questionnaire.items:
            self.require(*self._well_formed(item))

    def asks_alike(self, item: Item) -> bool:
        """Whether this version has the question with the same options, in whatever words."""
        own = self.questionnaire.items_by_id.get(item.link_id)
        return own is not None and _form(own) == _form(item)

    def require(self, *conditions: Bit) -> None:
        """Look from now on only among answers for which these hold."""
        self.solver.add(*conditions)

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
        before = list(self.questionnaire.items_by_id).index(link_id)
        return Formulas(
            self.questionnaire, self._in_passing, answers, like=self.formulas, before=before
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
        model = self.solve(*conditions)
        return None if model is None else self.read(model)

    def find_plain(self, *conditions: Bit) -> Answers | None:
        """The same, and what is not needed for it is denied: for people to read."""
        model = self.solve_plain(*conditions)
        return None if model is None else self.read(model)

    def solve(self, *conditions: Bit) -> z3.ModelRef | None:
        """Values of the symbols for which all of these hold, or ``None`` where there are none."""
        self._explain()
        self.solver.push()
        try:
            self.solver.add(*conditions)
            return self.solver.model() if self._is_possible() else None
        finally:
            self.solver.pop()

    def solve_plain(self, *conditions: Bit) -> z3.ModelRef | None:
        """The same, with as many questions denied as can be."""
        self._explain()
        self.solver.push()
        try:
            self.solver.add(*conditions)
            if not self._is_possible():
                return None
            kept: list[Bit] = []
            for denial in self._denials:
                if self._is_possible(*kept, denial):
                    kept.append(denial)
            self._is_possible(*kept)
            return self.solver.model()
        finally:
            self.solver.pop()

    def _explain(self) -> None:
        """Tell the solver what the names stand for that it does not know yet."""
        definitions = self.algebra.definitions
        self.solver.add(*definitions[self.algebra.explained :])
        self.algebra.explained = len(definitions)

    def _is_possible(self, *assumed: Bit) -> bool:
        result = self.solver.check(*assumed)
        if result == z3.unknown:  # z3 decides formulas of this kind; never read it as proved
            raise RuntimeError(f"z3 gave no answer: {self.solver.reason_unknown()}")
        return bool(result == z3.sat)

    @cached_property
    def _denials(self) -> tuple[Bit, ...]:
        """For each question, its most harmless answer: "none of these", or one no rule names."""
        named = named_options(self.questionnaire)
        denials: list[Bit] = []
        for item in self.questionnaire.items:
            unsure = item.not_sure.code if item.not_sure else None
            alone = [o.code for o in item.answer_option if o.exclusive and o.code != unsure]
            plain = [c for c in item.options if (item.link_id, c) not in named and c != unsure]
            denials.extend(self._chosen[item.link_id, code] for code in (alone or plain)[:1])
        return tuple(denials)

    def read(self, model: z3.ModelRef) -> Answers:
        """The answers that some values of the symbols stand for."""
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
        return tuple((self.questionnaire.items_by_id[q], code) for q, code in found)


def _form(item: Item) -> tuple[object, ...]:
    """What decides which answers a question can have."""
    return item.repeats, {(option.code, option.exclusive) for option in item.answer_option}
