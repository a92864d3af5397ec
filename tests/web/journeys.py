"""Whole journeys through HTTP with the content that is served: the answers, and the way."""

from collections.abc import Mapping

from app.engine.journey import follow as path_of
from tests.people import person
from tests.questions import QUESTIONS
from tests.web.browser import Browser

CALM = {
    name: " ".join(codes)
    for name, codes in path_of(
        QUESTIONS, person(main_pain="middle-or-above", tried="none")
    ).answers.items()
}
"""What the calm adult of the stories is asked, and answers."""
MUCH_FITS = {
    "main-pain": "below-belt-left",
    "one-finger": "points",
    "worse": "sitting getting-up",
    "began": "fall-or-injury",
    "stand-walk-since-injury": "can",
}
PREGNANT = {"pregnancy": "pregnant", "pregnancy-signs": "none"}

OUTCOMES: dict[str, dict[str, str]] = {
    "under-18": {"age": "under-18"},
    "emergency": {"nerves": "numb-saddle"},
    "maternity": {"pregnancy": "pregnant", "pregnancy-signs": "bleeding"},
    "urgent-in-pregnancy": {**PREGNANT, "urgent-signs": "cough"},
    "urgent": {**MUCH_FITS, "urgent-signs": "night weight-loss"},
    "pelvic-girdle": PREGNANT,
    "several": MUCH_FITS,
    "some": {"one-finger": "points", "main-pain": "lower-buttock", "side": "right"},
    "few": {},
}


def named(answers: Mapping[str, str], url: str) -> dict[str, str]:
    """Answers by the names that their fields have on the page of a question."""
    by_name = {f"answer-{link_id}": given for link_id, given in answers.items()}
    return by_name | {"answer": answers[url.removeprefix("/questions/")]}


def follow(browser: Browser, answers: dict[str, str]) -> tuple[list[str], str]:
    """Answer from the start for as long as questions come; the way taken and where it ends."""
    url, way = browser.begin().location, []
    while url.startswith(("/questions/", "/call-now")) and "error" not in url:
        way.append(url)
        if url == "/call-now":
            url = next(a["href"] for a in browser.page(url).all("a") if "/questions/" in a["href"])
        else:
            url = browser.fill(url, named(answers, url)).location
    return way, url
