"""What a request costs, in counts that cannot flake: no test of time."""

from collections import Counter
from collections.abc import Iterator

import pytest
import yaml
from flask import Flask, template_rendered
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.content.load import load
from app.content.model import Item
from app.engine.journey import Journey
from app.web.seal import Seal
from tests.browser.sites import Site
from tests.browser.states import answers_for
from tests.web.browser import Browser
from tests.web.page import Page
from tests.web.tiny import TINY

READY, PICTURE = "worse", "main-pain"
"""A question whose page is made ready, and one whose page is rendered."""


@pytest.fixture
def counts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """What was done since it was last cleared."""
    counts: Counter[str] = Counter()

    def counted(owner: object, method: str, name: str) -> None:
        before = getattr(owner, method)

        def instead(*args: object, **kwargs: object) -> object:
            counts[name] += 1
            return before(*args, **kwargs)

        monkeypatch.setattr(owner, method, instead)

    def rendered(*_: object, **__: object) -> None:
        counts["templates"] += 1

    counted(Journey, "__init__", "followed")
    counted(Item, "__eq__", "questions compared in full")
    counted(FlaskForm, "__init__", "forms")
    counted(Seal, "open", "opened")
    counted(Seal, "seal", "sealed")
    counted(yaml, "parse", "yaml")
    with template_rendered.connected_to(rendered, app):
        yield counts


@pytest.fixture
def visitor(client: Browser) -> Browser:
    """Somebody who has answered everything."""
    client.cookie = Site("", client.application).sealed(answers_for("several"))
    return client


def test_reading_the_content_is_counted(counts: Counter[str]) -> None:
    load(TINY)
    assert counts == {"yaml": 1}


@pytest.mark.parametrize(("url", "walks"), [(f"/questions/{READY}", 1), ("/how-it-works", 0)])
def test_a_page_that_was_made_ready_renders_nothing(
    visitor: Browser, counts: Counter[str], url: str, walks: int
) -> None:
    assert visitor.get(url).status_code == 200
    assert counts == Counter(opened=1, followed=walks)


@pytest.mark.parametrize(
    ("url", "walks"),
    [(f"/questions/{PICTURE}", 1), ("/check-answers", 1), ("/result", 1), ("/gp-sheet", 1)],
)
def test_a_page_is_rendered_once(
    visitor: Browser, counts: Counter[str], url: str, walks: int
) -> None:
    assert visitor.get(url).status_code == 200
    assert counts == {"opened": 1, "templates": 1, "followed": walks}


def test_the_page_of_the_open_question_is_followed_once(
    client: Browser, counts: Counter[str]
) -> None:
    client.cookie = Site("", client.application).sealed({})
    counts.clear()
    assert client.get("/questions/age").status_code == 200
    assert counts["followed"] == 1


def test_an_answer_renders_nothing_and_is_followed_before_and_after(
    visitor: Browser, counts: Counter[str]
) -> None:
    url = f"/questions/{READY}"
    fields = Page(visitor.get(url).text).filled({"answer": "sitting"})
    counts.clear()
    assert visitor.post(url, data=MultiDict(fields)).status_code == 303
    assert counts == {"opened": 1, "sealed": 1, "forms": 1, "followed": 2}


def test_the_start_page_opens_and_reads_nothing(client: Browser, counts: Counter[str]) -> None:
    client.get("/")
    assert counts == {"templates": 1, "opened": 1}
