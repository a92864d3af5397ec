"""Our self-check beside a plain wizard and bare Flask: ``make bench``.

Each stands behind the same gunicorn settings with 1 worker. All are measured in turn, request by
request kind, round after round; a figure is the median of its rounds. Time is that of the
processor, of all threads of the server, so that what else runs on the machine counts little; only
p50 and p99 are by the clock. The table goes into docs/performance.md.
"""

import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from werkzeug.datastructures import MultiDict

from app.config import QUESTIONS_FILE, ROOT
from app.content.load import load
from app.engine.assess import assess
from app.engine.evaluate import Evaluation
from app.engine.journey import follow
from bench import grow, wire
from bench.load import Page, load_on
from bench.servers import Server, running
from bench.visitor import Reply, Visitor, exchange, hidden_fields, request
from tests.browser.states import answers_for
from tests.web.journeys import CALM, OUTCOMES, named
from tests.web.page import Page as HtmlPage

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- make bench -->", "<!-- end of make bench -->"
NAMES = ("self-check", "floor", "static")
CONNECTIONS = (1, 16)
ROUNDS, EACH, STARTS, SCORED = 15, {1: 60, 16: 12}, 11, 200
"""Requests of each connection in a round."""
LONG_RUN, AT_ONCE = 100_000, 8
"""Requests in which the memory must not grow, from so many connections."""
MIDDLE = 10
"""The question that is measured, by its number."""
PDF = "sheet as PDF"
"""Not a part of the whole journey: few people ask for it."""


@dataclass
class Figures:
    """What one kind of request took, round by round."""

    cpu: list[float] = field(default_factory=list)
    """Milliseconds a request."""
    times: list[float] = field(default_factory=list)
    """Milliseconds of each single one, by the clock."""


@dataclass(frozen=True)
class Goal:
    """What was asked for, and what came."""

    name: str
    value: float
    most: float
    form: str = ".2f"

    @property
    def row(self) -> str:
        """Its line of the table."""
        met = "met" if self.value <= self.most else "**not met**"
        return f"| {self.name} | {self.value:{self.form}} | {self.most:g} | {met} |"


def main() -> int:
    """Print the table and write it into the document; 1 where a goal is not met."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        starts = _cold_starts(Path(name))
        lines, goals = _measured(Path(name), starts)
        say("growth")
        grown, more = grow.measured(Path(name), say)
    goals += [Goal(*goal) for goal in more]
    rows = ["| | now | at most | |", "|---|--:|--:|---|", *(goal.row for goal in goals)]
    day = f"{datetime.now(UTC):%d %B %Y}".lstrip("0")
    took = f"Measured on {day} with Python {sys.version.split()[0]}, {os.cpu_count()} cores."
    table = "\n".join([took, "", *rows, "", *lines, "", *grown])
    print(f"\n{table}\n")
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    say(f"done in {time.monotonic() - started:.0f} s; written into {DOCUMENT.name}")
    return int(any(goal.value > goal.most for goal in goals))


def say(text: str) -> None:
    """Tell how far it has come."""
    print(f"… {text}", file=sys.stderr, flush=True)


# --- what is measured -----------------------------------------------------------------------------


def _cold_starts(folder: Path) -> dict[str, float]:
    """Seconds to the first answer, of each in turn."""
    say("cold starts")
    seconds: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(STARTS):
        for name in NAMES:
            with running(name, folder) as server:
                seconds[name].append(server.seconds)
    return {name: statistics.median(found) for name, found in seconds.items()}


def _measured(folder: Path, starts: Mapping[str, float]) -> tuple[list[str], list[Goal]]:
    with ExitStack() as stack:
        servers: dict[str, Server] = {}
        ways: dict[str, tuple[dict[str, Page], list[Reply]]] = {}
        for name, way in zip(NAMES, (_our_way, _floor_way, _static_way), strict=True):
            servers[name] = stack.enter_context(running(name, folder))
            before = servers[name].memory
            ways[name] = way(servers[name].port)
            starts = {**starts, f"{name} MB": before}
            os.environ.setdefault("BENCH_BYTES", str(_size(ways[name], servers[name])))
        found = _in_turn(servers, {name: pages for name, (pages, _) in ways.items()})
        lines = [*_time_table(found), "", *_start_table(servers, starts, ways)]
        goals = _goals(found, servers, starts)
        say("a journey through nginx")
        first, whole = wire.kilobytes(folder)
        goals.append(Goal("whole journey on the wire, HTTP/2 through nginx, kB", whole, 70, ".1f"))
        lines += ["", f"On the wire, by HTTP/2 through nginx, the first view is {first:.1f} kB."]
        goals.append(_long_run(servers["self-check"], ways["self-check"][0]))
        return lines, goals


def _size(way: tuple[dict[str, Page], list[Reply]], server: Server) -> int:
    with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
        return len(exchange(connection, next(iter(way[0].values()))[0]).body)


def _our_way(port: int) -> tuple[dict[str, Page], list[Reply]]:
    """One journey whose result has much on it, and the requests on its way that are measured."""
    visitor, pages, number = Visitor(port), {}, 0
    visitor.get("/")
    url = visitor.post("/start", {}).location
    while url.startswith("/questions/"):
        number += 1
        cookie, text = visitor.cookie, visitor.get(url).body.decode()
        given = named({**CALM, **OUTCOMES["several"]}, url)
        fields = MultiDict(HtmlPage(text).filled(given)).to_dict(flat=False)
        if number == MIDDLE:
            pages = _question(url, cookie, fields)
        url = visitor.post(url, fields).location
    for name, path in {
        "check answers": "/check-answers",
        "result": "/result",
        "sheet": "/gp-sheet",
        PDF: "/gp-sheet.pdf",
    }.items():
        pages[name] = (request(path, visitor.cookie), 200)
        if name != PDF:
            visitor.get(path)
    return pages, visitor.replies


def _floor_way(port: int) -> tuple[dict[str, Page], list[Reply]]:
    visitor, pages, number = Visitor(port), {}, 0
    url = visitor.post("/start", hidden_fields(visitor.get("/").body.decode())).location
    while url.startswith("/questions/"):
        number += 1
        # its page sets the cookie that its token needs
        fields = {**hidden_fields(visitor.get(url).body.decode()), "answer": ["some"]}
        if number == MIDDLE:
            pages = _question(url, visitor.cookie, fields)
        url = visitor.post(url, fields).location
    for name, path in {"check answers": "/check-answers", "result": "/result"}.items():
        visitor.get(path)
        pages[name] = (request(path, visitor.cookie), 200)
    return pages, visitor.replies


def _static_way(port: int) -> tuple[dict[str, Page], list[Reply]]:
    visitor = Visitor(port)
    visitor.get("/")
    return {"question": (request("/", ""), 200)}, visitor.replies


def _question(
    url: str, cookie: str, fields: Mapping[str, str | list[str]]
) -> dict[str, tuple[bytes, int]]:
    return {
        "question": (request(url, cookie), 200),
        "answer": (request(url, cookie, fields), 303),
    }


# --- the load -------------------------------------------------------------------------------------


def _in_turn(
    servers: Mapping[str, Server], pages: Mapping[str, Mapping[str, Page]]
) -> dict[tuple[str, str, int], Figures]:
    found: dict[tuple[str, str, int], Figures] = {}
    # Of PDFs at once, some are sent to the page to print.
    kinds = [
        (page, at_once)
        for page in pages["self-check"]
        for at_once in (CONNECTIONS if page != PDF else (1,))
    ]
    for number in range(-1, ROUNDS):
        say(f"round {number + 1} of {ROUNDS}" if number >= 0 else "warm-up")
        for page, at_once in kinds:
            for name in NAMES:
                if page in pages[name]:
                    cpu, times = load_on(servers[name], pages[name][page], at_once, EACH[at_once])
                    if number >= 0:
                        figures = found.setdefault((name, page, at_once), Figures())
                        figures.cpu.append(cpu)
                        figures.times += times
    return found


def _cpu(
    found: Mapping[tuple[str, str, int], Figures], page: str, other: str, base: str = "floor"
) -> float:
    """How many times the processor time of another's page, in the middle of all rounds."""
    ratios = [
        ours / theirs
        for at_once in CONNECTIONS
        for ours, theirs in zip(
            found["self-check", page, at_once].cpu, found[base, other, at_once].cpu, strict=True
        )
    ]
    return statistics.median(ratios)


def _long_run(server: Server, pages: Mapping[str, Page]) -> Goal:
    """How the memory grows with the requests, after all kinds of them have come before."""
    kinds = ["question", "answer"] * 4 + ["check answers", "result"]
    before, rounds = server.memory, 10
    for number in range(rounds):
        say(f"{LONG_RUN:,} requests, {number / rounds:.0%}")
        for kind in kinds:
            load_on(server, pages[kind], AT_ONCE, LONG_RUN // rounds // len(kinds) // AT_ONCE)
    return Goal(f"memory after {LONG_RUN:,} more requests, of before", server.memory / before, 1.05)


# --- the table ------------------------------------------------------------------------------------


def _goals(
    found: Mapping[tuple[str, str, int], Figures],
    servers: Mapping[str, Server],
    starts: Mapping[str, float],
) -> list[Goal]:
    pdf, sheet = (statistics.median(found["self-check", page, 1].cpu) for page in (PDF, "sheet"))
    return [
        Goal("question GET, processor, of a floor GET", _cpu(found, "question", "question"), 0.8),
        Goal("answer POST, of a floor POST", _cpu(found, "answer", "answer"), 1.2),
        Goal("check answers, of a floor GET", _cpu(found, "check answers", "question"), 1.5),
        Goal("result, of a floor GET", _cpu(found, "result", "question"), 1.5),
        Goal("PDF, ms of processor more than the sheet as a page", pdf - sheet, 25, ".1f"),
        Goal("points of a full answer set, ms", _scoring()[0], 0.1, ".3f"),
        Goal("worker at start, MB", starts["self-check MB"], 70, ".0f"),
        Goal("worker after all this, MB", servers["self-check"].memory, 110, ".0f"),
        Goal("cold start, of that of the floor", starts["self-check"] / starts["floor"], 3),
    ]


def _scoring() -> tuple[float, float, float]:
    """Milliseconds for the points, for the way, and for everything that the rules say."""
    questionnaire, answers = load(QUESTIONS_FILE), answers_for("several")
    given = follow(questionnaire, answers).answers
    return (
        _each(lambda: Evaluation(questionnaire, given).points),
        _each(lambda: follow(questionnaire, answers)),
        _each(lambda: assess(questionnaire, answers)),
    )


def _each(work: Callable[[], object]) -> float:
    times = []
    for _ in range(SCORED):
        start = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(times)


def _time_table(found: Mapping[tuple[str, str, int], Figures]) -> Iterator[str]:
    heads = [f"{name}, {n}: CPU, p50 / p99" for name in NAMES for n in CONNECTIONS]
    yield "Milliseconds; the number is that of the connections:"
    yield ""
    yield f"| | {' | '.join(heads)} |"
    yield "|---|" + "--:|" * len(heads)
    for page in dict.fromkeys(page for _, page, _ in found):
        cells = [_cell(found.get((name, page, n))) for name in NAMES for n in CONNECTIONS]
        yield f"| {page} | {' | '.join(cells)} |"
    points, way, all_ = _scoring()
    yield ""
    yield (
        f"In process, of a full answer set: points {points:.3f} ms, the way through the questions "
        f"{way:.3f} ms, everything that the rules say {all_:.3f} ms."
    )


def _cell(figures: Figures | None) -> str:
    if figures is None:
        return ""
    percent = statistics.quantiles(figures.times, n=100)
    return f"{statistics.median(figures.cpu):.2f}, {percent[49]:.1f} / {percent[98]:.1f}"


def _start_table(
    servers: Mapping[str, Server],
    starts: Mapping[str, float],
    ways: Mapping[str, tuple[dict[str, Page], list[Reply]]],
) -> Iterator[str]:
    yield "| | " + " | ".join(NAMES) + " |"
    yield "|---|" + "--:|" * len(NAMES)
    rows = {
        "cold start to the first 200, s": [f"{starts[name]:.2f}" for name in NAMES],
        "worker at start / after all this, MB": [
            f"{starts[f'{name} MB']:.0f} / {servers[name].memory:.0f}" for name in NAMES
        ],
        "first view, by HTTP/1.1 without nginx: requests, kB plain / as by gzip -6": [
            _weight(_first_view(ways[name][1])) for name in NAMES
        ],
        "whole journey, the same": [_weight(ways[name][1]) for name in NAMES[:2]] + [""],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _first_view(replies: Sequence[Reply]) -> list[Reply]:
    """The first page with the files that it names: all before the first redirect."""
    sent = (number for number, reply in enumerate(replies) if reply.status == 303)
    return list(replies[: next(sent, len(replies))])


def _weight(replies: Sequence[Reply]) -> str:
    plain, small = sum(r.plain for r in replies), sum(r.small for r in replies)
    return f"{len(replies)}, {plain / 1000:.1f} / {small / 1000:.1f}"


if __name__ == "__main__":
    sys.exit(main())
