"""The pages, one short function each: fetch, decide, render or redirect.

Every answer is a POST followed by a redirect, so Back and refresh never ask to send it again. That
holds for what is no answer, too: only a page that was tampered with comes back at once.
"""

from app.web.views import about, clear, one_page, questions, result, sheet
from app.web.views.shared import web

__all__ = ["about", "clear", "one_page", "questions", "result", "sheet", "web"]
