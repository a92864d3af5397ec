"""An answer is never lost, and where one cannot be kept the page says so.

docs/safety/answers-kept.md lists every way to lose one, with the test that stands against it.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app import create_app
from app.config import QUESTIONS_FILE
from app.content.load import load
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.web.views.questions import QUESTION_CHANGED
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.questions import QUESTIONS
from tests.web.browser import Browser, where
from tests.web.journeys import CALM, OUTCOMES, named
from tests.web.page import Page
from tests.web.tiny import KEY, TINY, Clock

NEW_KEY = "another key that is only good for tests"


def answer_until_the_end(browsers: Iterator[Browser], answers: Answers, at: str) -> list[str]:
    """Answer a question at a time, each at the next of some browsers with one cookie. The way."""
    cookie, way = None, [at]
    for _ in range(100):
        browser = next(browsers)
        if cookie:
            browser.cookie = cookie
        if way[-1].startswith("/questions/"):
            given = {name: " ".join(codes) for name, codes in answers.items()}
            way.append(str(browser.fill(way[-1], named(given, way[-1])).location))
        else:
            return way
        cookie = browser.cookie
    raise AssertionError(f"no end: {way[-5:]}")


def in_turn(*browsers: Browser) -> Iterator[Browser]:
    while True:
        yield from browsers


# --- sent twice, or in two windows ----------------------------------------------------------------


def test_a_double_click_is_one_answer(browser: Browser) -> None:
    """Two equal requests at once, each with the cookie of before."""
    browser.begin()
    fields = {"journey": browser.page("/questions/age").field("journey"), "end": "1"}
    cookies: list[str] = []

    def press() -> None:
        once = Browser(browser.application)
        once.cookie = str(browser.cookie)
        response = once.post("/questions/age", data={**fields, "answer": "from-18"})
        assert where(response) == (303, "/questions/pregnant")
        cookies.append(str(once.cookie))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cookies) == 2
    for cookie in cookies:
        browser.cookie = cookie
        assert browser.page("/questions/age").selected == {"from-18"}


def test_two_windows_of_one_self_check_go_on_together(browser: Browser) -> None:
    browser.begin()
    first = browser.page("/questions/age").field("journey")
    browser.answer("/questions/age", "from-18")
    browser.answer("/questions/pregnant", "no")
    # The other window still shows the first question, and has the cookie of this one.
    fields = {"journey": first, "answer": "from-18", "end": "1"}
    assert where(browser.post("/questions/age", data=fields)) == (303, "/questions/pregnant")
    assert browser.page("/questions/pregnant").selected == {"no"}


def test_of_two_answers_at_the_same_moment_none_becomes_a_no(browser: Browser) -> None:
    """The browser keeps the cookie of one. The other's question is asked again, never skipped."""
    browser.begin()
    browser.answer("/questions/age", "from-18")
    before = str(browser.cookie)
    browser.answer("/questions/pregnant", "no")
    browser.cookie = before
    browser.answer("/questions/age", "from-18")
    assert where(browser.get("/result")) == (303, "/questions/pregnant")
    assert where(browser.get("/check-answers")) == (303, "/questions/pregnant")


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "there"), [(19 * 60 + 59, True), (23 * 60 + 59, True), (24 * 60 + 1, False)]
)
def test_a_break_of_so_many_minutes(
    minutes: int, browser: Browser, clock: Clock, *, there: bool
) -> None:
    browser.begin()
    page = browser.page("/questions/age")
    clock.now += minutes * 60
    fields = {"journey": page.field("journey"), "answer": "from-18", "end": "1"}
    response = browser.post("/questions/age", data=fields)
    assert where(response) == (303, "/questions/pregnant" if there else "/?notice=unreadable")
    if not there:
        assert "up to 24 hours" in browser.page("/?notice=unreadable").text


@pytest.mark.long
@pytest.mark.parametrize("seconds", [-60, 60])
@pytest.mark.parametrize("outcome", ["several", "urgent"])
def test_two_servers_whose_clocks_differ_lose_nothing(outcome: str, seconds: int) -> None:
    early, late = Clock(), Clock()
    late.now += seconds
    servers = [Browser(create_app({"SECRET_KEY": KEY}, clock)) for clock in (early, late)]
    cookie = servers[0].begin()
    servers[1].cookie = str(servers[0].cookie)
    way = answer_until_the_end(in_turn(*reversed(servers)), answers_for(outcome), cookie.location)
    assert way[-1] == "/check-answers"


# --- another release, another key -----------------------------------------------------------------


def test_a_restart_loses_nothing(browser: Browser, clock: Clock) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    again = Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY}, clock))
    again.cookie = str(browser.cookie)
    assert again.page("/questions/age").selected == {"from-18"}


def test_a_page_that_was_open_while_the_key_changed_can_be_sent(clock: Clock) -> None:
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY}
    before = Browser(create_app(settings, clock))
    before.begin()
    before.answer("/questions/age", "from-18")
    page = before.page("/questions/pregnant")
    keys = {"SECRET_KEY": NEW_KEY, "SECRET_KEY_FALLBACKS": KEY}
    after = Browser(create_app(settings | keys, clock))
    after.cookie = str(before.cookie)
    fields = {"journey": page.field("journey"), "answer": "no", "end": "1"}
    assert where(after.post("/questions/pregnant", data=fields)) == (303, "/questions/signs")
    only_new = Browser(create_app({**settings, "SECRET_KEY": NEW_KEY}, clock))
    only_new.cookie = str(after.cookie)
    assert only_new.page("/questions/age").selected == {"from-18"}


def reworded(folder: Path) -> tuple[Flask, Flask]:
    """Two releases: in the newer one the words of a question are others."""
    newer = folder / "questions.yaml"
    text = TINY.read_text(encoding="utf-8").replace("How old are you?", "What is your age?")
    newer.write_text(text, encoding="utf-8")
    clock = Clock()
    return (
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY}, clock),
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": newer}, clock),
    )


def test_during_a_rolling_release_only_the_changed_question_is_asked_again(tmp_path: Path) -> None:
    old, new = map(Browser, reworded(tmp_path))
    old.begin()
    old.answer("/questions/age", "from-18")
    old.answer("/questions/pregnant", "no")
    new.cookie = str(old.cookie)
    # No outcome, and no step, ever comes of an answer to other words.
    assert where(new.get("/questions/signs")) == (303, "/questions/age")
    assert QUESTION_CHANGED in new.page("/questions/age").text
    assert where(new.answer("/questions/age", "from-18"))[0] == 303
    assert new.page("/questions/pregnant").selected == {"no"}
    # Back at a copy of the older release, what was answered there is still there.
    old.cookie = str(new.cookie)
    assert old.get("/questions/signs").status_code == 200
    assert old.page("/questions/age").selected == {"from-18"}


class Turns(Browser):
    """A browser in front of two copies that answer strictly by turns."""

    def __init__(self, *apps: Flask) -> None:
        super().__init__(apps[0])
        self._turns, self.requests = cycle(apps), 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.application = next(self._turns)
        self.requests += 1
        assert self.requests < 400, "it never ends"
        return super().open(*args, **kwargs)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Flask]:
    """Two releases: in the newer one most questions have other words."""
    text = QUESTIONS_FILE.read_text(encoding="utf-8")
    for item in QUESTIONS.items:
        text = text.replace(f"text: {item.text}\n", f"text: {item.text[:-1]}, do you think?\n")
    newer = tmp_path_factory.mktemp("newer") / "questions.yaml"
    newer.write_text(text, encoding="utf-8")
    files = (QUESTIONS_FILE, newer)
    old, new = (create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": f}) for f in files)
    same = {item.revision for item in QUESTIONS.items}
    assert len(same - {item.revision for item in load(newer).items}) > len(same) / 2
    return old, new


def walk(browser: Browser, answers: Mapping[str, str]) -> str:
    """Go on as somebody does who answers whatever is asked; the heading of the result."""
    url = browser.begin().location
    while True:
        response = browser.get(url)
        if response.status_code == 303:
            url = response.location
        elif url.startswith("/questions/"):
            fields = Page(response.text).filled(named(answers, url.partition("?")[0]))
            url = browser.post(url, data=MultiDict(fields)).location
        elif url == "/call-now":
            links = Page(response.text).all("a")
            url = next(a["href"] for a in links if re.search("/questions|/check", a["href"]))
        elif url == "/result":
            return Page(response.text).heading
        else:
            url = "/result"


@pytest.mark.long
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_two_contents_by_turns_come_to_the_same_end(
    outcome: str, releases: tuple[Flask, Flask]
) -> None:
    for apps in (releases, releases[::-1]):
        heading = walk(Turns(*apps), {**CALM, **OUTCOMES[outcome]})
        assert heading == QUESTIONS.outcomes_by_id[outcome].title


def test_who_tells_one_copy_of_a_sign_is_asked_again_by_the_other(tmp_path: Path) -> None:
    """Its calm answer from before would go on as if nothing were."""
    text = TINY.read_text(encoding="utf-8")
    item = load(TINY).items_by_id["signs"]
    newer = tmp_path / "questions.yaml"
    newer.write_text(text.replace(item.text, f"{item.text[:-1]} now?"), encoding="utf-8")
    old, new = (
        Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": f})) for f in (TINY, newer)
    )
    old.begin()
    old.answer_all(age="from-18", pregnant="no", signs="none")
    new.cookie = str(old.cookie)
    assert new.answer("/questions/signs", "numb").location == "/result"
    old.cookie = str(new.cookie)
    assert old.get("/result").location == "/questions/signs"
    assert old.answer("/questions/signs", "numb").location == "/result"
    new.cookie = str(old.cookie)
    assert new.get("/result").status_code == old.get("/result").status_code == 200


def test_who_changes_an_answer_is_asked_again_by_the_other(tmp_path: Path) -> None:
    old, new = map(Browser, reworded(tmp_path))
    old.begin()
    old.answer("/questions/age", "from-18")
    new.cookie = str(old.cookie)
    new.answer("/questions/age", "from-18")
    new.answer("/questions/age", "under-18")
    old.cookie = str(new.cookie)
    assert where(old.get("/questions/pregnant")) == (303, "/questions/age")


# --- beside the cookies of others -----------------------------------------------------------------


def test_many_cookies_of_a_parent_domain_lose_nothing(browser: Browser) -> None:
    browser.begin()
    for n in range(7):
        browser.set_cookie(f"trust-{n}", "x" * 1_000, secure=True)
    assert where(browser.answer("/questions/age", "from-18")) == (303, "/questions/pregnant")
    assert browser.page("/questions/age").selected == {"from-18"}


# --- back to every page ---------------------------------------------------------------------------


@pytest.mark.long
def test_going_back_to_every_question_loses_nothing() -> None:
    """Each page of a finished journey is opened and sent again as it is; nothing changes."""
    app = create_app({"SECRET_KEY": KEY}, Clock())
    site = Site("", app)
    answers = answers_for("urgent")
    browser = Browser(app)
    browser.cookie = site.sealed(answers)
    result = browser.get("/result").text
    for item in assess(site.questionnaire, answers).journey.path:
        url = f"/questions/{item.link_id}"
        assert browser.page(url).selected >= set(answers[item.link_id])
        browser.answer(url, *answers[item.link_id])
    assert browser.get("/result").text == result
