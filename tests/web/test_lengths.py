"""The self-check stays short, and says truly how long it takes."""

import re

import pytest

from app.content.minutes import TAP, WORDS_A_MINUTE
from tests.web.browser import Browser
from tests.web.lengths import PEOPLE, length_of


@pytest.mark.long
@pytest.mark.parametrize("name", PEOPLE)
def test_a_journey_is_no_longer_than_this(name: str) -> None:
    length = length_of(PEOPLE[name])
    assert length.screens <= 18
    assert length.words <= 2_080
    assert length.result <= 430


@pytest.mark.long
def test_the_start_page_says_how_long_it_takes(client: Browser) -> None:
    found = re.search(r"It takes (\d+) to (\d+) minutes\.", client.page("/").text)
    assert found
    least, most = int(found[1]), int(found[2])
    for answers in PEOPLE.values():
        length = length_of(answers)
        minutes = length.words / WORDS_A_MINUTE + length.taps * TAP / 60
        assert least - 1 <= minutes <= most + 1, (minutes, least, most)
