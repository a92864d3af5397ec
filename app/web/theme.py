"""A hospital's logo and colours: checked when the app starts, served by the app itself.

Only the accent can be set. The colours of emergency, maternity and urgent cards cannot: people
know them from other health pages, those cards must never be missed, and their contrast is tested
as it stands.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response

ENDPOINT = "theme"
STYLESHEET = "theme.css"
LOGO = "logo.png"
CSS = """\
:root { --accent: LIGHT; }
.letterhead__logo { display: block; max-width: 100%; height: auto; margin-bottom: .5rem; }
@media (prefers-color-scheme: dark) {
  :root { --accent: DARK; }
  .letterhead__logo { padding: .25rem; border-radius: .25rem; background: #fff; }
}
"""
"""A logo is drawn for white paper, so it keeps a piece of it in the dark scheme."""

ACCENT = "#0d4f47"
ACCENT_DARK = "#8ad8c6"
LIGHT = {"the page": "#ffffff", "a tinted box": "#f0f5f2", "the text on buttons": "#ffffff"}
DARK = {"the page": "#161d1b", "a tinted box": "#202a27", "the text on buttons": "#0c1a17"}
"""What stands next to the accent. ``main.css`` has the same; a test holds the two together."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: links are written in the accent, and buttons on it."""

LARGEST_LOGO = 50_000
"""Bytes: twice what the whole first page may have."""
LOGO_BOX = (240, 56)
"""The most pixels across and down. It leaves a margin on the smallest phone."""

PNG = b"\x89PNG\r\n\x1a\n"


class ThemeError(Exception):
    """A setting of the theme cannot be used. The text begins with its name, and says why."""


@dataclass(frozen=True)
class Theme:
    """What a hospital set. Where it set nothing there are no files, and no further requests."""

    files: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    """By name: what is in the file, and its type."""
    logo: tuple[int, int] | None = None
    """The width and the height at which the logo is shown, where there is one."""


NO_THEME = Theme()


def make_theme(logo: str, accent: str, accent_dark: str, organisation: str) -> Theme:
    """The theme of some settings, each of which may be empty.

    Raises :class:`ThemeError`, or :class:`OSError` for a logo that cannot be read.
    """
    if not (logo or accent or accent_dark):
        return NO_THEME
    light = read_accent("ACCENT", accent, LIGHT) if accent else ACCENT
    dark = read_accent("ACCENT_DARK", accent_dark, DARK) if accent_dark else ACCENT_DARK
    css = CSS.replace("LIGHT", light).replace("DARK", dark)
    files = {STYLESHEET: (css.encode(), "text/css")}
    if not logo:
        return Theme(files)
    if not organisation:
        raise ThemeError("LOGO is set, so set the organisation too: its name is read out.")
    content, size = read_logo(Path(logo))
    return Theme({**files, LOGO: (content, "image/png")}, size)


def add_theme(app: Flask, theme: Theme) -> None:
    """Serve the files of a theme, each at its own name."""

    def theme_file(filename: str) -> Response:
        content, mimetype = theme.files[filename]
        return Response(content, mimetype=mimetype)

    for name in theme.files:
        app.add_url_rule(f"/{name}", ENDPOINT, theme_file, defaults={"filename": name})


# --- colours --------------------------------------------------------------------------------------


def read_accent(name: str, colour: str, beside: Mapping[str, str]) -> str:
    """The colour, if it stands out from everything beside it."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ThemeError(f"{name} must be written as #rrggbb, for example {ACCENT}.")
    for what, other in beside.items():
        measured = contrast(colour, other)
        if measured < LEAST_CONTRAST:
            # Cut, not rounded: 4.499 must not be shown as 4.50.
            shown = math.floor(measured * 100) / 100
            raise ThemeError(
                f"{name} {colour} has a contrast of {shown:.2f}:1 to {what} ({other}), "
                f"and needs {LEAST_CONTRAST}:1 or more."
            )
    return colour.lower()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in bytes.fromhex(colour.removeprefix("#")))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


# --- logo -----------------------------------------------------------------------------------------


def read_logo(path: Path) -> tuple[bytes, tuple[int, int]]:
    """The logo in a file, if it is a PNG and small, and the size at which it is shown."""
    content = path.read_bytes()
    if len(content) > LARGEST_LOGO:
        raise ThemeError(f"LOGO has {len(content)} bytes. The most is {LARGEST_LOGO}.")
    if not content.startswith(PNG):
        across, down = LOGO_BOX
        raise ThemeError(
            f"LOGO must be a PNG: save it as one, of about {2 * across} by {2 * down} pixels."
        )
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    if content[12:16] != b"IHDR" or not (width and height):
        raise ThemeError("LOGO is a PNG without a size. Save it again.")
    scale = min(LOGO_BOX[0] / width, LOGO_BOX[1] / height)
    return content, (max(1, round(width * scale)), max(1, round(height * scale)))
