"""The exported file in a browser: from disk and below a path, with no network, old, and cleared."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.engine.evaluate import Answers
from tests.browser.conftest import new_page
from tests.browser.firefox import Window, firefox
from tests.browser.focus import stops
from tests.browser.journeys import SIDES, go_on, place, walk
from tests.browser.measuring import MEDIA, PHONE, Seen, axe_in_all_media, look_at, measure, resize
from tests.browser.printing import printed
from tests.browser.states import answers_for
from tests.export.exported import LAST_DAY, exported, exported_for_long
from tests.questions import QUESTIONS

PATH = "/media/2026/self-check.html"
KEEP = """([id, answers]) => {
  const given = new Map(answers.map(([name, codes]) => [name, new Set(codes)]));
  sessionStorage.setItem(id, new selfCheck.Saved(Date.now(), given).written());
}"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file below a path, as a CMS has it."""
    place = tmp_path_factory.mktemp("cms") / PATH.lstrip("/")
    place.parent.mkdir(parents=True)
    place.write_text(exported_for_long(), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def uploaded(file: Path) -> Iterator[str]:
    """The address of the file on a web server."""
    folder = file.parents[2]
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
        server.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window that has not been here before; it fails where its console says anything."""
    said: list[str] = []
    with new_page(chromium) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        assert said == []


def be(page: Page, url: str, name: str, answers: Answers) -> None:
    """Be on a page of the file as somebody who gave these answers."""
    page.goto(f"{url}#/privacy")
    keep(page, answers)
    page.evaluate("(name) => { location.hash = name; }", f"#/{name}")
    page.wait_for_function("(name) => location.hash.startsWith('#/' + name)", arg=name)
    page.reload()


def keep(window: Seen, answers: Answers) -> None:
    """Have given these answers in this window."""
    given = [[link_id, sorted(codes)] for link_id, codes in answers.items()]
    window.evaluate(KEEP, [QUESTIONS.id, given])


def test_whole_journey_from_disk_without_a_network(page: Page, file: Path) -> None:
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    told = walk(page, answers_for("several"), lambda: printed(page))
    assert told.paper[0] == 2
    assert asked == [file.as_uri()]
    assert page.context.cookies() == []


def test_back_forward_refresh_and_clear(page: Page, uploaded: str) -> None:
    be(page, uploaded, "result", answers_for("several"))
    go_on(page, "Open your sheet")
    page.reload()
    assert place(page) == "gp-sheet"
    page.go_back()
    expect(page.get_by_role("link", name="Open your sheet")).to_be_visible()
    page.go_forward()
    expect(page.locator(".sheet").first).to_be_visible()
    page.goto("about:blank")
    page.go_back()
    expect(page.locator(".sheet").first).to_be_visible()
    page.get_by_role("button", name="Clear my answers").click()
    expect(page.get_by_role("heading", name="Your answers are cleared")).to_be_visible()
    for _ in range(3):
        page.go_back()
        page.wait_for_function("!document.body.innerText.includes('answers are cleared')")
        assert page.locator(".sheet, .panel").count() == 0
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_window_kept_by_the_browser_shows_nothing_once_another_page_has_cleared(
    page: Page, uploaded: str
) -> None:
    """As after Back into the back/forward cache: the event is what tells the page."""
    be(page, uploaded, "gp-sheet", answers_for("several"))
    page.evaluate("sessionStorage.clear()")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("button", name="Start now")).to_be_visible()


def test_a_tick_that_was_not_sent_is_gone_when_its_page_is_shown_again(
    page: Page, uploaded: str
) -> None:
    page.goto(uploaded)
    go_on(page, "Start now")
    page.reload()
    page.get_by_role("radio").first.check()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_a_slip_is_told_and_links_inside_a_page_lead_there(page: Page, uploaded: str) -> None:
    page.goto(uploaded)
    go_on(page, "Start now")
    page.get_by_role("button", name="Continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error: ")
    summary.get_by_role("link").first.click()
    expect(page.locator("fieldset input").first).to_be_focused()
    assert place(page).startswith("questions/")


def test_an_old_copy_asks_nothing_and_says_when_to_call(page: Page, uploaded: str) -> None:
    page.clock.set_fixed_time(f"{LAST_DAY}T23:59:59Z")
    be(page, uploaded, "gp-sheet", answers_for("several"))
    expect(page.locator(".sheet").first).to_be_visible()
    page.clock.set_fixed_time(f"{LAST_DAY + timedelta(days=1)}T00:00:00Z")
    page.reload()
    expect(page.get_by_role("heading", name="This copy is out of date")).to_be_visible()
    expect(page.get_by_role("link", name="Call 999", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Call 111")).to_be_visible()
    assert page.get_by_role("button").count() == 0
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("changed", [False, True], ids=["without-script", "changed-by-a-byte"])
def test_without_its_script_the_file_says_when_to_call(
    chromium: Browser, file: Path, tmp_path: Path, changed: bool
) -> None:
    """No script runs in a file that was changed on its way, either: its policy names the script."""
    spoilt = tmp_path / "self-check.html"
    text = exported()
    spoilt.write_text(text.replace("MOST_FIRST = 3", "MOST_FIRST = 4"), encoding="utf-8")
    with new_page(chromium, script=changed) as page:
        page.goto((spoilt if changed else file).as_uri())
        expect(page.get_by_role("link", name="Call 999", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Call 111")).to_be_visible()
        assert page.get_by_role("button").count() == 0


def test_a_sheet_is_handed_over_and_the_address_forgets_it(
    chromium: Browser, page: Page, uploaded: str
) -> None:
    be(page, uploaded, "gp-sheet", answers_for("several"))
    go_on(page, "Print on another device")
    go_on(page, "Show the code")
    expect(page.get_by_role("img", name="QR code with your answers")).to_be_visible()
    letters = page.evaluate(
        """([id]) => {
          const { packed, readSaved } = globalThis.selfCheck;
          return packed(readSaved(sessionStorage.getItem(id), Date.now()), Date.now());
        }""",
        [QUESTIONS.id],
    )
    page.go_back()
    page.go_back()
    expect(page.locator(".sheet").first).to_be_visible()
    with new_page(chromium) as other:
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.url))
        other.goto(f"{uploaded}#={letters}")
        expect(other.locator(".sheet").first).to_be_visible()
        assert other.url == f"{uploaded}#/gp-sheet"
        assert without_minute(other) == without_minute(page)
        assert other.evaluate("history.length") <= 2
        other.goto("about:blank")
        other.goto(f"{uploaded}#={letters}")
        expect(other.get_by_text("This tab has another self-check open")).to_be_visible()
    with new_page(chromium) as third:
        third.goto(f"{uploaded}#={letters[:-3]}")
        expect(third.get_by_text("That code does not work")).to_be_visible()
        assert third.url == f"{uploaded}#/?notice=no-code"


def without_minute(page: Page) -> str:
    return str(page.evaluate(SIDES)).partition("Made on")[0]


def test_file_in_firefox(file: Path, uploaded: str) -> None:
    with firefox() as running:
        with running.window() as window:
            window.go(file.as_uri())
            told = walk(window, answers_for("several"), window.printed)
            assert told.paper[0] == 2
            window.evaluate("document.querySelector('form.clear button').click()")
            window.wait("() => location.hash === '#/cleared'")
            come_back(window)
            assert window.faults((file.as_uri(),)) == []
        with running.window() as window:
            window.go(f"{uploaded}#/privacy")
            keep(window, answers_for("several"))
            window.evaluate("location.hash = '#/gp-sheet'")
            window.wait("() => document.body.innerText.includes('Summary for')")
            window.go(uploaded.rpartition("/")[0] + "/")
            window.evaluate("sessionStorage.clear()")
            come_back(window)


def come_back(window: Window) -> None:
    """Press Back: fails where the answers come back."""
    window.do("browsingContext.traverseHistory", delta=-1)
    window.wait("() => document.body.innerText.includes('Start now')")
    assert "Summary for" not in window.text("body")


@pytest.mark.parametrize("name", ["", "questions/main-pain", "result", "gp-sheet", "hand-over"])
def test_pages_of_the_file_are_for_everybody(page: Page, uploaded: str, name: str) -> None:
    be(page, uploaded, name, answers_for("several"))
    assert axe_in_all_media(page) == []
    for medium in ("light", "forced"):
        look_at(page, MEDIA[medium])
        assert measure(page, "fits") == [], medium
        assert measure(page, "targets") == [], medium
    resize(page, PHONE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    assert [stop["fault"] for stop in stops(page) if stop["fault"]] == []
