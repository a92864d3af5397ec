"""All questions on 1 page, for browsers that keep no cookie."""

from functools import partial
from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.content.conditions import Level
from app.engine.assess import Assessment, assess
from app.sheet.room import room_of
from app.sheet.sheet import make_sheet
from app.sheet.text import sheet_text
from app.web import pages
from app.web.one_page import (
    OnePageEnd,
    Sent,
    field_name,
    fields_of,
    first_answer,
    is_finished,
    read_page,
)
from app.web.service import service
from app.web.views.result import show_result
from app.web.views.shared import draft_notice, printed_now, web


@web.route("/one-page", methods=["GET", "POST"])
def one_page() -> ResponseReturnValue:
    """Ask everything at once; with answers to all of it, show the result and the sheet."""
    questionnaire = service().questionnaire
    sent = read_page(questionnaire, request.form) if request.method == "POST" else Sent(change=True)
    assessment = assess(questionnaire, sent.answers)
    if is_finished(sent, assessment):
        return _end(assessment)
    refused = sent.is_refused(assessment)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return _ask_all(sent, assessment), status


def _ask_all(sent: Sent, assessment: Assessment) -> str:
    path, first = assessment.journey.path, sent.change
    return render_template(
        "one_page.html",
        sections=pages.by_section(service().questionnaire, path),
        selected=sent.selected,
        faults={} if first else sent.faults,
        errors=() if first else sent.errors(path),
        new=() if first else sent.new(path),
        name_of=field_name,
        options_of=partial(pages.options_of, assessment.journey.answers),
        first_answer=first_answer,
        at_once=pages.card_block(service().cards, assessment, Level.maternity),
        printed=printed_now(),
    )


def _end(assessment: Assessment) -> ResponseReturnValue:
    """The result, with the sheet below it: no other page could know the answers."""
    questionnaire, made = service().questionnaire, pages.made_line(service().now())
    outcome = assessment.outcome
    if outcome is None:
        raise ValueError("there is no result yet")
    sheet = make_sheet(questionnaire, assessment) if outcome.sheet_title else None
    return show_result(
        assessment,
        outcome,
        OnePageEnd(
            fields_of(questionnaire, assessment.journey.answers),
            sheet,
            room_of(sheet) if sheet else None,
            made,
            sheet_text(sheet, made, draft_notice()) if sheet else "",
        ),
    )
