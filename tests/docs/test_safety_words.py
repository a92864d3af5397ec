"""Words on which the hazard log relies, in the content that is served and on its pages."""

import re

import pytest

from app.content.conditions import Level
from app.content.model import Questionnaire
from tests.texts import TEXTS
from tests.web.browser import Browser
from tests.web.journeys import CALM, MUCH_FITS, OUTCOMES, follow

EVERYWHERE = (
    "/", "/leaflet", "/how-it-works", "/privacy", "/accessibility", "/questions/age",
    "/check-answers", "/result", "/gp-questions", "/gp-sheet",
)  # fmt: skip


@pytest.mark.parametrize("url", EVERYWHERE)
def test_every_page_says_999_at_its_top_and_needs_no_script(client: Browser, url: str) -> None:
    follow(client, {**CALM, **MUCH_FITS})
    page = client.page(url)
    assert "In an emergency call 999" in page.text_in("header")
    # This client runs no script, so whatever a page says here it says without one.
    scripts = {script["src"].partition("?")[0] for script in page.all("script")}
    assert scripts <= {"/static/main.js"}


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_result_says_when_to_get_help_sooner(
    client: Browser, questionnaire: Questionnaire, name: str
) -> None:
    follow(client, {**CALM, **OUTCOMES[name]})
    text = client.page("/result").text
    if questionnaire.outcomes_by_id[name].ends_journey:
        assert "Call 999 or go to A&E now" in text
        return
    first, _, later = text.partition("When to get help sooner")
    for level in (Level.emergency, Level.urgent):
        card = questionnaire.care_cards_by_level[level]
        assert card.heading in later, first
        assert str(card.note) in later


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("under-18", "Emergency advice: Call 999 or go to A&E now if"),
        ("maternity", "Maternity advice: Call your maternity or early pregnancy unit"),
        ("urgent", "Urgent advice: Ask for an urgent GP appointment"),
    ],
)
def test_a_card_says_its_level_in_words(client: Browser, name: str, words: str) -> None:
    follow(client, {**CALM, **OUTCOMES[name]})
    assert words in client.page("/result").text


def test_a_result_says_that_a_form_cannot_find_the_cause(client: Browser) -> None:
    follow(client, {**CALM, **MUCH_FITS})
    text = client.page("/result").text
    assert "A form cannot find the cause of back pain." in text
    assert "Self-check, not a diagnosis." in text


def test_the_sheet_says_that_nobody_examined_the_patient_and_when_it_was_made(
    client: Browser,
) -> None:
    follow(client, {**CALM, **MUCH_FITS})
    text = client.page("/gp-sheet").text
    assert "Self-check, not a diagnosis." in text
    assert "own answers. Nobody has examined the patient." in text
    assert re.search(r"Made on \d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d (GMT|BST)\.", text)


def test_the_start_page_says_for_whom_it_is_and_what_it_cannot_do(client: Browser) -> None:
    text = client.page("/").text
    for words in (
        "you are 18 or over",
        "you have pain in your low back, buttock, hip or groin",
        "tell you what is causing your pain",
        "take the place of a doctor, nurse or other healthcare professional",
    ):
        assert words in text


def test_nobody_is_told_to_test_their_own_joints(questionnaire: Questionnaire) -> None:
    warned = {
        block.id
        for block in questionnaire.advice
        if "do not try to test your own joints" in block.bullets
    }
    for name in ("several", "some", "few", "pelvic-girdle"):
        assert warned & set(questionnaire.outcomes_by_id[name].advice), name
    checked = next(s for s in questionnaire.leaflet_sections if s.id == "how-it-is-checked")
    assert "Do not try these tests on yourself." in " ".join(checked.text)


def test_surgery_stands_last_with_its_risks_and_the_placebo_trial(
    questionnaire: Questionnaire,
) -> None:
    names = [section.id for section in questionnaire.leaflet_sections]
    ladder = ["now", "medicines", "physio", "next-steps", "surgery"]
    assert [name for name in names if name in ladder] == ladder
    surgery = questionnaire.leaflet_sections[names.index("surgery")]
    said = " ".join((*surgery.text, *surgery.bullets))
    for words in ("last step", "placebo surgery", "no clear benefit", "possibly fatal"):
        assert words in said
    assert "confirmed by examination and by a test injection" in said


def test_no_story_of_a_patient_is_told() -> None:
    told = [text for _, text in TEXTS if re.search(r"\b(Leigh|Larry|Ananda)\b", text)]
    assert told == []


NO_IBUPROFEN = "in pregnancy take no ibuprofen unless a doctor says so"


def test_tablets_are_named_only_if_they_are_safe_and_in_pregnancy_to_take_none(
    questionnaire: Questionnaire,
) -> None:
    advice = [line for block in questionnaire.advice for line in (*block.text, *block.bullets)]
    sections = questionnaire.leaflet_sections
    lines = [*advice, *(line for part in sections for line in (*part.text, *part.bullets))]
    named = [line for line in lines if "ibuprofen" in line or "tablets" in line]
    assert named
    assert all("safe for you" in line for line in named if line.lower().rstrip(".") != NO_IBUPROFEN)
    in_pregnancy = questionnaire.advice_by_id["meanwhile-pelvic"]
    assert set(in_pregnancy.bullets) & set(named) == {NO_IBUPROFEN}
    for name in ("maternity", "urgent-in-pregnancy", "pelvic-girdle"):
        assert "meanwhile" not in questionnaire.outcomes_by_id[name].advice
