"""The pages as they are served, over them what is wrong with the file as it was last saved.

Beside them stands what the rules make of the answers so far. A file with a mistake is not
shown: the last one without stays.
"""

import mimetypes
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import Environment, FileSystemLoader
from werkzeug.wrappers import Request, Response

from app.authoring.lint.wording import wording
from app.authoring.score import in_lines, score
from app.cli.schemas import IDS_NAME, write_ids
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError, Problem
from app.content.source import read
from app.engine.evaluate import Answers
from app.web.layout import LayoutError
from app.web.prepared import PageError
from app.web.service import EXTENSION, Service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OWN = "/preview/"
"""Begins the addresses that the preview answers itself."""
STATIC = Path(__file__).with_name("static")
OVER = Environment(autoescape=True, loader=FileSystemLoader(STATIC)).get_template("over.html")
HEAD = (
    '<link rel="stylesheet" href="/preview/preview.css">'
    '<script src="/preview/preview.js" defer></script>'
)
NAMED = re.compile(r"^(item|warning sign) '([a-z0-9-]+)'")

Make = Callable[[Path], Flask]


@dataclass(frozen=True)
class Version:
    """The file as it was once saved, with its pictures."""

    saved: tuple[int, ...]
    problems: tuple[Problem, ...] = ()
    """Why it is not shown."""
    wording: tuple[Problem, ...] = ()
    """What its wording falls short of."""

    @property
    def name(self) -> str:
        """Another one after each save."""
        return "-".join(map(str, self.saved))


class Preview:
    """A WSGI app that serves the last good version of a content file, and says what is wrong."""

    def __init__(self, file: Path, make: Make) -> None:
        """``make`` makes the app; :class:`SystemExit` says why it must not serve."""
        self.file = file
        self._make = make
        self._lock = Lock()
        self._version = Version((0, 0))
        self._good: tuple[Flask, Questionnaire] | None = None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        with self._lock:
            self._look()
            version, good = self._version, self._good
        request = Request(environ)
        if request.path.startswith(OWN):
            return self._own(request, version, good)(environ, start_response)
        if good is None:
            page = f"<!doctype html><title>Preview</title>{HEAD}<h1>Nothing to show yet</h1></body>"
            response = Response(page, mimetype="text/html")
            return self._laid_over(response, version, None, {})(environ, start_response)
        app, questionnaire = good
        response = Response.from_app(app, environ)
        if response.mimetype == "text/html":
            answers = self._answers(app, environ)
            response = self._laid_over(response, version, questionnaire, answers)
        return response(environ, start_response)

    def _look(self) -> None:
        """Read the file again where it was saved."""
        try:
            files = (self.file, *sorted(self.file.parent.glob("pictures/*.svg")))
            states = [file.stat() for file in files]
            saved = tuple(n for state in states for n in (state.st_mtime_ns, state.st_size))
            if saved == self._version.saved:
                return
            questionnaire = load(self.file)
            app = self._make(self.file)
        except ContentError as error:
            self._version = Version(saved, error.problems)
        except (LayoutError, PageError, SystemExit) as error:
            self._version = Version(saved, (Problem(1, 1, str(error)),))
        except OSError:
            return  # editors that save in two steps: it will be there in a moment
        else:
            found_wording = wording(read(self.file.read_bytes()), questionnaire)
            self._version = Version(saved, (), found_wording)
            self._good = app, questionnaire
            if self.file.with_name(IDS_NAME).exists():  # the editor completes what was just saved
                write_ids(self.file, questionnaire)

    def _own(
        self, request: Request, version: Version, good: tuple[Flask, Questionnaire] | None
    ) -> Response:
        name = request.path.removeprefix(OWN)
        if name == "saved":
            return Response(version.name, mimetype="text/plain")
        if name in ("preview.css", "preview.js"):
            content_type = mimetypes.guess_type(name)[0] or "text/plain"
            return Response((STATIC / name).read_bytes(), mimetype=content_type)
        if name.startswith("at/") and good is not None:
            return _at(*good, name.removeprefix("at/"))
        return Response("There is no such page.", 404)

    def _answers(self, app: Flask, environ: "WSGIEnvironment") -> Answers:
        """The answers that came with a request."""
        service: Service = app.extensions[EXTENSION]
        saved = service.store.open(app.request_class(environ))
        return saved.answers if saved else {}

    def _laid_over(
        self,
        response: Response,
        version: Version,
        questionnaire: Questionnaire | None,
        answers: Answers,
    ) -> Response:
        """The page with what is wrong over it, and what the rules say beside it."""
        over = OVER.render(
            file=self.file.name,
            saved=version.name,
            problems=version.problems,
            wording=version.wording,
            questions_of=partial(_questions_of, questionnaire),
            score=tuple(in_lines(score(questionnaire, answers))) if questionnaire else (),
        )
        page = response.get_data(as_text=True)
        page = page.replace("</head>", f"{HEAD}</head>", 1).replace("</body>", f"{over}</body>", 1)
        response.set_data(page)
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = f"{policy}; connect-src 'self'"
        return response


def _questions_of(
    questionnaire: Questionnaire | None, problem: Problem
) -> tuple[tuple[str, str], ...]:
    """The question that a problem is about, or those that ask for its sign: name and short text."""
    found = NAMED.match(problem.message)
    if found is None or questionnaire is None:
        return ()
    kind, name = found.groups()
    sign = questionnaire.warning_signs_by_id.get(name) if kind == "warning sign" else None
    asked = questionnaire.questions_in(sign.when) if sign else {name}
    return tuple((i.link_id, i.short) for i in questionnaire.items if i.link_id in asked)


def _at(app: Flask, questionnaire: Questionnaire, link_id: str) -> Response:
    """To the page of a question, with answers that lead there: those of anybody, found by z3."""
    from app.authoring.prove.prover import Prover

    names = list(questionnaire.items_by_id)
    if link_id not in names:
        return Response("There is no such question.", 404)
    place, prover = names.index(link_id), Prover(questionnaire)
    answers = prover.find(prover.formulas.given[place], prover.formulas.is_complete) or {}
    before = {name: answers[name] for name in names[:place] if name in answers}
    service: Service = app.extensions[EXTENSION]
    response = Response(status=303, headers={"Location": f"/questions/{link_id}"})
    service.store.save(response, replace(service.store.begin(), answers=before))
    return response
