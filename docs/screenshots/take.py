"""Take the pictures in this folder again: answer the self-check in Chromium, print the sheet.

``make screenshots`` runs it. It needs Chromium and poppler's ``pdftoppm``. ``CHROMIUM`` names the
browser where it is not on the path.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

# Found through the line above, also without an install.
from app import create_app  # noqa: E402
from app.authoring.graph import graph_page  # noqa: E402
from app.authoring.review import review_page  # noqa: E402
from app.config import QUESTIONS_FILE  # noqa: E402
from app.content.load import load  # noqa: E402

ANSWERS = {
    "age": ["from-35-to-44"],
    "pregnancy": ["none"],
    "nerves": ["none"],
    "sudden": ["none"],
    "urgent-signs": ["none"],
    "health-history": ["none"],
    "main-pain": ["below-belt-right"],
    "one-finger": ["points"],
    "spread": ["buttock", "thigh"],
    "worse": ["sitting", "getting-up", "rolling-over", "stairs"],
    "better": ["changing-position", "weight-off"],
    "duration": ["over-6-months"],
    "onset-age": ["from-35-to-44"],
    "began": ["fall-or-injury"],
    "history": ["none"],
    "tried": ["self-care", "painkillers", "physio"],
    "helped": ["a-little"],
    "effect": ["sleep", "work"],
    "wish": ["treatment"],
    "seeing-surgeon": ["none"],
    "pregnancy-later": ["none"],
}
"""What the person on the pictures answers. Questions that are not asked may be left out."""

PICTURED = "main-pain"
"""The question on ``question.png``."""

THEME = {
    "ORGANISATION": "Harbour Orthopaedic Centre",
    "ACCENT": "#1d3f8f",
    "ACCENT_DARK": "#a9c4ff",
}
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 206 56">
  <circle cx="28" cy="28" r="26" fill="#1d3f8f"/>
  <path d="M28 12v31M19 21h18M13 31c2 9 8 12 15 12s13-3 15-12" fill="none" stroke="#fff"
    stroke-width="4" stroke-linecap="round"/>
  <g fill="#1d3f8f" font-family="sans-serif" font-weight="700">
    <text x="64" y="26" font-size="22">Harbour</text>
    <text x="64" y="46" font-size="15">Orthopaedic Centre</text>
  </g>
</svg>
"""
"""How a hospital that does not exist dresses the check: settings, and no code."""

PHONE = {"width": 390, "height": 844}
WINDOW = {"width": 800, "height": 600}
DESK = {"width": 1024, "height": 1200}
PAPER = {"width": 1100, "height": 1400}
TAKEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""The day on the sheet, fixed, so that pictures differ only when pages do."""


class Silent(WSGIRequestHandler):
    """A request handler that logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet."""


@contextmanager
def served(**settings: str) -> Iterator[str]:
    """The address of the app, on a free port of this computer, with a key of its own."""
    app = create_app(
        {
            "SECRET_KEY": secrets.token_urlsafe(32),
            "SECURE_COOKIE": False,
            "ORGANISATION": "Example Orthopaedic Hospital",
        }
        | settings,
        clock=TAKEN.timestamp,
    )
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def browser_path() -> str:
    """Where Chromium is."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise SystemExit("Install Chromium, or set CHROMIUM to where it is.")
    return path


def take(page: Page, name: str, size: dict[str, int], *, whole: bool = False) -> None:
    """Save a picture of the page at a size of window, or of its whole length."""
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.screenshot(path=HERE / name, full_page=whole)
    print(f"docs/screenshots/{name}")


def answer(page: Page) -> None:
    """Answer every question up to the list of answers."""
    while "/questions/" in page.url:
        link_id = page.url.split("/questions/")[1].split("?")[0]
        if link_id not in ANSWERS:
            raise SystemExit(f"Add an answer to '{link_id}' to ANSWERS.")
        for code in ANSWERS[link_id]:
            page.check(f"#answer-{code}")
        if link_id == PICTURED:
            take(page, "question.png", PHONE, whole=True)
        page.get_by_role("button", name="Continue").click()
        if page.get_by_role("alert").count():
            raise SystemExit(f"'{link_id}': {page.get_by_role('alert').inner_text()}")


def print_sheet(page: Page) -> None:
    """Print the sheet and say how many pages it has."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "sheet.pdf"
        page.pdf(path=paper, prefer_css_page_size=True)
        pdftoppm = shutil.which("pdftoppm")
        if not pdftoppm:
            raise SystemExit("Install poppler-utils, which has pdftoppm.")
        prefix = Path(folder) / "gp-sheet"
        subprocess.run([pdftoppm, "-r", "80", "-png", paper, prefix], check=True)
        sides = sorted(Path(folder).glob("gp-sheet-*.png"))
        for number, side in enumerate(sides[:2], start=1):
            shutil.copyfile(side, HERE / f"gp-sheet-{number}.png")
            print(f"docs/screenshots/gp-sheet-{number}.png")
    print(f"The sheet has {len(sides)} pages.")


def walk(browser: Browser, address: str) -> None:
    """Go from the start page to the sheet, with pictures on the way."""
    page = browser.new_page()
    page.goto(address)
    take(page, "start.png", DESK)
    page.get_by_role("button", name="Start now").click()
    answer(page)
    page.get_by_role("link", name="See your result").click()
    take(page, "result.png", DESK)
    page.get_by_role("link", name="Open your sheet").click()
    print_sheet(page)


def themed_page(browser: Browser) -> None:
    """Take a question as a hospital may dress it, in the light and in the dark scheme."""
    with tempfile.TemporaryDirectory() as folder:
        logo = Path(folder) / "logo.svg"
        logo.write_text(LOGO, encoding="utf-8")
        with served(LOGO=str(logo), **THEME) as address:
            page = browser.new_page()
            page.goto(address)
            page.get_by_role("button", name="Start now").click()
            page.check(f"#answer-{ANSWERS['age'][0]}")
            take(page, "theme.png", WINDOW, whole=True)
            page.emulate_media(color_scheme="dark")
            take(page, "theme-dark.png", WINDOW, whole=True)


def author_pages(browser: Browser) -> None:
    """Take the pages that authors make: the warning signs of the review, and the flow."""
    questionnaire = load(QUESTIONS_FILE)
    review = review_page(
        questionnaire, reading_ages=(), approval=None, changes=None, made_on=TAKEN.date()
    )
    for name, html, part in (
        ("review.png", review, "#signs"),
        ("graph.png", graph_page(questionnaire), "#part-2"),
    ):
        page = browser.new_page(viewport={"width": PAPER["width"], "height": PAPER["height"]})
        page.set_content(html)
        page.eval_on_selector(part, "part => part.scrollIntoView()")
        take(page, name, PAPER)


def main() -> None:
    """Take every picture."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        try:
            walk(browser, address)
            themed_page(browser)
            author_pages(browser)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
