"""The pages in a second browser: Firefox."""

import io
from collections.abc import Iterator

import pikepdf
import pytest

from tests.browser.firefox import LETTER, Firefox, Window, firefox
from tests.browser.printing import sides


@pytest.fixture(scope="module")
def running() -> Iterator[Firefox]:
    """The browser."""
    with firefox() as running:
        yield running


@pytest.fixture
def window(running: Firefox) -> Iterator[Window]:
    """A window of it that has not been here before."""
    with running.window() as window:
        yield window


def size(paper: bytes) -> tuple[float, ...]:
    """Width and height of the first side, in centimetres."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return tuple(round(float(length) / 72 * 2.54, 1) for length in pdf.pages[0].mediabox[2:])


def test_paper_is_the_one_asked_for_where_the_page_names_none(window: Window) -> None:
    window.open("data:text/html,<p>Anything")
    assert size(window.printed(LETTER)) == (21.6, 27.9)
    window.open("data:text/html,<style>@page { size: A5 }</style><p>Anything")
    assert size(window.printed(LETTER)) == (14.8, 21.0)


def test_margins_are_those_of_the_page(window: Window) -> None:
    page = "data:text/html,<style>@page {{ margin: {} }}</style><p style='height: 20cm'>1<p>2"
    window.open(page.format("1cm"))
    one = window.printed()
    window.open(page.format("6cm"))
    two = window.printed()
    assert [sides(one), sides(two)] == [1, 2]
