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

from websockets.sync.client import ClientConnection, connect

from tests.needs import FIREFOX

A4, LETTER = (21.0, 29.7), (21.59, 27.94)
"""Paper: its width and height in centimetres."""
SECONDS = 30
"""How long anything may take. Other tests run beside these."""
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


class FirefoxError(Exception):
    """What Firefox says of something that it could not do."""


class Firefox:
    """One running Firefox, which has never been anywhere before."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)

    def do(self, command: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": command, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message.get("id") != number:
                continue
            if message["type"] == "error":
                raise FirefoxError(f"{command}: {message['message']}")
            answer: dict[str, Any] = message["result"]
            return answer

    @contextmanager
    def window(self) -> Iterator["Window"]:
        """A window that shares no cookie with any other."""
        user = self.do("browser.createUserContext")["userContext"]
        try:
            made = self.do("browsingContext.create", type="window", userContext=user)
            yield Window(self, made["context"], user)
        finally:
            self.do("browser.removeUserContext", userContext=user)


class Window:
    """One window of it."""

    def __init__(self, firefox: Firefox, context: str, user: str) -> None:
        self._firefox = firefox
        self._context = context
        self._user = user

    def do(self, command: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command about this window."""
        return self._firefox.do(command, context=self._context, **parameters)

    def open(self, url: str, cookies: Mapping[str, str] | None = None) -> None:
        """Be at an address, with these cookies for its host and no other."""
        partition = {"type": "storageKey", "userContext": self._user}
        self._firefox.do("storage.deleteCookies", partition=partition)
        host = url.partition("//")[2].partition(":")[0]
        for name, value in (cookies or {}).items():
            cookie = {
                "name": name,
                "value": {"type": "string", "value": value},
                "domain": host,
                "path": "/",
                "httpOnly": True,
            }
            self._firefox.do("storage.setCookie", cookie=cookie, partition=partition)
        self.do("browsingContext.navigate", url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression on the page, as JSON carries it."""
        done = self._firefox.do(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression}) ?? null))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        if done["type"] == "exception":
            raise FirefoxError(done["exceptionDetails"]["text"])
        return json.loads(done["result"]["value"])

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

    def resize(self, width: int, height: int) -> None:
        """Make what is seen of the page as large as that."""
        self.do("browsingContext.setViewport", viewport={"width": width, "height": height})


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
            with connect(f"{_address(profile)}/session", max_size=None, proxy=None) as socket:
                firefox = Firefox(socket)
                firefox.do("session.new", capabilities={})
                yield firefox
        finally:
            started.terminate()
            started.wait(SECONDS)


def _address(profile: Path) -> str:
    """Where it listens, as soon as it has written that into its profile."""
    file = profile / "WebDriverBiDiServer.json"
    for _ in range(SECONDS * 20):
        try:
            said = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.05)
        else:
            return f"ws://{said['ws_host']}:{said['ws_port']}"
    raise FirefoxError(f"{FIREFOX} says nowhere at which address it listens.")
