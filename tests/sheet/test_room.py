from dataclasses import replace

import pytest

from app.content.model import Questionnaire
from app.engine.assess import assess
from app.sheet.room import Room, room_of
from app.sheet.sheet import Sheet, make_sheet
from tests.browser.states import answers_for, sheet_of, stories, worst_sheets

SHEETS = {state.name: sheet_of(state) for state in worst_sheets("/gp-sheet")}
SIZES = pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
MORE_LETTERS = range(0, 4_000, 4)
"""In every reason: in the end, none has room."""


def grown(sheet: Sheet, letters: int) -> Sheet:
    """The same sheet with longer reasons and answers."""
    more = "a" * letters
    return replace(
        sheet,
        questions=tuple(replace(q, because=q.because + more) for q in sheet.questions),
        rows=tuple(replace(row, text=row.text + more) for row in sheet.rows),
    )


def given_way(room: Room) -> tuple[bool, int, bool]:
    """All that has given way, but for the lines to write on."""
    return room.close, -room.reasons, room.summary_close


@pytest.mark.long
@SIZES
def test_words_give_way_for_2_in_100_of_the_stories_and_no_more(
    questionnaire: Questionnaire, *, large: bool
) -> None:
    found = (assess(questionnaire, story.answers) for story in stories())
    sheets = [
        make_sheet(questionnaire, one) for one in found if one.outcome and one.outcome.sheet_title
    ]
    assert len(sheets) > 150
    cut = [sheet for sheet in sheets if room_of(sheet, large=large).reasons < len(sheet.questions)]
    assert len(cut) <= len(sheets) * 0.02


@SIZES
def test_lines_give_way_before_the_room_between_and_that_before_any_words(
    questionnaire: Questionnaire, *, large: bool
) -> None:
    sheet = make_sheet(questionnaire, assess(questionnaire, answers_for("few")))
    asked = len(sheet.questions)
    rooms = [room_of(grown(sheet, letters), large=large) for letters in MORE_LETTERS]
    assert [given_way(room) for room in rooms] == sorted(given_way(room) for room in rooms)
    opened = [room for room in rooms if not room.close]
    lines = [sum(room.answers) for room in opened]
    assert lines == sorted(lines, reverse=True)
    assert (lines[0] > 0, lines[-1]) == (True, 0)
    assert {room.reasons for room in opened} == {asked}
    assert rooms[-1].reasons == 0
    assert [rooms[0].summary_close, rooms[-1].summary_close] == [False, True]


@SIZES
def test_the_first_questions_have_the_most_lines(*, large: bool) -> None:
    for sheet in SHEETS.values():
        room = room_of(sheet, large=large)
        assert len(room.answers) == len(sheet.questions)
        assert list(room.answers) == sorted(room.answers, reverse=True)
        assert max(room.answers) <= min(room.answers) + 1
        assert max(room.answers) <= 2
