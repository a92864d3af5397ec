"""Take the pictures in this folder again: every kind of page, on phone and desk, and on paper.

``make screenshots`` runs it. It needs Chromium and poppler's ``pdftoppm``. ``CHROMIUM`` names the
browser where it is not on the path. ``FULL=folder make screenshots`` writes every page whole and at
its actual size into a folder, in place of the pictures here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from flask import Flask
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

# Found through the line above, also without an install.
from app import create_app  # noqa: E402
from app.authoring.review.page import review_page  # noqa: E402
from app.cli.preview import Preview  # noqa: E402
from app.config import QUESTIONS_FILE, ROOT  # noqa: E402
from app.content.load import load  # noqa: E402
from tests.browser.sites import SHIPPED, serve, shipped_app  # noqa: E402
from tests.browser.states import all_states  # noqa: E402
from tests.browser.visitor import Visitor  # noqa: E402
from tests.needs import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.web.tiny import KEY  # noqa: E402

KINDS = {
    "start": "The start page",
    "radios": "A question with one answer",
    "radios-with-hint": "The body picture, with an answer chosen",
    "checkboxes-long-chosen": "Warning signs, with an answer chosen",
    "checkboxes-error": "A question that was not answered",
    "check-answers": "The answers to check",
    "call-now": "Call now, during the questions",
    "result-emergency": "An emergency",
    "result-maternity": "A result: the maternity unit, today",
    "result-urgent": "A result: urgent",
    "result-several": "A result: several things fit",
    "result-few": "A result: few things fit",
    "result-under-18": "The end for people under 18",
    "gp-questions": "The questions to choose from",
    "sheet": "The sheet for the GP",
    "how-it-works": "How it works",
    "leaflet": "The leaflet",
    "privacy": "Privacy",
    "accessibility": "Accessibility",
    "cleared": "The answers are cleared",
    "not-found": "A page that does not exist",
}
"""What each picture shows, by the name of its state in ``tests/browser/states.py``."""

INTRODUCTION = """\
# Every kind of page

`make screenshots` takes these pictures again, and those on the project's first page; nothing here
is written by hand. Each shows one page on a phone and on a desk, in the light and in the dark
scheme, at half its size. Long pages are cut. `FULL=folder make screenshots` writes them whole.
"""

PRINTED = ("result-several", "result-urgent", "result-emergency", "sheet")

SHEETS = {"sheet": "an ordinary one", "sheet-full": "the longest"}
FACES = {
    "page": ("on paper", "/gp-sheet"),
    "large": ("on paper, in large print", "/gp-sheet?size=large"),
    "pdf": ("as a PDF", "/gp-sheet.pdf"),
    "pdf-large": ("as a PDF in large print", "/gp-sheet.pdf?size=large"),
    "text": ("as plain text", "/gp-sheet.txt"),
}
"""The faces of the sheet: what each is called, and where it is."""

WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TAKEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""The day on the sheet, fixed, so that pictures differ only when pages do."""

CONTACT_SHEET = """\
<!doctype html>
<title>Contact sheet</title>
<style>
  html { background: #aab1bb; }
  body { display: inline-flex; gap: 20px; align-items: start; margin: 0; padding: 20px; }
  figure { max-height: 1000px; margin: 0; overflow: hidden; }
  img { display: block; zoom: .5; }
</style>
"""
LARGER = "<style>figure { max-height: none; } img { zoom: .8; }</style>"
"""So large that a sheet can be read."""

THEME = {
    "ORGANISATION": "Harbour Orthopaedic Centre",
    "ACCENT": "#1d3f8f",
    "ACCENT_DARK": "#a9c4ff",
}
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" width="412" viewBox="0 0 206 56">
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


def take(page: Page, file: Path, width: int, height: int, *, whole: bool = False) -> None:
    """Save a picture of what a window of this size shows, or of the whole page."""
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=file, full_page=whole, quality=55 if file.suffix == ".jpg" else None)
    print(file.name)


def views(page: Page, name: str, folder: Path) -> list[Path]:
    """Pictures of the page on every device, in the light and in the dark scheme."""
    files = []
    for device, width in WIDTHS.items():
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            files.append(folder / f"{name}-{device}-{scheme}.png")
            take(page, files[-1], width, 844, whole=True)
    page.emulate_media(color_scheme="light")
    return files


def sides(page: Page, name: str, folder: Path) -> list[Path]:
    """Pictures of every side of the page on paper."""
    return pictures_of(page.pdf(prefer_css_page_size=True), f"{name}-print", folder)


def pictures_of(paper: bytes, name: str, folder: Path) -> list[Path]:
    """Pictures of every side of a PDF."""
    pdftoppm = shutil.which("pdftoppm")
    if not pdftoppm:
        raise SystemExit("Install poppler-utils, which has pdftoppm.")
    command = [pdftoppm, "-r", "96", "-png", "-", str(folder / name)]
    subprocess.run(command, input=paper, check=True)
    return sorted(folder.glob(f"{name}-*.png"))


def every_face(visitor: Visitor, folder: Path, *, full: bool) -> None:
    """Take each face of an ordinary sheet and of the longest."""
    states = {state.name: state for state in all_states()}
    page = visitor.page
    for name in SHEETS:
        visitor.open(states[name])
        for face, (_, path) in FACES.items():
            url = visitor.site(states[name]).address + path
            picture = f"face-{name}-{face}"
            if ".pdf" in path:
                files = pictures_of(page.request.get(url).body(), picture, folder)
            else:
                page.goto(url)
                files = [folder / f"{picture}.png"]
                if ".txt" in path:
                    take(page, files[0], 800, 600, whole=True)
                else:
                    files = sides(page, picture, folder)
            if not full:
                put_together(page, files, picture, LARGER)


def put_together(page: Page, files: list[Path], name: str, style: str = "") -> None:
    """Make one picture of several, side by side and at half their size, or as ``style`` says."""
    html = files[0].with_name("contact-sheet.html")
    figures = (f'<figure><img src="{file.name}"></figure>' for file in files)
    html.write_text(CONTACT_SHEET + style + "".join(figures), encoding="utf-8")
    page.goto(html.as_uri())
    width, height = page.locator("body").evaluate("body => [body.offsetWidth, body.offsetHeight]")
    take(page, HERE / f"{name}.jpg", width, height)


def every_page(page: Page, folder: Path, *, full: bool) -> None:
    """Take each kind of page in every way into the folder; unless in full, put it together here."""
    states = {state.name: state for state in all_states()}
    with serve(shipped_app(TAKEN.timestamp)) as site:
        visitor = Visitor(page, {SHIPPED: site})
        for name in KINDS:
            visitor.open(states[name])
            pictures = {name: views(page, name, folder)}
            if name in PRINTED:
                pictures[f"{name}-print"] = sides(page, name, folder)
            for picture, files in {} if full else pictures.items():
                put_together(page, files, picture)
        every_face(visitor, folder, full=full)
        if not full:
            visitor.open(states["result-several"])
            take(page, HERE / "result.png", 1024, 1200)
            shutil.copyfile(folder / "radios-with-hint-phone-light.png", HERE / "question.png")
            shutil.copyfile(folder / "sheet-print-1.png", HERE / "gp-sheet-1.png")


def themed_page(page: Page, folder: Path) -> None:
    """Take a question as a hospital may dress it, in the light and in the dark scheme."""
    logo = folder / "logo.png"
    page.set_content(LOGO)
    page.locator("svg").screenshot(path=logo, omit_background=True)
    state = next(state for state in all_states() if state.name == "radios-chosen")
    with serve(shipped_app(TAKEN.timestamp, LOGO=str(logo), **THEME)) as site:
        Visitor(page, {SHIPPED: site}).open(state)
        take(page, HERE / "theme.png", 800, 600, whole=True)
        page.emulate_media(color_scheme="dark")
        take(page, HERE / "theme-dark.png", 800, 600, whole=True)
        page.emulate_media(color_scheme="light")


def author_page(page: Page) -> None:
    """Take the warning signs on the page that a clinician signs."""
    review = review_page(
        load(QUESTIONS_FILE),
        reading_ages=(),
        approval=None,
        changes=None,
        caseload="Not worked out for this picture.",
        made_on=TAKEN.date(),
    )
    page.set_viewport_size({"width": 1100, "height": 1400})
    page.set_content(review)
    page.eval_on_selector("#signs", "part => part.scrollIntoView()")
    take(page, HERE / "review.png", 1100, 1400)


def preview_page(page: Page, folder: Path) -> None:
    """Take the preview of an example, just saved with a mistake."""
    knee = ROOT / "examples" / "knee"
    sound = (knee / "questions.yaml").read_text(encoding="utf-8")
    shutil.copytree(knee / "pictures", folder / "pictures")
    file = folder / "questions.yaml"
    file.write_text(sound, encoding="utf-8")
    settings = {"SECRET_KEY": KEY, "SECURE_COOKIE": False}
    preview = Preview(file, lambda file: create_app({**settings, "QUESTIONS_FILE": file}))
    app = Flask("preview")
    app.wsgi_app = preview  # type: ignore[method-assign]
    with serve(app) as site:
        page.set_viewport_size({"width": 1240, "height": 760})
        page.goto(f"{site.address}/preview/at/knee-signs")
        file.write_text(sound.replace("chosen: [locks]", "chosen: [lock]"), encoding="utf-8")
        page.wait_for_selector(".preview-wrong")
        take(page, HERE / "preview.png", 1240, 760)


def readme() -> str:
    """What stands beside the pictures: each of them under its name."""
    lines = [INTRODUCTION]
    for name, title in KINDS.items():
        lines.append(f"## {title}\n\n![{title}]({name}.jpg)\n")
        if name in PRINTED:
            lines.append(f"![{title}, on paper]({name}-print.jpg)\n")
    for name, which in SHEETS.items():
        lines.append(f"## The faces of the sheet: {which}\n")
        for face, (title, _) in FACES.items():
            lines.append(f"![The sheet {title}](face-{name}-{face}.jpg)\n")
    return "\n".join(lines)


def main() -> None:
    """Take every picture, or only those in full."""
    full = os.environ.get("FULL")
    if not CHROMIUM.exists():
        raise SystemExit("Install Chromium, or set CHROMIUM to where it is.")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            if full:
                Path(full).mkdir(parents=True, exist_ok=True)
            every_page(browser.new_page(), Path(full or folder), full=bool(full))
            if not full:
                themed_page(browser.new_page(), Path(folder))
                author_page(browser.new_page())
                preview_page(browser.new_page(), Path(folder))
                (HERE / "README.md").write_text(readme(), encoding="utf-8")
        finally:
            browser.close()


if __name__ == "__main__":
    main()
