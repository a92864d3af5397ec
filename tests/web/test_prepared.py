"""A page that was made ready is the one that would be rendered now, byte for byte."""

import re
import shutil
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from app import create_app
from app.config import TEMPLATE_FOLDER
from app.engine.journey import follow
from app.web.forms import name_of
from app.web.prepared import PreparedPage
from app.web.service import EXTENSION
from tests.browser.sites import Site
from tests.people import STORIES
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY, TINY

READY = {
    name_of(page, item.link_id): (page, item.link_id, journey)
    for journey in (follow(QUESTIONS, story.answers) for story in STORIES)
    for page in journey.pages
    for item in page
    if journey.complete and not any(i.picture or i.asks_again or i.asks_which for i in page)
}
"""Every such page that somebody in the stories meets."""


@pytest.mark.parametrize("name", READY)
def test_a_page_that_was_made_ready_is_the_rendered_one(
    name: str, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, link_id, journey = READY[name]
    service = client.application.extensions[EXTENSION]
    assert name in service.prepared
    so_far = {item.link_id for item in takewhile(lambda item: item != page[0], journey.path)}
    open_ = {name: chosen for name, chosen in journey.answers.items() if name in so_far}
    site = Site("", client.application)
    seen = set()
    for answers in (journey.answers, open_):
        for url in (f"/questions/{link_id}", f"/questions/{link_id}?change=yes"):
            client.cookie = site.sealed(answers)
            with monkeypatch.context() as patch:
                patch.setitem(
                    client.application.extensions, EXTENSION, replace(service, prepared={})
                )
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


@pytest.mark.parametrize(
    "url", ["/leaflet", "/how-it-works", "/paper", "/privacy", "/accessibility"]
)
def test_a_page_for_everybody_offers_to_clear_what_is_open(url: str, client: Browser) -> None:
    assert "/clear" not in [link["href"] for link in client.page(url).all("a")]
    client.begin()
    assert "/clear" in [link["href"] for link in client.page(url).all("a")]


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
    assert PreparedPage("<\0a\0>").filled(a="<b>") == "<&lt;b&gt;>"


def test_a_value_that_is_missing_is_no_empty_place() -> None:
    with pytest.raises(KeyError):
        PreparedPage("<\0a\0>").filled()


def test_just_the_chosen_answers_are_ticked() -> None:
    page = PreparedPage("+ checked>- checked>*", ["yes", "no"])
    assert page.filled({"no"}) == "+>- checked>*"
    assert page.filled() == "+>->*"


TICK = "{%- if option.code in selected %} checked{% endif %}"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("components/radios.html", TICK, "", "its template ticks 0 of 2 answers"),
        ("components/radios.html", TICK, TICK.replace("checked", "checked=''"), "ticks 0 of 2"),
        ("question.html", "{{ part.of }}", "{{ parts.of }}", "'parts' is undefined"),
        ("question.html", "{{ part.of }}", "{{ part.of", "unexpected"),
        ("how_it_works.html", "in explanation", "in explanations", "'explanations' is undefined"),
    ],
)
def test_a_template_that_cannot_be_used_stops_the_app(
    file: str, old: str, new: str, fault: str, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATE_FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    settings = {"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "TEMPLATE_FOLDER": folder}
    with pytest.raises(SystemExit, match=f"The page '.+' cannot be made: .*{fault}"):
        create_app(settings)
