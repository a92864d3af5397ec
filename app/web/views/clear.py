"""Clearing the answers."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.web import pages
from app.web.forms import JourneyForm
from app.web.service import saved_answers, service
from app.web.views.shared import assessed, require_answers, see_other, web


@web.get("/clear")
def ask_to_clear() -> ResponseReturnValue:
    """Ask first: a slip of the thumb must not lose anything."""
    return render_template(
        "clear.html", back_url=pages.place_url(assessed(require_answers()).journey)
    )


@web.post("/clear")
def clear() -> ResponseReturnValue:
    """Overwrite the answers. Only a button of the self-check that is open clears it."""
    saved = saved_answers()
    if saved is not None:
        JourneyForm(saved.journey_id).refuse_another_journey()
    response = see_other(url_for("web.cleared"))
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
        return see_other(pages.place_url(assessed(saved).journey))
    response = make_response(render_template("cleared.html"))
    service().store.forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
