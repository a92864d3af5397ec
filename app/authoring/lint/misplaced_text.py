"""Texts that stand with the wrong answer: the fault that no rule and no proof can see.

The words that two texts share are a hint and no proof. So this is part of the wording, which fails
``content check``, and not of the faults that stop the app (docs/decisions/0010).
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from app.content.checks.answers import answers_that_give, level_of
from app.content.checks.places import Fault
from app.content.conditions import Chosen, Condition, ConditionIs, Level, walk
from app.content.model import Criterion, Feature, Item, NamedCondition, Questionnaire
from app.content.problems import shown
from app.content.source import Path

EMPTY_WORDS = re.compile(
    "an?|and|any|at|by|can|do|for|from|has|have|how|i|in|is|it|m|more|most|my|no|not|of|on|or|other|"
    "s|so|some|such|than|that|the|their|them|there|this|to|too|up|was|what|when|which|who|with|you|"
    "your|yes"
)
"""They stand in any text and tell nothing of what it is about."""
STEM = 5
"""Letters that two forms of a word have in common: "numbness" and "numb" share fewer."""

Pair = tuple[Path, str, str | None, str]
"""Where a text stands, whose it is, the text if there is one, and what says what it is about."""


def misplaced_text(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every text that looks as if it stood in the wrong place, by its place in the content."""
    for check in (_options, _yes_and_no, _rules, _results, _never):
        yield from check(questionnaire)


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word[:STEM]
        for word in re.findall(r"[a-z0-9]+", text.lower())
        if not EMPTY_WORDS.fullmatch(word)
    )


def _exchanged(pairs: Iterable[Pair]) -> Iterator[Fault]:
    """Two texts that would share more words with what they are about if they changed places."""
    known = [(path, name, _words(text), _words(about)) for path, name, text, about in pairs if text]
    for (_, one, text, about), (path, other, other_text, other_about) in combinations(known, 2):
        now = len(text & about) + len(other_text & other_about)
        if len(text & other_about) + len(other_text & about) > now:
            said = f"of '{other}' looks exchanged with that of '{one}'."
            yield path, f"{said} Put each where it belongs, or use the same words in both places."


def _spoken(name: str) -> str:
    return name.replace("-", " ")


def _options(questionnaire: Questionnaire) -> Iterator[Fault]:
    """An option that is told twice is told once."""
    for i, item in enumerate(questionnaire.items):
        found: dict[Path, Fault] = {}
        for path, message in _exchanged_options(("items", i, "answer_option"), item):
            found.setdefault(path[:4], (path[:4], message))
        yield from found.values()


def _exchanged_options(at: Path, item: Item) -> Iterator[Fault]:
    options = [((*at, j), option) for j, option in enumerate(item.answer_option)]
    yield from _exchanged(((*p, "text"), o.code, o.text, _spoken(o.code)) for p, o in options)
    yield from _exchanged(((*p, "short"), o.code, o.short, _spoken(o.code)) for p, o in options)
    yield from _exchanged(((*p, "short"), o.code, o.short, o.text) for p, o in options)


def _yes_and_no(questionnaire: Questionnaire) -> Iterator[Fault]:
    """``none`` says no, and a label of one word says what its text begins with."""
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            path: Path = ("items", i, "answer_option", j, "text")
            first = option.text.split()[0].strip(",.").lower()
            label = option.label.lower()
            if option.code == "none" and not (first.startswith("no") and label.startswith("no")):
                yield path, "must begin with no, as the answer is 'none'."
            for word in (option.code, label):
                if word in ("yes", "no") and first != word:
                    yield path, f"begins with '{first}', and the answer is called '{word}'."


def _rules(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A sign, a condition, a feature or a criterion, and the answers that give it."""
    signs = [(("warning_signs", i), sign) for i, sign in enumerate(questionnaire.warning_signs)]
    yield from _exchanged(
        ((*p, "text"), s.id, s.text, _answers(questionnaire, s.when, s.applies_when))
        for p, s in signs
    )
    yield from _exchanged(((*p, "short"), s.id, s.short, s.text) for p, s in signs)
    yield from _exchanged(((*p, "card"), s.id, s.card, s.text) for p, s in signs)
    rules: dict[Path, Iterable[NamedCondition | Feature | Criterion]] = {
        ("conditions",): questionnaire.conditions,
        ("features",): questionnaire.features,
        **{("overlays", i, "criteria"): x.criteria for i, x in enumerate(questionnaire.overlays)},
    }
    for path, entries in rules.items():
        yield from _exchanged(
            ((*path, i, "text"), e.id, e.text, _answers(questionnaire, e.when))
            for i, e in enumerate(entries)
        )


def _answers(questionnaire: Questionnaire, *conditions: Condition | None) -> str:
    """The words of the answers that can make conditions true, and of who was not sure of them."""
    found = answers_that_give(questionnaire, *conditions)
    items = questionnaire.items_by_id
    unsure = (items[question].short for question, _ in found if items[question].asks_again)
    said = (_said(questionnaire, question, code) for question, code in sorted(found))
    return " ".join((*said, *unsure))


def _said(questionnaire: Questionnaire, question: str, *codes: str) -> str:
    options = questionnaire.items_by_id[question].options
    return " ".join(f"{options[code].text} {options[code].label}" for code in codes)


def _results(questionnaire: Questionnaire) -> Iterator[Fault]:
    """An outcome and what it says below, or what its care card says; a GP question and its id."""
    calm = [(i, o) for i, o in enumerate(questionnaire.outcomes) if not o.ends_journey]
    yield from _exchanged(
        (("outcomes", i, "title"), o.id, o.title, " ".join(o.text)) for i, o in calm
    )
    for i, outcome in enumerate(questionnaire.outcomes):
        level = level_of(outcome.when)
        card = questionnaire.care_cards_by_level.get(level) if level > Level.urgent else None
        action = _words(card.action) if card is not None else frozenset()
        if card is not None and len(action) > 1 and action.isdisjoint(_words(outcome.title)):
            said = f"has no word of '{shown(card.action)}', the care card of its level."
            yield ("outcomes", i, "title"), f"{said} Say the same action."
    asked = [(("gp_questions", i), a) for i, a in enumerate(questionnaire.gp_questions)]
    yield from _exchanged(((*p, "text"), a.id, a.text, _spoken(a.id)) for p, a in asked)
    yield from _exchanged(
        ((*p, "short"), a.id, a.short, f"{_spoken(a.id)} {a.text}") for p, a in asked
    )


def _never(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A never rule whose text is about other answers than it is given."""
    for i, rule in enumerate(questionnaire.never):
        names = " ".join(_named(questionnaire, rule.given))
        if names and _words(rule.text).isdisjoint(_words(names)):
            said = "shares no word with the text of the rule. Are they about the same answers?"
            yield ("never", i, "given"), said


def _named(questionnaire: Questionnaire, condition: Condition) -> Iterator[str]:
    for _, leaf in walk(condition):
        if isinstance(leaf, Chosen):
            yield from map(_spoken, leaf.chosen)
            yield _said(questionnaire, leaf.question, *leaf.chosen)
        elif isinstance(leaf, ConditionIs):
            named = questionnaire.conditions_by_id[leaf.condition]
            yield f"{_spoken(named.id)} {named.text}"
