"""What the pages share: the blueprint, the answers of a request, and the way to elsewhere."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, request, url_for

from app.content.approvals import DRAFT_NOTICE
from app.content.model import Outcome
from app.engine.assess import Assessment, assess
from app.web import pages
from app.web.saved_answers import SavedAnswers
from app.web.service import saved_answers, service

web = Blueprint("web", __name__)


def require_assessment() -> tuple[SavedAnswers, Assessment]:
    """The answers of this request with what the rules say; without any, off to the start page."""
    saved = require_answers()
    return saved, assessed(saved)


def require_answers() -> SavedAnswers:
    """The answers of this request; without any, off to the start page."""
    saved = saved_answers()
    if saved is None:
        found = service().store.name in request.cookies
        notice = "unreadable" if found else "no-answers"
        abort(see_other(url_for("web.start", notice=notice)))
    return saved


def require_outcome() -> tuple[Assessment, Outcome]:
    """What the rules say of all answers; while one is missing, off to its question."""
    _, assessment = require_assessment()
    if assessment.outcome is None:
        abort(see_other(pages.place_url(assessment.journey)))
    return assessment, assessment.outcome


def assessed(saved: SavedAnswers) -> Assessment:
    """What the rules say of saved answers."""
    return assess(service().questionnaire, saved.answers)


def printed_now() -> str:
    """When a page is printed, as far as the server can know: when it was asked for."""
    return pages.format_time(service().now())


def draft_notice() -> str | None:
    """What to say of content that no clinician has approved."""
    return None if service().approved else DRAFT_NOTICE


def is_change() -> bool:
    """Whether somebody came from the list of their answers to change one."""
    return request.args.get("change") == "yes"


def see_other(url: str) -> Response:
    """A redirect that is always fetched with GET. No browser shows what else it might carry."""
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
