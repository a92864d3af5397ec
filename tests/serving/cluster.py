"""Three copies behind the shipped nginx, and what is promised of them: ``make cluster``.

Every promise is a function with a size; ``test_cluster.py`` calls the same with small ones.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from statistics import mean
from threading import Thread

from app.config import QUESTIONS_FILE
from app.content.load import load
from tests.needs import MISSING, SLOWHTTPTEST, Kind
from tests.serving.crowd import Crowd, crowd
from tests.serving.person import LostError, Person, Reply
from tests.serving.proxy import BEHIND, HOST, Proxy, proxied
from tests.serving.served import LONGEST_END, Server, children, free_port, served
from tests.serving.surroundings import SURROUNDINGS, journey_in

ADDRESSES = count()
COPIES = 3
SLOW_CLIENTS = 500
AT_ONCE = 400
"""nginx hangs up on some while others come."""
LONGEST_CROWDING = 40
"""Seconds until so many are there."""
LONGEST_PAGE = 1.0
"""Seconds, for 95 of 100 pages."""
BIG = 8 * 1024 * 1024
LONGEST_REFUSAL = 0.1
MOST_MEMORY = 20
"""MB."""
HANGS = 4.0
"""Seconds. No answer takes so long but after one that never came."""
LONGEST_HANG = 6.0
MOST_SLOWER = 3.0
"""Times, of the pages of everybody else while many ask for a PDF."""
PAGES = 200

ATTACKS = {
    "slow headers": ("-H", "-i", "5", "-x", "24"),
    "slow bodies": ("-B", "-i", "5", "-x", "24", "-s", "8192"),
    "slow readers": ("-X", "-w", "1", "-y", "64", "-n", "5", "-z", "32", "-k", "3"),
}


@dataclass(frozen=True)
class Promise:
    """A promise, what was found, and whether it is kept."""

    text: str
    figure: str
    kept: bool
    timed: bool = False
    """Whether it is about seconds or MB, which say as much about the machine as about the app."""

    def __str__(self) -> str:
        return f"{'kept  ' if self.kept else 'BROKEN'} {self.text}: {self.figure}"


class Cluster:
    """The copies, each at a port that it keeps, and nginx in front of them."""

    def __init__(self, folder: Path, names: ExitStack) -> None:
        self.folder = folder
        self.contents = (QUESTIONS_FILE, changed(folder))
        self._running = names
        self.ports = [free_port() for _ in range(COPIES)]
        self.copies: dict[int, Server] = {}
        self.content: dict[int, Path] = {}
        for port in self.ports:
            self.start(port, self.contents[0])
        self.proxy: Proxy = names.enter_context(proxied(folder, self.ports))

    def start(self, port: int, content: Path) -> None:
        """Start a copy with some content."""
        settings = {**BEHIND, "QUESTIONS_FILE": str(content)}
        copy = served(self.folder, settings, port=port)
        self.copies[port] = self._running.enter_context(copy)
        self.content[port] = content

    def release(self, port: int, content: Path) -> None:
        """Put a release in place of another: the open requests of the old one end first."""
        if self.content[port] != content:
            process = self.copies[port].process
            process.terminate()
            process.wait(LONGEST_END)
            self.start(port, content)

    def somebody(self) -> Person:
        """Somebody at an address of their own: nginx keeps them with one copy by it."""
        person = self.proxy.person()
        person.source = f"127.{next(ADDRESSES) % 250 + 2}.{next(ADDRESSES) % 250}.1"
        return person

    @contextmanager
    def visited(self, people: int) -> Iterator[Crowd]:
        """A crowd at the one address of all the copies."""
        with crowd(self.somebody, people) as found:
            yield found


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        yield Cluster(Path(folder), running)


def changed(folder: Path) -> Path:
    """The content of another release: one question has other words, and nothing else differs."""
    text = QUESTIONS_FILE.read_text(encoding="utf-8")
    old = load(QUESTIONS_FILE).items_by_id["duration"].text
    file = folder / "questions.yaml"
    file.write_text(text.replace(old, f"{old[:-1]} in all?"), encoding="utf-8")
    if load(file).digest == load(QUESTIONS_FILE).digest:
        raise ValueError("the other release is the same")
    return file


def kill_copies(cluster: Cluster, kills: int, people: int) -> list[Promise]:
    """Kill a copy in the middle of the load, again and again."""
    with cluster.visited(people) as found:
        for turn in range(kills):
            found.wait_for(people)
            port = cluster.ports[turn % COPIES]
            cluster.copies[port].kill()
            found.wait_for(people)
            cluster.start(port, cluster.content[port])
        found.wait_for(people)
    return _judged(found, f"kill -9 of a copy, {kills} times", most_failed=kills)


def kill_workers(cluster: Cluster, kills: int, people: int) -> list[Promise]:
    """Kill a worker in the middle of the load, again and again; its copy starts another."""
    with cluster.visited(people) as found:
        for turn in range(kills):
            found.wait_for(people)
            os.kill(cluster.copies[cluster.ports[turn % COPIES]].workers[0], signal.SIGKILL)
        found.wait_for(people)
    return _judged(found, f"kill -9 of a worker, {kills} times", most_failed=kills)


def hang(cluster: Cluster, people: int, *, kill: bool) -> list[Promise]:
    """Let a copy hang, and kill another beside it if so wished, while each of many asks for a page
    and sends a form.
    """
    hung, dead, _ = cluster.ports
    copy = cluster.copies[hung]
    if kill:
        cluster.copies[dead].kill()
    stopped = [copy.process.pid, *copy.workers]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    everybody = [cluster.somebody() for _ in range(people)]

    def ask(somebody: Person) -> None:
        with somebody, suppress(LostError):
            somebody.post("/start")
            somebody.get("/questions/age")

    try:
        threads = [Thread(target=ask, args=(somebody,)) for somebody in everybody]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        if kill:
            cluster.start(dead, cluster.content[dead])
    failed = [failed for somebody in everybody for failed in somebody.failed]
    times = [seconds for somebody in everybody for seconds in somebody.times]
    slow = sum(seconds > HANGS for seconds in times)
    what = "a copy hangs" + (", another is killed" if kill else "")
    return [
        Promise(
            f"{what}: nobody is refused",
            _with(f"{len(failed)} of {len(times)}, {slow} passed on", failed),
            not failed and slow > 0,
        ),
        Promise(
            f"{what}: the next answers within {LONGEST_HANG:.0f} s",
            f"{max(times, default=0):.1f} s",
            bool(times) and max(times) < LONGEST_HANG,
            timed=True,
        ),
    ]


def roll(cluster: Cluster, releases: int, people: int) -> list[Promise]:
    """Put another release in place of each copy in turn, under load."""
    with cluster.visited(people) as found:
        for release in range(1, releases + 1):
            for port in cluster.ports:
                found.wait_for(people)
                cluster.release(port, cluster.contents[release % 2])
        found.wait_for(people)
    return _judged(found, f"a rolling release with changed content, {releases} times")


def mix(cluster: Cluster, journeys: int, people: int) -> list[Promise]:
    """Serve two contents behind the one address."""
    for port, content in zip(cluster.ports, cluster.contents, strict=False):
        cluster.release(port, content)
    with cluster.visited(people) as found:
        found.wait_for(journeys, timeout=journeys)
    return _judged(found, "two contents behind one proxy")


def slow_clients(cluster: Cluster, attack: str, seconds: int, people: int) -> list[Promise]:
    """Serve ordinary people while 500 slow clients are at the door, for so many seconds."""
    command = [str(SLOWHTTPTEST), *ATTACKS[attack], "-c", str(SLOW_CLIENTS), "-r", "250"]
    url = f"{cluster.proxy.address}/start" if attack == "slow bodies" else cluster.proxy.address
    with (cluster.folder / "slow.log").open("wb") as log:
        slow = subprocess.Popen(  # noqa: S603  # with fixed arguments
            [*command, "-l", str(LONGEST_CROWDING + seconds), "-p", "5", "-u", url],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=cluster.folder,
        )
        try:
            with cluster.visited(people) as found:
                most = _crowded(cluster, slow)
                time.sleep(seconds)
        finally:
            slow.kill()
            slow.wait()
    return [
        *_judged(found, f"{SLOW_CLIENTS} {attack}, {most} connections at once"),
        Promise(
            f"{SLOW_CLIENTS} {attack}: 95 of 100 pages within {LONGEST_PAGE:.0f} s",
            f"{found.slowest * 1000:.0f} ms, of {len(found.times)}",
            bool(found.times) and found.slowest < LONGEST_PAGE and most >= AT_ONCE,
            timed=True,
        ),
    ]


def big_body(cluster: Cluster) -> list[Promise]:
    """Send 8 MB to a form, through nginx and to a copy alone."""
    pids = [cluster.proxy.process.pid, *children(cluster.proxy.process.pid)]
    for copy in cluster.copies.values():
        if copy.process.poll() is None:
            pids += [copy.process.pid, *copy.workers]
    before = {pid: _memory(pid, "VmRSS") for pid in pids}
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    port = next(at for at, copy in cluster.copies.items() if copy.process.poll() is None)
    with (
        socket.create_connection(("127.0.0.1", cluster.proxy.port)) as outer,
        cluster.proxy.tls.wrap_socket(outer, server_hostname=HOST) as through,
        socket.create_connection(("127.0.0.1", port)) as direct,
    ):
        waits = {"through nginx": _send_big(through), "to a copy": _send_big(direct)}
    more = sum(_memory(pid, "VmHWM") - before[pid] for pid in pids)
    return [
        *(
            Promise(f"one body of 8 MB {way} is refused", status, status == "413")
            for way, (status, _) in waits.items()
        ),
        *(
            Promise(
                f"one body of 8 MB {way} is refused within {LONGEST_REFUSAL * 1000:.0f} ms",
                f"{seconds * 1000:.1f} ms",
                seconds < LONGEST_REFUSAL,
                timed=True,
            )
            for way, (_, seconds) in waits.items()
        ),
        Promise(
            f"both take below {MOST_MEMORY} MB", f"{more:.1f} MB", more < MOST_MEMORY, timed=True
        ),
    ]


def pdfs_at_once(cluster: Cluster, people: int, turns: int) -> list[Promise]:
    """Open an emergency page again and again while many, all at one copy, ask for their PDF."""
    with cluster.somebody() as first, cluster.somebody() as urgent:
        first.journey("several")
        urgent.journey("emergency")
        urgent.source = first.source  # so they meet at one copy
        urgent.close()
        alone = [_timed(urgent) for _ in range(PAGES)]
        replies: list[Reply] = []
        beside: list[float] = []
        with ExitStack() as hang_up:
            askers = [
                hang_up.enter_context(
                    replace(cluster.somebody(), source=first.source, cookie=first.cookie)
                )
                for _ in range(people)
            ]
            for asker in askers:
                asker.get("/healthz")  # so that all are connected
            for _ in range(turns):
                threads = [
                    Thread(target=lambda asker=asker: replies.append(asker.get("/gp-sheet.pdf")))
                    for asker in askers
                ]
                for thread in threads:
                    thread.start()
                while any(thread.is_alive() for thread in threads):
                    beside.append(_timed(urgent))
            failed = [*urgent.failed, *(failed for asker in askers for failed in asker.failed)]
    what = f"{people} PDFs at once, {turns} times"
    made = sum(reply.status == HTTPStatus.OK for reply in replies)
    shown = sum(reply.location == "/gp-sheet?notice=no-pdf" for reply in replies)
    times = mean(beside) / mean(alone)
    return [
        Promise(
            f"{what}: each is the PDF, or the page to print in its place",
            f"{made} and {shown} of {people * turns}{_with('', failed)}",
            made + shown == people * turns and made > 0 and not failed,
        ),
        Promise(
            f"{what}: an emergency page takes at most {MOST_SLOWER:.0f} times as long",
            f"{times:.1f} times, {mean(beside) * 1000:.0f} ms, the slowest of {len(beside)} "
            f"{max(beside) * 1000:.0f} ms",
            times <= MOST_SLOWER,
            timed=True,
        ),
    ]


def _timed(somebody: Person) -> float:
    """The seconds that an emergency page takes."""
    start = time.perf_counter()
    if somebody.get("/result").status != HTTPStatus.OK:
        raise LostError("there is no emergency page")
    return time.perf_counter() - start


def everywhere(folder: Path) -> list[Promise]:
    """Walk a whole journey in all surroundings."""
    return [
        Promise(f"a whole journey under: {name}", "; ".join(wrong) or "passes", not wrong)
        for name in SURROUNDINGS
        for wrong in [journey_in(name, folder)]
    ]


def _judged(found: Crowd, what: str, most_failed: int = 0) -> list[Promise]:
    """Whether every journey came to its end, and how many requests failed on the way."""
    titles = load(QUESTIONS_FILE).outcomes_by_id
    wrong = [f"{o}: {h}" for o, h in found.ended if h != titles[o].title]
    lost = [*found.lost, *wrong]
    figure = f"{len(lost)} of {len(found.ended) + len(found.lost)}"
    failed = f"{len(found.failed)} of {len(found.times)}"
    return [
        Promise(f"{what}: no journey lost", _with(figure, lost), bool(found.ended) and not lost),
        Promise(
            f"{what}: at most {most_failed} failed requests",
            _with(failed, found.failed),
            len(found.failed) <= most_failed,
        ),
    ]


def _with(figure: str, examples: list[str]) -> str:
    return f"{figure} ({'; '.join(examples[:3])})" if examples else figure


def _crowded(cluster: Cluster, slow: subprocess.Popen[bytes]) -> int:
    """How many slow clients there are, as soon as there are enough."""
    most, end = 0, time.monotonic() + LONGEST_CROWDING
    while most < AT_ONCE and slow.poll() is None and time.monotonic() < end:
        time.sleep(0.1)
        most = max(most, _connections(cluster.proxy.port))
    return most


def _connections(port: int) -> int:
    """How many connections to a port of this computer are open."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    mine = f"0100007F:{port:04X}"
    return sum(1 for line in lines if line.split()[1] == mine and line.split()[3] == "01")


def _memory(pid: int, what: str) -> float:
    """MB of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    return 0


def _send_big(connection: socket.socket | ssl.SSLSocket) -> tuple[str, float]:
    """The status, and the seconds until it came; whatever is still accepted is sent as well."""
    head = f"POST /start HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {BIG}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    connection.settimeout(10)
    start = time.perf_counter()
    connection.sendall(f"{head}{form}".encode() + b"a=b&" * 4096)
    status = connection.recv(65_536).split()[1].decode()
    seconds = time.perf_counter() - start
    try:
        for _ in range(BIG // 65_536):
            connection.sendall(b"a=b&" * 16_384)
    except OSError:
        pass  # it has hung up
    return status, seconds


def main() -> int:
    """Print a line for each promise; 1 where one is broken."""
    lacking = "; ".join(filter(None, (MISSING[Kind.nginx], MISSING[Kind.namespaces])))
    if lacking:
        print(f"make cluster did not run: {lacking}.")
        return 1
    broken = 0
    with cluster() as three:
        steps: list[Callable[[], list[Promise]]] = [
            partial(kill_copies, three, 9, 4),
            partial(kill_workers, three, 30, 4),
            partial(hang, three, 12, kill=False),
            partial(hang, three, 12, kill=True),
            partial(roll, three, 4, 4),
            partial(mix, three, 200, 4),
            *(partial(slow_clients, three, attack, 15, 4) for attack in ATTACKS),
            partial(big_body, three),
            partial(pdfs_at_once, three, 40, 10),
            partial(everywhere, three.folder),
        ]
        for step in steps:
            for promise in step():
                print(promise, flush=True)
                broken += not promise.kept
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
