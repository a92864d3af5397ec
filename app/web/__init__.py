"""The pages: one blueprint, and everything that surrounds each of its requests."""

from dataclasses import replace

from flask import Flask

from app.web.access_log import add_access_log
from app.web.errors import add_error_pages
from app.web.guards import check_request
from app.web.headers import Headers
from app.web.prepared import prepare
from app.web.service import EXTENSION, Service, saved_answers
from app.web.theme import Theme, add_theme
from app.web.views import ready_pages, web


def add_pages(app: Flask, service: Service, site: object, theme: Theme, *, indexed: bool) -> None:
    """Make an app serve the self-check. ``site`` is what templates know as such."""
    app.extensions[EXTENSION] = service
    add_access_log(app)
    indexed = indexed and service.approved
    headers = Headers(app, theme, secure=service.store.secure, indexed=indexed)
    add_theme(app, theme)
    app.before_request(check_request)
    app.register_blueprint(web)
    add_error_pages(app, service.cards, approved=service.approved)

    @app.context_processor
    def for_every_template() -> dict[str, object]:
        saved = saved_answers()
        return {
            "site": site,
            "logo": theme.logo,
            "themed": bool(theme.files),
            "questionnaire": service.questionnaire,
            "approved": service.approved,
            "cards": service.cards,
            "one_file": False,
            "journey": saved.journey_id if saved else None,
            "static_url": headers.static_url,
            "cookie_name": service.store.name,
        }

    prepared = prepare(app, ready_pages(service.questionnaire))
    app.extensions[EXTENSION] = replace(service, prepared=prepared)
