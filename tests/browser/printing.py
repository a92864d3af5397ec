"""Pages on paper: how many sides there are, and what stands on each, in reading order."""

import io
import subprocess

import pikepdf
from playwright.sync_api import Page

from tests.needs import PDFTOTEXT


def printed(page: Page) -> bytes:
    """What the browser sends to a printer, as a PDF."""
    return page.pdf(prefer_css_page_size=True)


def sides(paper: bytes) -> int:
    """On how many sides of paper it is printed."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return len(pdf.pages)


def read(paper: bytes) -> list[str]:
    """The words on each side, in the order in which they were set."""
    command = [str(PDFTOTEXT), "-raw", "-", "-"]
    done = subprocess.run(command, input=paper, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode().split("\f")[:-1]
