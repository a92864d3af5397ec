"""What every page has and what none has, for people who see, hear, move or read otherwise.

``docs/wcag.md`` names these tests. What only a browser can show is in ``tests/browser``.
"""

import re
from collections import defaultdict
from http import HTTPStatus
from itertools import pairwise

import pytest
from flask import Flask

from app.config import ROOT, TEMPLATE_FOLDER
from tests.web.browser import Browser
from tests.web.journeys import CALM, OUTCOMES, follow
from tests.web.page import Page

pytestmark = pytest.mark.long

STATIC = ROOT / "app" / "static"
STYLES = "".join(file.read_text(encoding="utf-8") for file in sorted(STATIC.glob("*.css")))
SCRIPT = (STATIC / "main.js").read_text(encoding="utf-8")
TEMPLATES = "".join(
    file.read_text(encoding="utf-8") for file in sorted(TEMPLATE_FOLDER.rglob("*.html"))
)
ABOUT = ("/leaflet", "/how-it-works", "/privacy", "/accessibility")
AROUND = ("/", *ABOUT, "/paper", "/cleared", "/missing")
ENDS = ("/check-answers", "/result", "/gp-questions", "/gp-sheet")

Pages = dict[str, Page]


@pytest.fixture(scope="module")
def pages(app: Flask) -> Pages:
    """Every page of the self-check by where it was met: each outcome, each question, errors."""
    found = {url: Page(Browser(app).get(url).text) for url in AROUND}
    for name, answers in OUTCOMES.items():
        browser = Browser(app)
        way, _ = follow(browser, CALM | answers)
        for url in (*way, *ENDS):
            found[f"{name}: {url}"] = Page(browser.get(url, follow_redirects=True).text)
        for url in way:
            if url.startswith("/questions/"):
                slip = browser.answer(url).location
                if "error" not in slip:
                    continue  # under 18, it ends there
                found[f"{name}: error at {url}"] = browser.page(str(slip))
        if browser.get("/gp-questions").status_code == HTTPStatus.OK:
            slip = browser.fill("/gp-questions", {"asked": "", "first": ""}).location
            found[f"{name}: error at /gp-questions"] = browser.page(str(slip))
    return found


def controls(page: Page) -> list[dict[str, str]]:
    """Whatever on a form people see and set."""
    return [a for a in page.all("input") if a.get("type") != "hidden"]


# --- perceivable ----------------------------------------------------------------------------------


def test_no_page_has_sound_film_or_anything_embedded() -> None:
    embedded = r"<(audio|video|track|object|embed|iframe|canvas|marquee)\b"
    assert re.findall(embedded, TEMPLATES) == []


def test_every_picture_says_what_it_is_or_that_it_says_nothing(pages: Pages) -> None:
    for where, page in pages.items():
        assert all("alt" in image for image in page.all("img")), where
        for picture in page.all("svg"):
            named = picture.keys() & {"aria-label", "aria-labelledby"}
            assert picture.get("aria-hidden") == "true" or named, where


def test_headings_leave_out_no_level(pages: Pages) -> None:
    for where, page in pages.items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        # What stands above the h1 is the summary of an error, as in the NHS service manual.
        below = levels[levels.index(1) :]
        assert all(deeper <= level + 1 for level, deeper in pairwise(below)), f"{where}: {levels}"


def test_answers_to_a_question_stand_together_under_the_question(pages: Pages) -> None:
    asked = {where: page for where, page in pages.items() if controls(page)}
    assert len(asked) > 100
    for where, page in asked.items():
        tags = [tag for tag, _ in page.tags]
        names = {control["name"] for control in controls(page)} - {"first"}
        assert tags.count("fieldset") == tags.count("legend") == len(names), where
        assert len(names) > 1 or page.text_in("legend") == page.heading, where


def test_no_form_asks_for_words_of_ones_own(pages: Pages) -> None:
    kinds = {a["type"] for page in pages.values() for a in controls(page)}
    assert kinds == {"radio", "checkbox"}
    assert "<textarea" not in TEMPLATES
    assert "<select" not in TEMPLATES


def test_people_may_zoom_turn_the_screen_and_choose_the_size_of_letters(pages: Pages) -> None:
    for page in pages.values():
        (viewport,) = [a["content"] for a in page.all("meta") if a.get("name") == "viewport"]
        assert viewport == "width=device-width, initial-scale=1"
    assert "orientation" not in STYLES
    screen = (STATIC / "main.css").read_text(encoding="utf-8")
    assert re.findall(r"font(?:-size)?:[^;]*\d(?:px|pt)", screen) == []


# --- operable -------------------------------------------------------------------------------------


def test_nothing_moves_or_waits_for_a_time() -> None:
    assert re.findall(r"animation|transition|@keyframes|scroll-behavior", STYLES) == []
    assert re.findall(r"setTimeout|setInterval|requestAnimationFrame", SCRIPT) == []
    assert re.findall(r"http-equiv|<meta[^>]*refresh", TEMPLATES) == []


def test_the_script_hears_only_what_was_chosen_pressed_and_printed() -> None:
    # No keys, no gestures, no motion, nothing on focus, and nothing before a finger is lifted.
    assert set(re.findall(r'addEventListener\("(\w+)"', SCRIPT)) == {
        "beforeprint",
        "change",
        "click",
    }
    assert re.findall(r"accesskey|draggable|autoplay", TEMPLATES + SCRIPT) == []


def test_nothing_is_put_before_others_in_the_order_of_the_keyboard(pages: Pages) -> None:
    orders = {a["tabindex"] for page in pages.values() for _, a in page.tags if "tabindex" in a}
    assert orders == {"-1"}


def test_the_first_link_skips_to_the_main_part(pages: Pages) -> None:
    for where, page in pages.items():
        assert page.all("a")[0]["href"] == "#main", where
        assert [main.get("id") for main in page.all("main")] == ["main"], where


def test_links_with_the_same_words_lead_to_the_same_page(pages: Pages) -> None:
    for where, page in pages.items():
        led = defaultdict(set)
        for words, url in links(page):
            assert words, where
            assert words.lower() not in {"here", "click here", "more", "read more", "link"}, where
            led[words].add(url)
        assert {words: urls for words, urls in led.items() if len(urls) > 1} == {}, where


def test_the_words_on_a_control_are_its_name(pages: Pages) -> None:
    for where, page in pages.items():
        named = [
            tag for tag, a in page.tags if "aria-label" in a and tag in {"a", "button", "input"}
        ]
        assert named == [], where


# --- understandable -------------------------------------------------------------------------------


def test_every_page_says_that_it_is_in_british_english(pages: Pages) -> None:
    for where, page in pages.items():
        assert page.all("html") == [{"lang": "en-GB"}], where


def test_the_same_links_stand_in_the_same_order_on_every_page(pages: Pages) -> None:
    for where, page in pages.items():
        urls = [url for _, url in links(page)]
        assert urls[:3] == ["#main", "/", "tel:999"], where
        assert urls[-4:] == [*ABOUT], where


def test_a_page_has_the_same_name_wherever_it_is_linked_from_the_foot(pages: Pages) -> None:
    feet = {tuple(links(page)[-4:]) for page in pages.values()}
    assert feet == {
        (
            ("Leaflet", "/leaflet"),
            ("How it works", "/how-it-works"),
            ("Privacy", "/privacy"),
            ("Accessibility", "/accessibility"),
        )
    }


TOUCH = "picture__touch"
"""Where a finger lands on a picture."""


def test_every_radio_and_tick_box_has_one_label(pages: Pages) -> None:
    for where, page in pages.items():
        labels = [a["for"] for a in page.all("label") if a.get("class") != TOUCH]
        assert labels == [a["id"] for a in controls(page)], where
        places = {a["for"] for a in page.all("label") if a.get("class") == TOUCH}
        assert places <= set(labels), where  # on the picture; a screen reader reads the list


def test_an_error_is_said_in_words_twice_and_told_with_its_question(pages: Pages) -> None:
    errors = {where: page for where, page in pages.items() if "error at" in where}
    assert len(errors) > 50
    for where, page in errors.items():
        told = " ".join(a.get("aria-describedby", "") for a in page.all("fieldset")).split()
        assert [name for name in told if name.endswith("-error")], where
        assert page.text_in("title").startswith("Error: "), where
        ((words, target), *_) = [link for link in links(page) if "#answer-" in link[1]]
        assert target == f"#{controls(page)[0]['id']}", where
        assert f"Error: {words}" in page.text, where


def test_nobody_signs_in_or_proves_that_they_are_human() -> None:
    assert re.findall(r"password|captcha|one-time-code", TEMPLATES + SCRIPT, re.IGNORECASE) == []


def links(page: Page) -> list[tuple[str, str]]:
    """The words and the address of every link, in order."""
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.html, re.DOTALL)
    return [(" ".join(re.sub("<[^>]+>", "", words).split()), url) for url, words in found]
