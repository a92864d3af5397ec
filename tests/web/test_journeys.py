"""Whole journeys through HTTP with the content that is served, one for every outcome."""

import re

import pytest

from app.content.model import Questionnaire
from tests.web.browser import Browser, where
from tests.web.journeys import CALM, MUCH_FITS, OUTCOMES, follow


def test_there_is_a_journey_for_every_outcome(questionnaire: Questionnaire) -> None:
    assert list(OUTCOMES) == list(questionnaire.outcomes_by_id)


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_journey_ends_in_its_outcome(
    name: str, client: Browser, questionnaire: Questionnaire
) -> None:
    outcome = questionnaire.outcomes_by_id[name]
    way, end = follow(client, {**CALM, **OUTCOMES[name]})
    assert len(way) == len(set(way))
    assert end == ("/result" if outcome.ends_journey else "/check-answers")
    if not outcome.ends_journey:
        assert client.page("/check-answers").heading == "Check your answers"
    result = client.page("/result")
    assert result.heading == outcome.title
    assert result.text_in("title") == "Your result \N{EN DASH} SI joint self-check"
    for text in outcome.text:
        assert text in result.text
    if outcome.sheet_title is None:
        assert where(client.get("/gp-sheet")) == (303, "/result")
    else:
        sheet = client.page("/gp-sheet")
        assert sheet.heading == outcome.sheet_title
        assert "What should make me come back sooner, or call 111 or 999?" in sheet.text
        assert "To know what is causing the pain" in sheet.text
        assert questionnaire.version in sheet.text
        assert questionnaire.digest[:12] in sheet.text
    token = result.field("journey")
    assert where(client.post("/clear", data={"journey": token})) == (303, "/cleared")
    assert client.page("/cleared").heading
    assert where(client.get("/result")) == (303, "/?notice=no-answers")


def test_an_emergency_page_follows_each_emergency_answer_at_once(
    client: Browser, questionnaire: Questionnaire
) -> None:
    answers = {**CALM, "nerves": "none"}
    for code in (
        "numb-saddle",
        "cannot-pee",
        "pee",
        "pee-feeling",
        "leak",
        "poo",
        "sex",
    ):
        client.begin()
        client.answer("/questions/age", answers["age"])
        client.answer("/questions/pregnancy", "none")
        assert where(client.answer("/questions/nerves", code)) == (303, "/result"), code
        page = client.page("/result")
        assert page.heading == "Call 999 or go to A&E now"
        assert {"href": "tel:999"}.items() <= next(
            a for a in page.all("a") if a["href"].startswith("tel:")
        ).items()


def test_no_page_of_an_emergency_says_that_all_is_well(client: Browser) -> None:
    follow(client, {**CALM, **MUCH_FITS, "legs": "both-legs"})
    text = client.page("/result").text
    for calm in ("Several of your answers", "What fits", "What you can do meanwhile", "leaflet"):
        assert calm not in text


def test_an_emergency_that_was_a_mistake_can_be_corrected_and_loses_nothing(
    client: Browser,
) -> None:
    follow(client, {**CALM, "nerves": "pee"})
    correction = next(
        a["href"] for a in client.page("/result").all("a") if "/questions/nerves" in a["href"]
    )
    assert client.page(correction).selected == {"pee"}
    assert client.answer(correction, "none").location.startswith("/questions/legs")
    assert client.page("/questions/age").selected == {CALM["age"], CALM["pregnancy"]}


def test_a_second_answer_makes_an_emergency_also_after_going_back(client: Browser) -> None:
    """R10: cancer first, then the weak leg, by way of Back."""
    cancer = {"health-history": "cancer", "cancer-leg": "none", "pain-since-cancer": "same"}
    answers = {**CALM, **cancer}
    assert follow(client, answers)[1] == "/check-answers"
    response = client.answer("/questions/legs?change=yes", "one-leg")
    assert where(response) == (303, "/result")
    assert client.page("/result").heading == "Call 999 or go to A&E now"
    assert where(client.get("/check-answers")) == (303, "/result")
    assert where(client.get("/gp-sheet")) == (303, "/result")


def test_a_maternity_card_is_shown_at_once_and_again_on_the_result(client: Browser) -> None:
    answers = {**CALM, **OUTCOMES["maternity"], "urgent-signs": "cough"}
    way, _ = follow(client, answers)
    assert way[way.index("/questions/pregnancy-signs") + 1] == "/call-now"
    result = client.page("/result").text
    first, second = "Call your maternity or early pregnancy", "Ask for an urgent GP appointment"
    assert result.index(first) < result.index("bleeding in pregnancy") < result.index(second)


def test_one_journey_with_an_error_back_a_change_of_path_and_a_clear(client: Browser) -> None:
    assert client.page("/").heading == "SI joint self-check"
    assert where(client.begin()) == (303, "/questions/age")

    # An error keeps the person on the page and says what to do.
    token = client.page("/questions/age").field("journey")
    response = client.post("/questions/age", data={"journey": token, "end": "1"})
    assert where(response) == (303, "/questions/age?error=yes")
    page = client.page("/questions/age?error=yes")
    assert page.text_in("title").startswith("Error: About you")
    assert page.text.count("Select your age group") == 2

    # A clash keeps what was ticked.
    client.answer("/questions/age", "from-18-to-34")
    client.answer("/questions/pregnancy", "none")
    response = client.answer("/questions/nerves", "pee", "none")
    assert where(response) == (303, "/questions/nerves?error=yes")
    assert client.page("/questions/nerves?error=yes").selected == {"pee", "none"}
    assert where(client.get("/result")) == (303, "/questions/nerves")

    # Back shows the page as it was.
    assert where(client.answer("/questions/nerves", "none")) == (303, "/questions/legs")
    back = next(a["href"] for a in client.page("/questions/legs").all("a") if "nerves" in a["href"])
    assert client.page(back).selected == {"none"}

    answers = {**CALM, **MUCH_FITS, "tried": "self-care physio"}
    for link_id in list(CALM)[3:]:
        client.answer(f"/questions/{link_id}", *answers[link_id].split())
        if link_id == "began":
            client.answer("/questions/stand-walk-since-injury", "can")
        if link_id == "tried":
            client.answer("/questions/helped", "physio")
    assert client.page("/result").heading == "The SI joint is worth asking a GP about"

    # A change opens a question in the middle: it is asked, then the list comes back.
    change = "/questions/health-history?change=yes"
    assert change in [a["href"] for a in client.page("/check-answers").all("a")]
    response = client.answer(change, "weak-immune")
    assert where(response) == (303, "/questions/pain-new?change=yes")
    assert where(client.get("/result")) == (303, "/questions/pain-new")
    assert where(client.get("/gp-sheet")) == (303, "/questions/pain-new")
    assert where(client.answer(response.location, "new")) == (303, "/check-answers")
    assert client.page("/result").heading == "Get help soon about your back pain"

    # Changing back takes the new question off the path and loses nothing.
    assert where(client.answer(change, "none")) == (303, "/check-answers")
    assert "New or different back pain" not in client.page("/check-answers").text
    assert client.page("/result").heading == "The SI joint is worth asking a GP about"

    sheet = client.page("/gp-sheet")
    assert sheet.text_in("title") == "Questions for my appointment"
    assert "Because you said “First began: more than 6 weeks, up to 3 months ago”." in sheet.text
    token = client.page("/clear").field("journey")
    assert where(client.post("/clear", data={"journey": token})) == (303, "/cleared")
    client.page("/cleared")
    assert client.cookie is None
    assert client.page("/").heading == "SI joint self-check"


def test_the_result_never_shows_a_number_of_points(client: Browser) -> None:
    follow(client, {**CALM, **MUCH_FITS})
    text = client.page("/result").text
    assert "Several of your answers" in text
    assert not re.search(r"\b8\b|points|score|%", text)


def test_what_to_do_about_a_sign_stands_on_its_card(client: Browser) -> None:
    cancer = {"health-history": "cancer", "cancer-leg": "none", "pain-since-cancer": "new"}
    follow(client, {**CALM, **cancer})
    advice = "If a hospital treats you for cancer, call its 24-hour helpline."
    assert advice in client.page("/result").text
    assert advice in client.page("/gp-sheet").text


def test_no_answer_stands_in_an_address_or_a_title(client: Browser) -> None:
    way, end = follow(client, {**CALM, **MUCH_FITS})
    for url in (*way, end, "/result", "/gp-sheet"):
        page = client.page(url)
        assert "?" not in url
        assert "below the belt line" not in page.text_in("title")


def test_not_sure_is_listed_only_where_a_yes_would_fit(client: Browser) -> None:
    follow(client, {**CALM, "main-pain": "not-sure", "side": "left"})
    text = client.page("/result").text
    assert "Your main pain is below the belt line, over the dimple or upper buttock." in text
    assert "Your main pain is at the front of the hip." not in text


def test_an_emergency_says_what_to_do_afterwards_and_how_deaf_people_call(client: Browser) -> None:
    """R27, R36, B40."""
    follow(client, {**CALM, "nerves": "cannot-pee"})
    text = client.page("/result").text
    assert "come back, leave out the sign that they checked, and print the sheet" in text
    assert "18000" in text


def test_the_way_on_from_a_maternity_card_says_that_there_is_more_to_check(
    client: Browser,
) -> None:
    """B7; where nothing is left to ask it does not."""
    answers = {**CALM, **OUTCOMES["maternity"]}
    client.begin()
    for link_id in ("age", "pregnancy", "pregnancy-signs"):
        client.answer(f"/questions/{link_id}", answers[link_id])
    go_on = "Go on: there are more signs to check"
    assert go_on in client.page("/call-now").text
    follow(client, answers)
    assert go_on not in client.page("/call-now").text
