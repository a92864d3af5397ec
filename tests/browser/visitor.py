"""Somebody at a browser, who fails on any page that loads what it must not."""

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, Route

from app.engine.evaluate import Answers
from tests.browser.firefox import Window, css, named
from tests.browser.sites import Site
from tests.browser.states import State, Then

EXPECTED = "Failed to load resource: the server responded with a status of"
"""What the console says of every page that is not a 200."""
SCRIPT = "**/static/main.js*"


def follow(control: Locator) -> Response | None:
    """Click what leads to another page, and be there. What the server said."""
    with control.page.expect_navigation() as navigation:
        control.click()
    return navigation.value


def asked(page: Page) -> str:
    """Which question is on the page."""
    return page.url.rpartition("/")[2].partition("?")[0]


def fields(page: Page) -> dict[str, str]:
    """The names of the fields for answers, in order, with the question that each belongs to."""
    boxes = page.locator("input[name^=answer]").evaluate_all("all => all.map((one) => one.name)")
    return {name: name.removeprefix("answer-") if "-" in name else asked(page) for name in boxes}


def come(window: Window, state: State, sites: dict[str, Site]) -> None:
    """Come to a page in a state, in Firefox. It knows neither another self-check nor one page."""
    site = sites[state.site]
    window.open(site.address + state.path, cookies(state, site))
    if state.then is Then.go_on:
        window.follow(named("button", "Continue"))
    if state.then is Then.tick_both:
        window.click(css(".choice:first-child > input"))
        window.click(css("[data-exclusive]"))


def cookies(state: State, site: Site) -> dict[str, str]:
    """The cookies of somebody in a state: the one with the answers, or none."""
    if state.answers is None or state.then is Then.answer_all:
        return {}
    return {site.cookie_name: site.sealed(state.answers, state.changed, state.choice)}


def _nothing(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body="")


class Visitor:
    """One window, with what it asked for and what its console said."""

    def __init__(self, page: Page, sites: dict[str, Site]) -> None:
        self.page = page
        self.requests: list[Request] = []
        self._said: list[str] = []
        self._sites = sites
        page.on("request", lambda request: self.requests.append(request))
        page.on("console", self._hear)

    def site(self, state: State) -> Site:
        """Where a state is met."""
        return self._sites[state.site]

    def open(self, state: State) -> Response:
        """Come to a page in a state. What the server said last."""
        self.be(state)
        self.page.unroute(SCRIPT)
        if not state.script:
            self.page.route(SCRIPT, _nothing)
        response = self.page.goto(self.site(state).address + state.path)
        if state.then is Then.go_on_elsewhere:
            self.be(state)
        if state.is_sent:
            response = follow(self.page.get_by_role("button", name="Continue"))
        if state.then is Then.answer_all:
            response = self.answer_all(state.answers or {})
        if state.then is Then.tick_both:
            self.page.locator("input[name=answer]").first.check()
            self.page.locator("[data-exclusive]").check()
        assert response is not None
        assert response.status == state.status, f"{state.name}: {response.status}"
        where = self.page.url.removeprefix(self.site(state).address)
        where = where.removesuffix("?error=yes") if state.then is Then.go_on else where
        assert where == state.path, f"{state.name}: sent to {where}"
        return response

    def be(self, state: State) -> None:
        """Have the answers of a state, in a self-check of its own, or none."""
        site = self.site(state)
        self.page.context.clear_cookies()
        for name, value in cookies(state, site).items():
            self.page.context.add_cookies([{"name": name, "value": value, "url": site.address}])

    def answer_all(self, answers: Answers) -> Response | None:
        """Answer what the page asks, until it asks no more. What the server said last."""
        response = None
        while self.page.locator("input[name=shown]").count():
            for link_id, codes in answers.items():
                for code in codes:
                    for box in self.page.locator(f"#answer-{link_id}-{code}").all():
                        box.check()
            response = follow(self.page.get_by_role("button", name="Continue"))
        return response

    def faults(self) -> list[str]:
        """What the pages did that no page may: other hosts, fonts, and what the policy forbids."""
        own = tuple(site.address for site in self._sites.values())
        foreign = [r.url for r in self.requests if not r.url.startswith(own)]
        fonts = [r.url for r in self.requests if r.resource_type == "font"]
        return foreign + fonts + self._said

    def forget(self) -> None:
        """Pass over what happened so far."""
        self.requests.clear()
        self._said.clear()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self._said.append(message.text)
