import json
from datetime import UTC, datetime, timedelta

import pytest

from app import create_app
from app.content.model import Questionnaire
from tests.web.browser import Browser
from tests.web.tiny import KEY, Clock


def test_a_copy_says_which_content_it_serves(questionnaire: Questionnaire) -> None:
    response = Browser(create_app({"SECRET_KEY": KEY}, Clock())).get("/readyz")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json == {
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "approved": False,
        "overdue": None,
    }


def test_a_review_that_is_due_is_logged_and_told_and_stops_nothing(
    questionnaire: Questionnaire, caplog: pytest.LogCaptureFixture
) -> None:
    assert questionnaire.leaflet
    due = datetime.fromisoformat(questionnaire.leaflet.next_review).replace(tzinfo=UTC)
    told = (
        f"The review of the leaflet was due on {due.date()}. "
        "Let a clinician review it, then set last_reviewed and next_review."
    )
    for days, overdue in ((0, None), (1, told), (1000, told)):
        caplog.clear()
        app = create_app({"SECRET_KEY": KEY}, (due + timedelta(days, hours=12)).timestamp)
        assert [record.getMessage() for record in caplog.records] == [overdue] * bool(overdue)
        assert f'"overdue":{json.dumps(overdue)}' in Browser(app).get("/readyz").text
        assert Browser(app).get("/").status_code == 200
