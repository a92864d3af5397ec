import re
import struct
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT
from app.web import theme
from app.web.theme import ACCENT, ACCENT_DARK, DARK, LARGEST_LOGO, LIGHT, contrast
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY, TINY

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 100, 200)
BLUE, PALE = "#1d3f8f", "#a9c4ff"
KEPT = "public, max-age=31536000, immutable"
MAIN = (ROOT / "app" / "static" / "main.css").read_text(encoding="utf-8")


def visit(**config: object) -> Browser:
    return Browser(
        create_app({"SECRET_KEY": KEY, "QUESTIONS_FILE": TINY, "ORGANISATION": "A & B"} | config)
    )


def refusal(**config: object) -> str:
    with pytest.raises(SystemExit) as caught:
        visit(**config)
    return str(caught.value)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """A place for a logo; its name says nothing about its kind."""
    return tmp_path / "logo"


def stylesheets(page: Page) -> list[str]:
    return [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"]


# --- nothing set ----------------------------------------------------------------------------------


def test_without_settings_there_is_no_further_request() -> None:
    browser = visit()
    page = browser.page("/")
    assert [url.partition("?")[0] for url in stylesheets(page)] == [
        "/static/main.css",
        "/static/print.css",
    ]
    assert page.all("img") == []
    assert page.text_in("header").startswith("A & B ")
    assert browser.get("/theme.css").status_code == 404


# --- colours --------------------------------------------------------------------------------------


def test_colours_come_in_a_stylesheet_of_our_own_that_is_kept_for_ever() -> None:
    browser = visit(ACCENT=BLUE.upper(), ACCENT_DARK=PALE)
    link = browser.page("/").all("link")[-1]
    assert link["media"] == "screen"
    assert re.fullmatch(r"/theme\.css\?v=[0-9a-f]{12}", link["href"])
    sheet = browser.get(link["href"])
    assert (sheet.mimetype, sheet.headers["Cache-Control"]) == ("text/css", KEPT)
    light, dark = sheet.text.split("@media (prefers-color-scheme: dark)")
    assert f"--accent: {BLUE};" in light
    assert f"--accent: {PALE};" in dark
    assert browser.get("/theme.css?v=0").headers["Cache-Control"] == "no-cache"


def test_error_pages_have_the_colours_too() -> None:
    assert "/theme.css" in visit(ACCENT=BLUE).get("/missing").text


def test_one_colour_leaves_the_other_as_it_is() -> None:
    light = visit(ACCENT=BLUE).get("/theme.css").text
    assert (f"--accent: {BLUE};" in light, f"--accent: {ACCENT_DARK};" in light) == (True, True)
    dark = visit(ACCENT_DARK=PALE).get("/theme.css").text
    assert (f"--accent: {ACCENT};" in dark, f"--accent: {PALE};" in dark) == (True, True)


def test_another_colour_is_another_address() -> None:
    first, second = (stylesheets(visit(ACCENT=c).page("/"))[-1] for c in (BLUE, ACCENT))
    assert first != second


def test_no_setting_reaches_the_colours_of_the_cards() -> None:
    sheet = visit(ACCENT=BLUE, ACCENT_DARK=PALE).get("/theme.css").text
    assert set(re.findall(r"--[a-z-]+", sheet)) == {"--accent"}


@pytest.mark.parametrize("name", ["ACCENT", "ACCENT_DARK"])
@pytest.mark.parametrize("colour", ["blue", "#12345", "#1234567", "123456", "#12345g", "#123456;"])
def test_a_colour_is_written_with_six_digits(name: str, colour: str) -> None:
    assert refusal(**{name: colour}) == (
        f"SELF_CHECK_{name} must be written as #rrggbb, for example #0d4f47."
    )


@pytest.mark.parametrize(
    ("name", "colour", "told"),
    [
        ("ACCENT", "#777777", "4.47:1 to the page (#ffffff)"),
        ("ACCENT", "#757575", "4.17:1 to a tinted box (#f0f5f2)"),
        ("ACCENT_DARK", "#005eb8", "2.68:1 to the page (#161d1b)"),
    ],
)
def test_a_colour_that_is_hard_to_see_is_refused_with_its_contrast(
    name: str, colour: str, told: str
) -> None:
    assert refusal(**{name: colour}) == (
        f"SELF_CHECK_{name} {colour} has a contrast of {told}, and needs 4.5:1 or more."
    )


def test_a_contrast_of_exactly_the_least_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    least = min(contrast(BLUE, other) for other in LIGHT.values())
    monkeypatch.setattr(theme, "LEAST_CONTRAST", least)
    visit(ACCENT=BLUE)
    monkeypatch.setattr(theme, "LEAST_CONTRAST", least + 0.001)
    assert f"has a contrast of {int(least * 100) / 100:.2f}:1 to a tinted box" in refusal(
        ACCENT=BLUE
    )


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#000000", 21),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#808080", "#808080", 1),
        ("#020202", "#000000", 1.01),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


def test_colours_are_measured_against_those_of_the_stylesheet() -> None:
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", MAIN, re.DOTALL)
        if "--paper" in block
    )
    names = ("paper", "tint", "on-accent", "accent")
    assert [light[name] for name in names] == [*LIGHT.values(), ACCENT]
    assert [dark[name] for name in names] == [*DARK.values(), ACCENT_DARK]


# --- logo -----------------------------------------------------------------------------------------


def test_a_logo_is_served_at_its_own_address_and_named_after_the_organisation(logo: Path) -> None:
    logo.write_bytes(PNG)
    browser = visit(LOGO=logo)
    page = browser.page("/")
    image = page.all("img")[0]
    assert image["alt"] == "A & B"
    assert (image["width"], image["height"]) == ("28", "56")
    assert "A & B" not in page.text_in("header")
    assert re.fullmatch(r"/logo\.png\?v=[0-9a-f]{12}", image["src"])
    served = browser.get(image["src"])
    assert (served.mimetype, served.data) == ("image/png", PNG)
    assert served.headers["Cache-Control"] == KEPT
    assert "--accent: #0d4f47;" in browser.get(stylesheets(page)[-1]).text


def test_a_logo_that_is_not_there_is_refused(logo: Path) -> None:
    assert refusal(LOGO=logo) == f"{logo} cannot be read: No such file or directory."


def test_a_logo_needs_the_name_that_is_read_out(logo: Path) -> None:
    logo.write_bytes(PNG)
    assert refusal(LOGO=logo, ORGANISATION="") == (
        "SELF_CHECK_LOGO is set, so set the organisation too: its name is read out."
    )


def test_a_logo_may_have_50_000_bytes(logo: Path) -> None:
    logo.write_bytes(PNG.ljust(LARGEST_LOGO))
    visit(LOGO=logo)
    logo.write_bytes(PNG.ljust(LARGEST_LOGO + 1))
    assert refusal(LOGO=logo) == "SELF_CHECK_LOGO has 50001 bytes. The most is 50000."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<html></html>",
        b"\xff\xd8\xff",
        PNG[1:],
        b"<svg/>",
        b'<?xml version="1.0"?>',
    ],
)
def test_other_kinds_are_refused(logo: Path, content: bytes) -> None:
    logo.write_bytes(content)
    assert refusal(LOGO=logo) == (
        "SELF_CHECK_LOGO must be a PNG: save it as one, of about 480 by 112 pixels."
    )


@pytest.mark.parametrize("content", [PNG[:8], PNG.replace(b"IHDR", b"IDAT"), PNG[:20], PNG[:-1]])
def test_a_png_without_a_size_is_refused(logo: Path, content: bytes) -> None:
    logo.write_bytes(content)
    assert refusal(LOGO=logo) == "SELF_CHECK_LOGO is a PNG without a size. Save it again."
