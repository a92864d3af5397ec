"""The result."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.content.conditions import Level
from app.content.model import Outcome
from app.engine.assess import Assessment
from app.sheet.sheet import site_of
from app.web import pages
from app.web.one_page import OnePageEnd
from app.web.service import service
from app.web.views.shared import printed_now, require_outcome, web


@web.get("/result")
def result() -> ResponseReturnValue:
    """Show the outcome: an emergency before anything else."""
    return show_result(*require_outcome())


def show_result(
    assessment: Assessment, outcome: Outcome, one_page: OnePageEnd | None = None
) -> str:
    """The page of an outcome; ``one_page`` has what it needs where no cookie knows the answers."""
    questionnaire, cards = service().questionnaire, service().cards
    notes = tuple(note.text for note in assessment.notes)
    if assessment.level is Level.emergency:
        block = pages.card_block(cards[Level.emergency.name], assessment.given(Level.emergency))
        return render_template(
            "emergency.html",
            assessment=assessment,
            card=block.card,
            reported=block.reported,
            unsure=block.unsure,
            corrections=pages.emergency_corrections(questionnaire, assessment),
            notes=notes,
            printed=printed_now(),
            one_page=one_page,
        )
    if outcome.ends_journey:
        return render_template(
            "stopped.html",
            assessment=assessment,
            outcome=outcome,
            corrections=pages.outcome_corrections(questionnaire, assessment, outcome),
            one_page=one_page,
        )
    fit = pages.fit_of(questionnaire, assessment)
    return render_template(
        "result.html",
        assessment=assessment,
        outcome=outcome,
        card_blocks=pages.card_blocks(cards, assessment),
        band=assessment.band,
        main_pain=site_of(assessment.journey),
        fitted=fit.fitted,
        not_fitted=fit.not_fitted,
        unsure_features=fit.unsure,
        overlays=assessment.shown_overlays,
        notes=notes,
        advice=tuple(questionnaire.advice_by_id[name] for name in outcome.advice),
        safety_net=tuple(level.name for level in outcome.safety_net),
        version=questionnaire.version,
        digest=questionnaire.digest[:12],
        printed=printed_now(),
        leaflet=service().leaflet,
        one_page=one_page,
    )
