"""The self-check, served on a free port of this computer, with three contents."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml
from flask import Flask, request
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from app import create_app
from app.content.model import Questionnaire
from app.engine.choice import Choice
from app.web.answer_store import AnswerStore
from app.web.service import EXTENSION, Service
from tests.web.tiny import KEY, TINY, Clock

SHIPPED, SMALL, LONG = "shipped", "small", "long"
ORGANISATION = "Example Orthopaedic Hospital"
LEAFLET = "https://hospital.example/leaflets/si-joint"
LONG_WORD = "Wirbelsäulenversteifungsoperationsnachbehandlungsempfehlung"
LONG_TEXT = f"{LONG_WORD}, and that in far more words than anybody should ever need to read, then "
LONGEST_CATCHWORD = 40
LABELS = frozenset(("action", "card", "heading", "label", "short", "title"))
TEXTS = frozenset(
    ("because", "can", "cannot", "error", "for_you_if", "hint", "lead", "note", "text", "why")
)

NO_TEMPLATE, FAULT = "/fault/of-templates", "/fault"


class Silent(WSGIRequestHandler):
    """A request handler that logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet."""


@dataclass(frozen=True)
class Site:
    """One running self-check."""

    address: str
    app: Flask

    @property
    def questionnaire(self) -> Questionnaire:
        """Its content."""
        return self._service.questionnaire

    @property
    def cookie_name(self) -> str:
        """The name of the cookie that holds the answers."""
        return self._service.store.name

    def sealed(
        self,
        answers: Mapping[str, frozenset[str]],
        changed: frozenset[str] = frozenset(),
        choice: Choice | None = None,
    ) -> str:
        """The value of the cookie of somebody who gave these answers just now."""
        store: AnswerStore = self._service.store
        begun = store.begin()
        response = Response()
        saved = replace(begun, answers=answers, changed=changed, choice=choice)
        store.save(response, saved)
        return response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]

    @property
    def _service(self) -> Service:
        service: Service = self.app.extensions[EXTENSION]
        return service


@contextmanager
def serve(
    app: Flask, handler: type[Silent] = Silent, tls: Literal["adhoc"] | None = None
) -> Iterator[Site]:
    """A site for as long as it is needed, with a certificate made for the occasion if wanted."""
    server = make_server(
        "127.0.0.1", 0, app, threaded=True, request_handler=handler, ssl_context=tls
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shipped_app(clock: Callable[[], float] = time.time, **settings: str) -> Flask:
    """The content that is served, and two addresses at which something goes wrong."""
    usual = {"SECRET_KEY": KEY, "SECURE_COOKIE": False}
    site = {"ORGANISATION": ORGANISATION, "LEAFLET_URL": LEAFLET}
    app = create_app(usual | site | settings, clock)
    app.add_url_rule(FAULT, "fault", _fail)
    app.add_url_rule(NO_TEMPLATE, "fault-of-templates", _fail)

    @app.context_processor
    def no_template_works_there() -> dict[str, object]:
        if request.path == NO_TEMPLATE:
            _fail()
        return {}

    return app


def spoilt(app: Flask, faults: Mapping[str, str]) -> Flask:
    """The same with faults in its pages: other HTML in place of some that is sound."""

    @app.after_request
    def spoil(response: Response) -> Response:
        if response.mimetype == "text/html":
            text = response.get_data(as_text=True)
            for good, bad in faults.items():
                text = text.replace(good, bad)
            response.set_data(text)
        return response

    return app


def small_app() -> Flask:
    """One of each, with a clock that stands: nothing on its pages changes with the content."""
    settings = {"SECRET_KEY": KEY, "SECURE_COOKIE": False, "QUESTIONS_FILE": TINY}
    return create_app({**settings, "ORGANISATION": "Trust"}, Clock())


def long_app(folder: Path) -> Flask:
    """One of each again, with words and texts that are far too long."""
    file = folder / "long.yaml"
    content = _lengthened(yaml.load(TINY.read_bytes(), yaml.CSafeLoader))
    file.write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8")
    settings = {"SECRET_KEY": KEY, "SECURE_COOKIE": False, "QUESTIONS_FILE": file}
    return create_app({**settings, "ORGANISATION": LONG_WORD, "CONTACT": LONG_WORD})


def _lengthened(node: Any, key: str = "") -> Any:
    if isinstance(node, dict):
        is_sign = "level" in node and "short" in node
        return {
            name: _lengthened(value, "catchword" if is_sign and name == "short" else name)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_lengthened(value, key) for value in node]
    if key == "catchword":
        return LONG_WORD[: LONGEST_CATCHWORD - len(node)] + node
    return LONG_TEXT + node if isinstance(node, str) and key in LABELS | TEXTS else node


def _fail() -> Response:
    raise RuntimeError
