"""Journeys with answers that cannot be mistaken, and a search for them: ``make canary``.

Two copies with the shipped settings stand behind the shipped nginx, where there is one. One of them
has a full disk under its log. Some pages and the error page fail on purpose, with an answer in the
message; workers are killed. Then everything that was written is searched.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import ssl
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from app.config import ROOT, TEMPLATE_FOLDER
from tests.needs import NGINX
from tests.serving.canary_content import MARK, marked
from tests.serving.person import JOURNEY, QUESTION, LostError, Person, Reply
from tests.serving.proxy import BEHIND, HOST, proxied
from tests.serving.served import Server, served

OPTION = re.compile(r'name="(answer[^"]*)"[^>]*value="([^"]+)"')
LONG_WORD = re.compile(r"[\w-]{32,}")
FULL_DISK = ("--access-logfile", "/dev/full", "--error-logfile", "/dev/full")
LINE = {"time", "route", "method", "status", "ms"}
AT_ONCE = 4
CALM = 0.9
FAULTS = {
    "question.html": "{% if 'fault' in request.args %}"
    "{{ {}[asked[0].item.link_id ~ asked[0].selected] }}{% endif %}",
    "result.html": "{% if 'fault' in request.args %}{{ {}[request.cookies|string] }}{% endif %}",
    "error.html": "{% if status == 405 %}{{ {}[request.cookies ~ request.path] }}{% endif %}",
}
"""What makes a page fail on purpose. The message of each fault holds an answer or the cookie."""


def _one_of(codes: list[str], chance: random.Random) -> str:
    calm = [code for code in codes if code.endswith("-none")]
    return calm[0] if calm and chance.random() < CALM else chance.choice(codes)


@dataclass
class Canary(Person):
    """Somebody whose every cookie and token is remembered, and who looks at what may be kept."""

    secrets: set[str] = field(default_factory=set)
    not_private: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | None = None) -> Reply:
        """As everybody does, and remember."""
        reply = super().ask(method, path, body)
        self.statuses.append(reply.status)
        if self.cookie:
            self.secrets.add(self.cookie.partition("=")[2].rstrip("="))
        if reply.headers.get("cache-control") != "no-store":
            self.not_private.append(f"{method} {path}")
        return reply

    def fail(self, path: str) -> None:
        """Ask for a page that fails on purpose."""
        with suppress(LostError):
            self.ask("GET", path)

    def send(self, url: str, fields: Collection[tuple[str, str]], **headers: str) -> Reply:
        """Send a form with headers of its own."""
        before, self.headers = self.headers, {**self.headers, **headers}
        try:
            return self.post(url, fields)
        finally:
            self.headers = before

    def wander(self, chance: random.Random) -> None:
        """One journey with random answers and whatever goes wrong on the way."""
        url = self.post("/start").location
        while not url.startswith("/result"):
            if url.startswith("/questions/"):
                url = self._question(url, chance)
            elif url.startswith("/call-now"):
                found = QUESTION.search(self.get(url).text)
                url = found[1] if found else "/result"
            else:
                url = self.get(url).location or "/result"
        self.get("/result")
        for path in ("/check-answers", "/gp-questions", "/gp-sheet", "/gp-sheet.txt"):
            self.get(path)
        if chance.random() < 0.05:
            self.get("/gp-sheet.pdf")
            self.fail("/result?fault=yes")
        page = self.get("/result")
        self.send("/clear", [("journey", self._token(page))])
        self.get("/cleared")

    def _question(self, url: str, chance: random.Random) -> str:
        page = self.get(url)
        if page.status != 200:
            return page.location
        options: dict[str, list[str]] = {}
        for name, code in OPTION.findall(page.text):
            options.setdefault(name, []).append(code)
        token = self._token(page)
        if chance.random() < 0.1:
            self._do_wrong(url, token, options["answer"], chance)
        given = [(name, _one_of(codes, chance)) for name, codes in options.items()]
        return self.post(url, [("journey", token), *given, ("end", "1")]).location

    def _do_wrong(self, url: str, token: str, codes: list[str], chance: random.Random) -> None:
        form = [("journey", token), ("answer", chance.choice(codes)), ("end", "1")]
        match chance.randint(0, 8):
            case 0:
                self.get(f"{url}/{codes[0]}?{urlencode(form)}")
            case 1:
                self.ask("PUT", f"{url}?{urlencode(form)}", b"x")
            case 2:
                self.send(url, [("journey", "f" * 32), *form[1:]])
            case 3:
                self.send(url, form, **{"Sec-Fetch-Site": "cross-site", "Referer": url})
            case 4:
                self.send(url, [*form, *form])
            case 5:
                self.send(url, [*form, ("pad", codes[0] * 2000)])
            case 6:
                self.ask(f"{MARK}-METHOD".replace("-", ""), url)
            case 7:
                self.get(f"{url}?{urlencode(form)}&{codes[0]}=%ff")
            case _:
                # a page with an error is rendered for this person alone, so the fault is met
                wrong = self.post(url, [("journey", token), ("end", "1")]).location
                self.fail(f"{wrong}&fault={codes[0]}")

    def _token(self, page: Reply) -> str:
        found = JOURNEY.search(page.text)
        token = (found[1] or found[2]) if found else ""
        self.secrets.add(token)
        return token


@dataclass
class Found:
    """What was done, what was searched, and what was found."""

    journeys: int = 0
    statuses: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    killed: int = 0
    secrets: set[str] = field(default_factory=set)
    not_private: list[str] = field(default_factory=list)
    searched: int = 0
    hits: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    lines: int = 0
    other_lines: list[str] = field(default_factory=list)
    proxied: bool = False

    @property
    def kept(self) -> bool:
        """Whether nothing was found that must not be there."""
        found = (self.hits, self.written, self.not_private, self.other_lines, self.lost)
        return not any(found) and bool(self.lines and self.searched)

    def add(self, canary: Canary) -> None:
        """What one person has seen."""
        self.statuses += canary.statuses
        self.failed += canary.failed
        self.secrets |= canary.secrets - {""}
        self.not_private += canary.not_private


def hits(text: str, secrets: Collection[str]) -> list[str]:
    """Every question, answer, cookie and token that stands in a text."""
    marks = re.findall(rf"{MARK}[\w-]*", text, re.IGNORECASE)
    return [*marks, *(word for word in LONG_WORD.findall(text) if word in secrets)]


@contextmanager
def copies(folder: Path, *options: str) -> Iterator[tuple[list[Server], Mapping[str, Path]]]:
    """Two copies with content and templates of ours, the second with a full disk for its log.

    ``options`` are gunicorn's, of the first. With them come the folders that they may write to.
    """
    places = {name: folder / name for name in ("home", "tmp", "logs")}
    for place in places.values():
        place.mkdir()
    settings = {
        **BEHIND,
        "QUESTIONS_FILE": str(marked(folder)),
        "TEMPLATE_FOLDER": str(failing_templates(folder)),
    }
    environment = {**os.environ, "HOME": str(places["home"]), "TMPDIR": str(places["tmp"])}
    with ExitStack() as both:
        yield (
            [
                both.enter_context(
                    served(places["logs"], settings, *given, environment=environment)
                )
                for given in (options, FULL_DISK)
            ],
            places,
        )


def failing_templates(folder: Path) -> Path:
    """The shipped templates, three of which fail when they are asked to."""
    templates = folder / "templates"
    shutil.copytree(TEMPLATE_FOLDER, templates)
    for name, fault in FAULTS.items():
        file = templates / name
        text, begin = file.read_text(encoding="utf-8"), "{% block main %}"
        if begin not in text:
            raise ValueError(f"{name} has no {begin}")
        file.write_text(text.replace(begin, begin + fault), encoding="utf-8")
    return templates


def send_canaries(folder: Path, journeys: int, *options: str, seed: int = 0) -> Found:
    """Make the journeys, and search everything that was written meanwhile."""
    found = Found(proxied=NGINX.exists())
    with ExitStack() as stack:
        servers, places = stack.enter_context(copies(folder, *options))
        before = tree()
        proxy = None
        if found.proxied:
            (folder / "nginx").mkdir()
            ports = [server.port for server in servers]
            proxy = stack.enter_context(proxied(folder / "nginx", ports))
        # nginx keeps one address with one copy, so some go to the copies themselves
        doors: list[tuple[str, ssl.SSLContext | None]] = [(s.address, None) for s in servers]
        doors += [(proxy.address, proxy.tls)] if proxy else []
        lock = threading.Lock()

        def go(number: int) -> None:
            at, tls = doors[number % len(doors)]
            with Canary(at, {"Host": HOST}, tls=tls) as canary:
                try:
                    canary.wander(random.Random(f"{seed} {number}"))  # noqa: S311  # no secret
                except LostError as fault:
                    found.lost.append(str(fault))
            with lock:
                found.add(canary)
                found.journeys += 1
                if number % max(journeys // 3, 1) == 1:
                    for worker in servers[0].workers[:1]:
                        os.kill(worker, signal.SIGKILL)
                        found.killed += 1
                if found.journeys % 100 == 0:
                    tell(f"  {found.journeys:,} of {journeys:,} journeys")

        with ThreadPoolExecutor(AT_ONCE) as people:
            for _ in people.map(go, range(journeys)):
                pass
        found.written += [str(path) for path in open_for_writing(servers)]
    found.written += sorted(str(path) for path in tree() ^ before)
    found.written += [str(path) for name in ("home", "tmp") for path in places[name].rglob("*")]
    if proxy is not None:
        found.written += [str(path) for path in proxy.files()]
    search(folder, found)
    read_lines(servers[0].log, found)
    return found


def tree() -> set[tuple[Path, int]]:
    """Every file of the app with the time of its last change, but what Python keeps for itself."""
    places = (ROOT / "app", ROOT / "templates", ROOT / "deploy", ROOT / "questions.yaml")
    files = (file for place in places for file in (place, *place.rglob("*")))
    return {
        (file, file.stat().st_mtime_ns)
        for file in files
        if file.is_file() and file.parent.name != "__pycache__"
    }


def open_for_writing(servers: Collection[Server]) -> Iterator[Path]:
    """Files on a disk that a server has open to write to, but its log."""
    for server in servers:
        for process in (server.process.pid, *server.workers):
            for link in Path(f"/proc/{process}/fd").iterdir():
                with suppress(OSError):
                    target = link.readlink()
                    info = Path(f"/proc/{process}/fdinfo/{link.name}").read_text()
                    flags = int(info.partition("flags:")[2].split()[0], 8)
                    is_file = target.is_absolute() and not str(target).startswith("/dev/")
                    if is_file and flags & os.O_ACCMODE and target != server.log:
                        yield target


def search(folder: Path, found: Found) -> None:
    """Look for every secret in every file but those that have to hold the marks."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).parts[0]
        if file.is_file() and name not in ("templates", "questions.yaml"):
            text = file.read_text(errors="replace")
            found.searched += len(text)
            found.hits += [f"{file.name}: {hit}" for hit in hits(text, found.secrets)]


def read_lines(log: Path, found: Found) -> None:
    """Look at each line of the access log: a route and nothing more."""
    for line in log.read_text().splitlines():
        if line.startswith("{"):
            found.lines += 1
            told = json.loads(line)
            route = told["route"] or ""
            if told.keys() != LINE or not re.fullmatch(r"([a-z]+\.)?[a-z_]+|", route):
                found.other_lines.append(line)


def tell(text: str) -> None:
    """Say something now."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def report(found: Found) -> Iterator[str]:
    """One line for each promise, with its figure."""
    refused = sum(400 <= status < 500 for status in found.statuses)
    faults = sum(failed.endswith(": 500") for failed in found.failed)
    where = "with nginx and without" if found.proxied else "without nginx, which is not here"
    yield (
        f"Canaries: {found.journeys:,} journeys {where}, {len(found.statuses):,} answers, "
        f"{refused:,} of 4xx, {faults:,} of 5xx made on purpose, {found.killed} workers killed, "
        f"a full disk under one log: {len(found.lost)} journeys lost."
    )
    yield (
        f"Searched {found.searched:,} characters for every question, option, answer, "
        f"{len(found.secrets):,} cookies and tokens: {len(found.hits)} hits."
    )
    yield f"Files written while it served, but its log: {len(found.written)}."
    yield f"Pages without no-store: {len(found.not_private)}."
    yield f"Log lines: {found.lines:,}; {len(found.other_lines)} say more than the route's name."


def main() -> int:
    """Print what was found; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journeys", type=int, default=1_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = send_canaries(Path(folder), asked.journeys)
    for kind in (found.hits, found.written, found.not_private, found.other_lines, found.lost):
        for one in kind[:5]:
            tell(f"Found: {one}")
    for line in report(found):
        tell(line)
    return int(not found.kept)


if __name__ == "__main__":
    sys.exit(main())
