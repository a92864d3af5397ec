"""How long a self-check takes, worked out from the words that people read and what they tap."""

from collections.abc import Iterable

from app.content.model import Item, Questionnaire

WORDS_A_MINUTE = 150
"""Of somebody in pain who reads with care. A quick reader has some 240."""
TAP = 3
"""Seconds to find an answer and touch it, or the button."""
AROUND = 9
"""Words of a page besides its questions: where one is, and what its links and buttons say."""
ENDS = 330
"""Words of the start page and of the list of all answers."""


def minutes_of(questionnaire: Questionnaire) -> tuple[int, int]:
    """Whole minutes, the fewest and the most: for those who are asked only what everybody is, and
    for those who are asked every detail. Second questions on warning signs come on top.
    """
    items, kinds = questionnaire.items, questionnaire.kinds
    least = [item for item in items if item.enable_when is None]
    most = [i for i in items if i.enable_when is None or kinds[i.link_id] == "detail"]
    return _minutes(least), _minutes(most)


def _minutes(items: Iterable[Item]) -> int:
    items = tuple(items)
    pages = len({item.page or item.link_id for item in items})
    words = ENDS + AROUND * pages + sum(map(_words, items))
    return max(1, round(words / WORDS_A_MINUTE + TAP * (len(items) + pages) / 60))


def _words(item: Item) -> int:
    options = (text for o in item.answer_option for text in (o.text, o.hint))
    return sum(len(text.split()) for text in (item.text, item.hint, item.page, *options) if text)
