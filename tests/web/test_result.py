"""The result as a letter: what matters most for this person comes first."""

import pytest

from app import create_app
from app.engine.journey import follow as path_of
from tests.people import person
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.journeys import CALM, MUCH_FITS, OUTCOMES, follow
from tests.web.page import Page
from tests.web.tiny import KEY

STIFF = {
    **CALM,
    "age": "from-18-to-34",
    "duration": "over-6-months",
    "most-days": "most-days",
    "night-waking": "wakes",
    "better": "moving",
    "history": "psoriasis",
}
"""4 of the 9 items of NG65."""
OVERLAY = "Ask a GP about inflammatory back pain"


def result_of(browser: Browser, answers: dict[str, str]) -> Page:
    follow(browser, answers)
    return browser.page("/result")


def test_4_of_the_9_items_of_ng65_lead_and_3_come_before_the_sheet(client: Browser) -> None:
    four = result_of(client, STIFF)
    assert four.heading == OVERLAY
    assert four.text.index("You told us:") < four.text.index("Your sheet to take to a GP")
    three = result_of(client, {**STIFF, "history": "none"})
    assert three.heading == "What your answers fit and do not fit"
    assert three.text.index(OVERLAY) < three.text.index("Your sheet to take to a GP")


def test_where_the_overlay_leads_the_outcome_still_says_what_to_do(client: Browser) -> None:
    page = result_of(client, {**STIFF, "pregnancy": "ended-in-6-months"})
    assert page.heading == OVERLAY
    assert "Tell one of them early." in page.text


def test_the_overlay_never_leads_where_a_sign_is_more_urgent(client: Browser) -> None:
    page = result_of(client, {**STIFF, "urgent-signs": "cough"})
    assert page.heading == "Get help soon about your back pain"
    assert OVERLAY in page.text


@pytest.mark.parametrize(
    ("number", "link"), [("", "tel:111"), ("(0121) 496 0000", "tel:01214960000")]
)
def test_the_maternity_unit_is_called_by_its_number_or_through_111(number: str, link: str) -> None:
    browser = Browser(create_app({"SECRET_KEY": KEY, "MATERNITY_PHONE": number}))
    follow(browser, {**CALM, **OUTCOMES["maternity"]})
    for page in ("/call-now", "/result"):
        shown = browser.page(page)
        assert {"class": "call", "href": link} in shown.all("a")  # a button is not on paper
        assert (f"Call {number}" if number else "No number? Call 111") in shown.text


def test_the_number_stands_above_what_it_is_called_for(client: Browser) -> None:
    page = result_of(client, {**CALM, "urgent-signs": "cough"})
    assert page.html.index('class="call" href="tel:111"') < page.html.index("You told us about")


def test_no_button_goes_on_past_a_call(client: Browser) -> None:
    follow(client, {**CALM, **OUTCOMES["maternity"]})
    page = client.page("/call-now")
    assert "I have called. Go on" in page.text
    assert not [tag for tag in page.tags if "button" in tag[1].get("class", "")]


def test_a_card_that_says_the_same_as_the_heading_is_the_heading(client: Browser) -> None:
    page = result_of(client, {**CALM, **OUTCOMES["maternity"]})
    assert page.html.count(page.heading + "<") == 1
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_a_mother_gets_back_what_she_told_us(client: Browser) -> None:
    page = result_of(client, {**CALM, "pregnancy": "ended-in-6-months", "effect": "sleep"})
    told = page.text.partition("What you told us")[2]
    assert "Makes hard" in told
    assert "sleep" in told


def test_what_fits_is_said_in_the_persons_own_answers(client: Browser) -> None:
    page = result_of(client, {**CALM, **MUCH_FITS, "worse": "stairs car"})
    assert "How it began: fall or injury to buttock, hip or pelvis." in page.text
    assert "Worse with: stairs, in or out of a car." in page.text


def test_a_child_is_told_first_to_see_a_gp(client: Browser) -> None:
    text = result_of(client, {**CALM, **OUTCOMES["under-18"]}).text
    assert text.index("See a GP about your back pain.") < text.index("Call 999 or go to A&E now if")
    assert "Tell a parent" in text


def test_paper_says_on_every_side_who_it_is_about(client: Browser) -> None:
    follow(client, {**CALM, **OUTCOMES["urgent"]})
    sheet = client.page("/gp-sheet")
    assert sheet.html.count("Date of birth") == 2
    card = client.page("/result").html.partition("for-paper")[2]
    assert "Date of birth" in card


def test_not_sure_goes_with_other_answers_and_none_stands_alone_below_the_or(
    client: Browser,
) -> None:
    client.begin()
    client.answer_all(age="from-35-to-44", pregnancy="none")
    text = client.page("/questions/nerves").text
    assert text.index("not sure") < text.index(" or None of these")


@pytest.mark.parametrize(("age", "asked"), [("from-45-to-49", True), ("from-50-to-64", False)])
def test_a_later_pregnancy_is_asked_about_under_50_only(age: str, *, asked: bool) -> None:
    answers = person(
        main_pain="below-belt-left",
        one_finger="points",
        worse="sitting getting-up",
        age=age,
        duration="over-6-months",
        most_days="most-days",
        wish="specialist",
        began="fall-or-injury",
        tried="physio injection",
        helped="none",
        seeing_surgeon="going",
        onset_age="from-45-to-49",
    )
    path = [item.link_id for item in path_of(QUESTIONS, answers).path]
    assert "seeing-surgeon" in path
    assert ("pregnancy-later" in path) is asked


def test_a_number_that_is_none_is_refused() -> None:
    for wrong in ("999 or so", "maternity", "1234", "0121 496 0000 ext. 5", "<b>0121</b>"):
        with pytest.raises(SystemExit, match="MATERNITY_PHONE must be a phone number"):
            create_app({"SECRET_KEY": KEY, "MATERNITY_PHONE": wrong})
