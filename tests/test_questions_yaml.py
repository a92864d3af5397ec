"""The real questions.yaml against the clinical brief: numbers, boundaries, reach, words, sources.

Every expectation is taken from the brief. Its rules R1 to R21 stand in section 11, and R22 to R40
with their readings B1 to B53 in section 12, which wins.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from app.config import QUESTIONS_FILE
from app.content.conditions import Level
from app.content.load import load
from app.content.model import (
    GpQuestion,
    Item,
    Questionnaire,
    Sourced,
)
from app.engine.assess import Assessment, assess, signs_shown_at_once
from app.engine.evaluate import Answers, Status
from app.engine.journey import follow
from tests.people import (
    CALM,
    KINDS,
    MUCH_FITS,
    PEOPLE,
    WARNING_ITEMS,
    complete_answers,
    person,
)
from tests.texts import TEXTS

pytestmark = pytest.mark.long

QUESTIONS = load(QUESTIONS_FILE)
assert QUESTIONS.leaflet
LEAFLET = QUESTIONS.leaflet
UNSURE = "not-sure"

E_CODES = tuple(f"E{number}" for number in range(1, 8))
U_CODES = tuple(f"U{number}" for number in range(1, 13))

Value = TypeVar("Value")


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The content that is served."""
    return QUESTIONS


def result(start: Answers = CALM, /, **said: str) -> Assessment:
    """What the rules say about somebody."""
    return assess(QUESTIONS, person(start, **said))


def band_of(found: Assessment) -> str | None:
    """The id of the band."""
    return found.band.id if found.band else None


def numbers(found: Assessment) -> list[str]:
    """The brief's numbers of the GP questions on the sheet, in order."""
    return [str(asked.question.number) for asked in found.gp_questions]


# --- everything of the brief is there -------------------------------------------------------------


@pytest.mark.parametrize("code", [*E_CODES, *U_CODES])
def test_every_sign_of_the_brief_has_its_level_and_a_line_on_its_card(code: str) -> None:
    level = Level.emergency if code.startswith("E") else Level.urgent
    signs = [sign for sign in QUESTIONS.warning_signs if sign.code == code]
    assert any(sign.level is level and sign.card for sign in signs)
    if code not in ("U7", "U8"):  # R7 and R24 make them emergencies by a second answer
        assert {sign.level for sign in signs} == {level}


def test_no_sign_stands_outside_the_brief() -> None:
    readings = {"R12", "R25", "R32", "B25"}
    assert {sign.code for sign in QUESTIONS.warning_signs} == {*E_CODES, *U_CODES, *readings}


@pytest.mark.parametrize(
    ("code", "level"),
    [("R25", Level.maternity), ("R32", Level.urgent), ("B25", Level.urgent)],
)
def test_signs_of_the_second_edition_have_their_level(code: str, level: Level) -> None:
    assert {sign.level for sign in QUESTIONS.warning_signs if sign.code == code} == {level}


@pytest.mark.parametrize(
    ("code", "weight"),
    {
        "P1": 2, "P2": 3, "P3": 1, "P4": 1, "P5": 1, "P6": 1, "P7": 1,
        "M1": -2, "M2": -2, "M3": -1, "M4": -1,
    }.items(),
)  # fmt: skip
def test_every_weight_is_that_of_the_brief(code: str, weight: int) -> None:
    assert QUESTIONS.features_by_id[code].item_weight == weight


def test_no_feature_is_scored_that_is_not_in_the_brief() -> None:
    assert len(QUESTIONS.features) == 11


def test_bands_are_0_to_2_then_3_to_5_then_6_and_more() -> None:
    limits = [(band.id, band.from_, band.to) for band in QUESTIONS.bands]
    assert limits == [("few", 0, 2), ("some", 3, 5), ("several", 6, None)]
    assert QUESTIONS.score
    assert QUESTIONS.score.lowest == 0


def test_the_overlay_counts_the_9_items_of_ng65_and_shows_from_3() -> None:
    (overlay,) = QUESTIONS.overlays
    assert (len(overlay.criteria), overlay.shows_from) == (9, 3)
    assert overlay.title == "Ask a GP about inflammatory back pain"


@pytest.mark.parametrize(
    ("level", "heading"),
    [
        (Level.emergency, "Call 999 or go to A&E now if"),
        (
            Level.maternity,
            (
                "Call your maternity or early pregnancy unit, "
                "or the ward that looked after you, now if"
            ),
        ),
        (Level.urgent, "Ask for an urgent GP appointment or get help from NHS 111 if"),
    ],
)
def test_care_cards_say_the_words_of_the_brief(level: Level, heading: str) -> None:
    assert QUESTIONS.care_cards_by_level[level].heading == heading


@pytest.mark.parametrize(
    ("code", "advice"),
    [("U7", "24-hour helpline"), ("U8", "A&E"), ("U9", "same day"), ("U12", "same day")],
)
def test_signs_that_need_more_than_their_card_say_so(code: str, advice: str) -> None:
    urgent = [s for s in QUESTIONS.warning_signs if s.code == code and s.level is Level.urgent]
    assert all(advice in str(sign.advice) for sign in urgent)


def test_cancer_says_what_to_say() -> None:
    """R33: "say that you had cancer", on the card and in the line on the result."""
    assert "Say that you had cancer" in str(QUESTIONS.warning_signs_by_id["cancer"].advice)
    lines = {note.id: note.text for note in QUESTIONS.result_notes}
    assert lines["had-cancer"].endswith("say that you had cancer.")
    assert lines["may-have-had-cancer"].endswith("say that you may have had cancer.")


def test_the_maternity_card_sends_who_cannot_pee_to_999() -> None:
    """B7, B50: the same words on both lists and on the card."""
    words = "Call 999 or go to A&E if you cannot pee"
    assert words in str(QUESTIONS.care_cards_by_level[Level.maternity].note)
    for link_id in ("pregnancy-signs", "after-pregnancy-signs"):
        assert words in str(QUESTIONS.items_by_id[link_id].hint)


def test_an_emergency_says_what_to_do_when_nothing_dangerous_is_found() -> None:
    """R36, B40."""
    words = str(QUESTIONS.care_cards_by_level[Level.emergency].afterwards)
    for part in ("nothing dangerous", "come back", "leave out the sign", "print", "call again"):
        assert part in words


def test_every_calm_result_says_when_to_see_a_gp() -> None:
    (advice,) = [block for block in QUESTIONS.advice if block.heading == "See a GP if"]
    assert len(advice.bullets) == 4
    for name in ("several", "some", "few", "pelvic-girdle"):
        assert advice.id in QUESTIONS.outcomes_by_id[name].advice


def test_under_18_are_sent_to_a_gp_and_in_pregnancy_to_the_maternity_unit() -> None:
    text = " ".join(QUESTIONS.outcomes_by_id["under-18"].text)
    assert "See a GP" in text
    assert "If you are pregnant, call your maternity unit" in text


def test_bands_say_the_words_of_the_brief() -> None:
    also = "They are found in other back problems too. It is worth asking about."
    assert {band.id: " ".join(band.text) for band in QUESTIONS.bands} == {
        "few": (
            "Few of your answers are often found in SI joint pain. "
            "Your pain still matters. Other causes are more common."
        ),
        "some": f"Some of your answers are often found in SI joint pain. {also}",
        "several": f"Several of your answers are often found in SI joint pain. {also}",
    }


def test_age_is_asked_first_and_pregnancy_second_and_signs_before_all_else() -> None:
    kinds = {section.id: section.kind for section in QUESTIONS.sections}
    order = [kinds[item.section] for item in QUESTIONS.items]
    assert [item.link_id for item in QUESTIONS.items][:2] == ["age", "pregnancy"]
    assert order == sorted(order, key=["gate", "warning", "detail"].index)


# --- GP questions ---------------------------------------------------------------------------------

ASKS = {
    "5": (
        "Could this be inflammatory back pain? "
        "Should I have an HLA-B27 test or see a rheumatologist?"
    ),
    "7": "Could this be pelvic girdle pain? Who treats it here?",
    "1": "What do you think is causing my pain, and what else could it be?",
    "2": "Could my SI joint be part of this?",
    "9": "Can someone trained test my SI joints by hand?",
    "3": "Could it be my hip instead?",
    "4": "Could a nerve in my back be causing my leg pain?",
    "12": "Which exercises or physio would help? Can I refer myself?",
    "6": "I had a spinal fusion. Could the pain come from the joint below it?",
    "14": "I have tried these things. What is next?",
    "17 and 18": None,
    "11": "What is a test (diagnostic) injection, and is it funded here?",
    "22 and 23": None,
    "10": "Do I need a scan, and would it change what we do?",
    "13": "Which painkillers are safe with my other medicines and conditions?",
    "19": "How can I sleep, sit and work with this? Do I need a fit note?",
    "20": "The pain is getting me down. What help is there?",
    "15": "Would a pelvic belt be worth trying?",
    "8": "My joints are very bendy. Does that change anything?",
    "26": "How long may this last, and what do I do in a flare-up?",
    "27": "Which movement and work is safe for me?",
    "16": "What if we do nothing for now?",
    "21": "What should make me come back sooner, or call 111 or 999?",
}
"""Brief section 4 and R38, in rank, 21 last; those that R19 merges have words of their own."""


def words_of_the_brief(question: GpQuestion) -> str | None:
    """What the brief has it say; ``None`` where R19 merges 2 questions of it."""
    if question.number not in ASKS:
        pytest.fail(
            f"GP question '{question.id}' (number: {question.number}) is not in ASKS. Add its "
            "number there at its rank, with its words in the brief, and in 'shown' of "
            "asks_by_the_brief(), with when it is asked."
        )
    return ASKS[question.number]


def test_gp_questions_stand_in_the_rank_of_the_brief() -> None:
    for question in QUESTIONS.gp_questions:
        words_of_the_brief(question)
    assert [question.number for question in QUESTIONS.gp_questions] == list(ASKS)


@pytest.mark.parametrize("number", ["28", None])
def test_an_author_of_a_new_gp_question_is_told_what_to_add_where(number: str | None) -> None:
    new = QUESTIONS.gp_questions[0].model_copy(update={"id": "new", "number": number})
    with pytest.raises(pytest.fail.Exception, match=r"'new' \(number: .*ASKS.*asks_by_the_brief"):
        words_of_the_brief(new)


@pytest.mark.parametrize("question", QUESTIONS.gp_questions, ids=lambda question: question.id)
def test_gp_question_says_the_words_of_the_brief(question: GpQuestion) -> None:
    assert words_of_the_brief(question) in (None, question.text)


def test_merged_gp_questions_keep_what_the_brief_asks() -> None:
    asked = QUESTIONS.gp_questions
    merged = {q.number: q.text.lower() for q in asked if words_of_the_brief(q) is None}
    for words in ("surgery ever right for pain like mine", "benefits, risks and other choices"):
        assert words in merged["22 and 23"]
    for words in ("confirmed", "examination", "injection"):
        assert words in merged["22 and 23"]
    for words in ("when should i see a specialist", "which one", "what must i try first"):
        assert words in merged["17 and 18"]


def test_24_and_25_are_lines_under_22_and_23() -> None:
    lines = {q.number: [line.text for line in q.follow_ups] for q in QUESTIONS.gp_questions}
    assert {number: texts for number, texts in lines.items() if texts} == {
        "22 and 23": [
            "How did it compare with placebo surgery in trials, and what are your own results?",
            "I may have a baby later. Would it affect birth?",
        ]
    }


def test_the_cap_is_8_and_only_the_safety_net_is_never_cut() -> None:
    assert QUESTIONS.sheet.cap == 8
    assert [q.number for q in QUESTIONS.gp_questions if q.keep_always] == ["21"]
    assert [q.number for q in QUESTIONS.gp_questions if q.never_cut] == ["22 and 23"]  # B2


def test_the_cap_keeps_the_highest_ranks_in_order_and_the_safety_net_last() -> None:
    found = result(
        MUCH_FITS,
        pregnancy="ended-in-12-months",
        spread="groin pins-and-needles",
        worse="sitting getting-up stairs car",
        history="psoriasis fusion bendy",
        tried="physio injection painkillers",
        effect="sleep work mood",
    )
    assert numbers(found) == ["5", "7", "1", "2", "9", "3", "22 and 23", "21"]
    everything = [*found.gp_questions, *found.gp_questions_cut]
    assert {asked.question.id for asked in everything} == {q.id for q in QUESTIONS.gp_questions}


@pytest.mark.parametrize(
    ("wish", "second"),
    [
        ("cause", "2"),
        ("treatment", "12"),
        ("medicine", "13"),
        ("scan", "10"),
        ("specialist", "17 and 18"),
        ("daily-life", "19"),
        ("mood", "20"),
        ("not-serious", "2"),
        (UNSURE, "2"),
    ],
)
def test_the_wish_lifts_its_question_to_after_1(wish: str, second: str) -> None:
    """R38, B4, B5."""
    assert numbers(result(MUCH_FITS, wish=wish))[:2] == ["1", second]


@pytest.mark.parametrize(
    ("tried", "most_days", "second"),
    [("physio", "most-days", "11"), ("manual", "most-days", "17 and 18"), ("physio", "none", "2")],
    ids=["11 fits", "11 does not", "neither fits, and it brings neither"],
)
def test_the_wish_for_a_specialist_lifts_11_or_else_17_and_18(
    tried: str, most_days: str, second: str
) -> None:
    """R38, B5."""
    found = result(MUCH_FITS, tried=tried, most_days=most_days, wish="specialist")
    assert numbers(found)[:2] == ["1", second]


# --- boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "points", "band"),
    [
        ({"spread": "groin"}, 1, "few"),
        ({"main_pain": "below-belt-left"}, 2, "few"),
        ({"main_pain": "below-belt-left", "worse": "sitting"}, 3, "some"),
        ({"one_finger": "points", "worse": "sitting"}, 4, "some"),
        ({"main_pain": "below-belt-left", "one_finger": "points"}, 5, "some"),
        ({"main_pain": "below-belt-left", "one_finger": "points", "spread": "groin"}, 6, "several"),
        (
            {"main_pain": "below-belt-left", "one_finger": "points", "worse": "sitting getting-up"},
            7,
            "several",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_band_at_and_beside_each_of_its_limits(
    said: Mapping[str, str], points: int, band: str
) -> None:
    found = result(CALM, **said)
    assert (found.points, band_of(found)) == (points, band)


@pytest.mark.parametrize(
    ("duration", "band"),
    [
        ("up-to-6-weeks", "some"),
        ("over-6-weeks", "several"),
        ("over-3-months", "several"),
        ("over-6-months", "several"),
        (UNSURE, "some"),
    ],
)
def test_several_needs_more_than_6_weeks(duration: str, band: str) -> None:
    assert band_of(result(MUCH_FITS, duration=duration)) == band


@pytest.mark.parametrize(
    ("duration", "most_days", "band"),
    [
        ("over-6-weeks", "none", "several"),
        ("over-3-months", "most-days", "several"),
        ("over-3-months", "none", "some"),
        ("over-3-months", UNSURE, "some"),
        ("over-6-months", "most-days", "several"),
        ("over-6-months", "none", "some"),
        ("over-6-months", UNSURE, "some"),
    ],
)
def test_several_needs_most_days_where_it_is_asked(
    duration: str, most_days: str, band: str
) -> None:
    """R37, B6."""
    assert band_of(result(MUCH_FITS, duration=duration, most_days=most_days)) == band


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ({"main_pain": "below-belt-left", "spread": "groin"}, "several"),
        ({"one_finger": "points"}, "several"),
        ({"spread": "groin"}, "some"),
    ],
    ids=["P1", "P2", "neither: 5 is the most"],
)
def test_several_needs_p1_or_p2(said: Mapping[str, str], band: str) -> None:
    found = result(CALM, worse="sitting getting-up stairs car", began="fusion", **said)
    assert band_of(found) == band


def test_not_sure_gives_no_points() -> None:
    details = [item for item in QUESTIONS.items if KINDS[item.section] == "detail"]
    unsure = {item.link_id: frozenset({UNSURE}) for item in details if item.not_sure}
    able = {"stand-walk-since-injury": CALM["stand-walk-since-injury"]}
    assert assess(QUESTIONS, {**MUCH_FITS, **unsure, **able}).points == 0


def test_without_p1_and_p2_the_most_is_5_points() -> None:
    others = [f.item_weight for f in QUESTIONS.features if f.id not in ("P1", "P2")]
    assert sum(weight for weight in others if weight > 0) == 5


@pytest.mark.parametrize(("ticks", "points"), [("stairs", 0), ("stairs car", 1)])
def test_p6_needs_2_ticks(ticks: str, points: int) -> None:
    assert result(worse=ticks).points == points


@pytest.mark.parametrize("place", ["below-belt-left", "below-belt-right", "below-belt-both"])
def test_each_side_of_p1_counts_the_same(place: str) -> None:
    assert result(main_pain=place).points == 2


@pytest.mark.parametrize(
    ("place", "points"),
    [
        ("below-belt-left", 5),
        ("groin", 4),
        ("lower-buttock", 3),
        ("leg", 3),
        ("elsewhere", 3),
        (UNSURE, 3),
        ("front-of-hip", 2),
        ("middle-or-above", 1),
    ],
)
def test_what_each_place_of_the_main_pain_adds(place: str, points: int) -> None:
    assert result(main_pain=place, one_finger="points").points == points


@pytest.mark.parametrize(
    ("said", "count", "shows"),
    [
        ({"better": "moving"}, 2, False),
        ({"better": "moving", "night_waking": "wakes"}, 3, True),
        ({"better": "moving nsaids", "night_waking": "wakes"}, 4, True),
    ],
    ids=["2", "3", "4"],
)
def test_the_overlay_shows_from_3(said: Mapping[str, str], count: int, shows: bool) -> None:
    (overlay,) = result(main_pain="lower-buttock", duration="over-6-months", **said).overlays
    assert (overlay.count, overlay.shows) == (count, shows)


@pytest.mark.parametrize(
    ("age", "onset", "open_"),
    [
        ("from-18-to-34", UNSURE, True),
        ("from-35-to-44", "from-35-to-44", True),
        ("from-35-to-44", UNSURE, True),
        ("from-45-to-49", "from-35-to-44", True),
        ("from-45-to-49", "from-45-to-49", False),
        ("from-45-to-49", UNSURE, True),
        ("from-50-to-64", "from-35-to-44", True),
        ("from-50-to-64", "from-45-to-49", False),
        ("from-50-to-64", "again-from-50", False),
        ("from-65", "first-from-50", False),
        ("from-65", UNSURE, True),
    ],
)
def test_the_ng65_gate_closes_at_45(age: str, onset: str, open_: bool) -> None:
    (overlay,) = result(age=age, onset_age=onset, duration="over-6-months").overlays
    assert overlay.gate is open_


@pytest.mark.parametrize(
    ("duration", "open_"),
    [
        ("up-to-6-weeks", False),
        ("over-6-weeks", False),
        ("over-3-months", True),
        ("over-6-months", True),
        (UNSURE, True),
    ],
)
def test_the_ng65_gate_opens_after_3_months(duration: str, open_: bool) -> None:
    (overlay,) = result(duration=duration).overlays
    assert overlay.gate is open_


@pytest.mark.parametrize(
    ("tried", "next_step", "surgery", "with_surgeon"),
    [
        ("physio", False, False, False),
        ("physio self-care", False, False, False),
        ("physio not-sure", False, False, False),
        ("manual painkillers", True, False, False),
        ("manual injection", True, False, False),
        ("physio painkillers nsaids", True, False, True),
        ("physio belt", True, False, True),
        ("physio nerve", True, False, True),
        ("physio injection", True, True, True),
    ],
)
def test_questions_14_and_22_need_2_treatments(
    tried: str, next_step: bool, surgery: bool, with_surgeon: bool
) -> None:
    """R19; R37 and B3: surgery also needs an injection into the SI joint, or seeing a surgeon."""
    shown = numbers(result(MUCH_FITS, tried=tried))
    assert ("14" in shown, "22 and 23" in shown) == (next_step, surgery)
    shown = numbers(result(MUCH_FITS, tried=tried, seeing_surgeon="going"))
    assert ("22 and 23" in shown) is with_surgeon


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        ("up-to-6-weeks", set()),
        ("over-6-weeks", {"10"}),
        ("over-3-months", {"10", "17 and 18"}),
        ("over-6-months", {"10", "11", "17 and 18"}),
        (UNSURE, {"10"}),
    ],
)
def test_questions_10_11_17_wait_for_their_time(duration: str, shown: set[str]) -> None:
    found = result(MUCH_FITS, duration=duration, tried="physio")
    every = {asked.question.number for asked in (*found.gp_questions, *found.gp_questions_cut)}
    assert every & {"10", "11", "17 and 18"} == shown
    found = result(MUCH_FITS, duration=duration, tried="physio", most_days="none")
    every = {asked.question.number for asked in (*found.gp_questions, *found.gp_questions_cut)}
    assert every & {"10", "11", "17 and 18"} == shown - {"11", "17 and 18"}


@pytest.mark.parametrize(
    ("age", "risk"), [("from-50-to-64", False), ("from-65", True), ("from-45-to-49", False)]
)
def test_a_fall_that_the_pain_got_worse_with_is_urgent_from_65(age: str, risk: bool) -> None:
    found = result(age=age, sudden="fall", fall_and_pain="with-fall", onset_age="again-from-50")
    assert found.level is (Level.urgent if risk else Level.none)


@pytest.mark.parametrize(
    ("answer", "bones", "level"),
    [
        ("with-fall", "none", Level.urgent),
        (UNSURE, "none", Level.urgent),
        ("none", "none", Level.none),
        ("none", "osteoporosis", Level.urgent),
        ("none", "steroids", Level.urgent),
    ],
)
def test_at_65_a_fall_counts_with_its_pain_or_with_weak_bones(
    answer: str, bones: str, level: Level
) -> None:
    """R24, B13, B39."""
    found = result(PEOPLE["aged-70"], sudden="fall", fall_and_pain=answer, health_history=bones)
    assert found.level is level


@pytest.mark.parametrize("bones", ["osteoporosis", "steroids"])
@pytest.mark.parametrize(
    ("answer", "level"), [("sudden", Level.urgent), (UNSURE, Level.urgent), ("none", Level.none)]
)
def test_weak_bones_and_sudden_bad_pain_are_urgent_without_a_fall(
    bones: str, answer: str, level: Level
) -> None:
    """R24, B12."""
    assert result(health_history=bones, sudden_bad_pain=answer).level is level


@pytest.mark.parametrize(
    ("duration", "level"),
    [
        ("up-to-6-weeks", Level.urgent),
        ("over-6-weeks", Level.urgent),
        ("over-3-months", Level.none),
        (UNSURE, Level.urgent),
    ],
)
def test_a_fall_that_the_pain_began_with_is_urgent_up_to_3_months(
    duration: str, level: Level
) -> None:
    for began in ("fall-or-injury", UNSURE):
        found = result(PEOPLE["aged-70"], began=began, duration=duration)
        assert found.level is level


@pytest.mark.parametrize("began", ["fall-or-injury", UNSURE])
@pytest.mark.parametrize("start", [CALM, PEOPLE["aged-70"]], ids=["40", "70"])
def test_whoever_the_pain_began_with_a_fall_is_asked_whether_they_can_stand(
    start: Answers, began: str
) -> None:
    """R24, B8: at any age. R1: also where it is not sure how it began."""
    found = result(start, began=began, duration="over-6-weeks")
    assert "stand-walk-since-injury" in found.journey.answers


@pytest.mark.parametrize("answer", ["cannot", UNSURE])
@pytest.mark.parametrize(
    ("said", "question"),
    [
        ({"sudden": "fall"}, "stand_walk"),
        ({"sudden": UNSURE, "sudden_again": "fall"}, "stand_walk"),
        ({"sudden": "accident", "accident_checked": "checked"}, "stand_walk"),
        (
            {
                "sudden": UNSURE,
                "sudden_again": "accident",
                "accident_checked_if_any": "checked",
            },
            "stand_walk",
        ),
        ({"began": "fall-or-injury", "duration": "over-6-weeks"}, "stand_walk_since_injury"),
        ({"began": "fall-or-injury", "duration": UNSURE}, "stand_walk_since_injury"),
        ({"began": UNSURE, "duration": "up-to-6-weeks"}, "stand_walk_since_injury"),
    ],
)
@pytest.mark.parametrize("start", [CALM, PEOPLE["aged-70"]], ids=["40", "70"])
def test_whoever_fell_and_cannot_stand_is_an_emergency(
    start: Answers, said: dict[str, str], question: str, answer: str
) -> None:
    """R24, B8 to B10: at any age, with or without weak bones."""
    found = result(start, **said, **{question: answer})
    assert found.outcome is QUESTIONS.outcomes_by_id["emergency"]


def test_standing_is_asked_once_about_the_latest_fall() -> None:
    """B8: after "how did it begin" only if it was not asked before."""
    found = result(sudden="fall", began="fall-or-injury", duration="over-6-weeks")
    assert "stand-walk" in found.journey.answers
    assert "stand-walk-since-injury" not in found.journey.answers


# --- not sure, asked once more (R35) --------------------------------------------------------------

LISTS_ASKED_AGAIN = ("nerves", "legs", "sudden", "urgent-signs", "health-history")


def test_every_page_of_warning_signs_is_asked_again_but_the_maternity_lists() -> None:
    """R35, B18."""
    assert set(QUESTIONS.asked_again) == set(LISTS_ASKED_AGAIN)


@pytest.mark.parametrize("link_id", LISTS_ASKED_AGAIN)
def test_who_cannot_say_which_has_all_of_them(link_id: str) -> None:
    """R1, R35, B16: "I can't say", or no answer, is all of the page."""
    again = QUESTIONS.asked_again[link_id]
    assert again.answer_if_empty == {"cant-say"}
    unsure = {**CALM, link_id: frozenset({UNSURE})}
    every = {o.code for o in again.answer_option if o.code != "cant-say"}
    for which in ({"cant-say"}, every, {"cant-say", min(every)}):
        told = assess(QUESTIONS, {**unsure, again.link_id: frozenset(which)})
        ticked = assess(QUESTIONS, {**CALM, link_id: frozenset(every)})
        assert told.level is ticked.level


@pytest.mark.parametrize(
    ("link_id", "code"),
    [
        (name, option.code)
        for name in LISTS_ASKED_AGAIN
        for option in QUESTIONS.items_by_id[name].answer_option
        if not option.exclusive and option.code != UNSURE
    ],
)
def test_a_sign_that_is_not_sure_weighs_as_much_as_one_that_is_ticked(
    link_id: str, code: str
) -> None:
    """R1, R35, B17: its second questions are asked and decide as after a tick."""
    again = QUESTIONS.asked_again[link_id].link_id
    for start in (CALM, WORST, PEOPLE["pregnant"]):
        start = {**start, "accident-checked-if-any": start["accident-checked"]}
        unsure = {**start, link_id: frozenset({UNSURE}), again: frozenset({code})}
        ticked = {**start, link_id: frozenset({code})}
        assert assess(QUESTIONS, unsure).level is assess(QUESTIONS, ticked).level


SECOND_ANSWERS = {
    "accident-checked": "none",
    "accident-checked-if-any": "none",
    "stand-walk": "cannot",
    "fall-and-pain": "with-fall",
    "cancer-leg": "weak",
    "pain-since-cancer": "new",
    "pain-new": "new",
    "sudden-bad-pain": "sudden",
}
"""The answer to each second question that makes the sign of its first one count."""
WORST = {**CALM, **{name: frozenset({code}) for name, code in SECOND_ANSWERS.items()}}


def status_of(found: Assessment) -> Mapping[str, Status]:
    """What was said about each sign."""
    return {finding.sign.id: finding.status for finding in found.signs}


def test_who_denies_the_pages_has_denied_their_signs() -> None:
    """R39: nothing is "not asked" that was. The maternity lists were not, and standing."""
    status = status_of(result())
    maternity = {s.id for s in QUESTIONS.warning_signs if s.applies_when} - {
        "pulsing-or-tummy-pain"
    }
    asked = set(status) - maternity - {"cannot-stand"}
    assert {name for name in asked if status[name] is not Status.denied} == set()
    assert {status[name] for name in maternity} == {Status.not_asked}


ASKED_ON = {
    "nerves": {"numb-saddle", "cannot-pee", "pee", "pee-feeling", "leak", "poo", "sex"},
    "legs": {"both-legs", "both-legs-ache", "one-leg"},
    "sudden": {
        "accident",
        "accident-checked",
        "chest-pain",
        "sudden-pain",
        "pulsing-or-tummy-pain",
    },
}
"""The signs of the first pages (B39). A fall with weak bones waits for the health history."""


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ({"age": "under-18"}, ()),
        ({"nerves": "numb-saddle"}, ("nerves",)),
        ({"age": "from-65", "legs": "both-legs"}, ("nerves", "legs")),
        ({"sudden": "chest-pain"}, ("nerves", "legs", "sudden")),
    ],
)
def test_who_is_stopped_has_denied_nothing_of_later_pages(
    said: dict[str, str], pages: tuple[str, ...]
) -> None:
    """Nobody denies what nobody asked."""
    status = status_of(result(**said))
    denied = {sign for sign in status if status[sign] is Status.denied}
    assert denied - set().union(*(ASKED_ON[page] for page in pages)) == set()


def test_what_is_not_named_when_asked_again_is_denied() -> None:
    """B15."""
    status = status_of(result(urgent_signs=UNSURE, urgent_signs_again="cough"))
    assert status["cough"] is Status.not_sure
    others = ("unwell", "weight-loss", "shape", "constant-or-night", "procedure", "red-eye")
    assert {status[name] for name in others} == {Status.denied}


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ({"sudden": "accident"}, "accident"),
        ({"sudden": "fall"}, "cannot-stand"),
        ({"sudden": "fall", "age": "from-65"}, "fall-with-weaker-bones"),
        ({"health_history": "cancer"}, "cancer"),
        ({"health_history": "cancer"}, "cancer-and-weak-leg"),
        ({"health_history": "weak-immune"}, "infection-risk"),
        ({"health_history": "osteoporosis"}, "fall-with-weaker-bones"),
        ({"sudden": UNSURE, "sudden_again": "accident"}, "accident"),
    ],
)
def test_a_sign_that_a_second_question_turned_down_is_denied(
    said: dict[str, str], sign: str
) -> None:
    """B45, B53."""
    assert status_of(result(**said))[sign] is Status.denied


DENIED, NOT_ASKED, NOT_SURE, REPORTED = (
    Status.denied,
    Status.not_asked,
    Status.not_sure,
    Status.reported,
)
SHAKEN = {"sudden": "accident"}
SHAKEN_PERHAPS = {"sudden": UNSURE, "sudden_again": "accident"}


@pytest.mark.parametrize(
    ("said", "unchecked", "checked"),
    [
        ({}, DENIED, DENIED),
        ({"sudden": UNSURE, "sudden_again": "pulsing"}, DENIED, DENIED),
        ({**SHAKEN, "accident_checked": "checked"}, DENIED, REPORTED),
        ({**SHAKEN, "accident_checked": "got-worse"}, REPORTED, DENIED),
        ({**SHAKEN, "accident_checked": "none"}, REPORTED, DENIED),
        ({**SHAKEN, "accident_checked": UNSURE}, NOT_SURE, NOT_SURE),
        ({**SHAKEN_PERHAPS, "accident_checked_if_any": "checked"}, DENIED, NOT_SURE),
        ({**SHAKEN_PERHAPS, "accident_checked_if_any": "none"}, NOT_SURE, DENIED),
        ({**SHAKEN_PERHAPS, "accident_checked_if_any": "no-accident"}, DENIED, DENIED),
        ({"sudden": "accident chest-pain"}, NOT_ASKED, NOT_ASKED),
        ({"nerves": "cannot-pee"}, NOT_ASKED, NOT_ASKED),
    ],
)
def test_what_was_said_of_an_accident(
    said: dict[str, str], unchecked: Status, checked: Status
) -> None:
    """R4, R32, B14, B15, B36, B45, B53."""
    status = status_of(result(**said))
    assert (status["accident"], status["accident-checked"]) == (unchecked, checked)


@pytest.mark.parametrize(
    ("said", "sign", "expected"),
    [
        ({}, "infection-risk", DENIED),
        ({"health_history": "cancer"}, "infection-risk", DENIED),
        ({"health_history": "infection", "pain_new": "new"}, "infection-risk", REPORTED),
        ({"health_history": "infection", "pain_new": "same"}, "infection-risk", DENIED),
        ({"health_history": "infection", "pain_new": UNSURE}, "infection-risk", NOT_SURE),
        (
            {"health_history": UNSURE, "health_history_again": "infection", "pain_new": "new"},
            "infection-risk",
            NOT_SURE,
        ),
        (
            {"health_history": UNSURE, "health_history_again": "infection", "pain_new": "same"},
            "infection-risk",
            DENIED,
        ),
        ({"sudden": "chest-pain"}, "infection-risk", NOT_ASKED),
        (
            {"legs": "one-leg", "health_history": "cancer infection"},
            "infection-risk",
            NOT_ASKED,
        ),
        ({}, "cancer", DENIED),
        ({"course": "worse"}, "cancer", DENIED),
        ({"health_history": "cancer", "pain_since_cancer": "new"}, "cancer", REPORTED),
        ({"health_history": "cancer", "course": "worse"}, "cancer", REPORTED),
        ({"health_history": "cancer", "course": UNSURE}, "cancer", NOT_SURE),
        ({"health_history": "cancer", "pain_since_cancer": UNSURE}, "cancer", NOT_SURE),
        ({"health_history": "cancer", "pain_since_cancer": "same"}, "cancer", DENIED),
        ({"health_history": UNSURE, "health_history_again": "cancer"}, "cancer", DENIED),
        ({"legs": "one-leg", "health_history": "cancer"}, "cancer", NOT_ASKED),
        ({"sudden": "chest-pain"}, "cancer", NOT_ASKED),
        ({}, "cancer-and-weak-leg", DENIED),
        ({"legs": "one-leg"}, "cancer-and-weak-leg", DENIED),
        ({"health_history": "cancer"}, "cancer-and-weak-leg", DENIED),
        ({"health_history": "cancer", "cancer_leg": UNSURE}, "cancer-and-weak-leg", NOT_SURE),
        ({"sudden": "chest-pain"}, "cancer-and-weak-leg", NOT_ASKED),
        ({}, "cannot-stand", NOT_ASKED),
        ({"sudden": "fall"}, "cannot-stand", DENIED),
        ({"sudden": "accident", "accident_checked": "checked"}, "cannot-stand", DENIED),
        ({"began": "fall-or-injury", "duration": "over-6-weeks"}, "cannot-stand", DENIED),
        ({"sudden": "fall", "stand_walk": UNSURE}, "cannot-stand", NOT_SURE),
        ({"sudden": "fall chest-pain"}, "cannot-stand", NOT_ASKED),
        ({}, "fall-with-weaker-bones", DENIED),
        ({"age": "from-65"}, "fall-with-weaker-bones", DENIED),
        ({"health_history": "steroids"}, "fall-with-weaker-bones", DENIED),
        (
            {"health_history": "steroids", "sudden_bad_pain": UNSURE},
            "fall-with-weaker-bones",
            NOT_SURE,
        ),
        ({"health_history": "steroids", "sudden": "fall"}, "fall-with-weaker-bones", REPORTED),
        ({"age": "from-65", "sudden": "fall"}, "fall-with-weaker-bones", DENIED),
        (
            {"legs": "one-leg", "health_history": "cancer steroids"},
            "fall-with-weaker-bones",
            NOT_ASKED,
        ),
    ],
)
def test_what_was_said_of_a_sign_of_2_questions(
    said: dict[str, str], sign: str, expected: Status
) -> None:
    """R1, R5, R24, R33, R39, B8, B12, B13, B15, B31, B45, B51."""
    assert status_of(result(**said))[sign] is expected


@pytest.mark.parametrize(
    ("pregnancy", "said", "either", "pulsing", "on_the_list"),
    [
        ("none", {}, DENIED, NOT_ASKED, NOT_ASKED),
        ("none", {"sudden": "tummy-pain"}, REPORTED, NOT_ASKED, NOT_ASKED),
        ("ended-in-6-months", {"sudden": "tummy-pain"}, REPORTED, NOT_ASKED, NOT_ASKED),
        ("ended-in-4-weeks", {}, NOT_ASKED, DENIED, DENIED),
        ("ended-in-4-weeks", {"sudden": "tummy-pain"}, NOT_ASKED, DENIED, REPORTED),
        ("ended-in-4-weeks", {"sudden": "pulsing"}, NOT_ASKED, REPORTED, DENIED),
        (
            "ended-in-4-weeks",
            {"sudden": UNSURE, "sudden_again": "tummy-pain"},
            NOT_ASKED,
            DENIED,
            NOT_SURE,
        ),
        ("pregnant", {"sudden": "pulsing"}, NOT_ASKED, REPORTED, NOT_ASKED),
    ],
)
def test_tummy_pain_of_the_maternity_list_is_not_denied_beside_it(
    pregnancy: str, said: dict[str, str], either: Status, pulsing: Status, on_the_list: Status
) -> None:
    """R12, B22."""
    status = status_of(result(pregnancy=pregnancy, **said))
    found = ("pulsing-or-tummy-pain", "pulsing", "tummy-pain-after-pregnancy")
    assert tuple(status[name] for name in found) == (either, pulsing, on_the_list)


def test_a_ticked_emergency_is_not_asked_again() -> None:
    """B14."""
    for said in ({"nerves": "pee not-sure"}, {"legs": "both-legs not-sure"}):
        found = result(CALM, **said)
        assert found.outcome is QUESTIONS.outcomes_by_id["emergency"]
        assert not [item for item in found.journey.path if item.asks_again]


def test_a_tick_is_not_taken_back_by_an_old_answer_about_not_sure() -> None:
    """R32, B53: "I had no accident" is for who is not sure of one."""
    found = result(
        sudden="accident not-sure",
        sudden_again="accident",
        accident_checked="none",
        accident_checked_if_any="no-accident",
    )
    assert found.level is Level.emergency


# --- second answers (R10) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"legs": "one-leg"}, {"health_history": "cancer"}),
        ({"legs": "one-leg"}, {"health_history": UNSURE}),
        ({"cancer_leg": "weak"}, {"health_history": "cancer"}),
        ({"stand_walk": "cannot"}, {"sudden": "fall"}),
        ({"stand_walk": UNSURE}, {"sudden": "fall"}),
        ({"stand_walk": "cannot"}, {"sudden": "accident"}),
        ({"accident_checked": "none"}, {"sudden": "accident"}),
        ({"accident_checked": "got-worse"}, {"sudden": "accident"}),
        ({"accident_checked": UNSURE}, {"sudden": "accident"}),
        ({"sudden": "tummy-pain"}, {"pregnancy": "pregnant"}),
        ({"sudden": "tummy-pain"}, {"pregnancy": UNSURE}),
        ({"pregnancy_signs": "heavy-bleeding"}, {"pregnancy": "pregnant"}),
        ({"after_pregnancy_signs": "heavy-bleeding"}, {"pregnancy": "ended-in-4-weeks"}),
    ],
)
def test_the_second_answer_makes_it_an_emergency_in_either_order(
    first: dict[str, str], second: dict[str, str]
) -> None:
    assert result(CALM, **first).level < Level.emergency
    assert result(CALM, **second).level < Level.emergency
    for both in (first | second, second | first):
        found = result(CALM, **both)
        assert found.outcome is QUESTIONS.outcomes_by_id["emergency"]
        assert found.journey.open is None


def test_taking_the_second_answer_back_takes_the_emergency_back() -> None:
    assert result(legs="one-leg", health_history="cancer").level is Level.emergency
    assert result(legs="one-leg", health_history="none").level is Level.urgent


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ({"pregnancy": "pregnant", "pregnancy_signs": "waters"}, "pregnancy-signs"),
        ({"pregnancy": UNSURE, "pregnancy_signs": UNSURE}, "pregnancy-signs"),
        (
            {"pregnancy": "ended-in-4-weeks", "after_pregnancy_signs": UNSURE},
            "after-pregnancy-signs",
        ),
        ({"pregnancy": "ended-in-4-weeks", "sudden": "tummy-pain"}, "sudden"),
        ({"pregnancy": "pregnant", "urgent_signs": "red-eye"}, "urgent-signs"),
    ],
)
def test_a_maternity_card_is_shown_at_once_with_a_way_to_go_on(
    said: dict[str, str], last: str
) -> None:
    """R12."""
    found = result(CALM, **said)
    assert signs_shown_at_once(QUESTIONS, found.journey, last)
    assert found.journey.after(last) is not None


def test_an_urgent_sign_waits_for_the_result() -> None:
    """R12: "an urgent card is shown on the result"."""
    found = result(urgent_signs="cough")
    assert signs_shown_at_once(QUESTIONS, found.journey, "urgent-signs") == ()


# --- the way through ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers",
    [
        person(age="from-18-to-34", tried="none"),
        person(),
        person(MUCH_FITS),
        person(MUCH_FITS, age="from-50-to-64", onset_age="before-35"),
        person(age="from-65", main_pain="leg", onset_age="again-from-50"),
        person(pregnancy="pregnant"),
        person(pregnancy="ended-in-4-weeks", main_pain="groin"),
        person(pregnancy="ended-in-6-months", main_pain="groin"),
    ],
    ids=[
        "young, nothing tried",
        "calm adult",
        "much fits",
        "55, much fits",
        "70",
        "pregnant",
        "after a pregnancy",
        "months after a pregnancy",
    ],
)
def test_an_ordinary_journey_has_at_most_17_pages_of_questions(answers: Answers) -> None:
    """B44 asks for at most 20. With the start page and the list of answers there are 2 more."""
    journey = follow(QUESTIONS, answers)
    assert journey.complete
    assert len(journey.pages) <= 17


def test_the_2_questions_about_surgery_are_asked_only_where_surgery_may_come_up() -> None:
    """B3: the second only where the question on surgery shows."""

    def asked(**said: str) -> set[str]:
        path = follow(QUESTIONS, person(MUCH_FITS, **said)).path
        return {"seeing-surgeon", "pregnancy-later"} & {item.link_id for item in path}

    assert asked() == set()
    assert asked(tried="physio belt") == {"seeing-surgeon"}
    assert asked(tried="physio injection") == {"seeing-surgeon", "pregnancy-later"}
    assert asked(tried="physio belt", seeing_surgeon="going") == asked(tried="physio injection")
    assert asked(tried="physio injection", most_days="none") == set()


def test_both_lists_of_the_pregnancy_gate_come_straight_after_it() -> None:
    for answer, asked in (
        ("pregnant", "pregnancy-signs"),
        (UNSURE, "pregnancy-signs"),
        ("ended-in-4-weeks", "after-pregnancy-signs"),
        ("ended-in-6-months", "nerves"),
        ("ended-in-12-months", "nerves"),
        ("none", "nerves"),
    ):
        path = follow(QUESTIONS, person(pregnancy=answer)).path
        assert path[2].link_id == asked, answer


def test_nobody_is_asked_for_their_sex() -> None:
    for item in QUESTIONS.items:
        assert not re.search(r"\b(male|female|gender|man or)\b", item.text)


# --- what the brief says, written a second time ---------------------------------------------------
# Short rules over the answers, straight from sections 2, 3, 4, 11 and 12, to hold against the
# engine and the content on answers that nobody thought of.


def says(answers: Answers, item: str, *codes: str) -> bool:
    """R1: "not sure" counts as the sign."""
    return not answers.get(item, frozenset()).isdisjoint({*codes, UNSURE})


def ticks(answers: Answers, item: str, *codes: str) -> bool:
    """R21: "not sure" is not counted."""
    return not answers.get(item, frozenset()).isdisjoint(codes)


def sure_of(a: Answers, page: str) -> set[str]:
    """The signs of a page that are ticked."""
    return set(a.get(page, frozenset())) - {"none", UNSURE}


def told_of(a: Answers, page: str) -> set[str]:
    """The signs of a page that are ticked, or that a "not sure" stands for (R35).

    Until it is asked once more, nobody knows for which.
    """
    if UNSURE not in a.get(page, ()):
        return sure_of(a, page)
    again = a.get(f"{page}-again", frozenset())
    options = {o.code for o in QUESTIONS.items_by_id[page].answer_option} - {"none", UNSURE}
    return sure_of(a, page) | (options if "cant-say" in again else set(again))


def emergency_by_the_brief(a: Answers) -> bool:
    """Sections 2, 11 and 12: E1 to E7, R7, R12, R22 to R24, R29 and R32."""
    pregnant = says(a, "pregnancy", "pregnant")
    just_ended = ticks(a, "pregnancy", "ended-in-4-weeks")
    sudden, history = told_of(a, "sudden"), told_of(a, "health-history")
    return bool(
        told_of(a, "nerves")
        or told_of(a, "legs") & {"both-legs", "both-legs-shooting", "both-legs-giving-way"}
        or sudden & {"chest-pain", "sudden-pain"}
        or accident_by_the_brief(a) == "not checked"
        or ("cancer" in history and "one-leg" in told_of(a, "legs"))
        or ("cancer" in history and says(a, "cancer-leg", "weak"))
        or (fall_by_the_brief(a) and says(a, "stand-walk", "cannot"))
        or (
            began_with_a_fall(a)
            and not fall_by_the_brief(a)
            and says(a, "stand-walk-since-injury", "cannot")
        )
        or (pregnant and ticks(a, "pregnancy-signs", "heavy-bleeding", "bad-tummy-pain"))
        or (pregnant and "tummy-pain" in sudden)
        or (just_ended and ticks(a, "after-pregnancy-signs", "heavy-bleeding"))
    )


def accident_by_the_brief(a: Answers) -> str | None:
    """R32, B36, B53: an accident, "checked" or "not checked"; none where it is denied."""
    if "accident" not in told_of(a, "sudden"):
        return None
    ticked = "accident" in sure_of(a, "sudden")
    second = a.get("accident-checked" if ticked else "accident-checked-if-any", frozenset())
    if second & {"none", "got-worse", UNSURE}:
        return "not checked"
    return "checked" if "checked" in second else None


def fall_by_the_brief(a: Answers) -> bool:
    """R24, B9, B10: a fall, or an accident that a doctor has checked."""
    return "fall" in told_of(a, "sudden") or accident_by_the_brief(a) == "checked"


def began_with_a_fall(a: Answers) -> bool:
    """B1: the pain began with a fall 3 months ago or less, or not sure when. R1: not sure how."""
    short = says(a, "duration", "up-to-6-weeks", "over-6-weeks")
    return says(a, "began", "fall-or-injury") and short


def fragile_by_the_brief(a: Answers) -> bool:
    """U8 in the words of R24, B12, B13, B39 and B49."""
    weak_bones = bool(told_of(a, "health-history") & {"osteoporosis", "steroids"})
    over_65 = ticks(a, "age", "from-65")
    fell = "fall" in told_of(a, "sudden")
    no_fall = not fell and accident_by_the_brief(a) is None
    return (
        (weak_bones and (fell or began_with_a_fall(a)))
        or (weak_bones and no_fall and says(a, "sudden-bad-pain", "sudden"))
        or (over_65 and fell and says(a, "fall-and-pain", "with-fall"))
        or (over_65 and began_with_a_fall(a))
    )


def level_by_the_brief(a: Answers) -> Level:
    """Sections 2, 11 and 12. Answers that are missing give no sign."""
    if ticks(a, "age", "under-18"):
        return Level.none
    if emergency_by_the_brief(a):
        return Level.emergency
    pregnant = says(a, "pregnancy", "pregnant")
    just_ended = ticks(a, "pregnancy", "ended-in-4-weeks")
    sudden, urgent = told_of(a, "sudden"), told_of(a, "urgent-signs")
    both = ("high-temperature", "painful-pee", "headache", "swelling")
    before = ("bleeding", "waters", "contractions", "fewer-movements", "itching", "vomiting")
    after = ("wound-trouble", "bad-tummy-pain")
    if (
        (pregnant and says(a, "pregnancy-signs", *both, *before))
        or (just_ended and says(a, "after-pregnancy-signs", *both, *after))
        or (just_ended and "tummy-pain" in sudden)
        # R12's high temperature, and B20; R21: the more urgent reading
        or ((pregnant or just_ended) and urgent & {"unwell", "red-eye"})
    ):
        return Level.maternity
    history = told_of(a, "health-history")
    risk = bool(history & {"weak-immune", "injected-drugs", "infection"})
    if (
        urgent
        or ("cancer" in history and says(a, "pain-since-cancer", "new"))
        or ("cancer" in history and says(a, "course", "worse"))
        or (risk and says(a, "pain-new", "new"))
        or fragile_by_the_brief(a)
        or accident_by_the_brief(a) == "checked"
        or told_of(a, "legs") & {"one-leg", "both-legs-ache"}
        or sudden & {"pulsing", "tummy-pain"}
    ):
        return Level.urgent
    return Level.none


def in_the_gate(a: Answers) -> bool:
    """R12, R28."""
    ended = ticks(a, "pregnancy", "ended-in-4-weeks", "ended-in-6-months")
    return says(a, "pregnancy", "pregnant") or ended


def marks_by_the_brief(a: Answers) -> set[str]:
    """Section 3 and R17: which of P1 to P7 and M1 to M4 hold."""
    loads = {"rolling-over", "stairs", "one-leg", "car", "lying-on-side", "long-standing"}
    held = {
        "P1": ticks(a, "main-pain", "below-belt-left", "below-belt-right", "below-belt-both"),
        "P2": ticks(a, "one-finger", "points"),
        "P3": ticks(a, "main-pain", "groin") or ticks(a, "spread", "groin"),
        "P4": ticks(a, "worse", "sitting"),
        "P5": ticks(a, "worse", "getting-up"),
        "P6": len(a["worse"] & loads) >= 2,
        "P7": ticks(a, "began", "fall-or-injury", "pregnancy-or-birth", "fusion"),
        "M1": ticks(a, "main-pain", "middle-or-above"),
        "M2": ticks(a, "spread", "below-knee-worse", "pins-and-needles"),
        "M3": ticks(a, "spread", "both-legs-walking"),
        "M4": ticks(a, "main-pain", "front-of-hip"),
    }
    return {code for code, holds in held.items() if holds}


def band_by_the_brief(a: Answers) -> str | None:
    """Section 3, R12 to R15, R37."""
    if level_by_the_brief(a) is Level.emergency or in_the_gate(a) or ticks(a, "age", "under-18"):
        return None
    weights = {"P1": 2, "P2": 3, "M1": -2, "M2": -2, "M3": -1, "M4": -1}
    marks = marks_by_the_brief(a)
    points = max(0, sum(weights.get(mark, 1) for mark in marks))
    long = ticks(a, "duration", "over-6-weeks") or long_lasting(a)
    if points >= 6 and marks & {"P1", "P2"} and long:
        return "several"
    return "some" if points >= 3 else "few"


def long_lasting(a: Answers) -> bool:
    """R37: more than 3 months, on most days."""
    return ticks(a, "duration", "over-3-months", "over-6-months") and ticks(
        a, "most-days", "most-days"
    )


def ng65_by_the_brief(a: Answers) -> bool:
    """NG65 in section 2, R15 to R17: is the overlay shown?"""
    age, onset = next(iter(a["age"])), next(iter(a["onset-age"]))
    young = age == "from-18-to-34"
    before_45 = young or age == "from-35-to-44" or onset in ("before-35", "from-35-to-44", UNSURE)
    counted = (
        young or onset == "before-35",
        ticks(a, "night-waking", "wakes"),
        "P1" in marks_by_the_brief(a)
        or ticks(a, "main-pain", "lower-buttock")
        or ticks(a, "spread", "buttock"),
        ticks(a, "better", "moving"),
        ticks(a, "better", "nsaids"),
        ticks(a, "history", "relative"),
        ticks(a, "history", "arthritis"),
        ticks(a, "history", "enthesitis"),
        ticks(a, "history", "psoriasis"),
    )
    long = says(a, "duration", "over-3-months", "over-6-months")
    return before_45 and long and sum(counted) >= 3


WISHES = {"treatment": "12", "medicine": "13", "scan": "10", "daily-life": "19", "mood": "20"}
"""R38, B4: which question each wish is about, but for the specialist."""


def asks_by_the_brief(a: Answers) -> list[str]:
    """Section 4, R19 to R21, R37 and R38: the numbers on the sheet, in order."""
    marks, band, level = marks_by_the_brief(a), band_by_the_brief(a), level_by_the_brief(a)
    overlay, gate = ng65_by_the_brief(a), in_the_gate(a)
    several = band == "several"
    tried = a["tried"] - {"self-care", "none", UNSURE}
    over_6_months = ticks(a, "duration", "over-6-months") and long_lasting(a)
    injection = several and over_6_months and "physio" in tried and level is Level.none
    in_view = "injection" in tried or ticks(a, "seeing-surgeon", "going")
    surgery = injection and len(tried) >= 2 and not gate and not overlay and in_view
    (wish,) = a["wish"]
    shown = {
        "5": overlay or ticks(a, "history", "psoriasis", "bowel", "uveitis"),
        "7": gate or ticks(a, "pregnancy", "ended-in-12-months"),
        "1": True,
        "2": band in ("some", "several"),
        "9": band in ("some", "several"),
        "3": bool(marks & {"P3", "M4"}),
        "4": bool(marks & {"M2", "M3"}),
        "12": True,
        "6": ticks(a, "history", "fusion") or ticks(a, "began", "fusion"),
        "14": len(tried) >= 2,
        "17 and 18": long_lasting(a),
        "11": injection,
        "22 and 23": surgery,
        "10": not ticks(a, "duration", "up-to-6-weeks") or wish == "scan",
        "13": bool(tried & {"painkillers", "nsaids"}) or wish == "medicine",
        "19": ticks(a, "effect", "sleep", "work") or wish == "daily-life",
        "20": ticks(a, "effect", "mood") or wish == "mood",
        "15": several or gate,
        "8": ticks(a, "history", "bendy"),
        "26": True,
        "27": True,
        "16": level is not Level.maternity,
    }
    specialist = "11" if injection else "17 and 18"
    lifted = specialist if wish == "specialist" else WISHES.get(wish, "1")
    rank = ["5", "7", "1", lifted, *shown]
    fits = [number for number in dict.fromkeys(rank) if shown[number]]
    cuttable = [number for number in fits if number != "22 and 23"]
    kept = {*cuttable[: 7 - surgery], "22 and 23"}
    return [*[number for number in fits if number in kept], "21"]


# --- random answers -------------------------------------------------------------------------------


@st.composite
def partial_answers(draw: st.DrawFn) -> Answers:
    """Some of the answers, any of them missing."""
    answers = draw(complete_answers())
    missing = draw(st.sets(st.sampled_from(list(answers)), max_size=6))
    return {item: given_ for item, given_ in answers.items() if item not in missing}


often = settings(max_examples=100, deadline=None)


@settings(often, max_examples=300)
@given(complete_answers())
@example(person(health_history="cancer", course=UNSURE))
@example(
    person(
        sudden=UNSURE,
        sudden_again="accident",
        accident_checked_if_any="no-accident",
        health_history="osteoporosis",
        sudden_bad_pain="sudden",
    )
)
@example(person(health_history="cancer not-sure", cancer_leg=UNSURE))
def test_any_complete_answers_get_what_the_brief_says(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    assert found.journey.complete
    assert found.level is level_by_the_brief(answers)
    assert band_of(found) == band_by_the_brief(answers)
    outcome = found.outcome
    assert outcome is not None
    if outcome.ends_journey:
        under_18 = ticks(answers, "age", "under-18")
        assert outcome.id == ("under-18" if under_18 else "emergency")
        assert (found.overlays, found.gp_questions, found.gp_questions_cut) == ((), (), ())
    else:
        assert bool(found.shown_overlays) is ng65_by_the_brief(answers)
        assert numbers(found) == asks_by_the_brief(answers)
        assert outcome.id == outcome_by_the_brief(answers)


def outcome_by_the_brief(answers: Answers) -> str:
    """The result page of somebody whose questions were not ended."""
    level = level_by_the_brief(answers)
    if level is Level.maternity:
        return "maternity"
    if level is Level.urgent:
        return "urgent-in-pregnancy" if in_the_gate(answers) else "urgent"
    return band_by_the_brief(answers) or "pelvic-girdle"


@often
@given(partial_answers())
@example({n: g for n, g in person(sudden="tummy-pain").items() if n != "pregnancy"})
@example(
    {
        name: given
        for name, given in person(accident_checked="checked", health_history="osteoporosis").items()
        if name != "sudden"
    }
)
@example(
    {
        name: given
        for name, given in person(
            accident_checked="checked",
            began="fall-or-injury",
            stand_walk="can",
            stand_walk_since_injury="cannot",
        ).items()
        if name != "sudden"
    }
)
def test_a_sign_that_was_given_counts_whatever_else_is_missing(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    if "sudden" not in answers:
        # Whether someone can stand was asked about a fall or about the injury that began the pain,
        # and which of them counts is not known yet.
        given = [{**answers, "sudden": frozenset({code})} for code in ("none", "fall", "accident")]
        assert found.level >= min(map(level_by_the_brief, given))
    elif "pregnancy" in answers:
        assert found.level is level_by_the_brief(answers)
    else:
        # Whether U10 is for 111, the maternity unit or 999 waits for the gate, which is asked next.
        assert found.level is level_by_the_brief(answers) or found.journey.open is not None
    if found.level is Level.emergency:
        assert found.outcome is QUESTIONS.outcomes_by_id["emergency"]


@often
@given(partial_answers())
def test_there_is_no_outcome_while_a_question_on_the_path_is_open(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    asked = {item.link_id for item in found.journey.path}
    if found.outcome is None:
        assert found.journey.open is not None
        assert (found.band, found.overlays, found.gp_questions) == (None, (), ())
    elif not found.outcome.ends_journey:
        assert asked == set(found.journey.answers)
    else:
        assert found.outcome.id in ("under-18", "emergency")


@often
@given(partial_answers())
def test_only_answers_on_the_path_count(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    assert set(found.journey.answers) <= {item.link_id for item in found.journey.path}
    assert assess(QUESTIONS, found.journey.answers) == found


@often
@given(complete_answers())
def test_the_sheet_has_at_most_8_questions_and_the_safety_net(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    if found.outcome is not None and not found.outcome.ends_journey:
        assert len(found.gp_questions) <= 8
        assert numbers(found)[-1] == "21"


@often
@given(partial_answers(), st.data())
def test_one_more_sign_never_lowers_the_level(answers: Answers, data: st.DataObject) -> None:
    lists = [item for item in WARNING_ITEMS if item.repeats and item.link_id in answers]
    if not lists:
        return
    item = data.draw(st.sampled_from(lists))
    sign = data.draw(st.sampled_from([o.code for o in item.answer_option if not o.exclusive]))
    before = {code for code in answers[item.link_id] if not item.options[code].exclusive}
    more = {**answers, item.link_id: frozenset({*before, sign})}
    assert assess(QUESTIONS, more).level >= assess(QUESTIONS, answers).level


CALM_ANSWER = {
    item.link_id: CALM[item.link_id]
    for item in WARNING_ITEMS
    if item.not_sure and not item.asks_again
}
"""Without the pages that ask again: their answer to somebody who cannot say is the calm one."""


@often
@given(partial_answers(), st.sampled_from(sorted(CALM_ANSWER)))
def test_not_sure_is_never_calmer_than_no(answers: Answers, item: str) -> None:
    denied = assess(QUESTIONS, {**answers, item: CALM_ANSWER[item]})
    unsure = assess(QUESTIONS, {**answers, item: frozenset({UNSURE})})
    assert unsure.level >= denied.level


@often
@given(partial_answers(), st.sampled_from([item.link_id for item in WARNING_ITEMS]))
def test_a_missing_answer_is_never_calmer_than_no(answers: Answers, item: str) -> None:
    without = {name: given_ for name, given_ in answers.items() if name != item}
    found = assess(QUESTIONS, without)
    asked = {asked.link_id for asked in follow(QUESTIONS, {**without, item: CALM[item]}).path}
    if item in asked:
        assert found.outcome is None or found.outcome.ends_journey


# --- words ----------------------------------------------------------------------------------------

# The brief, section 5: "On patient pages use only the last sentence", word for word.
SHARE_OF_BACK_PAIN = (
    "Studies of people with long-term back pain, mostly in specialist clinics, suggest the SI "
    "joint is involved in about 15 to 30 in every 100."
)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return re.split(r"(?<=[.?!])\s+", text)


def test_all_texts_are_found() -> None:
    assert len(TEXTS) > 700


def test_every_sentence_has_at_most_20_words() -> None:
    long = [
        f"{place}: {len(sentence.split())} words: {sentence}"
        for place, text in TEXTS
        for sentence in sentences(text)
        if len(sentence.split()) > 20 and sentence != SHARE_OF_BACK_PAIN
    ]
    assert long == []


def test_quotes_and_apostrophes_are_curly() -> None:
    assert [(place, text) for place, text in TEXTS if re.search(r"['\"]", text)] == []


@pytest.mark.parametrize(
    "words",
    [
        r"please", r"easy", r"easily", r"chronic", r"acute", r"good chance", r"stools?", r"urin\w+",
        r"likely", r"unlikely", r"nothing serious", r"646,000", r"\d+ ?%", r"per ?cent", r"your gp",
        r"clinicians?", r"abdom\w+", r"stomach", r"fever", r"drug", r"diagnosed", r"hormones?",
        r"approved by nice",
    ],
)  # fmt: skip
def test_words_that_the_brief_bans_are_not_used(words: str) -> None:
    found = [(place, text) for place, text in TEXTS if re.search(rf"\b{words}(?!\w)", text, re.I)]
    assert found == []


MAY_FOLLOW_YOU_HAVE = (
    "any of these", "a weak leg", "pain", "chest pain", "back pain", "bad tummy pain",
    "sudden, very bad",
    "strong leg pain", "contractions", "a high temperature", "a painful red eye",
    "a weak immune system", "new problems", "2 SI joints", "a pregnancy", "or had", "or have had",
    "any other worry", "a leg that is weak", "weakness, numbness or tingling", "a new ache",
    "one, about", "one, early",
    "had", "now", "been able", "tried", ", or",
)  # fmt: skip
"""Symptoms, what the person told us, and grammar. Never an illness that we found."""


def test_you_have_never_names_an_illness() -> None:
    for place, text in TEXTS:
        for match in re.finditer(r"\byou have\b ?", text, re.I):
            assert text[match.end() :].startswith(MAY_FOLLOW_YOU_HAVE), (place, text)


@pytest.mark.parametrize("lead", [QUESTIONS.introduction.lead, LEAFLET.lead])
def test_the_first_sentence_says_sacroiliac_si_joint(lead: str) -> None:
    assert re.search(r"\bSI\b|acroiliac", lead) is not None
    assert "acroiliac (SI) joint" in sentences(lead)[0]


def test_it_is_always_the_si_joint() -> None:
    for place, text in TEXTS:
        assert not re.search(r"\bSIJ\b|\bSI\b(?!\)? joint)|acroiliac(?! \(SI\) joint)", text), place


def test_the_leaflet_quotes_the_corrected_number_only() -> None:
    leaflet = " ".join(text for place, text in TEXTS if place.startswith("leaflet"))
    assert SHARE_OF_BACK_PAIN in leaflet


HAVE_NO_SUCH_NO = {
    "stand-walk", "stand-walk-since-injury", "accident-checked", "accident-checked-if-any",
    "began", "course",
    *(again.link_id for again in QUESTIONS.asked_again.values()),
}  # fmt: skip
"""R24, R32: the calm answer is the "yes"; R35: the no was said before. How it began and goes has
none."""


@pytest.mark.parametrize(
    "item",
    [QUESTIONS.items_by_id[link_id] for link_id in CALM_ANSWER if link_id not in HAVE_NO_SUCH_NO],
    ids=lambda item: item.link_id,
)
def test_the_no_of_a_warning_question_says_that_i_know_of(item: Item) -> None:
    """R1: 'Word the "no" as "No, not that I know of", so that "not sure" is rarely needed'.

    R26 has words of its own for the gate.
    """
    (no,) = CALM_ANSWER[item.link_id]
    words = "does not apply to me" if item.link_id == "pregnancy" else "that I know of"
    assert item.options[no].text.endswith(words)


@pytest.mark.parametrize("page", ["nerves", "legs"])
def test_e1_to_e5_ask_for_what_is_new_worse_or_not_normal(page: str) -> None:
    """R2, B27: in the question's own words."""
    words = QUESTIONS.items_by_id[page].text.lower()
    assert all(part in words for part in ("new", "getting worse", "not normal for you"))


@pytest.mark.parametrize(
    ("link_id", "words"),
    [
        ("nerves", ("wipe", "back passage", "bladder is full or empty", "need for pads")),
        ("nerves", ("stop or control the flow", "poo passing", "erection", "ejaculating")),
        ("legs", ("both legs", "shoots down both legs", "without pain", "drops or drags")),
        ("sudden", ("serious accident",)),
        ("urgent-signs", ("new lump", "changing position does not ease it")),
        ("health-history", ("was not melanoma",)),
    ],
)
def test_questions_say_the_words_of_the_second_edition(
    link_id: str, words: tuple[str, ...]
) -> None:
    """R22, R29 to R33."""
    options = QUESTIONS.items_by_id[link_id].answer_option
    text = " ".join(f"{option.text} {option.hint or ''}" for option in options)
    assert [word for word in words if word not in text] == []


def test_nerves_are_squeezed_and_not_pressed() -> None:
    """R22."""
    pressed = re.compile(r"pressed nerve|nerve.{0,30} pressed")
    assert [place for place, text in TEXTS if pressed.search(text)] == []


def test_after_a_loss_nobody_reads_of_a_baby_or_a_birth() -> None:
    """R26, B24: "no baby words on its list or its sheet"."""
    item = QUESTIONS.items_by_id["after-pregnancy-signs"]
    texts = [item.text, item.hint, item.why, *(o.text for o in item.answer_option)]
    after = [s for s in QUESTIONS.warning_signs if s.id.endswith("-after-pregnancy")]
    texts += [text for sign in after for text in (sign.text, sign.short, sign.card)]
    assert [text for text in texts if re.search(r"\b(baby|birth)", str(text), re.I)] == []


def test_never_tried_can_be_said_of_nsaids() -> None:
    """Section 2 and R16: "never tried" is not counted "but printed"."""
    options = QUESTIONS.items_by_id["better"].answer_option
    assert any(re.search(r"never tried|have not tried", option.text, re.I) for option in options)


# --- sources --------------------------------------------------------------------------------------


def sourced(value: BaseModel, kind: type[Value]) -> Iterator[Value]:
    """Every part of a kind, wherever it stands."""
    if isinstance(value, kind):
        yield value
    for _, inner in value:
        for part in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(part, BaseModel):
                yield from sourced(part, kind)


def test_every_statement_names_a_known_source() -> None:
    known = {source.id for source in QUESTIONS.sources}
    statements = list(sourced(QUESTIONS, Sourced))
    assert len(statements) > 120
    assert all(statement.sources and set(statement.sources) <= known for statement in statements)


@pytest.mark.parametrize(
    "link_id",
    [
        "age", "pregnancy", "pregnancy-signs", "after-pregnancy-signs", "nerves", "legs", "sudden",
        "accident-checked", "accident-checked-if-any", "stand-walk", "fall-and-pain",
        "urgent-signs", "health-history", "cancer-leg", "pain-since-cancer", "sudden-bad-pain",
        "stand-walk-since-injury",
        *(again.link_id for again in QUESTIONS.asked_again.values()),
    ],
)  # fmt: skip
def test_question_that_the_brief_marks_c_is_to_be_agreed(link_id: str) -> None:
    assert "[to agree]" in str(QUESTIONS.items_by_id[link_id].source_note)


MARKED_C = {
    "E1", "E2", "E3", "E4", "E5", "E6", "U3", "U4", "U7", "U8", "U9", "U11", "R12", "R25", "R32",
    "B25",
}  # fmt: skip
"""R2, R3, R6, R7, R8, R9 (for U11) and R12; all of R22 to R33."""


@pytest.mark.parametrize(
    "sign",
    [s for s in QUESTIONS.warning_signs if s.code in MARKED_C or s.id == "infection-risk"],
    ids=lambda sign: f"{sign.code} {sign.id}",
)
def test_sign_that_the_brief_marks_c_is_to_be_agreed(sign: Sourced) -> None:
    assert "[to agree]" in str(sign.source_note)


def test_the_rank_and_cap_are_to_be_agreed() -> None:
    """R20 is marked C."""
    assert "[to agree]" in str(QUESTIONS.sheet.source_note)


@pytest.mark.parametrize("code", ["P2", "P5", "M2", "M3", "M4"])
def test_feature_that_rests_on_recall_says_so(code: str) -> None:
    assert "[recall]" in str(QUESTIONS.features_by_id[code].source_note)


@pytest.mark.parametrize("sign", ["procedure", "red-eye", "cancer", "cancer-and-weak-leg"])
def test_sign_that_rests_on_recall_says_so(sign: str) -> None:
    assert "[recall]" in str(QUESTIONS.warning_signs_by_id[sign].source_note)


@pytest.mark.parametrize("link_id", ["urgent-signs", "cancer-leg", "spread", "worse", "better"])
def test_question_that_rests_on_recall_says_so(link_id: str) -> None:
    assert "[recall]" in str(QUESTIONS.items_by_id[link_id].source_note)


def test_nothing_unread_counts_as_read() -> None:
    assert QUESTIONS.sources_by_id["S10"].mark == "recall"
    assert {QUESTIONS.sources_by_id[name].mark for name in ("S26", "S28", "S44")} == {"mirror"}
    assert LEAFLET.last_reviewed is None


def test_the_questionnaire_is_the_one_that_is_served(questionnaire: Questionnaire) -> None:
    assert questionnaire.digest == QUESTIONS.digest
