"""What gunicorn is made of here: a worker and a log that keep to themselves what people send."""

import logging
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.systemd import sd_notify
from gunicorn.workers.gthread import ThreadWorker

from app.web.access_log import log as access_log
from app.web.errors import last_resort_page
from app.web.headers import security_headers
from app.web.service import EXTENSION, Service

REASONS = {
    400: "Bad Request",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
}


class QuietLogger(Logger):
    """gunicorn's log without what stood in any request, and with the app's own access log."""

    def setup(self, cfg: Any) -> None:
        """Set the log up. Where it cannot be written, nothing is printed in its place.

        gunicorn's ``accesslog`` says where the lines of :mod:`app.web.access_log` go.
        """
        self.access_log = access_log
        super().setup(cfg)
        logging.raiseExceptions = False

    def access(self, *_args: Any) -> None:
        """Log nothing: the app has done so, without the address and the cookie."""

    def debug(self, *_args: Any, **_kwargs: Any) -> None:
        """Log nothing: gunicorn would quote requests."""

    def exception(self, *_args: Any, **_kwargs: Any) -> None:
        """Log where it happened. gunicorn would add the address, which names the question."""
        _, fault, trace = sys.exc_info()
        self.error("%s\n%s", type(fault).__name__, "".join(traceback.format_tb(trace)))


class Worker(ThreadWorker):
    """A worker that answers also what is no HTTP with a page of ours."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Refuse, and log no more than why."""
        status = refusal(exc)
        self.log.warning("A request was refused: %s %s", status, type(exc).__name__)
        service: Service = self.wsgi.extensions[EXTENSION]
        page = last_resort_page(service.cards, approved=service.approved)
        with suppress(OSError):  # it may have gone
            client.sendall(refused(status, page, secure=service.store.secure))


def refusal(fault: Exception) -> int:
    """The status for what gunicorn could not read or serve."""
    match fault:
        case InvalidResponseHeader() | InvalidResponseHeaderName():
            return 500
        case LimitRequestLine():
            return 414
        case LimitRequestHeaders():
            return 431
        case ParseException():
            return 400
    return 500


def refused(status: int, page: str, *, secure: bool) -> bytes:
    """A whole response with a page of ours."""
    body = page.encode()
    headers = {
        **security_headers(secure=secure),
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/html; charset=utf-8",
    }
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def take_over(server: Arbiter) -> None:
    """End the process that this one came to replace. Its open requests are still answered.

    Called when the new content is loaded and the port is ours too. Where systemd watches, it is
    told which process to watch now.
    """
    if server.master_pid:
        sd_notify(f"MAINPID={os.getpid()}", server.log)
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.kill(server.master_pid, signal.SIGTERM)
