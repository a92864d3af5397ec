"""Every word on every page, held to the rules that the content is held to.

The check of the content reads ``questions.yaml``. Here is what people get in the end: with the
words of the templates and of the code, and with texts that are put together from several.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from itertools import takewhile

import pytest
from flask import Flask, abort
from werkzeug.wrappers import Response

from app import create_app
from app.authoring.lint.page_texts import PageText, Passage, Voice, page_texts
from app.authoring.lint.wording import AGE_AIM, faults_of_marks, faults_of_passage
from app.authoring.lint.words import net_of
from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from app.engine.journey import Journey, follow
from app.web.errors import last_resort_page
from app.web.faults import (
    CUT_OFF,
    NOT_AN_OPTION,
    NOT_OFFERED,
    NOT_ON_PAGE,
    NOTHING_ASKED,
    ONE_ONLY,
    TOO_MANY_FIRST,
    TWICE,
)
from app.web.forms import AnotherJourney
from app.web.pages import cards_of
from app.web.views.questions import NOTICES, QUESTION_CHANGED
from tests.browser.sites import Site
from tests.browser.states import answers_for, fullest, stories
from tests.questions import QUESTIONS
from tests.web.blocks import Block, blocks_of
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import KEY

pytestmark = pytest.mark.long

SETTINGS: dict[str, object] = {
    "SECRET_KEY": KEY,
    "ORGANISATION": "Example Hospital",
    "CONTACT": "Call 0000 000 000.",
}
LINKS = {f"{name}_URL": "https://example.org" for name in ("LEAFLET", "SYMPTOMS", "GP_QUESTIONS")}
AROUND = ("/", "/leaflet", "/how-it-works", "/paper", "/privacy", "/accessibility", "/cleared")
ENDS = ("/call-now", "/check-answers", "/result", "/gp-questions", "/gp-sheet")
"""Where the answers end up."""
EVERY_MESSAGE = (
    CUT_OFF,
    NOT_AN_OPTION,
    NOT_OFFERED,
    NOT_ON_PAGE,
    NOTHING_ASKED,
    ONE_ONLY,
    QUESTION_CHANGED,
    TOO_MANY_FIRST,
    TWICE,
)
CODES = (400, 403, 404, 405, 411, 413, 415, 500, 503)
OTHER_ERROR = frozenset((400, 411, 415))
"""One page for all of them."""

Met = dict[tuple[str, str], str]
"""The HTML of pages by the kind of page and by how it was met."""


# --- every page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def met(questionnaire: Questionnaire) -> Met:
    """Every kind of page in every state that has words of its own."""
    app = create_app(SETTINGS)
    _fail_on_demand(app)
    linked = create_app({"SECRET_KEY": KEY, **LINKS})
    pages = {(url, "as it is"): Browser(app).get(url).text for url in AROUND}
    pages["/leaflet", "with links"] = Browser(linked).get("/leaflet").text
    for notice in NOTICES:
        pages["/", notice] = Browser(app).get(f"/?notice={notice}").text
    for number, answers in enumerate(everybody()):
        pages.update(_met_by(_visitor(app, answers), f"person {number}", ENDS))
        journey = follow(questionnaire, answers)
        for item in _answered(journey):
            if (item.link_id, "asked") not in pages:
                pages.update(_asked(app, journey, item))
    pages.update(_chosen(app))
    pages.update(_at_once(app))
    pages["/", "open"] = _visitor(app, fullest()).get("/").text
    pages.update(_errors(app))
    pages["last resort", ""] = last_resort_page(cards_of(questionnaire), approved=False)
    return pages


def _at_once(app: Flask) -> Iterator[tuple[tuple[str, str], str]]:
    """All questions on 1 page: as it is asked, with errors, and with more questions."""
    url, shown = "/one-page", ["age", "nerves"]
    yield (url, "as it is"), Browser(app).get(url).text
    yield (url, "error: nothing"), Browser(app).post(url, data={"shown": shown, "end": "1"}).text
    some = {f"answer-{name}": sorted(codes) for name, codes in answers_for("maternity").items()}
    yield (url, "more"), Browser(app).post(url, data={**some, "answer-wish": [], "end": "1"}).text
    yield ("/result", "on 1 page"), Browser(app).post(url, data={**some, "end": "1"}).text


def everybody() -> Iterator[Answers]:
    """Who fills the sheet, and everybody of a story of whom the rules say something new."""
    known: set[object] = set()
    for answers in (fullest(), *(story.answers for story in stories())):
        said = set(_said_of(assess(QUESTIONS, answers)))
        if not said <= known:
            yield answers
        known |= said


def _said_of(assessment: Assessment) -> Iterator[object]:
    yield from (item.link_id for item in _answered(assessment.journey))
    yield assessment.outcome and assessment.outcome.id
    yield assessment.band and assessment.band.id
    yield from ((sign.sign.id, sign.status) for sign in assessment.signs if sign.counts)
    yield from (overlay.overlay.id for overlay in assessment.shown_overlays)
    yield from (note.id for note in assessment.notes)
    yield from ((asked.question.id, asked.because) for asked in assessment.gp_questions)


def _met_by(
    visitor: Browser, how: str, urls: tuple[str, ...]
) -> Iterator[tuple[tuple[str, str], str]]:
    for url in urls:
        response = visitor.get(url)
        if response.status_code == HTTPStatus.OK:
            yield (url, how), response.text


def _visitor(app: Flask, answers: Answers, changed: frozenset[str] = frozenset()) -> Browser:
    """Somebody who gave these answers just now."""
    browser = Browser(app)
    browser.cookie = Site("", app).sealed(answers, changed)
    return browser


def _answered(journey: Journey) -> Iterator[Item]:
    return takewhile(lambda item: item.link_id in journey.answers, journey.path)


def _asked(app: Flask, journey: Journey, item: Item) -> Iterator[tuple[tuple[str, str], str]]:
    """A question: as it is asked, answered, changed since, and after each slip."""
    url = f"/questions/{item.link_id}"
    earlier = {asked.link_id for asked in takewhile(lambda i: i != item, journey.path)}
    before = {name: given for name, given in journey.answers.items() if name in earlier}
    yield (item.link_id, "asked"), _visitor(app, before).get(url).text
    yield (item.link_id, "answered"), _visitor(app, journey.answers).get(url).text
    changed = frozenset((item.link_id,))
    yield (item.link_id, "changed"), _visitor(app, before, changed).get(url).text
    for name, fields in _slips(item):
        visitor = _visitor(app, before)
        token = Page(visitor.get(url).text).field("journey")
        response = visitor.post(url, data={"journey": token, **fields}, follow_redirects=True)
        assert response.request.path == url, (url, name)
        yield (item.link_id, f"error: {name}"), response.text


def _slips(item: Item) -> Iterator[tuple[str, dict[str, object]]]:
    """What can be wrong with a form that is sent; what sounds alike everywhere only once."""
    if item.asks_again:  # whatever is ticked is an answer to it, and so is nothing
        yield "unknown", {"end": "1", "answer": "no-such-answer"}
        return
    yield "nothing", {"end": "1"}
    if item.repeats:
        yield "too many", {"end": "1", "answer": [option.code for option in item.answer_option]}
    if item.link_id == "age":
        yield "cut off", {"answer": "under-18"}
        yield "another field", {"end": "1", "answer": "under-18", "other": "1"}
        yield "unknown", {"end": "1", "answer": "no-such-answer"}
        yield "twice", {"end": "1", "answer": ["under-18", "under-18"]}
        yield "too many", {"end": "1", "answer": ["under-18", "from-65"]}


def _chosen(app: Flask) -> Iterator[tuple[tuple[str, str], str]]:
    """The choice of questions after each slip, and the sheet that follows a choice."""
    url = "/gp-questions"
    visitor = _visitor(app, fullest())
    page = Page(visitor.get(url).text)
    every = [a["value"] for a in page.all("input") if a.get("name") == "asked"]
    for name, fields in (
        ("nothing", {"end": "1"}),
        ("too many", {"end": "1", "asked": every}),
        ("too many marked", {"end": "1", "first": every[:4]}),
        ("cut off", {"asked": every[:1]}),
        ("unknown", {"end": "1", "asked": "no-such-question"}),
        ("chosen", {"end": "1", "first": every[:3]}),
    ):
        sent = {"journey": page.field("journey"), **fields}
        response = visitor.post(url, data=sent, follow_redirects=True)
        if name == "chosen":
            yield ("/gp-sheet", name), response.text
        else:
            assert response.request.path == url, name
            yield (url, f"error: {name}"), response.text


def _errors(app: Flask) -> Iterator[tuple[tuple[str, str], str]]:
    for code in CODES:
        kind = "other error" if code in OTHER_ERROR else f"error {min(code, 500)}"
        yield (kind, str(code)), Browser(app).get(f"/fail/{code}").text
    yield ("error 409", ""), Browser(app).get("/fail/0").text


def _fail_on_demand(app: Flask) -> None:
    def fail(code: int) -> Response:
        if not code:
            raise AnotherJourney
        abort(code)

    app.add_url_rule("/fail/<int:code>", "fail", fail)


def test_every_question_outcome_and_question_for_the_gp_is_met(
    met: Met, questionnaire: Questionnaire
) -> None:
    kinds = {kind for kind, _ in met}
    assert {*ENDS, *(item.link_id for item in questionnaire.items)} <= kinds
    said = {block.text for html in met.values() for block in blocks_of(html)}
    assert {*(outcome.title for outcome in questionnaire.outcomes)} <= said
    listed = {MARKER.sub("", text) for text in said}
    for question in questionnaire.gp_questions:
        assert {question.text, *(line.text for line in question.follow_ups)} <= listed


def test_every_message_is_met(met: Met) -> None:
    text = " ".join(Page(html).text for html in met.values())
    for message in EVERY_MESSAGE:
        assert message in text
    assert ", not both" in text
    assert ", so that they fit on your sheet" in text
    assert all(notice in text for notice in NOTICES.values())


# --- words ----------------------------------------------------------------------------------------

KNOWN = {p.text: p for page in page_texts(QUESTIONS) for p in page.texts}
"""Texts that stand on a page as the content has them, with the voice that they have there."""


MARKER = re.compile(r"^(?:\d+\.|\N{EN DASH}) ")
"""The number or dash before a line of a list."""
SAID = re.compile("“[^”]*”")
"""An answer that is said back: as long as what the person ticked."""


def passage(kind: str, block: Block) -> Passage | None:
    """A block in the voice that it is in; ``None`` for the names of sources and of the cookie."""
    if not block.inside.isdisjoint(("sources", "code")):
        return None
    text = MARKER.sub("", block.text).replace(QUESTIONS.digest[:12], "")  # nobody reads it as words
    if not block.inside.isdisjoint(("sheet--summary", "pre")):
        return Passage((kind,), text, Voice.gp)
    if text in KNOWN:
        return KNOWN[text]
    if "ask__because" in block.inside:
        text = SAID.sub("“…”", text)
    if kind == "/how-it-works" and "li" in block.inside:
        return Passage((kind,), text, Voice.rule)
    return Passage((kind,), text)


@pytest.fixture(scope="module")
def read(met: Met) -> list[PageText]:
    """Every page as the rules read it."""
    return [
        PageText(
            f"{kind} ({how})",
            tuple(found for block in blocks_of(html) if (found := passage(kind, block))),
        )
        for (kind, how), html in met.items()
    ]


def test_a_block_is_what_is_read_as_one_piece() -> None:
    html = (
        '<title>A, b</title><nav aria-label="C"><a href="/">D</a></nav>'
        '<p>E <a href="/">f</a><span class="visually-hidden"> g</span>.</p>'
        "<svg><text>never</text></svg><script>never</script>"
        '<p><strong>H:</strong> i <span class="ask__because">J.</span></p>'
        "<ul><li>K<ul><li>l</li></ul></li></ul>m"
    )
    assert [block.text for block in blocks_of(f"<body>{html}</body>")] == [
        "A, b", "C", "D", "E f g.", "H:", "i", "J.", "K", "l", "m",
    ]  # fmt: skip


def test_no_page_is_too_hard_to_read(read: list[PageText]) -> None:
    ages = {page.name: page.reading_age for page in read}
    assert {name: age for name, age in ages.items() if age > AGE_AIM} == {}


NET = net_of(QUESTIONS.words)


def test_no_text_on_a_page_breaks_a_rule_of_wording(read: list[PageText]) -> None:
    every = dict.fromkeys(found for page in read for found in page.texts)
    assert len(every) > 1000
    faults = [
        f"{found.path}: “{found.text}” {fault}"
        for found in every
        for fault in (*faults_of_passage(found, NET), *faults_of_marks(found.text))
    ]
    assert faults == []


# --- titles ---------------------------------------------------------------------------------------


def test_a_title_depends_on_the_kind_of_page_alone_and_no_two_kinds_share_one(met: Met) -> None:
    kinds = defaultdict(set)
    for (kind, how), html in met.items():
        title = Page(html).text_in("title")
        is_error = how.startswith("error: ")
        assert title.startswith("Error: ") == is_error, (kind, how)
        item = QUESTIONS.items_by_id.get(kind)
        kinds[title.removeprefix("Error: ")].add((item and item.page) or kind)
    assert {title: found for title, found in kinds.items() if len(found) > 1} == {}
