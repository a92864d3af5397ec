"""Rules that the content must keep so that a warning sign is never missed."""

from collections.abc import Iterator
from itertools import combinations

from app.content.checks.answers import (
    affirmed,
    answers_that_give,
    level_of,
    named_options,
    up_to_not,
)
from app.content.checks.places import Fault, conditions
from app.content.conditions import (
    AllOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
    key_of,
    search,
    walk,
)
from app.content.model import Item, Questionnaire
from app.content.source import Path


def _signs(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A gate says whom a sign is about, and 1 answer gives it."""
    kinds = questionnaire.kinds
    for i, sign in enumerate(questionnaire.warning_signs):
        path: Path = ("warning_signs", i)
        when = (*path, "when")
        for name in sorted(questionnaire.questions_in(sign.applies_when)):
            if kinds[name] != "gate":
                fault = f"'{name}' cannot say whom a sign is about. Name a question of a gate."
                yield (*path, "applies_when"), fault
        for place, leaf in walk(sign.when, when):
            if isinstance(leaf, Chosen):
                yield from _sign_answer(questionnaire, place, leaf)
        yield from _one_answer_is_enough(questionnaire, when, sign.when)
        for name in _asked_by_not(questionnaire, sign.when):
            if kinds[name] != "gate":
                yield when, f"an answer to '{name}' may not take a sign away. Delete the not."


def _asked_in(questionnaire: Questionnaire) -> Iterator[Fault]:
    """An answer denies only what another answer to the same question gives."""
    for i, sign in enumerate(questionnaire.warning_signs):
        for j, name in enumerate(sign.asked_in):
            if name not in questionnaire.questions_in(sign.given_when):
                fault = f"no answer to '{name}' gives this sign, so none denies it. Delete it."
                yield ("warning_signs", i, "asked_in", j), fault


def _signs_first(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign is asked about before the rest."""
    kinds = questionnaire.kinds
    asked = {sign.id: questionnaire.questions_in(sign.when) for sign in questionnaire.warning_signs}
    for i, item in enumerate(questionnaire.items):
        signs = [sign for sign, names in asked.items() if item.link_id in names]
        if signs and kinds[item.link_id] == "detail":
            fault = f"asks about a warning sign ({', '.join(signs)}), and section '{item.section}'"
            cure = "Ask it in a section of kind warning."
            yield ("items", i, "section"), f"{fault} is of kind detail. {cure}"


def _asked_of_everybody(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign is asked of everybody whom it may be about."""
    kinds = questionnaire.kinds
    kept_from: dict[str, list[str]] = {}
    for sign in questionnaire.warning_signs:
        everything = questionnaire.questions_of(sign)
        for name in questionnaire.questions_in(sign.when):
            only = questionnaire.items_by_id[name].enable_when
            if not questionnaire.questions_in(only) <= everything:
                kept_from.setdefault(name, []).append(sign.id)
    for i, item in enumerate(questionnaire.items):
        if signs := kept_from.get(item.link_id):
            asks = sorted(questionnaire.questions_in(item.enable_when))
            gated = all(kinds[name] == "gate" for name in asks)
            say = "give each applies_when" if gated else f"name {' and '.join(asks)} in each 'when'"
            fault = f"keeps some people from being asked about {', '.join(signs)}. Delete it. "
            only_if = f"Only if those signs are about nobody else, {say}."
            yield ("items", i, "enable_when"), f"enable_when {fault}{only_if}"


def _sign_answer(questionnaire: Questionnaire, path: Path, leaf: Chosen) -> Iterator[Fault]:
    item = questionnaire.items_by_id[leaf.question]
    for k, code in enumerate(leaf.chosen):
        if item.options[code].exclusive:
            fault = f"'{code}' says no, so it cannot give a sign. Name the answer that does."
            yield (*path, "chosen", k), fault


def _one_answer_is_enough(
    questionnaire: Questionnaire, path: Path, condition: Condition
) -> Iterator[Fault]:
    """A sign that needs two answers on one page: the first of them alone would be lost."""
    parts = tuple(up_to_not(questionnaire, condition))
    twice: set[str] = set()
    for part in parts:
        if isinstance(part, Chosen) and part.at_least > 1:
            yield path, f"1 answer to '{part.question}' is enough for a sign. Delete at_least."
    for joined in (part for part in parts if isinstance(part, AllOf)):
        asked = [{leaf.question for leaf in affirmed(questionnaire, part)} for part in joined.all]
        for one, other in combinations(asked, 2):
            twice.update(one & other)
    for name in sorted(twice):
        yield path, f"1 answer to '{name}' is enough for a sign. Join its options in one 'chosen'."


def _asked_by_not(questionnaire: Questionnaire, condition: Condition) -> frozenset[str]:
    """The questions that can take a condition back: those under a "not"."""
    denied = (p for p in up_to_not(questionnaire, condition) if isinstance(p, Not))
    return frozenset().union(*map(questionnaire.questions_in, denied))


def _ticks_without_sign(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Something to tick among the warning signs that no rule looks at."""
    kinds = questionnaire.kinds
    named = named_options(questionnaire)
    ways = (way for sign in questionnaire.warning_signs for way in (sign.when, sign.also_when))
    giving = answers_that_give(questionnaire, *ways)
    for i, item in enumerate(questionnaire.items):
        ticks = kinds[item.link_id] == "warning" and any(o.exclusive for o in item.answer_option)
        for j, option in enumerate(item.answer_option if item.asks_again is None else ()):
            path: Path = ("items", i, "answer_option", j)
            plain = not option.exclusive and option.counts_as is None
            if ticks and plain and (item.link_id, option.code) not in giving:
                cure = "Name it in a sign of its own, or in one whose text is true of it."
                yield path, f"'{option.code}' gives no sign. {cure}"
            for k, code in enumerate(() if ticks else option.counts_as or ()):
                stands_for = item.options[code]
                sound = not stands_for.exclusive and stands_for.counts_as is None
                if sound and (item.link_id, code) not in named:
                    cure = "Is a rule missing? Else delete it."
                    fault = f"no rule names '{code}', so nothing counts. {cure}"
                    yield (*path, "counts_as", k), fault


def _not_sure_policy(questionnaire: Questionnaire) -> Iterator[Fault]:
    wanted: dict[str, set[str]] = {}
    for sign in questionnaire.warning_signs:
        for leaf in affirmed(questionnaire, sign.when):
            item = questionnaire.items_by_id[leaf.question]
            if item.not_sure is None or item.not_sure.code not in leaf.chosen:
                said = {code for code in leaf.chosen if not item.options[code].exclusive}
                wanted.setdefault(leaf.question, set()).update(said)
    for i, item in enumerate(questionnaire.items):
        options = wanted.get(item.link_id)
        if options is None:
            continue
        if item.not_sure_policy is not None:
            yield from _not_sure_exception(questionnaire, i, item)
            continue
        if item.not_sure is None:
            yield (
                ("items", i, "answer_option"),
                (
                    'gives a warning sign and has no "not sure" answer. '
                    "Add one with counts_as, or say why not in not_sure_policy."
                ),
            )
            continue
        missing = [
            code for code in item.options if code in options - set(item.not_sure.counts_as or ())
        ]
        if missing:
            position = item.answer_option.index(item.not_sure)
            yield (
                ("items", i, "answer_option", position, "counts_as"),
                (
                    f'"not sure" does not stand for {", ".join(missing)}, a warning sign. '
                    "Add it, or say why not in not_sure_policy."
                ),
            )


def _not_sure_exception(questionnaire: Questionnaire, position: int, item: Item) -> Iterator[Fault]:
    """A policy may leave out some signs. It may not leave a warning question without "not sure"."""
    path: Path = ("items", position, "not_sure_policy")
    if item.not_sure is None and questionnaire.kinds[item.link_id] != "gate":
        yield path, 'only a gate may do without a "not sure" answer. Add one with counts_as.'
    if item.not_sure is not None and not item.not_sure.counts_as:
        yield path, '"not sure" must stand for some of the signs at least. Fill counts_as.'


def _gates(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A gate keeps whom a sign is about: "not sure" stands for them, and nothing ends for them."""
    signs = questionnaire.warning_signs
    about = answers_that_give(questionnaire, *(sign.applies_when for sign in signs))
    gates = {name for name, _ in about}
    for i, item in enumerate(questionnaire.items):
        unsure = item.not_sure
        if item.link_id not in gates or unsure is None:
            continue
        if about.isdisjoint((item.link_id, code) for code in unsure.counts_as or ()):
            yield (
                ("items", i, "answer_option", item.answer_option.index(unsure), "counts_as"),
                '"not sure" must stand for people whom a sign is about.',
            )
    for i, outcome in enumerate(questionnaire.outcomes):
        if not outcome.ends_journey or outcome.when is None or level_of(outcome.when):
            continue
        for _, code in sorted(about & answers_that_give(questionnaire, outcome.when)):
            fault = f"ends the questions for '{code}', whom a sign is about. Ask the sign first."
            yield ("outcomes", i, "when"), fault


def _levels(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every level that a sign has needs an outcome, highest first, before any calm one."""
    levels = [level_of(outcome.when) for outcome in questionnaire.outcomes]
    whole = [
        outcome.when.level_at_least
        for outcome in questionnaire.outcomes
        if isinstance(outcome.when, LevelAtLeast)
    ]
    for level in {sign.level for sign in questionnaire.warning_signs}:
        if level not in whole:
            yield (
                ("outcomes",),
                (
                    f"no outcome takes everybody of level '{level.name}'. Write "
                    f"'when: {{level_at_least: {level.name}}}' in the one that should, or add it."
                ),
            )
    for i, outcome in enumerate(questionnaire.outcomes):
        if outcome.ends_journey and levels[i] is Level.none:
            continue
        if levels[i] < max(levels[i + 1 :], default=Level.none):
            yield (
                ("outcomes", i),
                (
                    "stands above an outcome for a higher warning level and would hide it. "
                    "Move it down."
                ),
            )
        above = [o for o in questionnaire.outcomes[:i] if _takes_all(o.when, outcome.when)]
        if above:
            fault = f"this is never reached: '{above[0].id}' takes all its answers. Move it up."
            yield ("outcomes", i, "when"), fault
        if levels[i] is Level.emergency and not outcome.ends_journey:
            yield ("outcomes", i), "an emergency ends the questions. Add 'ends_journey: true'."


def _takes_all(upper: Condition | None, lower: Condition | None) -> bool:
    """Whether a condition surely holds wherever another, different one does."""
    if upper == lower:
        return False  # said by the check for equal conditions
    if isinstance(upper, LevelAtLeast):
        return level_of(lower) >= upper.level_at_least
    return (
        isinstance(upper, BandIs) and isinstance(lower, BandIs) and {*lower.band} <= {*upper.band}
    )


def _early_ends(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Only an emergency and the gates end the questions: all else would hide a sign asked later."""
    kinds = questionnaire.kinds
    for i, outcome in enumerate(questionnaire.outcomes):
        if not outcome.ends_journey or outcome.when is None:
            continue
        path: Path = ("outcomes", i, "when")
        waits = [
            key_of(type(leaf))
            for _, leaf in walk(outcome.when)
            if isinstance(leaf, BandIs | OverlayShows | FeatureFits)
        ]
        if waits:
            yield path, f"ends the questions, so it cannot wait for '{waits[0]}'. Use a gate."
        elif level_of(outcome.when) is not Level.emergency and any(
            kinds[name] != "gate" for name in questionnaire.questions_in(outcome.when)
        ):
            fault = "only an emergency or a gate ends the questions. Is the condition wrong?"
            yield path, f"{fault} Else delete ends_journey."


def _impossible(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Conditions that no answer can make true: two different answers to a question with one."""
    for place in conditions(questionnaire):
        for path, part in walk(place.condition, place.path):
            if isinstance(part, AllOf) and _contradicts(questionnaire, part):
                yield path, "can never hold: its parts exclude each other. Mend one of them."


def _contradicts(questionnaire: Questionnaire, condition: AllOf) -> bool:
    """Whether parts that must all hold exclude each other."""
    parts = list(_joined(questionnaire, condition))
    if any(Not.model_validate({"not": part}) in parts for part in parts):
        return True
    possible: dict[str, set[str]] = {}
    for leaf in parts:
        if isinstance(leaf, Chosen) and not questionnaire.items_by_id[leaf.question].repeats:
            options = set(leaf.chosen) | _unsure(questionnaire, leaf)
            possible[leaf.question] = possible.get(leaf.question, options) & options
    return any(not options for options in possible.values())


def _joined(questionnaire: Questionnaire, condition: Condition) -> Iterator[Condition]:
    """Everything that must hold for a condition, with what its named conditions say."""
    both = AllOf, ConditionIs
    return search(condition, lambda c: questionnaire.inside(c) if isinstance(c, both) else ())


def _unsure(questionnaire: Questionnaire, leaf: Chosen) -> set[str]:
    not_sure = questionnaire.items_by_id[leaf.question].not_sure
    if not_sure is not None and set(not_sure.counts_as or ()) & set(leaf.chosen):
        return {not_sure.code}
    return set()


def _unused(questionnaire: Questionnaire) -> Iterator[Fault]:
    """What is asked or written and never used: asking it wastes the time of a person in pain."""
    rows = (*questionnaire.sheet.rows, *questionnaire.sheet.history)
    printed = {name for row in rows for name in row.questions}
    if questionnaire.sheet.wish is not None:
        printed.add(questionnaire.sheet.wish)
    again = {item.link_id for item in questionnaire.items if item.asks_again is not None}
    used = printed | again
    named: set[str] = set()
    for place in conditions(questionnaire):
        for _, leaf in walk(place.condition):
            if isinstance(leaf, Chosen):
                used.add(leaf.question)
            if isinstance(leaf, ConditionIs):
                named.add(leaf.condition)
    signs = {name for s in questionnaire.warning_signs for name in questionnaire.questions_of(s)}
    told = printed | signs | again
    for i, item in enumerate(questionnaire.items):
        if item.link_id not in used:
            yield ("items", i), "no rule and no row of the sheet uses this. Use it or delete it."
        elif item.link_id not in told:
            yield ("items", i), "the sheet does not show this to the GP. Add it to a row."
    for i, condition in enumerate(questionnaire.conditions):
        if condition.id not in named:
            yield ("conditions", i), "nothing uses this condition. Use it or delete it."
    advice = {name for outcome in questionnaire.outcomes for name in outcome.advice}
    for i, block in enumerate(questionnaire.advice):
        if block.id not in advice:
            yield ("advice", i), "no outcome shows this advice. Name it in one or delete it."


def _wish(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The first line of every sheet is an answer that everybody gives."""
    wish = questionnaire.items_by_id.get(questionnaire.sheet.wish or "")
    if wish is not None and wish.enable_when is not None:
        fault = f"not everybody is asked '{wish.link_id}'. Name a question without enable_when."
        yield ("sheet", "wish"), fault


CHECKS = (
    _signs,
    _signs_first,
    _asked_of_everybody,
    _not_sure_policy,
    _gates,
    _levels,
    _early_ends,
    _impossible,
    _wish,
)
"""Faults of reach, and of signs and their "not sure"."""

CHECKS_OF_USE = (_asked_in, _ticks_without_sign, _unused)
"""What is of no use. Where a name is misspelt, what it meant would seem unused."""
