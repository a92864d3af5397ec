"""How far along somebody is: always true, also when questions are skipped or brought up."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.content.model import Item, Questionnaire
from app.engine.evaluate import Answers
from app.engine.journey import follow
from app.web.pages import total_of
from tests.questions import QUESTIONS
from tests.web.browser import Browser, where

START = "/questions/age"


def answers_to(item: Item) -> st.SearchStrategy[frozenset[str]]:
    """Any answer that the form of a question accepts, most often that all is well."""
    alone = [option.code for option in item.answer_option if option.exclusive]
    several = [option.code for option in item.answer_option if not option.exclusive]
    one = st.sampled_from(alone + several if item.repeats else several).map(
        lambda c: frozenset({c})
    )
    calm = st.sampled_from(alone or several).map(lambda c: frozenset({c}))
    many = st.frozensets(st.sampled_from(several), min_size=1) if item.repeats else one
    return st.one_of(calm, calm, one, many)


each = {item.link_id: answers_to(item) for item in QUESTIONS.items}
everything = st.fixed_dictionaries(each)
"""An answer to every question, on the path or not."""
something = st.fixed_dictionaries({}, optional=each)
"""Answers with gaps, as a new version of the content leaves them."""


def shown(answers: Answers) -> list[tuple[int, int]]:
    """Number and total of every question that may be visited, in order."""
    journey = follow(QUESTIONS, answers)
    return [
        (journey.number(item.link_id), total_of(QUESTIONS, journey, item.link_id))
        for item in journey.path
        if journey.may_visit(item.link_id)
    ]


@given(everything | something)
def test_the_total_is_never_below_the_number(answers: Answers) -> None:
    assert all(number <= total for number, total in shown(answers))


@given(everything)
def test_the_total_never_falls_and_grows_only_by_what_an_answer_brought_up(
    answers: Answers,
) -> None:
    journey = follow(QUESTIONS, answers)
    given_so_far: dict[str, frozenset[str]] = {}
    for item, after in pairwise(journey.path):
        asked_before = {i.link_id for i in follow(QUESTIONS, given_so_far).path}
        given_so_far[item.link_id] = answers[item.link_id]
        brought_up = {i.link_id for i in follow(QUESTIONS, given_so_far).path} - asked_before
        grown = total_of(QUESTIONS, journey, after.link_id) - total_of(
            QUESTIONS, journey, item.link_id
        )
        assert grown == len(brought_up)


@given(everything)
def test_the_last_question_says_that_it_is_the_last(answers: Answers) -> None:
    journey = follow(QUESTIONS, answers)
    number, total = shown(answers)[-1]
    assert number == total or journey.ended_by is not None


@given(everything, st.data())
def test_later_answers_change_nothing_on_an_earlier_page(
    answers: Answers, data: st.DataObject
) -> None:
    journey = follow(QUESTIONS, answers)
    place = data.draw(st.integers(0, len(journey.path) - 1))
    reached = follow(QUESTIONS, {i.link_id: answers[i.link_id] for i in journey.path[:place]})
    link_id = journey.path[place].link_id
    assert total_of(QUESTIONS, journey, link_id) == total_of(QUESTIONS, reached, link_id)


@given(everything, st.data())
def test_an_open_question_with_answers_behind_it_counts_by_those_before(
    answers: Answers, data: st.DataObject
) -> None:
    left_out = data.draw(st.sets(st.sampled_from([*answers]), min_size=1))
    kept = {name: chosen for name, chosen in answers.items() if name not in left_out}
    journey = follow(QUESTIONS, kept)
    for number, item in enumerate(journey.path):
        names = {i.link_id for i in journey.path[:number]}
        before = {name: chosen for name, chosen in kept.items() if name in names}
        known = {i.link_id for i in follow(QUESTIONS, before).path}
        assert total_of(QUESTIONS, journey, item.link_id) == len(known | {item.link_id})


def test_an_answered_question_behind_an_open_one_counts_itself(tiny: Questionnaire) -> None:
    # "place" decides whether "side" is asked, and is open again.
    journey = follow(tiny, {"side": frozenset({"left"})})
    assert (journey.number("side"), total_of(tiny, journey, "side")) == (5, 5)


# --- in the browser -------------------------------------------------------------------------------


def caption(browser: Browser, url: str) -> str:
    found = re.search(r"Question \d+ of about \d+", browser.page(url).text)
    assert found
    return found[0]


def test_a_question_that_is_brought_up_adds_one_and_one_that_is_skipped_takes_none(
    browser: Browser,
) -> None:
    browser.begin()
    assert caption(browser, START) == "Question 1 of about 4"
    browser.answer(START, "from-18")
    assert caption(browser, "/questions/pregnant") == "Question 2 of about 4"
    browser.answer("/questions/pregnant", "yes")
    assert caption(browser, "/questions/waters") == "Question 3 of about 5"
    browser.answer("/questions/pregnant", "no")
    assert caption(browser, "/questions/signs") == "Question 3 of about 4"
    browser.answer_all(signs="none", place="buttock")
    assert caption(browser, "/questions/side") == "Question 5 of about 5"


def test_back_returns_to_every_page_as_it_was_with_the_answer_given(browser: Browser) -> None:
    browser.begin()
    url, seen = START, []
    for code in ("from-18", "yes", "no", "none", "buttock", "left"):
        seen.append((url, caption(browser, url), code))
        _, location = where(browser.answer(url, code))
        assert location
        url = location
    assert url == "/check-answers"
    url = seen[-1][0]
    for at, said, code in reversed(seen):
        assert url == at
        page = browser.page(url)
        assert said in page.text
        assert page.selected == {code}
        url = next(a["href"] for a in page.all("a") if a.get("class") == "back-link")
    assert url == "/"
