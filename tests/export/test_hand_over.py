"""A sheet handed over to another device: what is in the code, and which codes are refused."""

import json
from pathlib import Path

import pytest
import segno

from app.engine.journey import follow
from tests.export.equal import State, random_states, said_by
from tests.export.exported import exported
from tests.needs import Kind
from tests.people import MUCH_FITS
from tests.questions import QUESTIONS

pytestmark = [pytest.mark.long, pytest.mark.needs(Kind.npm)]

NOW = 1_780_000_000_000
MINUTE = 60_000
LONGEST_PLACE = 120


def packed(file: Path, *states: State) -> list[str]:
    lines = (json.dumps({**json.loads(state.as_json()), "at": NOW}) for state in states)
    return list(said_by(file, lines))


def unpacked(file: Path, *letters: str, at: int = NOW) -> list[str | None]:
    return list(said_by(file, (json.dumps({"letters": one, "at": at}) for one in letters)))


def test_answers_and_choice_arrive_as_they_were_given(file: Path) -> None:
    states = [
        State({name: codes for name, codes in state.answers.items() if codes}, state.choice)
        for state in random_states(11, 100)
    ]
    letters = packed(file, *states)
    for state, saved in zip(states, unpacked(file, *letters), strict=True):
        assert saved is not None
        said = json.loads(saved)
        given = follow(QUESTIONS, state.answers).answers
        assert {name: set(codes) for name, codes in said["answers"]} == given
        assert [set(ids) for ids in said["choice"] or ()] == (
            [set(state.choice.dropped), set(state.choice.first)] if state.choice else []
        )


def test_a_code_that_is_cut_or_changed_is_refused(file: Path) -> None:
    (letters,) = packed(file, State(MUCH_FITS))
    others = [letters[:n] for n in range(len(letters))]
    others += [
        letters[:n] + ("B" if letters[n] == "A" else "A") + letters[n + 1 :]
        for n in range(len(letters))
    ]
    others += [letters + "A", letters + "AA", letters * 2, letters[:-1] + "é", "%00", "A" * 500]
    assert unpacked(file, *others) == [None] * len(others)
    assert unpacked(file, letters) != [None]


@pytest.mark.parametrize(("minutes", "works"), [(-6, False), (-5, True), (60, True), (61, False)])
def test_a_code_works_for_an_hour(file: Path, minutes: int, works: bool) -> None:
    (letters,) = packed(file, State(MUCH_FITS))
    (found,) = unpacked(file, letters, at=NOW + minutes * MINUTE)
    assert (found is not None) == works


def test_a_code_of_other_content_is_refused(file: Path, tmp_path: Path) -> None:
    (letters,) = packed(file, State(MUCH_FITS))
    other = tmp_path / "other.html"
    digest = f"{(int(QUESTIONS.digest[0], 16) + 1) % 16:x}{QUESTIONS.digest[1:]}"
    other.write_text(exported().replace(QUESTIONS.digest, digest), encoding="utf-8")
    assert unpacked(other, letters) == [None]


def test_squares_are_those_of_the_library_of_the_app(file: Path) -> None:
    texts = [f"x/#={'aZ9_-' * n}{'b' * (n % 3)}" for n in range(1, 44)]
    said = said_by(file, (json.dumps({"code": text}) for text in texts))
    versions = set()
    for text, rows in zip(texts, said, strict=True):
        code = segno.make_qr(text, error="l", mode="byte", boost_error=False, mask=0)
        versions.add(code.version)
        assert rows == [list(row) for row in code.matrix], len(text)
    assert versions == set(range(1, 10))


def test_most_answers_have_room_in_a_code(file: Path) -> None:
    everything = State(
        {item.link_id: frozenset(item.options) for item in QUESTIONS.items},
    )
    (letters,) = packed(file, everything)
    assert said_by(file, [json.dumps({"code": "h" * LONGEST_PLACE + "#=" + letters})])
