"""A client that behaves as a browser does and fails on any page with a fault."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.web.service import EXTENSION, Service
from tests.web.page import Page

FORM = "application/x-www-form-urlencoded"


class Browser(FlaskClient):
    """A client that comes over TLS, fills in forms and fails on any page with a fault."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, app.response_class)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch, and check what came."""
        kwargs = {"base_url": "https://localhost", "buffered": True, **kwargs}
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not response.location and response.text:
            faults = list(Page(response.text).faults(self._is_route))
            assert faults == [], f"{response.request.path}: {faults}"
        return response

    def begin(self) -> TestResponse:
        """Press "Start now". A form without fields has a length all the same."""
        return self.post("/start", content_type=FORM, headers={"Content-Length": "0"})

    def page(self, url: str) -> Page:
        """The page at an address; fails on any status but 200."""
        response = self.get(url)
        assert response.status_code == 200, f"{url}: {response.status}"
        return Page(response.text)

    def answer(self, url: str, *chosen: str) -> TestResponse:
        """Open a question, choose, and press Continue."""
        return self.fill(url, {"answer": " ".join(chosen)})

    def fill(self, url: str, answers: Mapping[str, str]) -> TestResponse:
        """Open a page, answer questions by the names of their fields, and press Continue."""
        return self.post(url, data=MultiDict(self.page(url).filled(answers)))

    def answer_all(self, **chosen: str) -> TestResponse:
        """Answer questions in turn; ``_`` in the names stands for ``-``. The last response."""
        for name, code in chosen.items():
            response = self.answer(f"/questions/{name.replace('_', '-')}", *code.split())
        return response

    @property
    def cookie(self) -> str | None:
        """The value of our cookie."""
        cookie = self.get_cookie(self._cookie_name)
        return cookie.value if cookie else None

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.set_cookie(self._cookie_name, value, secure=True)

    @property
    def _cookie_name(self) -> str:
        service: Service = self.application.extensions[EXTENSION]
        return service.store.name

    def _is_route(self, method: str, path: str) -> bool:
        try:
            self.application.url_map.bind("localhost").match(path, method)
        except HTTPException:
            return False
        return True


def where(response: TestResponse) -> tuple[int, str | None]:
    """The status of a response and the address it sends to."""
    return response.status_code, response.location
