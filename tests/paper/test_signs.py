"""The lists of signs: all of them, the most urgent first, each box with what goes with it."""

from app.content.conditions import Level
from app.content.model import Questionnaire
from app.paper.signs import parts_of
from app.paper.values import PaperPart, PaperSigns
from app.sheet.explain import Line


def part(questionnaire: Questionnaire, level: Level) -> PaperPart:
    return next(part for part in parts_of(questionnaire) if part.level is level)


def group(found: PaperPart, only_if: str) -> PaperSigns:
    return next(g for g in found.groups if g.only_if and g.only_if.text == only_if)


def test_the_most_urgent_part_comes_first_and_alone_ends_the_paper(
    questionnaire: Questionnaire,
) -> None:
    parts = tuple(parts_of(questionnaire))
    assert [(p.number, p.level.name, p.outcome) for p in parts] == [
        (1, "emergency", "emergency"),
        (2, "maternity", None),
        (3, "urgent", None),
    ]
    for found in parts:
        card = questionnaire.care_cards_by_level[found.level]
        assert (found.action, found.note) == (card.action, card.note)


def test_a_part_begins_with_what_is_asked_of_everybody(questionnaire: Questionnaire) -> None:
    first, *others = part(questionnaire, Level.emergency).groups
    assert (first.only_if, first.when) == (None, None)
    assert [asked.text for asked in first.questions] == [
        questionnaire.items_by_id["nerves"].text,
        questionnaire.items_by_id["sudden"].text,
    ]
    assert all(other.only_if for other in others)


def test_a_group_says_whom_it_is_about_before_anything_was_ticked(
    questionnaire: Questionnaire,
) -> None:
    emergency = part(questionnaire, Level.emergency)
    said = [g.only_if for g in emergency.groups]
    weak = Line("you are 65 or over, have osteoporosis or take steroid tablets for a long time")
    assert said[1:] == [
        Line("Only if this is true of you: cancer, now or ever."),
        Line("Only if all of these are true of you:", (weak, Line("smaller fall or knock"))),
        Line(
            "Only if all of these are true of you:",
            (
                weak,
                Line("How it began: fall or injury to buttock, hip or pelvis"),
                Line(
                    "First began: 6 weeks ago or less; or more than 6 weeks, up to 3 months ago; "
                    "or not sure"
                ),
            ),
        ),
        Line("Only if you are pregnant, or not sure if you are:"),
        Line("Only if this is true of you: birth in the last 6 months."),
    ]


def test_not_sure_stands_under_every_list_that_it_counts_for(
    questionnaire: Questionnaire,
) -> None:
    emergency = part(questionnaire, Level.emergency)
    lists = [
        [box.code for box in asked.boxes] for signs in emergency.groups for asked in signs.questions
    ]
    without = [codes for codes in lists if "not-sure" not in codes]
    assert without == [["heavy-bleeding", "bad-tummy-pain"], ["heavy-bleeding"]]
    assert all(codes[-1] == "not-sure" for codes in lists if codes not in without)


def test_not_sure_says_what_else_it_is_about(questionnaire: Questionnaire) -> None:
    everybody = part(questionnaire, Level.urgent).groups[0]
    history = next(q for q in everybody.questions if q.boxes[0].question == "health-history")
    assert [(box.code, box.hint) for box in history.boxes] == [
        ("cancer", None),
        (
            "not-sure",
            (
                "Also about osteoporosis, long steroid use, weak immune system, injected drugs or "
                "serious infection in the last 3 months."
            ),
        ),
    ]


def test_no_box_stands_twice_where_the_first_has_done_it(questionnaire: Questionnaire) -> None:
    cancer = group(
        part(questionnaire, Level.emergency), "Only if this is true of you: cancer, now or ever."
    )
    assert [box.code for box in cancer.questions[0].boxes] == ["one-leg", "not-sure"]


def test_advice_of_a_sign_stands_beside_its_box(questionnaire: Questionnaire) -> None:
    boxes = {
        box.code: box.advice
        for signs in part(questionnaire, Level.urgent).groups
        for asked in signs.questions
        for box in asked.boxes
    }
    for sign in ("red-eye", "one-leg", "cancer"):
        assert boxes[sign] == questionnaire.warning_signs_by_id[sign].advice


def test_a_hint_is_said_once(questionnaire: Questionnaire) -> None:
    hints = [
        asked.hint
        for found in parts_of(questionnaire)
        for signs in found.groups
        for asked in signs.questions
        if asked.hint
    ]
    assert len(hints) == len(set(hints))
    assert questionnaire.items_by_id["nerves"].hint in hints
