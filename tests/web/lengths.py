"""How long a self-check is for some people: ``python -m tests.web.lengths`` prints the table.

They are those of the second look, docs/second-look.md. Counted is what the main part of each page
shows before anything is unfolded, from the start page to the list of all answers.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from app import create_app
from tests.web.browser import Browser
from tests.web.journeys import CALM, named
from tests.web.page import Page
from tests.web.tiny import KEY

PAIN = {"main-pain": "below-belt-left", "one-finger": "points", "spread": "buttock"}
PEOPLE: Mapping[str, dict[str, str]] = {
    "mother, 4 months after birth": {
        **CALM,
        **PAIN,
        "age": "from-18-to-34",
        "pregnancy": "ended-in-6-months",
        "worse": "rolling-over stairs one-leg",
        "better": "resting",
        "duration": "over-3-months",
        "most-days": "most-days",
        "began": "pregnancy-or-birth",
        "tried": "self-care painkillers belt",
        "helped": "belt",
        "effect": "sleep caring",
        "wish": "treatment",
    },
    "builder, 2 years, physio and injection": {
        **CALM,
        **PAIN,
        "worse": "sitting getting-up stairs",
        "better": "changing-position",
        "duration": "over-6-months",
        "most-days": "most-days",
        "onset-age": "from-35-to-44",
        "began": "fall-or-injury",
        "tried": "painkillers physio injection",
        "helped": "physio",
        "effect": "work walking",
        "wish": "specialist",
        "seeing-surgeon": "none",
        "pregnancy-later": "none",
    },
    "26, stiff in the morning, 7 of 9 of NG65": {
        **CALM,
        "age": "from-18-to-34",
        "main-pain": "lower-buttock",
        "side": "both",
        "night-waking": "wakes",
        "better": "moving nsaids",
        "duration": "over-6-months",
        "most-days": "most-days",
        "course": "same",
        "history": "relative enthesitis psoriasis",
        "tried": "nsaids",
        "helped": "nsaids",
        "effect": "sleep work",
    },
}


@dataclass(frozen=True)
class Length:
    """What somebody has to read and to do."""

    screens: int
    """Before the result."""
    taps: int
    words: int
    """Before the result."""
    result: int
    """Words of the result."""


def length_of(answers: Mapping[str, str]) -> Length:
    """The length of one journey."""
    browser = Browser(create_app({"SECRET_KEY": KEY}))
    url, screens, taps, words = "/", 0, 0, 0
    while url != "/result":
        text = browser.get(url).text
        screens, taps, words = screens + 1, taps + 1, words + words_of(text)
        if url == "/":
            url = browser.begin().location
        elif url == "/check-answers":
            url = "/result"
        else:
            fields = Page(text).filled(named(answers, url))
            taps += len(fields) - len(("journey", "end"))
            url = browser.fill(url, named(answers, url)).location
    return Length(screens, taps, words, words_of(browser.get(url).text))


def words_of(html: str) -> int:
    """The words that the main part of a page shows."""
    shown = Page(re.sub(r'<(\w+) class="visually-hidden">.*?</\1>', "", html))
    return sum(
        len(text.split())
        for inside, text in shown.texts
        if "main" in inside and ("details" not in inside or "summary" in inside)
    )


def table() -> str:
    """All of them, for docs/second-look.md."""
    rows = ["| journey | screens before the result | taps | words before | result words |"]
    rows.append("|---|--:|--:|--:|--:|")
    for name, answers in PEOPLE.items():
        is_ = length_of(answers)
        rows.append(f"| {name} | {is_.screens} | {is_.taps} | {is_.words:,} | {is_.result} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
