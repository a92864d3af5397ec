"""What is printed to be filled in by hand, or to be shown to somebody."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from app.sheet.blank_copy import TickList, make_blank_copy
from tests.browser.firefox import Window
from tests.browser.measuring import PAPER, resize, style
from tests.browser.printing import A4, LETTER, Paper, families, printed, read, sides
from tests.browser.sites import SHIPPED, Site
from tests.browser.states import State, all_states, answers_for, most_signs
from tests.browser.typefaces import USUAL, WIDEST
from tests.browser.visitor import Visitor, come
from tests.needs import Kind
from tests.questions import QUESTIONS

STATES = {state.name: state for state in all_states()}

COPY = make_blank_copy(QUESTIONS)
PRINTED = pytest.mark.parametrize(
    ("face", "paper", "most"), [(USUAL, A4, 5), (WIDEST, A4, 7), (WIDEST, LETTER, 7)]
)
"""On how many sides at most (docs/decisions/0037)."""


def in_face(face: str) -> str:
    """A style that prints everything in one face."""
    return f"@media print {{ * {{ font-family: '{face}' !important; }} }}"


def squeezed(text: str) -> str:
    """A text without ligatures, and without what stands between its lines and before them."""
    return re.sub(r"[\s•]", "", unicodedata.normalize("NFKC", text))


def said(asked: TickList) -> str:
    """A question with all that belongs to it."""
    ticks = ((tick.text, tick.hint, tick.advice) for tick in asked.ticks)
    return squeezed("".join((asked.text, asked.hint or "", *(w or "" for t in ticks for w in t))))


def groups() -> Iterator[str]:
    """What must stand on one side: a question with its boxes, and whom it is about with it."""
    for part in COPY.parts:
        for group in part.groups:
            if group.only_if:
                whom = (group.only_if.text, *(line.text for line in group.only_if.lines))
                yield squeezed("".join(whom)) + "".join(map(said, group.lists))
            else:
                yield from map(said, group.lists)
    yield from map(said, COPY.questions)


def torn(texts: list[str]) -> list[str]:
    """What does not stand whole on any of some sides."""
    sides_read = [squeezed(text) for text in texts]
    return [group for group in groups() if not any(group in side for side in sides_read)]


def unnamed(texts: list[str]) -> list[str]:
    """The beginnings of sides, after the first, that do not say what they are."""
    begun = re.compile(r"Part \d\. |Stop here if")
    return [text[:60] for text in texts[1:] if not begun.match(text.lstrip())]


def check(paper: bytes, face: str, most: int) -> None:
    """Fail where the copy has too many sides, or a side of it is not clear by itself."""
    assert {family for family in families(paper) if family in squeezed(face)} != set()
    texts = read(paper)
    assert 2 <= len(texts) <= most
    assert torn(texts) == []
    assert unnamed(texts) == []
    assert texts[-1].startswith("Part 4. Take this to a GP")
    for side in (texts[0], texts[-1]):
        assert "Draft: not yet approved" in side
    assert QUESTIONS.digest[:12] in squeezed(texts[-1])  # it may have the letters of a ligature


@pytest.mark.needs(Kind.faces)
@PRINTED
def test_the_empty_copy_has_no_more_sides_than_are_said_and_each_is_clear(
    face: str, paper: Paper, most: int, visitor: Visitor
) -> None:
    visitor.open(STATES["paper"])
    with style(visitor.page, in_face(face)):
        check(printed(visitor.page, paper), face, most)


@pytest.mark.needs(Kind.faces)
@PRINTED
def test_so_it_has_in_firefox(
    face: str, paper: Paper, most: int, window: Window, sites: dict[str, Site]
) -> None:
    window.open(sites[SHIPPED].address + "/paper")
    with style(window, in_face(face)):
        check(window.printed((paper.width / 10, paper.height / 10)), face, most)


LONGER = ".tick { padding-bottom: 1cm; }"
LOOSE = ".asked { break-inside: auto !important; }"
WITHOUT_HEADS = ".part > .part__head { display: block; }"


def test_a_longer_copy_has_more_sides_as_clear_as_these(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    with style(visitor.page, f"@media print {{ {LONGER} }}"):
        longer = read(printed(visitor.page))
    assert len(longer) > 7
    assert torn(longer) == []
    assert unnamed(longer) == []
    with style(visitor.page, f"@media print {{ {LONGER} {LOOSE} {WITHOUT_HEADS} }}"):
        spoilt = read(printed(visitor.page))
    assert torn(spoilt) != []
    assert unnamed(spoilt) != []


def test_nothing_on_the_empty_copy_is_smaller_than_12_points(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    visitor.page.emulate_media(media="print")
    sizes = visitor.page.locator("body :is(p, li, h1, h2, h3, span):visible").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize) * 0.75)"
    )
    assert min(sizes) >= 12


def test_the_empty_copy_needs_no_controls(visitor: Visitor) -> None:
    visitor.open(STATES["paper"])
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator("button:visible, input:visible, nav:visible").count() == 0


@pytest.mark.parametrize("answers", [answers_for("emergency"), most_signs()], ids=["one", "most"])
def test_an_emergency_prints_on_one_side_with_what_to_say(
    answers: dict[str, frozenset[str]], visitor: Visitor
) -> None:
    visitor.open(State("emergency", "/result", answers))
    line = visitor.page.get_by_text("Show this at A&E, or read it out")
    draft = visitor.page.get_by_text("Draft: not yet approved")
    assert not line.is_visible()
    assert sides(printed(visitor.page)) == 1
    visitor.page.emulate_media(media="print")
    assert line.is_visible()
    assert draft.is_visible()
    assert visitor.page.get_by_text("Printed ").is_visible()


@pytest.mark.parametrize("outcome", ["maternity", "urgent", "urgent-in-pregnancy"])
def test_a_card_stands_whole_on_the_first_side(outcome: str, visitor: Visitor) -> None:
    visitor.open(STATES[f"result-{outcome}"])
    resize(visitor.page, PAPER)
    visitor.page.emulate_media(media="print")
    lines = visitor.page.locator(".for-paper")
    assert lines.count() >= 1
    for i in range(lines.count()):
        box = lines.nth(i).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PAPER[1]


@pytest.mark.parametrize("outcome", ["several", "urgent"])
def test_a_printed_result_has_two_sides(outcome: str, visitor: Visitor) -> None:
    visitor.open(STATES[f"result-{outcome}"])
    assert sides(printed(visitor.page)) == 2


def test_a_printed_leaflet_has_five_sides_with_the_drawing_and_the_sources(
    visitor: Visitor,
) -> None:
    visitor.open(STATES["leaflet"])
    texts = read(printed(visitor.page))
    assert len(texts) == 5
    assert texts[1].count("SI joint\n") >= 2
    assert squeezed("How it is checked: Dreyfuss, Spine 1996;") in squeezed(texts[-1])


@pytest.mark.parametrize("outcome", ["several", "urgent"])
def test_a_printed_result_says_when_to_get_help_sooner_in_firefox_too(
    outcome: str, window: Window, sites: dict[str, Site]
) -> None:
    """The page has it folded, and Firefox ESR does not know the style that unfolds it."""
    come(window, STATES[f"result-{outcome}"], sites)
    words = squeezed("".join(read(window.printed())))
    cards = [sign.card for sign in QUESTIONS.warning_signs if not sign.applies_when and sign.card]
    assert [card for card in cards if squeezed(card) not in words] == []
