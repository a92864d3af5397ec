"""From the start page to the list of all answers."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.content.conditions import Level
from app.content.minutes import minutes_of
from app.content.model import AnswerOption, Item
from app.engine.assess import signs_shown_at_once
from app.engine.evaluate import Answers
from app.engine.journey import Journey, follow
from app.web import pages
from app.web.faults import fault_of_answer
from app.web.forms import PageForm, field_names, name_of
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

QUESTION_CHANGED = "We changed this question since you answered it. Answer it again."


@web.get("/")
def start() -> ResponseReturnValue:
    """Start page."""
    notice = NOTICES.get(request.args.get("notice", ""))
    minutes = minutes_of(service().questionnaire)
    return render_template("start.html", notice=notice, minutes=minutes)


@web.post("/start")
def begin() -> ResponseReturnValue:
    """Open a journey, always a blank one, and go to its first question."""
    saved = service().store.begin()
    first = service().questionnaire.items[0]
    response = see_other(pages.question_url(first.link_id))
    service().store.save(response, saved)
    return response


@web.route("/questions/<link_id>", methods=["GET", "POST"])
def question(link_id: str) -> ResponseReturnValue:
    """Ask one question; with an answer to it, save that and go on."""
    saved = require_answers()
    if request.method == "POST":
        return _take(saved, link_id)
    journey = follow(service().questionnaire, saved.answers)
    if not journey.may_visit(link_id):
        return _elsewhere(journey)
    return _ask(saved, journey, link_id)


def _take(saved: SavedAnswers, link_id: str) -> ResponseReturnValue:
    """Take what was sent, where it answers questions that are asked."""
    journey = follow(service().questionnaire, saved.answers)
    if link_id not in service().forms:
        return _elsewhere(journey)
    page = journey.page(link_id)
    form = service().forms[link_id](saved.journey_id, page)
    form.refuse_another_journey()
    if not journey.may_visit(link_id):
        return _elsewhere(journey)
    if form.validate_on_submit():
        saved = _answered(saved, form.chosen)
    elif form.is_slip:
        saved = _with_slip(saved, form)
    else:
        page_again = _page(saved, journey, link_id, form.kept(), form.errors_by_question)
        return page_again, HTTPStatus.UNPROCESSABLE_ENTITY
    response = see_other(_next_url(page, link_id, saved))
    service().store.save(response, saved)
    return response


def _elsewhere(journey: Journey) -> Response:
    return see_other(pages.place_url(journey, change=is_change()))


def _with_slip(saved: SavedAnswers, form: PageForm) -> SavedAnswers:
    """What can be taken of a page is kept; the rest is remembered for the page that asks again."""
    wrong = form.errors_by_question
    taken = {name: chosen for name, chosen in form.chosen.items() if name not in wrong}
    first = next(iter(wrong))
    return _answered(saved, taken).with_attempt(first, form.chosen[first])


def _answered(saved: SavedAnswers, given: Answers) -> SavedAnswers:
    """The answers with new ones.

    Where there is a new tick, what was said about the ticks is asked again: nobody was asked if a
    new treatment helped.
    """
    more = {name for name, codes in given.items() if codes - saved.answers.get(name, codes)}
    items = service().questionnaire.items
    return saved.with_answers(given, [i.link_id for i in items if i.asks_which in more])


def _next_url(page: tuple[Item, ...], link_id: str, saved: SavedAnswers) -> str:
    """Where an answer leads: to help first, then to what is left to ask.

    After a slip to the same page, at an address that Back can come back to.
    """
    journey = follow(service().questionnaire, saved.answers)
    if journey.ended_by is not None:
        return url_for("web.result")
    if saved.attempt is not None:
        return pages.question_url(link_id, change=is_change(), error=True)
    if any(signs_shown_at_once(service().questionnaire, journey, i.link_id) for i in page):
        return url_for("web.call_now", change="yes" if is_change() else None)
    after = journey.open if is_change() else journey.after(link_id)
    if after is None:
        return pages.place_url(journey)
    return pages.question_url(after.link_id, change=is_change())


def _ask(saved: SavedAnswers, journey: Journey, link_id: str) -> str:
    page = journey.page(link_id)
    selected = {item.link_id: saved.answers.get(item.link_id, frozenset()) for item in page}
    errors = {}
    if "error" in request.args and saved.attempt and saved.attempt.link_id in selected:
        selected[saved.attempt.link_id] = saved.attempt.chosen
        errors = {
            item.link_id: fault
            for item in page
            if (fault := fault_of_answer(item, selected[item.link_id]))
        }
    ready = service().prepared.get(name_of(page, link_id))
    if ready and not errors and saved.changed.isdisjoint(selected):
        return ready.filled(
            {f"{name} {code}" for name, codes in selected.items() for code in codes},
            place=request.script_root,
            journey=saved.journey_id,
            back_url=pages.back_url(journey, link_id, change=is_change()),
        )
    return _page(saved, journey, link_id, selected, errors)


def ready_page(page: tuple[Item, ...], link_id: str) -> PreparedPage:
    """A page of questions with holes for what :func:`_ask` fills in."""
    asked = [
        Asked(name, item, frozenset(item.options), item.answer_option)
        for name, item in field_names(page, link_id).items()
    ]
    rendered = _rendered(asked, journey=hole("journey"), back_url=hole("back_url"))
    codes = [f"{item.link_id} {code}" for item in page for code in item.options]
    return PreparedPage(rendered, codes)


@dataclass(frozen=True)
class Asked:
    """A question on its page: the name of its field, and what stands there for one person."""

    name: str
    item: Item
    selected: Set[str]
    options: tuple[AnswerOption, ...]
    regions: tuple[str, ...] = ()
    error: str | None = None

    @property
    def first_id(self) -> str:
        """The id of its first answer."""
        return f"{self.name}-{self.options[0].code}"


def _page(
    saved: SavedAnswers,
    journey: Journey,
    link_id: str,
    selected: Mapping[str, Set[str]],
    errors: Mapping[str, str],
) -> str:
    asked = [
        Asked(
            name,
            item,
            selected[item.link_id],
            pages.options_of(saved.answers, item),
            pages.regions_of(journey, item),
            errors.get(item.link_id),
        )
        for name, item in field_names(journey.page(link_id), link_id).items()
    ]
    return _rendered(
        asked,
        notice=None if saved.changed.isdisjoint(selected) else QUESTION_CHANGED,
        back_url=pages.back_url(journey, link_id, change=is_change()),
    )


def _rendered(asked: Sequence[Asked], **values: object) -> str:
    item = asked[0].item
    part = pages.part_of(service().questionnaire, item)
    heading = item.page if len(asked) > 1 else item.text
    errors = [(one.error, one.first_id) for one in asked if one.error]
    values = {"errors": errors, "notice": None, "part": part, "heading": heading, **values}
    return render_template("question.html", asked=asked, **values)


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
