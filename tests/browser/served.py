"""Pages as they leave the server, before any browser has mended them."""

from werkzeug.test import Client, TestResponse

from tests.browser.sites import Site
from tests.browser.states import State, Then
from tests.web.page import Page

ONE_PAGE = "/one-page"


def served(site: Site, state: State) -> TestResponse:
    """What the server sends for a page in a state."""
    client = site.app.test_client()
    _be(client, site, state)
    response = client.get(state.path)
    if state.path == ONE_PAGE and state.then is not Then.look:
        return _answered(client, state, response)
    if state.is_sent:
        sent = {"journey": Page(response.text).field("journey"), "end": "1"}
        if state.then is Then.go_on_elsewhere:
            _be(client, site, state)
        response = client.post(state.path, data=sent, follow_redirects=True)
    assert response.status_code == state.status, f"{state.name}: {response.status}"
    return response


def _answered(client: Client, state: State, response: TestResponse) -> TestResponse:
    """The page that all questions on 1 page lead to, once or for as long as they bring up more."""
    for _ in range(1 if state.then is Then.go_on else 10):
        if not (
            shown := [f["value"] for f in Page(response.text).all("input") if "shown" in f["name"]]
        ):
            break
        answers = state.answers or {}
        given = {f"answer-{name}": sorted(answers.get(name, ())) for name in shown}
        response = client.post(state.path, data={**given, "shown": shown, "end": "1"})
    assert response.status_code == state.status, f"{state.name}: {response.status}"
    return response


def _be(client: Client, site: Site, state: State) -> None:
    if state.answers is not None and state.path != ONE_PAGE:
        client.set_cookie(site.cookie_name, site.sealed(state.answers, state.changed, state.choice))
