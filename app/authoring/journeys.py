"""A journey in words: the questions on the way with their answers, and where they lead."""

from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers


def in_words(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """The way of some answers, a line each, and what comes of it. Nothing for no answers."""
    if not answers:
        return ()
    assessment = assess(questionnaire, answers)
    outcome = assessment.outcome
    return (*said(assessment), f"Leads to: {outcome.title if outcome else 'no outcome yet'}")


def said(assessment: Assessment) -> tuple[str, ...]:
    """The questions on the path with the answers to them, in the words of the summary."""
    journey = assessment.journey
    return tuple(answered(item, journey.answers) for item in journey.path)


def answered(item: Item, answers: Answers) -> str:
    """A question with the answer to it."""
    labels = ", ".join(item.labels(answers.get(item.link_id, ())))
    return f"{item.short}: {labels or '(no answer)'}"
