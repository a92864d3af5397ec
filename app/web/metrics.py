"""Counts for Prometheus of what was served, none of which tells about one person.

They stay in the memory of one process and begin anew with it, because no file is written: serve
with one worker, as ``deploy/gunicorn.conf.py`` does where they are on, and add up the copies.
"""

import threading
from collections import Counter
from collections.abc import Iterator

from flask import Flask, Response, request

from app.engine.assess import assess
from app.web.service import saved_answers, service

TENS = 10
"""Results are told in full tens: no look at the counts shows that one person had this one."""


def add_metrics(app: Flask) -> None:
    """Count what an app serves, and tell it at ``/metrics``."""
    pages: Counter[str] = Counter()
    results: Counter[str] = Counter()
    lock = threading.Lock()

    @app.after_request
    def count(response: Response) -> Response:
        outcome = _outcome() if _shows_result(response) else None
        with lock:
            if request.endpoint and response.status_code < 400:
                pages[f"{request.method} {request.endpoint}"] += 1
            if outcome:
                results[outcome] += 1
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        with lock:
            lines = [*_lines(pages, results)]
        text = "".join(f"{line}\n" for line in lines)
        return Response(text, mimetype="text/plain; version=0.0.4")


def _shows_result(response: Response) -> bool:
    return (request.method, request.endpoint, response.status_code) == ("GET", "web.result", 200)


def _outcome() -> str | None:
    saved = saved_answers()
    outcome = assess(service().questionnaire, saved.answers).outcome if saved else None
    return outcome.id if outcome else None


def _lines(pages: Counter[str], results: Counter[str]) -> Iterator[str]:
    yield "# HELP self_check_pages_total Pages served and forms accepted, by route."
    yield "# TYPE self_check_pages_total counter"
    for name, number in sorted(pages.items()):
        method, route = name.split()
        if method in ("GET", "POST"):
            yield f'self_check_pages_total{{method="{method}",route="{route}"}} {number}'
    yield "# HELP self_check_journeys_started_total Presses of Start now."
    yield "# TYPE self_check_journeys_started_total counter"
    yield f"self_check_journeys_started_total {pages['POST web.begin']}"
    yield "# HELP self_check_journeys_completed_total Results shown; a reload counts again."
    yield "# TYPE self_check_journeys_completed_total counter"
    yield f"self_check_journeys_completed_total {results.total()}"
    yield "# HELP self_check_outcomes_total Results shown, by outcome, in full tens."
    yield "# TYPE self_check_outcomes_total counter"
    for outcome in service().questionnaire.outcomes_by_id:
        number = results[outcome] // TENS * TENS
        yield f'self_check_outcomes_total{{outcome="{outcome}"}} {number}'
