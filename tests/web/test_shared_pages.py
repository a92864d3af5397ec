"""Pages that ask more than one question."""

import re

import pytest

from tests.web.browser import Browser, where
from tests.web.journeys import CALM, follow, named

TIME = "/questions/duration"
"""With "course" and "began"."""
FALL = {**CALM, "age": "from-65", "sudden": "fall"}


@pytest.fixture
def there(client: Browser) -> Browser:
    """Somebody who has answered everything."""
    follow(client, CALM)
    return client


def test_questions_of_a_page_stand_under_its_heading(there: Browser) -> None:
    page = there.page(TIME)
    assert page.heading == "How it began, and how it is now"
    assert re.findall(r"<h[123]>(.+?)</h[123]>", page.html) == [
        "How it began, and how it is now",
        "How long ago did this pain first begin?",
        "Is the pain getting better, the same or worse?",
        "How did this pain begin?",
    ]
    assert page.selected == {"over-6-weeks", "same", "slowly"}


def test_both_are_answered_at_once(there: Browser) -> None:
    response = there.fill(TIME, {"answer": "over-3-months", "answer-course": "worse"})
    assert where(response) == (303, "/questions/most-days")
    assert there.page(TIME).selected == {"over-3-months", "worse", "slowly"}


def test_a_slip_keeps_what_was_answered_and_asks_for_the_rest(client: Browser) -> None:
    follow(client, {**CALM, "better": ""} | {"duration": "", "course": "", "began": ""})
    client.answer("/questions/better", "none")
    response = client.fill(TIME, {"answer-course": "same", "answer-began": "slowly"})
    assert where(response) == (303, f"{TIME}?error=yes")
    page = client.page(str(response.location))
    assert page.has_error
    assert page.selected == {"same", "slowly"}
    assert re.findall(r'<li><a href="#(.+?)">', page.html) == ["answer-up-to-6-weeks"]
    assert where(client.fill(TIME, {"answer": "up-to-6-weeks"})) == (303, "/questions/history")


def test_every_slip_of_a_page_is_told(client: Browser) -> None:
    follow(client, {**CALM, "better": ""})
    client.answer("/questions/better", "none")
    page = client.page(str(client.fill(TIME, {}).location))
    found = re.findall(r'<li><a href="#(.+?)">', page.html)
    assert found == ["answer-up-to-6-weeks", "answer-course-better", "answer-began-fall-or-injury"]


def test_the_own_field_of_a_page_is_that_of_its_address(there: Browser) -> None:
    url = "/questions/course"
    assert there.page(url).heading == "How it began, and how it is now"
    there.fill(url, {"answer": "better"})
    assert there.page(url).selected == {"over-6-weeks", "better", "slowly"}


def test_an_old_page_is_never_an_answer_to_another_question(there: Browser) -> None:
    """In a second window an answer brought up a question above: "none" would be one to it, too."""
    old = there.page("/questions/effect").filled({"answer": "none", "answer-wish": "cause"})
    response = there.post("/questions/wish", data=dict(old))
    assert response.status_code == 422
    assert there.page("/questions/wish").selected == {"none", "cause"}


def test_an_emergency_does_not_wait_for_the_rest_of_its_page(client: Browser) -> None:
    follow(client, {**FALL, "stand-walk": "", "fall-and-pain": ""})
    response = client.fill("/questions/stand-walk", {"answer": "cannot"})
    assert where(response) == (303, "/result")
    assert client.page("/result").heading == "Call 999 or go to A&E now"
    # And it can be corrected: then the rest is asked.
    assert where(client.fill("/questions/stand-walk?change=yes", {"answer": "can"})) == (
        303,
        "/questions/fall-and-pain?change=yes",
    )
    assert client.page("/questions/fall-and-pain?change=yes").selected == {"can"}


def test_a_change_comes_back_to_the_answers(there: Browser) -> None:
    assert "/questions/wish?change=yes" in there.get("/check-answers").text
    response = there.fill("/questions/wish?change=yes", named(CALM, "/questions/wish"))
    assert where(response) == (303, "/check-answers")


def test_back_leads_to_the_page_before(there: Browser) -> None:
    back = re.search(r'class="back-link" href="(.+?)"', there.get("/questions/course").text)
    assert back
    assert back[1] == "/questions/better"
