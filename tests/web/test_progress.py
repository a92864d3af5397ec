"""How far along somebody is: the part of the self-check, of always as many."""

import re
from itertools import pairwise

from hypothesis import given

from app.engine.evaluate import Answers
from app.engine.journey import follow
from app.web.pages import part_of
from tests.people import complete_answers
from tests.questions import QUESTIONS
from tests.web.browser import Browser, where

START = "/questions/age"


@given(complete_answers())
def test_the_parts_come_in_turn_and_are_always_as_many(answers: Answers) -> None:
    parts = [part_of(QUESTIONS, item) for item in follow(QUESTIONS, answers).path]
    assert parts[0].number == 1
    assert {part.of for part in parts} == {len(QUESTIONS.sections)}
    assert all(after.number - before.number in (0, 1) for before, after in pairwise(parts))


def test_back_returns_to_every_page_as_it_was_with_the_answer_given(browser: Browser) -> None:
    browser.begin()
    url, seen = START, []
    for code in ("from-18", "yes", "no", "none", "buttock", "left"):
        found = re.search(r"Part \d of \d", browser.get(url).text)
        assert found
        seen.append((url, found[0], code))
        _, location = where(browser.answer(url, code))
        assert location
        url = location
    assert url == "/check-answers"
    assert [caption for _, caption, _ in seen][::5] == ["Part 1 of 3", "Part 3 of 3"]
    url = seen[-1][0]
    for at, caption, code in reversed(seen):
        assert url == at
        assert caption in browser.get(url).text
        page = browser.page(url)
        assert page.selected == {code}
        url = next(a["href"] for a in page.all("a") if a.get("class") == "back-link")
    assert url == "/"
