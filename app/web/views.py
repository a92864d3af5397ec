"""The pages, one short function each: fetch, decide, render or redirect.

Every answer is a POST followed by a redirect, so Back and refresh never ask to send it again. That
holds for what is no answer, too: only a page that was tampered with comes back at once.
"""

from http import HTTPStatus

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.choice import MOST_FIRST, Offer, as_choice, offer, select
from app.content.conditions import Level
from app.content.model import Outcome
from app.explain import explain
from app.paper.make import make_paper
from app.pdf import PdfError, Printout
from app.rules import Assessment, assess, signs_shown_at_once
from app.sheet import Sheet, make_sheet, site_of
from app.sheet_text import sheet_text
from app.web import pages
from app.web.answer_store import SavedAnswers
from app.web.errors import DRAFT_NOTICE, log_fault
from app.web.forms import (
    ChoiceForm,
    JourneyForm,
    QuestionForm,
    StartForm,
    fault_of_answer,
    fault_of_choice,
)
from app.web.service import saved_answers, service

web = Blueprint("web", __name__)

NOTICES = {
    "no-answers": (
        "We could not find your answers. They are kept for up to 24 hours, in this browser only. "
        "If this happens again after you start, allow cookies for this website."
    ),
    "unreadable": (
        "We could not read your answers. They are kept for up to 24 hours. You can start again."
    ),
}
"""Why somebody is back on the start page. Nothing else that an address says is ever shown."""

SIDES = 8
"""How many sides of A4 the empty copy has. A test prints it and counts."""

NO_PDF = "We could not make the PDF. Print this page instead."
PDF_NAME = "questions-for-my-appointment.pdf"

QUESTION_CHANGED = "We changed this question since you answered it. Answer it again."


# --- start ----------------------------------------------------------------------------------------


@web.get("/")
def start() -> ResponseReturnValue:
    """Start page."""
    notice = NOTICES.get(request.args.get("notice", ""))
    return render_template("start.html", start_form=StartForm(), notice=notice)


@web.post("/start")
def begin() -> ResponseReturnValue:
    """Open a journey, always a blank one, and go to its first question."""
    saved = service().store.begin()
    first = service().questionnaire.items[0]
    response = _go(pages.question_url(first))
    service().store.save(response, saved)
    return response


# --- questions ------------------------------------------------------------------------------------


@web.route("/questions/<link_id>", methods=["GET", "POST"])
def question(link_id: str) -> ResponseReturnValue:
    """Ask one question; with an answer to it, save that and go on."""
    saved, assessment = _opened()
    elsewhere = pages.place_url(assessment.journey, change=_is_change())
    if link_id not in service().forms:
        return _go(elsewhere)
    form = service().forms[link_id](saved.journey_id)
    if request.method == "POST":
        form.refuse_another_journey()
    if not assessment.journey.may_visit(link_id):
        return _go(elsewhere)
    if form.validate_on_submit():
        return _save(saved, form)
    if form.is_slip:
        return _ask_again(saved, form)
    return _ask(saved, assessment, form)


def _save(saved: SavedAnswers, form: QuestionForm) -> Response:
    saved = saved.with_answer(form.item.link_id, form.chosen)
    response = _go(_next_url(form.item.link_id, _assess(saved)))
    service().store.save(response, saved)
    return response


def _ask_again(saved: SavedAnswers, form: QuestionForm) -> Response:
    """Ask the same question with what is wrong, at an address that Back can come back to."""
    response = _go(pages.question_url(form.item, change=_is_change(), error=True))
    service().store.save(response, saved.with_attempt(form.item.link_id, form.chosen))
    return response


def _next_url(link_id: str, assessment: Assessment) -> str:
    """Where an answer leads: to help first, then to what is left to ask."""
    journey = assessment.journey
    if journey.ended_by is not None:
        return url_for("web.result")
    if signs_shown_at_once(service().questionnaire, assessment, link_id):
        return url_for("web.call_now", change="yes" if _is_change() else None)
    after = journey.open if _is_change() else journey.after(link_id)
    return pages.question_url(after, change=_is_change()) if after else pages.place_url(journey)


def _ask(saved: SavedAnswers, assessment: Assessment, form: QuestionForm) -> ResponseReturnValue:
    item, journey, questionnaire = form.item, assessment.journey, service().questionnaire
    selected, error = saved.answers.get(item.link_id, frozenset()), None
    if request.method == "POST":
        selected, error = form.kept(), form.error
    elif "error" in request.args and (attempt := saved.attempt_at(item.link_id)) is not None:
        selected, error = attempt, fault_of_answer(item, attempt)
    page = render_template(
        "question.html",
        item=item,
        form=form,
        field=form.answer,
        regions=pages.regions_of(journey, item),
        selected=selected,
        error=error,
        notice=QUESTION_CHANGED if item.link_id in saved.changed else None,
        number=journey.number(item.link_id),
        total=pages.total_of(questionnaire, journey, item.link_id),
        back_url=pages.back_url(journey, item.link_id, change=_is_change()),
        section_title=pages.section_title(questionnaire, item),
    )
    refused = request.method == "POST"
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@web.get("/call-now")
def call_now() -> ResponseReturnValue:
    """Say at once whom to call about a sign in pregnancy or after a birth, with a way to go on."""
    _, assessment = _opened()
    signs = assessment.given(Level.maternity)
    next_url = pages.place_url(assessment.journey, change=_is_change())
    if assessment.journey.ended_by is not None or not signs:
        return _go(next_url)
    card = service().cards[Level.maternity.name]
    return render_template(
        "call_now.html", card=card, signs=signs, next_url=next_url, printed=_printed()
    )


@web.get("/check-answers")
def check_answers() -> ResponseReturnValue:
    """Show every answer with a way to change it."""
    assessment, outcome = _complete()
    if outcome.ends_journey:
        return _go(url_for("web.result"))
    groups = pages.groups_of(service().questionnaire, assessment.journey)
    return render_template("check_answers.html", groups=groups)


# --- result ---------------------------------------------------------------------------------------


@web.get("/result")
def result() -> ResponseReturnValue:
    """Show the outcome: an emergency before anything else."""
    assessment, outcome = _complete()
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
            printed=_printed(),
        )
    if outcome.ends_journey:
        return render_template(
            "stopped.html",
            assessment=assessment,
            outcome=outcome,
            corrections=pages.outcome_corrections(questionnaire, assessment, outcome),
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
        overlays=pages.overlay_views(assessment.shown_overlays),
        notes=notes,
        advice=tuple(questionnaire.advice_block[name] for name in outcome.advice),
        safety_net=tuple(level.name for level in outcome.safety_net),
        version=questionnaire.version,
        digest=questionnaire.digest[:12],
        printed=_printed(),
    )


# --- sheet ----------------------------------------------------------------------------------------


@web.route("/gp-questions", methods=["GET", "POST"])
def gp_questions() -> ResponseReturnValue:
    """Offer every question that fits; with a choice of them, save that and go on to the sheet."""
    saved, assessment = _opened()
    offered = offer(service().questionnaire, assessment)
    form = ChoiceForm(saved.journey_id, offered)
    if request.method == "POST":
        form.refuse_another_journey()
    _need_sheet(assessment)
    if not offered.questions:
        return _go(url_for("web.gp_sheet"))
    if form.validate_on_submit() or form.is_slip:
        again = url_for("web.gp_questions", error="yes")
        response = _go(again if form.is_slip else url_for("web.gp_sheet"))
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
        form=form,
        rows=pages.question_rows(offered, choice),
        always=tuple(a.question.text for a in assessment.gp_questions if a.question.keep_always),
        room=offered.room,
        most_first=MOST_FIRST,
        error=error,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@web.get("/gp-sheet")
def gp_sheet() -> ResponseReturnValue:
    """Show the sheet to take to a GP, for paper in the usual size or in large print."""
    sheet, made = _sheet(), pages.made_at(service().now())
    return render_template(
        "gp_sheet.html",
        sheet=sheet,
        made=made,
        large=_is_large(),
        text=sheet_text(sheet, made, _draft_notice()),
        leaflet=service().leaflet,
        notice=NO_PDF if request.args.get("notice") == "no-pdf" else None,
    )


@web.get("/gp-sheet.pdf")
def gp_sheet_pdf() -> ResponseReturnValue:
    """Give the same sheet as a PDF, in large print for ``?size=large``."""
    sheet, now = _sheet(), service().now()
    printout = Printout(
        when=now,
        made=pages.made_at(now),
        approved=service().approved,
        picture=render_template("body_picture.svg", site=sheet.site) if sheet.site.regions else "",
        leaflet=service().leaflet,
        large=_is_large(),
    )
    try:
        content = service().pdf.make(sheet, printout)
    except PdfError as error:
        log_fault(error)
        return _go(url_for("web.gp_sheet", notice="no-pdf"))
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=PDF_NAME)
    return response


def _is_large() -> bool:
    """Whether large print was asked for."""
    return request.args.get("size") == "large"


@web.get("/gp-sheet.txt")
def gp_sheet_text() -> ResponseReturnValue:
    """Give the sheet as plain text, for the online form of a GP surgery."""
    text = sheet_text(_sheet(), pages.made_at(service().now()), _draft_notice())
    return Response(text, mimetype="text/plain")


def _draft_notice() -> str | None:
    return None if service().approved else DRAFT_NOTICE


# --- pages about the self-check -------------------------------------------------------------------


@web.get("/leaflet")
def leaflet() -> ResponseReturnValue:
    """Leaflet about the SI joint."""
    return render_template("leaflet.html", leaflet=service().questionnaire.leaflet)


@web.get("/how-it-works")
def how_it_works() -> ResponseReturnValue:
    """Every rule in words, made from the content that is loaded."""
    return render_template("how_it_works.html", explanation=explain(service().questionnaire))


@web.get("/paper")
def paper() -> ResponseReturnValue:
    """An empty copy to print and fill in by hand."""
    return render_template("paper.html", paper=make_paper(service().questionnaire), sides=SIDES)


@web.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what happens to the answers."""
    return render_template("privacy.html")


@web.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say for whom the pages work, and for whom they have not been tried."""
    return render_template("accessibility.html")


@web.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Tell a load balancer that this copy serves."""
    return Response("ok", mimetype="text/plain")


# --- clear ----------------------------------------------------------------------------------------


def clear_form() -> JourneyForm | None:
    """The "Clear my answers" button, where a journey is open."""
    saved = saved_answers()
    return JourneyForm(saved.journey_id) if saved else None


@web.post("/clear")
def clear() -> ResponseReturnValue:
    """Overwrite the answers, whoever's self-check is open only with its own button."""
    form = clear_form()
    if form is not None:
        form.refuse_another_journey()
    response = _go(url_for("web.cleared"))
    service().store.overwrite(response)
    return response


@web.get("/cleared")
def cleared() -> ResponseReturnValue:
    """Delete what ``clear`` has overwritten, and say so.

    Answers that can still be read were not cleared by anybody: the Back button may lead here from
    a new self-check. They stay.
    """
    saved = saved_answers()
    if saved is not None:
        return _go(pages.place_url(_assess(saved).journey))
    response = make_response(render_template("cleared.html"))
    service().store.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


# --- what the pages share -------------------------------------------------------------------------


def _opened() -> tuple[SavedAnswers, Assessment]:
    """The answers of this request with what the rules say; without any, off to the start page."""
    saved = saved_answers()
    if saved is None:
        found = service().store.name in request.cookies
        notice = "unreadable" if found else "no-answers"
        abort(_go(url_for("web.start", notice=notice)))
    return saved, _assess(saved)


def _complete() -> tuple[Assessment, Outcome]:
    """What the rules say of all answers; while one is missing, off to its question."""
    _, assessment = _opened()
    if assessment.outcome is None:
        abort(_go(pages.place_url(assessment.journey)))
    return assessment, assessment.outcome


def _need_sheet(assessment: Assessment) -> None:
    """Without a sheet, off to the result; while an answer is missing, to its question."""
    if assessment.outcome is None:
        abort(_go(pages.place_url(assessment.journey)))
    if assessment.outcome.sheet_title is None:
        abort(_go(url_for("web.result")))


def _sheet() -> Sheet:
    """The sheet with the questions that were chosen; where there is none, off to elsewhere."""
    saved, assessment = _opened()
    _need_sheet(assessment)
    return make_sheet(service().questionnaire, assessment, saved.choice)


def _assess(saved: SavedAnswers) -> Assessment:
    return assess(service().questionnaire, saved.answers)


def _printed() -> str:
    """When a page is printed, as far as the server can know: when it was asked for."""
    return pages.moment(service().now())


def _is_change() -> bool:
    """Whether somebody came from the list of their answers to change one."""
    return request.args.get("change") == "yes"


def _go(url: str) -> Response:
    return redirect(url, HTTPStatus.SEE_OTHER)
