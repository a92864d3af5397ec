"""Pages about the self-check, the same for everybody. None of them knows an answer."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from flask import abort, render_template, request

from app.content.model import Questionnaire
from app.sheet.blank_copy import make_blank_copy
from app.sheet.explain import explain
from app.web.prepared import PreparedPage
from app.web.service import saved_answers, service
from app.web.views.shared import web

NAMES = ("leaflet", "how_it_works", "paper", "privacy", "accessibility")
"""Of the pages, with their templates. Their addresses have ``-`` for ``_``."""
OPEN = ", with a self-check open"
"""Ends the name of a page that leads to clearing it."""


def _show(name: str) -> str:
    saved = saved_answers()
    page = service().prepared.get(f"{name}{OPEN}" if saved else name)
    if page is None:  # content without a leaflet
        abort(404)
    return page.filled(place=request.script_root)


for _name in NAMES:
    web.add_url_rule(f"/{_name.replace('_', '-')}", _name, partial(_show, _name))


def pages_about(questionnaire: Questionnaire) -> Iterator[tuple[str, Callable[[], PreparedPage]]]:
    """How each of them is made when the app starts, by its name."""
    values = {
        "leaflet": questionnaire.leaflet,
        "explanation": explain(questionnaire),
        "copy": make_blank_copy(questionnaire),
    }
    for name in NAMES if questionnaire.leaflet else NAMES[1:]:
        yield name, partial(_page, name, {**values, "journey": None})
        yield f"{name}{OPEN}", partial(_page, name, {**values, "journey": "open"})


def _page(name: str, values: Mapping[str, object]) -> PreparedPage:
    return PreparedPage(render_template(f"{name}.html", **values))
