"""The pages of the exported file are those of the app, letter by letter."""

import json
from pathlib import Path

import pytest

from tests.export.equal import random_states, said_by, stories
from tests.export.pages import ABOUT, Visit, differences, one_file_app, visits_of
from tests.needs import Kind

pytestmark = pytest.mark.needs(Kind.npm)


def test_every_page_is_that_of_the_app(file: Path) -> None:
    states = [(state.answers, state.choice) for state in (*stories()[::8], *random_states(3, 12))]
    visits = [
        *map(Visit, ABOUT),
        *(Visit(address, {}) for address in ABOUT),
        *visits_of(states, 3),
    ]
    assert differences(file, one_file_app(), visits) == []


@pytest.mark.parametrize("address", ["/result", "/gp-sheet", "/questions/age", "/clear"])
def test_who_has_no_answers_is_sent_to_the_start(file: Path, address: str) -> None:
    (shown,) = said_by(file, [Visit(address).as_json()])
    assert shown == {"goTo": "#/?notice=no-answers"}


@pytest.mark.parametrize("address", ["/one-page", "/gp-sheet.pdf", "/__proto__", "/constructor"])
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
