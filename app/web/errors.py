"""Error pages. Each of them says when to call 999 and 111, also when its own template fails."""

import logging
import re
import traceback
from collections.abc import Mapping

from flask import Flask, Response, make_response, render_template, request
from markupsafe import escape
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from app.content.approvals import DRAFT_NOTICE
from app.web.forms import AnotherJourney
from app.web.pages import Card

log = logging.getLogger(__name__)

LEVELS = ("emergency", "urgent")
"""Whose cards stand on every error page; the second may be missing."""

LAST_RESORT = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Sorry, there is a problem</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<main>
<h1>Sorry, there is a problem</h1>
<p>The self-check is not working. Do not wait for it if you need help.</p>
{cards}
{draft}
</main>
</body>
</html>
"""
CARD = """\
<h2>{heading}</h2>
<ul>
{bullets}
</ul>
<p>{note}</p>"""


def add_error_pages(app: Flask, cards: Mapping[str, Card], *, approved: bool) -> None:
    """Answer every error with a page of ours."""
    last_resort = last_resort_page(cards, approved=approved)

    def error_page(error: HTTPException) -> Response:
        """The page for an error; headers that belong to it, such as ``Allow``, are kept."""
        response = make_response(error.get_response())
        response.content_type = "text/html; charset=utf-8"
        if isinstance(request.routing_exception, SecurityError | BadHost):
            # nothing has an address under such a host
            response.set_data(last_resort)
            return response
        try:
            response.set_data(_body(error))
        except Exception as fault:  # noqa: BLE001  # whatever is wrong, the advice must come
            log_fault(fault)
            response.set_data(last_resort)
        return response

    app.register_error_handler(HTTPException, error_page)


def log_fault(fault: BaseException) -> None:
    """Log where a fault arose, without its message: that could hold an answer."""
    frames = "".join(traceback.format_tb(fault.__traceback__))
    log.error("%s at %s\n%s", type(fault).__name__, request.endpoint, frames)


def last_resort_page(cards: Mapping[str, Card], *, approved: bool) -> str:
    """A page that needs no template any more, made when the app starts."""
    return LAST_RESORT.format(
        cards="\n".join(_card(cards[name]) for name in LEVELS if name in cards),
        draft="" if approved else f"<p>{DRAFT_NOTICE}</p>",
    )


def _card(card: Card) -> str:
    bullets = "\n".join(f"<li>{_breakable(bullet)}</li>" for bullet in card.bullets)
    heading, note = _breakable(card.heading), _breakable(card.note or "")
    return CARD.format(heading=heading, bullets=bullets, note=note)


def _breakable(text: str) -> str:
    """Text whose long words a narrow window may break: there is no style that does it."""
    return re.sub(r"(\w{8})(?=\w{3})", r"\1<wbr>", str(escape(text)))


def _body(error: HTTPException) -> str:
    is_another = isinstance(error, AnotherJourney)
    return render_template("error.html", status=error.code or 500, another_journey=is_another)
