"""The answers of one person, sealed in one cookie of constant length. The server keeps nothing."""

import secrets
import time
from collections.abc import Callable, Sequence

from flask import Request
from werkzeug.wrappers import Response

from app.content.model import Questionnaire
from app.web.layout import Layout
from app.web.saved_answers import SavedAnswers
from app.web.seal import Seal, random_cookie

KEY_PURPOSE = b"self-check answers cookie, format 4, of "
"""Begins the purpose of each key; the id of the questionnaire ends it."""
LIFETIME = 24 * 60 * 60
"""Seconds from the start. WCAG 2.2.1 and the NHS service manual ask for 20 hours or more."""
CLOCK_TOLERANCE = 300
"""Seconds by which the clock of another server may be ahead."""


class AnswerStore:
    """Opens, saves, overwrites and forgets the cookie. Only responses to a POST may save."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        keys: Sequence[str],
        *,
        secure: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        name = questionnaire.id
        self.name = f"__Host-{name}" if secure else name
        self.layout = Layout(questionnaire)
        self._seal = Seal(keys, KEY_PURPOSE + name.encode())
        self.secure = secure
        self._clock = clock

    def begin(self) -> SavedAnswers:
        """A new journey without any answer."""
        return SavedAnswers(secrets.token_hex(16), int(self._clock()))

    def open(self, request: Request) -> SavedAnswers | None:
        """The answers that came with a request.

        ``None`` where there are none, or where they are too old, were not sealed by us or cannot
        be read for any other reason: never a part of them.
        """
        payload = self._seal.open(request.cookies.get(self.name, ""))
        saved = self.layout.unpack(payload) if payload is not None else None
        if saved is None or not -CLOCK_TOLERANCE <= self._clock() - saved.started < LIFETIME:
            return None
        return saved

    def save(self, response: Response, saved: SavedAnswers) -> None:
        """Put the answers into the response's cookie."""
        self._set(response, self._seal.seal(self.layout.pack(saved)))

    def overwrite(self, response: Response) -> None:
        """Replace the answers by random bytes of the same length.

        Deleting the cookie would leave the last pages in Chromium's back/forward cache, where the
        Back button finds them. A changed cookie takes them out.
        """
        self._set(response, random_cookie(self.layout.size))

    def forget(self, response: Response) -> None:
        """Delete the cookie."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def _set(self, response: Response, value: str) -> None:
        response.set_cookie(
            self.name, value, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )
