"""What answers show, on questionnaires of a few lines."""

import pytest

from app.content.conditions import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    Level,
    LevelAtLeast,
    Not,
    SignGiven,
)
from app.engine.evaluate import (
    Answers,
    Because,
    Evaluation,
    Reading,
    SignFinding,
    Status,
    Truth,
)
from tests.engine.tiny import condition, said, tiny

# --- single answers -------------------------------------------------------------------------------

AILMENTS = """
items:
  - link_id: ailments
    section: detail
    repeats: true
    answer_option:
      - cancer
      - steroids
      - bendy
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [cancer, steroids]}
conditions:
  - {id: risk, when: {question: ailments, chosen: [cancer, steroids]}}
  - {id: two, when: {question: ailments, chosen: [cancer, steroids, bendy], at_least: 2}}
  - {id: unsure, when: {question: ailments, chosen: [not-sure]}}
  - {id: bendy, when: {question: ailments, chosen: [bendy]}}
gp_questions:
  - {id: use, when: {any: [{condition: risk}, {condition: two}, {condition: unsure}]}}
  - {id: also, when: {condition: bendy}}
"""


def holds(answers: Answers, name: str, reading: Reading = Reading.cautious) -> Truth:
    questionnaire = tiny(AILMENTS)
    return Evaluation(questionnaire, answers).holds(condition(questionnaire, name), reading)


def test_an_option_that_was_chosen_is_true_and_another_is_false() -> None:
    assert holds(said(ailments="cancer"), "risk") is True
    assert holds(said(ailments="none"), "risk") is False


def test_an_unanswered_question_is_not_known() -> None:
    questionnaire = tiny(AILMENTS)
    evaluation = Evaluation(questionnaire, said(), unanswered=["ailments"])
    for reading in Reading:
        assert evaluation.holds(condition(questionnaire, "risk"), reading) is None


def test_a_question_that_was_not_asked_has_nothing_chosen() -> None:
    assert holds(said(), "risk") is False


def test_not_sure_counts_as_its_options_in_the_cautious_reading() -> None:
    assert holds(said(ailments="not-sure"), "risk") is True
    assert holds(said(ailments="not-sure"), "two") is True
    assert holds(said(ailments="not-sure"), "bendy") is False


def test_not_sure_is_not_known_in_the_reading_as_given() -> None:
    for name in ("risk", "two", "unsure", "bendy"):
        assert holds(said(ailments="not-sure"), name, Reading.as_given) is None


def test_a_tick_beside_not_sure_is_sure_and_the_unticked_are_not_known() -> None:
    answers = said(ailments="cancer not-sure")
    assert holds(answers, "risk", Reading.as_given) is True
    assert holds(answers, "two", Reading.as_given) is None
    assert holds(answers, "bendy", Reading.as_given) is None


def test_not_sure_beside_other_ticks_still_stands_for_its_options() -> None:
    assert holds(said(ailments="bendy not-sure"), "risk") is True


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [("cancer", False), ("cancer bendy", True), ("cancer bendy steroids", True)],
)
def test_at_least_counts_the_ticks(ticks: str, expected: bool) -> None:
    assert holds(said(ailments=ticks), "two") is expected


def test_not_sure_can_be_asked_for_by_its_name() -> None:
    assert holds(said(ailments="not-sure"), "unsure") is True
    assert holds(said(ailments="cancer"), "unsure") is False


RISK = Chosen(question="ailments", chosen=("cancer", "steroids"))


@pytest.mark.parametrize(
    ("inside", "cautious"),
    [
        (RISK, True),
        (AllOf(all=(RISK,)), True),
        (AnyOf(any=(RISK,)), True),
        (Not.model_validate({"not": RISK}), False),
        (ConditionIs(condition="risk"), True),
    ],
)
def test_a_condition_inside_another_is_read_in_the_same_way(
    inside: Condition, cautious: bool
) -> None:
    evaluation = Evaluation(tiny(AILMENTS), said(ailments="not-sure"))
    assert evaluation.holds(inside, Reading.cautious) is cautious
    assert evaluation.holds(inside, Reading.as_given) is None


# --- all, any, not --------------------------------------------------------------------------------

THREE = """
items:
  - {link_id: left, section: detail, answer_option: ["yes", "no"]}
  - {link_id: right, section: detail, answer_option: ["yes", "no"]}
conditions:
  - {id: left, when: {question: left, chosen: ["yes"]}}
  - {id: both, when: {all: [{condition: left}, {question: right, chosen: ["yes"]}]}}
  - {id: either, when: {any: [{condition: left}, {question: right, chosen: ["yes"]}]}}
  - {id: not-left, when: {not: {condition: left}}}
gp_questions:
  - {id: use, when: {any: [{condition: both}, {condition: either}, {condition: not-left}]}}
"""
T, F, U = True, False, None


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (F, F, F, F),
        (T, U, U, T),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_what_is_not_known_decides_nothing(
    left: Truth, right: Truth, both: Truth, either: Truth
) -> None:
    questionnaire = tiny(THREE)
    words = {True: "yes", False: "no"}
    given = {"left": left, "right": right}
    answers = said(**{name: words[truth] for name, truth in given.items() if truth is not None})
    evaluation = Evaluation(
        questionnaire, answers, [n for n, truth in given.items() if truth is None]
    )
    assert evaluation.holds(condition(questionnaire, "both")) is both
    assert evaluation.holds(condition(questionnaire, "either")) is either


@pytest.mark.parametrize(("left", "expected"), [("yes", False), ("no", True), (None, None)])
def test_not_turns_round_what_is_known(left: str | None, expected: Truth) -> None:
    questionnaire = tiny(THREE)
    answers = said(left=left) if left else said()
    evaluation = Evaluation(questionnaire, answers, [] if left else ["left"])
    assert evaluation.holds(condition(questionnaire, "not-left")) is expected


# --- warning signs --------------------------------------------------------------------------------

SIGNS = """
items:
  - {link_id: sex, section: gate, answer_option: [mother, other]}
  - link_id: bleeding
    section: warning
    enable_when: {question: sex, chosen: [mother]}
    answer_option: [heavy, light, none, {code: not-sure, counts_as: [light]}]
    not_sure_policy: Not sure is light.
  - link_id: fever
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: fall
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - {link_id: began, section: detail, answer_option: [fall, slowly]}
warning_signs:
  - {id: fever, level: urgent, when: {question: fever, chosen: ["yes"]}}
  - id: heavy
    level: emergency
    applies_when: {question: sex, chosen: [mother]}
    when: {question: bleeding, chosen: [heavy]}
  - id: light
    level: maternity
    applies_when: {question: sex, chosen: [mother]}
    when: {question: bleeding, chosen: [light]}
  - id: fall
    level: urgent
    when: {question: fall, chosen: ["yes"]}
    also_when: {question: began, chosen: [fall]}
"""
QUIET = {"sex": "mother", "bleeding": "none", "numb": "none", "fever": "no", "fall": "no"}


def signs(**codes: str) -> Evaluation:
    return Evaluation(tiny(SIGNS), said(**(QUIET | codes)))


def status(evaluation: Evaluation, name: str) -> Status:
    return next(finding.status for finding in evaluation.signs if finding.sign.id == name)


def counted(evaluation: Evaluation) -> set[str]:
    return {finding.sign.id for finding in evaluation.signs if finding.counts}


def test_a_sign_is_reported_or_denied_as_it_was_answered() -> None:
    evaluation = signs(fever="yes")
    assert status(evaluation, "fever") is Status.reported
    assert status(evaluation, "numb") is Status.denied
    assert counted(evaluation) == {"fever"}


def test_not_sure_gives_the_sign_and_is_printed_as_not_sure_never_as_reported() -> None:
    evaluation = signs(fever="not-sure", numb="not-sure")
    assert counted(evaluation) == {"fever", "numb"}
    assert status(evaluation, "fever") is Status.not_sure
    assert status(evaluation, "numb") is Status.not_sure


def test_a_sign_that_not_sure_does_not_stand_for_is_not_sure_and_does_not_count() -> None:
    evaluation = signs(bleeding="not-sure")
    assert status(evaluation, "heavy") is Status.not_sure
    assert counted(evaluation) == {"light"}


def test_a_sign_whose_question_was_not_asked_is_not_asked() -> None:
    answers = said(numb="none", fever="no", fall="no", sex="mother")
    assert status(Evaluation(tiny(SIGNS), answers), "heavy") is Status.not_asked


@pytest.mark.parametrize(
    ("sex", "bleeding", "expected"),
    [
        ("mother", "heavy", (Status.reported, True)),
        ("mother", "none", (Status.denied, False)),
        ("other", "heavy", (Status.not_asked, False)),
    ],
)
def test_a_sign_says_whether_it_counts(
    sex: str, bleeding: str, expected: tuple[Status, bool]
) -> None:
    evaluation = signs(sex=sex, bleeding=bleeding)
    sign = evaluation.questionnaire.warning_signs_by_id["heavy"]
    assert SignFinding(sign, *expected) in evaluation.signs


def test_a_sign_of_other_people_is_not_asked_and_never_counts() -> None:
    evaluation = signs(sex="other", bleeding="heavy")
    assert status(evaluation, "heavy") is Status.not_asked
    assert counted(evaluation) == set()
    assert evaluation.level is Level.none


def test_a_sign_is_not_denied_while_it_is_not_known_whom_it_is_about() -> None:
    answers = dict(signs(bleeding="light").answers)
    del answers["sex"]
    evaluation = Evaluation(tiny(SIGNS), answers, unanswered=["sex"])
    assert status(evaluation, "light") is not Status.denied


def test_a_sign_of_an_unanswered_question_is_never_denied() -> None:
    answers = said(sex="mother", bleeding="none", fever="no", fall="no")
    evaluation = Evaluation(tiny(SIGNS), answers, unanswered=["numb"])
    assert status(evaluation, "numb") is not Status.denied
    assert counted(evaluation) == set()


def test_a_later_answer_gives_a_sign_that_was_denied() -> None:
    assert counted(signs(began="fall")) == {"fall"}
    assert status(signs(began="fall"), "fall") is Status.reported
    assert status(signs(began="slowly"), "fall") is Status.denied


def test_a_later_answer_does_not_take_a_sign_away() -> None:
    assert counted(signs(fall="yes", began="slowly")) == {"fall"}


def test_the_level_is_the_highest_of_the_signs_that_count() -> None:
    assert signs().level is Level.none
    assert signs(fever="yes").level is Level.urgent
    assert signs(fever="yes", bleeding="light").level is Level.maternity
    assert signs(fever="yes", bleeding="light", numb="not-sure").level is Level.emergency


def test_level_at_least_is_known_as_soon_as_a_sign_of_it_is_given() -> None:
    evaluation = Evaluation(tiny(SIGNS), said(fever="yes"), unanswered=["numb"])
    assert evaluation.holds(LevelAtLeast(level_at_least=Level.urgent)) is True
    assert evaluation.holds(LevelAtLeast(level_at_least=Level.emergency)) is None


def test_level_at_least_is_false_only_when_all_is_answered() -> None:
    assert signs().holds(LevelAtLeast(level_at_least=Level.urgent)) is False


def test_a_condition_on_a_sign_follows_the_reading() -> None:
    evaluation = signs(fever="not-sure")
    assert evaluation.holds(SignGiven(warning_sign="fever")) is True
    assert evaluation.holds(SignGiven(warning_sign="fever"), Reading.as_given) is None


LATE = """
items:
  - link_id: thin-bones
    section: warning
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: tablets
    section: detail
    answer_option: [steroids, others, {code: not-sure, counts_as: [steroids]}]
warning_signs:
  - id: thin-bones
    level: urgent
    when: {question: thin-bones, chosen: ["yes"]}
    also_when: {question: tablets, chosen: [steroids]}
"""


@pytest.mark.parametrize(
    ("tablets", "expected"),
    [("steroids", Status.reported), ("not-sure", Status.not_sure), ("others", Status.denied)],
)
def test_a_later_answer_that_is_not_sure_gives_the_sign_as_not_sure(
    tablets: str, expected: Status
) -> None:
    evaluation = Evaluation(tiny(LATE), said(numb="none", thin_bones="no", tablets=tablets))
    assert status(evaluation, "thin-bones") is expected
    assert counted(evaluation) == ({"thin-bones"} if expected is not Status.denied else set())


# --- points and bands -----------------------------------------------------------------------------

SCORED = """
items:
  - link_id: worse
    section: detail
    repeats: true
    answer_option:
      - sitting
      - stairs
      - car
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: []}
  - {link_id: weeks, section: detail, answer_option: [few, many, {code: not-sure, counts_as: []}]}
features:
  - {id: P4, item_weight: 1, when: {question: worse, chosen: [sitting]}}
  - {id: P6, item_weight: 1, when: {question: worse, chosen: [stairs, car], at_least: 2}}
  - {id: M1, item_weight: -2, when: {question: place, chosen: [middle]}}
score:
  lowest: 0
  no_band_when: {question: age, chosen: [child]}
  bands:
    - {id: few, from: 0, to: 1}
    - {id: some, from: 2, to: 2}
    - {id: more, from: 3, to: 3, requires: {feature: P1}, otherwise: some}
    - id: several
      from: 4
      requires: {question: weeks, chosen: [many]}
      otherwise: more
"""
CALM = {"numb": "none", "place": "middle", "worse": "none", "weeks": "many"}


def scored(**codes: str) -> Evaluation:
    return Evaluation(tiny(SCORED), said(**(CALM | codes)))


def band(evaluation: Evaluation) -> str | None:
    return evaluation.band.id if evaluation.band else None


def test_points_add_up_the_weights_of_the_features_that_hold() -> None:
    assert scored(place="dimple", worse="sitting stairs car").points == 4


def test_points_never_fall_below_the_lowest_score() -> None:
    assert scored(place="middle").points == 0
    assert scored(place="middle", worse="sitting").points == 0


def test_a_feature_counts_once_however_many_answers_give_it() -> None:
    assert scored(place="not-sure", worse="stairs car").points == 1


def test_not_sure_gives_no_points_and_is_not_known() -> None:
    evaluation = scored(place="not-sure", worse="not-sure stairs")
    assert evaluation.points == 0
    assert {f.feature.id: f.holds for f in evaluation.features} == dict.fromkeys(
        ("P1", "P4", "P6", "M1")
    )


def test_not_sure_takes_no_points_off() -> None:
    assert scored(place="not-sure", worse="sitting").points == 1


@pytest.mark.parametrize(
    ("place", "worse", "expected"),
    [
        ("middle", "none", "few"),
        ("not-sure", "sitting", "few"),
        ("dimple", "none", "some"),
        ("dimple", "sitting", "more"),
        ("dimple", "sitting stairs car", "several"),
    ],
    ids=["0", "1", "2", "3", "4"],
)
def test_a_band_holds_both_its_ends(place: str, worse: str, expected: str) -> None:
    assert band(scored(place=place, worse=worse)) == expected


@pytest.mark.parametrize("weeks", ["few", "not-sure"])
def test_a_band_whose_condition_does_not_surely_hold_falls_to_the_other(weeks: str) -> None:
    assert band(scored(place="dimple", worse="sitting stairs car", weeks=weeks)) == "more"


def test_a_band_can_fall_more_than_once() -> None:
    questionnaire = tiny(SCORED.replace("item_weight: 1,", "item_weight: 2,"))
    answers = said(**(CALM | {"place": "not-sure", "worse": "sitting stairs car", "weeks": "few"}))
    assert band(Evaluation(questionnaire, answers)) == "some"


def test_there_is_no_band_in_an_emergency() -> None:
    assert band(scored(place="dimple", numb="sign")) is None
    assert band(scored(place="dimple", numb="not-sure")) is None


def test_there_is_no_band_where_the_content_wants_none() -> None:
    assert band(scored(age="child")) is None


def test_there_is_no_band_while_it_is_not_known_whether_the_content_wants_one() -> None:
    answers = {name: given for name, given in scored().answers.items() if name != "age"}
    assert band(Evaluation(tiny(SCORED), answers, unanswered=["age"])) is None


# --- overlays -------------------------------------------------------------------------------------

OVERLAY = """
items:
  - {link_id: months, section: detail, answer_option: [few, many, {code: not-sure, counts_as: []}]}
  - link_id: helps
    section: detail
    repeats: true
    answer_option:
      - moving
      - tablets
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [moving, tablets]}
overlays:
  - id: inflammatory
    gate: {question: months, chosen: [many, not-sure]}
    shows_from: 2
    criteria:
      - {id: moving, when: {question: helps, chosen: [moving]}}
      - {id: tablets, when: {question: helps, chosen: [tablets]}}
      - {id: dimple, when: {feature: P1}}
conditions:
  - {id: shown, when: {overlay: inflammatory}}
  - {id: fits, when: {band: [some]}}
gp_questions:
  - {id: rheumatology, when: {any: [{condition: shown}, {condition: fits}]}}
"""
CLOSED = {"numb": "none", "place": "middle", "months": "few", "helps": "none"}


def overlaid(unanswered: tuple[str, ...] = (), **codes: str) -> Evaluation:
    answers = {n: g for n, g in said(**(CLOSED | codes)).items() if n not in unanswered}
    return Evaluation(tiny(OVERLAY), answers, unanswered)


@pytest.mark.parametrize(
    ("place", "helps", "count", "shows"),
    [
        ("middle", "none", 0, False),
        ("middle", "moving", 1, False),
        ("dimple", "moving", 2, True),
        ("dimple", "moving tablets", 3, True),
    ],
)
def test_an_overlay_shows_from_its_count(place: str, helps: str, count: int, shows: bool) -> None:
    finding = overlaid(months="many", place=place, helps=helps).overlays_by_id["inflammatory"]
    assert (finding.count, finding.shows) == (count, shows)


def test_an_overlay_does_not_show_behind_a_closed_gate() -> None:
    finding = overlaid(months="few", helps="moving tablets").overlays_by_id["inflammatory"]
    assert (finding.gate, finding.count, finding.shows) == (False, 2, False)


def test_not_sure_is_never_counted_even_where_it_counts_as_an_option() -> None:
    finding = overlaid(months="many", place="dimple", helps="not-sure").overlays_by_id[
        "inflammatory"
    ]
    assert finding.count == 1
    assert {criterion.id: truth for criterion, truth in finding.criteria} == {
        "moving": None,
        "tablets": None,
        "dimple": True,
    }


EASED = """
items:
  - link_id: helps
    section: detail
    answer_option: [moving, {code: not-sure, counts_as: [moving]}]
features:
  - {id: P8, item_weight: 2, when: {question: helps, chosen: [moving]}}
conditions:
  - {id: eased, when: {feature: P8}}
gp_questions:
  - {id: use, when: {condition: eased}}
"""


@pytest.mark.parametrize(("answer", "expected"), [("moving", True), ("not-sure", None)])
def test_a_feature_is_never_given_by_not_sure_even_where_it_counts_as_an_option(
    answer: str, expected: Truth
) -> None:
    questionnaire = tiny(EASED)
    evaluation = Evaluation(questionnaire, said(helps=answer))
    assert evaluation.holds(condition(questionnaire, "eased"), Reading.cautious) is expected


def test_an_overlay_does_not_show_while_its_gate_is_not_known() -> None:
    finding = overlaid(("months",), place="dimple", helps="moving").overlays_by_id["inflammatory"]
    assert (finding.count, finding.shows) == (2, False)


def test_a_gate_that_names_not_sure_is_open_and_printed_as_not_sure() -> None:
    finding = overlaid(months="not-sure").overlays_by_id["inflammatory"]
    assert (finding.gate, finding.gate_as_given) == (True, None)


@pytest.mark.parametrize(("months", "gate"), [("many", True), ("few", False)])
def test_a_gate_that_is_known_is_printed_as_it_is(months: str, gate: bool) -> None:
    finding = overlaid(months=months).overlays_by_id["inflammatory"]
    assert (finding.gate, finding.gate_as_given) == (gate, gate)


def test_an_overlay_and_a_band_are_not_known_while_a_question_is_open() -> None:
    evaluation = overlaid(("months",), place="dimple", helps="moving tablets")
    assert evaluation.holds(condition(evaluation.questionnaire, "shown")) is None
    assert evaluation.holds(condition(evaluation.questionnaire, "fits")) is None


def test_an_overlay_and_a_band_are_known_when_all_is_answered() -> None:
    evaluation = overlaid(months="many", place="dimple", helps="moving")
    assert evaluation.holds(condition(evaluation.questionnaire, "shown")) is True
    assert evaluation.holds(condition(evaluation.questionnaire, "fits")) is True
    assert overlaid().holds(condition(evaluation.questionnaire, "shown")) is False
    assert overlaid().holds(condition(evaluation.questionnaire, "fits")) is False


# --- reasons --------------------------------------------------------------------------------------


def why(evaluation: Evaluation, name: str) -> Because:
    return evaluation.because(condition(evaluation.questionnaire, name))


def test_reasons_name_only_the_answers_that_make_the_condition_true() -> None:
    evaluation = Evaluation(tiny(AILMENTS), said(ailments="cancer bendy"))
    assert why(evaluation, "risk") == Because((), ("ailments: cancer",))
    assert why(evaluation, "two") == Because((), ("ailments: cancer, bendy",))


def test_a_reason_that_was_not_sure_says_not_sure() -> None:
    evaluation = Evaluation(tiny(AILMENTS), said(ailments="not-sure"))
    assert why(evaluation, "risk") == Because((), ("ailments: not-sure",))


def test_what_does_not_hold_has_no_reasons() -> None:
    evaluation = Evaluation(tiny(AILMENTS), said(ailments="none"))
    assert why(evaluation, "risk") == Because((), ())


def test_reasons_of_a_band_and_an_overlay_are_in_their_own_words() -> None:
    evaluation = overlaid(months="many", place="dimple", helps="moving")
    assert why(evaluation, "shown") == Because(("inflammatory",), ())
    assert why(evaluation, "fits") == Because(("some",), ())


REASONS = """
conditions:
  - {id: dimple, when: {question: place, chosen: [dimple]}}
  - {id: both, when: {all: [{question: place, chosen: [dimple]}, {question: age, chosen: [old]}]}}
  - {id: either, when: {any: [{question: age, chosen: [child]}, {condition: dimple}]}}
  - {id: sign, when: {warning_sign: old}}
  - {id: feature, when: {feature: P1}}
  - {id: level, when: {level_at_least: urgent}}
  - {id: neither, when: {not: {question: age, chosen: [child]}}}
gp_questions:
  - id: use
    when:
      any:
        - {condition: both}
        - {condition: either}
        - {condition: sign}
        - {condition: feature}
        - {condition: level}
        - {condition: neither}
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("both", Because((), ("place: dimple", "age: old"))),
        ("either", Because((), ("place: dimple",))),
        ("sign", Because(("old",), ())),
        ("feature", Because((), ("place: dimple",))),
        ("level", Because((), ())),
        ("neither", Because((), ())),
    ],
)
def test_every_kind_of_condition_gives_its_reasons(name: str, expected: Because) -> None:
    evaluation = Evaluation(tiny(REASONS), said(age="old", numb="none", place="dimple"))
    assert evaluation.holds(condition(evaluation.questionnaire, name)) is True
    assert why(evaluation, name) == expected


def test_a_reason_that_is_found_twice_is_said_once() -> None:
    evaluation = Evaluation(tiny(REASONS), said(age="old", numb="none", place="dimple"))
    sign = SignGiven(warning_sign="old")
    assert evaluation.because(AllOf(all=(sign, sign))) == Because(("old",), ())


ONLY_IF_NOT = """
warning_signs:
  - id: grown
    level: urgent
    when: {not: {question: age, chosen: [child]}}
    also_when: {question: place, chosen: [middle]}
  - id: two
    level: urgent
    applies_when: {not: {question: age, chosen: [child]}}
    when: {question: numb, chosen: [sign]}
"""
"""A sign that an answer takes away: it is given before anybody is asked."""


def test_an_answer_takes_away_a_sign_that_is_given_without_one() -> None:
    questionnaire = tiny(ONLY_IF_NOT)
    grown = questionnaire.warning_signs_by_id["grown"]
    assert Evaluation(questionnaire, {}).sign(grown) is True
    assert Evaluation(questionnaire, said(age="child")).sign(grown) is False
    assert Evaluation(questionnaire, said(age="child", place="middle")).sign(grown) is True


def test_a_sign_that_was_denied_is_denied_also_while_it_is_open_whom_it_is_about() -> None:
    questionnaire = tiny(ONLY_IF_NOT)
    two = questionnaire.warning_signs_by_id["two"]
    for chosen, given in (("none", False), ("sign", None)):
        evaluation = Evaluation(questionnaire, {"numb": frozenset({chosen})}, {"age"})
        assert evaluation.sign(two) is given
