"""A question that asks again, or asks which, has the answers of another; what is wrong is told."""

from typing import Any

import pytest

from app.content.asked_again import with_answers
from app.content.conditions import Chosen
from app.content.load import loads
from app.content.problems import ContentError
from app.content.source import Plain, read
from tests.content.sound import SOUND

AGAIN = """\
  - link_id: again
    section: signs
    text: Which are you not sure about?
    short: Not sure
    why: Only these count.
    error: Select which
    asks_again: numbness
    answer_option: [{code: cant-say, text: I cannot say}]
    sources: [S1]
"""
WHICH = """\
  - link_id: which
    section: pain
    text: Which is worst?
    short: Worst
    why: The worst matters.
    error: Select which
    asks_which: numbness
    answer_option:
      - {code: neither, text: Neither, exclusive: true}
      - {code: unknown, text: No idea, counts_as: []}
    sources: [S1]
"""
WITH_BOTH = SOUND.replace("  - link_id: place\n", f"{AGAIN}{WHICH}  - link_id: place\n").replace(
    "questions: [place]", "questions: [place, which]"
)


def changed(*changes: tuple[str, str]) -> str:
    """The content with both kinds of question and some changes, each in the last such place."""
    text = WITH_BOTH
    for old, new in changes:
        assert old in text
        text = new.join(text.rsplit(old, 1))
    return text


def told(*changes: tuple[str, str]) -> list[str]:
    """What is said about that content, each with the text that it points at."""
    raw = changed(*changes)
    try:
        loads(raw.encode())
    except ContentError as error:
        lines = raw.split("\n")
        return [f"{lines[p.line - 1][p.column - 1 :]} | {p.message}" for p in error.problems]
    return []


def items(data: Plain) -> dict[str, Any]:
    """The questions of some data by name."""
    assert isinstance(data, dict)
    listed: Any = data["items"]
    return {item["link_id"]: item for item in listed}


# --- what is copied -------------------------------------------------------------------------------


def test_a_question_that_asks_again_lists_the_signs_and_what_it_has_of_its_own() -> None:
    again = loads(WITH_BOTH.encode()).items_by_id["again"]
    assert [o.code for o in again.answer_option] == ["bottom", "foot", "cant-say"]
    assert [o.text for o in again.answer_option] == ["My bottom", "My foot", "I cannot say"]
    assert again.repeats
    assert again.enable_when == Chosen(question="numbness", chosen=("not-sure",))


def test_cannot_say_stands_for_every_sign_that_not_sure_stood_for() -> None:
    again = loads(WITH_BOTH.encode()).items_by_id["again"]
    assert again.not_sure is not None
    assert (again.not_sure.code, again.not_sure.counts_as) == ("cant-say", ("bottom", "foot"))
    fewer = changed(("counts_as: [bottom, foot]", "counts_as: [foot]"))
    entry = items(with_answers(read(fewer.encode()).data))["again"]
    assert [(o["code"], o.get("counts_as")) for o in entry["answer_option"]] == [
        ("foot", None),
        ("cant-say", ("foot",)),
    ]


def test_cannot_say_stands_for_every_sign_whatever_the_author_wrote() -> None:
    raw = changed(("text: I cannot say}", "text: I cannot say, counts_as: [foot]}"))
    not_sure = loads(raw.encode()).items_by_id["again"].not_sure
    assert not_sure is not None
    assert not_sure.counts_as == ("bottom", "foot")


def test_a_question_that_asks_which_lists_the_ticks_and_what_it_has_of_its_own() -> None:
    which = loads(WITH_BOTH.encode()).items_by_id["which"]
    assert list(which.options) == ["bottom", "foot", "neither", "unknown"]
    assert which.repeats
    assert which.enable_when == Chosen(question="numbness", chosen=("bottom", "foot"))
    assert which.not_sure is not None
    assert which.not_sure.counts_as == ()


def test_wording_is_copied_and_the_place_on_a_picture_is_not() -> None:
    option = "{code: foot, text: My foot}"
    whole = "{code: foot, text: My foot, short: foot, hint: Either one., regions: [leg-left]}"
    data = with_answers(read(changed((option, whole)).encode()).data)
    copied = {"code": "foot", "text": "My foot", "short": "foot", "hint": "Either one."}
    assert [items(data)[name]["answer_option"][1] for name in ("again", "which")] == [copied] * 2


def test_what_the_author_wrote_is_kept_so_that_the_check_can_tell_it() -> None:
    own = "asks_again: numbness\n    repeats: false\n    enable_when: {condition: child}"
    entry = items(with_answers(read(changed(("asks_again: numbness", own)).encode()).data))["again"]
    assert (entry["repeats"], entry["enable_when"]) == ("false", {"condition": "child"})


# --- what cannot be followed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", ["", "text", (), {}, {"items": ""}, {"items": {}}, {"items": ("x", (), {})}], ids=repr
)
def test_data_without_questions_stays_as_it_is(data: Plain) -> None:
    assert with_answers(data) == data


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("again", "asks_again: numbness", "asks_again: nothing"),
        ("again", "asks_again: numbness", "asks_again: [numbness]"),
        ("again", "asks_again: numbness", "asks_again: place"),
        ("again", "asks_again: numbness", "asks_again: again"),
        ("again", ", counts_as: [bottom, foot]", ""),
        ("again", ", counts_as: [bottom, foot]", ", counts_as: bottom"),
        ("again", "answer_option: [{code: cant-say, text: I cannot say}]", "answer_option: none"),
        ("again", "    answer_option: [{code: cant-say, text: I cannot say}]\n", ""),
        ("which", "asks_which: numbness", "asks_which: nothing"),
        ("which", "asks_which: numbness", "asks_which: {numbness: true}"),
        ("which", "link_id: numbness", "link_id: [numbness]"),
    ],
)
def test_a_question_that_names_nothing_to_follow_stays_as_it_is(
    name: str, old: str, new: str
) -> None:
    data: Any = read(changed((old, new)).encode()).data
    (before,) = (item for item in data["items"] if item["link_id"] == name)
    done: Any = with_answers(data)
    (after,) = (item for item in done["items"] if item["link_id"] == name)
    assert after == before


def test_an_answer_without_a_code_is_not_copied() -> None:
    data = with_answers(
        read(changed(("{code: foot, text: My foot}", "{text: My foot}")).encode()).data
    )
    assert [o["code"] for o in items(data)["again"]["answer_option"]] == ["bottom", "cant-say"]
    assert [o["code"] for o in items(data)["which"]["answer_option"]] == [
        "bottom",
        "neither",
        "unknown",
    ]


def test_all_other_questions_and_parts_stay_as_they_are() -> None:
    data: Any = read(WITH_BOTH.encode()).data
    after: Any = with_answers(data)
    assert {key: value for key, value in after.items() if key != "items"} == {
        key: value for key, value in data.items() if key != "items"
    }
    untouched = ("age", "numbness", "place")
    assert [items(after)[name] for name in untouched] == [items(data)[name] for name in untouched]


# --- where it is told -----------------------------------------------------------------------------


def test_a_fault_in_an_answer_of_its_own_is_told_where_it_stands() -> None:
    assert told(("text: I cannot say", "text: <b>no")) == [
        "<b>no}] | item 'again': HTML is not allowed. Write plain text."
    ]
    assert told(("text: I cannot say", "text: ''")) == [
        "''}] | item 'again': 'text' is empty. Write the text."
    ]
    assert told(("text: I cannot say", "texts: x, text: I cannot say")) == [
        "texts: x, text: I cannot say}] | item 'again': unknown key 'texts'. Did you mean 'text'?"
    ]


def test_a_fault_in_an_answer_that_is_copied_is_told_where_it_stands_first() -> None:
    html = "HTML is not allowed. Write plain text."
    assert told(("text: My foot", "text: <b>foot")) == [
        f"<b>foot}} | item 'numbness': {html}",
        f"[{{code: cant-say, text: I cannot say}}] | item 'again': {html}",
        f"- {{code: neither, text: Neither, exclusive: true}} | item 'which': {html}",
    ]


def test_content_with_both_kinds_of_question_loads() -> None:
    assert told() == []
