"""The sheet to take to a GP: choosing its questions, and each of its faces."""

from http import HTTPStatus

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.engine.assess import Assessment
from app.engine.choice import MOST_FIRST, Offer, as_choice, offer, select
from app.sheet.pdf import PdfError, Printout
from app.sheet.room import room_of
from app.sheet.sheet import Sheet, because, make_sheet
from app.sheet.text import sheet_text
from app.web import pages
from app.web.errors import log_fault
from app.web.faults import fault_of_choice
from app.web.forms import ChoiceForm
from app.web.saved_answers import SavedAnswers
from app.web.service import service
from app.web.views.shared import draft_notice, require_assessment, see_other, web

NO_PDF = "We could not make the PDF. Print this page instead."
PDF_NAME = "questions-for-my-appointment.pdf"


@web.route("/gp-questions", methods=["GET", "POST"])
def gp_questions() -> ResponseReturnValue:
    """Offer every question that fits; with a choice of them, save that and go on to the sheet."""
    saved, assessment = require_assessment()
    offered = offer(service().questionnaire, assessment)
    form = ChoiceForm(saved.journey_id, offered)
    if request.method == "POST":
        form.refuse_another_journey()
    _need_sheet(assessment)
    if not offered.questions:
        return see_other(url_for("web.gp_sheet"))
    if form.validate_on_submit() or form.is_slip:
        again = url_for("web.gp_questions", error="yes")
        response = see_other(again if form.is_slip else url_for("web.gp_sheet"))
        service().store.save(response, saved.with_choice(form.choice))
        return response
    return _offer(saved, assessment, offered, form)


def _offer(
    saved: SavedAnswers, assessment: Assessment, offered: Offer, form: ChoiceForm
) -> ResponseReturnValue:
    questionnaire, refused = service().questionnaire, request.method == "POST"
    choice = as_choice(offered, select(questionnaire, assessment, saved.choice))
    error = None
    if refused:
        choice, error = form.choice, form.error
    elif "error" in request.args and saved.choice:
        error = fault_of_choice(offered, saved.choice)
        choice = saved.choice if error else choice
    page = render_template(
        "gp_questions.html",
        offered=offered.questions,
        choice=choice,
        because=because,
        always=tuple(a.question.text for a in assessment.gp_questions if a.question.keep_always),
        room=offered.room,
        most_first=MOST_FIRST,
        error=error,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@web.get("/gp-sheet")
def gp_sheet() -> ResponseReturnValue:
    """Show the sheet to take to a GP, for paper in the usual size or in large print."""
    sheet, made = _sheet(), pages.made_line(service().now())
    return render_template(
        "gp_sheet.html",
        sheet=sheet,
        room=room_of(sheet, large=_is_large()),
        made=made,
        large=_is_large(),
        text=sheet_text(sheet, made, draft_notice()),
        leaflet=service().leaflet,
        notice=NO_PDF if request.args.get("notice") == "no-pdf" else None,
    )


@web.get("/gp-sheet.pdf")
def gp_sheet_pdf() -> ResponseReturnValue:
    """Give the same sheet as a PDF, in large print for ``?size=large``."""
    try:
        with service().pdf.place():
            content = _pdf()
    except PdfError as error:
        log_fault(error)
        return see_other(url_for("web.gp_sheet", notice="no-pdf"))
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=PDF_NAME)
    return response


def _pdf() -> bytes:
    sheet, now, large = _sheet(), service().now(), _is_large()
    picture = ""
    if sheet.site.regions:
        drawn = service().questionnaire.pictures_by_id[sheet.site.picture]
        picture = render_template("picture.svg", site=sheet.site, picture=drawn, large=large)
    printout = Printout(
        when=now,
        made=pages.made_line(now),
        approved=service().approved,
        picture=picture,
        leaflet=service().leaflet,
        large=large,
    )
    return service().pdf.make(sheet, printout)


def _is_large() -> bool:
    """Whether large print was asked for."""
    return request.args.get("size") == "large"


@web.get("/gp-sheet.txt")
def gp_sheet_text() -> ResponseReturnValue:
    """Give the sheet as plain text, for the online form of a GP surgery."""
    text = sheet_text(_sheet(), pages.made_line(service().now()), draft_notice())
    return Response(text, mimetype="text/plain")


def _need_sheet(assessment: Assessment) -> None:
    """Without a sheet, off to the result; while an answer is missing, to its question."""
    if assessment.outcome is None:
        abort(see_other(pages.place_url(assessment.journey)))
    if assessment.outcome.sheet_title is None:
        abort(see_other(url_for("web.result")))


def _sheet() -> Sheet:
    """The sheet with the questions that were chosen; where there is none, off to elsewhere."""
    saved, assessment = require_assessment()
    _need_sheet(assessment)
    return make_sheet(service().questionnaire, assessment, saved.choice)
