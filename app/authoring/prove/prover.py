"""Symbols for all answers to a questionnaire at once, and z3 to look for some among them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

import z3

from app.authoring.prove.algebra import Bit, Symbolic
from app.authoring.prove.formulas import Answered, Formulas
from app.content.checks.answers import affirmed, level_of, most_harmless
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.engine.evaluate import Answers

Change = tuple[tuple[Bit, Bit], ...]
"""Symbols, and what is put in their place."""

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
        self.algebra = Symbolic()
        self.solver: z3.Solver = beside.solver if beside else z3.SolverFor("QF_FD")
        self.answered: dict[str, Bit] = {}
        self.chosen: dict[tuple[str, str], Bit] = {}
        for item in questionnaire.items:
            version = "new " if beside and not beside.asks_alike(item) else ""
            name = item.link_id
            self.answered[name] = z3.Bool(f"{version}{name}?")
            self.chosen |= {
                (name, code): z3.Bool(f"{version}{name}={code}") for code in item.options
            }
            self.require(*self._well_formed(item))
        self.formulas = Formulas(questionnaire, self.algebra, Answered(self.answered, self.chosen))

    def asks_alike(self, item: Item) -> bool:
        """Whether this version has the question with the same options, in whatever words."""
        own = self.questionnaire.items_by_id.get(item.link_id)
        return own is not None and _form(own) == _form(item)

    def _well_formed(self, item: Item) -> Iterator[Bit]:
        chosen = {code: self.chosen[item.link_id, code] for code in item.options}
        yield self.answered[item.link_id] == z3.Or(list(chosen.values()))
        if not item.repeats:
            yield z3.AtMost(*chosen.values(), 1)
        for option in item.answer_option:
            if option.exclusive:
                others = [bit for code, bit in chosen.items() if code != option.code]
                yield z3.Implies(chosen[option.code], z3.Not(z3.Or(others)))

    # --- other answers ----------------------------------------------------------------------------

    def with_answer(self, item: Item, *codes: str) -> Change:
        """One question has these options as its answer, or none."""
        chosen = {code: code in codes for code in item.options}
        return self._change(item, chosen, answered=bool(codes))

    def with_one_more(self, item: Item, code: str) -> Change:
        """One option more is ticked, and none of those that exclude it."""
        alone = {option.code: False for option in item.answer_option if option.exclusive}
        return self._change(item, {**alone, code: True}, answered=True)

    def _change(self, item: Item, chosen: Mapping[str, bool], *, answered: bool) -> Change:
        pairs = [(self.chosen[item.link_id, code], z3.BoolVal(v)) for code, v in chosen.items()]
        return ((self.answered[item.link_id], z3.BoolVal(answered)), *pairs)

    def after(self, change: Change, bit: Bit) -> Bit:
        """What is said of the answers after a change of one of them."""
        return bit if isinstance(bit, bool) else z3.substitute(bit, *change)

    # --- looking for answers ----------------------------------------------------------------------

    def require(self, *conditions: Bit) -> None:
        """Look from now on only among answers for which these hold."""
        self.solver.add(*conditions)

    def find(self, *conditions: Bit) -> Answers | None:
        """Answers for which all of these hold, or ``None`` where there are none."""
        with self._asking(conditions):
            return self.read(self.solver.model()) if self._is_possible() else None

    def find_plain(self, *conditions: Bit) -> Answers | None:
        """The same, and what is not needed for it is denied: for people to read."""
        model = self.solve_plain(*conditions)
        return None if model is None else self.read(model)

    def solve_plain(self, *conditions: Bit) -> z3.ModelRef | None:
        """Values of the symbols for which all of these hold, with as many denials as can be."""
        with self._asking(conditions):
            if not self._is_possible():
                return None
            kept: list[Bit] = []
            for denial in self._denials:
                if self._is_possible(*kept, denial):
                    kept.append(denial)
            self._is_possible(*kept)
            return self.solver.model()

    @contextmanager
    def _asking(self, conditions: tuple[Bit, ...]) -> Iterator[None]:
        self.solver.push()
        try:
            self.solver.add(*conditions)
            yield
        finally:
            self.solver.pop()

    def _is_possible(self, *assumed: Bit) -> bool:
        result = self.solver.check(*assumed)
        if result == z3.unknown:  # z3 decides formulas of this kind; never read it as proved
            raise RuntimeError(f"z3 gave no answer: {self.solver.reason_unknown()}")
        return bool(result == z3.sat)

    @cached_property
    def most_harmless(self) -> Mapping[str, str]:
        """For each question its most harmless answer, where it has one."""
        return most_harmless(self.questionnaire)

    @cached_property
    def _denials(self) -> tuple[Bit, ...]:
        """For each question, that it has its most harmless answer."""
        return tuple(self.chosen[answer] for answer in self.most_harmless.items())

    def read(self, model: z3.ModelRef) -> Answers:
        """The answers that some values of the symbols stand for."""
        answers: dict[str, frozenset[str]] = {}
        for (name, code), bit in self.chosen.items():
            if z3.is_true(model.eval(bit)):
                answers[name] = answers.get(name, frozenset()) | {code}
        return answers

    # --- what the proofs and the comparison ask of both -------------------------------------------

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
    def sign_options(self) -> Mapping[Item, tuple[str, ...]]:
        """Every option that can give a warning sign, by its question."""
        found: dict[Item, dict[str, None]] = {}
        for sign in self.questionnaire.warning_signs:
            for leaf in affirmed(self.questionnaire, sign.when):
                item = self.questionnaire.items_by_id[leaf.question]
                found.setdefault(item, {}).update(dict.fromkeys(leaf.chosen))
        return {item: tuple(codes) for item, codes in found.items()}

    @cached_property
    def asked_late(self) -> frozenset[str]:
        """The questions after the warning signs that can give one all the same."""
        late = (s.also_when for s in self.questionnaire.warning_signs if s.also_when is not None)
        return frozenset().union(*map(self.questionnaire.questions_in, late))


def _form(item: Item) -> tuple[object, ...]:
    """What decides which answers a question can have."""
    return item.repeats, {(option.code, option.exclusive) for option in item.answer_option}
