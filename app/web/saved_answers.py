"""What somebody's cookie holds: their answers, and what they last sent that was none."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from app.engine.choice import Choice
from app.engine.evaluate import Answers


@dataclass(frozen=True)
class Attempt:
    """What somebody sent to a question that is no answer to it. Shown once more, never counted."""

    link_id: str
    chosen: frozenset[str]


@dataclass(frozen=True)
class Other:
    """An answer to other content, kept for the copies that serve it and for nothing else."""

    link_id: str | None
    """Of the question, where this copy has one of that name."""
    code: int
    """The same, as it lies in the cookie."""
    revision: int
    bits: int
    level: int
    """The most urgent sign that it can give there."""


@dataclass(frozen=True)
class SavedAnswers:
    """One person's answers, on the path or not.

    ``changed`` are the questions whose wording or options changed after they were answered. Those
    answers are gone; the questions are asked again.
    """

    journey_id: str
    started: int
    answers: Answers = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    attempt: Attempt | None = None
    choice: Choice | None = None
    others: tuple[Other, ...] = ()

    def with_answers(self, given: Answers, outdated: Collection[str] = ()) -> "SavedAnswers":
        """The same journey with some questions answered, for the first time or anew.

        Without the answers that are ``outdated`` by these. Who changes an answer changes it for all
        copies: those with other content ask again.
        """
        kept = {name: codes for name, codes in self.answers.items() if name not in outdated}
        answers = {**kept, **given}
        changed = self.changed - given.keys()
        anew = {name for name in given if self.answers.get(name, given[name]) != given[name]}
        anew |= set(outdated)
        others = tuple(other for other in self.others if other.link_id not in anew)
        return replace(self, answers=answers, changed=changed, attempt=None, others=others)

    def with_attempt(self, link_id: str, chosen: frozenset[str]) -> "SavedAnswers":
        """The same journey and the same answers, with what could not be taken as one."""
        return replace(self, attempt=Attempt(link_id, chosen))

    def with_choice(self, choice: Choice) -> "SavedAnswers":
        """The same journey and the same answers, with a choice of questions for the GP."""
        return replace(self, choice=choice)
