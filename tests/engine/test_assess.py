"""Answers to an assessment, on questionnaires of a few lines."""

import pytest

from app.content.conditions import Level
from app.engine.assess import Assessment, assess, signs_shown_at_once
from app.engine.evaluate import Because, Status
from app.engine.journey import follow
from tests.engine.tiny import said, tiny

# The base asks age, numb (an emergency sign) and place (P1: 2 points, the band "some").
RULES = """
items:
  - link_id: fever
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: bleeding
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - {link_id: pregnant, section: gate, answer_option: ["yes", "no"]}
  - {link_id: moving, section: detail, answer_option: [helps, no-help]}
  - link_id: tried
    section: detail
    repeats: true
    answer_option: [physio, belt, {code: none, exclusive: true}]
  - link_id: surgeon
    section: detail
    enable_when: {question: tried, chosen: [physio, belt], at_least: 2}
    answer_option: ["yes", "no"]
warning_signs:
  - {id: fever, level: urgent, when: {question: fever, chosen: ["yes"]}}
  - id: bleeding
    level: maternity
    applies_when: {question: pregnant, chosen: ["yes"]}
    when: {question: bleeding, chosen: ["yes"]}
score:
  lowest: 0
  no_band_when: {question: pregnant, chosen: ["yes"]}
  bands: [{id: few, from: 0, to: 1}, {id: some, from: 2}]
overlays:
  - id: inflammatory
    gate: {question: age, chosen: [adult]}
    shows_from: 1
    criteria: [{id: moving, when: {question: moving, chosen: [helps]}}]
outcomes:
  - {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: maternity, when: {level_at_least: maternity}, sheet_title: Sheet}
  - {id: urgent, when: {level_at_least: urgent}, sheet_title: Sheet}
  - {id: some, when: {band: [some]}, sheet_title: Sheet}
  - {id: few}
result_notes:
  - id: tell-them
    when: {question: pregnant, chosen: ["yes"]}
    outcomes: [emergency]
  - id: moving-helps
    when: {question: moving, chosen: [helps]}
    outcomes: [some, urgent]
gp_questions:
  - {id: rheumatology, when: {overlay: inflammatory}}
  - {id: si-joint, when: {band: [some]}}
  - id: surgery
    when: {question: tried, chosen: [physio]}
    follow_ups: [{text: Your results?, when: {question: surgeon, chosen: ["yes"]}}]
  - {id: wait, because: everyone can ask this}
  - id: safety-net
    text: When should I call 999?
    because: everyone should ask this
    keep_always: true
sheet: {cap: 3, wish: place}
"""
TINY = tiny(RULES)
ALL_CALM = {
    "pregnant": "no",
    "numb": "none",
    "fever": "no",
    "bleeding": "no",
    "place": "dimple",
    "moving": "no-help",
    "tried": "none",
    "surgeon": "no",
}


def found(**codes: str) -> Assessment:
    """The assessment of somebody for whom the band is "some", with what differs."""
    return assess(TINY, said(**(ALL_CALM | codes)))


def without(*names: str, **codes: str) -> Assessment:
    answers = said(**(ALL_CALM | codes))
    return assess(TINY, {name: given for name, given in answers.items() if name not in names})


def outcome(assessment: Assessment) -> str | None:
    return assessment.outcome.id if assessment.outcome else None


def questions(assessment: Assessment) -> list[str]:
    return [asked.question.id for asked in assessment.gp_questions]


# --- outcomes -------------------------------------------------------------------------------------


def test_the_first_outcome_whose_condition_holds_is_the_one() -> None:
    assert outcome(found()) == "some"
    assert outcome(found(place="middle")) == "few"


@pytest.mark.parametrize("missing", ["age", "pregnant", "numb", "fever", "bleeding", "tried"])
def test_there_is_no_outcome_while_a_question_on_the_path_is_open(missing: str) -> None:
    assessment = without(missing)
    assert outcome(assessment) is None
    assert (assessment.band, assessment.overlays) == (None, ())
    assert (assessment.gp_questions, assessment.notes) == ((), ())


def test_a_question_off_the_path_may_stay_unanswered() -> None:
    assert outcome(without("surgeon")) == "some"
    assert outcome(without("surgeon", tried="physio belt")) is None


def test_levels_outrank_the_band() -> None:
    assert outcome(found(fever="yes")) == "urgent"
    assert outcome(found(fever="yes", pregnant="yes", bleeding="yes")) == "maternity"
    assert outcome(found(fever="yes", numb="sign")) == "emergency"


def test_not_sure_on_a_warning_question_has_the_outcome_of_the_sign() -> None:
    assert outcome(found(fever="not-sure")) == "urgent"
    assert outcome(found(pregnant="yes", bleeding="not-sure")) == "maternity"
    assert outcome(found(numb="not-sure")) == "emergency"


def test_an_emergency_is_known_whatever_is_still_open() -> None:
    assessment = without("age", "pregnant", "fever", "place", numb="sign")
    assert outcome(assessment) == "emergency"
    assert assessment.level is Level.emergency


def test_the_level_is_known_while_other_questions_are_open() -> None:
    assert without("place", fever="yes").level is Level.urgent


def test_an_outcome_that_stands_above_the_emergency_comes_first() -> None:
    assert outcome(found(age="child", numb="sign")) == "child"


# --- what is shown with an outcome ----------------------------------------------------------------


def test_an_emergency_has_no_band_no_overlay_and_no_gp_questions() -> None:
    assessment = found(numb="sign", moving="helps")
    assert (assessment.band, assessment.overlays, assessment.shown_overlays) == (None, (), ())
    assert (assessment.gp_questions, assessment.gp_questions_cut) == ((), ())


def test_an_urgent_outcome_keeps_band_overlay_and_gp_questions() -> None:
    assessment = found(fever="yes", moving="helps")
    assert assessment.band is TINY.bands_by_id["some"]
    assert [finding.overlay.id for finding in assessment.shown_overlays] == ["inflammatory"]
    assert questions(assessment) == ["rheumatology", "si-joint", "safety-net"]


def test_an_outcome_that_ends_the_questions_has_no_band_and_no_points() -> None:
    assessment = found(age="child")
    assert outcome(assessment) == "child"
    assert (assessment.band, assessment.points, assessment.overlays) == (None, None, ())


def test_points_and_features_stand_beside_the_band() -> None:
    assessment = found()
    assert assessment.points == 2
    assert {f.feature.id: f.holds for f in assessment.features} == {"P1": True}


def test_there_are_no_points_where_there_is_no_band() -> None:
    assert found(pregnant="yes").points is None


def test_the_journey_is_that_of_the_answers() -> None:
    answers = said(**ALL_CALM)
    assert assess(TINY, answers).journey == follow(TINY, answers)


def test_there_is_no_band_where_the_content_wants_none() -> None:
    assessment = found(pregnant="yes")
    assert assessment.band is None
    assert outcome(assessment) == "few"


def test_an_overlay_that_does_not_show_is_there_with_its_count() -> None:
    (finding,) = found(moving="no-help").overlays
    assert (finding.count, finding.shows) == (0, False)
    assert found(moving="no-help").shown_overlays == ()


def test_a_note_stands_only_with_its_own_outcomes_and_answers() -> None:
    def notes(**codes: str) -> list[str]:
        return [note.id for note in found(**codes).notes]

    assert notes(moving="helps") == ["moving-helps"]
    assert notes(moving="helps", fever="yes") == ["moving-helps"]
    assert notes(moving="helps", place="middle") == []
    assert notes(moving="no-help") == []
    assert notes(pregnant="yes") == []
    assert notes(pregnant="yes", numb="sign") == ["tell-them"]


NOT_OLD = """
result_notes:
  - {id: not-old, when: {not: {question: age, chosen: [old]}}, outcomes: [emergency]}
"""


def test_after_an_early_end_a_question_left_open_counts_as_not_asked() -> None:
    assessment = assess(tiny(NOT_OLD), {"numb": frozenset({"sign"})})
    assert [note.id for note in assessment.notes] == ["not-old"]


def test_signs_are_given_by_level_reported_or_not_sure() -> None:
    assessment = found(fever="not-sure", pregnant="yes", bleeding="yes")
    assert [s.sign.id for s in assessment.given(Level.urgent)] == ["fever"]
    assert [s.sign.id for s in assessment.given(Level.maternity)] == ["bleeding"]
    assert assessment.given(Level.emergency) == ()


TWO_ANSWERS = """
items:
  - link_id: cancer
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: weak-leg
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - id: cancer-and-weak-leg
    level: urgent
    when:
      all:
        - {question: cancer, chosen: ["yes"]}
        - {question: weak-leg, chosen: ["yes"]}
"""


def test_a_sign_is_denied_only_when_an_answer_denies_it() -> None:
    def said_of_it(**codes: str) -> Status:
        signs = assess(tiny(TWO_ANSWERS), said(**codes)).signs
        return next(s.status for s in signs if s.sign.id == "cancer-and-weak-leg")

    assert said_of_it() is Status.not_asked
    assert said_of_it(cancer="yes") is not Status.denied
    assert said_of_it(cancer="no") is Status.denied
    assert said_of_it(cancer="yes", weak_leg="no") is Status.denied
    assert said_of_it(cancer="yes", weak_leg="yes") is Status.reported
    assert said_of_it(cancer="yes", weak_leg="not-sure") is Status.not_sure


ASKED_OF_SOME = """
items:
  - link_id: blow
    section: warning
    answer_option: [head, hand, none, {code: not-sure, counts_as: [head, hand]}]
  - link_id: sick
    section: warning
    enable_when: {question: blow, chosen: [head]}
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: sick-too
    section: warning
    enable_when: {question: blow, chosen: [hand]}
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - id: blow-and-sick
    level: urgent
    when:
      all:
        - {question: blow, chosen: [head, hand]}
        - {question: sick, chosen: ["yes"]}
  - id: either
    level: urgent
    asked_in: [sick, sick-too]
    when:
      all:
        - {question: blow, chosen: [head, hand]}
        - any:
            - {question: sick, chosen: ["yes"]}
            - {question: sick-too, chosen: ["yes"]}
"""


@pytest.mark.parametrize(
    ("codes", "second", "either"),
    [
        ({"blow": "none"}, Status.denied, Status.denied),
        ({"blow": "head", "sick": "yes"}, Status.reported, Status.reported),
        ({"blow": "head", "sick": "not-sure"}, Status.not_sure, Status.not_sure),
        ({"blow": "head", "sick": "no"}, Status.denied, Status.denied),
        ({"blow": "hand", "sick_too": "no"}, Status.not_asked, Status.denied),
        ({"blow": "hand", "sick_too": "yes"}, Status.not_asked, Status.reported),
        ({"blow": "head"}, Status.not_asked, Status.not_asked),
        ({"numb": "sign", "blow": "head"}, Status.not_asked, Status.not_asked),
        ({"numb": "sign"}, Status.not_asked, Status.not_asked),
    ],
)
def test_nobody_denies_a_sign_by_a_question_that_was_not_asked(
    codes: dict[str, str], second: Status, either: Status
) -> None:
    found = assess(tiny(ASKED_OF_SOME), said(**{"numb": "none", "place": "dimple", **codes}))
    status = {finding.sign.id: finding.status for finding in found.signs}
    assert (status["blow-and-sick"], status["either"]) == (second, either)


def test_answers_off_the_path_do_not_count() -> None:
    assessment = found(tried="physio", surgeon="yes")
    assert questions(assessment) == ["si-joint", "surgery", "safety-net"]
    assert [asked.follow_ups for asked in assessment.gp_questions] == [(), (), ()]


# --- GP questions ---------------------------------------------------------------------------------


def test_gp_questions_come_in_rank_order_with_the_one_that_is_always_kept() -> None:
    assert questions(found(place="middle", fever="yes")) == ["wait", "safety-net"]


def test_the_cap_cuts_the_lowest_ranks_and_keeps_what_is_always_kept() -> None:
    assessment = found(moving="helps", tried="physio")
    assert questions(assessment) == ["rheumatology", "si-joint", "safety-net"]
    assert [a.question.id for a in assessment.gp_questions_cut] == ["surgery", "wait"]


def test_exactly_the_cap_is_kept_whole() -> None:
    assessment = found()
    assert questions(assessment) == ["si-joint", "wait", "safety-net"]
    assert assessment.gp_questions_cut == ()


def test_an_outcome_without_a_sheet_has_no_gp_questions() -> None:
    assessment = found(place="middle")
    assert outcome(assessment) == "few"
    assert assessment.gp_questions == ()


def test_follow_ups_stand_under_their_question_and_take_no_place_under_the_cap() -> None:
    assessment = found(tried="physio belt", surgeon="yes")
    assert {a.question.id: a.follow_ups for a in assessment.gp_questions} == {
        "si-joint": (),
        "surgery": ("Your results?",),
        "safety-net": (),
    }
    lines = [a.follow_ups for a in found(tried="physio belt", surgeon="no").gp_questions]
    assert lines == [(), (), ()]


def test_gp_questions_say_because_of_which_answer_they_are_there() -> None:
    assessment = found(tried="physio belt")
    assert {a.question.id: a.because for a in assessment.gp_questions} == {
        "si-joint": Because(("some",), ()),
        "surgery": Because((), ("tried: physio",)),
        "safety-net": None,
    }


# --- shown at once --------------------------------------------------------------------------------


def test_a_maternity_sign_is_shown_at_once_after_its_own_question_only() -> None:
    journey = found(pregnant="yes", bleeding="yes", fever="yes").journey
    at_once = signs_shown_at_once(TINY, journey, "bleeding")
    assert at_once == (TINY.warning_signs_by_id["bleeding"],)
    assert signs_shown_at_once(TINY, journey, "fever") == ()
    assert signs_shown_at_once(TINY, journey, "place") == ()


def test_nothing_is_shown_at_once_where_no_maternity_sign_counts() -> None:
    assert signs_shown_at_once(TINY, found(bleeding="yes").journey, "bleeding") == ()
    assert signs_shown_at_once(TINY, found(pregnant="yes").journey, "bleeding") == ()
