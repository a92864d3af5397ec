"""Pages on paper: how many sides there are, and what stands on each, in reading order."""

import io
import re
import subprocess
from dataclasses import dataclass, replace

import pikepdf
from playwright.sync_api import Page

from tests.needs import PDFTOPPM, PDFTOTEXT


@dataclass(frozen=True)
class Paper:
    """Paper in a printer, in millimetres."""

    name: str
    width: float
    height: float

    def lower(self, share: float) -> "Paper":
        """As wide, and lower by a share of its height."""
        return replace(self, height=self.height * (1 - share))


A4, LETTER = Paper("A4", 210, 297), Paper("US Letter", 215.9, 279.4)


def printed(page: Page, paper: Paper = A4) -> bytes:
    """What the browser sends to a printer with such paper, as a PDF."""
    width, height = f"{paper.width}mm", f"{paper.height}mm"
    return page.pdf(width=width, height=height, prefer_css_page_size=True)


def sides(paper: bytes) -> int:
    """On how many sides of paper it is printed."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return len(pdf.pages)


def read(paper: bytes) -> list[str]:
    """The words on each side, in the order in which they were set."""
    command = [str(PDFTOTEXT), "-raw", "-", "-"]
    done = subprocess.run(command, input=paper, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode().split("\f")[:-1]


def ends_on(paper: bytes, words: str) -> int:
    """The last side on which some words stand, counted from 1; 0 where there is none."""
    return max((n for n, side in enumerate(read(paper), start=1) if words in side), default=0)


def families(paper: bytes) -> set[str]:
    """The faces that it is set in, without spaces and styles."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        names = {str(font.BaseFont).lstrip("/").rpartition("+")[2] for font in fonts}
    return {re.split("[-,]", name)[0] for name in names}


def heights_of(word: str, paper: bytes) -> list[float]:
    """How high a word is in its line, in points, wherever it stands: no less than its letters."""
    return [bottom - top for top, _, bottom in _places_of(word, paper)]


def ends_of(word: str, paper: bytes) -> list[float]:
    """How far from the left edge a word ends, in points, wherever it stands."""
    return [right for _, right, _ in _places_of(word, paper)]


def _places_of(word: str, paper: bytes) -> list[tuple[float, float, float]]:
    """Its upper, right and lower edge."""
    command = [str(PDFTOTEXT), "-bbox", "-", "-"]
    done = subprocess.run(command, input=paper, capture_output=True, check=True)  # noqa: S603
    line = rf'yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{re.escape(word)}<'
    found = re.findall(line, done.stdout.decode())
    return [(float(top), float(right), float(bottom)) for top, right, bottom in found]


def picture_of(paper: bytes, side: int, *, kind: str = "png") -> bytes:
    """A side as it looks: a PNG, or with ``gray`` a PGM."""
    number = str(side)
    command = [str(PDFTOPPM), f"-{kind}", "-r", "60", "-f", number, "-l", number, "-"]
    return subprocess.run(command, input=paper, capture_output=True, check=True).stdout  # noqa: S603


def dark_points(paper: bytes, side: int) -> int:
    """How many points of a side are nearly black."""
    _, _, _, grey = picture_of(paper, side, kind="gray").split(b"\n", 3)
    return sum(point < 64 for point in grey)
