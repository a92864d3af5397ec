"""Every measure finds the fault it is there for, put into a page that has none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.focus import Differs, stops, tab_to, unseen_stops
from tests.browser.measuring import (
    LARGE_TEXT,
    MEDIA,
    PHONE,
    TEXT_SPACING,
    axe,
    axe_in_all_media,
    look_at,
    measure,
    misread,
    resize,
    style,
)
from tests.browser.states import State, all_states
from tests.browser.visitor import Visitor

STATES = {state.name: state for state in all_states()}


def fits(page: Page) -> list[str]:
    """What does not fit."""
    return list(measure(page, "fits"))


def targets(page: Page) -> list[str]:
    """What is too small to hit."""
    return list(measure(page, "targets"))


def targets_of_the_browser(page: Page) -> list[str]:
    """What is too small to hit where the browser draws it in colours of its own."""
    look_at(page, MEDIA["forced"])
    return targets(page)


def fits_on_paper(page: Page) -> list[str]:
    """What does not fit on paper."""
    look_at(page, MEDIA["print"])
    return fits(page)


def hidden_focus(page: Page) -> list[str]:
    """Where the focus is hidden."""
    return [stop["fault"] for stop in stops(page) if stop["fault"]]


def axe_rules(page: Page) -> list[str]:
    """What axe finds."""
    return axe(page)[0]


def undecided(page: Page) -> list[str]:
    """What axe leaves to a person."""
    return [rule for rule, _ in axe(page)[1]]


@pytest.mark.parametrize(
    ("find", "css", "found"),
    [
        (fits, ".choice { min-width: 400px; }", "the page is"),
        (fits, ".main { max-width: 40px; white-space: nowrap; }", "the page is"),
        (fits, ".main { position: relative; left: -60px; }", "beside the window"),
        (fits, "h1 { height: 1em; overflow: hidden; }", "cut off"),
        (fits, ".choice__label { white-space: nowrap; overflow: hidden; }", "cut off"),
        (fits, ".hint { margin-top: -80px; }", "on top of each other"),
        (targets, ".choice__input { width: 40px; }", "input"),
        (targets, ".choice__label { align-self: start; padding-block: 0; }", "label"),
        (targets, ".back-link { padding: 0; display: inline; }", "a Back"),
        (targets, ".button { min-height: 0; padding: 0; line-height: 1; border: 0; }", "button"),
        (
            targets_of_the_browser,
            "@media (forced-colors: active) { .choice__input { width: 2rem; } }",
            "input",
        ),
        (fits_on_paper, "@media print { .question { width: 800px; } }", "the page is"),
        (misread, "form { display: flex; flex-direction: column-reverse; }", "stands before"),
        (misread, ".choices { display: grid; } .choice:last-child { order: -1; }", "stands before"),
        (
            misread,
            "@media print { form { display: flex; flex-direction: column-reverse; } }",
            "stands before",
        ),
        (
            hidden_focus,
            ".letterhead { position: sticky; top: 0; height: 90vh; z-index: 9 }",
            "covered",
        ),
        (hidden_focus, ".back-link { position: absolute; left: -999em; }", "out of the window"),
        (axe_rules, ".hint { color: #aaa; }", "color-contrast"),
        (undecided, ".hint { background: linear-gradient(red, blue); }", "color-contrast"),
        (
            axe_in_all_media,
            "@media (prefers-color-scheme: dark) { .hint { color: #444; } }",
            "dark: color-contrast",
        ),
        (
            axe_in_all_media,
            "@media (forced-colors: active) { h1 { display: none; } }",
            "forced: page-has-heading-one",
        ),
        (axe_in_all_media, "@media print { .hint { color: #aaa; } }", "print: color-contrast"),
        (
            axe_in_all_media,
            "@media print { .hint { background: linear-gradient(red, blue); } }",
            "print: undecided | color-contrast",
        ),
    ],
)
def test_a_fault_of_style_is_found(
    find: Callable[[Page], list[str]], css: str, found: str, visitor: Visitor
) -> None:
    visitor.open(STATES["radios-with-hint"])
    resize(visitor.page, PHONE)
    assert find(visitor.page) == []
    with style(visitor.page, css):
        assert any(found in fault for fault in find(visitor.page)), find(visitor.page)


@pytest.mark.parametrize(
    "css",
    [
        ".summary-list__row { direction: rtl; }",
        ".summary-list__row { display: flex; flex-direction: row-reverse; }",
        ".summary-list__row { display: flex; flex-direction: column-reverse; }",
        ".summary-list__value { display: flex; flex-direction: column-reverse; }",
    ],
)
def test_an_answer_that_stands_before_its_question_is_found(css: str, visitor: Visitor) -> None:
    visitor.open(STATES["check-answers-asked-again"])
    assert misread(visitor.page) == []
    with style(visitor.page, css):
        assert any("stands before" in fault for fault in misread(visitor.page))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("document.title = ''", "document-title"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('.choice__label').remove()", "label"),
        ("document.querySelector('.back').ariaLabel = 'About this self-check'", "landmark-unique"),
        ("document.querySelector('h1').outerHTML = '<p>A</p>'", "page-has-heading-one"),
        ("document.querySelector('main').outerHTML = '<div></div>'", "landmark-one-main"),
    ],
)
def test_axe_finds_a_fault_of_structure(change: str, rule: str, visitor: Visitor) -> None:
    visitor.open(STATES["radios-with-hint"])
    visitor.page.evaluate(change)
    assert any(found.startswith(rule) for found in axe_rules(visitor.page)), axe_rules(visitor.page)


@pytest.mark.parametrize("text", [TEXT_SPACING, LARGE_TEXT], ids=["spaced", "large"])
def test_what_cuts_off_the_text_of_its_reader_is_found(text: str, visitor: Visitor) -> None:
    visitor.open(STATES["radios-with-hint"])
    resize(visitor.page, PHONE)
    height = visitor.page.locator("h1").evaluate("heading => heading.offsetHeight")
    css = f"h1 {{ height: {height}px; overflow: hidden; }}"
    with style(visitor.page, css):
        assert fits(visitor.page) == []
    with style(visitor.page, css + text):
        assert any("cut off" in fault for fault in fits(visitor.page))


def test_what_stands_elsewhere_on_paper_is_found(visitor: Visitor) -> None:
    visitor.open(STATES["radios-with-hint"])
    visitor.page.evaluate(
        """() => {
             const hint = document.querySelector(".hint");
             const copy = document.querySelector("main").appendChild(hint.cloneNode(true));
             hint.id = "on-screen";
             copy.id = "on-paper";
           }"""
    )
    css = "#on-paper { display: none; } @media print { #on-%s { display: %s; } }"
    with style(visitor.page, css % ("screen", "block")):
        assert misread(visitor.page) == []
    with style(
        visitor.page, (css % ("paper", "block")) + "@media print { #on-screen { display: none } }"
    ):
        assert any("elsewhere" in fault for fault in misread(visitor.page))


@pytest.mark.parametrize(
    "css",
    [
        ":focus-visible, a:focus-visible { outline: 0; box-shadow: none; background: none; }",
        ":focus-visible, a:focus-visible { outline: 3px solid #ddd; box-shadow: none; }",
    ],
    ids=["none", "faint"],
)
def test_a_focus_that_cannot_be_seen_is_found(css: str, visitor: Visitor, differs: Differs) -> None:
    visitor.open(State("privacy", "/privacy"))
    assert unseen_stops(visitor.page, differs, set()) == []
    with style(visitor.page, css):
        assert len(unseen_stops(visitor.page, differs, set())) >= 4


def test_what_the_keyboard_does_not_reach_is_found(visitor: Visitor) -> None:
    visitor.open(STATES["radios"])
    go_on = visitor.page.get_by_role("button", name="Continue")
    go_on.evaluate("button => { button.tabIndex = -1; }")
    with pytest.raises(AssertionError, match="The Tab key does not come to"):
        tab_to(go_on)


def test_a_trap_of_the_keyboard_is_found(visitor: Visitor) -> None:
    visitor.open(State("privacy", "/privacy"))
    visitor.page.evaluate(
        """addEventListener("keydown", (event) => {
             if (event.key === "Tab" && event.target.matches("footer a")) event.preventDefault();
           })"""
    )
    with pytest.raises(AssertionError, match="does not come to an end"):
        list(stops(visitor.page))


def test_what_a_page_loads_from_elsewhere_is_found(visitor: Visitor) -> None:
    visitor.open(State("privacy", "/privacy"))
    visitor.page.evaluate("new Image().src = 'http://127.0.0.2:9/picture.png'")
    visitor.page.wait_for_timeout(100)
    assert visitor.faults() != []
    visitor.forget()
