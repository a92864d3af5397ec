"""The checks look into every part of a condition, and refuse nothing that makes sense.

What each message says, and where it points, is in ``faults/``: see ``test_messages.py``.
"""

import pytest

from tests.content.sound import named, told

BOTTOM = "{question: numbness, chosen: [bottom]}"
FOOT = "{question: numbness, chosen: [foot]}"
WHEN_FOOT = f"when: {FOOT}"
GATE = "gate: {question: age, chosen: [from-18]}"
PLACES = "answer_option: [{code: buttock, text: Buttock}, {code: groin, text: Groin}]"


def heard(words: str, *changes: tuple[str, str]) -> list[str]:
    """Those of the messages that hold some words: the rest is other checks' business."""
    return [message for message in told(*changes) if words in message]


def places(not_sure: str) -> tuple[str, str]:
    """The change that lets "not sure" about the place stand for some options."""
    unsure = f"{{code: not-sure, text: Not sure, counts_as: [{not_sure}]}}"
    return PLACES, f"{PLACES[:-1]}, {unsure}]"


# --- signs: no part of a condition is passed over -------------------------------------------------

WRAPPED = ["{}", "{{any: [{}]}}", "{{all: [{}]}}", "{{all: [{{any: [{{all: [{}]}}]}}]}}"]


@pytest.mark.parametrize("wrapped", WRAPPED)
@pytest.mark.parametrize("by_name", [False, True])
def test_a_sign_that_needs_two_answers_is_told_however_deep_they_stand(
    wrapped: str, by_name: bool
) -> None:
    both = f"{{all: [{BOTTOM}, {FOOT}]}}"
    inner = named(both=both, again=wrapped.format("{condition: both}"))
    changes = [inner, (WHEN_FOOT, "when: {condition: again}")]
    if not by_name:
        changes = [(WHEN_FOOT, f"when: {wrapped.format(both)}")]
    assert told(*changes) == [
        (
            "warning sign 'foot': 1 answer to 'numbness' is enough for a sign. "
            "Join its options in one 'chosen'."
        )
    ]


@pytest.mark.parametrize("wrapped", WRAPPED)
@pytest.mark.parametrize("by_name", [False, True])
def test_a_sign_that_an_answer_takes_away_is_told_however_deep_the_not_stands(
    wrapped: str, by_name: bool
) -> None:
    gone = f"{{not: {BOTTOM}}}"
    inner = named(gone=gone, again=wrapped.format("{condition: gone}"))
    changes = [inner, (WHEN_FOOT, f"when: {{any: [{FOOT}, {{condition: again}}]}}")]
    if not by_name:
        changes = [(WHEN_FOOT, f"when: {{any: [{FOOT}, {wrapped.format(gone)}]}}")]
    assert told(*changes) == [
        "warning sign 'foot': an answer to 'numbness' may not take a sign away. Delete the not."
    ]


def test_an_answer_to_a_gate_may_take_a_sign_away() -> None:
    grown = f"{{all: [{FOOT}, {{not: {{question: age, chosen: [under-18]}}}}]}}"
    assert told((WHEN_FOOT, f"when: {grown}")) == []


def test_a_gate_that_gives_a_sign_may_say_why_it_has_no_not_sure() -> None:
    young = "{any: [{question: age, chosen: [under-18]}, " + FOOT + "]}"
    policy = "short: Age\n", "short: Age\n    not_sure_policy: Everybody knows it.\n"
    assert told((WHEN_FOOT, f"when: {young}"), policy) == []


# --- conditions that can hold ---------------------------------------------------------------------


def test_two_answers_that_not_sure_gives_together_do_not_exclude_each_other() -> None:
    both = "{all: [{question: place, chosen: [buttock]}, {question: place, chosen: [groin]}]}"
    excluded = ["overlay 'flare': can never hold: its parts exclude each other. Mend one of them."]
    assert told(places("buttock, groin"), (GATE, f"gate: {both}")) == []
    assert told(places("buttock"), (GATE, f"gate: {both}")) == excluded
    assert told((GATE, f"gate: {both}")) == excluded


def test_a_condition_that_excludes_itself_by_two_names_is_told() -> None:
    gate = GATE, "gate: {all: [{condition: young}, {question: age, chosen: [from-18]}]}"
    assert told(named(young="{condition: child}"), gate) == [
        "overlay 'flare': can never hold: its parts exclude each other. Mend one of them."
    ]


# --- gates ----------------------------------------------------------------------------------------

ABOUT_CHILDREN = WHEN_FOOT, f"applies_when: {{condition: child}}\n    {WHEN_FOOT}"
URGENT = "  - id: urgent\n"
THEIRS = "whom a sign is about"


def outcome(name: str, when: str, more: str = "") -> str:
    """An outcome, as it stands in the list."""
    return f"  - {{id: {name}, when: {when}, title: T, sources: [S1]{more}}}\n"


def test_an_outcome_for_those_whom_a_sign_is_about_may_come_last() -> None:
    calm = outcome("young", "{condition: child}")
    assert heard(THEIRS, ABOUT_CHILDREN, ("  - id: rest\n", f"{calm}  - id: rest\n")) == []


def test_an_emergency_of_those_whom_a_sign_is_about_may_end_the_questions() -> None:
    theirs = outcome(
        "young", "{all: [{level_at_least: emergency}, {condition: child}]}", ", ends_journey: true"
    )
    change = "  - id: emergency\n", f"{theirs}  - id: emergency\n"
    assert heard(THEIRS, ABOUT_CHILDREN, change) == []


def test_an_early_end_is_told_wherever_it_stands_among_the_outcomes() -> None:
    end = outcome("young", "{condition: child}", ", ends_journey: true")
    assert heard(THEIRS, ABOUT_CHILDREN, (URGENT, f"{end}{URGENT}")) == [
        (
            "outcome 'young': ends the questions for 'under-18', whom a sign is about. "
            "Ask the sign first."
        )
    ]


def test_a_gate_keeps_whom_a_sign_is_about_wherever_it_is_asked() -> None:
    sex = (
        "  - {link_id: sex, section: you, text: Are you a man?, short: Sex, why: w, error: e, "
        "answer_option: [{code: man, text: M}, {code: woman, text: W}, "
        "{code: not-sure, text: N, counts_as: [man]}], sources: [S1]}\n"
    )
    assert told(
        ("  - link_id: numbness\n", f"{sex}  - link_id: numbness\n"),
        (WHEN_FOOT, f"applies_when: {{question: sex, chosen: [woman]}}\n    {WHEN_FOOT}"),
        (
            "history: [{label: Age, questions: [age]}]",
            "history: [{label: A, questions: [age, sex]}]",
        ),
    ) == [
        "item 'sex': \"not sure\" must stand for people whom a sign is about.",
        "item 'sex': no rule names 'man', so nothing counts. Is a rule missing? Else delete it.",
    ]


# --- outcomes -------------------------------------------------------------------------------------


def test_an_outcome_that_hides_the_very_next_is_told_also_below_an_early_end() -> None:
    emergency = """\
  - id: emergency
    when: {level_at_least: emergency}
    title: Call 999
    ends_journey: true
    sources: [S1]
"""
    end = outcome("young", "{condition: child}", ", ends_journey: true")
    assert told(
        (emergency, end),
        ("  - id: rest\n", f"{emergency}  - id: rest\n"),
    ) == [
        (
            "outcome 'urgent': stands above an outcome for a higher warning level and would hide "
            "it. Move it down."
        ),
        "outcome 'emergency': this is never reached: 'urgent' takes all its answers. Move it up.",
    ]


def test_bands_in_another_order_are_the_same_bands() -> None:
    two = outcome("one", "{band: [few, many]}") + outcome("two", "{band: [many, few]}")
    assert heard("never reached", ("  - id: rest\n", f"{two}  - id: rest\n")) == [
        "outcome 'two': this is never reached: 'one' takes all its answers. Move it up."
    ]


# --- what is just allowed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        ("item_weight: 2", "item_weight: 10"),
        ("cap: 8", "cap: 10"),
        (
            "when: {question: place, chosen: [buttock]}",
            "when: {question: numbness, chosen: [bottom, foot], at_least: 2}",
        ),
    ],
    ids=["weight", "cap", "at least"],
)
def test_the_most_or_least_that_is_allowed_loads(change: tuple[str, str]) -> None:
    assert told(change) == []


@pytest.mark.parametrize("mark", ["<b>", "<B>", "</p>", "<!-- x"])
def test_html_of_every_kind_is_refused(mark: str) -> None:
    assert told(("title: Self-check", f"title: Self {mark} check")) == [
        "HTML is not allowed. Write plain text."
    ]


def test_a_fault_in_a_not_sure_answer_is_told_once_and_where_it_stands() -> None:
    assert told((" not sure, counts_as", " <b>not sure, counts_as")) == [
        "item 'numbness': HTML is not allowed. Write plain text."
    ]


def test_a_sign_of_less_than_is_no_html() -> None:
    assert told(("title: Self-check", "title: Pain < 3 months")) == []


def test_an_early_end_is_told_below_an_outcome_that_ends_nothing() -> None:
    end = outcome("calm", "{question: numbness, chosen: [none]}", ", ends_journey: true")
    assert told(("  - id: rest\n", f"{end}  - id: rest\n")) == [
        (
            "outcome 'calm': only an emergency or a gate ends the questions. "
            "Is the condition wrong? Else delete ends_journey."
        )
    ]


def test_meanings_that_leave_out_0_are_refused() -> None:
    assert told(
        (
            "meanings: [{from: 1, text: Ask.}, {from: 0, text: Wait.}]",
            "meanings: [{from: 1, text: Ask.}]",
        )
    ) == [("overlay 'flare': meanings must go from the highest count down to 0, each count once.")]


def test_a_weight_of_0_speaks_against_nothing() -> None:
    nothing = ("item_weight: 2", "item_weight: 0\n    text_if_not: It does not hurt there.")
    assert heard("a weight of 0 changes nothing", nothing)
    assert not heard("speaks against", nothing)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("questions: [age]", "questions: [age, age]", "'age' is named twice"),
        (
            "next_review: 2027-11-22",
            "next_review: 2027-11-22\n  last_reviewed: 2028-11-22",
            "is not after 2028-11-22",
        ),
        ("text: How old are you?", "text: How # old are you?", "cut off at #"),
    ],
)
def test_what_makes_no_sense_is_told(old: str, new: str, message: str) -> None:
    assert [line for line in told((old, new)) if message in line]
