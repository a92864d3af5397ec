"""All questions on 1 page, for browsers that keep no cookie: what the questions one by one say."""

from collections.abc import Mapping
from functools import cache

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app import create_app
from app.authoring.stories import Story
from app.content.conditions import Level
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Answers
from tests.browser.sites import Site
from tests.browser.states import answers_for, fullest, stories
from tests.questions import QUESTIONS
from tests.web.blocks import Block, blocks_of
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY, Clock

Fields = dict[str, list[str]]
URL = "/one-page"


@cache
def whole_app() -> Flask:
    """The content that is served, at a time that stands still."""
    return create_app({"SECRET_KEY": KEY}, Clock())


@pytest.fixture
def app() -> Flask:
    """The same for a test."""
    return whole_app()


@pytest.fixture
def nobody(app: Flask) -> Browser:
    """A browser that keeps no cookie."""
    return Browser(app)


def shown(page: Page) -> list[str]:
    """The questions on a page, in order."""
    return [field["value"] for field in page.all("input") if field.get("name") == "shown"]


def filled(page: Page, answers: Answers) -> Fields:
    """The page with these answers to what it asks."""
    given = {f"answer-{name}": sorted(answers.get(name, ())) for name in shown(page)}
    return {**given, "shown": shown(page), "end": ["1"]}


def answer(browser: Browser, answers: Answers) -> TestResponse:
    """Fill in the page, and again for as long as it brings up more questions."""
    response = browser.get(URL)
    for _ in range(10):
        page = Page(response.text)
        if not shown(page):
            return response
        response = browser.post(URL, data=filled(page, answers))
    raise AssertionError("the page comes back for ever")


def ticked(page: Page) -> dict[str, set[str]]:
    """The answers that are ticked on a page."""
    names: dict[str, set[str]] = {}
    for field in page.all("input"):
        if "checked" in field:
            names.setdefault(field["name"].removeprefix("answer-"), set()).add(field["value"])
    return names


def main_of(text: str) -> list[Block]:
    return [block for block in blocks_of(text) if "main" in block.inside]


def said(text: str, until: str) -> list[str]:
    """What the main part of a page says before a heading, but for ways to other pages."""
    blocks = [block.text for block in main_of(text)]
    return blocks[: blocks.index(until)] if until in blocks else blocks


# --- the same as one by one -----------------------------------------------------------------------


FINISHED = [story for story in stories() if assess(QUESTIONS, story.answers).outcome][::4]


@pytest.mark.long
@pytest.mark.parametrize("story", FINISHED, ids=lambda story: story.name)
def test_every_patient_of_the_stories_reads_the_same(story: Story, app: Flask) -> None:
    one_by_one, at_once = Browser(app), Browser(app)
    one_by_one.cookie = Site("", app).sealed(story.answers)
    result = one_by_one.get("/result")
    response = answer(at_once, story.answers)
    assert response.status_code == 200
    assert at_once.cookie is None
    if Page(result.text).heading == "Call 999 or go to A&E now":
        # All signs of this page count, not only those up to the first one.
        assert Page(response.text).heading == Page(result.text).heading
        return
    for end in ("Your sheet to take to a GP", "If you chose an answer by mistake"):
        if end in result.text:
            assert said(response.text, end) == said(result.text, end)
            return
    assert said(response.text, "Your answers") == said(result.text, "Your answers")


@pytest.mark.parametrize("outcome", ["several", "urgent", "maternity", "pelvic-girdle"])
def test_the_sheet_stands_below_the_result(outcome: str, app: Flask) -> None:
    one_by_one, at_once = Browser(app), Browser(app)
    answers = fullest(outcome)
    one_by_one.cookie = Site("", app).sealed(answers)
    sheet = [b.text for b in blocks_of(one_by_one.get("/gp-sheet").text) if "sheet" in b.inside]
    here = [b.text for b in blocks_of(answer(at_once, answers).text) if "sheet" in b.inside]
    assert here == sheet
    assert len(here) > 20


# --- one answer of the server after the other -----------------------------------------------------


def test_the_first_page_has_every_question_that_everybody_is_asked(
    nobody: Browser, questionnaire: Questionnaire
) -> None:
    page = nobody.page(URL)
    everybody = [item.link_id for item in questionnaire.items if item.enable_when is None]
    assert shown(page) == everybody
    assert ticked(page) == {}
    assert "Call 999 or go to A&E now" in page.text


def test_an_emergency_does_not_wait_for_what_is_missing(nobody: Browser) -> None:
    page = nobody.page(URL)
    wrong = {
        **filled(page, {}),
        "answer-nerves": ["numb-saddle"],
        "answer-worse": ["none", "sitting"],
    }
    response = nobody.post(URL, data=wrong)
    assert response.status_code == 200
    assert Page(response.text).heading == "Call 999 or go to A&E now"


def test_a_question_that_asks_again_may_stay_empty(nobody: Browser) -> None:
    """B16: it is "I can't say" then, but only where it was on the page."""
    response = nobody.get(URL)
    headings = []
    for _ in range(2):
        unsure = {"legs": frozenset(("not-sure",))}
        response = nobody.post(URL, data=filled(Page(response.text), unsure))
        headings.append(Page(response.text).heading)
    assert headings == ["All questions on 1 page", "Call 999 or go to A&E now"]


def test_a_sign_in_pregnancy_is_said_before_the_rest_is_answered(nobody: Browser) -> None:
    response = nobody.get(URL)
    for _ in range(2):
        given = {"pregnancy": frozenset(("pregnant",)), "pregnancy-signs": frozenset(("waters",))}
        response = nobody.post(URL, data=filled(Page(response.text), given))
    page = Page(response.text)
    assert response.status_code == 422
    assert shown(page)
    assert "Call your maternity or early pregnancy unit" in page.text


def test_what_is_missing_is_told_with_its_question_and_ticks_stay(nobody: Browser) -> None:
    given = {**answers_for("several")}
    del given["duration"]
    response = nobody.post(URL, data=filled(nobody.page(URL), given))
    page = Page(response.text)
    assert response.status_code == 422
    assert page.has_error
    assert "There is a problem" in page.text
    first = next(f["id"] for f in page.all("input") if f.get("name") == "answer-duration")
    assert f"#{first}" in {a.get("href") for a in page.all("a")}
    kept = ticked(page)
    assert kept["age"] == given["age"]
    assert "duration" not in kept


def test_answers_that_bring_up_questions_are_no_error(nobody: Browser) -> None:
    response = nobody.post(URL, data=filled(nobody.page(URL), answers_for("several")))
    page = Page(response.text)
    assert response.status_code == 200
    assert "Your answers bring up more questions" in page.text
    assert "There is a problem" not in page.text
    assert set(shown(page)) > set(ticked(page))


def test_a_question_that_a_change_took_away_is_no_error(nobody: Browser) -> None:
    fields = {**COMPLETE, "shown": ["pregnancy-signs"], "answer-age": []}
    page = Page(nobody.post(URL, data=fields).text)
    assert "age" in shown(page)
    assert "pregnancy-signs" not in shown(page)


def test_two_answers_that_exclude_each_other_are_an_error_and_never_none(nobody: Browser) -> None:
    sent = {
        **filled(nobody.page(URL), answers_for("few")),
        "answer-urgent-signs": ["none", "night"],
    }
    response = nobody.post(URL, data=sent)
    page = Page(response.text)
    assert response.status_code == 422
    assert "not both" in page.text
    assert ticked(page)["urgent-signs"] == {"none", "night"}


def test_answers_can_be_changed(nobody: Browser) -> None:
    result = Page(answer(nobody, answers_for("several")).text)
    fields: Fields = {}
    for field in result.all("input"):
        fields.setdefault(field["name"], []).append(field["value"])
    assert fields["change"] == ["yes"]
    response = nobody.post(URL, data=fields)
    page = Page(response.text)
    assert response.status_code == 200
    on_path = assess(QUESTIONS, answers_for("several")).journey.answers
    assert ticked(page) == {name: set(codes) for name, codes in on_path.items()}
    assert "There is a problem" not in page.text


# --- what no page of ours sends -------------------------------------------------------------------

COMPLETE: Mapping[str, list[str]] = {
    **{f"answer-{name}": sorted(codes) for name, codes in answers_for("few").items()},
    "end": ["1"],
}


def test_the_page_is_whole_or_not_used(nobody: Browser) -> None:
    assert "There is a problem" not in nobody.post(URL, data=COMPLETE).text


@pytest.mark.parametrize(
    "fault",
    [
        {"end": []},
        {"end": ["1", "1"]},
        {"end": ["2"]},
        {"answer": ["none"]},
        {"journey": ["0" * 32]},
        {"answer-unknown": ["none"]},
        {"answer-nerves": ["unknown"]},
        {"answer-nerves": ["none", "none"]},
        {"answer-age": ["from-18-to-34", "from-35-to-44"]},
        {"answer-age": ["from-35-to-44 "]},
    ],
    ids=str,
)
def test_a_page_that_was_tampered_with_gives_no_result(
    fault: dict[str, list[str]], nobody: Browser
) -> None:
    response = nobody.post(URL, data={**COMPLETE, **fault})
    page = Page(response.text)
    assert response.status_code == 422
    assert shown(page)
    assert "There is a problem" in page.text


def test_no_page_of_it_sets_a_cookie_or_may_be_kept(nobody: Browser) -> None:
    for response in (nobody.get(URL), nobody.post(URL, data=COMPLETE), nobody.post(URL, data={})):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"


def test_whoever_has_no_cookie_is_led_to_it(nobody: Browser) -> None:
    page = nobody.page("/?notice=no-answers")
    assert URL in {a.get("href") for a in page.all("a")}
    assert URL not in {a.get("href") for a in nobody.page("/").all("a")}


@pytest.mark.long
@pytest.mark.parametrize("outcome", ["urgent", "maternity", "emergency"])
def test_an_answer_that_is_left_out_never_makes_it_calmer(outcome: str, app: Flask) -> None:
    whole = {f"answer-{name}": sorted(codes) for name, codes in answers_for(outcome).items()}
    heading = Page(Browser(app).post(URL, data={**whole, "end": "1"}).text).heading
    for name in whole:
        some = {other: codes for other, codes in whole.items() if other != name}
        page = Page(Browser(app).post(URL, data={**some, "end": "1"}).text)
        assert shown(page) or page.heading == heading, name


# --- whatever is ticked ---------------------------------------------------------------------------


def ticks(questionnaire: Questionnaire) -> st.SearchStrategy[Fields]:
    """Any number of answers to any number of questions, some of them no answers of ours."""
    codes = {
        f"answer-{item.link_id}": st.lists(st.sampled_from([*item.options, "?"]), max_size=3)
        for item in questionnaire.items
    }
    return st.fixed_dictionaries({}, optional=codes)


@pytest.mark.long
@settings(max_examples=75, deadline=None, derandomize=True)
@given(
    sent=ticks(QUESTIONS),
    base=st.sampled_from([answers_for(o) for o in ("few", "several", "urgent", "maternity")]),
)
def test_a_result_is_what_the_rules_say_and_comes_only_when_all_is_answered(
    sent: Fields, base: Answers
) -> None:
    fields = {f"answer-{name}": sorted(codes) for name, codes in base.items()} | sent
    usable = {}
    for item in QUESTIONS.items:
        given_codes = fields.get(f"answer-{item.link_id}", [])
        alone = [c for c in given_codes if c in item.options and item.options[c].exclusive]
        once = set(given_codes) <= item.options.keys() and len(set(given_codes)) == len(given_codes)
        fits = len(given_codes) == 1 or (item.repeats and not alone)
        if given_codes and once and fits:
            usable[item.link_id] = frozenset(given_codes)
    assessment = assess(QUESTIONS, usable)
    page = Page(Browser(whole_app()).post(URL, data={**fields, "end": "1"}).text)
    ended = assessment.journey.ended_by is not None
    if ended:
        assert not shown(page)
    if not shown(page):
        assert assessment.outcome is not None
        assert page.heading in {assessment.outcome.title, "Call 999 or go to A&E now"}
        assert (assessment.level is Level.emergency) == page.heading.startswith("Call 999")
        asked = {f"answer-{item.link_id}" for item in assessment.journey.path}
        assert ended or all(fields.get(name) for name in asked)
