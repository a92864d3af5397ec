"""Pages as they leave the server, before any browser has mended them."""

from werkzeug.test import Client, TestResponse

from tests.browser.sites import Site
from tests.browser.states import State, Then
from tests.web.page import Page


def served(site: Site, state: State) -> TestResponse:
    """What the server sends for a page in a state."""
    client = site.app.test_client()
    _be(client, site, state)
    response = client.get(state.path)
    if state.is_sent:
        sent = {"journey": Page(response.text).field("journey"), "end": "1"}
        if state.then is Then.go_on_elsewhere:
            _be(client, site, state)
        response = client.post(state.path, data=sent, follow_redirects=True)
    assert response.status_code == state.status, f"{state.name}: {response.status}"
    return response


def _be(client: Client, site: Site, state: State) -> None:
    if state.answers is not None:
        client.set_cookie(site.cookie_name, site.sealed(state.answers, state.changed, state.choice))
