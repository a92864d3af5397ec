"""Pages about the self-check. None of them knows an answer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.sheet.blank_copy import make_blank_copy
from app.sheet.explain import explain
from app.web.forms import JourneyForm
from app.web.prepared import PreparedPage, hole
from app.web.service import saved_answers, service
from app.web.views.shared import web


@web.get("/leaflet")
def leaflet() -> ResponseReturnValue:
    """Leaflet about the SI joint."""
    return render_template("leaflet.html", leaflet=service().questionnaire.leaflet)


@web.get("/how-it-works")
def how_it_works() -> ResponseReturnValue:
    """Every rule in words, made from the content that is loaded."""
    saved = saved_answers()
    page = service().prepared["how it works, open" if saved else "how it works"]
    return page.filled(place=request.script_root, journey=saved.journey_id if saved else "")


def ready_how_it_works(*, is_open: bool) -> PreparedPage:
    """The page for everybody; for those with a self-check open, with the button to clear it."""
    return PreparedPage(
        render_template(
            "how_it_works.html",
            explanation=explain(service().questionnaire),
            clear_form=JourneyForm(hole("journey"), read=False) if is_open else None,
        )
    )


@web.get("/paper")
def paper() -> ResponseReturnValue:
    """An empty copy to print and fill in by hand."""
    return render_template("paper.html", copy=make_blank_copy(service().questionnaire))


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
