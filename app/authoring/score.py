"""Some answers to the full assessment, with the reason for every part of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.authoring.journeys import said
from app.content.conditions import Condition
from app.content.model import Questionnaire
from app.engine.assess import AskedQuestion, Assessment, assess
from app.engine.evaluate import (
    Answers,
    Because,
    Evaluation,
    FeatureFinding,
    OverlayFinding,
    SignFinding,
    Status,
)
from app.sheet.explain import sentence

YES_NO = {True: "yes", False: "no", None: "not sure"}


@dataclass(frozen=True)
class Reason:
    """A part of the assessment by id, what came of it, and why in words."""

    id: str
    found: str
    why: str = ""


@dataclass(frozen=True)
class Score:
    """What the rules say about some answers. Ids are those of the content."""

    path: tuple[str, ...]
    """The questions asked, with the answers in words."""
    not_counted: tuple[str, ...]
    """Questions whose answers are off the path."""
    level: str
    outcome: Reason
    signs: tuple[Reason, ...]
    features: tuple[Reason, ...]
    points: int | None
    band: Reason
    overlays: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    gp_questions: tuple[Reason, ...]
    gp_questions_cut: tuple[Reason, ...]


def score(questionnaire: Questionnaire, answers: Answers) -> Score:
    """Assess the answers, and keep every reason."""
    assessment = assess(questionnaire, answers)
    evaluation = Evaluation(questionnaire, assessment.journey.answers)
    on_path = assessment.journey.answers
    return Score(
        path=said(assessment),
        not_counted=tuple(
            item for item in questionnaire.items_by_id if item in answers.keys() - on_path
        ),
        level=assessment.level.name,
        outcome=_outcome(questionnaire, assessment),
        signs=tuple(_sign(evaluation, sign) for sign in assessment.signs),
        features=tuple(_feature(questionnaire, feature) for feature in assessment.features),
        points=assessment.points,
        band=_band(questionnaire, assessment),
        overlays=tuple(
            reason for overlay in assessment.overlays for reason in _overlay(questionnaire, overlay)
        ),
        notes=tuple(
            Reason(note.id, note.text, _because(evaluation.because(note.when)))
            for note in assessment.notes
        ),
        gp_questions=tuple(map(_asked, assessment.gp_questions)),
        gp_questions_cut=tuple(map(_asked, assessment.gp_questions_cut)),
    )


def in_lines(found: Score) -> Iterator[str]:
    """The score as text for people, a line each, under headings."""
    yield f"Outcome: {_told(found.outcome)}"
    yield f"Level: {found.level}"
    yield f"Band: {_told(found.band)}"
    yield f"Points: {'none counted' if found.points is None else found.points}"
    lists: dict[str, tuple[Reason, ...]] = {
        "Warning signs": found.signs,
        "Features": found.features,
        "Overlays": found.overlays,
        "Notes": found.notes,
        "GP questions on the sheet, in order": found.gp_questions,
        "GP questions for which there was no room": found.gp_questions_cut,
    }
    for heading, reasons in lists.items():
        yield from _part(heading, tuple(map(_told, reasons)))
    yield from _part("Answers on the path", found.path)
    yield from _part("Answers not counted, because their question is not asked", found.not_counted)


def _part(heading: str, lines: tuple[str, ...]) -> Iterator[str]:
    yield f"{heading}:"
    yield from (f"  {line}" for line in lines or ("none",))


def _told(reason: Reason) -> str:
    return f"{reason.id}: {reason.found}" + (f" ({reason.why})" if reason.why else "")


def _because(because: Because) -> str:
    return "; ".join((*because.found, *because.said))


def _when(questionnaire: Questionnaire, condition: Condition | None) -> str:
    return "" if condition is None else f"when {sentence(questionnaire, condition)}"


def _outcome(questionnaire: Questionnaire, assessment: Assessment) -> Reason:
    outcome = assessment.outcome
    if outcome is None:
        item = assessment.journey.open
        return Reason("none", "no outcome yet", f"“{item.short}” has no answer" if item else "")
    why = _when(questionnaire, outcome.when) or "no other outcome fits"
    return Reason(outcome.id, outcome.title, why)


def _sign(evaluation: Evaluation, finding: SignFinding) -> Reason:
    reasons = [finding.sign.when, finding.sign.also_when] if finding.counts else []
    why = (_because(evaluation.because(reason)) for reason in reasons if reason is not None)
    found = finding.status.value
    if finding.status is Status.not_sure and not finding.counts:
        found = f"{found}, which does not count"
    return Reason(finding.sign.id, found, "; ".join(filter(None, why)))


def _feature(questionnaire: Questionnaire, finding: FeatureFinding) -> Reason:
    feature = finding.feature
    found = f"counts {feature.item_weight:+d}" if finding.holds else YES_NO[finding.holds]
    return Reason(feature.id, found, _when(questionnaire, feature.when))


def _band(questionnaire: Questionnaire, assessment: Assessment) -> Reason:
    band = assessment.band
    if band is None:
        return Reason("none", "no band")
    to = f" to {band.to}" if band.to is not None else " or more"
    return Reason(band.id, f"{band.from_}{to}", _when(questionnaire, band.requires))


def _overlay(questionnaire: Questionnaire, finding: OverlayFinding) -> Iterator[Reason]:
    overlay = finding.overlay
    shown = "shown" if finding.shows else "not shown"
    gate = f"gate {'open' if finding.gate else 'closed'}"
    count = f"{finding.count} of {len(finding.criteria)}, shown from {overlay.shows_from}"
    yield Reason(overlay.id, shown, f"{gate}; {count}")
    for criterion, holds in finding.criteria:
        why = _when(questionnaire, criterion.when)
        yield Reason(f"{overlay.id}/{criterion.id}", YES_NO[holds], why)


def _asked(asked: AskedQuestion) -> Reason:
    why = _because(asked.because) if asked.because else str(asked.question.because)
    lines = "".join(f" + {line}" for line in asked.follow_ups)
    return Reason(asked.question.id, f"{asked.question.text}{lines}", why)
