"""A page that was made ready is the one that would be rendered now, byte for byte."""

import re

import pytest

from app.config import QUESTIONS_FILE
from app.content.load import load
from app.engine.journey import follow
from app.web.prepared import PreparedPage, can_be_prepared
from app.web.views import questions
from tests.browser.sites import Site
from tests.browser.states import stories
from tests.web.browser import Browser
from tests.web.page import Page

QUESTIONS = load(QUESTIONS_FILE)
READY = [item.link_id for item in QUESTIONS.items if can_be_prepared(item)]


def test_all_questions_without_a_picture_are_made_ready() -> None:
    assert [item.link_id for item in QUESTIONS.items if not item.picture] == READY
    assert len(READY) > len(QUESTIONS.items) / 2


@pytest.mark.parametrize("link_id", READY)
def test_a_page_that_was_made_ready_is_the_rendered_one(
    link_id: str, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    journeys = [follow(QUESTIONS, story.answers) for story in stories()]
    journey = next(j for j in journeys if link_id in j.answers and j.complete)
    so_far = {item.link_id for item in journey.path[: journey.number(link_id) - 1]}
    open_ = {name: chosen for name, chosen in journey.answers.items() if name in so_far}
    site = Site("", client.application)
    seen = set()
    for answers in (journey.answers, open_):
        for url in (f"/questions/{link_id}", f"/questions/{link_id}?change=yes"):
            client.cookie = site.sealed(answers)
            with monkeypatch.context() as patch:
                patch.setattr(questions, "can_be_prepared", lambda _: False)
                rendered = client.get(url)
            ready = client.get(url)
            assert ready.status_code == 200
            assert ready.data == rendered.data
            seen.add((ready.text.count(" checked>") > 0, ready.data))
    assert {ticked for ticked, _ in seen} == {True, False}


def test_two_people_get_two_tokens(client: Browser) -> None:
    url = client.begin().location
    tokens = [Page(client.get(url).text).field("journey")]
    client.begin()
    second = client.get(url).text
    tokens.append(Page(second).field("journey"))
    assert tokens[0] != tokens[1]
    assert str(tokens[0]) not in second


def test_a_page_has_the_addresses_of_the_place_where_it_is_asked_for(client: Browser) -> None:
    url = client.begin().location
    cookie = f"__Host-sij={client.cookie}"
    somebody = client.application.test_client(use_cookies=False)
    for root in ("", "/check", "", "/other"):
        place = f"https://localhost{root}"
        text = somebody.get(url, base_url=place, headers={"Cookie": cookie}).text
        addresses = re.findall('(?:href|src|action)="(/[^"]*)"', text)
        assert len(addresses) > 5
        places = [address.partition("/static/")[0] for address in addresses]
        assert all(at.startswith(f"{root}/") or at == root for at in places)
        assert root or not any(at.startswith(("/check/", "/other/")) for at in addresses)


def test_values_are_escaped() -> None:
    page = PreparedPage(QUESTIONS.items[0], _rendered())
    assert page.filled({"a": "<b>"}, set()).startswith("<&lt;b&gt;>")


def test_just_the_chosen_answers_are_ticked() -> None:
    first, *_ = codes = list(QUESTIONS.items[0].options)
    page = PreparedPage(QUESTIONS.items[0], _rendered())
    ticks = ["+ checked>" if code == first else "+>" for code in codes]
    assert page.filled({"a": "1"}, {first}) == "<1>" + "".join(ticks)


def test_a_template_that_ticks_otherwise_is_no_page() -> None:
    with pytest.raises(ValueError, match="answers on the page of"):
        PreparedPage(QUESTIONS.items[0], "<input checked />")


def _rendered() -> str:
    return "<\0a\0>" + "+ checked>" * len(QUESTIONS.items[0].options)
