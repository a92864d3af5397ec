"""The way through the questions: a pure function of the content and the answers."""

from dataclasses import dataclass

from app.content.model import Item, Outcome, Questionnaire
from app.engine.evaluate import Answers, GrowingFindings


@dataclass(frozen=True)
class Way:
    """How far somebody has come.

    ``path`` holds the items that are asked, in order, at least as far as the open one; ``answers``
    those of them only. ``open`` is the first item without an answer. ``ended_by`` is the outcome
    that stopped the questions before their end.
    """

    path: tuple[Item, ...]
    answers: Answers
    open: Item | None
    ended_by: Outcome | None

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


@dataclass(frozen=True)
class Journey(Way):
    """Where somebody stands, with the whole ``path`` as far as it is known.

    ``unanswered`` are the items that are, or may be, on it and have no answer.
    """

    unanswered: frozenset[str]


def follow(questionnaire: Questionnaire, answers: Answers) -> Journey:
    """Follow the questions as far as the answers lead.

    Answers to questions that are off the path are passed over, not deleted. Answers that lie beyond
    an open question still count where they may be on the path: an emergency sign among them ends
    the journey, because an answer that was given is not forgotten for one that is missing. A sign
    whose meaning depends on the open question itself waits for it; no outcome is given meanwhile.
    """
    evaluation = GrowingFindings(questionnaire)
    way = _follow(evaluation, answers, len(questionnaire.items))
    return Journey(**vars(way), unanswered=frozenset(evaluation.unanswered))


def walk_to_open(questionnaire: Questionnaire, answers: Answers) -> Way:
    """The same, no further than the open question and the last answer: for half of the work."""
    answered = (i for i, item in enumerate(questionnaire.items, 1) if item.link_id in answers)
    return _follow(GrowingFindings(questionnaire), answers, max(answered, default=0))


def _follow(evaluation: GrowingFindings, answers: Answers, least: int) -> Way:
    """Go on with the items for so long, and then until one is open."""
    questionnaire = evaluation.questionnaire
    path: list[Item] = []
    open_item: Item | None = None
    # Once none of all stops holds, an answer brings about only those that ask for it.
    stops = questionnaire.first_stops
    for place, item in enumerate(questionnaire.items):
        if open_item is not None and place >= least:
            break
        asked = item.enable_when is None or evaluation.holds(item.enable_when)
        if asked is False:
            continue
        name = item.link_id
        chosen = answers.get(name)
        evaluation.add(name, chosen)
        if chosen is not None:
            path.append(item)
            if name in stops:
                for condition, outcome in stops[name]:
                    if evaluation.holds(condition):
                        return Way(tuple(path), evaluation.answers, open_item, outcome)
                stops = questionnaire.stops
        elif asked:
            path.append(item)
            open_item = open_item or item
    return Way(tuple(path), evaluation.answers, open_item, None)
