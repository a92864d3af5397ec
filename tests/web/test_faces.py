"""The sheet has one value and several faces. Each says the same facts in the same order.

A new face takes its place in ``FACES``: a function that gives its words.
"""

import re
from collections.abc import Callable
from functools import cache

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.sheet.sheet import Sheet, make_sheet
from app.sheet.text import MORE
from tests.browser.sites import Site
from tests.browser.states import answers_for, fullest, stories
from tests.web.blocks import blocks_of
from tests.web.browser import Browser
from tests.web.faces import facts, missing, signs, words
from tests.web.printed import Printed
from tests.web.tiny import KEY, Clock

Reader = Callable[[Answers], str]


@cache
def site() -> Flask:
    """The self-check with its own content."""
    return create_app({"SECRET_KEY": KEY}, Clock())


def get(url: str, answers: Answers) -> TestResponse:
    """What somebody who gave these answers gets."""
    visitor = Browser(site())
    visitor.cookie = Site("", site()).sealed(answers, frozenset())
    return visitor.get(url)


def on_the_page(url: str) -> Reader:
    """The words inside the sheet, without those of the page around it."""

    def read(answers: Answers) -> str:
        blocks = blocks_of(get(url, answers).text)
        return " ".join(block.text for block in blocks if "sheet" in block.inside)

    return read


def as_text(answers: Answers) -> str:
    return get("/gp-sheet.txt", answers).text


def as_pdf(url: str) -> Reader:
    """What a screen reader says of the PDF."""

    def read(answers: Answers) -> str:
        text = Printed(get(url, answers).data).text
        # There an item of a list begins with its number.
        return re.sub(r"(\d+\.)\s*(Matters most to me:)", r"\2 \1", text)

    return read


FACES: dict[str, Reader] = {
    "page": on_the_page("/gp-sheet"),
    "large print": on_the_page("/gp-sheet?size=large"),
    "text": as_text,
    "PDF": as_pdf("/gp-sheet.pdf"),
    "PDF in large print": as_pdf("/gp-sheet.pdf?size=large"),
}
WHOLE = FACES.keys() - {"text"}
"""Faces that leave nothing out."""


def sheet_of(questionnaire: Questionnaire, answers: Answers) -> Sheet:
    return make_sheet(questionnaire, assess(questionnaire, answers))


def people(questionnaire: Questionnaire) -> list[Answers]:
    """An ordinary and a full sheet of every outcome, and every tenth story."""
    with_sheet = [outcome.id for outcome in questionnaire.outcomes if outcome.sheet_title]
    some = [story.answers for story in stories()[::10] if story.expect["outcome"] & {*with_sheet}]
    return [*map(answers_for, with_sheet), *map(fullest, with_sheet), *some]


@pytest.mark.long
@pytest.mark.parametrize("name", FACES)
def test_every_face_says_the_same_facts_in_the_same_order_and_mixes_up_no_sign(
    name: str, questionnaire: Questionnaire
) -> None:
    for answers in people(questionnaire):
        sheet, face = sheet_of(questionnaire, answers), FACES[name](answers)
        lost = missing(face, facts(sheet))
        assert lost == [] or (name not in WHOLE and MORE in face), lost
        assert says_signs(face, sheet)


def says_signs(face: str, sheet: Sheet) -> bool:
    """Whether all that was said of the signs stands there, each beside what was said of it."""
    said, face = words(" ".join(signs(sheet))).lower(), words(face).lower()
    if words(MORE).lower() in face:
        denied = words(f"Denied, {sheet.signs_denied[0].label}").lower()
        return said in face or said.partition(denied)[0] in face
    return said in face


@pytest.mark.long
def test_what_the_text_leaves_out_leaves_the_order_of_the_rest(
    questionnaire: Questionnaire,
) -> None:
    for answers in people(questionnaire):
        text = as_text(answers)
        wanted = [*facts(sheet_of(questionnaire, answers))]
        lost = {*missing(text, wanted)}
        assert missing(text, [fact for fact in wanted if fact not in lost]) == []
        # What is lost is not anywhere: neither too early nor too late.
        once = [fact for fact in lost if wanted.count(fact) == 1]
        assert [fact for fact in once if words(fact) in words(text)] == []


def test_a_fact_that_is_missing_late_or_early_is_told() -> None:
    assert missing("A: b; c", ["a b c"]) == []
    assert missing("A: b; c", ["a", "d", "c"]) == ["d"]
    assert missing("c a b", ["a b", "c"]) == ["c"]
