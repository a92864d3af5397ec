"""From the start page to the list of all answers."""

from collections.abc import Set
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.content.conditions import Level
from app.content.model import Item
from app.engine.assess import signs_shown_at_once
from app.engine.journey import Journey, follow
from app.web import pages
from app.web.faults import fault_of_answer
from app.web.forms import QuestionForm
from app.web.prepared import PreparedPage, hole
from app.web.saved_answers import SavedAnswers
from app.web.service import service
from app.web.views.shared import (
    is_change,
    printed_now,
    require_answers,
    require_assessment,
    see_other,
    web,
)

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

PROGRESS = ("number", "total", "back_url")
QUESTION_CHANGED = "We changed this question since you answered it. Answer it again."


@web.get("/")
def start() -> ResponseReturnValue:
    """Start page."""
    notice = NOTICES.get(request.args.get("notice", ""))
    return render_template("start.html", notice=notice)


@web.post("/start")
def begin() -> ResponseReturnValue:
    """Open a journey, always a blank one, and go to its first question."""
    saved = service().store.begin()
    first = service().questionnaire.items[0]
    response = see_other(pages.question_url(first))
    service().store.save(response, saved)
    return response


@web.route("/questions/<link_id>", methods=["GET", "POST"])
def question(link_id: str) -> ResponseReturnValue:
    """Ask one question; with an answer to it, save that and go on."""
    saved = require_answers()
    if request.method == "POST":
        return _take(saved, link_id)
    questionnaire = service().questionnaire
    journey = follow(questionnaire, saved.answers)
    if not journey.may_visit(link_id):
        return _elsewhere(journey)
    return _ask(saved, journey, questionnaire.items_by_id[link_id])


def _take(saved: SavedAnswers, link_id: str) -> ResponseReturnValue:
    """Take what was sent, where it is an answer to a question that is asked."""
    journey = follow(service().questionnaire, saved.answers)
    if link_id not in service().forms:
        return _elsewhere(journey)
    form = service().forms[link_id](saved.journey_id)
    form.refuse_another_journey()
    if not journey.may_visit(link_id):
        return _elsewhere(journey)
    if form.validate_on_submit():
        return _save(saved, form)
    if form.is_slip:
        return _ask_again(saved, form)
    page = _page(saved, journey, form.item, form.kept(), form.error)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _elsewhere(journey: Journey) -> Response:
    return see_other(pages.place_url(journey, change=is_change()))


def _save(saved: SavedAnswers, form: QuestionForm) -> Response:
    saved = saved.with_answer(form.item.link_id, form.chosen)
    response = see_other(_next_url(form.item.link_id, saved))
    service().store.save(response, saved)
    return response


def _ask_again(saved: SavedAnswers, form: QuestionForm) -> Response:
    """Ask the same question with what is wrong, at an address that Back can come back to."""
    response = see_other(pages.question_url(form.item, change=is_change(), error=True))
    service().store.save(response, saved.with_attempt(form.item.link_id, form.chosen))
    return response


def _next_url(link_id: str, saved: SavedAnswers) -> str:
    """Where an answer leads: to help first, then to what is left to ask."""
    journey = follow(service().questionnaire, saved.answers)
    if journey.ended_by is not None:
        return url_for("web.result")
    if signs_shown_at_once(service().questionnaire, journey, link_id):
        return url_for("web.call_now", change="yes" if is_change() else None)
    after = journey.open if is_change() else journey.after(link_id)
    return pages.question_url(after, change=is_change()) if after else pages.place_url(journey)


def _ask(saved: SavedAnswers, journey: Journey, item: Item) -> str:
    selected, error = saved.answers.get(item.link_id, frozenset()), None
    if "error" in request.args and (attempt := saved.attempt_at(item.link_id)) is not None:
        selected, error = attempt, fault_of_answer(item, attempt)
    ready = service().prepared.get(item.link_id)
    if ready and not error and item.link_id not in saved.changed:
        return ready.filled(
            selected,
            place=request.script_root,
            journey=saved.journey_id,
            **_progress(journey, item),
        )
    return _page(saved, journey, item, selected, error)


def ready_question(item: Item) -> PreparedPage:
    """The page of a question with holes for what :func:`_ask` fills in."""
    holes = {name: hole(name) for name in ("journey", *PROGRESS)}
    page = _rendered(item, selected=item.options, options=item.answer_option, regions=(), **holes)
    return PreparedPage(page, item.options)


def _page(
    saved: SavedAnswers, journey: Journey, item: Item, selected: Set[str], error: str | None
) -> str:
    return _rendered(
        item,
        selected=selected,
        options=pages.options_of(saved.answers, item),
        regions=pages.regions_of(journey, item),
        error=error,
        notice=QUESTION_CHANGED if item.link_id in saved.changed else None,
        **_progress(journey, item),
    )


def _rendered(item: Item, **values: object) -> str:
    title = pages.section_title(service().questionnaire, item)
    values = {"error": None, "notice": None, "section_title": title, **values}
    return render_template("question.html", item=item, **values)


def _progress(journey: Journey, item: Item) -> dict[str, object]:
    """What a page says of the way to it."""
    total = pages.total_of(service().questionnaire, journey, item.link_id)
    back_url = pages.back_url(journey, item.link_id, change=is_change())
    return dict(zip(PROGRESS, (journey.number(item.link_id), total, back_url), strict=True))


@web.get("/call-now")
def call_now() -> ResponseReturnValue:
    """Say at once whom to call about a sign in pregnancy or after a birth, with a way to go on."""
    _, assessment = require_assessment()
    next_url = pages.place_url(assessment.journey, change=is_change())
    block = pages.card_block(service().cards, assessment, Level.maternity)
    if assessment.journey.ended_by is not None or block is None:
        return see_other(next_url)
    more = assessment.journey.open is not None
    return render_template(
        "call_now.html", block=block, next_url=next_url, more=more, printed=printed_now()
    )


@web.get("/check-answers")
def check_answers() -> ResponseReturnValue:
    """Show every answer with a way to change it."""
    journey = follow(service().questionnaire, require_answers().answers)
    if journey.ended_by is not None or journey.open is not None:
        return see_other(pages.place_url(journey))
    sections = pages.answered_rows(service().questionnaire, journey)
    return render_template("check_answers.html", sections=sections)
