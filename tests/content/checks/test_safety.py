"""Content in which a warning sign could be missed does not load.

These are the hidden forms. The plain ones, with their messages, are in ``tests/content/faults``.
"""

import pytest

from app.content.load import loads
from app.content.problems import ContentError
from tests.content.sound import changed

FOOT = "when: {question: numbness, chosen: [foot]}"
BOTTOM = "when: {question: numbness, chosen: [bottom]}"
URGENT = "    when: {level_at_least: urgent}\n    title: Call 111\n"
NOT_SURE = "    repeats: true\n", "    repeats: true\n    not_sure_policy: It is easy to see.\n"


def outcome(name: str, when: str, more: str = "") -> str:
    """An outcome that ends with the beginning of the next one."""
    return f"  - {{id: {name}, when: {when}, title: T, sources: [S1]{more}}}\n  - id: "


UNSAFE = {
    "an answer to a warning question that only a never rule names": [
        ("      - {code: none,", "      - {code: hand, text: My hand}\n      - {code: none,"),
        ("given: {level_at_least: urgent}", "given: {question: numbness, chosen: [hand]}"),
    ],
    "a sign that needs two answers to one question": [
        (FOOT, "when: {question: numbness, chosen: [bottom, foot], at_least: 2}"),
    ],
    "a sign that not sure takes away": [
        (FOOT, f"when: {{all: [{FOOT[6:]}, {{not: {{question: numbness, chosen: [not-sure]}}}}]}}"),
    ],
    "a sign that is about those who gave a later answer": [
        (BOTTOM, f"applies_when: {{question: place, chosen: [groin]}}\n    {BOTTOM}"),
    ],
    "a sign whose question some are not asked": [
        ("short: Numb\n", "short: Numb\n    enable_when: {question: age, chosen: [from-18]}\n"),
    ],
    "a not sure policy of a warning question that has no not sure": [
        ("\n      - {code: not-sure, text: I\u2019m not sure, counts_as: [bottom, foot]}", ""),
        NOT_SURE,
    ],
    "a not sure answer that stands for nothing that a rule names": [
        (
            "{code: from-18, text: 18 or over}]",
            (
                "{code: from-18, text: 18 or over}, {code: over-80, text: Over 80}, "
                "{code: not-sure, text: Not sure, counts_as: [over-80]}]"
            ),
        ),
    ],
    "an urgent outcome that ends the questions before an emergency": [
        (URGENT, f"{URGENT}    ends_journey: true\n"),
    ],
    "an outcome below another for its band": [
        (
            "  - id: rest",
            outcome("all", "{band: [few, many]}").removesuffix("  - id: ")
            + outcome("many", "{band: [many]}")
            + "rest",
        ),
    ],
    "a condition that cannot hold because of its own opposite": [
        (
            "gate: {question: age, chosen: [from-18]}",
            "gate: {all: [{condition: child}, {not: {condition: child}}]}",
        ),
    ],
}


@pytest.mark.parametrize("changes", UNSAFE.values(), ids=UNSAFE.keys())
def test_content_is_refused_that_has(changes: list[tuple[str, str]]) -> None:
    with pytest.raises(ContentError):
        loads(changed(*changes))


def test_question_about_a_sign_may_be_asked_only_of_those_whom_the_sign_is_about() -> None:
    only = "enable_when: {condition: child}"
    applies = "applies_when: {condition: child}"
    questionnaire = loads(
        changed(
            ("short: Numb\n", f"short: Numb\n    {only}\n"),
            (FOOT, f"{applies}\n    {FOOT}"),
            (BOTTOM, f"{applies}\n    {BOTTOM}"),
        )
    )
    assert questionnaire.items_by_id["numbness"].enable_when is not None


def test_outcome_for_a_gate_may_end_the_questions() -> None:
    gate = outcome("young", "{question: age, chosen: [under-18]}", ", ends_journey: true")
    questionnaire = loads(changed(("outcomes:\n  - id: ", f"outcomes:\n{gate}")))
    assert questionnaire.outcomes[0].ends_journey


def test_kinds_of_condition_are_followed_through_named_conditions() -> None:
    more = "".join(
        f"  - {{id: {name}, text: t, when: {{condition: {inner}}}, sources: [S1]}}\n"
        for name, inner in (("second", "first"), ("third", "second"))
    )
    first = "  - {id: first, text: t, when: {band: [many]}, sources: [S1]}\n"
    with pytest.raises(ContentError) as fault:
        loads(
            changed(
                ("\nwarning_signs:", f"{first}{more}\nwarning_signs:"),
                ("no_band_when: {condition: child}", "no_band_when: {condition: third}"),
            )
        )
    assert "'third' uses 'band', which cannot be used here." in str(fault.value)
