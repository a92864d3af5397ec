"""The sheet on paper, as the browser prints it and as a PDF: the worst case of every outcome."""

import re

import pytest
from playwright.sync_api import Page

from app.sheet.room import room_of
from tests.browser.measuring import style
from tests.browser.printing import (
    dark_points,
    ends_of,
    heights_of,
    picture_of,
    printed,
    read,
    sides,
)
from tests.browser.sites import SHIPPED, Site
from tests.browser.states import State, all_states, sheet_of, worst_sheets
from tests.browser.visitor import Visitor
from tests.web.faces import facts, missing, words

USUAL, LARGE = "/gp-sheet", "/gp-sheet?size=large"
MOST_SIDES = {USUAL: 2, LARGE: 4}
PICTURE = re.compile(r"Back\s+Front\s+left\s+right\s+left\s+(?:belt\s+line\s+)?")
"""Its words, which the browser sets after all others of a side."""
INSIDE = 595 - 27
"""Points from the left edge of A4 to less than 10 mm from the right one."""
NUMBER_FIRST = re.compile(r"(\d+\.)\s+(Matters most to me:)")
"""In a PDF an item of a list begins with its number."""


def sheets(path: str) -> list[State]:
    """The sheets, ordinary and of the worst case of each outcome."""
    ordinary = [state for state in all_states() if (state.site, state.path) == (SHIPPED, path)]
    return [*ordinary, *worst_sheets(path)]


def pdf_of(state: State, site: Site) -> bytes:
    """The PDF with the answers of a state, in its size."""
    sealed = site.sealed(state.answers or {}, choice=state.choice)
    response = site.app.test_client(use_cookies=False).get(
        state.path.replace("/gp-sheet", "/gp-sheet.pdf"),
        headers={"Cookie": f"{site.cookie_name}={sealed}"},
    )
    assert response.mimetype == "application/pdf"
    content: bytes = response.data
    return content


def left_out(state: State) -> list[str]:
    """What has no room on a page that is printed, in its order. The PDF has room for all."""
    sheet = sheet_of(state)
    room = room_of(sheet, large=state.path == LARGE)
    return [question.because for question in sheet.questions[room.reasons :]]


def check(paper: bytes, state: State, without: list[str]) -> None:
    """Fail where another fact is not on paper, not in its order, or on the wrong side."""
    texts, sheet = read(paper), sheet_of(state)
    text = PICTURE.sub("", NUMBER_FIRST.sub(r"\2 \1", "\n".join(texts)))
    text = re.sub(r"Page \d of \d", "", text)  # between two sides of one long line
    assert missing(text, facts(sheet)) == without
    assert [sign for sign in sheet.signs_reported if words(sign) not in words(text)] == []
    first = [n for n, side in enumerate(texts) if "Summary for the GP" in side]
    assert len(first) == 1
    assert texts[first[0]].startswith("Summary for the GP")
    assert len(texts) <= MOST_SIDES[state.path]
    if state.path == USUAL:
        assert first == [1]


def smallest(page: Page) -> float:
    """The size of the smallest letters of the sheet on paper, in points."""
    page.emulate_media(media="print")
    sizes = page.locator(".sheet :is(p, dt, dd, li, h1, h2, h3):visible").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize) * 0.75)"
    )
    page.emulate_media(media="null")  # or it is printed as on the screen
    return float(min(sizes))


@pytest.mark.parametrize("state", sheets(USUAL), ids=lambda state: state.name)
def test_sheet_prints_on_two_sides(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    paper = printed(visitor.page)
    assert sides(paper) == 2
    check(paper, state, left_out(state))
    assert smallest(visitor.page) >= 12


def test_a_sheet_that_is_too_long_is_found(visitor: Visitor) -> None:
    visitor.open(sheets(USUAL)[0])
    with style(visitor.page, "@media print { .ask { padding-bottom: 4cm; } }"):
        assert sides(printed(visitor.page)) > 2


@pytest.mark.parametrize("state", sheets(LARGE), ids=lambda state: state.name)
def test_large_print_is_large_and_has_at_most_four_sides(state: State, visitor: Visitor) -> None:
    visitor.open(state)
    page = visitor.page
    paper = printed(page)
    assert 2 < sides(paper) <= 4
    check(paper, state, left_out(state))
    assert smallest(page) >= 18


@pytest.mark.parametrize("state", [*sheets(USUAL), *sheets(LARGE)], ids=lambda s: s.path + s.name)
def test_pdf_says_the_same_on_as_few_sides(state: State, sites: dict[str, Site]) -> None:
    paper = pdf_of(state, sites[state.site])
    assert 2 <= sides(paper) <= MOST_SIDES[state.path]
    check(paper, state, [])


def test_lines_to_write_on_take_no_room_and_never_cross_the_next_side(visitor: Visitor) -> None:
    visitor.open(next(state for state in sheets(USUAL) if state.name == "sheet-empty"))
    page = visitor.page
    ruled = printed(page)
    with style(page, "@media print { .sheet::after { box-shadow: none !important; } }"):
        bare = printed(page)
    with style(
        page, "@media print { .sheet:first-of-type::after { box-shadow: none !important; } }"
    ):
        half = printed(page)
    with style(page, "@media print { .sheet--summary { background: none !important; } }"):
        crossed = printed(page)
    assert sides(ruled) == sides(bare) == 2
    assert all(picture_of(ruled, side) != picture_of(bare, side) for side in (1, 2))
    assert picture_of(ruled, 2) == picture_of(half, 2)
    assert picture_of(ruled, 2) != picture_of(crossed, 2)


def test_what_is_pale_in_the_picture_is_pale_on_paper(visitor: Visitor) -> None:
    visitor.open(next(state for state in sheets(USUAL) if state.name == "some-full"))
    shaded = printed(visitor.page)
    with style(visitor.page, ".picture :is([opacity], [fill-opacity]) { visibility: hidden; }"):
        plain = printed(visitor.page)
    assert picture_of(shaded, 2) != picture_of(plain, 2)
    assert abs(dark_points(shaded, 2) - dark_points(plain, 2)) < 10


@pytest.mark.parametrize("pdf", [False, True], ids=["page", "PDF"])
def test_the_words_in_the_picture_are_as_large_as_large_print(
    visitor: Visitor, sites: dict[str, Site], *, pdf: bool
) -> None:
    state = next(state for state in all_states() if state.name == "sheet-large")
    visitor.open(state)
    paper = pdf_of(state, sites[SHIPPED]) if pdf else printed(visitor.page)
    (height,) = heights_of("Front", paper)
    assert height >= heights_of("Began:", paper)[0] >= 18
    assert max(ends_of("left", paper)) < INSIDE
