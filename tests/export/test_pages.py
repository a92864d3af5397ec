"""The pages of the exported file are those of the app, letter by letter."""

import json
from pathlib import Path

import pytest

from app.content.load import load
from tests.export.equal import random_states, said_by, stories
from tests.export.exported import exported_from
from tests.export.pages import ABOUT, Visit, differences, one_file_app, visits_of
from tests.needs import ROOT, Kind
from tests.questions import QUESTIONS

pytestmark = pytest.mark.needs(Kind.npm)

OTHERS = ("examples/knee/questions.yaml", "examples/neck/questions.yaml")


@pytest.mark.long
@pytest.mark.parametrize("name", ["questions.yaml", *OTHERS])
def test_every_page_is_that_of_the_app(tmp_path: Path, name: str) -> None:
    is_shipped = name not in OTHERS
    questionnaire = QUESTIONS if is_shipped else load(ROOT / name)
    file = tmp_path / "self-check.html"
    file.write_text(exported_from(questionnaire), encoding="utf-8")
    states = [*(stories()[::16] if is_shipped else ()), *random_states(3, 8, questionnaire)]
    about = [name for name in ABOUT if questionnaire.leaflet or name != "/leaflet"]
    visits = [
        *map(Visit, about),
        *(Visit(address, {}) for address in about),
        *visits_of(states, questionnaire),
    ]
    assert differences(file, one_file_app(ROOT / name), visits) == []


@pytest.mark.parametrize("address", ["/result", "/gp-sheet", "/questions/age", "/clear"])
def test_who_has_no_answers_is_sent_to_the_start(file: Path, address: str) -> None:
    (shown,) = said_by(file, [Visit(address).as_json()])
    assert shown == {"goTo": "#/?notice=no-answers"}


@pytest.mark.parametrize(
    "address", ["/one-page", "/gp-sheet.pdf", "/constructor", "/?notice=constructor"]
)
def test_an_address_of_no_page_shows_the_start(file: Path, address: str) -> None:
    shown = said_by(file, [Visit(address).as_json(), Visit("/").as_json()])
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-07-01T11:05:00Z", "1 July 2026 at 12:05 BST"),
        ("2026-11-22T00:00:00Z", "22 November 2026 at 00:00 GMT"),
    ],
)
def test_hours_are_written_as_the_app_writes_them(file: Path, moment: str, written: str) -> None:
    assert said_by(file, [json.dumps({"moment": moment})]) == [written]
