from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.engine.journey import follow
from app.web import pages
from app.web.pages import Card, Fit, Row


def answers(**chosen: str) -> Answers:
    return {name: frozenset(codes.split()) for name, codes in chosen.items()}


CALM = answers(age="from-18", pregnant="no", signs="none", place="elsewhere")
BUTTOCK = {**CALM, "place": frozenset({"buttock"}), "side": frozenset({"not-sure"})}


@pytest.fixture
def _in_request(tiny_app: Flask) -> Iterator[None]:
    with tiny_app.test_request_context():
        yield


# --- cards ----------------------------------------------------------------------------------------


def test_a_card_lists_every_sign_of_its_level(tiny: Questionnaire) -> None:
    assert pages.cards_of(tiny)["urgent"] == Card(
        "urgent",
        "Call 111 if",
        "Call 111",
        ("you have a fever",),
        "Go online or call.",
        None,
        None,
        "Show this to the person who helps you.",
    )


def test_cards_stand_in_order_of_urgency_with_unsure_signs_apart(tiny: Questionnaire) -> None:
    given = answers(age="from-18", pregnant="yes", waters="not-sure", signs="fever")
    blocks = pages.card_blocks(pages.cards_of(tiny), assess(tiny, given))
    seen = [
        (b.card.level, [s.sign.id for s in b.reported], [s.sign.id for s in b.unsure])
        for b in blocks
    ]
    assert seen == [("maternity", [], ["broken-waters"]), ("urgent", ["fever"], [])]


def test_calm_answers_have_no_card(tiny: Questionnaire) -> None:
    assert pages.card_blocks(pages.cards_of(tiny), assess(tiny, CALM)) == ()


# --- questions and answers ------------------------------------------------------------------------


@pytest.mark.usefixtures("_in_request")
def test_answers_stand_by_section_in_short_words(tiny: Questionnaire) -> None:
    assert pages.answered_rows(tiny, follow(tiny, CALM)) == (
        (
            "You",
            (
                Row("Age", ("18 or over",), "/questions/age?change=yes"),
                Row("Pregnant", ("No",), "/questions/pregnant?change=yes"),
            ),
        ),
        ("Signs", (Row("Signs", ("None of these",), "/questions/signs?change=yes"),)),
        ("Pain", (Row("Place", ("Elsewhere",), "/questions/place?change=yes"),)),
    )


@pytest.mark.usefixtures("_in_request")
def test_answers_off_the_path_are_not_listed(tiny: Questionnaire) -> None:
    given = {**CALM, "side": frozenset({"left"})}
    assert pages.answered_rows(tiny, follow(tiny, given)) == pages.answered_rows(
        tiny, follow(tiny, CALM)
    )


@pytest.mark.parametrize(
    ("main_pain", "regions"),
    [
        ("groin", {"groin-left", "groin-right"}),
        ("elsewhere", set()),
        ("not-sure", set()),
    ],
)
def test_the_picture_of_a_later_question_offers_where_the_pain_is(
    questionnaire: Questionnaire, main_pain: str, regions: set[str]
) -> None:
    given = {"main-pain": frozenset({main_pain}), "side": frozenset({"left"})}
    journey = follow(questionnaire, given)
    assert set(pages.regions_of(journey, questionnaire.items_by_id["side"])) == regions
    spots = pages.regions_of(journey, questionnaire.items_by_id["one-finger"])
    assert set(spots) == {"spot-left", "spot-right"}


# --- corrections ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_in_request")
def test_only_answers_that_gave_an_emergency_are_offered_for_correction(
    tiny: Questionnaire,
) -> None:
    given = answers(age="from-18", pregnant="yes", waters="no", signs="numb fever")
    assert pages.emergency_corrections(tiny, assess(tiny, given)) == (
        Row("Signs", ("A numb bottom", "A fever"), "/questions/signs?change=yes"),
    )


@pytest.mark.usefixtures("_in_request")
def test_every_real_emergency_can_be_corrected(questionnaire: Questionnaire) -> None:
    """Also those that two answers give together: either may be the mistake."""
    calm = {
        item.link_id: frozenset({"none" if "none" in item.options else [*item.options][2]})
        for item in questionnaire.items
        if item.asks_again is None
    }
    both = {"health-history": frozenset({"cancer"}), "legs": frozenset({"one-leg"})}
    rows = pages.emergency_corrections(questionnaire, assess(questionnaire, {**calm, **both}))
    assert [row.change_url for row in rows] == [
        "/questions/legs?change=yes",
        "/questions/health-history?change=yes",
    ]


@pytest.mark.usefixtures("_in_request")
def test_an_outcome_that_stops_can_be_corrected(tiny: Questionnaire) -> None:
    assessment = assess(tiny, answers(age="under-18"))
    assert assessment.outcome is not None
    assert pages.outcome_corrections(tiny, assessment, assessment.outcome) == (
        Row("Age", ("Under 18",), "/questions/age?change=yes"),
    )


# --- result ---------------------------------------------------------------------------------------


def test_features_are_said_by_what_they_point_to(tiny: Questionnaire) -> None:
    assert pages.fit_of(tiny, assess(tiny, CALM)) == Fit(
        fitted=(), not_fitted=("It does not hurt in the buttock.", "It hurts somewhere else.")
    )


def test_not_sure_fits_neither_way(tiny: Questionnaire) -> None:
    assert pages.fit_of(tiny, assess(tiny, BUTTOCK)) == Fit(
        fitted=("It hurts in the buttock.",), unsure=("It hurts on one side.",)
    )


def test_without_a_band_nothing_fits(tiny: Questionnaire) -> None:
    pregnant = {**CALM, **answers(pregnant="yes", waters="no")}
    assert pages.fit_of(tiny, assess(tiny, pregnant)) == Fit()


def test_nothing_is_said_of_what_was_not_asked(tiny: Questionnaire) -> None:
    assert "It hurts on no side." not in pages.fit_of(tiny, assess(tiny, CALM)).not_fitted


def test_an_overlay_says_what_was_ticked_and_what_is_unsure(tiny: Questionnaire) -> None:
    (found,) = assess(tiny, BUTTOCK).shown_overlays
    assert (found.ticked, found.unsure) == (("it is sore",), ("it is on one side",))


def test_a_day_is_written_as_people_write_it() -> None:
    assert pages.format_day(date(2026, 11, 2)) == "2 November 2026"
