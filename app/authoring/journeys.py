"""A journey in words: the questions on the way with their answers, and where they lead."""

from collections.abc import Iterator

from app.content.model import Questionnaire
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
    return tuple(_lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    for item in assessment.journey.path:
        given = assessment.journey.answers.get(item.link_id)
        if given is None:
            yield f"{item.short}: (no answer)"
        else:
            labels = (option.label for option in item.answer_option if option.code in given)
            yield f"{item.short}: {', '.join(labels)}"
