"""Answers to an :class:`Assessment`: the outcome, and every reason for it. Pure.

The order is that of the clinical brief, sections 2, 3 and 11: gates, emergency signs, other warning
signs, the inflammatory overlay, features of SI joint pain. Levels outrank scores always.
"""

from dataclasses import dataclass

from app.content.conditions import Level
from app.content.model import Band, GpQuestion, Outcome, Questionnaire, ResultNote
from app.engine.evaluate import (
    Answers,
    Because,
    FeatureFinding,
    Findings,
    OverlayFinding,
    SignFinding,
)
from app.engine.journey import Journey, walk


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


def assess(questionnaire: Questionnaire, answers: Answers) -> Assessment:
    """Apply every rule to the answers that are on the path.

    Unanswered and unknown answers never lower the level; "not sure" counts as its option says.
    """
    journey = walk(questionnaire, answers)
    unanswered = frozenset() if journey.ended_by else journey.unanswered
    findings = Findings(questionnaire, journey.answers, unanswered)
    outcome = _outcome(questionnaire, journey, findings)
    calm = outcome is not None and not outcome.ends_journey
    has_sheet = outcome is not None and outcome.sheet_title is not None
    asked = _gp_questions(questionnaire, findings) if has_sheet else ()
    kept = _capped(asked, questionnaire.sheet.cap)
    band = findings.band if calm else None
    return Assessment(
        journey=journey,
        level=findings.level,
        signs=findings.signs,
        features=findings.features,
        points=findings.points if band else None,
        overlays=tuple(findings.overlay.values()) if calm else (),
        band=band,
        outcome=outcome,
        notes=_notes(questionnaire, outcome, findings),
        gp_questions=kept,
        gp_questions_cut=tuple(question for question in asked if question not in kept),
    )


def _outcome(questionnaire: Questionnaire, journey: Journey, findings: Findings) -> Outcome | None:
    if journey.ended_by is not None:
        return journey.ended_by
    if not journey.complete:
        return None
    return next(
        outcome
        for outcome in questionnaire.outcomes
        if outcome.when is None or findings.holds(outcome.when)
    )


def _notes(
    questionnaire: Questionnaire, outcome: Outcome | None, findings: Findings
) -> tuple[ResultNote, ...]:
    return tuple(
        note
        for note in questionnaire.result_notes
        if outcome is not None and outcome.id in note.outcomes and findings.holds(note.when)
    )


def _gp_questions(questionnaire: Questionnaire, findings: Findings) -> tuple[AskedQuestion, ...]:
    """Every GP question whose condition holds, in rank order."""
    return tuple(
        AskedQuestion(
            question,
            findings.because(question.when) if question.when else None,
            tuple(line.text for line in question.follow_ups if findings.holds(line.when)),
        )
        for question in questionnaire.gp_questions
        if question.when is None or findings.holds(question.when)
    )


def _capped(asked: tuple[AskedQuestion, ...], cap: int) -> tuple[AskedQuestion, ...]:
    """The highest ranks up to the cap; those that are always kept take their place first."""
    room = cap - sum(question.question.keep_always for question in asked)
    kept = []
    for question in asked:
        if question.question.keep_always:
            kept.append(question)
        elif room > 0:
            room -= 1
            kept.append(question)
    return tuple(kept)


def signs_shown_at_once(
    questionnaire: Questionnaire, assessment: Assessment, link_id: str
) -> tuple[SignFinding, ...]:
    """The maternity signs that this question's answer gives: their card comes before going on.

    Clinical brief, section 11, R12. Emergency signs need no such rule, as they end the journey.
    """
    return tuple(
        finding
        for finding in assessment.given(Level.maternity)
        if link_id in questionnaire.questions_of(finding.sign)
    )
