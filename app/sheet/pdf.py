"""The sheet for the GP as a PDF, set by typst and tagged. Knows nothing of requests."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, time
from pathlib import Path

import font_source_sans_pro
import typst

from app.sheet.qr import QrLink
from app.sheet.sheet import Sheet

TEMPLATE = "gp_sheet.typ"
REMEMBERED = 10
"""For so many documents typst keeps what it worked out, answers and all."""


class PdfError(Exception):
    """There is no PDF of this sheet. Names no reason: typst would quote an answer in it."""


@dataclass(frozen=True)
class Printout:
    """What the sheet is printed with. It says nothing more about the person."""

    when: datetime
    made: str
    """``when`` in words."""
    approved: bool
    picture: str = ""
    """The body picture in SVG, empty where nothing is marked."""
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
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[font_source_sans_pro.font_directory],
        )

    def make(self, sheet: Sheet, paper: Printout) -> bytes:
        """The PDF, the same bytes for the same sheet and time; :class:`PdfError` if there is none.

        What stands in a sheet is only ever data: the template has it as JSON.
        """
        inputs = {
            "data": json.dumps({"sheet": asdict(sheet), **_around(paper)}),
            "picture": paper.picture,
            "code": paper.leaflet.svg if paper.leaflet else "",
        }
        return self._thread.submit(self._compiled, inputs, paper.when).result()

    def _compiled(self, inputs: dict[str, str], when: datetime) -> bytes:
        try:
            made = self._compiler(self._folder / TEMPLATE).compile(
                sys_inputs=inputs,
                pdf_standards="ua-1",
                timestamp=datetime.combine(when, time(), when.tzinfo),
            )
        except (RuntimeError, OSError, ValueError):
            raise PdfError from None
        finally:
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


def _around(paper: Printout) -> dict[str, object]:
    return {
        "made": paper.made,
        "approved": paper.approved,
        "leaflet": paper.leaflet.url if paper.leaflet else None,
        "large": paper.large,
    }
