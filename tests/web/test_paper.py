"""The page with the empty copy, and what a card says once it is printed."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app.content.model import Questionnaire
from app.paper.make import make_paper
from app.paper.values import PaperQuestion
from app.sheet.explain import Line
from app.web.pages import format_time
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.web.blocks import blocks_of
from tests.web.browser import Browser
from tests.web.page import Page


@pytest.fixture(scope="module")
def page(app: Flask) -> Page:
    """The empty copy."""
    return Page(Browser(app).get("/paper").text)


def in_order(page: Page, texts: list[str]) -> None:
    """Every text stands on the page, each after the one before."""
    at = 0
    for text in texts:
        assert text in page.text[at:], text
        at = page.text.index(text, at) + len(text)


def of_question(asked: PaperQuestion) -> Iterator[str]:
    yield asked.text
    yield from of_rule(asked.only_if)
    if asked.hint:
        yield asked.hint
    for box in asked.boxes:
        yield from (text for text in (box.label, box.text, box.hint, box.advice) if text)


def of_rule(line: Line | None) -> Iterator[str]:
    if line is not None:
        yield line.text
        for inner in line.lines:
            yield from of_rule(inner)


def test_everything_is_printed_in_its_order(page: Page, questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    texts: list[str] = []
    for stop in paper.stops:
        texts += [stop.title, *of_rule(stop.only_if), *stop.text]
    for part in paper.parts:
        texts.append(f"Part {part.number}: {part.action}")
        for group in part.groups:
            texts += of_rule(group.only_if)
            for asked in group.questions:
                texts += of_question(asked)
        for note in part.notes:
            texts += [*of_rule(note.only_if), note.text]
    for asked in paper.questions:
        texts += of_question(asked)
    texts += of_rule(paper.count.never_if)
    for mark in sorted(paper.count.marks, key=lambda mark: mark.weight < 0):
        verb = "Fill in" if mark.weight > 0 else "Cross out"
        texts += [f"{verb} {abs(mark.weight)}", mark.text, *of_rule(mark.only_if)]
    for row in paper.count.rows:
        ends = "or more" if row.highest is None else f"to {row.highest}"
        texts += [f"Row {row.label}", f"{row.lowest} {ends}:", *row.text, *of_rule(row.only_if)]
        texts += [f"If not, your row is {row.otherwise}."] if row.otherwise else []
    for overlay in paper.overlays:
        texts += [overlay.title, *of_rule(overlay.only_if)]
        for mark in overlay.marks:
            texts += [f"Fill in {mark.weight}", mark.text, *of_rule(mark.only_if)]
        texts += [f"With {overlay.shows_from} or more filled circles", *overlay.text]
    for ending in paper.endings:
        texts += [*of_rule(ending.only_if), ending.title, *ending.text]
    for note in paper.notes:
        texts += [*of_rule(note.only_if), note.text]
    for advice in paper.advice:
        texts += [advice.advice.heading, *advice.advice.text, *advice.advice.bullets]
    for asked in paper.later_questions:
        texts += of_question(asked)
    for ask in sorted(paper.asks, key=lambda ask: ask.only_if is not None):
        texts += [ask.text, *of_rule(ask.only_if)]
        for line in ask.follow_ups:
            texts += [line.text, *of_rule(line.only_if)]
    texts += [paper.disclaimer, paper.version, paper.digest]
    in_order(page, texts)


def test_as_many_circles_stand_beside_a_mark_as_it_counts(
    page: Page, questionnaire: Questionnaire
) -> None:
    paper = make_paper(questionnaire)
    every = (*paper.count.marks, *(mark for o in paper.overlays for mark in o.marks))
    circles = [tag for tag in page.all("i") if tag.get("class") == "circle"]
    assert len(circles) == sum(mark.weight for mark in every if mark.weight > 0)


def test_every_box_to_tick_is_one(page: Page, questionnaire: Questionnaire) -> None:
    paper = make_paper(questionnaire)
    of_signs = [q for part in paper.parts for group in part.groups for q in group.questions]
    asked = (*of_signs, *paper.questions, *paper.later_questions)
    ticks = [tag for tag in page.all("li") if "tick" in tag.get("class", "").split()]
    boxes = sum(len(question.boxes) for question in asked)
    assert len(ticks) == boxes + len(paper.count.rows) + len(paper.asks)


def test_the_paper_asks_for_nothing_on_a_screen(page: Page) -> None:
    assert page.all("input") == []
    assert page.all("form") == []


@pytest.mark.parametrize("url", ["/how-it-works", "/leaflet"])
def test_the_empty_copy_is_offered(url: str, client: Browser) -> None:
    assert "/paper" in [link["href"] for link in client.page(url).all("a")]


# --- cards on paper -------------------------------------------------------------------------------

SHOWN = {
    "emergency": "Show this at A&E, or read it out to the person who answers 999.",
    "maternity": "Show this at your maternity unit, or read it out to the person who answers.",
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
    assert on_paper[:2] == [SHOWN[level], questionnaire.sheet.disclaimer]
    printed = f"Content version {questionnaire.version} ({questionnaire.digest[:12]})."
    assert on_paper[2].startswith("Printed ")
    assert on_paper[2].endswith(printed)


def test_the_maternity_card_before_going_on_says_it_too(app: Flask) -> None:
    assert SHOWN["maternity"] in Page(result_of(app, "maternity", "/call-now")).text


def test_a_calm_result_is_shown_to_nobody(app: Flask) -> None:
    assert "for-paper" not in result_of(app, "few")


def test_a_moment_is_written_as_people_do() -> None:
    assert format_time(datetime(2026, 11, 2, 8, 5)) == "2 November 2026 at 08:05"  # noqa: DTZ001 - any zone
