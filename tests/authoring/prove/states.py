"""Random answers, complete and partial, and what the engine and the formulas make of them."""

import random
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_

from app.authoring.prove.formulas import Answered, Formulas
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers


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


Facts = dict[str, int]
"""What is said of many states: by name, one bit for each state."""


def random_answers(questionnaire: Questionnaire, draw: random.Random) -> Answers:
    """Answers as people give them: most leave out nothing, and many deny most signs."""
    share_answered = 1.0 if draw.random() < 0.7 else draw.uniform(0.3, 0.97)
    share_calm = draw.random()
    answers = {}
    for item in questionnaire.items:
        if draw.random() < share_answered:
            answers[item.link_id] = _answer(item, draw, calm=draw.random() < share_calm)
    return answers


def near(starts: Sequence[Answers], questionnaire: Questionnaire, draw: random.Random) -> Answers:
    """Somebody's answers with a few of them drawn anew or left out.

    So parts are reached that need many answers together, such as the questions about surgery.
    """
    answers = dict(draw.choice(starts))
    for item in draw.sample(questionnaire.items, draw.randrange(5)):
        answers[item.link_id] = _answer(item, draw, calm=draw.random() < 0.3)
        if draw.random() < 0.1:
            del answers[item.link_id]
    return answers


def _answer(item: Item, draw: random.Random, *, calm: bool) -> frozenset[str]:
    codes = [option.code for option in item.answer_option]
    alone = [option.code for option in item.answer_option if option.exclusive]
    if calm:
        denial = alone or [code for code in ("none", "same", "can") if code in codes]
        if denial:
            return frozenset(denial)
    if not item.repeats:
        return frozenset({draw.choice(codes)})
    ticked = [code for code in codes if code not in alone and draw.random() < 0.25]
    return frozenset(ticked or alone)


def bits(flags: Sequence[bool]) -> int:
    """One bit for each state."""
    return int("".join("1" if flag else "0" for flag in reversed(flags)) or "0", 2)


def by_formulas(questionnaire: Questionnaire, states: Sequence[Answers]) -> Facts:
    """What the formulas say of each state."""
    answered = {
        item.link_id: bits([item.link_id in answers for answers in states])
        for item in questionnaire.items
    }
    chosen = {
        (item.link_id, code): bits([code in answers.get(item.link_id, ()) for answers in states])
        for item in questionnaire.items
        for code in item.options
    }
    formulas = Formulas(
        questionnaire,
        Many(len(states)),
        Answered(answered, chosen),
    )
    length = formulas.length
    ends = [o.id for o in questionnaire.outcomes if o.ends_journey]
    calm = formulas.algebra.either(v for k, v in formulas.outcomes.items() if k not in ends)
    facts = {f"outcome {name}": bit for name, bit in formulas.outcomes.items()}
    facts |= {f"GP question {name}": bit for name, bit in formulas.gp_questions_kept.items()}
    facts |= {f"band {name}": bit & calm for name, bit in formulas.bands(length).items()}
    for level in (Level.urgent, Level.maternity, Level.emergency):
        facts[f"level {level.name}"] = formulas.level(level, length)
    for sign in questionnaire.warning_signs:
        facts[f"sign {sign.id}"] = formulas.sign(sign, length).surely
    for feature in questionnaire.features:
        facts[f"feature {feature.id}"] = formulas.feature(feature.id, length).surely
    for overlay in questionnaire.overlays:
        facts[f"overlay {overlay.id}"] = formulas.overlay_shows(overlay, length) & calm
    for position, item in enumerate(questionnaire.items):
        facts[f"on the path {item.link_id}"] = formulas.given[position]
    return facts


def by_engine(questionnaire: Questionnaire, states: Sequence[Answers]) -> Facts:
    """What the engine says of each state."""
    found = [assess(questionnaire, answers) for answers in states]

    def those(fact: Callable[[Assessment], bool]) -> int:
        return bits([fact(assessment) for assessment in found])

    facts = {}
    for outcome in questionnaire.outcomes:
        facts[f"outcome {outcome.id}"] = those(lambda a, o=outcome: a.outcome is o)  # type: ignore[misc]
    for question in questionnaire.gp_questions:
        facts[f"GP question {question.id}"] = those(
            lambda a, q=question: any(asked.question is q for asked in a.gp_questions)  # type: ignore[misc]
        )
    for band in questionnaire.bands:
        facts[f"band {band.id}"] = those(lambda a, b=band: a.band is b)  # type: ignore[misc]
    for level in (Level.urgent, Level.maternity, Level.emergency):
        facts[f"level {level.name}"] = those(lambda a, v=level: a.level >= v)  # type: ignore[misc]
    for i, sign in enumerate(questionnaire.warning_signs):
        facts[f"sign {sign.id}"] = those(lambda a, i=i: a.signs[i].counts)  # type: ignore[misc]
    for i, feature in enumerate(questionnaire.features):
        facts[f"feature {feature.id}"] = those(lambda a, i=i: a.features[i].holds is True)  # type: ignore[misc]
    for overlay in questionnaire.overlays:
        facts[f"overlay {overlay.id}"] = those(
            lambda a, o=overlay: any(f.overlay is o and f.shows for f in a.overlays)  # type: ignore[misc]
        )
    for item in questionnaire.items:
        facts[f"on the path {item.link_id}"] = those(
            lambda a, n=item.link_id: n in a.journey.answers  # type: ignore[misc]
        )
    return facts


def states_of(
    questionnaire: Questionnaire, seed: int, number: int, starts: Sequence[Answers] = ()
) -> list[Answers]:
    """Random states: where there are ``starts``, half of them near one of those."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    return [
        near(starts, questionnaire, draw)
        if starts and i % 2
        else random_answers(questionnaire, draw)
        for i in range(number)
    ]


def differences(
    questionnaire: Questionnaire, seed: int, number: int, starts: Sequence[Answers] = ()
) -> list[str]:
    """The facts in which engine and formulas differ over some random states."""
    states = states_of(questionnaire, seed, number, starts)
    engine, formulas = by_engine(questionnaire, states), by_formulas(questionnaire, states)
    assert engine.keys() == formulas.keys()
    return [name for name in engine if engine[name] != formulas[name]]
