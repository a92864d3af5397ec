"""Pages about the self-check, the same for everybody. None of them knows an answer."""

from collections.abc import Callable, Iterator
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.content.model import Questionnaire
from app.sheet.blank_copy import make_blank_copy
from app.sheet.explain import explain
from app.web.prepared import PreparedPage, hole
from app.web.service import saved_answers, service
from app.web.views.shared import web

OPEN = ", with a self-check open"
"""Ends the name of a page that has the button to clear it."""


@web.get("/leaflet")
def leaflet() -> ResponseReturnValue:
    """Leaflet about the SI joint."""
    return _ready("leaflet.html")


@web.get("/how-it-works")
def how_it_works() -> ResponseReturnValue:
    """Every rule in words, made from the content that is loaded."""
    return _ready("how_it_works.html")


@web.get("/paper")
def paper() -> ResponseReturnValue:
    """An empty copy to print and fill in by hand."""
    return _ready("paper.html")


@web.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what happens to the answers."""
    return _ready("privacy.html")


@web.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say for whom the pages work, and for whom they have not been tried."""
    return _ready("accessibility.html")


def _ready(template: str) -> str:
    saved = saved_answers()
    page = service().prepared[f"{template}{OPEN}" if saved else template]
    return page.filled(place=request.script_root, journey=saved.journey_id if saved else "")


def pages_about(
    questionnaire: Questionnaire,
) -> Iterator[tuple[str, Callable[[], PreparedPage]]]:
    """How each of them is made when the app starts, by its name."""
    templates: dict[str, dict[str, object]] = {
        "leaflet.html": {"leaflet": questionnaire.leaflet},
        "how_it_works.html": {"explanation": explain(questionnaire)},
        "paper.html": {"copy": make_blank_copy(questionnaire)},
        "privacy.html": {},
        "accessibility.html": {},
    }
    for template, values in templates.items():
        yield template, partial(_page, template, values)
        yield f"{template}{OPEN}", partial(_page, template, values, is_open=True)


def _page(template: str, values: dict[str, object], *, is_open: bool = False) -> PreparedPage:
    journey = hole("journey") if is_open else None
    return PreparedPage(render_template(template, journey=journey, **values))
