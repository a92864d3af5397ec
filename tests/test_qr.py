import re
from math import floor

import segno

from app.qr import qr_link

URL = "https://hospital.example/leaflet"
BORDER = 4


def drawn(code: str) -> set[tuple[int, int]]:
    """The squares that the strokes of an SVG make dark, counted from inside the border."""
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', code)
    squares, x, y = set(), 0.0, 0.0
    for step, numbers in re.findall(r"([Mmh])([-.\d ]+)", path):
        dx, dy = map(float, (*numbers.split(), "0")[:2])
        x, y = (dx, dy) if step == "M" else (x + dx, y + dy)
        if step == "h":
            squares |= {(int(x - n) - BORDER, floor(y) - BORDER) for n in range(1, int(dx) + 1)}
    return squares


def test_the_code_is_of_the_address_and_of_nothing_else() -> None:
    link = qr_link(URL)
    assert link.url == URL
    modules = segno.make_qr(URL).matrix
    assert drawn(link.code) == {
        (x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    }


def test_the_code_is_black_on_white_with_a_border_of_4() -> None:
    link = qr_link(URL)
    size = len(segno.make_qr(URL).matrix) + 8
    assert f'viewBox="0 0 {size} {size}"' in link.code
    assert f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>' in link.code
    assert 'stroke="#000"' in link.code


def test_another_address_has_another_code() -> None:
    assert qr_link(URL).code != qr_link(f"{URL}s").code
