"""What the script adds to the pages, and that nothing is missing without it."""

import os
import threading
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Route,
    expect,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from tests.browser.visitor import follow
from tests.web.tiny import KEY, TINY

SIGNS = ("from-18", "no")
CALM = (*SIGNS, "none", "buttock", "left")
NUMB, FEVER, NONE, UNSURE = (f"#answer-{code}" for code in ("numb", "fever", "none", "not-sure"))
COUNT_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"

expect.set_options(timeout=30_000)
"""As long as every other step may take: other tests run beside these."""

Open = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    """A request handler that logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def script_address() -> Iterator[str]:
    """Where the tiny self-check is served."""
    app = create_app({"SECRET_KEY": KEY, "SECURE_COOKIE": False, "QUESTIONS_FILE": TINY})
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def window(chromium: Browser, script_address: str) -> Iterator[Page]:
    """One window for most tests: to open one takes long."""
    context = chromium.new_context(base_url=script_address)
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(chromium: Browser, script_address: str, window: Page) -> Iterator[Open]:
    """Opens a window, gives some answers, and fails on anything that the policy forbids."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def hear_message(message: ConsoleMessage) -> None:
        if message.type != "info":
            said.append(message.text)

    def hear_error(error: Error) -> None:
        said.append(str(error))

    def open_at(*answers: str, script: bool = True, before: str = "") -> Page:
        page = window
        if before or not script:
            context = chromium.new_context(base_url=script_address, java_script_enabled=script)
            contexts.append(context)
            context.add_init_script(before)
            page = context.new_page()
        page.on("console", hear_message)
        page.on("pageerror", hear_error)
        answer(page, *answers)
        return page

    yield open_at
    for context in contexts:
        context.close()
    window.remove_listener("console", hear_message)
    window.remove_listener("pageerror", hear_error)
    window.unroute_all()
    window.emulate_media(media="null")
    window.context.clear_cookies()
    assert said == []


def answer(page: Page, *answers: str) -> None:
    """Answer the first questions in a self-check of one's own."""
    page.goto("/")
    follow(page.get_by_role("button", name="Start now"))
    for code in answers:
        page.check(f"#answer-{code}")
        go_on(page)


def go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continue"))


def ticked(page: Page) -> list[str]:
    return [str(box.get_attribute("value")) for box in page.locator(":checked").all()]


def without_autofocus(route: Route) -> None:
    response = route.fetch()
    assert " autofocus" in response.text()
    route.fulfill(response=response, body=response.text().replace(" autofocus", ""))


# --- error summary --------------------------------------------------------------------------------


def test_the_error_summary_has_the_focus_where_autofocus_is_not_known(opened: Open) -> None:
    page = opened(*SIGNS)
    go_on(page)
    page.route(page.url, without_autofocus)
    page.reload()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize("script", [True, False])
def test_the_error_summary_has_the_focus_and_leads_to_the_answers(
    opened: Open, *, script: bool
) -> None:
    page = opened(*SIGNS, script=script)
    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(NUMB)).to_be_focused()


def test_a_page_without_an_error_is_read_from_its_beginning(opened: Open) -> None:
    expect(opened(*SIGNS).locator("body")).to_be_focused()


# --- "none of these" ------------------------------------------------------------------------------


def test_none_of_these_unticks_the_others_and_says_which(opened: Open) -> None:
    page = opened(*SIGNS)
    for box in (NUMB, FEVER, NONE):
        page.check(box)
    assert ticked(page) == ["none"]
    expect(page.get_by_role("status")).to_have_text(
        "You ticked “None of these”, so we unticked “A numb bottom”, “A fever”."
    )


def test_another_answer_unticks_none_of_these_and_says_so(opened: Open) -> None:
    page = opened(*SIGNS)
    page.check(NONE)
    expect(page.get_by_role("status")).to_be_empty()
    page.check(FEVER)
    assert ticked(page) == ["fever"]
    expect(page.get_by_role("status")).to_have_text(
        "You ticked “A fever”, so we unticked “None of these”."
    )
    page.check(NUMB)
    expect(page.get_by_role("status")).to_be_empty()


def test_not_sure_goes_with_every_answer_but_none_of_these(opened: Open) -> None:
    page = opened(*SIGNS)
    for box in (NUMB, UNSURE, FEVER):
        page.check(box)
    assert ticked(page) == ["numb", "fever", "not-sure"]
    page.check(NONE)
    assert ticked(page) == ["none"]
    page.check(UNSURE)
    assert ticked(page) == ["not-sure"]


def test_taking_a_tick_away_takes_no_other(opened: Open) -> None:
    page = opened(*SIGNS)
    # Both are ticked on a page that came back with a message.
    page.evaluate("for (const box of document.querySelectorAll('input')) box.checked = true;")
    page.uncheck(NONE)
    page.uncheck(UNSURE)
    assert ticked(page) == ["numb", "fever"]


def test_the_space_bar_does_the_same(opened: Open) -> None:
    page = opened(*SIGNS)
    page.check(NUMB)
    page.locator(NONE).press("Space")
    assert ticked(page) == ["none"]
    expect(page.locator(NONE)).to_be_focused()


def test_a_question_with_one_answer_is_left_as_it_is(opened: Open) -> None:
    page = opened()
    page.check("#answer-from-18")
    page.check("#answer-under-18")
    assert ticked(page) == ["under-18"]
    assert page.get_by_role("status").count() == 0


def test_without_the_script_the_server_asks_which_is_meant(opened: Open) -> None:
    page = opened(*SIGNS, script=False)
    page.check(NUMB)
    page.check(NONE)
    go_on(page)
    assert ticked(page) == ["numb", "none"]
    message = "Select the answers that apply, or “None of these”, not both"
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(message)


@pytest.mark.parametrize("error", [False, True])
def test_the_script_moves_nothing_on_the_page(opened: Open, *, error: bool) -> None:
    places = []
    for script in (True, False):
        page = opened(*SIGNS, script=script)
        if error:
            go_on(page)
        places.append(page.get_by_role("button", name="Continue").bounding_box())
    assert places[0] == places[1]


# --- print ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "url", "name"),
    [
        ((*SIGNS, "numb"), "/result", "Print this page"),
        (CALM, "/gp-sheet", "Print"),
    ],
)
def test_pages_to_print_have_one_button_that_prints(
    opened: Open, answers: tuple[str, ...], url: str, name: str
) -> None:
    page = opened(*answers, before=COUNT_PRINTS)
    page.goto(url)
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1
    expect(page.get_by_role("button", name="Print")).to_have_text(name)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


@pytest.mark.parametrize(("answers", "url"), [((*SIGNS, "numb"), "/result"), (CALM, "/gp-sheet")])
def test_the_print_button_moves_nothing_when_it_appears(
    opened: Open, answers: tuple[str, ...], url: str
) -> None:
    page = opened(*answers)
    page.goto(url)
    place = page.locator("[data-print]")
    with_button = place.bounding_box()
    place.get_by_role("button").evaluate("button => button.remove()")
    assert place.bounding_box() == with_button


@pytest.mark.parametrize("script", [True, False])
def test_nobody_has_a_button_that_does_nothing(opened: Open, *, script: bool) -> None:
    page = opened(*CALM, script=script, before="window.print = undefined;")
    page.goto("/gp-sheet")
    assert page.get_by_role("button", name="Print").count() == 0
    page.get_by_text("How to print").click()
    expect(page.get_by_text("To print this page instead, press Ctrl and P.")).to_be_visible()


def test_other_pages_have_no_print_button(opened: Open) -> None:
    page = opened(*CALM)
    for url in ("/", "/questions/signs", "/check-answers", "/result", "/leaflet"):
        page.goto(url)
        assert page.get_by_role("button", name="Print").count() == 0


# --- copy -----------------------------------------------------------------------------------------

COPIES = """navigator.clipboard.writeText = (text) => {
  window.copied = text;
  return window.refuse ? Promise.reject() : Promise.resolve();
};"""


def test_what_is_folded_is_unfolded_before_it_is_printed(opened: Open) -> None:
    page = opened(*CALM)
    page.goto("/result")
    folded = page.locator("details:not([open])")
    assert folded.count() > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0


def test_the_text_for_a_form_is_copied_and_that_is_said(opened: Open) -> None:
    page = opened(*CALM, before=COPIES)
    page.goto("/gp-sheet")
    status = page.locator("[data-copy]").get_by_role("status")
    expect(status).to_be_empty()
    page.get_by_role("button", name="Copy the text").click()
    expect(status).to_have_text("Copied.")
    assert page.evaluate("window.copied") == page.locator("pre").text_content()
    page.emulate_media(media="print")
    expect(page.locator("pre")).to_be_hidden()


def test_a_browser_that_does_not_copy_says_what_to_do(opened: Open) -> None:
    page = opened(*CALM, before=f"window.refuse = true; {COPIES}")
    page.goto("/gp-sheet")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("[data-copy]").get_by_role("status")).to_have_text(
        "It was not copied. Select the text and copy it."
    )


@pytest.mark.parametrize("script", [True, False])
def test_without_a_clipboard_there_is_no_button_to_copy(opened: Open, *, script: bool) -> None:
    none = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
    page = opened(*CALM, script=script, before=none)
    page.goto("/gp-sheet")
    expect(page.locator("pre")).to_be_visible()
    assert page.get_by_role("button", name="Copy").count() == 0


# --- share ----------------------------------------------------------------------------------------

SHARES = """navigator.share = (what) => {
  window.shared = what;
  return window.refuse ? Promise.reject() : Promise.resolve();
};"""


def test_the_text_is_shared_by_the_device_and_by_no_server(opened: Open) -> None:
    page = opened(*CALM, before=SHARES)
    page.goto("/gp-sheet")
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared.text") == page.locator("pre").text_content()
    assert page.get_by_role("button", name="E-mail").count() == 0


def test_what_was_not_shared_is_told(opened: Open) -> None:
    page = opened(*CALM, before=f"window.refuse = true; {SHARES}")
    page.goto("/gp-sheet")
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[data-share]").get_by_role("status")).to_have_text("It was not shared.")


def test_a_browser_that_does_not_share_opens_a_mail_with_the_text(opened: Open) -> None:
    page = opened(*CALM, before="Object.defineProperty(navigator, 'share', {value: undefined});")
    page.goto("/gp-sheet")
    link = page.get_by_role("link", name="E-mail").get_attribute("href") or ""
    assert link.startswith("mailto:?subject=Questions%20for%20my%20appointment&body=")
    assert unquote(link.partition("&body=")[2]) == page.locator("pre").text_content()


# --- pages that Back brings out of the browser's cache --------------------------------------------


def test_a_page_that_back_restores_is_as_it_was_left(
    chromium: Browser, script_address: str
) -> None:
    # Playwright turns that cache off.
    browser = chromium.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        page = browser.new_context(base_url=script_address).new_page()
        page.add_init_script(
            "addEventListener('pageshow', event => { window.restored = event.persisted; });"
        )
        answer(page, *SIGNS)
        assert any(came_back_from_the_cache(page) for _ in range(5))
        assert ticked(page) == ["none"]
        assert page.get_by_role("status").count() == 1
        page.check(FEVER)
        assert ticked(page) == ["fever"]
    finally:
        browser.close()


def came_back_from_the_cache(page: Page) -> bool:
    """Tick, leave and come back. The browser may throw its cache away at any time."""
    page.check(NUMB)
    page.check(NONE)
    follow(page.get_by_role("link", name="Leaflet"))
    page.go_back(wait_until="commit")
    expect(page.locator(NONE)).to_be_visible()
    return bool(page.evaluate("window.restored"))
