"""Answers to an :class:`Assessment`: the outcome, and every reason for it. Pure.

The order is that of the clinical brief, sections 2, 3 and 11: gates, emergency signs, other warning
signs, overlays, features. Levels outrank scores always.
"""

from dataclasses import dataclass

from app.content.conditions import Level
from app.content.model import Band, GpQuestion, Outcome, Questionnaire, ResultNote, WarningSign
from app.engine.evaluate import (
    Answers,
    Because,
    Evaluation,
    FeatureFinding,
    OverlayFinding,
    SignFinding,
)
from app.engine.journey import Journey, follow


@dataclass(frozen=True)
class AskedQuestion:
    """A GP question for this person, what called for it, and lines under it.

    ``because`` is ``None`` where the question is for everybody.
    """

    question: GpQuestion
    because: Because | None
    follow_ups: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """All that the rules say about some answers, with reasons. Nobody else works anything out.

    ``outcome`` is ``None`` until the path is complete. Band, points, overlays and GP questions are
    empty where the outcome ends the journey; band and points also where the content wants none.
    """

    journey: Journey
    level: Level
    signs: tuple[SignFinding, ...]
    features: tuple[FeatureFinding, ...]
    points: int | None
    overlays: tuple[OverlayFinding, ...]
    band: Band | None
    outcome: Outcome | None
    notes: tuple[ResultNote, ...]
    gp_questions: tuple[AskedQuestion, ...]
    gp_questions_cut: tuple[AskedQuestion, ...]

    def given(self, level: Level) -> tuple[SignFinding, ...]:
        """The signs of one level that count, reported or not sure."""
        return tuple(s for s in self.signs if s.counts and s.sign.level is level)

    @property
    def shown_overlays(self) -> tuple[OverlayFinding, ...]:
        """The overlays that the person is told about."""
        return tuple(overlay for overlay in self.overlays if overlay.shows)

    @property
    def leading_overlay(self) -> OverlayFinding | None:
        """The overlay that matters most for this person, where no warning sign does."""
        calm = self.level is Level.none
        return next((overlay for overlay in self.overlays if calm and overlay.leads), None)


def assess(questionnaire: Questionnaire, answers: Answers) -> Assessment:
    """Apply every rule to the answers that are on the path.

    Unanswered and unknown answers never lower the level; "not sure" counts as its option says.
    """
    journey = follow(questionnaire, answers)
    unanswered = frozenset() if journey.ended_by else journey.unanswered
    evaluation = Evaluation(questionnaire, journey.answers, unanswered)
    outcome = _outcome(questionnaire, journey, evaluation)
    calm = outcome is not None and not outcome.ends_journey
    has_sheet = outcome is not None and outcome.sheet_title is not None
    asked = _gp_questions(questionnaire, evaluation) if has_sheet else ()
    kept = _capped(asked, questionnaire.sheet.cap)
    names = {one.question.id for one in kept}
    band = evaluation.band if calm else None
    return Assessment(
        journey=journey,
        level=evaluation.level,
        signs=evaluation.signs,
        features=evaluation.features,
        points=evaluation.points if band else None,
        overlays=tuple(evaluation.overlays_by_id.values()) if calm else (),
        band=band,
        outcome=outcome,
        notes=_notes(questionnaire, outcome, evaluation),
        gp_questions=kept,
        gp_questions_cut=tuple(one for one in asked if one.question.id not in names),
    )


def _outcome(
    questionnaire: Questionnaire, journey: Journey, evaluation: Evaluation
) -> Outcome | None:
    if journey.ended_by is not None:
        return journey.ended_by
    if not journey.complete:
        return None
    return next(
        outcome
        for outcome in questionnaire.outcomes
        if outcome.when is None or evaluation.holds(outcome.when)
    )


def _notes(
    questionnaire: Questionnaire, outcome: Outcome | None, evaluation: Evaluation
) -> tuple[ResultNote, ...]:
    return tuple(
        note
        for note in questionnaire.result_notes
        if outcome is not None and outcome.id in note.outcomes and evaluation.holds(note.when)
    )


def _gp_questions(
    questionnaire: Questionnaire, evaluation: Evaluation
) -> tuple[AskedQuestion, ...]:
    """Every GP question whose condition holds, in rank order."""
    return tuple(
        AskedQuestion(
            question,
            evaluation.because(question.when) if question.when and not question.because else None,
            tuple(line.text for line in question.follow_ups if evaluation.holds(line.when)),
        )
        for question in _ranked(questionnaire, evaluation)
        if question.when is None or evaluation.holds(question.when)
    )


def _ranked(questionnaire: Questionnaire, evaluation: Evaluation) -> tuple[GpQuestion, ...]:
    """The GP questions in rank order, those that an answer lifts where they are lifted to.

    Clinical brief, section 12, R38.
    """
    top = questionnaire.highest_gp_questions
    below = questionnaire.gp_questions[len(top) :]
    lifted = {q.id for q in below if q.lifted_when and evaluation.holds(q.lifted_when)}
    return (
        *top,
        *(question for question in below if question.id in lifted),
        *(question for question in below if question.id not in lifted),
    )


def _capped(asked: tuple[AskedQuestion, ...], cap: int) -> tuple[AskedQuestion, ...]:
    """The highest ranks up to the cap; those that are never cut take their place first."""
    room = cap - sum(question.question.is_kept for question in asked)
    kept = []
    for question in asked:
        if question.question.is_kept:
            kept.append(question)
        elif room > 0:
            room -= 1
            kept.append(question)
    return tuple(kept)


def signs_shown_at_once(
    questionnaire: Questionnaire, journey: Journey, link_id: str
) -> tuple[WarningSign, ...]:
    """The maternity signs that this question's answer gives: their card comes before going on.

    Clinical brief, section 11, R12. Emergency signs need no such rule, as they end the journey.
    """
    evaluation = Evaluation(questionnaire, journey.answers, journey.unanswered)
    return tuple(
        sign
        for sign in questionnaire.warning_signs
        if sign.level is Level.maternity
        and evaluation.sign(sign)
        and link_id in questionnaire.questions_of(sign)
    )
