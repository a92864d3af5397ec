"""An address as a QR code, so that paper can lead to a page. Never made of anything else."""

import io
from dataclasses import dataclass

import segno
from markupsafe import Markup


@dataclass(frozen=True)
class QrLink:
    """An address, and the same as a QR code in SVG."""

    url: str
    code: Markup


def qr_link(url: str) -> QrLink:
    """The link with its code, black on white, with the white border that readers need."""
    drawn = io.BytesIO()
    segno.make_qr(url).save(drawn, kind="svg", xmldecl=False, omitsize=True, light="#fff", nl=False)
    return QrLink(url, Markup(drawn.getvalue().decode()))  # noqa: S704 - segno drew it, nobody wrote it
