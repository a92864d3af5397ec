"""The way through the questions, on questionnaires of a few lines."""

from app.content.model import Questionnaire
from app.engine.evaluate import Answers
from app.engine.journey import Journey, follow
from tests.engine.tiny import said, tiny

# The base asks age, numb (an emergency sign) and place. A fever asks how long; cancer asks for a
# weak leg, and both together are an emergency.
WAY = """
items:
  - link_id: fever
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: how-long
    section: warning
    enable_when: {question: fever, chosen: ["yes"]}
    answer_option: [days, weeks]
  - link_id: cancer
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: weak-leg
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - {id: fever, level: urgent, when: {question: fever, chosen: ["yes"]}}
  - id: cancer-and-weak-leg
    level: emergency
    when:
      all:
        - {question: cancer, chosen: ["yes"]}
        - {question: weak-leg, chosen: ["yes"]}
outcomes:
  - {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: urgent, when: {level_at_least: urgent}, sheet_title: Sheet}
  - {id: calm, sheet_title: Sheet}
"""
WAY_TINY = tiny(WAY)
ALL_CALM = {"numb": "none", "fever": "no", "cancer": "no", "weak-leg": "no", "place": "middle"}


def way(questionnaire: Questionnaire = WAY_TINY, /, **codes: str) -> Journey:
    return follow(questionnaire, said(**codes))


def calm(**codes: str) -> Answers:
    return said(**(ALL_CALM | {name.replace("_", "-"): given for name, given in codes.items()}))


def path(journey: Journey) -> list[str]:
    return [item.link_id for item in journey.path]


def open_item(journey: Journey) -> str | None:
    return journey.open.link_id if journey.open else None


# --- the path -------------------------------------------------------------------------------------


def test_nobody_has_answered_anything_yet() -> None:
    journey = follow(WAY_TINY, {})
    assert open_item(journey) == "age"
    assert not journey.complete
    assert journey.answers == {}


def test_the_first_question_without_an_answer_is_open() -> None:
    assert open_item(way()) == "numb"
    assert open_item(way(numb="none", cancer="no")) == "fever"


def test_the_path_is_complete_when_every_question_on_it_is_answered() -> None:
    journey = follow(WAY_TINY, calm())
    assert path(journey) == ["age", "numb", "fever", "cancer", "weak-leg", "place"]
    assert (journey.complete, journey.open, journey.ended_by) == (True, None, None)


def test_a_question_is_asked_only_where_its_condition_holds() -> None:
    assert "how-long" not in path(follow(WAY_TINY, calm(fever="no")))
    assert open_item(follow(WAY_TINY, calm(fever="yes"))) == "how-long"


def test_not_sure_asks_what_its_options_would_ask() -> None:
    assert open_item(follow(WAY_TINY, calm(fever="not-sure"))) == "how-long"


def test_a_question_of_which_it_is_not_known_whether_it_is_asked_is_open_but_not_on_the_path() -> (
    None
):
    journey = way(numb="none")
    assert "how-long" not in path(journey)
    assert "how-long" in journey.unanswered


def test_an_answer_beyond_an_open_question_stays_where_it_may_be_on_the_path() -> None:
    journey = way(numb="none", how_long="days")
    assert open_item(journey) == "fever"
    assert journey.answers["how-long"] == {"days"}


# --- answers off the path -------------------------------------------------------------------------


def test_answers_off_the_path_do_not_count_and_are_not_lost() -> None:
    answers = calm(fever="yes", how_long="weeks")
    changed = {**answers, "fever": frozenset({"no"})}
    assert "how-long" not in follow(WAY_TINY, changed).answers
    assert changed["how-long"] == {"weeks"}
    back = {**changed, "fever": frozenset({"yes"})}
    assert follow(WAY_TINY, back).answers["how-long"] == {"weeks"}


def test_an_answer_to_an_unknown_question_is_passed_over() -> None:
    journey = follow(WAY_TINY, {**calm(), "gone": frozenset({"yes"})})
    assert journey.complete
    assert "gone" not in journey.answers


def test_answers_are_never_changed_by_walking() -> None:
    answers = calm(numb="sign")
    before = dict(answers)
    follow(WAY_TINY, answers)
    assert answers == before


# --- early ends -----------------------------------------------------------------------------------


def test_an_emergency_ends_the_path_and_nothing_more_is_asked() -> None:
    journey = follow(WAY_TINY, calm(numb="sign"))
    assert journey.ended_by is WAY_TINY.outcomes_by_id["emergency"]
    assert path(journey) == ["age", "numb"]
    assert (journey.complete, journey.open) == (True, None)
    assert set(journey.answers) == {"age", "numb"}


def test_not_sure_on_an_emergency_question_ends_the_path() -> None:
    assert way(numb="not-sure").ended_by is WAY_TINY.outcomes_by_id["emergency"]


def test_emergency_ends_the_path_also_when_an_earlier_question_is_open() -> None:
    answers = {"numb": frozenset({"sign"})}
    journey = follow(WAY_TINY, answers)
    assert journey.ended_by is WAY_TINY.outcomes_by_id["emergency"]
    assert journey.complete


def test_an_emergency_leaves_open_what_was_open() -> None:
    assert open_item(follow(WAY_TINY, {"numb": frozenset({"sign"})})) == "age"


MEN_ONLY = """
items:
  - {link_id: sex, section: gate, answer_option: [man, woman]}
  - link_id: swelling
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - id: swelling
    level: emergency
    applies_when: {not: {question: sex, chosen: [woman]}}
    when: {question: swelling, chosen: ["yes"]}
"""


def test_a_sign_ends_the_path_only_when_it_is_known_whom_it_is_about() -> None:
    questionnaire = tiny(MEN_ONLY)
    waiting = way(questionnaire, numb="none", swelling="yes")
    assert (waiting.ended_by, open_item(waiting)) == (None, "sex")
    assert way(questionnaire, sex="man", numb="none", swelling="yes").ended_by is not None


def test_a_second_answer_makes_an_emergency_in_either_order() -> None:
    assert way(numb="none", fever="no", cancer="yes").ended_by is None
    assert way(numb="none", fever="no", weak_leg="yes").ended_by is None
    assert way(cancer="yes", weak_leg="yes").ended_by is WAY_TINY.outcomes_by_id["emergency"]
    assert way(cancer="not-sure", weak_leg="yes").ended_by is WAY_TINY.outcomes_by_id["emergency"]


def test_taking_one_of_the_two_answers_back_goes_on() -> None:
    assert follow(WAY_TINY, calm(cancer="yes")).ended_by is None


def test_an_urgent_sign_does_not_end_the_path() -> None:
    journey = follow(WAY_TINY, calm(fever="yes", how_long="days"))
    assert journey.ended_by is None
    assert path(journey)[-1] == "place"


def test_an_outcome_above_the_emergency_ends_the_path_first() -> None:
    journey = follow(WAY_TINY, calm(age="child", numb="sign"))
    assert journey.ended_by is WAY_TINY.outcomes_by_id["child"]
    assert path(journey) == ["age"]


# --- moving about ---------------------------------------------------------------------------------


def test_answered_questions_and_the_open_one_may_be_visited_and_no_other() -> None:
    journey = way(numb="none")
    assert journey.may_visit("age")
    assert journey.may_visit("numb")
    assert journey.may_visit("fever")
    assert not journey.may_visit("cancer")
    assert not journey.may_visit("how-long")


def test_after_an_emergency_only_what_was_answered_may_be_visited() -> None:
    journey = follow(WAY_TINY, calm(numb="sign"))
    assert journey.may_visit("numb")
    assert not journey.may_visit("fever")


def test_what_comes_after_is_the_next_on_the_path_but_never_beyond_the_open_one() -> None:
    done = follow(WAY_TINY, calm())
    after = done.after("numb")
    assert after is not None
    assert after.link_id == "fever"
    gap = way(numb="none", cancer="no", weak_leg="no")
    beyond = gap.after("cancer")
    assert beyond is not None
    assert beyond.link_id == "fever"


def test_what_comes_after_the_open_question_is_still_that_question() -> None:
    gap = way(numb="none", cancer="no", weak_leg="no")
    after = gap.after("fever")
    assert after is not None
    assert after.link_id == "fever"


def test_the_last_comes_after_the_last_but_one() -> None:
    after = follow(WAY_TINY, calm()).after("weak-leg")
    assert after is not None
    assert after.link_id == "place"


def test_nothing_comes_after_the_last_and_nothing_before_the_first() -> None:
    journey = follow(WAY_TINY, calm())
    assert journey.after("place") is None
    assert journey.before("age") is None


def test_what_comes_before_skips_what_was_not_asked() -> None:
    before = follow(WAY_TINY, calm()).before("cancer")
    assert before is not None
    assert before.link_id == "fever"


def test_what_comes_before_is_the_first_question_of_the_page_before() -> None:
    together = WAY
    for name in ("cancer", "weak-leg"):
        together = together.replace(f"link_id: {name}\n", f"link_id: {name}\n    page: Both\n")
    journey = follow(tiny(together), calm())
    before = {name: journey.before(name) for name in ("numb", "cancer", "weak-leg", "place")}
    assert {name: item.link_id for name, item in before.items() if item} == {
        "numb": "age",
        "cancer": "fever",
        "weak-leg": "fever",
        "place": "cancer",
    }


GIVEN_UNASKED = """
items:
  - {link_id: extra, section: gate, not_sure_policy: All know it., answer_option: ["yes", "no"]}
warning_signs:
  - {id: no-extra, level: emergency, when: {not: {question: extra, chosen: ["yes"]}}}
outcomes:
  - {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: urgent, when: {level_at_least: urgent}, sheet_title: Sheet}
  - {id: calm, sheet_title: Sheet}
"""


def test_a_sign_that_holds_while_nothing_is_asked_ends_the_path_at_the_first_answer() -> None:
    journey = way(tiny(GIVEN_UNASKED), age="adult")
    assert journey.ended_by is not None
    assert journey.ended_by.id == "emergency"


def test_an_answer_beyond_the_open_question_counts_and_ends_the_questions() -> None:
    journey = follow(WAY_TINY, said(age="adult", fever="no", cancer="yes", weak_leg="yes"))
    assert open_item(journey) == "numb"
    assert journey.ended_by is WAY_TINY.outcomes_by_id["emergency"]
    assert not journey.may_visit("numb")


def test_the_open_question_is_not_asked_after_a_later_answer_has_ended_the_questions() -> None:
    """Its answer could take the emergency back: a child's page stands above it."""
    given = {"numb": frozenset({"sign"})}
    journey = follow(WAY_TINY, given)
    assert open_item(journey) == "age"
    assert not journey.may_visit("age")
    child = follow(WAY_TINY, {**given, "age": frozenset({"child"})})
    assert child.ended_by is WAY_TINY.outcomes_by_id["child"]
