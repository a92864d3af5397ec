"""The page before several self-checks: which of them? Each is an app of its own, below its id."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from app.web.access_log import add_access_log
from app.web.guards import check_request
from app.web.headers import Headers
from app.web.service import EXTENSION, Service
from app.web.theme import Theme, add_theme

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

OWN = ("healthz", "readyz", "static")
"""What the page before them answers itself: no questionnaire can be called so."""


def add_front(
    app: Flask, apps: Mapping[str, Flask], site: object, theme: Theme, *, indexed: bool
) -> None:
    """Make an app lead to other ones, by their ids. ``site`` is what templates know as such."""
    services: dict[str, Service] = {name: one.extensions[EXTENSION] for name, one in apps.items()}
    first = next(iter(services.values()))
    app.extensions[EXTENSION] = first  # of whoever answers what is no HTTP
    add_access_log(app)
    approved = all(service.approved for service in services.values())
    headers = Headers(app, theme, secure=first.store.secure, indexed=indexed and approved)
    add_theme(app, theme)
    app.before_request(check_request)

    def page(heading: str) -> str:
        return render_template(
            "front.html",
            heading=heading,
            questionnaires=[service.questionnaire for service in services.values()],
            site=site,
            logo=theme.logo,
            themed=bool(theme.files),
            approved=approved,
            static_url=headers.static_url,
        )

    @app.get("/")
    def front() -> str:
        return page("Self-checks")

    @app.errorhandler(HTTPException)
    def error(fault: HTTPException) -> Response:
        response = fault.get_response()
        response.content_type = "text/html; charset=utf-8"
        response.set_data(page("Page not found" if fault.code == 404 else "Sorry"))
        return Response(response.response, fault.code, response.headers)

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        return jsonify({name: service.state() for name, service in services.items()})

    mounts: dict[str, WSGIApplication] = {f"/{name}": one for name, one in apps.items()}
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, mounts)  # type: ignore[method-assign]
