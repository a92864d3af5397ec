"""The page with the empty copy, and what a card says once it is printed."""

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app import create_app
from app.content.model import Questionnaire
from app.sheet.blank_copy import Part, TickList, make_blank_copy
from app.sheet.explain import Line
from app.web.pages import format_time
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.web.blocks import blocks_of
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY


@pytest.fixture(scope="module")
def page(app: Flask) -> Page:
    """The empty copy."""
    return Page(Browser(app).get("/paper").text)


def in_order(page: Page, texts: Iterable[str]) -> None:
    """Every text stands on the page, each after the one before."""
    at = 0
    for text in texts:
        assert text in page.text[at:], text
        at = page.text.index(text, at) + len(text)


def of_list(asked: TickList) -> Iterator[str]:
    yield asked.text
    if asked.hint:
        yield asked.hint
    for tick in asked.ticks:
        yield from (text for text in (tick.text, tick.hint, tick.advice) if text)


def of_line(line: Line) -> Iterator[str]:
    yield line.text
    yield from (inner.text for inner in line.lines)


def of_part(part: Part) -> Iterator[str]:
    number = part.number
    yield f"Part {number}. {part.card.heading} you tick here"
    if part.card.note:
        yield part.card.note
    for group in part.groups:
        if group.only_if:
            yield from of_line(group.only_if)
        for asked in group.lists:
            yield from of_list(asked)
    yield f"Any tick in part {number}?"
    for note in part.notes:
        yield from of_line(note)
    yield f"No box in part {number} is true of me, that I know of."
    yield f"Go on to part {number + 1}."


def test_everything_is_printed_in_its_order(page: Page, questionnaire: Questionnaire) -> None:
    copy = make_blank_copy(questionnaire)
    first, *others = copy.parts
    in_order(
        page,
        [
            *of_part(first),
            *(text for stop in copy.stops for text in of_line(stop)),
            *(text for part in others for text in of_part(part)),
            "Part 4. Take this to a GP",
            *(text for asked in copy.questions for text in of_list(asked)),
            *copy.asks,
            *questionnaire.sheet.needs,
            questionnaire.sheet.disclaimer,
            f"Content version {questionnaire.version} ({questionnaire.digest[:12]}).",
            "Draft: not yet approved",
        ],
    )


def test_the_steps_after_a_tick_are_those_of_its_level(page: Page) -> None:
    in_order(
        page,
        [
            "Any tick in part 1? Call 999 or go to A&E now. Show this paper to the person",
            "Any tick in part 2? Do that first. The rest of this paper can wait.",
            "Any tick in part 3? Do that first. The rest of this paper can wait.",
        ],
    )


def test_every_box_to_tick_is_one(page: Page, questionnaire: Questionnaire) -> None:
    copy = make_blank_copy(questionnaire)
    of_signs = [asked for part in copy.parts for group in part.groups for asked in group.lists]
    asked = sum(len(one.ticks) for one in (*of_signs, *copy.questions))
    others = len(copy.asks) + len(questionnaire.sheet.needs) + len(copy.parts)
    ticks = [tag for tag in page.all("li") if "tick" in tag.get("class", "").split()]
    assert len(ticks) == asked + others


def test_nothing_is_added_up_and_no_result_is_given(
    page: Page, questionnaire: Questionnaire
) -> None:
    results = [
        *(text for band in questionnaire.bands for text in band.text),
        *(text for overlay in questionnaire.overlays for text in overlay.text),
        *(outcome.title for outcome in questionnaire.outcomes if not outcome.ends_journey),
    ]
    actions = [card.action for card in questionnaire.care_cards]
    assert [text for text in results if text in page.text and text not in actions] == []
    assert re.findall(r"\b(?:points?|score|count(?:ed)?|circles?)\b", page.text) == []


def test_the_paper_asks_for_nothing_on_a_screen(page: Page) -> None:
    assert page.all("input") == []
    assert page.all("form") == []


@pytest.mark.parametrize("url", ["/how-it-works", "/leaflet"])
def test_the_empty_copy_is_offered(url: str, client: Browser) -> None:
    assert "/paper" in [link["href"] for link in client.page(url).all("a")]


# --- cards on paper -------------------------------------------------------------------------------

SHOWN = {
    "emergency": "Show this at A&E, or read it out to the person who answers 999.",
    "maternity": "Show this at your maternity unit, or read it out on the phone.",
    "urgent": "Show this to the GP, or read it out to the person who answers 111.",
}


def result_of(app: Flask, outcome: str, url: str = "/result") -> str:
    browser = Browser(app)
    browser.cookie = Site("", app).sealed(answers_for(outcome), frozenset())
    return browser.get(url).text


@pytest.mark.parametrize("level", SHOWN)
def test_a_printed_card_says_to_whom_it_is_shown_and_when_it_was_printed(
    level: str, app: Flask, questionnaire: Questionnaire
) -> None:
    on_paper = [
        block.text for block in blocks_of(result_of(app, level)) if "for-paper" in block.inside
    ]
    assert on_paper[:3] == ["Name Date of birth", SHOWN[level], questionnaire.sheet.disclaimer]
    printed = f"Content version {questionnaire.version} ({questionnaire.digest[:12]})."
    assert on_paper[3].startswith("Printed ")
    assert on_paper[3].endswith(printed)


def test_the_maternity_card_before_going_on_says_it_too(app: Flask) -> None:
    assert SHOWN["maternity"] in Page(result_of(app, "maternity", "/call-now")).text


def test_a_calm_result_is_shown_to_nobody(app: Flask) -> None:
    assert "for-paper" not in result_of(app, "few")


def test_a_moment_is_written_as_people_do() -> None:
    assert format_time(datetime(2026, 11, 2, 8, 5, tzinfo=UTC)) == "2 November 2026 at 08:05 UTC"


@pytest.mark.parametrize(
    ("month", "zone", "printed"),
    [
        (1, "", "22 January 2026 at 09:30 GMT"),
        (7, "", "22 July 2026 at 10:30 BST"),
        (7, "Europe/Dublin", "22 July 2026 at 10:30 IST"),
        (7, "UTC", "22 July 2026 at 09:30 UTC"),
    ],
)
def test_an_emergency_page_prints_the_hour_of_its_readers_and_names_the_zone(
    month: int, zone: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Lodnon")
    time.tzset()
    then = datetime(2026, month, 22, 9, 30, tzinfo=UTC).timestamp()
    app = create_app({"SECRET_KEY": KEY, "TIME_ZONE": zone}, lambda: then)
    assert f"Printed {printed}." in Page(result_of(app, "emergency")).text
