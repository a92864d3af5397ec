"""Firefox, steered through the remote protocol of its own: WebDriver BiDi.

Playwright steers only a Firefox that it has changed; this is the one that Debian ships.
"""

import base64
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from tests.needs import FIREFOX

A4, LETTER = (21.0, 29.7), (21.59, 27.94)
"""Paper: its width and height in centimetres."""
SECONDS = 180
"""How long anything may take. Other tests run beside these."""
PAUSE = 0.02
NOBODY = 9
"""A port of this computer at which nobody listens: no page of another host can be asked for."""
PREFERENCES: dict[str, object] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": NOBODY,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": NOBODY,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": False,
    "app.update.disabledForTesting": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "extensions.update.enabled": False,
}
"""No first page, no updates, and no way out. What is on this computer is asked without a proxy."""
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]
WITHIN = "data:"
"""Nobody is asked for what an address holds itself, as the face of Firefox's bullets does."""
TAB, ENTER, SPACE, DOWN = "\ue004", "\ue007", " ", "\ue015"
MOST_STOPS = 100
HAS_FOCUS = "(element) => String(element === document.activeElement)"
Target = Mapping[str, object]
"""How an element is found."""


def css(selector: str) -> Target:
    """The only element that a selector of CSS finds."""
    return {"type": "css", "value": selector}


def named(role: str, name: str) -> Target:
    """The only element that a screen reader calls so."""
    return {"type": "accessibility", "value": {"role": role, "name": name}}


class FirefoxError(Exception):
    """What Firefox says of something that it could not do."""


class Firefox:
    """One running Firefox, which has never been anywhere before."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._events: list[dict[str, Any]] = []

    def do(self, command: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": command, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message["type"] == "event":
                self._events.append(message)
            elif message["id"] == number:
                if message["type"] == "error":
                    raise FirefoxError(f"{command}: {message['message']}")
                answer: dict[str, Any] = message["result"]
                return answer

    @contextmanager
    def window(self) -> Iterator["Window"]:
        """A window that shares no cookie with any other. Only one at a time."""
        user = self.do("browser.createUserContext")["userContext"]
        try:
            made = self.do("browsingContext.create", type="tab", userContext=user)
            self._events.clear()
            yield Window(self, made["context"], user)
        finally:
            self.do("browser.removeUserContext", userContext=user)

    def heard(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The name and the parameters of every event since the window was opened."""
        yield from ((event["method"], event["params"]) for event in self._events)


class Window:
    """One window of it, and somebody who sits at it."""

    def __init__(self, firefox: Firefox, context: str, user: str) -> None:
        self._firefox = firefox
        self._context = context
        self._user = user
        self._pages = count()

    def do(self, command: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command about this window."""
        return self._firefox.do(command, context=self._context, **parameters)

    # --- to be somewhere --------------------------------------------------------------------------

    def open(self, url: str, cookies: Mapping[str, str] | None = None) -> None:
        """Be at an address, with these cookies for its host and no other."""
        partition = {"type": "storageKey", "userContext": self._user}
        self._firefox.do("storage.deleteCookies", partition=partition)
        for name, value in (cookies or {}).items():
            cookie = {
                "name": name,
                "value": {"type": "string", "value": value},
                "domain": urlsplit(url).hostname,
                "path": "/",
                "httpOnly": True,
            }
            self._firefox.do("storage.setCookie", cookie=cookie, partition=partition)
        self.go(url)

    def go(self, url: str) -> None:
        """Be at an address."""
        self.do("browsingContext.navigate", url=url, wait="complete")

    def back(self) -> None:
        """Be where one was before, as by the button of the browser."""
        with self.leaving():
            self.do("browsingContext.traverseHistory", delta=-1)

    def reload(self) -> None:
        """Have the page anew, as by the button of the browser."""
        with self.leaving():
            self.do("browsingContext.reload")

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done meanwhile leads to another page. At the end it is there."""
        page = next(self._pages)
        self.evaluate("(page) => { window.left = page; }", page)
        yield
        there = "document.readyState === 'complete' && location.href !== 'about:blank'"
        self.wait(f"(page) => window.left !== page && {there}", page)

    def wait(self, script: str, argument: object = None) -> None:
        """Wait until something is true of the page."""
        said, until = "it stayed untrue", time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                if self.evaluate(script, argument):
                    return
            except FirefoxError as error:  # between two pages there is none
                said = str(error)
            time.sleep(PAUSE)
        raise FirefoxError(f"{script}: {said}")

    @property
    def url(self) -> str:
        """Where one is."""
        return str(self.evaluate("location.href"))

    # --- to see -----------------------------------------------------------------------------------

    def evaluate(self, script: str, argument: object = None) -> Any:
        """What a function says of the page, or what an expression is there."""
        function = f"""(given) => {{
          const value = ({script});
          const found = typeof value === "function" ? value(JSON.parse(given)) : value;
          const said = (it) => JSON.stringify(it ?? null);
          return found?.then ? found.then(said) : said(found);
        }}"""
        return self._call(function, {"type": "string", "value": json.dumps(argument)})

    def text(self, css: str = "main") -> str:
        """The words of an element, as they are shown."""
        return str(self.evaluate("(css) => document.querySelector(css)?.innerText ?? ''", css))

    def printed(self, paper: tuple[float, float] = A4) -> bytes:
        """What is sent to a printer with such paper, as a PDF.

        The margins are those of the page's own ``@page``, and so is the paper where it names one.
        """
        width, height = paper
        done = self.do("browsingContext.print", page={"width": width, "height": height})
        return base64.b64decode(done["data"])

    def picture(self, *, whole: bool = False) -> bytes:
        """What is in the window, or the whole page, as a PNG."""
        origin = "document" if whole else "viewport"
        return base64.b64decode(self.do("browsingContext.captureScreenshot", origin=origin)["data"])

    def resize(self, size: tuple[int, int]) -> None:
        """Make what is seen of the page as wide and as high as that."""
        width, height = size
        self.do("browsingContext.setViewport", viewport={"width": width, "height": height})

    def faults(self, own: tuple[str, ...]) -> list[str]:
        """What was asked of others than ``own``, and what the console says is wrong."""
        found = []
        for name, said in self._firefox.heard():
            if name == "log.entryAdded" and said["level"] in {"error", "warn"}:
                found.append(said["text"])
            if name == "network.beforeRequestSent":
                url = said["request"]["url"]
                if not url.startswith((*own, WITHIN)):
                    found.append(url)
        return found

    # --- to act -----------------------------------------------------------------------------------

    def click(self, target: Target) -> None:
        """Click the middle of an element with the mouse."""
        middle = """(element) => {
          element.scrollIntoView({ block: "center" });
          const box = element.getBoundingClientRect();
          return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]);
        }"""
        self.click_at(*self._call(middle, self._find(target)))

    def click_at(self, x: float, y: float) -> None:
        """Click a point of what is seen."""
        actions = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def follow(self, target: Target) -> None:
        """Click what leads to another page, and be there."""
        with self.leaving():
            self.click(target)

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def tab_to(self, target: Target) -> None:
        """Press Tab until the focus is on an element."""
        element = self._find(target)
        for _ in range(MOST_STOPS):
            self.press(TAB)
            if self._call(HAS_FOCUS, element):
                return
        raise FirefoxError(f"The Tab key does not come to {target}.")

    def has_focus(self, target: Target) -> bool:
        """Whether the focus is on an element."""
        return bool(self._call(HAS_FOCUS, self._find(target)))

    def _find(self, target: Target) -> dict[str, str]:
        nodes = self.do("browsingContext.locateNodes", locator=target)["nodes"]
        if len(nodes) != 1:
            raise FirefoxError(f"There are {len(nodes)} of {target} at {self.url}.")
        return {"sharedId": nodes[0]["sharedId"]}

    def _act(self, source: dict[str, object]) -> None:
        self.do("input.performActions", actions=[source])

    def _call(self, function: str, argument: object) -> Any:
        """What the JSON says that a function gives."""
        done = self._firefox.do(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[argument],
            target={"context": self._context},
            awaitPromise=True,
        )
        if done["type"] == "exception":
            raise FirefoxError(done["exceptionDetails"]["text"])
        return json.loads(done["result"]["value"])


@contextmanager
def firefox(
    preferences: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Firefox]:
    """A Firefox that nobody sees, with a profile that is thrown away.

    What is in ``preferences`` and ``environment`` goes before what it has otherwise.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        written = {**PREFERENCES, **(preferences or {})}.items()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in written]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder]
        started = subprocess.Popen(  # noqa: S603
            [FIREFOX, *options],
            env={**os.environ, "HOME": folder, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"{_address(profile, started)}/session"
            # No pings: they draw from Python's one source of chance, where no other thread may
            # while Hypothesis draws for a later test.
            with connect(address, max_size=None, proxy=None, ping_interval=None) as socket:
                firefox = Firefox(socket)
                firefox.do(
                    "session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}}
                )
                firefox.do("session.subscribe", events=EVENTS)
                yield firefox
        finally:
            started.terminate()
            started.wait(SECONDS)


def _address(profile: Path, started: subprocess.Popen[bytes]) -> str:
    """Where it listens, as soon as it has written that into its profile."""
    file, until = profile / "WebDriverBiDiServer.json", time.monotonic() + SECONDS
    while time.monotonic() < until and started.poll() is None:
        try:
            said = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):  # not there yet, or not whole
            time.sleep(PAUSE)
        else:
            return f"ws://{said['ws_host']}:{said['ws_port']}"
    raise FirefoxError(f"{FIREFOX} does not say at which address it listens.")
