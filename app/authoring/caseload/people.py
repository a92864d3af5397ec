"""The people of a mix, drawn by chance, and what each of them answers to a content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from app.authoring.caseload.mix import SETTINGS, Kind, Mix
from app.content.checks.answers import most_harmless
from app.content.conditions import Level
from app.content.model import Questionnaire
from app.engine.evaluate import Answers, Evaluation
from app.engine.journey import follow

T = TypeVar("T")
Given = tuple[tuple[str, str], ...]
"""Answers, each with its question."""
Way = tuple[tuple[str, frozenset[str]], ...]
"""Questions in the order asked, with what was answered."""


class NoAnswerError(Exception):
    """People of the mix have no answer to a question. Its text is one sentence with the cure."""


@dataclass(frozen=True)
class Person:
    """What one of the people ticks, whatever the content.

    ``signs`` have the kind of the sign, where it has kinds; ``unsure`` pages have a number from 0
    to 1, by which one sign of the page is taken where it is asked which one it is.
    """

    signs: Mapping[str, Kind | None]
    unsure: Mapping[str, float]
    other: Given
    """The age, and the answers to second questions."""
    rereads: frozenset[str]
    """The signs that a narrower reading would let count as less."""


def draw(mix: Mix, setting: str, seed: int, number: int) -> Person:
    """The person with this number.

    Every chance is drawn, needed or not. So it is the same person for every content, and who ticks
    a sign in the low setting ticks it in the higher ones.
    """
    chance = Random(f"{seed} {number}").random  # noqa: S311  # nothing secret
    rate = SETTINGS.index(setting)
    age = _pick(mix.ages, chance())
    often = _pick(mix.clusters, chance())
    signs: dict[str, Kind | None] = {}
    for name, sign in mix.signs.items():
        times = sign.by_age.get(str(age), 1) * ((often or 0) if sign.clustered else 1)
        kinds = {i: kind.share for i, kind in enumerate(sign.kinds)}
        ticks, kind = chance() < sign.rate[rate] * times, _pick(kinds, chance())
        if ticks:
            signs[name] = None if kind is None else sign.kinds[kind]
    pages = [(page, chance() < mix.not_sure.rate[rate], chance()) for page in mix.not_sure.pages]
    second = [(name, _pick(shares, chance())) for name, shares in mix.second_questions.items()]
    return Person(
        signs,
        unsure={page: which for page, ticks, which in pages if ticks},
        other=tuple((name, code) for name, code in (("age", age), *second) if code is not None),
        rereads=frozenset(r.sign for r in mix.what_if if chance() < r.share),
    )


def _pick(shares: Mapping[T, float], chance: float) -> T | None:
    """The one whose share a chance falls into; ``None`` for what is left."""
    total = 0.0
    for one, share in shares.items():
        total += share
        if chance < round(total, 6):
            return one
    return None


class Content:
    """A content, as the people of a mix answer it."""

    def __init__(self, mix: Mix, questionnaire: Questionnaire) -> None:
        self.mix = mix
        self.questionnaire = questionnaire
        self._matters = _questions_that_matter(questionnaire)
        others = (item for item in questionnaire.items if item.link_id not in self._matters)
        any_answer = {item.link_id: item.answer_option[0].code for item in others}
        harmless = any_answer | most_harmless(questionnaire)
        self._harmless = {name: frozenset([code]) for name, code in harmless.items()}
        self._known: dict[Way, str | Level] = {}
        """After some answers that matter: the next question that does, or the level at the end."""

    def ticks(self, person: Person) -> Mapping[str, Given]:
        """What somebody answers because of each sign, and of each page not sure about."""
        found = {name: tuple(self._sign(name, kind)) for name, kind in person.signs.items()}
        ticked = {answer for given in found.values() for answer in given}
        for page, chance in person.unsure.items():
            found[not_sure_on(page)] = tuple(self._not_sure(page, chance, ticked))
        return {name: given for name, given in found.items() if given}

    def _sign(self, name: str, kind: Kind | None) -> Iterator[tuple[str, str]]:
        if kind and kind.unless_asked in self.questionnaire.items_by_id:
            return
        own = self.mix.signs[name].answers.items()
        for question, code in (*own, *(kind.answers.items() if kind else ())):
            if self._has(question, code):
                yield question, code

    def _not_sure(
        self, page: str, chance: float, ticked: set[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        """Not sure on a page, and where it is asked once more, one sign that is not ticked."""
        items = self.questionnaire.items_by_id
        first, again = items.get(page), items.get(self.mix.not_sure.pages[page])
        if first is None or first.not_sure is None:
            return
        yield page, first.not_sure.code
        if again is not None:
            counts = first.not_sure.counts_as or ()
            signs = [c for c in counts if c in again.options and (page, c) not in ticked]
            if signs:
                yield again.link_id, signs[int(chance * len(signs))]

    def _has(self, question: str, code: str) -> bool:
        item = self.questionnaire.items_by_id.get(question)
        return item is not None and code in item.options

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The answers of the mix that this content does not have."""
        missing = (answer for answer in self.mix.answers if not self._has(*answer))
        return tuple(f"{question}: {code}" for question, code in missing)

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The signs of the mix that this content has no answer for."""
        signs = self.mix.signs.items()
        return tuple(n for n, sign in signs if not any(self._has(*a) for a in sign.every_answer))

    def level(self, person: Person, ticks: Mapping[str, Given]) -> Level:
        """The level for somebody with these ticks.

        Where 2 of them answer a question that takes 1 answer, the earlier one does. After them come
        the answers to second questions, and then the most harmless ones.
        """
        items = self.questionnaire.items_by_id
        given: dict[str, frozenset[str]] = {}
        for question, code in (answer for answers in ticks.values() for answer in answers):
            if question not in given or items[question].repeats:
                given[question] = given.get(question, frozenset()) | {code}
        other = {q: frozenset([code]) for q, code in person.other if self._has(q, code)}
        answers = {**self._harmless, **other, **given}
        way: Way = ()
        while isinstance(found := self._known.get(way), str):
            way += ((found, answers.get(found, frozenset())),)
        return self._assessed(answers) if found is None else found

    def _assessed(self, answers: Answers) -> Level:
        """The level for some answers, which is remembered for all who come the same way."""
        journey = follow(self.questionnaire, answers)
        if not journey.complete and journey.open is not None:
            raise NoAnswerError(
                f"The people of the mix have no answer to '{journey.open.link_id}', and none is "
                "harmless. Say under second_questions what they answer."
            )
        level = Evaluation(self.questionnaire, journey.answers).level
        way: Way = ()
        for item in journey.path:
            if item.link_id in self._matters:
                self._known[way] = item.link_id
                way += ((item.link_id, answers[item.link_id]),)
        self._known[way] = level
        return level


def not_sure_on(page: str) -> str:
    """What "not sure" on a page is called beside the signs."""
    return f"not sure on {page}"


def _questions_that_matter(questionnaire: Questionnaire) -> frozenset[str]:
    """Every question that can change the level, or what is asked for it."""
    giving = map(questionnaire.questions_of, questionnaire.warning_signs)
    found = questionnaire.stopping_questions.union(*giving)
    while True:
        asked = (questionnaire.items_by_id[name].enable_when for name in found)
        more = found.union(*map(questionnaire.questions_in, asked))
        if more == found:
            return found
        found = more
