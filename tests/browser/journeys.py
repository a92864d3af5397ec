"""One journey through either product, in either browser: from the start to the printed sheet.

``python -m tests.browser.journeys`` goes to every outcome in Chromium and in Firefox, through the
app and through the exported file on disk. It fails where they do not say the same on the result, on
the sheet and on paper, or where the file asked a network for anything.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from app import create_app
from app.engine.evaluate import Answers
from tests.browser import printing
from tests.browser.firefox import firefox
from tests.browser.measuring import Seen
from tests.browser.sites import serve
from tests.browser.states import answers_for
from tests.export.exported import exported_for_long
from tests.export.pages import HOUR
from tests.needs import ARGUMENTS, CHROMIUM
from tests.questions import QUESTIONS
from tests.web.tiny import KEY

SECONDS = 60
MOST_PAGES = 60
REQUEST = "URL_REQUEST_START_JOB"
BY_ITSELF = "not an origin"
"""Who asks for what Chromium asks its maker by itself, with whatever page or none."""
TICK = """(answers) => {
  const here = location.href.split("/questions/")[1].split("?")[0];
  for (const box of document.querySelectorAll(".choice__input")) {
    const link_id = box.name === "answer" ? here : box.name.slice("answer-".length);
    box.checked = (answers[link_id] ?? []).includes(box.value);
  }
}"""
GO = """(words) => {
  document.querySelector("main").dataset.left = "yes";
  const all = [...document.querySelectorAll("main a, main button")];
  const [button] = all.filter((one) => one.textContent.trim().startsWith(words));
  button.click();
}"""
IS_NEXT = """document.readyState === "complete"
  && document.querySelector("main")?.dataset.left === undefined"""
WORDS = "document.querySelector('main').innerText"
SIDES = "[...document.querySelectorAll('.sheet')].map((side) => side.innerText).join('\\n')"
"""Both sides of the sheet. Above them the app has its PDF, which the file does not have."""


@dataclass(frozen=True)
class Told:
    """What somebody was told at the end of their journey."""

    way: tuple[str, ...]
    """The questions of the addresses, in order."""
    result: str
    sheet: str
    paper: tuple[int, str]
    """How many sides are printed, and the words on them, without the hour."""


def walk(window: Seen, answers: Answers, printed: Callable[[], bytes]) -> Told:
    """Answer from the start page to the sheet, where there is one."""
    given = {name: sorted(codes) for name, codes in answers.items()}
    way: list[str] = []
    go_on(window, "Start now")
    while len(way) < MOST_PAGES and (here := place(window)).startswith(("questions/", "call-now")):
        way.append(here)
        if here == "call-now":
            go_on(window, "I have called")
        else:
            window.evaluate(TICK, given)
            go_on(window, "Continue")
    if place(window) == "check-answers":
        go_on(window, "See your result")
    result, sheet, paper = str(window.evaluate(WORDS)), "", (0, "")
    if "Open your sheet" in result:
        go_on(window, "Open your sheet")
        sheet = str(window.evaluate(SIDES))
        on_paper = printed()
        words = without_hour("\f".join(printing.read(on_paper)))
        paper = (printing.sides(on_paper), words)
    return Told(tuple(way), without_hour(result), without_hour(sheet), paper)


def without_hour(text: str) -> str:
    """The same without when it was printed or made."""
    return HOUR.sub("HOUR", text)


def place(window: Seen) -> str:
    """Which page is open, by its address in either product."""
    address = str(window.evaluate("location.hash || location.pathname"))
    return address.lstrip("#/").partition("?")[0]


def go_on(window: Seen, words: str) -> None:
    """Press what begins with these words, and be on the next page."""
    window.evaluate(GO, words)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            if window.evaluate(IS_NEXT):
                return
        except Exception:  # noqa: BLE001, S110 - between two pages there is none
            pass
        time.sleep(0.01)
    raise TimeoutError(words)


# --- the command ----------------------------------------------------------------------------------


@contextmanager
def chromium_windows(log: Path) -> Iterator[Callable[[str], tuple[Seen, Callable[[], bytes]]]]:
    """Opens windows of Chromium at an address, each without a network where that is on disk."""
    options = [*ARGUMENTS, f"--log-net-log={log}", "--net-log-capture-mode=Everything"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)

        def opened(url: str) -> tuple[Seen, Callable[[], bytes]]:
            page = browser.new_context(offline=url.startswith("file:")).new_page()
            page.goto(url)
            return page, lambda: printing.printed(page)

        yield opened
        browser.close()


def requests(log: Path) -> list[str]:
    """What pages asked a network for, by Chromium's own log."""
    said = json.loads(log.read_text(encoding="utf-8", errors="replace"))
    number = said["constants"]["logEventTypes"][REQUEST]
    asked = [event.get("params", {}) for event in said["events"] if event["type"] == number]
    return [one["url"] for one in asked if one.get("initiator", BY_ITSELF) != BY_ITSELF]


def through_chromium(url: str, log: Path) -> Iterator[tuple[str, Told]]:
    """Every outcome, by its name."""
    with chromium_windows(log) as opened:
        for outcome in QUESTIONS.outcomes:
            window, printed = opened(url)
            yield outcome.id, walk(window, answers_for(outcome.id), printed)


def through_firefox(url: str, own: str) -> Iterator[tuple[str, Told]]:
    """Every outcome, by its name. It fails where anything is asked for that is not its own."""
    with firefox() as running:
        for outcome in QUESTIONS.outcomes:
            with running.window() as window:
                window.go(url)
                yield outcome.id, walk(window, answers_for(outcome.id), window.printed)
                assert window.faults((own,)) == []


def main() -> int:
    """Say how many journeys there were, and where the products differ."""
    wrong = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "self-check.html"
        file.write_text(exported_for_long(), encoding="utf-8")
        app = create_app({"SECRET_KEY": KEY, "SECURE_COOKIE": False})
        with serve(app) as site:
            log = folder / "net.json"
            served = dict(through_chromium(f"{site.address}/", log))
            of_app = len(requests(log))
            by_file = dict(through_chromium(file.as_uri(), log))
            wrong += [f"Chromium, {name}" for name in served if served[name] != by_file[name]]
            wrong += requests(log)
            sheets = sum(bool(told.sheet) for told in by_file.values())
            sys.stdout.write(f"Chromium: {len(by_file)} outcomes, {sheets} sheets printed.\n")
            sys.stdout.write(f"Requests: {len(requests(log))} of the file, {of_app} of the app.\n")
            served = dict(through_firefox(f"{site.address}/", f"{site.address}/"))
            by_file = dict(through_firefox(file.as_uri(), file.as_uri()))
            wrong += [f"Firefox, {name}" for name in served if served[name] != by_file[name]]
            sys.stdout.write(f"Firefox: {len(by_file)} outcomes, no other request.\n")
    sys.stdout.write("".join(f"Differs: {line}\n" for line in wrong) or "No difference.\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
