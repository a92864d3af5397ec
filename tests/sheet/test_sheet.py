import pytest

from app.content.load import loads
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.choice import Choice
from app.engine.journey import follow
from app.sheet.sheet import Site, make_sheet, site_of
from tests.content.sound import changed
from tests.sheet.people import answers, sheet_of


def test_each_question_says_what_called_for_it(questionnaire: Questionnaire) -> None:
    because = {q.text: q.because for q in sheet_of(questionnaire).questions}
    assert because["I have tried these things. What is next?"] == (
        "Because you said “Tried: anti-inflammatory tablets, exercises or physio”."
    )
    assert because["Could my SI joint be part of this?"] == (
        "Because several of your answers are often found in SI joint pain."
    )
    assert because["What do you think is causing my pain, and what else could it be?"] == (
        "Everyone can ask this."
    )


def test_two_kinds_of_reason_are_both_said(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(
        questionnaire, history="psoriasis arthritis", worse="late-night", better="moving"
    )
    assert sheet.questions[0].because == (
        "Because 3 or more of your answers are found in inflammatory back pain. "
        "You also said “History: psoriasis”."
    )


def test_a_question_that_not_sure_calls_for_says_not_sure(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(questionnaire, pregnancy="not-sure", pregnancy_signs="none")
    assert sheet.questions[0].because == "Because you said “Pregnancy: not sure if pregnant”."


def test_questions_are_numbered_from_1(questionnaire: Questionnaire) -> None:
    numbers = [question.number for question in sheet_of(questionnaire).questions]
    assert numbers == list(range(1, len(numbers) + 1))


def test_without_a_choice_no_question_matters_most(questionnaire: Questionnaire) -> None:
    assert not any(question.is_priority for question in sheet_of(questionnaire).questions)


def test_a_choice_orders_and_marks_the_questions(questionnaire: Questionnaire) -> None:
    usual = [question.text for question in sheet_of(questionnaire).questions]
    choice = Choice(frozenset({"cause", "si-joint"}), frozenset({"wait", "scan"}))
    sheet = make_sheet(questionnaire, assess(questionnaire, answers()), choice)
    found = [(question.number, question.text, question.is_priority) for question in sheet.questions]
    assert found[:3] == [
        (1, "Do I need a scan, and would it change what we do?", True),
        (2, "What if we do nothing for now?", True),
        (3, "Can someone trained test my SI joints by hand?", False),
    ]
    assert found[-1] == (len(found), usual[-1], False)
    dropped = {"Could my SI joint be part of this?", usual[0]}
    assert dropped.isdisjoint(question.text for question in sheet.questions)


def test_the_wish_is_the_answer_in_full(questionnaire: Questionnaire) -> None:
    assert sheet_of(questionnaire).wish == "To ask about a scan"


def test_rows_name_the_questions_that_their_label_does_not(questionnaire: Questionnaire) -> None:
    rows = {line.label: line.text for line in sheet_of(questionnaire).rows}
    assert rows["Tried"] == "anti-inflammatory tablets (helped: no), exercises or physio (helped)"
    assert rows["Makes hard"] == "sleep"


def test_a_row_of_which_nothing_was_asked_is_not_there(questionnaire: Questionnaire) -> None:
    labels = [line.label for line in sheet_of(questionnaire).history]
    assert "Seeing a surgeon" not in labels
    assert labels[:3] == ["Age", "Pregnancy", "Health"]


def test_a_history_of_nothing_says_of_what(questionnaire: Questionnaire) -> None:
    lines = {row.label: row.text for row in sheet_of(questionnaire).history}
    assert lines["Health"].startswith(
        "none of: cancer, now or ever, osteoporosis, long steroid use"
    )
    assert "spinal fusion" in lines["Health"]
    assert "not sure" not in lines["Health"]
    unsure = sheet_of(questionnaire, history="not-sure")
    lines = {row.label: row.text for row in unsure.history}
    assert lines["Health"].startswith("none of: ")
    assert lines["Health"].endswith("; History: not sure")


def test_every_sign_stands_under_one_status_only(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(
        questionnaire,
        urgent_signs="cough not-sure",
        urgent_signs_again="weight-loss",
        health_history="cancer",
        cancer_leg="none",
        pain_since_cancer="new",
    )
    new_since = "cancer now or ever, and back pain that is new, different or getting worse since"
    answered = "Health history: cancer, now or ever; Pain new or worse since the cancer: yes"
    cancer = f"{new_since} ({answered})"
    assert sheet.signs_reported == ("worse on coughing, sneezing or pooing", cancer)
    assert sheet.signs_not_sure == ("losing weight without trying",)
    denied = [short for line in sheet.signs_denied for short in line.text.split("; ")]
    assert "saddle numbness" in denied
    every = [*sheet.signs_reported, *sheet.signs_not_sure, *denied]
    assert len(every) == len(set(every))
    given = {sheet.signs_reported[0], new_since, *sheet.signs_not_sure}
    maternity = {s.id for s in questionnaire.warning_signs if s.group and "pregnancy" in s.group}
    not_asked = {*maternity, "pulsing", "cannot-stand"}
    asked = [sign for sign in questionnaire.warning_signs if sign.id not in not_asked]
    assert {s.text for s in asked if s.text in given} == given
    assert {s.short for s in asked if s.text not in given} == {*denied}


def test_the_sheet_says_that_it_is_no_diagnosis_and_of_which_content_it_was_made(
    questionnaire: Questionnaire,
) -> None:
    made_of = f"Content version {questionnaire.version} ({questionnaire.digest[:12]})."
    assert sheet_of(questionnaire).about == f"{questionnaire.sheet.disclaimer} {made_of}"


def test_denied_signs_stand_under_what_they_are_signs_of(questionnaire: Questionnaire) -> None:
    """R39: cauda equina, fracture, cancer, infection, vessel, other, one line each."""
    assert [line.label for line in sheet_of(questionnaire).signs_denied] == [
        "cauda equina",
        "fracture",
        "other",
        "blood vessel",
        "cancer",
        "infection",
    ]
    ungrouped = tuple(
        sign.model_copy(update={"group": None}) for sign in questionnaire.warning_signs
    )
    alone = questionnaire.model_copy(update={"warning_signs": ungrouped})
    assert [line.label for line in sheet_of(alone).signs_denied] == ["other"]


def test_what_could_not_apply_is_not_said_to_be_not_asked(questionnaire: Questionnaire) -> None:
    """R39."""
    assert "not asked" not in str(sheet_of(questionnaire))


def test_a_sign_that_several_answers_give_says_which_it_was(questionnaire: Questionnaire) -> None:
    def reported(**changed: str) -> tuple[str, ...]:
        return sheet_of(questionnaire, **changed).signs_reported

    weak = {"health_history": "osteoporosis", "sudden": "fall", "stand_walk": "can"}
    fall = "fall or sudden bad pain with weak bones, or pain from a fall at 65 or over"
    said = "Health history: osteoporosis; Accidents, falls, chest and tummy: fall or knock"
    assert reported(**weak) == (f"{fall} ({said})",)
    many = reported(**weak, urgent_signs="cough weight-loss")
    assert len(many) == 3
    assert fall in many


def test_each_treatment_says_whether_it_helped(questionnaire: Questionnaire) -> None:
    """R39."""

    def tried(**changed: str) -> str:
        return next(r.text for r in sheet_of(questionnaire, **changed).rows if r.label == "Tried")

    said = "anti-inflammatory tablets ({}), exercises or physio ({})"
    assert tried() == said.format("helped: no", "helped")
    assert tried(helped="none") == said.format("helped: no", "helped: no")
    assert tried(helped="not-sure physio") == said.format("helped: not sure", "helped")
    assert tried(tried="none") == "nothing yet"


def test_the_questions_that_matter_most_are_named_to_the_gp(questionnaire: Questionnaire) -> None:
    """R39."""
    assessment = assess(questionnaire, answers())
    chosen = make_sheet(questionnaire, assessment, Choice(first=frozenset({"scan", "cause"})))
    assert chosen.asked_first == ("the cause?", "a scan?")
    assert sheet_of(questionnaire).asked_first == ()


def test_no_count_stands_there_where_its_gate_is_closed(questionnaire: Questionnaire) -> None:
    """R39, B43."""
    assert sheet_of(questionnaire).overlays
    assert sheet_of(questionnaire, duration="not-sure").overlays
    assert sheet_of(questionnaire, duration="over-6-weeks").overlays == ()


def test_what_somebody_may_need_at_the_appointment_is_on_the_sheet(
    questionnaire: Questionnaire,
) -> None:
    assert sheet_of(questionnaire).needs == questionnaire.sheet.needs != ()


def test_not_sure_about_the_risks_of_infection_is_never_printed_as_reported(
    questionnaire: Questionnaire,
) -> None:
    sheet = sheet_of(
        questionnaire,
        health_history="not-sure",
        health_history_again="weak-immune",
        pain_new="new",
    )
    assert sheet.signs_reported == ()
    assert any("weak immune system" in sign for sign in sheet.signs_not_sure)


def test_cards_stand_highest_level_first_with_their_signs(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(
        questionnaire, pregnancy="pregnant", pregnancy_signs="waters", urgent_signs="cough"
    )
    assert [(card.action, card.reported, card.unsure) for card in sheet.cards] == [
        (questionnaire.outcomes_by_id["maternity"].title, ("waters broken",), ()),
        (
            "Ask for an urgent GP appointment or get help from NHS 111",
            ("worse on coughing, sneezing or pooing",),
            (),
        ),
    ]
    assert sheet.title == "Questions about pelvic girdle pain"


@pytest.mark.parametrize(
    ("history", "count", "meaning"),
    [
        ("none", 2, "NICE NG65: fewer than 3."),
        ("psoriasis", 3, "NICE NG65: exactly 3, HLA-B27 blood test; refer if positive."),
        ("psoriasis arthritis", 4, "NICE NG65: 4 or more, refer to rheumatology."),
    ],
)
def test_the_ng65_count_says_what_it_means(
    questionnaire: Questionnaire, history: str, count: int, meaning: str
) -> None:
    (overlay,) = sheet_of(questionnaire, history=history).overlays
    assert (overlay.count, overlay.of) == (count, 9)
    assert overlay.meaning.startswith(meaning)
    assert overlay.gate == ""


def test_a_gate_that_is_open_only_by_not_sure_is_printed_as_not_sure(
    questionnaire: Questionnaire,
) -> None:
    (overlay,) = sheet_of(questionnaire, duration="not-sure").overlays
    assert overlay.gate == "began before 45 and more than 3 months ago: not sure"


@pytest.mark.parametrize("changed", [{"nerves": "pee"}, {"age": "under-18"}])
def test_an_outcome_without_a_sheet_gives_none(
    questionnaire: Questionnaire, changed: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="this outcome has no sheet"):
        sheet_of(questionnaire, **changed)


def test_an_incomplete_journey_has_no_sheet(questionnaire: Questionnaire) -> None:
    given = dict(answers())
    del given["effect"]
    with pytest.raises(ValueError, match="this outcome has no sheet"):
        make_sheet(questionnaire, assess(questionnaire, given))


# --- where the main pain is -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "site"),
    [
        (
            {"main_pain": "below-belt-left"},
            Site("body", ("dimple-left",), "below the belt line, left side"),
        ),
        (
            {"main_pain": "below-belt-both"},
            Site("body", ("dimple-left", "dimple-right"), "below the belt line, both sides"),
        ),
        (
            {"main_pain": "middle-or-above"},
            Site("body", ("low-back",), "middle of the low back or above the belt line"),
        ),
        ({"main_pain": "groin", "side": "right"}, Site("body", ("groin-right",), "groin, right")),
        (
            {"main_pain": "leg", "side": "both"},
            Site("body", ("leg-left", "leg-right"), "leg, both sides"),
        ),
        (
            {"main_pain": "groin", "side": "middle"},
            Site("body", ("groin-left", "groin-right"), "groin"),
        ),
        ({"main_pain": "leg", "side": "not-sure"}, Site("body", ("leg-left", "leg-right"), "leg")),
        ({"main_pain": "elsewhere", "side": "left"}, Site("body")),
        ({"main_pain": "not-sure", "side": "left"}, Site("body")),
    ],
)
def test_the_site_is_the_main_pain_narrowed_by_its_side(
    questionnaire: Questionnaire, changed: dict[str, str], site: Site
) -> None:
    assert sheet_of(questionnaire, **changed).site == site


def test_a_side_that_was_put_off_the_path_does_not_narrow(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(questionnaire, main_pain="below-belt-both", side="left")
    assert sheet.site.regions == ("dimple-left", "dimple-right")


def test_the_site_before_a_question_leaves_its_answer_out(questionnaire: Questionnaire) -> None:
    journey = follow(questionnaire, answers(main_pain="groin", side="right"))
    before_side = site_of(journey, before=questionnaire.items_by_id["side"])
    assert before_side == Site("body", ("groin-left", "groin-right"), "groin")
    assert site_of(journey, before=questionnaire.items_by_id["main-pain"]) == Site()


def test_the_site_is_on_the_first_picture_that_somebody_answers_on(
    questionnaire: Questionnaire,
) -> None:
    both = sheet_of(questionnaire, main_pain="below-belt-both", one_finger="points")
    assert both.site.picture == "body"
    assert both.site.regions == ("dimple-left", "dimple-right")
    close_up = loads(
        changed(
            ("error: Select where the pain is\n", "error: Select it\n    picture: dimples\n"),
            ("text: Buttock}", "text: Buttock, regions: [spot-left]}"),
        )
    )
    given = {"age": {"from-18"}, "numbness": {"none"}, "place": {"buttock"}}
    journey = follow(close_up, {name: frozenset(codes) for name, codes in given.items()})
    assert journey.complete
    assert site_of(journey) == Site("dimples", ("spot-left",), "Buttock")
