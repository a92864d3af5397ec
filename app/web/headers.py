"""Headers on every response, and the addresses of static files that may be kept for ever."""

import hashlib
from pathlib import Path

from flask import Flask, Response, request, url_for

from app.web.theme import ENDPOINT, Theme

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

NOT_INDEXED = {"X-Robots-Tag": "noindex"}
"""Search engines show it to nobody. They have to read the page to know."""


class Headers:
    """Puts the headers on responses. Knows the fingerprint of every file that may be kept."""

    def __init__(self, app: Flask, theme: Theme, *, secure: bool, indexed: bool) -> None:
        self._always = security_headers(secure=secure) | ({} if indexed else NOT_INDEXED)
        self._theme = {name: _digest(content) for name, (content, _) in theme.files.items()}
        self._fingerprints = _fingerprints(Path(str(app.static_folder))) | self._theme
        app.after_request(self.put_on)

    def static_url(self, filename: str) -> str:
        """The address of a static file or one of the theme; it changes when the file does."""
        endpoint = ENDPOINT if filename in self._theme else "static"
        return url_for(endpoint, filename=filename, v=self._fingerprints.get(filename))

    def put_on(self, response: Response) -> Response:
        """The same response with the headers of security, and with its ``Cache-Control``."""
        kept = "no-store"
        if request.endpoint in KEPT and response.status_code < 400:
            kept = "public, max-age=31536000, immutable" if self._is_current() else "no-cache"
        response.headers.update({**self._always, "Cache-Control": kept})
        return response

    def _is_current(self) -> bool:
        """Whether the address asks for just the file we have, not that of another release."""
        filename = (request.view_args or {}).get("filename", "")
        return request.args.get("v") == self._fingerprints.get(filename, "none")


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
