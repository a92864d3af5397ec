"""What is loaded once when the app starts and serves every request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import cast

from flask import current_app, g, request

from app.content.model import Questionnaire
from app.sheet.pdf import PdfMaker
from app.sheet.qr import QrLink
from app.web.answer_store import AnswerStore
from app.web.forms import PageForm
from app.web.pages import Card
from app.web.prepared import PreparedPage
from app.web.saved_answers import SavedAnswers

EXTENSION = "self-check"


@dataclass(frozen=True)
class Service:
    """The content, its forms and cards, and the store of the answers."""

    questionnaire: Questionnaire
    store: AnswerStore
    forms: Mapping[str, type[PageForm]]
    cards: Mapping[str, Card]
    clock: Callable[[], float]
    time_zone: tzinfo
    approved: bool
    """A clinician has approved the content. Until then every page and paper says that none has."""
    pdf: PdfMaker
    leaflet: QrLink | None
    """Where the hospital has a leaflet of its own."""
    prepared: Mapping[str, PreparedPage] = field(default_factory=dict)
    """By name; that of a page of questions as in :func:`app.web.forms.name_of`."""

    def now(self) -> datetime:
        """The time, in the time zone of those who read it."""
        return datetime.fromtimestamp(self.clock(), self.time_zone)

    def state(self) -> dict[str, object]:
        """Which content it serves."""
        return {
            "version": self.questionnaire.version,
            "digest": self.questionnaire.digest,
            "approved": self.approved,
            "overdue": self.overdue(),
        }

    def overdue(self) -> str | None:
        """A sentence once the content should have been reviewed."""
        leaflet = self.questionnaire.leaflet
        return leaflet.overdue(self.now().date()) if leaflet else None


def service() -> Service:
    """The service of the app that answers the present request."""
    return cast(Service, current_app.extensions[EXTENSION])


def saved_answers() -> SavedAnswers | None:
    """The answers that came with the present request, unsealed once."""
    if "saved_answers" not in g:
        g.saved_answers = service().store.open(request)
    return cast(SavedAnswers | None, g.saved_answers)
