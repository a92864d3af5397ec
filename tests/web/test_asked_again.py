"""Questions with the answers of another: which signs is somebody not sure of, what helped."""

import re

import pytest

from app.web.saved_answers import Other, SavedAnswers
from tests.web.browser import Browser, where
from tests.web.journeys import CALM, follow

LEGS = "/questions/legs"
AGAIN = "/questions/legs-again"


def offered(browser: Browser, url: str) -> list[str]:
    """The answers that a page offers."""
    return [a["value"] for a in browser.page(url).all("input") if a.get("name") == "answer"]


@pytest.fixture
def unsure(client: Browser) -> Browser:
    """Somebody with a weak leg who is not sure of the other signs in the legs."""
    client.begin()
    for link_id in ("age", "pregnancy", "nerves"):
        client.answer(f"/questions/{link_id}", CALM[link_id])
    assert where(client.answer(LEGS, "one-leg", "not-sure")) == (303, AGAIN)
    return client


def test_only_what_was_not_ticked_is_asked_again(unsure: Browser) -> None:
    assert offered(unsure, AGAIN) == [
        "both-legs",
        "both-legs-shooting",
        "both-legs-giving-way",
        "both-legs-ache",
        "cant-say",
    ]


def test_an_empty_page_is_i_cannot_say_and_no_error(unsure: Browser) -> None:
    """B16: then all of them count, and some of these are an emergency."""
    assert where(unsure.answer(AGAIN)) == (303, "/result")
    assert unsure.page(AGAIN).selected == {"cant-say"}


def test_what_is_not_named_is_denied(unsure: Browser) -> None:
    """B15."""
    assert where(unsure.answer(AGAIN, "both-legs-ache")) == (303, "/questions/sudden")


def test_only_what_was_tried_can_have_helped(client: Browser) -> None:
    client.begin()
    for link_id, given in {**CALM, "tried": "physio belt"}.items():
        client.answer(f"/questions/{link_id}", *given.split())
        if link_id == "tried":
            break
    assert offered(client, "/questions/helped") == ["physio", "belt", "not-sure", "none"]


def test_what_helped_is_asked_again_where_something_else_was_tried(client: Browser) -> None:
    """Nobody was asked if the belt helped, so the sheet must not say that it did not."""
    follow(client, {**CALM, "tried": "painkillers physio", "helped": "physio"})
    tried = "/questions/tried?change=yes"
    assert where(client.answer(tried, "physio", "painkillers")) == (303, "/check-answers")
    assert "exercises or physio (helped)" in client.page("/gp-sheet").text

    assert where(client.answer(tried, "physio")) == (303, "/check-answers")
    assert client.answer(tried, "painkillers", "belt").location == "/questions/helped?change=yes"
    assert client.page("/questions/helped?change=yes").selected == set()
    assert client.get("/gp-sheet").location == "/questions/helped"
    assert where(client.answer("/questions/helped?change=yes", "belt")) == (303, "/check-answers")
    assert "painkillers (helped: no), pelvic belt (helped)" in client.page("/gp-sheet").text


def test_back_in_a_change_stays_in_the_change(client: Browser) -> None:
    follow(client, {**CALM, "tried": "painkillers physio", "helped": "physio"})
    opened = client.answer("/questions/tried?change=yes", "belt").location
    back = re.search(r'class="back-link" href="(.+?)"', client.get(opened).text)
    assert back
    assert back[1] == "/questions/tried?change=yes"
    assert client.answer(back[1], "painkillers", "physio").location == opened


def test_what_is_outdated_is_asked_again_by_every_copy() -> None:
    """Also where another copy serves other content, and keeps its own answer to it."""
    kept = Other("helped", code=1, revision=1, bits=1, level=0)
    saved = SavedAnswers("id", 0, {"helped": frozenset({"physio"})}, others=(kept,))
    tried = {"tried": frozenset({"belt"})}
    assert saved.with_answers(tried).others == (kept,)
    assert saved.with_answers(tried, ["helped"]) == SavedAnswers("id", 0, tried)
