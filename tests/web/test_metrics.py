import re
from pathlib import Path

import pytest

from app import create_app
from tests.serving.person import Person
from tests.serving.served import served
from tests.web.browser import Browser
from tests.web.journeys import CALM, MUCH_FITS, follow
from tests.web.tiny import KEY


@pytest.fixture
def counted() -> Browser:
    """A browser at an app that counts."""
    return Browser(create_app({"SECRET_KEY": KEY, "METRICS": "1"}))


def counts(browser: Browser) -> dict[str, int]:
    """All that is told, by its name."""
    lines = browser.get("/metrics").text.splitlines()
    told = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: int(number) for name, number in told}


def test_nothing_is_counted_until_it_is_wanted(client: Browser) -> None:
    assert client.get("/metrics").status_code == 404


def test_journeys_are_counted(counted: Browser) -> None:
    way, _ = follow(counted, {**CALM, **MUCH_FITS})
    counted.get("/result")
    counted.begin()
    told = counts(counted)
    assert told["self_check_journeys_started_total"] == 2
    assert told["self_check_journeys_completed_total"] == 1
    assert told['self_check_pages_total{method="GET",route="web.result"}'] == 1
    assert told['self_check_pages_total{method="POST",route="web.question"}'] == len(way)


def test_an_outcome_is_told_in_full_tens(counted: Browser) -> None:
    follow(counted, {**CALM, **MUCH_FITS})
    name = 'self_check_outcomes_total{outcome="several"}'
    for shown in range(1, 21):
        counted.get("/result")
        assert counts(counted)[name] == shown // 10 * 10
    assert sum(v for k, v in counts(counted).items() if "outcomes" in k) == 20


def test_no_question_no_answer_and_no_unknown_method_is_a_series(counted: Browser) -> None:
    follow(counted, CALM)
    counted.open("/", method="ANSWER")
    counted.get("/questions/missing")
    labels = re.findall(r'"([^"]+)"', counted.get("/metrics").text)
    assert "web.question" in labels
    for secret in (*CALM, *(code for code in CALM.values() if code != "none"), "ANSWER", "missing"):
        assert secret not in labels


@pytest.mark.long
def test_a_copy_that_counts_has_one_worker(tmp_path: Path) -> None:
    environment = {"WEB_CONCURRENCY": "3"}
    with (
        served(tmp_path, {"METRICS": "1"}, environment=environment) as server,
        Person(server.address) as person,
    ):
        for _ in range(9):
            person.post("/start")
        told = person.get("/metrics").text
        assert len(server.workers) == 1
    assert "self_check_journeys_started_total 9\n" in told
