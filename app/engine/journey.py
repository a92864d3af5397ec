"""The way through the questions: a pure function of the content and the answers."""

from dataclasses import dataclass

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

    def may_visit(self, link_id: str) -> bool:
        """Whether a question's page may be shown: answered on the path, or the open one."""
        return link_id in self.answers or (
            self.ended_by is None and self.open is not None and self.open.link_id == link_id
        )

    def after(self, link_id: str) -> Item | None:
        """The item that follows on the path; never beyond the open one, ``None`` at the end."""
        place = self._place(link_id)
        if self.open is not None and self._place(self.open.link_id) <= place:
            return self.open
        return self.path[place + 1] if place + 1 < len(self.path) else None

    def before(self, link_id: str) -> Item | None:
        """The item that comes before on the path; ``None`` at the start."""
        place = self._place(link_id)
        return self.path[place - 1] if place else None

    def number(self, link_id: str) -> int:
        """The place of an item on the path, from 1."""
        return self._place(link_id) + 1

    def _place(self, link_id: str) -> int:
        return next(i for i, item in enumerate(self.path) if item.link_id == link_id)


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
