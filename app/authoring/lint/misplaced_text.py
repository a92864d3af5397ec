"""Texts that stand with the wrong answer: the fault that no rule and no proof can see.

The words that two texts share are a hint and no proof. So this is part of the wording, which fails
``content check``, and not of the faults that stop the app (docs/decisions/0010).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from app.content.checks.safety import answers_that_give, level_of
from app.content.conditions import Chosen, Condition, ConditionIs, Level, walk
from app.content.model import Item, Questionnaire
from app.content.problems import shown
from app.content.source import Path

Found = tuple[Path, str]

EMPTY_WORDS = re.compile(
    "an?|and|any|at|by|can|do|for|from|has|have|how|i|in|is|it|m|more|most|my|no|not|of|on|or|other|"
    "s|so|some|such|than|that|the|their|them|there|this|to|too|up|was|what|when|which|who|with|you|"
    "your|yes"
)
"""They stand in any text and tell nothing of what it is about."""
STEM = 5
"""Letters that two forms of a word have in common: "numbness" and "numb" share fewer."""

Pair = tuple[Path, str, str, str]
"""Where a text stands, whose it is, the text, and the words that say what it is about."""


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word[:STEM]
        for word in re.findall(r"[a-z0-9]+", text.lower())
        if not EMPTY_WORDS.fullmatch(word)
    )


def _exchanged(pairs: Sequence[Pair]) -> Iterator[Found]:
    """Two texts that would share more words with what they are about if they changed places."""
    known = [(*pair[:2], _words(pair[2]), _words(pair[3])) for pair in pairs]
    for (_, one, text, about), (path, other, other_text, other_about) in combinations(known, 2):
        now = len(text & about) + len(other_text & other_about)
        if len(text & other_about) + len(other_text & about) > now:
            yield (
                path,
                (
                    f"of '{other}' looks exchanged with that of '{one}'. "
                    "Put each where it belongs, or use the same words in both places."
                ),
            )


def _options(questionnaire: Questionnaire) -> Iterator[Found]:
    for i, item in enumerate(questionnaire.items):
        found: dict[Path, str] = {}
        for path, message in _exchanged_options(i, item):
            found.setdefault(path[:4], message)
        yield from found.items()


def _exchanged_options(position: int, item: Item) -> Iterator[Found]:
    options = [
        (("items", position, "answer_option", j), option)
        for j, option in enumerate(item.answer_option)
    ]
    yield from _exchanged(
        [((*path, "text"), o.code, o.text, o.code.replace("-", " ")) for path, o in options]
    )
    shorts = [((*path, "short"), o, o.short) for path, o in options if o.short is not None]
    yield from _exchanged([(p, o.code, short, o.code.replace("-", " ")) for p, o, short in shorts])
    yield from _exchanged([(p, o.code, short, o.text) for p, o, short in shorts])


def _yes_and_no(questionnaire: Questionnaire) -> Iterator[Found]:
    """``none`` says no, and a label of one word says what its text begins with."""
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            path: Path = ("items", i, "answer_option", j)
            first = option.text.split()[0].strip(",.").lower()
            if option.code == "none" and not (
                first.startswith("no") and option.label.lower().startswith("no")
            ):
                yield (*path, "text"), "must begin with no, as the answer is 'none'."
            for word in (option.code, option.label.lower()):
                if word in ("yes", "no") and first != word:
                    yield (
                        (*path, "text"),
                        f"begins with '{first}', and the answer is called '{word}'.",
                    )


def _rules(questionnaire: Questionnaire) -> Iterator[Found]:
    """A sign, a condition, a feature or a criterion, and the answers that give it."""

    def about(*conditions: Condition | None) -> str:
        named = answers_that_give(questionnaire, *conditions)
        options = (questionnaire.items_by_id[link_id].options[code] for link_id, code in named)
        return " ".join(f"{option.text} {option.label}" for option in options)

    signs = list(enumerate(questionnaire.warning_signs))
    yield from _exchanged(
        [
            (("warning_signs", i, "text"), s.id, s.text, about(s.when, s.applies_when))
            for i, s in signs
        ]
    )
    yield from _exchanged(
        [(("warning_signs", i, "short"), s.id, s.short, s.text) for i, s in signs]
    )
    yield from _exchanged(
        [(("warning_signs", i, "card"), s.id, s.card, s.text) for i, s in signs if s.card]
    )
    for name in ("conditions", "features"):
        entries = enumerate(getattr(questionnaire, name))
        yield from _exchanged(
            [((name, i, "text"), e.id, e.text, about(e.when)) for i, e in entries]
        )
    for i, overlay in enumerate(questionnaire.overlays):
        criteria = enumerate(overlay.criteria)
        path: Path = ("overlays", i, "criteria")
        yield from _exchanged(
            [((*path, j, "text"), c.id, c.text, about(c.when)) for j, c in criteria]
        )


def _results(questionnaire: Questionnaire) -> Iterator[Found]:
    """An outcome and what it says below, or what its care card says; a GP question and its id."""
    calm = [(i, o) for i, o in enumerate(questionnaire.outcomes) if not o.ends_journey]
    yield from _exchanged(
        [(("outcomes", i, "title"), o.id, o.title, " ".join(o.text)) for i, o in calm]
    )
    for i, outcome in enumerate(questionnaire.outcomes):
        level = level_of(outcome.when)
        card = questionnaire.care_cards_by_level.get(level) if level > Level.urgent else None
        action = _words(card.action) if card is not None else frozenset()
        if card is not None and len(action) > 1 and action.isdisjoint(_words(outcome.title)):
            yield (
                ("outcomes", i, "title"),
                (
                    f"has no word of '{shown(card.action)}', the care card of its level. "
                    "Say the same action."
                ),
            )
    yield from _exchanged(
        [
            (("gp_questions", i, "text"), asked.id, asked.text, asked.id.replace("-", " "))
            for i, asked in enumerate(questionnaire.gp_questions)
        ]
    )


def _never(questionnaire: Questionnaire) -> Iterator[Found]:
    """A never rule whose text is about other answers than it is given."""
    for i, rule in enumerate(questionnaire.never):
        names = " ".join(_named(questionnaire, rule.given))
        if names and _words(rule.text).isdisjoint(_words(names)):
            yield (
                ("never", i, "given"),
                "shares no word with the text of the rule. Are they about the same answers?",
            )


def _named(questionnaire: Questionnaire, condition: Condition) -> Iterator[str]:
    for _, leaf in walk(condition):
        match leaf:
            case Chosen():
                options = questionnaire.items_by_id[leaf.question].options
                for code in leaf.chosen:
                    yield f"{code.replace('-', ' ')} {options[code].text} {options[code].label}"
            case ConditionIs():
                yield leaf.condition.replace("-", " ")
                yield questionnaire.conditions_by_id[leaf.condition].text
            case _:
                pass


CHECKS = (_options, _yes_and_no, _rules, _results, _never)


def misplaced_text(questionnaire: Questionnaire) -> Iterator[Found]:
    """Every text that looks as if it stood in the wrong place, by its place in the content."""
    for check in CHECKS:
        yield from check(questionnaire)
