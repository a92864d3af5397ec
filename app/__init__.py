"""Self-checks as a Flask app."""

import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import (
    CONTENT_NAME,
    MAX_BODY,
    PREFIX,
    Settings,
    SettingsError,
    cannot_read,
    content_files,
    read_settings,
)
from app.content.approvals import read_approvals
from app.content.load import load
from app.content.problems import ContentError
from app.sheet.pdf import PdfMaker
from app.sheet.qr import qr_link
from app.web import add_pages
from app.web.answer_store import AnswerStore
from app.web.errors import log_fault
from app.web.forms import forms_of
from app.web.front import OWN, add_front
from app.web.layout import LayoutError
from app.web.metrics import add_metrics
from app.web.pages import cards_of
from app.web.prepared import PageError
from app.web.service import Service

log = logging.getLogger(__name__)
# Flask's own server would log the address of each page, which names the question.
logging.getLogger("werkzeug").setLevel(logging.WARNING)

TEMPLATES: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


class SelfCheck(Flask):
    """Flask with a log that says nothing about anybody."""

    def log_exception(self, exc_info: Any) -> None:
        """Log where it happened. Flask would log the address, which names the question."""
        log_fault(exc_info[1])


def create_app(
    config: Mapping[str, object] | None = None, clock: Callable[[], float] = time.time
) -> Flask:
    """The app, or :class:`SystemExit` with the reason why it must not serve.

    ``config`` has settings by name (:mod:`app.config`); they win over the environment.
    """
    try:
        settings = read_settings(os.environ, config or {})
        app = _served(settings, clock)
    except (SettingsError, ContentError, LayoutError, PageError) as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        raise SystemExit(cannot_read(error)) from None
    _believe(app, settings.proxies)
    return app


def _served(settings: Settings, clock: Callable[[], float]) -> Flask:
    """One content at the root; several, of a folder, each below its id."""
    files = content_files(settings.questions_file)
    apps: dict[str, Flask] = {}
    for file in files:
        name = file.name if len(files) == 1 else f"{file.parent.name}/{file.name}"
        service = _service(settings, file, name, clock)
        content_id = service.questionnaire.id
        if content_id in apps or (len(files) > 1 and content_id in OWN):
            raise SettingsError(f"{name}: the id '{content_id}' is taken. Give it another.")
        apps[content_id] = _app(settings, service)
    if not apps:
        raise SettingsError(f"{settings.questions_file} holds no {CONTENT_NAME}.")
    if len(apps) == 1:
        return next(iter(apps.values()))
    front = _flask(settings)
    add_front(front, apps, settings.site, settings.theme, indexed=settings.indexed)
    front.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts) or None
    return front


def _app(settings: Settings, service: Service) -> Flask:
    app = _flask(settings)
    add_pages(app, service, settings.site, settings.theme, indexed=settings.indexed)
    # Last: pages are made ready under no host at all.
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts) or None
    if settings.metrics:
        add_metrics(app)
    if overdue := service.overdue():
        log.warning("%s", overdue)
    return app


def _flask(settings: Settings) -> Flask:
    app = SelfCheck(__name__, template_folder=settings.template_folder)
    app.jinja_options = TEMPLATES
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, PROPAGATE_EXCEPTIONS=False)
    return app


def _believe(app: Flask, proxies: int) -> None:
    """Take the host, the scheme and the sender from as many proxies as there are, and no more."""
    if proxies:
        wsgi = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = wsgi  # type: ignore[method-assign]


def _service(settings: Settings, file: Path, name: str, clock: Callable[[], float]) -> Service:
    try:
        questionnaire = load(file)
    except ContentError as error:
        raise ContentError(name, error.problems) from None
    approved = read_approvals(settings.approvals_file).suffice_for(questionnaire)
    if settings.approved_only and not approved:
        raise SettingsError(
            f"No clinician has approved {name}, version "
            f"{questionnaire.version}, digest {questionnaire.digest}, and {PREFIX}APPROVED_ONLY is "
            f"1. Serve content that {settings.approvals_file.name} approves."
        )
    leaflet = settings.site.leaflet_url
    return Service(
        questionnaire=questionnaire,
        store=AnswerStore(questionnaire, settings.keys, secure=settings.secure_cookie, clock=clock),
        forms=forms_of(questionnaire),
        cards=cards_of(questionnaire),
        clock=clock,
        time_zone=settings.time_zone,
        approved=approved,
        pdf=PdfMaker(settings.template_folder),
        leaflet=qr_link(leaflet) if leaflet else None,
    )
