"""The pages, one short function each: fetch, decide, render or redirect.

Every answer is a POST followed by a redirect, so Back and refresh never ask to send it again. That
holds for what is no answer, too: only a page that was tampered with comes back at once.
"""

from collections.abc import Callable
from functools import partial

from app.content.model import Questionnaire
from app.engine.journey import possible_pages
from app.web.forms import name_of
from app.web.prepared import PreparedPage
from app.web.views import about, clear, health, one_page, questions, result, sheet
from app.web.views.shared import web

__all__ = ["clear", "health", "one_page", "ready_pages", "result", "sheet", "web"]


def ready_pages(questionnaire: Questionnaire) -> dict[str, Callable[[], PreparedPage]]:
    """How each page is made that can be made before there is a request, by its name.

    Which places the picture of a question has depends on the answers before it, and so do the
    answers of one that asks again or asks which.
    """
    made = dict(about.pages_about(questionnaire))
    for page in possible_pages(questionnaire):
        if not any(item.picture or item.asks_again or item.asks_which for item in page):
            for item in page:
                made[name_of(page, item.link_id)] = partial(
                    questions.ready_page, page, item.link_id
                )
    return made
