"""Headers on every response, and the addresses of static files that may be kept for ever."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request, url_for

from app.web.theme import ENDPOINT, Theme

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    # no-referrer would turn the Origin of our own forms into null
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT = ("static", ENDPOINT)
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class Headers:
    """Puts the headers on responses. Knows the fingerprint of every file that may be kept."""

    def __init__(self, app: Flask, theme: Theme, *, secure: bool) -> None:
        security = [*security_headers(secure=secure).items()]
        self._theme = {name: _digest(file.content) for name, file in theme.files.items()}
        self._fingerprints = _fingerprints(Path(str(app.static_folder))) | self._theme
        app.after_request(self.say_what_may_be_kept)
        app.wsgi_app = _with(security, app.wsgi_app)  # type: ignore[assignment, method-assign]

    def static_url(self, filename: str) -> str:
        """The address of a static file or one of the theme; it changes when the file does."""
        endpoint = ENDPOINT if filename in self._theme else "static"
        return url_for(endpoint, filename=filename, v=self._fingerprints.get(filename))

    def say_what_may_be_kept(self, response: Response) -> Response:
        """The same response with its ``Cache-Control``."""
        if request.endpoint not in KEPT or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        elif self._is_current():
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response

    def _is_current(self) -> bool:
        """Whether the address asks for just the file we have, not that of another release."""
        filename = (request.view_args or {}).get("filename", "")
        return request.args.get("v") == self._fingerprints.get(filename, "none")


def _with(security: list[tuple[str, str]], wsgi: "WSGIApplication") -> "WSGIApplication":
    """An app whose every response has these headers, put on last and without a look at each."""

    def with_headers(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *security], exc_info)

        return wsgi(environ, start)

    return with_headers


def security_headers(*, secure: bool) -> dict[str, str]:
    """The headers of every response, whatever it carries and whoever writes it."""
    return SECURITY | (HTTPS_ONLY if secure else {})


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
