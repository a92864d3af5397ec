"""Which of the questions that fit stand on the sheet: by rank, or as the person chose. Pure.

Clinical brief, section 11, R20: the person's own top 3 first, then by rank, and last what is always
kept. That is why a question that is always kept is never offered.
"""

from dataclasses import dataclass

from app.content.model import GpQuestion, Questionnaire
from app.engine.assess import AskedQuestion, Assessment

MOST_FIRST = 3
"""How many questions can matter most."""


@dataclass(frozen=True)
class Choice:
    """What somebody chose, by the ids of the questions: those dropped, and those that matter most.

    The dropped ones, not the asked ones: nobody has dropped a question that fits only since an
    answer was changed.
    """

    dropped: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()

    def asks(self, question: GpQuestion) -> bool:
        """Whether a question is to be asked. One that matters most is, ticked or not."""
        return question.id in self.first or question.id not in self.dropped


@dataclass(frozen=True)
class Offer:
    """The questions that somebody can choose from, those on the sheet first, and how many fit."""

    questions: tuple[AskedQuestion, ...]
    room: int

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(asked.question.id for asked in self.questions)


@dataclass(frozen=True)
class Selection:
    """The questions on the sheet in their order: those that matter most, then the others."""

    first: tuple[AskedQuestion, ...]
    others: tuple[AskedQuestion, ...]


def offer(questionnaire: Questionnaire, assessment: Assessment) -> Offer:
    """Every question that fits the answers, but for those that are always kept."""
    every = (*assessment.gp_questions, *assessment.gp_questions_cut)
    offered = tuple(asked for asked in every if not asked.question.keep_always)
    return Offer(offered, questionnaire.sheet.cap - (len(every) - len(offered)))


def select(
    questionnaire: Questionnaire, assessment: Assessment, choice: Choice | None
) -> Selection:
    """The questions for the sheet, whatever the choice holds: never more than fit on it.

    Without a choice, and where it leaves nothing of what fits now, those of the highest rank. Where
    more are marked than can matter most, none is.
    """
    offered = offer(questionnaire, assessment)
    chosen = [asked for asked in offered.questions if choice and choice.asks(asked.question)]
    if choice is None or not chosen:
        return Selection((), assessment.gp_questions)
    first = [asked for asked in chosen if asked.question.id in choice.first][: offered.room]
    if len(choice.first) > MOST_FIRST:
        first = []
    others = [asked for asked in chosen if asked not in first][: offered.room - len(first)]
    always = [asked for asked in assessment.gp_questions if asked.question.keep_always]
    return Selection(tuple(first), (*others, *always))


def as_choice(offered: Offer, selection: Selection) -> Choice:
    """The choice that leads to a selection."""
    asked = {one.question.id for one in (*selection.first, *selection.others)}
    return Choice(offered.ids - asked, frozenset(one.question.id for one in selection.first))
