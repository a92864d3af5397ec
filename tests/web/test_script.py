"""The one script is small, stands where it helps, and no page needs it. More: tests/browser."""

import re
from pathlib import Path

import pytest

from app.config import TEMPLATE_FOLDER
from tests.web.browser import Browser
from tests.web.page import Page

LARGEST = 4_096
TEMPLATES = sorted(TEMPLATE_FOLDER.rglob("*.html"))
SCRIPT = re.compile(r"/static/main\.js\?v=[0-9a-f]{12}")


def script_of(page: Page) -> str:
    """The address of the one script of a page."""
    (script,) = page.all("script")
    assert script.keys() == {"src", "defer"}
    return script["src"]


SCRIPTED = ("/questions/age", "/result", "/gp-sheet")
PLAIN = ("/", "/leaflet", "/privacy", "/check-answers", "/nowhere")


def test_the_script_is_on_pages_with_something_to_do_for_it_and_on_no_other(
    browser: Browser,
) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="none", place="elsewhere")
    for url in SCRIPTED:
        assert SCRIPT.fullmatch(script_of(browser.page(url))), url
    for url in PLAIN:
        assert Page(browser.get(url).text).all("script") == [], url
    browser.answer_all(signs="numb")
    assert SCRIPT.fullmatch(script_of(browser.page("/result")))


def question(browser: Browser) -> Page:
    """The first question."""
    browser.begin()
    return browser.page("/questions/age")


def test_the_script_is_small_as_served_and_kept_for_ever(browser: Browser) -> None:
    response = browser.get(script_of(question(browser)))
    assert response.mimetype == "text/javascript"
    assert 0 < len(response.data) <= LARGEST
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_has_a_script_a_handler_or_a_style_of_its_own(file: Path) -> None:
    # The Content-Security-Policy would stop them in a browser, without a word to anybody here.
    html = file.read_text(encoding="utf-8")
    assert re.findall(r"\son[a-z]+\s*=|\sstyle\s*=|<style|javascript:", html, re.IGNORECASE) == []
    assert len(re.findall("<script", html)) == (file.name == "base.html")


# --- what the script finds on the pages -----------------------------------------------------------


def test_just_the_options_that_exclude_the_others_are_marked(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no")
    boxes = browser.page("/questions/signs").all("input")
    assert [a["value"] for a in boxes if "data-exclusive" in a] == ["none"]
    assert {"numb", "fever", "not-sure"} <= {a["value"] for a in boxes}


def test_the_error_summary_can_take_the_focus_with_and_without_the_script(
    browser: Browser,
) -> None:
    browser.begin()
    browser.answer("/questions/age")
    page = browser.page("/questions/age?error=yes")
    (summary,) = [a for a in page.all("div") if a.get("class") == "error-summary"]
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    assert page.text_in("title").startswith("Error: ")


def test_pages_to_print_have_no_button_without_the_script(browser: Browser) -> None:
    browser.begin()
    browser.answer_all(age="from-18", pregnant="no", signs="numb")
    assert places_to_print(browser.page("/result")) == ["Print this page"]
    browser.answer_all(signs="none", place="buttock", side="left")
    sheet = browser.page("/gp-sheet")
    assert places_to_print(sheet) == ["Print"]
    assert "press Ctrl and P" in sheet.text
    assert places_to_print(browser.page("/result")) == []


def places_to_print(page: Page) -> list[str]:
    """Where the script puts a button, by its words; fails if there is a button already."""
    assert "Print" not in page.text_in("button")
    return [a["data-print"] for _, a in page.tags if "data-print" in a]
