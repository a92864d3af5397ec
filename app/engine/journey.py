"""The way through the questions: a pure function of the content and the answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, groupby

from app.content.model import Item, Outcome, Questionnaire
from app.engine.evaluate import Answers, Evaluation


@dataclass(frozen=True)
class Journey:
    """How far somebody has come.

    ``path`` holds the items that are asked, in order, and ``answers`` those of them only.
    ``unanswered`` are the items that are, or may be, on it and have no answer. ``ended_by`` is the
    outcome that stopped the questions before their end.
    """

    path: tuple[Item, ...]
    answers: Answers
    unanswered: frozenset[str]
    ended_by: Outcome | None

    @property
    def open(self) -> Item | None:
        """The first item without an answer."""
        return next((item for item in self.path if item.link_id not in self.answers), None)

    @property
    def complete(self) -> bool:
        """Every question on the path is answered, or no more is asked."""
        return self.ended_by is not None or self.open is None

    def page(self, link_id: str) -> tuple[Item, ...]:
        """The items of the path that are asked on one page with this one; none if it is not."""
        return self._page_of.get(link_id, ())

    @cached_property
    def _page_of(self) -> Mapping[str, tuple[Item, ...]]:
        return {item.link_id: page for page in self.pages for item in page}

    @cached_property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The path by pages."""
        return by_page(self.path)

    def may_visit(self, link_id: str) -> bool:
        """Whether the page of a question may be shown: answered on the path, or the open one."""
        return any(
            item.link_id in self.answers or (self.ended_by is None and item is self.open)
            for item in self.page(link_id)
        )

    def after(self, link_id: str) -> Item | None:
        """The first item behind its page; never beyond the open one, ``None`` at the end."""
        last = self._place(self.page(link_id)[-1])
        if self.open is not None and self._place(self.open) <= last:
            return self.open
        return self.path[last + 1] if last + 1 < len(self.path) else None

    def before(self, link_id: str) -> Item | None:
        """The first item of the page before; ``None`` at the start."""
        first = self._place(self.page(link_id)[0])
        return self.page(self.path[first - 1].link_id)[0] if first else None

    def _place(self, item: Item) -> int:
        """Where an item stands on the path: by its name, for it is long to compare two in full."""
        return [other.link_id for other in self.path].index(item.link_id)


def by_page(items: Iterable[Item]) -> tuple[tuple[Item, ...], ...]:
    """Questions in their order, those together that share a page."""
    runs = groupby(items, key=lambda item: item.page or item.link_id)
    return tuple(tuple(run) for _, run in runs)


def possible_pages(questionnaire: Questionnaire) -> tuple[tuple[Item, ...], ...]:
    """Every page of questions that somebody may meet: of those that share one, any.

    All that are asked of everybody may be missing, too, where an answer before them ends it all.
    """
    return tuple(some for page in by_page(questionnaire.items) for some in _some_of(page))


def _some_of(page: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    for count in range(1, len(page) + 1):
        yield from combinations(page, count)


def follow(questionnaire: Questionnaire, answers: Answers) -> Journey:
    """Follow the questions as far as the answers lead.

    Answers to questions that are off the path are passed over, not deleted. Answers that lie beyond
    an open question still count where they may be on the path: an emergency sign among them ends
    the journey, because an answer that was given is not forgotten for one that is missing. A sign
    whose meaning depends on the open question itself waits for it; no outcome is given meanwhile.
    """
    path = []
    so_far = Evaluation(questionnaire, {})
    for item in questionnaire.items:
        name = item.link_id
        asked = item.enable_when is None or so_far.holds(item.enable_when)
        if asked is False:
            continue
        if asked or name in answers:
            path.append(item)
        if name not in answers:
            so_far = Evaluation(questionnaire, so_far.answers, {*so_far.unanswered, name})
            continue
        given = {**so_far.answers, name: answers[name]}
        so_far = Evaluation(questionnaire, given, so_far.unanswered)
        if outcome := _end(so_far, name):
            return Journey(tuple(path), given, so_far.unanswered, outcome)
    return Journey(tuple(path), so_far.answers, so_far.unanswered, None)


def _end(so_far: Evaluation, link_id: str) -> Outcome | None:
    """The outcome that stops the questions after an answer to this one."""
    if link_id not in so_far.questionnaire.stopping_questions:
        return None
    ends = (outcome for outcome in so_far.questionnaire.outcomes if outcome.ends_journey)
    return next((end for end in ends if end.when and so_far.holds(end.when)), None)
