from collections.abc import Callable
from dataclasses import replace

import pytest

from app.content.model import Questionnaire
from app.engine.assess import assess
from app.sheet.sheet import Sheet, SheetLine, SheetQuestion, make_sheet
from app.sheet.text import MORE, MOST, sheet_text
from tests.browser.states import fullest, stories
from tests.sheet.people import sheet_of

MADE = "Made on 22 November 2026 at 10:00."
NOTICE = "Draft: not yet approved by a healthcare professional."


def text_of(sheet: Sheet) -> str:
    return sheet_text(sheet, MADE, NOTICE)


def length(text: str) -> int:
    """What a form may count: a line break is sent as 2 characters."""
    return len(text.replace("\n", "\r\n"))


@pytest.fixture(scope="module")
def every(questionnaire: Questionnaire) -> list[Sheet]:
    """The sheets of all stories, and the fullest of every outcome."""
    full = (fullest(o.id) for o in questionnaire.outcomes if o.sheet_title is not None)
    found = (assess(questionnaire, answers) for answers in (*(s.answers for s in stories()), *full))
    return [
        make_sheet(questionnaire, one) for one in found if one.outcome and one.outcome.sheet_title
    ]


@pytest.mark.long
def test_the_text_has_at_most_2000_characters(every: list[Sheet]) -> None:
    assert MOST == 2_000
    assert len(every) > 150
    assert max(length(text_of(sheet)) for sheet in every) <= MOST


def test_no_sign_that_was_reported_or_not_sure_about_is_left_out(every: list[Sheet]) -> None:
    for sheet in every:
        text = text_of(sheet)
        for label, signs in (
            ("Warning signs reported", sheet.signs_reported),
            ("Not sure", sheet.signs_not_sure),
        ):
            assert f"\n{label}: {'; '.join(signs) or 'none'}\n" in text


def test_every_text_says_what_is_asked_for_first_that_it_is_no_diagnosis_and_its_version(
    every: list[Sheet],
) -> None:
    for sheet in every:
        text = text_of(sheet)
        assert text.startswith(f"{sheet.title}\n{NOTICE}\n\n")
        assert all(f"{card.action}." in text for card in sheet.cards)
        assert f"The one thing I want from today: {sheet.wish}\n" in text
        assert sheet.about in text
        assert MADE in text


def test_the_text_has_no_tabs_no_spaces_too_many_and_no_empty_parts(every: list[Sheet]) -> None:
    for sheet in every:
        text = text_of(sheet)
        assert "\t" not in text
        assert "\n\n\n" not in text
        assert [line for line in text.split("\n") if line != line.strip()] == []


def test_approved_content_has_no_notice(questionnaire: Questionnaire) -> None:
    sheet = sheet_of(questionnaire)
    assert sheet_text(sheet, MADE, None).startswith(f"{sheet.title}\n\n")


def _question(number: int) -> SheetQuestion:
    lines = ("More.",)
    return SheetQuestion(
        number, f"Question {number}?", f"Reason {number}.", lines, is_priority=False
    )


def short(sheet: Sheet) -> Sheet:
    """The same sheet with little on it, so that everything fits."""
    few = tuple(map(_question, (1, 2, 3, 4)))
    return replace(sheet, questions=few, signs_denied=(SheetLine("other", "chest pain"),))


def test_what_fits_is_there_in_full(questionnaire: Questionnaire) -> None:
    text = text_of(short(sheet_of(questionnaire)))
    assert MORE not in text
    assert "\n\n1. Question 1?\nReason 1.\n- More.\n2. Question 2?\n" in text
    assert text.endswith(MADE)


def test_what_matters_most_is_marked(questionnaire: Questionnaire) -> None:
    sheet = short(sheet_of(questionnaire))
    first, *others = sheet.questions
    text = text_of(replace(sheet, questions=(replace(first, is_priority=True), *others)))
    assert "\nMatters most to me: 1. Question 1?\n" in text
    assert "\n2. Question 2?\n" in text


def longest(sheet: Sheet, most: int) -> Sheet:
    """With signs reported of such a length that the text has just so many characters."""
    room = most - length(text_of(replace(sheet, signs_reported=("",))))
    return replace(sheet, signs_reported=("x" * (room + len("none")),))


@pytest.mark.parametrize(("most", "is_whole"), [(MOST, True), (MOST + 1, False)])
def test_only_a_text_that_is_too_long_leaves_anything_out(
    questionnaire: Questionnaire, most: int, *, is_whole: bool
) -> None:
    text = text_of(longest(short(sheet_of(questionnaire)), most))
    assert (MORE not in text) is is_whole
    assert ("Ask which 1 matters most, and start there." in text) is is_whole


LEAST_FIRST: list[tuple[str, Callable[[Sheet], str]]] = [
    ("what to do with the questions", lambda sheet: sheet.for_the_gp[0]),
    ("lines under questions", lambda _: "- More."),
    ("reasons", lambda _: "Reason 1."),
    ("questions after the third", lambda _: "4. Question 4?"),
    ("history", lambda _: "Age: "),
    ("the count", lambda sheet: sheet.overlays[0].title),
    ("signs denied", lambda _: "Denied, other: "),
    ("the pain", lambda _: "Where: "),
    ("the first questions", lambda _: "1. Question 1?"),
]


def test_the_least_useful_goes_first_and_signs_given_never(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = short(sheet_of(questionnaire))
    marks = [mark(sheet) for _, mark in LEAST_FIRST]
    for n in range(0, 4_000, 40):
        given = "x" * n
        long = replace(sheet, signs_reported=(given,))
        text = text_of(long)
        assert f"Warning signs reported: {given or 'none'}" in text
        with monkeypatch.context() as patch:
            patch.setattr("app.sheet.text.MOST", 10_000)
            every = text_of(long)
        # The lines of the count come and go together.
        count = next(part for part in every.split("\n\n") if part.startswith(marks[5]))
        lines = [count, *every.splitlines()]
        whole = [next(len(line) for line in lines if mark in line) for mark in marks]
        lost = [rank for rank, mark in enumerate(marks) if mark not in text]
        for rank in lost:
            # Something of less use stays only where it is shorter, or its name in the last line is.
            kept = [other for other in range(rank) if other not in lost]
            assert all(whole[other] < whole[rank] + 30 for other in kept), LEAST_FIRST[rank][0]


def test_what_still_fits_comes_back_and_what_is_left_out_is_named(
    questionnaire: Questionnaire,
) -> None:
    sheet = short(sheet_of(questionnaire))
    long = replace(sheet, signs_denied=(SheetLine("other", "x" * 1_500),))
    text = text_of(long)
    assert "Denied, " not in text
    assert "Not sure: " in text
    assert text.endswith("The paper sheet also has: denied signs.")
    assert MORE not in text_of(sheet)


def test_questions_are_left_out_from_the_last(questionnaire: Questionnaire) -> None:
    sheet = short(sheet_of(questionnaire))
    for n in range(0, 4_000, 40):
        text = text_of(replace(sheet, signs_reported=("x" * n,)))
        there = [f"{n}. Question {n}?" in text for n in (1, 2, 3, 4)]
        assert there == sorted(there, reverse=True)
