"""The promises that are proved: each asks z3 for answers that break it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import z3

from app.authoring.prove.algebra import Bit
from app.authoring.prove.prover import Change, Prover
from app.content.conditions import Level
from app.content.model import Item
from app.engine.evaluate import Answers


@dataclass(frozen=True)
class Breach:
    """A part of the content that breaks a property, with answers that show it."""

    part: str
    answers: Answers | None


Check = Callable[[Prover], Iterator[Breach | None]]


def _breach(part: str, answers: Answers | None) -> Breach | None:
    return None if answers is None else Breach(part, answers)


def _signs(level: Level) -> Check:
    def check(prover: Prover) -> Iterator[Breach | None]:
        formulas = prover.formulas
        for sign in prover.questionnaire.warning_signs:
            if sign.level is not level:
                continue
            given = formulas.sign(sign, formulas.length).surely
            lower = z3.And(formulas.is_complete, z3.Not(prover.outcome_at_least(level)))
            if level is Level.emergency:
                lower = z3.Not(prover.outcome_at_least(level))
            yield _breach(f"sign “{sign.text}”", prover.find_plain(given, lower))

    return check


def _a_sign_more(prover: Prover) -> Iterator[Breach | None]:
    for item, signs in prover.sign_options.items():
        for code in signs:
            after = prover.with_one_more if item.repeats else prover.with_answer
            was_no = [code] if item.repeats else [*signs]
            if item.not_sure is not None and not item.repeats:
                was_no.append(item.not_sure.code)
            part = f"“{item.options[code].label}” in “{item.short}”"
            yield _lowered(part, prover, item, was_no, after(item, code))


def _not_sure(prover: Prover) -> Iterator[Breach | None]:
    for item, signs in prover.sign_options.items():
        if item.not_sure is not None:
            unsure = item.not_sure.code
            part = f"“not sure” in “{item.short}”"
            yield _lowered(part, prover, item, [*signs, unsure], prover.with_answer(item, unsure))


def _lowered(
    part: str, prover: Prover, item: Item, was_no: Iterable[str], change: Change
) -> Breach | None:
    """Answers that deny some options, whose level is lower after a change of the question."""
    denied = (z3.Not(prover.chosen[item.link_id, code]) for code in was_no)
    answered = prover.answered[item.link_id]
    lower = z3.And(_lower(prover, change), z3.Not(_asked_instead(prover, change)))
    return _breach(part, prover.find_plain(lower, answered, *denied))


def _asked_instead(prover: Prover, change: Change) -> Bit:
    """After a change one question about signs is asked in place of another, or one is open.

    What the person would say to it is not known, so nothing can be said about the level. While one
    is open there is no outcome (P4u).
    """
    names = {item.link_id for item in prover.sign_options} | prover.asked_late
    asked = [
        (bit, prover.after(change, bit))
        for item, bit in zip(prover.questionnaire.items, prover.formulas.asked, strict=True)
        if item.link_id in names
    ]
    taken = z3.Or([z3.And(before, z3.Not(now)) for before, now in asked])
    brought = z3.Or([z3.And(z3.Not(before), now) for before, now in asked])
    return z3.Or(z3.And(taken, brought), prover.after(change, prover.formulas.is_open))


def _lower(prover: Prover, change: Change) -> Bit:
    """The level of some answers is lower after a change."""
    formulas = prover.formulas
    levels = (Level.urgent, Level.maternity, Level.emergency)
    reached = [formulas.level(level, formulas.length) for level in levels]
    return z3.Or([z3.And(bit, z3.Not(prover.after(change, bit))) for bit in reached])


def _unanswered(prover: Prover) -> Iterator[Breach | None]:
    formulas = prover.formulas
    open_ = [z3.And(bit, z3.Not(formulas.has_ended)) for bit in formulas.open]
    for outcome in prover.questionnaire.outcomes:
        if not outcome.ends_journey:
            found = prover.find_plain(formulas.outcomes[outcome.id], z3.Or(open_))
            yield _breach(f"outcome “{outcome.title}” with a question open", found)
    for item in prover.questionnaire.items:
        change = prover.with_answer(item)
        complete = (formulas.is_complete, prover.after(change, formulas.is_complete))
        found = prover.find_plain(_lower(prover, change), *complete)
        yield _breach(f"“{item.short}” left out", found)


def _one_outcome(prover: Prover) -> Iterator[Breach | None]:
    outcomes = list(prover.formulas.outcomes.values())
    complete = prover.formulas.is_complete
    yield _breach("no outcome", prover.find_plain(complete, z3.Not(z3.Or(outcomes))))
    yield _breach("two outcomes", prover.find_plain(z3.AtLeast(*outcomes, 2)))
    yield _breach("an outcome too early", prover.find_plain(z3.Not(complete), z3.Or(outcomes)))


def _reachable(prover: Prover) -> Iterator[Breach | None]:
    for part, found in witnesses(prover):
        yield None if found is not None else Breach(f"never reached: {part}", None)


def witnesses(prover: Prover) -> Iterator[tuple[str, Answers | None]]:
    """For every part of the content, answers that reach it (or do without it); ``None`` if none."""
    questionnaire, formulas = prover.questionnaire, prover.formulas
    length, end = formulas.length, formulas.is_complete
    for position, item in enumerate(questionnaire.items):
        given = formulas.given[position]
        yield f"question “{item.short}”", prover.find(given, end)
        for option in item.answer_option:
            chosen = prover.chosen[item.link_id, option.code]
            name = f"option “{option.label}” of “{item.short}”"
            yield name, prover.find(given, end, chosen)
    signs = {s.id: formulas.sign(s, length).surely for s in questionnaire.warning_signs}
    for sign in questionnaire.warning_signs:
        alone = [z3.Not(bit) for name, bit in signs.items() if name != sign.id]
        same = [
            z3.Not(signs[s.id])
            for s in questionnaire.warning_signs
            if s.id != sign.id and s.level >= sign.level
        ]
        found = prover.find(signs[sign.id], end, *alone) or prover.find(signs[sign.id], end, *same)
        yield f"a result that sign “{sign.text}” decides", found
    for outcome in questionnaire.outcomes:
        yield f"outcome “{outcome.title}”", prover.find(formulas.outcomes[outcome.id])
    calm = z3.And(end, z3.Not(formulas.has_ended))
    bands = formulas.bands(length)
    for band in questionnaire.bands:
        yield f"band “{band.id}”", prover.find(calm, bands[band.id])
    for feature in questionnaire.features:
        holds = formulas.feature(feature.id, length)
        yield f"feature {feature.id}", prover.find(calm, holds.surely)
        yield f"a result without feature {feature.id}", prover.find(calm, holds.surely_not)
    for overlay in questionnaire.overlays:
        shows = formulas.overlay_shows(overlay, length)
        yield f"overlay “{overlay.title}”", prover.find(calm, shows)
        yield f"a result without overlay “{overlay.title}”", prover.find(calm, z3.Not(shows))
        for criterion in overlay.criteria:
            found = formulas.holds(criterion.when, length, as_given=True).surely
            yield f"criterion “{criterion.text}”", prover.find(calm, found)
    for note in questionnaire.result_notes:
        outcome_bits = z3.Or([formulas.outcomes[name] for name in note.outcomes])
        found = formulas.holds(note.when, length).surely
        yield f"note “{note.text}”", prover.find(outcome_bits, found)
    for question in questionnaire.gp_questions:
        kept = formulas.gp_questions_kept[question.id]
        yield f"GP question “{question.text}”", prover.find(kept)
        if question.when is not None:
            sheet = z3.Or(list(formulas.gp_questions_kept.values()))
            yield f"a sheet without “{question.text}”", prover.find(sheet, z3.Not(kept))
        for line in question.follow_ups:
            found = formulas.holds(line.when, length).surely
            yield f"follow-up “{line.text}”", prover.find(kept, found)


def _at_once(prover: Prover) -> Iterator[Breach | None]:
    formulas = prover.formulas
    for position, item in enumerate(prover.questionnaire.items):
        given = formulas.level(Level.emergency, position + 1)
        found = prover.find_plain(given, z3.Not(formulas.ended[position + 1]))
        yield _breach(f"after “{item.short}”", found)


def _signs_first(prover: Prover) -> Iterator[Breach | None]:
    questionnaire, formulas = prover.questionnaire, prover.formulas
    asked = (questionnaire.questions_in(sign.when) for sign in questionnaire.warning_signs)
    about_signs = frozenset().union(*asked)
    early = [i for i, item in enumerate(questionnaire.items) if item.link_id in about_signs]
    for position, item in enumerate(questionnaire.items):
        if questionnaire.kinds[item.link_id] != "detail":
            continue
        later = [formulas.surely_asked[i] for i in early if i > position]
        if later:
            yield _breach(f"a sign is asked after “{item.short}”", prover.find_plain(z3.Or(later)))
        still_open = [formulas.open[i] for i in early if i < position]
        shown = z3.And(formulas.surely_asked[position], formulas.open[position])
        first = z3.And(shown, *[z3.Not(bit) for bit in formulas.open[:position]])
        yield _breach(
            f"“{item.short}” is asked too early", prover.find_plain(first, z3.Or(still_open))
        )


def _sheet(prover: Prover) -> Iterator[Breach | None]:
    kept = list(prover.formulas.gp_questions_kept.values())
    cap = prover.questionnaire.sheet.cap
    if len(kept) > cap:
        yield _breach("the cap", prover.find_plain(z3.AtLeast(*kept, cap + 1)))
    else:
        yield None


def _never(prover: Prover) -> Iterator[Breach | None]:
    formulas = prover.formulas
    for rule in prover.questionnaire.never:
        given = formulas.holds(rule.given, formulas.length).surely
        outcomes = z3.Or([formulas.outcomes[name] for name in rule.outcomes])
        yield _breach(f"rule “{rule.text}”", prover.find_plain(given, outcomes))


PROPERTIES: tuple[tuple[str, str, Check], ...] = (
    ("P1", "Any emergency sign leads to the emergency outcome.", _signs(Level.emergency)),
    ("P2m", "Any maternity sign leads to at least the maternity outcome.", _signs(Level.maternity)),
    ("P2u", "Any urgent sign leads to at least an urgent outcome.", _signs(Level.urgent)),
    (
        "P3",
        "One sign more never lowers the urgency, but where a question replaces another.",
        _a_sign_more,
    ),
    ("P4n", "“Not sure” is never less urgent than “no”.", _not_sure),
    ("P4u", "A missing answer gives no calm outcome and lowers none.", _unanswered),
    ("P5", "Complete answers have exactly one outcome.", _one_outcome),
    ("P6", "Every part can be reached, and every decision falls both ways.", _reachable),
    ("P7", "The emergency page follows on the next response.", _at_once),
    ("P8", "All warning signs are asked before anything but the gates.", _signs_first),
    ("cap", "The sheet never needs more questions than its cap.", _sheet),
    ("never", "Every rule that the content says must never be broken holds.", _never),
)
