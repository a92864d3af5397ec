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
    shown = {
        "assessment": assessment,
        "outcome": outcome,
        "printed": printed_now(),
        "one_page": one_page,
    }
    if assessment.level is Level.emergency:
        block = pages.card_block(cards, assessment, Level.emergency)
        corrections = pages.emergency_corrections(questionnaire, assessment)
        return render_template("emergency.html", block=block, corrections=corrections, **shown)
    if outcome.ends_journey:
        corrections = pages.outcome_corrections(questionnaire, assessment, outcome)
        return render_template("stopped.html", corrections=corrections, **shown)
    return render_template(
        "result.html",
        card_blocks=pages.card_blocks(cards, assessment),
        main_pain=site_of(assessment.journey),
        told=() if assessment.band else pages.told(questionnaire, assessment),
        fit=pages.fit_of(questionnaire, assessment),
        leaflet=service().leaflet,
        **shown,
    )
