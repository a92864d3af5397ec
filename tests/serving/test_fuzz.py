"""Random requests do no harm; the long form is ``make hostile``."""

from collections import Counter
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import Headers

from tests.serving.bad_inputs import OPEN, fields
from tests.serving.fuzz import faults, given_by, run
from tests.serving.sent import Answer, Sent
from tests.serving.served import served
from tests.serving.visit import FRAME, HEADERS, logged_faults, sealed, visit

QUICK, QUICK_RAW = 700, 150
SETTINGS = {"SECURE_COOKIE": "1"}


def test_random_requests_do_no_harm(app: Flask) -> None:
    seen: Counter[int] = Counter()
    with logged_faults() as told:
        run(app, QUICK, lambda answers: seen.update(answer.status for answer in answers), same=True)
    assert told == []
    assert sum(seen.values()) >= QUICK
    assert {200, 303, 404, 405, 409, 422} <= seen.keys()


def test_random_bytes_do_no_harm_to_a_true_server(app: Flask, tmp_path: Path) -> None:
    seen: Counter[int] = Counter()
    with served(tmp_path, SETTINGS) as server:
        count = lambda answers: seen.update(answer.status for answer in answers)  # noqa: E731
        run(app, QUICK_RAW, count, port=server.port, same=True)
        assert FRAME not in server.log.read_text()
    assert {200, 303, 400} <= seen.keys()


def test_an_answer_that_no_form_gave_would_be_found(app: Flask) -> None:
    at = visit(app, OPEN["urgent, on the way"])
    lower = at.saved.with_answers({"legs": frozenset({"none"})})
    cookie = f"{at.store.name}={sealed(at.store, lower)}; Secure"
    answer = Answer(303, Headers({**HEADERS, "Set-Cookie": cookie}), b"")
    whole = Sent("POST", "/questions/legs", (), fields(at, ("answer", "none")))
    cut = Sent("POST", "/questions/legs", (), fields(at, ("answer", "none"), without="end"))
    assert given_by(at, whole) == lower.answers
    assert [*faults(at, whole, [answer])] == []
    assert [*faults(at, cut, [answer])] == [f"the answers are {lower.answers}"]
