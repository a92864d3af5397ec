"""One line in JSON for each request, of which none can be traced to a person or an answer.

Never the address of the page, which names the question, nor that of the person, nor a header.
Whoever serves the app says where the lines go; until then there are none.
"""

import json
import logging
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))


def add_access_log(app: Flask) -> None:
    """Log every request of an app. To be added first, so that all of its time counts."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        log.info("%s", json.dumps(_line(response.status_code)))
        return response


def _line(status: int) -> dict[str, object]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "route": request.endpoint,
        # anybody may send any word as a method
        "method": request.method if request.method in METHODS else "other",
        "status": status,
        "ms": round((time.perf_counter() - g.begun) * 1000),
    }
