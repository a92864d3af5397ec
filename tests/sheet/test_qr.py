import re

import segno

from app.sheet.qr import QrLink, qr_link

URL = "https://hospital.example/leaflet"
BORDER = 4
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")


def drawn(link: QrLink) -> set[tuple[int, int]]:
    """The dark squares, counted from inside the border."""
    assert BAR.sub("", link.dark) == ""
    return {
        (int(x) + right - BORDER, int(y) - BORDER)
        for x, y, length in BAR.findall(link.dark)
        for right in range(int(length))
    }


def test_the_code_is_of_the_address_and_of_nothing_else() -> None:
    link = qr_link(URL)
    assert link.url == URL
    modules = segno.make_qr(URL).matrix
    assert drawn(link) == {
        (x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    }


def test_the_code_is_black_on_white_with_a_border_of_4() -> None:
    link = qr_link(URL)
    size = len(segno.make_qr(URL).matrix) + 2 * BORDER
    assert link.size == size
    assert link.svg == (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{link.dark}"/></svg>'
    )


def test_another_address_has_another_code() -> None:
    assert qr_link(URL).dark != qr_link(f"{URL}s").dark
