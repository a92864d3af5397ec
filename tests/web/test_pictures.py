"""The pictures: what is drawn, what a touch chooses, and what is marked where."""

import re
from collections.abc import Mapping
from itertools import takewhile

import pytest

from app.config import ROOT
from tests.questions import QUESTIONS
from tests.web.browser import Browser
from tests.web.journeys import CALM, follow
from tests.web.page import Page

GATES = dict(takewhile(lambda given: given[0] != "main-pain", CALM.items()))
"""What is asked before where it hurts."""
GROIN = {**GATES, "main-pain": "groin", "one-finger": "none"}
PICTURED = {"main-pain": GATES, "one-finger": {**GATES, "main-pain": "below-belt-left"}}
"""The answers before each question that has a picture, so that all of it can be touched."""
CELL = 44
"""The least width and height of a target, in CSS pixels."""


def opened(client: Browser, link_id: str, given: Mapping[str, str] | None = None) -> Page:
    """The page of a question after the answers before it."""
    client.begin()
    client.answer_all(**(given or PICTURED[link_id]))
    return client.page(f"/questions/{link_id}")


def finished(client: Browser, main_pain: Mapping[str, str]) -> None:
    """Answer everything."""
    assert follow(client, {**CALM, **main_pain})[1] == "/check-answers"


def drawn(page: Page) -> set[str]:
    """The regions that are drawn."""
    named = {a["id"].partition(".")[2] for a in page.all("g") if "id" in a}
    return named - {"figure"}


def labels(page: Page) -> list[tuple[str, str]]:
    """Where a touch lands, and what it chooses."""
    found = []
    for (_, label), (_, svg), (_, use) in zip(
        page.tags, page.tags[1:], page.tags[2:], strict=False
    ):
        if label.get("class") == "picture__touch":
            assert "viewbox" in svg
            region = use["href"].partition(".")[2]
            found.append((region, label["for"].removeprefix("answer-")))
    return found


# --- the question ---------------------------------------------------------------------------------


def test_every_region_is_drawn_where_the_place_is_asked(client: Browser) -> None:
    body = drawn(opened(client, "main-pain"))
    assert body == {region.id for region in QUESTIONS.pictures_by_id["body"].regions}
    assert drawn(opened(client, "one-finger")) == {"spot-left", "spot-right"}


@pytest.mark.parametrize("link_id", PICTURED)
def test_a_touch_on_each_region_chooses_an_answer_of_the_list(
    client: Browser, link_id: str
) -> None:
    page, item = opened(client, link_id), QUESTIONS.items_by_id[link_id]
    regions = item.option_by_region.items()
    assert set(labels(page)) == {(name, option.code) for name, option in regions}


RECTANGLE = re.compile(r"M[\d.]+ [\d.]+h(-?[\d.]+)v(-?[\d.]+)")
"""Where a finger may land is not painted, and made of rectangles."""


@pytest.mark.parametrize("name", ["body", "dimples"])
def test_every_region_is_large_enough_to_touch_on_a_small_phone(name: str) -> None:
    """266 px is the width of the picture on a screen of 320 px beside the bar of an error."""
    picture = QUESTIONS.pictures_by_id[name]
    scale = 266 / float(picture.box.split()[2])
    for region in picture.regions:
        sizes = [scale * min(map(float, found)) for found in RECTANGLE.findall(region.shape)]
        assert sizes, region.id
        assert max(sizes) >= CELL, region.id


@pytest.mark.parametrize("link_id", PICTURED)
def test_every_radio_beside_a_picture_is_named_by_its_words_alone(
    client: Browser, link_id: str
) -> None:
    page = opened(client, link_id)
    radios = [a for a in page.all("input") if a.get("type") == "radio"]
    assert [a["aria-labelledby"] for a in radios] == [f"answer-{a['value']}-label" for a in radios]
    hidden = [a for a in page.all("div") if a.get("class") == "picture"]
    assert [a["aria-hidden"] for a in hidden] == ["true"]


def test_a_saved_answer_is_marked_on_the_picture(client: Browser) -> None:
    opened(client, "main-pain")
    client.answer("/questions/main-pain", "below-belt-right")
    html = client.get("/questions/main-pain").text
    mark = re.search(r"checked>\s*<svg class=\"choice__mark.*?</svg>", html, re.DOTALL)
    assert mark
    assert re.findall(r"<use href=\"#(.*?)\"", mark[0]) == ["body.dimple-right"]


def test_the_side_is_asked_on_a_picture_of_the_place_that_hurts(client: Browser) -> None:
    page = opened(client, "side", GROIN)
    assert sorted(labels(page)) == [("groin-left", "left"), ("groin-right", "right")]
    assert drawn(page) == {"groin-left", "groin-right"}


def test_the_side_of_a_place_that_is_not_drawn_is_asked_in_words(client: Browser) -> None:
    page = opened(client, "side", {**GROIN, "main-pain": "elsewhere"})
    assert page.all("svg") == []
    assert "Choose on the picture" not in page.html


def test_a_picture_beside_another_question_chooses_for_its_own(client: Browser) -> None:
    opened(client, "side", GROIN)
    page = client.page("/questions/spread")
    chosen = {label["for"] for label in page.all("label") if label["class"] == "picture__touch"}
    assert chosen == {"answer-side-left", "answer-side-right"}
    assert chosen <= {field.get("id") for field in page.all("input")}


def test_a_question_without_a_picture_has_none(browser: Browser) -> None:
    browser.begin()
    html = browser.get("/questions/age").text
    assert "<svg" not in html
    assert "aria-labelledby" not in html
    assert '-label"' not in html


# --- the result and the sheet ---------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/result", "/gp-sheet"])
@pytest.mark.parametrize(
    ("main_pain", "regions", "words"),
    [
        (
            {"main-pain": "below-belt-left"},
            {"dimple-left"},
            "Where it hurts: below the belt line, left side",
        ),
        ({"main-pain": "groin", "side": "right"}, {"groin-right"}, "Where it hurts: groin, right"),
        (
            {"main-pain": "leg", "side": "not-sure"},
            {"leg-left", "leg-right"},
            "Where it hurts: leg",
        ),
    ],
)
def test_result_and_sheet_mark_the_main_pain(
    client: Browser, url: str, main_pain: Mapping[str, str], regions: set[str], words: str
) -> None:
    finished(client, main_pain)
    page = client.page(url)
    assert drawn(page) == regions
    assert page.text_in("figcaption") == words
    assert labels(page) == []


@pytest.mark.parametrize("url", ["/result", "/gp-sheet"])
@pytest.mark.parametrize("main_pain", ["elsewhere", "not-sure"])
def test_nothing_is_marked_where_the_place_is_not_on_the_picture(
    client: Browser, url: str, main_pain: str
) -> None:
    finished(client, {"main-pain": main_pain, "side": "left"})
    assert client.page(url).all("svg") == []


@pytest.mark.parametrize(
    "file",
    ["app/static/main.css", "app/authoring/review/review.html", "templates/picture.svg"],
)
def test_a_light_area_is_light_also_where_it_fades(file: str) -> None:
    rule = re.search(r"\.picture__fill \{([^}]*)\}", (ROOT / file).read_text(encoding="utf-8"))
    assert rule is not None
    paint = dict(re.findall(r"(fill|stop-color): ([^;]+);", rule[1]))
    assert set(paint) == {"fill", "stop-color"}
    assert paint["fill"] == paint["stop-color"]
