"""The way through the questions: a pure function of the content and the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.conditions import Condition
from app.content.model import Item, Outcome, Questionnaire
from app.findings import Answers, Findings

Stops = Mapping[str, tuple[tuple[Condition, Outcome], ...]]
"""What ends a journey, by the question whose answer can bring it about."""


@dataclass(frozen=True)
class Journey:
    """Where somebody stands.

    ``path`` holds the items that are asked, in order, as far as that is known; ``answers`` those of
    them only. ``open`` is the first item without an answer. ``ended_by`` is the outcome that
    stopped the questions before their end.
    """

    path: tuple[Item, ...]
    answers: Answers
    unanswered: frozenset[str]
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


def walk(questionnaire: Questionnaire, answers: Answers) -> Journey:
    """Follow the questions as far as the answers lead.

    Answers to questions that are off the path are passed over, not deleted. Answers that lie beyond
    an open question still count where they may be on the path: an emergency sign among them ends
    the journey, because an answer that was given is not forgotten for one that is missing. A sign
    whose meaning depends on the open question itself waits for it; no outcome is given meanwhile.
    """
    path: list[Item] = []
    open_item: Item | None = None
    findings = Findings(questionnaire, {})
    # Once none of all stops holds, an answer brings about only those that ask for it.
    stops: Stops = dict.fromkeys(questionnaire.stops, questionnaire.all_stops)
    for item in questionnaire.items:
        asked = item.enable_when is None or findings.holds(item.enable_when)
        if asked is False:
            continue
        findings = findings.with_item(item.link_id, answers.get(item.link_id))
        if item.link_id in answers:
            path.append(item)
            if item.link_id in stops:
                for condition, outcome in stops[item.link_id]:
                    if findings.holds(condition):
                        return _journey(path, findings, open_item, outcome)
                stops = questionnaire.stops
        elif asked:
            path.append(item)
            open_item = open_item or item
    return _journey(path, findings, open_item, None)


def _journey(
    path: list[Item], findings: Findings, open_item: Item | None, ended_by: Outcome | None
) -> Journey:
    return Journey(tuple(path), findings.answers, findings.unanswered, open_item, ended_by)
