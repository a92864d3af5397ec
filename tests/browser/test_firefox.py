"""What people do in a second browser, Firefox: the whole way, slips, Back, Clear, paper."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from flask import Flask

from app import create_app
from app.engine.evaluate import Answers
from tests.browser.firefox import (
    DOWN,
    ENTER,
    LETTER,
    SPACE,
    TAB,
    Firefox,
    Target,
    Window,
    css,
    firefox,
    named,
)
from tests.browser.measuring import measure
from tests.browser.printing import read, sides
from tests.browser.sites import SHIPPED, SMALL, Site, serve
from tests.browser.states import ONE_OF_EACH, State, all_states, answers_for
from tests.browser.visitor import come
from tests.web.tiny import KEY, TINY

STATES = {state.name: state for state in all_states()}
START, CONTINUE = named("button", "Start now"), named("button", "Continue")
CLEAR = named("button", "Clear my answers")
RESULT, SHEET = named("link", "See your result"), named("link", "Open your sheet")
SUMMARY = css(".error-summary")
NONE = css("[data-exclusive]")
CALM = ("from-18", "no", "none", "buttock", "left")
KEEP = "() => { window.kept = true; }"
"""Marks a page, to tell whether it was kept or fetched again."""
ALL_IN_VIEW = (1000, 1500)
"""Firefox brings the answer that was chosen on the picture into view."""
PICTURED = ("main-pain", "side", "one-finger")


@pytest.fixture(scope="module")
def without_script() -> Iterator[Firefox]:
    """A Firefox that runs no script of any page."""
    with firefox({"javascript.enabled": False}) as running:
        yield running


def asked(window: Window) -> str:
    """Which question is on the page."""
    return window.url.rpartition("/")[2].partition("?")[0]


def chosen(window: Window) -> set[str]:
    """The answers that are chosen on the page."""
    boxes = window.evaluate("[...document.querySelectorAll(':checked')].map((box) => box.value)")
    return set(boxes)


def label(code: str, name: str = "answer") -> Target:
    """The words beside an answer."""
    return css(f".choice__label[for={name}-{code}]")


def fields(window: Window) -> dict[str, str]:
    """The names of the fields for answers, in order, with the question that each belongs to."""
    boxes = window.evaluate(
        "[...document.querySelectorAll('.choice__input')].map((box) => box.name)"
    )
    return {name: name.removeprefix("answer-") if "-" in name else asked(window) for name in boxes}


def go_on(window: Window, answers: Answers) -> None:
    """Answer the question on the page by mouse."""
    for name, link_id in fields(window).items():
        for code in answers[link_id]:
            window.click(label(code, name))
    window.follow(CONTINUE)


def press_enter_on(window: Window, target: Target) -> None:
    """Go with the Tab key to what leads elsewhere, see that it is not hidden, and be there."""
    window.tab_to(target)
    assert measure(window, "focused")["fault"] is None
    with window.leaving():
        window.press(ENTER)


def go_on_by_keyboard(window: Window, answers: Answers) -> None:
    """Choose with the space bar and the arrow keys, and go on with Enter."""
    for name, link_id in fields(window).items():
        choose_by_keyboard(window, name, answers[link_id])
    press_enter_on(window, CONTINUE)


def choose_by_keyboard(window: Window, name: str, given: frozenset[str]) -> None:
    """Choose the answers to one question."""
    boxes = window.evaluate(
        f"[...document.querySelectorAll('input[name={name}]')].map((box) => [box.value, box.type])"
    )
    codes = [str(code) for code, _ in boxes]
    if boxes[0][1] == "radio":
        window.tab_to(css(f"#{name}-{codes[0]}"))
        window.press(SPACE)
        for _ in range(codes.index(min(given))):
            window.press(DOWN)
    else:
        for code in codes:
            if code in given:
                window.tab_to(css(f"#{name}-{code}"))
                window.press(SPACE)
    assert chosen(window) >= given


# --- the whole way --------------------------------------------------------------------------------


def go_the_whole_way(window: Window, site: Site) -> None:
    """From the start to the sheet by mouse, with a slip and without an answer that is lost."""
    window.open(site.address)
    window.follow(START)
    window.follow(CONTINUE)
    assert window.has_focus(SUMMARY)
    for code in CALM:
        window.click(label(code))
        window.follow(CONTINUE)
    assert window.url == f"{site.address}/check-answers"
    window.follow(RESULT)
    window.follow(SHEET)
    assert window.text("h1") == "For the GP"
    assert "Left" in window.text()
    window.follow(CLEAR)
    assert window.url == f"{site.address}/cleared"


def test_whole_way_by_mouse(window: Window, sites: dict[str, Site]) -> None:
    go_the_whole_way(window, sites[SMALL])


def test_whole_way_without_javascript(without_script: Firefox, sites: dict[str, Site]) -> None:
    with without_script.window() as window:
        window.open("data:text/html,<p>Scripts are <noscript>off</noscript>")
        assert window.text("p") == "Scripts are off"
        go_the_whole_way(window, sites[SMALL])


def test_whole_way_by_keyboard(window: Window, sites: dict[str, Site]) -> None:
    window.open(sites[SMALL].address)
    for target in (START, CONTINUE):
        press_enter_on(window, target)
    assert window.has_focus(SUMMARY)
    while "/questions/" in window.url:
        go_on_by_keyboard(window, ONE_OF_EACH)
    for target in (RESULT, SHEET):
        press_enter_on(window, target)
    assert "Left" in window.text()
    press_enter_on(window, CLEAR)
    assert window.url.endswith("/cleared")


def test_an_emergency_is_told_at_once(window: Window, sites: dict[str, Site]) -> None:
    answers = {**answers_for("few"), "nerves": frozenset(("numb-saddle",))}
    window.open(sites[SHIPPED].address)
    window.follow(START)
    while not answers[asked(window)] & {"numb-saddle"}:
        go_on(window, answers)
    go_on(window, answers)
    assert window.url.endswith("/result")
    assert window.text("h1") == "Call 999 or go to A&E now"
    paper = read(window.printed())
    assert len(paper) == 1
    assert "Show this at A&E, or read it out" in paper[0]


# --- slips ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["radios-error", "checkboxes-error", "gp-questions-error"])
def test_the_error_summary_leads_to_the_first_answer(
    name: str, window: Window, sites: dict[str, Site]
) -> None:
    come(window, STATES[name], sites)
    follow_the_error(window)


def test_the_error_summary_does_so_without_javascript(
    without_script: Firefox, sites: dict[str, Site]
) -> None:
    with without_script.window() as window:
        come(window, STATES["checkboxes-error"], sites)
        follow_the_error(window)


def follow_the_error(window: Window) -> None:
    """Press Enter on the link in the error summary: fails where that does not help."""
    assert window.has_focus(SUMMARY)
    window.press(TAB)
    window.press(ENTER)
    assert window.evaluate("document.querySelector('fieldset input') === document.activeElement")
    assert measure(window, "focused")["fault"] is None


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("link_id", PICTURED)
def test_a_click_on_what_is_drawn_chooses_it(
    link_id: str, window: Window, sites: dict[str, Site]
) -> None:
    answers = {**answers_for("several"), "main-pain": frozenset(("leg",))}
    come(window, State(link_id, f"/questions/{link_id}", answers), sites)
    window.resize(ALL_IN_VIEW)
    drawn = window.evaluate(
        """() => {
          return [...document.querySelectorAll(".picture__zones > g")].flatMap((region) => {
            const path = region.querySelector("path");
            const touch = document.querySelector(`.picture__touch use[href="#${region.id}"]`);
            const box = path.getBBox(), inside = [];
            for (let part = 0; part < 1600; part++) {
              const at = new DOMPoint(box.x + box.width * (part % 40) / 40,
                                      box.y + box.height * Math.floor(part / 40) / 40);
              if (path.isPointInFill(at)) inside.push(at);
            }
            const back = inside.filter((at) => at.x < 180);
            const front = inside.filter((at) => at.x > 180);
            return [back, front].filter((view) => view.length).map((view) => {
              const { x, y } = view[view.length >> 1].matrixTransform(path.getScreenCTM());
              return [x, y, touch.closest("label").htmlFor];
            });
          });
        }"""
    )
    assert len(drawn) >= 2
    for x, y, answer in drawn:
        window.click_at(x, y)
        ticked = answers["spread"] if link_id == "side" else set()  # on the same page
        assert chosen(window) - ticked == {answer.removeprefix("answer-")}
        mark = window.evaluate(
            "getComputedStyle(document.querySelector(':checked + .choice__mark')).display"
        )
        assert mark == "block"


# --- what the script adds -------------------------------------------------------------------------


def test_none_of_these_and_other_answers_untick_each_other(
    window: Window, sites: dict[str, Site]
) -> None:
    come(window, STATES["checkboxes-long"], sites)
    window.click(label("pee"))
    window.click(label("poo"))
    window.click(NONE)
    assert chosen(window) == {"none"}
    assert window.text("[role=status]").startswith("You ticked “None of these")
    window.click(label("not-sure"))
    assert chosen(window) == {"not-sure"}
    window.click(label("pee"))
    assert chosen(window) == {"pee", "not-sure"}
    assert window.text("[role=status]") == ""


def test_the_sheet_is_printed_and_copied_by_buttons(window: Window, sites: dict[str, Site]) -> None:
    come(window, STATES["sheet"], sites)
    window.evaluate("() => { window.print = () => { window.printed = true; }; }")
    window.click(named("button", "Print"))
    assert window.evaluate("window.printed") is True
    window.click(named("button", "Copy the text"))
    window.wait("document.querySelector('[data-copy] [role=status]').textContent === 'Copied.'")


# --- Back, again, and Clear -----------------------------------------------------------------------


def test_back_and_again_keep_what_was_sent_and_no_more(
    window: Window, sites: dict[str, Site]
) -> None:
    answers = answers_for("several")
    window.open(sites[SHIPPED].address)
    window.follow(START)
    go_on(window, answers)
    second = window.url
    window.back()
    assert window.url.endswith("/questions/age")
    assert chosen(window) == answers["age"] | answers["pregnancy"]
    window.click(label("under-18"))
    window.reload()
    assert chosen(window) == answers["age"] | answers["pregnancy"]
    window.follow(CONTINUE)
    assert window.url == second
    window.follow(CONTINUE)
    assert window.has_focus(SUMMARY)
    window.reload()
    assert window.has_focus(SUMMARY)
    go_on(window, answers)
    window.back()
    assert window.evaluate("document.querySelectorAll('[role=alert]').length") == 0
    assert chosen(window) == answers["nerves"]


@pytest.mark.parametrize("again", [False, True], ids=["cleared", "another-began"])
def test_back_after_clear_brings_no_answer_back(running_firefox: Firefox, *, again: bool) -> None:
    app = create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY})
    with serve(app, tls="adhoc") as site, running_firefox.window() as window:
        window.open(site.address)
        window.follow(START)
        for code in CALM:
            window.click(label(code))
            window.evaluate(KEEP)
            window.follow(CONTINUE)
        assert "Left" in window.text()
        window.evaluate(KEEP)
        window.follow(RESULT)
        window.follow(CLEAR)
        if again:
            window.go(site.address)
            window.follow(START)
        for _ in range(len(CALM) + 2):
            window.back()
            assert not window.evaluate("window.kept")
            assert "Left" not in window.text()
            assert chosen(window) == set()
            assert window.text("h1") in {
                "How old are you?",
                "Self-check",
                "Your answers are cleared",
            }


def test_firefox_does_keep_whole_pages_where_it_may(running_firefox: Firefox) -> None:
    app = Flask(__name__)
    app.add_url_rule("/<page>", view_func=lambda page: f"<title>{page}</title>", endpoint="page")
    with serve(app) as site, running_firefox.window() as window:
        window.open(f"{site.address}/first")
        window.evaluate(KEEP)
        window.go(f"{site.address}/second")
        window.back()
        assert window.evaluate("[document.title, window.kept]") == ["first", True]


# --- paper ----------------------------------------------------------------------------------------


def size(paper: bytes) -> tuple[float, ...]:
    """Width and height of the first side, in centimetres."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return tuple(round(float(length) / 72 * 2.54, 1) for length in pdf.pages[0].mediabox[2:])


def test_paper_is_the_one_asked_for_where_the_page_names_none(window: Window) -> None:
    window.open("data:text/html,<p>Anything")
    assert size(window.printed(LETTER)) == (21.6, 27.9)
    window.open("data:text/html,<style>@page { size: A5 }</style><p>Anything")
    assert size(window.printed(LETTER)) == (14.8, 21.0)


def test_margins_are_those_of_the_page(window: Window) -> None:
    page = "data:text/html,<style>@page {{ margin: {} }}</style><p style='height: 20cm'>1<p>2"
    window.open(page.format("1cm"))
    one = window.printed()
    window.open(page.format("6cm"))
    two = window.printed()
    assert [sides(one), sides(two)] == [1, 2]


@pytest.mark.parametrize("outcome", ["few", "several", "pelvic-girdle"])
@pytest.mark.parametrize("url", ["/gp-sheet", "/gp-sheet?size=large"])
def test_no_side_of_a_sheet_ends_in_a_heading(
    url: str, outcome: str, window: Window, sites: dict[str, Site]
) -> None:
    """Firefox passes over the style that keeps a heading with what follows."""
    come(window, State(outcome, url, answers_for(outcome)), sites)
    headings = window.evaluate(
        "[...document.querySelectorAll('.sheet h2, .sheet h3')].map((h) => h.textContent.trim())"
    )
    assert len(headings) > 3
    for side in read(window.printed()):
        assert not side.rstrip().endswith(tuple(headings)), side[-200:]
