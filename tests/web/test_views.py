import re
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from app import create_app
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.choice import offer
from app.sheet.sheet import because
from app.web.faults import CUT_OFF, NOT_OFFERED, NOT_ON_PAGE, NOTHING_ASKED, TOO_MANY_FIRST, TWICE
from app.web.views.questions import NOTICES, QUESTION_CHANGED
from tests.browser.sites import Site
from tests.browser.states import fullest
from tests.web.browser import Browser, where
from tests.web.journeys import CALM as ANSWERS
from tests.web.journeys import MUCH_FITS, follow, named
from tests.web.page import Page, has_emergency_advice
from tests.web.tiny import KEY, TINY, Clock

ANOTHER_JOURNEY = "Another self\u2011check is open"
PAGES = ("/", "/leaflet", "/how-it-works", "/privacy", "/accessibility")
CALM = {"age": "from-18", "pregnant": "no", "signs": "none", "place": "elsewhere"}


# --- the way through ------------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGES)
def test_pages_about_the_self_check_need_no_answers(browser: Browser, url: str) -> None:
    assert browser.page(url).heading


def test_start_goes_to_the_first_question(browser: Browser) -> None:
    assert where(browser.begin()) == (303, "/questions/age")


def test_each_answer_leads_to_the_next_question(browser: Browser) -> None:
    browser.begin()
    assert where(browser.answer("/questions/age", "from-18")) == (303, "/questions/pregnant")
    assert where(browser.answer("/questions/pregnant", "no")) == (303, "/questions/signs")
    assert where(browser.answer("/questions/signs", "none")) == (303, "/questions/place")
    assert where(browser.answer("/questions/place", "buttock")) == (303, "/questions/side")
    assert where(browser.answer("/questions/side", "left")) == (303, "/check-answers")


def test_a_question_shows_the_answer_that_was_given(browser: Browser) -> None:
    browser.begin()
    assert browser.page("/questions/age").selected == set()
    browser.answer("/questions/age", "from-18")
    assert browser.page("/questions/age").selected == {"from-18"}


def test_start_always_begins_blank(browser: Browser) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    browser.begin()
    assert browser.page("/questions/age").selected == set()


def test_an_emergency_is_the_very_next_page(browser: Browser) -> None:
    browser.begin()
    response = browser.answer_all(age="from-18", pregnant="no", signs="numb")
    assert where(response) == (303, "/result")
    page = browser.page("/result")
    assert page.heading == "Call 999 or go to A&E"
    assert "a numb bottom" in page.text


def test_not_sure_about_an_emergency_sign_is_an_emergency(browser: Browser) -> None:
    browser.begin()
    response = browser.answer_all(age="from-18", pregnant="no", signs="not-sure")
    assert where(response) == (303, "/result")
    assert browser.page("/result").heading == "Call 999 or go to A&E"


def test_an_emergency_offers_to_correct_the_answer_that_gave_it(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="numb")
    links = [link["href"] for link in browser.page("/result").all("a")]
    assert [url for url in links if "change" in url] == ["/questions/signs?change=yes"]
    response = browser.answer("/questions/signs?change=yes", "none")
    assert where(response) == (303, "/questions/place?change=yes")


@pytest.mark.parametrize(
    "url",
    [
        "/check-answers",
        "/gp-sheet",
        "/gp-sheet.txt",
        "/gp-questions",
        "/call-now",
        "/questions/place",
    ],
)
def test_an_emergency_cannot_be_walked_around(browser: Browser, url: str) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="numb")
    assert where(browser.get(url)) == (303, "/result")


def test_under_18_stops_with_the_emergency_list(browser: Browser) -> None:
    browser.begin()
    assert where(browser.answer("/questions/age", "under-18")) == (303, "/result")
    page = browser.page("/result")
    assert page.heading == "See a GP"
    assert "your bottom is numb" in page.text
    assert "/questions/age?change=yes" in page.html


def test_a_maternity_sign_is_shown_at_once_with_a_way_on(browser: Browser) -> None:
    browser.begin()
    response = browser.answer_all(age="from-18", pregnant="yes", waters="yes")
    assert where(response) == (303, "/call-now")
    page = browser.page("/call-now")
    assert page.heading == "Call your maternity unit"
    assert "waters that have broken" in page.text
    assert "/questions/signs" in [link["href"] for link in page.all("a")]


def test_call_now_is_for_maternity_signs_only(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="yes", waters="no")
    assert where(browser.get("/call-now")) == (303, "/questions/signs")


def test_calm_answers_lead_to_a_result_and_a_sheet(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    page = browser.page("/result")
    assert page.heading == "What fits"
    assert "It hurts somewhere else." in page.text
    assert browser.page("/gp-sheet").heading == "For the GP"


def test_an_urgent_card_stands_above_the_result(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM | {"signs": "fever"})
    page = browser.page("/result")
    assert page.heading == "Get help today"
    assert page.text.index("Call 111") < page.text.index("a fever")


def test_an_outcome_without_a_sheet_goes_to_the_result(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM | {"signs": "fever"})
    assert where(browser.get("/gp-questions")) == (303, "/result")
    assert where(browser.get("/gp-sheet")) == (303, "/result")
    assert where(browser.get("/gp-sheet.txt")) == (303, "/result")


def test_the_sheet_is_there_as_plain_text_and_the_page_has_the_same(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    response = browser.get("/gp-sheet.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.text.startswith("For the GP\nDraft: not yet approved")
    page = browser.page("/gp-sheet")
    assert page.text_in("pre") == " ".join(response.text.split())
    assert page.html.count(f'">{escape(response.text)}</pre>') == 1
    assert f"It has {len(response.text)} characters." in page.text
    assert "/gp-sheet.txt" in [link["href"] for link in page.all("a")]


def test_the_sheet_says_how_to_print_it_large_and_how_not_to(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    usual, large = browser.page("/gp-sheet"), browser.page("/gp-sheet?size=large")
    assert "page--large" not in usual.all("body")[0]["class"]
    assert "page--large" in large.all("body")[0]["class"]
    assert "/gp-sheet?size=large" in [link["href"] for link in usual.all("a")]
    assert "/gp-sheet" in [link["href"] for link in large.all("a")]
    assert browser.page("/gp-sheet?size=other").text == usual.text


@pytest.mark.parametrize(
    "url",
    [
        "/check-answers",
        "/result",
        "/gp-sheet",
        "/gp-sheet.txt",
        "/gp-questions",
        "/questions/signs",
    ],
)
def test_nothing_is_skipped(browser: Browser, url: str) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    assert where(browser.get(url)) == (303, "/questions/pregnant")


def test_a_question_off_the_path_goes_to_where_one_can_go_on(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    assert where(browser.get("/questions/side")) == (303, "/check-answers")
    assert where(browser.get("/questions/unknown")) == (303, "/check-answers")


def test_an_answer_to_a_question_that_is_not_reached_is_not_taken(browser: Browser) -> None:
    browser.begin()
    fields = {"journey": browser.page("/questions/age").field("journey"), "end": "1"}
    response = browser.post("/questions/signs", data={**fields, "answer": "none"})
    assert where(response) == (303, "/questions/age")
    assert "Set-Cookie" not in response.headers


def test_an_old_page_of_an_earlier_question_takes_no_emergency_back(browser: Browser) -> None:
    """The question about the age is open again, and the outcome for under 18s stands higher."""
    numb = {"signs": frozenset({"numb"})}
    browser.cookie = Site("", browser.application).sealed(numb)
    fields = {"journey": browser.page("/result").field("journey"), "end": "1"}
    response = browser.post("/questions/age", data={**fields, "answer": "under-18"})
    assert where(response) == (303, "/result")
    assert "Set-Cookie" not in response.headers


# --- changing answers -----------------------------------------------------------------------------


def test_check_answers_shows_every_answer_with_a_way_to_change_it(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    page = browser.page("/check-answers")
    assert "Elsewhere" in page.text
    links = [link["href"] for link in page.all("a") if "change" in link["href"]]
    assert links == [f"/questions/{link_id}?change=yes" for link_id in CALM]


def test_a_change_comes_back_to_check_answers(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    response = browser.answer("/questions/age?change=yes", "from-18")
    assert where(response) == (303, "/check-answers")


def test_a_change_asks_what_it_brings_up_and_then_comes_back(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    response = browser.answer("/questions/place?change=yes", "buttock")
    assert where(response) == (303, "/questions/side?change=yes")
    response = browser.answer("/questions/side?change=yes", "left")
    assert where(response) == (303, "/check-answers")


def test_a_change_to_an_emergency_goes_to_the_result(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    assert where(browser.answer("/questions/signs?change=yes", "numb")) == (303, "/result")


def test_a_change_to_a_maternity_sign_shows_it_and_then_comes_back(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    response = browser.answer("/questions/pregnant?change=yes", "yes")
    assert where(response) == (303, "/questions/waters?change=yes")
    response = browser.answer("/questions/waters?change=yes", "yes")
    assert where(response) == (303, "/call-now?change=yes")
    links = [link["href"] for link in browser.page("/call-now?change=yes").all("a")]
    assert "/check-answers" in links


def test_an_emergency_comes_before_a_maternity_sign(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="yes", waters="no", signs="numb")
    assert where(browser.answer("/questions/waters", "yes")) == (303, "/result")
    assert browser.page("/result").heading == "Call 999 or go to A&E"


def test_changing_back_loses_nothing(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM | {"place": "buttock", "side": "left"})
    browser.answer("/questions/place?change=yes", "elsewhere")
    assert "Left" not in browser.page("/check-answers").text
    browser.answer("/questions/place?change=yes", "buttock")
    assert "Left" in browser.page("/check-answers").text


def back_link(page: Page) -> str:
    return next(link["href"] for link in page.all("a") if "back-link" in link.get("class", ""))


def test_back_goes_to_the_question_before(browser: Browser) -> None:
    browser.begin()
    assert back_link(browser.page("/questions/age")) == "/"
    browser.answer_all(**CALM)
    assert back_link(browser.page("/questions/place")) == "/questions/signs"


def test_back_from_a_change_goes_to_where_it_was_offered(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    assert back_link(browser.page("/questions/age?change=yes")) == "/check-answers"
    browser.answer("/questions/signs", "numb")
    assert back_link(browser.page("/questions/signs?change=yes")) == "/result"


def test_back_from_a_change_that_brought_up_a_question_does_not_turn_in_a_circle(
    browser: Browser,
) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    browser.answer("/questions/place?change=yes", "buttock")
    assert back_link(browser.page("/questions/side?change=yes")) == "/questions/place?change=yes"
    assert back_link(browser.page("/questions/place?change=yes")) == "/questions/signs?change=yes"


# --- errors of an answer --------------------------------------------------------------------------


def test_nothing_chosen_brings_the_page_back_with_its_message(browser: Browser) -> None:
    browser.begin()
    assert where(browser.answer("/questions/age")) == (303, "/questions/age?error=yes")
    page = browser.page("/questions/age?error=yes")
    assert page.text_in("title").startswith("Error: How old are you?")
    assert page.text.count("Select your age") == 2


def test_a_slip_changes_nothing_that_was_saved(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="fever")
    wrong = "/questions/signs?error=yes"
    assert where(browser.answer("/questions/signs", "none", "numb")) == (303, wrong)
    assert browser.page(wrong).selected == {"none", "numb"}
    assert browser.page("/questions/signs").selected == {"fever"}


def test_a_slip_is_shown_until_the_next_answer_and_at_its_own_question_only(
    browser: Browser,
) -> None:
    browser.begin()
    browser.answer_all(age="from-18")
    browser.answer("/questions/pregnant")
    assert browser.page("/questions/pregnant?error=yes").has_error
    assert not browser.page("/questions/pregnant").has_error
    assert not browser.page("/questions/age?error=yes").has_error
    browser.answer("/questions/age", "from-18")
    assert not browser.page("/questions/pregnant?error=yes").has_error


def test_a_slip_while_an_answer_is_changed_leads_back_to_the_answers(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="none", place="elsewhere")
    assert where(browser.answer("/questions/signs?change=yes")) == (
        303,
        "/questions/signs?change=yes&error=yes",
    )
    mended = browser.answer("/questions/signs?change=yes&error=yes", "fever")
    assert where(mended) == (303, "/check-answers")


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"answer": "none"}, CUT_OFF), ({"answer": "none", "end": "1", "x": ""}, NOT_ON_PAGE)],
)
def test_a_page_that_arrives_otherwise_than_sent_is_not_used(
    browser: Browser, fields: dict[str, str], message: str
) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no")
    token = browser.page("/questions/signs").field("journey")
    response = browser.post("/questions/signs", data={"journey": token, **fields})
    assert response.status_code == 422
    assert message in Page(response.text).text
    assert Page(response.text).selected == {"none"}
    assert browser.page("/questions/signs").selected == set()


def test_the_same_answer_sent_twice_is_one_answer(browser: Browser) -> None:
    browser.begin()
    token = browser.page("/questions/age").field("journey")
    fields = {"journey": token, "answer": "from-18", "end": "1"}
    first = browser.post("/questions/age", data=fields)
    assert where(browser.post("/questions/age", data=fields)) == where(first)


def test_answers_in_the_address_are_not_read(browser: Browser) -> None:
    browser.begin()
    page = browser.page("/questions/age?answer=from-18&end=1")
    assert page.selected == set()
    url = "/questions/age?answer=from-18"
    fields = {"journey": page.field("journey"), "end": "1"}
    assert where(browser.post(url, data=fields)) == (303, "/questions/age?error=yes")


# --- answers that are not there -------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "/questions/age",
        "/check-answers",
        "/result",
        "/gp-sheet",
        "/gp-sheet.txt",
        "/gp-questions",
        "/call-now",
    ],
)
def test_without_answers_one_begins_anew(browser: Browser, url: str) -> None:
    assert where(browser.get(url)) == (303, "/?notice=no-answers")
    assert NOTICES["no-answers"] in browser.page("/?notice=no-answers").text


def test_an_answer_without_a_journey_begins_anew(browser: Browser) -> None:
    response = browser.post("/questions/age", data={"answer": "from-18", "end": "1"})
    assert where(response) == (303, "/?notice=no-answers")


def test_answers_that_cannot_be_read_begin_anew(browser: Browser) -> None:
    browser.cookie = "A" * 200
    assert where(browser.get("/result")) == (303, "/?notice=unreadable")
    assert NOTICES["unreadable"] in browser.page("/?notice=unreadable").text


def test_answers_are_there_for_a_day(browser: Browser, clock: Clock) -> None:
    browser.begin()
    clock.now += 24 * 60 * 60 - 1
    assert browser.answer("/questions/age", "from-18").status_code == 303
    clock.now += 1
    assert where(browser.get("/questions/age")) == (303, "/?notice=unreadable")


def test_the_start_page_repeats_nothing_from_its_address(browser: Browser) -> None:
    plain = browser.page("/").html
    assert browser.page("/?notice=You+have+won").html == plain


def test_a_question_that_was_changed_is_asked_again_and_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    browser.begin()
    browser.answer_all(**CALM)
    later = tmp_path / "questions.yaml"
    text = TINY.read_text(encoding="utf-8").replace("How old are you?", "What is your age?")
    later.write_text(text, encoding="utf-8")
    after = Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": later}, Clock()))
    assert browser.cookie is not None
    after.cookie = browser.cookie
    assert where(after.get("/result")) == (303, "/questions/age")
    assert QUESTION_CHANGED in after.page("/questions/age").text
    after.answer("/questions/age", "from-18")
    assert QUESTION_CHANGED not in after.page("/questions/age").text
    assert after.page("/result").heading == "What fits"


# --- two self-checks ------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["f" * 32, "", None])
def test_a_page_of_another_self_check_is_explained_and_not_used(
    browser: Browser, token: str | None
) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    fields = {"answer": "no", "end": "1"} | ({} if token is None else {"journey": token})
    response = browser.post("/questions/pregnant", data=fields)
    page = Page(response.text)
    assert response.status_code == 409
    assert page.heading == ANOTHER_JOURNEY
    assert "We did not use the answer from this page" in page.text
    assert {"/check-answers", "/"} <= {link["href"] for link in page.all("a")}
    assert "Set-Cookie" not in response.headers
    assert has_emergency_advice(response.text)


def test_a_page_of_another_self_check_is_explained_wherever_this_one_stands(
    browser: Browser,
) -> None:
    browser.begin()
    fields = {"journey": "f" * 32, "answer": "none", "end": "1"}
    assert browser.post("/questions/signs", data=fields).status_code == 409


def test_a_page_from_before_a_new_start_is_not_used(browser: Browser) -> None:
    browser.begin()
    old = browser.page("/questions/age").field("journey")
    browser.begin()
    response = browser.post(
        "/questions/age", data={"journey": old, "answer": "from-18", "end": "1"}
    )
    assert response.status_code == 409
    assert browser.page("/questions/age").selected == set()


# --- clear ----------------------------------------------------------------------------------------


def clear(browser: Browser) -> TestResponse:
    token = browser.page("/clear").field("journey")
    return browser.post("/clear", data={"journey": token})


def test_clear_overwrites_the_answers_and_the_next_page_deletes_them(browser: Browser) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    before = str(browser.cookie)
    assert where(clear(browser)) == (303, "/cleared")
    after = str(browser.cookie)
    assert after != before
    assert len(after) == len(before)
    assert where(browser.get("/result")) == (303, "/?notice=unreadable")
    cleared = browser.get("/cleared")
    assert cleared.headers["Clear-Site-Data"] == '"cache"'
    assert where(browser.get("/result")) == (303, "/?notice=no-answers")


def test_clear_needs_the_button_of_the_open_self_check(browser: Browser) -> None:
    browser.begin()
    before = browser.cookie
    assert browser.post("/clear", data={"journey": "f" * 32}).status_code == 409
    assert browser.cookie == before


def test_clear_works_without_readable_answers(browser: Browser) -> None:
    browser.cookie = "A" * 200
    response = browser.post("/clear", data={"journey": "f" * 32})
    assert where(response) == (303, "/cleared")


def test_going_back_to_cleared_takes_nothing_from_a_new_self_check(browser: Browser) -> None:
    browser.begin()
    browser.answer("/questions/age", "from-18")
    assert where(browser.get("/cleared")) == (303, "/questions/pregnant")
    assert browser.page("/questions/age").selected == {"from-18"}


def test_clearing_is_offered_only_with_answers_and_asks_first(browser: Browser) -> None:
    assert "/clear" not in [a["href"] for a in browser.page("/leaflet").all("a")]
    assert where(browser.get("/clear")) == (303, "/?notice=no-answers")
    browser.begin()
    browser.answer("/questions/age", "from-18")
    assert "/clear" in [a["href"] for a in browser.page("/leaflet").all("a")]
    page = browser.page("/clear")
    assert "/questions/pregnant" in [a["href"] for a in page.all("a")]
    assert browser.page("/questions/age").selected == {"from-18"}
    response = browser.post("/clear", data={"journey": page.field("journey")})
    assert where(response) == (303, "/cleared")


@pytest.mark.parametrize("url", ["/questions/age", "/leaflet", "/"])
def test_no_slip_of_the_thumb_clears_the_answers(browser: Browser, url: str) -> None:
    browser.begin()
    assert "/clear" not in [form.get("action") for form in browser.page(url).all("form")]


# --- cookies --------------------------------------------------------------------------------------


def test_only_a_post_sets_the_cookie(browser: Browser) -> None:
    urls = [
        *PAGES,
        "/result",
        "/gp-questions",
        "/check-answers",
        "/questions/age",
        "/healthz",
        "/missing",
    ]
    for _ in range(2):
        assert not any("Set-Cookie" in browser.get(url).headers for url in urls)
        assert "Set-Cookie" in browser.begin().headers


def test_there_is_one_cookie(browser: Browser) -> None:
    response = browser.begin()
    assert len(response.headers.getlist("Set-Cookie")) == 1
    assert response.headers["Set-Cookie"].startswith("__Host-sij=")


def test_healthz_says_ok(browser: Browser) -> None:
    response = browser.get("/healthz")
    assert (response.status_code, response.text, response.mimetype) == (200, "ok", "text/plain")


# --- the real content -----------------------------------------------------------------------------


def least(questionnaire: Questionnaire, link_id: str) -> str:
    """The answer that says as little as possible: none of these, no, or the last but one."""
    item = questionnaire.items_by_id[link_id]
    calm = [code for code in ("none", "no", "from-35-to-44") if code in item.options]
    return (calm or [*item.options])[0]


@pytest.mark.parametrize("url", PAGES)
def test_real_pages_have_no_faults(client: Browser, url: str) -> None:
    assert client.page(url).heading


def test_the_real_questions_lead_to_a_result_and_a_sheet(
    client: Browser, questionnaire: Questionnaire
) -> None:
    calm = {link_id: least(questionnaire, link_id) for link_id in questionnaire.items_by_id}
    url = str(client.begin().location)
    while url.startswith("/questions/"):
        url = str(client.fill(url, named(calm, url)).location)
    assert url == "/check-answers"
    for page in ("/check-answers", "/result", "/gp-sheet"):
        assert client.page(page).heading


# --- the choice of questions ----------------------------------------------------------------------

OFFERED = ["cause", "si-joint", "hands-on-test", "exercises", "scan", "belt", "flare-ups"]
"""Those that fit the answers of ``chooser``, in rank order."""


@pytest.fixture
def chooser(client: Browser) -> Browser:
    """Somebody whose answers lead to a sheet with much to choose from."""
    follow(client, {**ANSWERS, **MUCH_FITS})
    return client


def ticks(page: Page, name: str) -> list[str]:
    """The questions that are ticked, in order, in one of the two ways."""
    boxes = (a for a in page.all("input") if a.get("name") == name and "checked" in a)
    return [box["value"] for box in boxes]


def choose(browser: Browser, asked: str, first: str = "", /, **other: object) -> TestResponse:
    """Tick and mark questions, and press Continue."""
    token = browser.page("/gp-questions").field("journey")
    fields = {"journey": token, "asked": asked.split(), "first": first.split(), "end": "1"}
    return browser.post("/gp-questions", data=fields | other)


def asked_on_sheet(browser: Browser) -> list[str]:
    """The questions on the sheet, with their marks."""
    html = browser.page("/gp-sheet").html
    items = re.findall(r'<li class="ask">(.*?)<span class="ask__because', html, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", item).split()) for item in items]


def test_the_questions_that_stand_on_the_sheet_are_ticked_and_none_is_marked(
    chooser: Browser,
) -> None:
    page = chooser.page("/gp-questions")
    assert (ticks(page, "asked"), ticks(page, "first")) == (OFFERED, [])
    assert "Your sheet has room for 7." in page.text
    assert "too: “What should make me come back sooner, or call 111 or 999?”" in page.text
    assert back_link(page) == "/result"


def test_each_question_for_the_gp_is_offered_with_its_reason(
    app: Flask, questionnaire: Questionnaire
) -> None:
    browser, answers = Browser(app), fullest()
    browser.cookie = Site("", app).sealed(answers)
    text = browser.page("/gp-questions").text
    for asked in offer(questionnaire, assess(questionnaire, answers)).questions:
        reason = " ".join((asked.question.text, because(asked)))
        assert reason in text
        assert all(line in text for line in asked.follow_ups)


def test_the_sheet_leads_to_the_questions(chooser: Browser) -> None:
    assert "/gp-questions" in [a["href"] for a in chooser.page("/gp-sheet").all("a")]


def test_only_those_with_room_on_the_sheet_are_ticked(app: Flask) -> None:
    browser = Browser(app)
    browser.cookie = Site("", app).sealed(fullest())
    page = browser.page("/gp-questions")
    assert len([a for a in page.all("input") if a.get("name") == "asked"]) > 7
    assert len(ticks(page, "asked")) == 7


def test_a_choice_leads_to_the_sheet_which_follows_it(chooser: Browser) -> None:
    before = asked_on_sheet(chooser)
    assert "Tick the 3 questions that matter most to you" in chooser.page("/gp-sheet").text
    assert where(choose(chooser, "cause belt scan", "flare-ups belt")) == (303, "/gp-sheet")
    assert asked_on_sheet(chooser) == [
        "Matters most to me: 1. Would a pelvic belt be worth trying?",
        "Matters most to me: 2. How long may this last, and what do I do in a flare-up?",
        "3. What do you think is causing my pain, and what else could it be?",
        "4. Do I need a scan, and would it change what we do?",
        "5. What should make me come back sooner, or call 111 or 999?",
    ]
    sheet = chooser.page("/gp-sheet").text
    assert "My questions" in sheet
    assert "Tick the 3" not in sheet
    page = chooser.page("/gp-questions")
    assert ticks(page, "asked") == ["cause", "scan", "belt", "flare-ups"]
    assert ticks(page, "first") == ["belt", "flare-ups"]
    assert where(choose(chooser, " ".join(OFFERED))) == (303, "/gp-sheet")
    assert asked_on_sheet(chooser) == before


def test_a_choice_without_marks_leaves_them_to_the_pen(chooser: Browser) -> None:
    choose(chooser, "cause belt")
    assert "Tick the 3 questions that matter most to you" in chooser.page("/gp-sheet").text
    assert not any("Matters most" in line for line in asked_on_sheet(chooser))


def test_a_choice_outlives_a_changed_answer(chooser: Browser) -> None:
    choose(chooser, "cause belt", "scan")
    chooser.answer("/questions/wish?change=yes", "scan")
    assert ticks(chooser.page("/gp-questions"), "first") == ["scan"]


@pytest.mark.parametrize(
    ("asked", "first", "message"),
    [("", "", NOTHING_ASKED), ("cause", "si-joint exercises scan belt", TOO_MANY_FIRST)],
)
def test_a_slip_of_the_choice_is_shown_with_what_was_ticked(
    chooser: Browser, asked: str, first: str, message: str
) -> None:
    wrong = "/gp-questions?error=yes"
    assert where(choose(chooser, asked, first)) == (303, wrong)
    page = chooser.page(wrong)
    assert page.has_error
    assert page.text.count(message) == 2
    assert set(ticks(page, "asked")) == {*asked.split(), *first.split()}
    assert set(ticks(page, "first")) == set(first.split())
    assert not chooser.page("/gp-questions").has_error
    assert ticks(chooser.page("/gp-questions"), "first") == []
    assert not any("Matters most" in line for line in asked_on_sheet(chooser))
    assert where(choose(chooser, "belt", "belt")) == (303, "/gp-sheet")
    assert not chooser.page(wrong).has_error


def test_more_questions_than_the_sheet_has_room_for_are_a_slip(app: Flask) -> None:
    browser = Browser(app)
    browser.cookie = Site("", app).sealed(fullest())
    page = browser.page("/gp-questions")
    every = [a["value"] for a in page.all("input") if a.get("name") == "asked"]
    assert where(choose(browser, " ".join(every))) == (303, "/gp-questions?error=yes")
    again = browser.page("/gp-questions?error=yes")
    assert "Select 7 questions or fewer, so that they fit on your sheet" in again.text
    assert ticks(again, "asked") == every
    assert len(asked_on_sheet(browser)) == 8


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"asked": ["cause", "no-such-question"]}, NOT_OFFERED),
        ({"asked": ["cause", "pelvic-girdle"]}, NOT_OFFERED),
        ({"asked": ["cause", "safety-net"]}, NOT_OFFERED),
        ({"first": ["surgery"], "asked": ["cause"]}, NOT_OFFERED),
        ({"asked": ["cause", "cause"]}, TWICE),
        ({"asked": ["cause"], "answer": "cause"}, NOT_ON_PAGE),
        ({"asked": ["cause"], "end": ""}, CUT_OFF),
    ],
)
def test_a_forged_choice_brings_the_page_back_and_is_not_kept(
    chooser: Browser, other: dict[str, object], message: str
) -> None:
    choose(chooser, "belt flare-ups", "belt")
    response = choose(chooser, "", **other)
    page = Page(response.text)
    assert response.status_code == 422
    assert "Set-Cookie" not in response.headers
    assert page.has_error
    assert page.text.count(message) == 2
    assert ticks(page, "asked") == ["cause"]
    assert ticks(chooser.page("/gp-questions"), "asked") == ["belt", "flare-ups"]


@pytest.mark.parametrize("token", ["f" * 32, ""])
def test_a_choice_of_another_self_check_is_explained_and_not_used(
    chooser: Browser, token: str
) -> None:
    response = choose(chooser, "belt", journey=token)
    assert response.status_code == 409
    assert Page(response.text).heading == ANOTHER_JOURNEY
    assert "Set-Cookie" not in response.headers


def test_a_choice_before_the_end_of_the_questions_goes_to_the_open_one(browser: Browser) -> None:
    browser.begin()
    token = browser.page("/questions/age").field("journey")
    fields = {"journey": token, "asked": "cause", "end": "1"}
    assert where(browser.post("/gp-questions", data=fields)) == (303, "/questions/age")
    stranger = browser.post("/gp-questions", data=fields | {"journey": "f" * 32})
    assert stranger.status_code == 409


def test_a_choice_where_there_is_no_sheet_goes_to_the_result(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="numb")
    token = browser.page("/result").field("journey")
    fields = {"journey": token, "asked": "cause", "end": "1"}
    response = browser.post("/gp-questions", data=fields)
    assert where(response) == (303, "/result")
    assert "Set-Cookie" not in response.headers


def test_where_only_what_is_always_kept_fits_there_is_nothing_to_choose(tmp_path: Path) -> None:
    always = tmp_path / "always.yaml"
    text = TINY.read_text(encoding="utf-8")
    kept = "text: When do I call 999?, keep_always: true,"
    always.write_text(text.replace("text: What is it?,", kept), encoding="utf-8")
    browser = Browser(create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": always}, Clock()))
    browser.begin()
    browser.answer_all(**CALM)
    assert where(browser.get("/gp-questions")) == (303, "/gp-sheet")
    assert asked_on_sheet(browser) == ["1. When do I call 999?"]


# --- the hospital's own pages ---------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/leaflet", "/result"])
def test_links_to_the_hospitals_own_pages_are_hidden_while_their_settings_are_empty(
    url: str,
) -> None:
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "ORGANISATION": "Trust"}
    with_links = {
        "LEAFLET_URL": "https://trust.example/leaflet",
        "SYMPTOMS_URL": "https://trust.example/symptoms",
        "GP_QUESTIONS_URL": "https://trust.example/questions",
    }
    for links in ({}, with_links):
        browser = Browser(create_app({**settings, **links}))
        browser.begin()
        browser.answer_all(age="from-18", pregnant="no", signs="none", place="elsewhere")
        found = [a["href"] for a in browser.page(url).all("a") if "trust.example" in a["href"]]
        assert found == list(links.values())
