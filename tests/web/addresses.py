"""The addresses of all pages, and the ways to answer a question, whatever the content."""

from collections.abc import Iterator

from app.content.model import Item

ABOUT = {
    "/",
    "/leaflet",
    "/how-it-works",
    "/paper",
    "/privacy",
    "/accessibility",
    "/one-page",
    "/healthz",
    "/readyz",
    "/metrics",
}
"""Pages that know no answer."""
OF_A_PERSON = {
    "/questions/<link_id>",
    "/call-now",
    "/check-answers",
    "/result",
    "/gp-questions",
    "/gp-sheet",
    "/gp-sheet.pdf",
    "/gp-sheet.txt",
    "/clear",
    "/cleared",
}


def ways_to_answer(item: Item) -> Iterator[frozenset[str]]:
    """No answer, each option alone, and all that may be ticked together."""
    yield frozenset()
    for code in item.options:
        yield frozenset({code})
    if item.repeats:
        plain = (o for o in item.answer_option if not o.exclusive and o.counts_as is None)
        yield frozenset(option.code for option in plain)
