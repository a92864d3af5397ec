"""Where the safety net is whole, and where it has a hole.

What each message says, and where it points, is in ``faults/``: see ``test_messages.py``.
"""

import pytest

from app.content.problems import ContentError
from tests.content.sound import named
from tests.content.sound import told as told_of_sound
from tests.engine.tiny import tiny

CARD = "stands on no care card, nor does its answer with another sign. Add 'card'."
LAST = "is never cut, so it is printed last. Move it to the end."
TOP = "ends the questions at a gate. Move it to the top."


def told(text: str) -> list[str]:
    """What is said about the tiny questionnaire with some entries, without the places."""
    try:
        tiny(text)
    except ContentError as error:
        return [problem.message for problem in error.problems]
    return []


# --- the care cards -------------------------------------------------------------------------------


def sign(level: str, rule: str, more: str = "") -> tuple[str, str]:
    """The change that adds a sign that stands on no card."""
    words = "id: new, code: N1, text: new, short: new"
    entry = f"  - {{{words}, level: {level}, {more}{rule}, sources: [S1]}}\n"
    return "\nfeatures:", f"{entry}\nfeatures:"


ANY_FOOT = "when: {any: [{question: numbness, chosen: [foot]}]}"
ANY_BOTTOM = "when: {any: [{question: numbness, chosen: [bottom]}]}"
CHILD = "applies_when: {condition: child}, "


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(sign("urgent", ANY_FOOT), id="its answer stands there"),
        pytest.param(sign("emergency", ANY_BOTTOM), id="its answer stands there, in an emergency"),
        pytest.param(sign("emergency", ANY_FOOT), id="an emergency of more than one tick"),
        pytest.param(
            sign("emergency", "when: {question: numbness, chosen: [foot]}", CHILD),
            id="an emergency of some people",
        ),
    ],
)
def test_a_sign_may_do_without_a_line_on_the_card_where(change: tuple[str, str]) -> None:
    assert told_of_sound(change) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(sign("urgent", ANY_BOTTOM), id="that is urgent"),
        pytest.param(
            sign("urgent", "when: {question: numbness, chosen: [bottom]}", CHILD),
            id="that is about some people",
        ),
        pytest.param(
            sign("emergency", "when: {question: numbness, chosen: [foot]}"),
            id="that one tick of anybody gives",
        ),
    ],
)
def test_a_sign_needs_a_line_on_the_card_of_its_own_level(change: tuple[str, str]) -> None:
    assert told_of_sound(change) == [f"warning sign 'new': {CARD}"]


def test_an_answer_counts_that_stands_in_a_named_condition() -> None:
    by_name = sign("urgent", "when: {condition: foot}")
    foot = named(foot="{question: numbness, chosen: [foot]}")
    assert told_of_sound(foot, by_name) == []
    other = "when: {question: numbness, chosen: [foot]}"
    by_other = (f"    {other}\n", "    when: {condition: foot}\n")
    assert told_of_sound(by_other, foot, sign("urgent", ANY_FOOT)) == []


def test_a_sign_without_a_line_speaks_for_no_other() -> None:
    old, one = sign("urgent", ANY_BOTTOM)
    other = one.replace("new", "other").replace("N1", "N2")
    assert told_of_sound((old, one.replace("\nfeatures:", other))) == [
        f"warning sign 'new': {CARD}",
        f"warning sign 'other': {CARD}",
    ]


# --- words and levels -----------------------------------------------------------------------------


def test_only_a_number_after_the_e_says_emergency() -> None:
    assert told_of_sound(("code: U1", "code: Early")) == []
    assert told_of_sound(("code: U1", "code: UE1")) == []


MATERNITY = """
items:
  - link_id: pregnant
    section: gate
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: waters
    section: warning
    enable_when: {question: pregnant, chosen: ["yes"]}
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - id: waters
    level: maternity
    applies_when: {question: pregnant, chosen: ["yes"]}
    when: {question: waters, chosen: ["yes"]}
outcomes:
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: maternity, when: {level_at_least: maternity}, safety_net: MATERNITY}
  - {id: urgent, when: {level_at_least: urgent}, safety_net: URGENT}
  - {id: girdle, when: {question: pregnant, chosen: ["yes"]}, safety_net: GIRDLE}
  - {id: others, when: {question: pregnant, chosen: ["no"]}, safety_net: OTHERS}
  - {id: calm, safety_net: CALM}
"""
ALL = "[emergency, maternity, urgent]"
TWO = "[emergency, urgent]"


def nets(**given: str) -> list[str]:
    """What is said about these safety nets; the others hold as little as they may."""
    text = MATERNITY
    least = {"maternity": ALL, "urgent": TWO, "girdle": ALL, "others": TWO, "calm": TWO}
    for name, levels in (least | given).items():
        text = text.replace(name.upper(), levels)
    return told(text)


def test_a_result_names_the_maternity_unit_only_where_it_is_for_its_people() -> None:
    assert nets() == []


@pytest.mark.parametrize("name", ["maternity", "girdle"])
def test_a_result_for_whom_the_maternity_unit_is_names_it(name: str) -> None:
    assert nets(**{name: TWO}) == [
        f"outcome '{name}': does not say when to get help of level 'maternity'. Add it."
    ]


@pytest.mark.parametrize("level", ["emergency", "urgent"])
@pytest.mark.parametrize("name", ["maternity", "urgent", "girdle", "others", "calm"])
def test_every_result_says_when_to_get_help_sooner(name: str, level: str) -> None:
    (other,) = {"emergency", "urgent"} - {level}
    assert nets(**{name: f"[{other}, maternity]"}) == [
        f"outcome '{name}': does not say when to get help of level '{level}'. Add it."
    ]


def test_the_paper_says_when_to_come_back_at_every_level_of_a_sign() -> None:
    numb = "{level: emergency, bullets: [a numb bottom]}"
    lines = f"sheet: {{cap: 8, wish: place, come_back: [{numb}]}}"
    assert told(lines) == ["sheet: does not say when to come back at level 'urgent'. Add it."]


# --- order ----------------------------------------------------------------------------------------

END = "  - {{id: {}, when: {}, title: T, ends_journey: true, sources: [S1]}}\n"
YOUNG = END.format("young", "{question: age, chosen: [under-18]}")
OLD = END.format("old", "{question: age, chosen: [from-18]}")
EMERGENCY = "outcomes:\n  - id: emergency\n"
URGENT = "  - id: urgent\n    when"


def test_several_outcomes_may_end_the_questions_at_a_gate() -> None:
    top = EMERGENCY.replace("outcomes:\n", f"outcomes:\n{YOUNG}{OLD}")
    assert told_of_sound((EMERGENCY, top)) == []


def test_each_outcome_that_ends_the_questions_at_a_gate_stands_at_the_top() -> None:
    assert told_of_sound((URGENT, f"{YOUNG}{OLD}{URGENT}")) == [
        f"outcome 'young': {TOP}",
        f"outcome 'old': {TOP}",
    ]
    top = EMERGENCY.replace("outcomes:\n", f"outcomes:\n{YOUNG}")
    assert told_of_sound((EMERGENCY, top), (URGENT, f"{OLD}{URGENT}")) == [f"outcome 'old': {TOP}"]


SECOND_GATE = """
items:
  - {link_id: abroad, section: gate, answer_option: ["yes", "no"]}
outcomes:
  - {id: away, when: {question: abroad, chosen: ["yes"]}, ends_journey: true}
  FIRST- {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: urgent, when: {level_at_least: urgent}}
  - {id: calm}
"""


def test_a_later_gate_may_end_the_questions_where_the_first_one_does() -> None:
    assert told(SECOND_GATE.replace("FIRST", "")) == []
    assert told(SECOND_GATE.replace("FIRST", "#")) == [
        "item 'age': 'abroad' may end the questions. Ask that first."
    ]


KEPT = "  - {id: %s, text: When do I call 999?, because: all may ask, keep_always: true}\n"
CUT = "  - {id: cut, because: all may ask}\n"


def test_the_last_gp_question_is_one_that_is_never_cut() -> None:
    assert told(f"gp_questions:\n{CUT}{KEPT % 'kept'}") == []
    assert told(f"gp_questions:\n{CUT}{KEPT % 'kept'}{CUT.replace('cut', 'more')}") == [
        f"GP question 'kept': {LAST}"
    ]


# --- whom a sign is about -------------------------------------------------------------------------

TWICE = """
items:
  - link_id: fall
    section: warning
    enable_when: {question: age, chosen: [old, adult]}
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: later
    section: detail
    enable_when: ASKED
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
warning_signs:
  - id: broken
    level: urgent
"""
OF_AGE = "{question: age, chosen: [adult, old]}"
FALL = '{question: fall, chosen: ["yes"]}'
LATER = '{question: later, chosen: ["yes"]}'


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([f"when: {{all: [{OF_AGE}, {FALL}]}}", f"also_when: {LATER}"], ["later"]),
        ([f"when: {FALL}", f"also_when: {{all: [{OF_AGE}, {LATER}]}}"], ["fall"]),
        ([f"applies_when: {OF_AGE}", f"when: {FALL}", f"also_when: {LATER}"], []),
        (
            [f"when: {{all: [{OF_AGE}, {FALL}]}}", f"also_when: {{all: [{OF_AGE}, {LATER}]}}"],
            [],
        ),
        (["when: {question: numb, chosen: [sign]}", f"also_when: {LATER}"], []),
        ([f"when: {{all: [{OF_AGE}, {FALL}]}}"], []),
        (["when: {question: numb, chosen: [sign]}"], []),
    ],
)
def test_both_conditions_of_a_sign_say_whom_it_is_about(
    rules: list[str], expected: list[str]
) -> None:
    text = TWICE.replace("ASKED", OF_AGE) + "".join(f"    {rule}\n" for rule in rules)
    assert [line for line in told(text) if "too." in line] == [
        f"warning sign 'broken': not everybody is asked '{name}'. Name age too."
        for name in expected
    ]


def test_all_are_named_whom_a_question_is_asked_of() -> None:
    twice = TWICE.replace("ASKED", f"{{all: [{OF_AGE}, {FALL}]}}")
    text = f"{twice}    when: {{all: [{OF_AGE}, {FALL}]}}\n    also_when: {LATER}\n"
    assert told(text) == [
        "warning sign 'broken': not everybody is asked 'later'. Name age, fall too."
    ]


# --- answers that are taken as one ----------------------------------------------------------------

ONE = """
conditions:
  - {id: numb, when: {question: numb, chosen: [sign]}}
items:
  - link_id: numb
    section: warning
    answer_option: [sign, left, none, {code: not-sure, counts_as: [sign, left]}]
  - link_id: legs
    section: warning
    repeats: true
    answer_option:
      - left
      - right
      - arm
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [left, right, arm]}
warning_signs:
  - {id: legs, level: urgent, when: {question: legs, chosen: [left, right]}}
  - {id: new, level: LEVEL, when: RULE}
"""


@pytest.mark.parametrize(
    ("level", "rule"),
    [
        ("urgent", "{question: legs, chosen: [left, right, arm]}"),
        ("urgent", "{question: legs, chosen: [left, arm]}"),
        ("urgent", "{any: [{question: legs, chosen: [left, right, arm]}]}"),
        ("urgent", "{any: [{question: legs, chosen: [arm]}]}"),
        ("urgent", "{any: [{question: numb, chosen: [left]}]}"),
        ("emergency", "{any: [{question: legs, chosen: [left, arm]}]}"),
        ("urgent", "{any: [{question: legs, chosen: [right, left]}]}"),
    ],
)
def test_a_sign_may_take_all_or_none_and_less_at_another_level(level: str, rule: str) -> None:
    text = ONE.replace("LEVEL", level).replace("RULE", rule)
    assert [line for line in told(text) if "takes with others" in line] == []


@pytest.mark.parametrize("wrapped", ["{{any: [{}]}}", "{{all: [{{condition: numb}}, {}]}}"])
def test_a_sign_takes_no_part_of_what_another_of_its_level_takes_as_one(wrapped: str) -> None:
    rule = wrapped.format("{question: legs, chosen: [left, arm]}")
    found = told(ONE.replace("LEVEL", "urgent").replace("RULE", rule))
    assert [line for line in found if "takes with others" in line] == [
        "warning sign 'new': leaves out 'right', which 'legs' takes with others. Add it."
    ]


# --- the never rules ------------------------------------------------------------------------------

RULES = """
items:
  - link_id: pregnant
    section: gate
    answer_option: ["yes", "no", {code: not-sure, counts_as: ["yes"]}]
  - link_id: foot
    section: warning
    answer_option: ["yes", more, "no", {code: not-sure, counts_as: ["yes", more]}]
conditions:
  - {id: gate, when: {question: pregnant, chosen: ["yes"]}}
  - id: surgery
    when: {all: [{band: [some]}, {not: {condition: gate}}, {not: {level_at_least: urgent}}]}
  - {id: no-gate, when: {all: [{band: [some]}, {not: {condition: gate}}]}}
warning_signs:
  - {id: foot, level: urgent, when: {question: foot, chosen: ["yes", more]}}
  - id: pregnant-foot
    level: emergency
    applies_when: {condition: gate}
    when: {question: foot, chosen: ["yes", more]}
score:
  lowest: 0
  no_band_when: {condition: gate}
  bands: [{id: few, from: 0, to: 1}, {id: some, from: 2}]
gp_questions:
  - {id: surgery, when: {any: [{condition: surgery}, {condition: no-gate}]}}
outcomes:
  - {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: soon, when: {all: [{level_at_least: urgent}, {condition: gate}]}}
  - {id: urgent, when: {level_at_least: urgent}}
  - {id: girdle, when: {condition: gate}}
  - {id: band, when: {band: [some]}}
  - {id: calm}
never:
"""
NUMB, FOOT_MORE, GATE = (
    "{question: numb, chosen: [sign]}",
    "{question: foot, chosen: [more]}",
    "{condition: gate}",
)
SURGERY = "{condition: surgery}"
WHOLE = {
    NUMB: "soon, urgent, girdle, band, calm",
    FOOT_MORE: "girdle, band, calm",
    GATE: "urgent, band, calm",
    SURGERY: "soon, urgent, girdle",
}
"""What each condition rules out, in the order of the outcomes."""


def rules(given: dict[str, str]) -> list[str]:
    """What is said about these never rules: for each condition the outcomes that it names."""
    lines = [
        f"  - {{id: rule-{i}, given: {condition}, outcomes: [{names}]}}\n"
        for i, (condition, names) in enumerate(given.items())
    ]
    return told("".join([RULES, *lines]) if lines else RULES.replace("never:\n", ""))


def test_never_rules_that_are_whole_are_sound() -> None:
    assert rules(WHOLE) == []


def test_a_questionnaire_may_do_without_never_rules() -> None:
    assert rules({}) == []


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        *WHOLE.items(),
        ("{condition: no-gate}", "soon, girdle"),
        ("{level_at_least: emergency}", "soon, urgent, girdle, band, calm"),
        ("{all: [{level_at_least: urgent}, {condition: no-gate}]}", "girdle, band, calm"),
        ("{not: {condition: gate}}", "soon, girdle"),
        ("{not: {level_at_least: maternity}}", ""),
        ("{not: {level_at_least: urgent}}", "soon, urgent"),
        ("{band: [some]}", "calm"),
        ('{question: foot, chosen: ["yes", "no"]}', ""),
        ("{question: foot, chosen: [not-sure]}", ""),
        ("{question: numb, chosen: [none]}", ""),
        ("{any: [{question: foot, chosen: [more]}]}", ""),
    ],
)
def test_a_never_rule_names_whatever_its_condition_rules_out(condition: str, names: str) -> None:
    found = rules({**WHOLE, condition: "child"})
    position = list({**WHOLE, condition: ""}).index(condition)
    assert found == [
        f"never rule 'rule-{position}': leaves out {names}, which must not happen either. Add it."
        for names in [names]
        if names
    ]


def test_a_never_rule_may_name_more_than_its_condition_rules_out() -> None:
    assert rules({**WHOLE, SURGERY: "soon, urgent, girdle, band"}) == []


@pytest.mark.parametrize(("given", "level"), [(NUMB, "emergency"), (FOOT_MORE, "urgent")])
def test_a_never_rule_begins_with_a_sign_of_each_level(given: str, level: str) -> None:
    left = {condition: names for condition, names in WHOLE.items() if condition != given}
    assert rules(left) == [
        f"no never rule is about a sign of level '{level}'. Add one, to be proved."
    ]


@pytest.mark.parametrize(("given", "place"), [(GATE, "score"), (SURGERY, "condition 'surgery'")])
def test_who_gets_no_band_and_what_asks_for_no_sign_has_a_never_rule(
    given: str, place: str
) -> None:
    left = {condition: names for condition, names in WHOLE.items() if condition != given}
    assert rules(left) == [
        f"{place}: no never rule says that this rules out {WHOLE[given]}. Add one."
    ]
