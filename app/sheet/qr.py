"""An address as a QR code, so that paper can lead to a page. Never made of anything else."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class QrLink:
    """An address, and the same as a QR code."""

    url: str
    size: int
    """Squares along each side, with the white border that readers need."""
    dark: str
    """The dark squares, as the path of a drawing."""

    @property
    def svg(self) -> str:
        """The code as a drawing of its own, black on white."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}">'
            f'<path fill="#fff" d="M0 0h{self.size}v{self.size}H0z"/><path d="{self.dark}"/></svg>'
        )


def qr_link(url: str) -> QrLink:
    """The link with its code."""
    import segno  # takes 30 ms of every start, and few places have a leaflet of their own

    rows = [bytes(row) for row in segno.make_qr(url).matrix_iter()]
    return QrLink(url, len(rows), "".join(_bars(y, row) for y, row in enumerate(rows)))


def _bars(y: int, row: bytes) -> str:
    """One bar for each run of dark squares."""
    runs = [(dark, [x for x, _ in run]) for dark, run in groupby(enumerate(row), lambda at: at[1])]
    return "".join(f"M{xs[0]} {y}h{len(xs)}v1h-{len(xs)}z" for dark, xs in runs if dark)
