"""What a request must be before any page sees it. Each guard answers with an error page."""

from urllib.parse import urlsplit

from flask import abort, current_app, request

FORM = "application/x-www-form-urlencoded"


def check_request() -> None:
    """Refuse bodies that could be cut off unseen, and forms that other websites send."""
    if request.method == "POST":
        _check_body()
        _check_sender()


def _check_body() -> None:
    length = request.content_length
    if length is None or "Transfer-Encoding" in request.headers:
        abort(411)  # without a length, Werkzeug would cut a body off at the limit and use the rest
    if length > current_app.config["MAX_CONTENT_LENGTH"]:
        abort(413)
    if request.mimetype != FORM:
        abort(415)
    if len(request.get_data()) != length:
        abort(400)  # it was cut off on its way


def _check_sender() -> None:
    """Browsers say where a form comes from; only older ones leave it at ``Origin``."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        if site != "same-origin":
            abort(403)
    elif origin is not None and _host(origin) != request.host:
        abort(403)


def _host(origin: str) -> str:
    """Host and port of an origin, without the scheme: a proxy in front may end TLS."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
