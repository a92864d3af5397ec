"""What each answer leads to: warning signs, points, criteria and the end of the questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.content.conditions import (
    AnyOf,
    Chosen,
    Condition,
    FeatureFits,
    Level,
    Not,
    SignGiven,
    required,
    search,
)
from app.content.model import AnswerOption, Item, Questionnaire
from app.sheet.explain import sign_condition

LEVELS: Mapping[Level, str] = {level: level.name.capitalize() for level in reversed(Level)}
"""What each level is called, the most urgent first."""

Answer = tuple[str, str]
"""A question and one of its options."""


def points(weight: int) -> str:
    """A weight with its sign: "+1 point"."""
    sign = "+" if weight >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(weight)} point{'' if abs(weight) == 1 else 's'}"


class Gives:
    """What the answers to a questionnaire lead to, for every option of every question."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        q = questionnaire
        ends = [o for o in q.outcomes if o.ends_journey and o.when is not None]
        self._signs = [(sign, self._answers(sign_condition(sign))) for sign in q.warning_signs]
        self._rest = [
            *((points(f.item_weight), self._answers(f.when)) for f in q.features),
            *(
                (f"Counts towards “{overlay.title}”", self._answers(criterion.when))
                for overlay in q.overlays
                for criterion in overlay.criteria
            ),
            *((f"Ends the questions: “{o.title}”", self._answers(o.when)) for o in ends if o.when),
        ]

    def lines(self, item: Item, option: AnswerOption) -> tuple[str, ...]:
        """What one answer gives, a line each; nothing for an answer that changes nothing."""
        key = (item.asks_again or item.link_id, option.code)
        signs = ((f"{LEVELS[s.level]} sign {s.code}: {s.text}", found) for s, found in self._signs)
        given = [(text, found[key]) for text, found in (*signs, *self._rest) if key in found]
        lines = [text for text, alone in given if alone]
        if others := list(dict.fromkeys(text for text, alone in given if not alone)):
            lines.append(f"Together with other answers: {'; '.join(others)}")
        if option.counts_as is not None:
            lines.extend(self._not_sure(item, option.counts_as))
        return tuple(dict.fromkeys(lines))

    def not_sure(self, condition: Condition) -> tuple[str, ...]:
        """Under which questions "not sure" counts for a rule, and under which not, in words."""
        found = self._answers(condition)
        said: dict[str, list[str]] = {"Counts": [], "Does not count": [], "There is none": []}
        for item in self._questionnaire.items:
            if any((item.link_id, code) in found for code in item.options):
                unsure = item.not_sure
                codes = (unsure.code, *(unsure.counts_as or ())) if unsure else ()
                counts = any((item.link_id, code) in found for code in codes)
                how = "Counts" if counts else "Does not count" if unsure else "There is none"
                said[how].append(item.short)
        return tuple(f"{how} under {_quoted(names)}." for how, names in said.items() if names)

    def _not_sure(self, item: Item, counts_as: tuple[str, ...]) -> Iterator[str]:
        if not counts_as:
            yield "Counts as not known"
            return
        if again := self._questionnaire.asked_again.get(item.link_id):
            yield f"Asks again, as “{again.short}”: what is named there counts"
            return
        others = [o.code for o in item.answer_option if o.counts_as is None and not o.exclusive]
        if len(others) > 1 and set(counts_as) == set(others):
            yield "Counts as every answer above but “none”"
        else:
            yield f"Counts as {_quoted([item.options[code].label for code in counts_as])}"
        keys = {(item.asks_again or item.link_id, code) for code in counts_as}
        for text, wanted in (("So it gives", True), ("Together with other answers", False)):
            codes = {
                f"{LEVELS[sign.level]} {sign.code or sign.id}": None
                for sign, answers in self._signs
                if (found := [answers[key] for key in keys & answers.keys()])
                and any(found) is wanted
            }
            if codes:
                yield f"{text}: {', '.join(codes)}"

    def _answers(self, condition: Condition) -> Mapping[Answer, bool]:
        """The answers that help to make a condition true, and whether each does so alone."""
        found: dict[Answer, bool] = {}
        for leaf in search(condition, self._inside):
            if isinstance(leaf, Chosen):
                asked = self._questionnaire.items_by_id[leaf.question].enable_when
                known = {leaf, *(required(asked) if asked else ())}
                alone = leaf.at_least == 1 and self._is_enough(known, condition)
                for code in leaf.chosen:
                    key = (leaf.question, code)
                    found[key] = alone or found.get(key, False)
        return found

    def _inside(self, condition: Condition) -> Iterable[Condition]:
        """What can make a condition true: nothing that is under a "not"."""
        q = self._questionnaire
        match condition:
            case FeatureFits():
                return (q.features_by_id[condition.feature].when,)
            case SignGiven():
                return (sign_condition(q.warning_signs_by_id[condition.warning_sign]),)
            case Not():
                return ()
            case _:
                return q.inside(condition)

    def _is_enough(self, known: set[Condition], condition: Condition) -> bool:
        """Whether a condition holds for everybody for whom the known ones do."""
        inner = [self._is_enough(known, part) for part in self._inside(condition)]
        joined = any if isinstance(condition, AnyOf) else all
        return condition in known or (bool(inner) and joined(inner))


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
