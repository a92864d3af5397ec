"""The sheet for the GP as a PDF, set by typst and tagged. Knows nothing of requests."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Semaphore

import font_source_sans_pro
import typst

from app.sheet.qr import QrLink
from app.sheet.sheet import Sheet

TEMPLATE = "gp_sheet.typ"
REMEMBERED = 10
"""For so many documents typst keeps what it worked out, answers and all."""
ONE_LETTER = b"""
#set document(title: "A letter")
#set text(font: "Source Sans Pro")
#sys.inputs.letter *#sys.inputs.letter*
"""
MOST_AT_ONCE = 4
"""So many people wait for a PDF: half the threads of a worker (deploy/gunicorn.conf.py). The others
print the page, so that an emergency page always finds a thread."""
LONGEST = 3.0
"""Seconds. Less than nginx waits for a copy."""


class PdfError(Exception):
    """There is no PDF of this sheet. Names no reason: typst would quote an answer in it."""


class TooManyPdfsError(PdfError):
    """There is none, because so many others are made first."""


@dataclass(frozen=True)
class Printout:
    """What the sheet is printed with. It says nothing more about the person."""

    when: datetime
    made: str
    """``when`` in words."""
    approved: bool
    picture: str = ""
    """The picture in SVG, empty where nothing is marked."""
    leaflet: QrLink | None = None
    large: bool = False
    """18 pt in place of 12 pt."""


class PdfMaker:
    """Makes PDFs in one thread of its own, whoever asks: each thread would keep memory for itself.

    Only the faces are kept. Each sheet has a compiler of its own: typst's refuses a second thread,
    and would hold the last sheet until the next.
    """

    def __init__(self, template_folder: Path) -> None:
        self._folder = template_folder
        self._thread = ThreadPoolExecutor(1)
        self._places = Semaphore(MOST_AT_ONCE)
        self._fonts = _face()

    def make(self, sheet: Sheet, paper: Printout) -> bytes:
        """The PDF, the same bytes for the same sheet and time; :class:`PdfError` if there is none.

        What stands in a sheet is only ever data: the template has it as JSON.
        """
        making = self._thread.submit(self._compiled, sheet, paper)
        try:
            return making.result(LONGEST)
        except TimeoutError:
            making.cancel()
            raise PdfError from None

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among those who wait for a PDF; :class:`TooManyPdfsError` where none is left.

        To be taken before anything is worked out: then it costs hardly anything to be refused.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyPdfsError
        try:
            yield
        finally:
            self._places.release()

    def _compiled(self, sheet: Sheet, paper: Printout) -> bytes:
        inputs = {
            "data": json.dumps({"sheet": asdict(sheet), **_around(paper)}),
            "picture": paper.picture,
            "code": paper.leaflet.svg if paper.leaflet else "",
        }
        try:
            made = self._compiler(self._folder / TEMPLATE).compile(
                sys_inputs=inputs,
                pdf_standards="ua-1",
                timestamp=datetime.combine(paper.when, time(), UTC),
            )
        except BaseException:  # noqa: BLE001  # where typst breaks off, that is no Exception
            raise PdfError from None
        finally:
            with suppress(BaseException):  # or it would cost the PDF that it follows
                self._forget()
        if not isinstance(made, bytes):
            raise PdfError
        return made

    def _compiler(self, template: Path | None = None) -> typst.Compiler:
        return typst.Compiler(
            template, root=self._folder, font_paths=self._fonts, ignore_system_fonts=True
        )

    def _forget(self) -> None:
        """Make typst drop what it knows of the sheet: nothing about a person stays on a server."""
        empty = self._compiler()
        for _ in range(REMEMBERED):
            empty.compile(input=b"", format="svg")


@cache
def has_glyph(letter: str) -> bool:
    """Whether the face of the PDF has a letter, in both weights. Without it there is no PDF.

    Not for what is served: typst must not begin before a fork.
    """
    compiler = typst.Compiler(None, font_paths=_face(), ignore_system_fonts=True)
    try:
        compiler.compile(
            input=ONE_LETTER, sys_inputs={"letter": letter}, format="pdf", pdf_standards="ua-1"
        )
    except RuntimeError:
        return False
    return True


@cache
def _face() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[font_source_sans_pro.font_directory],
    )


def _around(paper: Printout) -> dict[str, object]:
    return {
        "made": paper.made,
        "approved": paper.approved,
        "leaflet": paper.leaflet.url if paper.leaflet else None,
        "large": paper.large,
    }
