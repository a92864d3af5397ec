"""How time grows with the questionnaire: content of any length, and what a page of it costs."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml

from app.authoring.lint.page_texts import page_texts
from app.authoring.lint.wording import wording
from app.content.load import load
from app.content.source import read
from app.web.layout import Layout, LayoutError
from bench.load import Page, load_on
from bench.servers import running
from bench.visitor import Visitor, hidden_fields, request
from tests.web.tiny import TINY

SMALL, MIDDLE = 20, 60
LOADED = (1000, 3000)
ROUNDS, EACH, LOADS = 21, 60, 3
MOST_GROWTH, MOST_SECONDS = 1.3, 5


def content(length: int) -> dict[str, Any]:
    """The questionnaire of the tests with so many questions.

    Of those added every fourth is asked only after one answer to the one before it, and every fifth
    counts for the score.
    """
    made: dict[str, Any] = yaml.load(TINY.read_bytes(), yaml.CSafeLoader)
    added = range(length - len(made["items"]))
    made["items"] += [_item(number) for number in added]
    made["sheet"]["rows"].append(
        {"label": "Details", "questions": [f"detail-{number}" for number in added]}
    )
    made["features"] += [
        {
            "id": f"G{number}",
            "text": f"Detail {number} fits.",
            "text_if_not": f"Detail {number} does not fit.",
            "item_weight": 1,
            "when": {"question": f"detail-{number}", "chosen": ["often"]},
            "sources": ["S1"],
        }
        for number in added[::5]
    ]
    return made


def _item(number: int) -> dict[str, Any]:
    asked = {"enable_when": {"question": f"detail-{number - 1}", "chosen": ["often"]}}
    codes = ("often", "sometimes", "rarely", "never", "unknown")
    return {
        "link_id": f"detail-{number}",
        "section": "pain",
        "text": f"How often does detail {number} occur?",
        "short": f"Detail {number}",
        "why": "It matters.",
        "error": f"Select how often detail {number} occurs",
        "answer_option": [{"code": code, "text": code.capitalize()} for code in codes],
        "sources": ["S1"],
        **(asked if number % 4 == 3 else {}),
    }


def written(folder: Path, length: int) -> Path:
    """The content of that length as a file."""
    file = folder / f"{length}.yaml"
    file.write_text(
        yaml.safe_dump(content(length), sort_keys=False, width=10_000), encoding="utf-8"
    )
    return file


def measured(
    folder: Path, say: Callable[[str], None]
) -> tuple[list[str], list[tuple[str, float, float]]]:
    """The table, and what goals it has figures for: name, figure, and the most it may be."""
    lengths = (SMALL, MIDDLE, _largest(folder))
    found = _in_turn(folder, lengths, say)
    rows = ["Processor, ms, at the last question with all before it answered:", ""]
    rows += [f"| | {' | '.join(f'{length} questions' for length in lengths)} |"]
    rows += ["|---|" + "--:|" * len(lengths)]
    goals = []
    for kind in ("question", "answer"):
        middle = [statistics.median(found[length, kind]) for length in lengths]
        rows.append(f"| {kind} | {' | '.join(f'{ms:.2f}' for ms in middle)} |")
        ratios = [
            large / small
            for small, large in zip(found[SMALL, kind], found[lengths[-1], kind], strict=True)
        ]
        growth = statistics.median(ratios)
        goals.append((f"{kind}, {lengths[-1]} questions, of {SMALL}", growth, MOST_GROWTH))
    times = LOADED[-1] / LOADED[0]
    for what, work in {"load": load, "content check": _check}.items():
        say(f"{what} of {LOADED[-1]} questions")
        seconds = [_seconds(work, written(folder, length)) for length in LOADED]
        goals.append((f"{what} of {LOADED[-1]} questions, s", seconds[-1], MOST_SECONDS))
        goals.append((f"the same, of {LOADED[0]}", seconds[-1] / seconds[0], times * 1.2))
    return rows, goals


def _largest(folder: Path) -> int:
    """As many questions as the cookie has room for."""
    length = MIDDLE
    try:
        while True:
            Layout(load(written(folder, length + 1)))
            length += 1
    except LayoutError:
        return length


def _in_turn(
    folder: Path, lengths: tuple[int, ...], say: Callable[[str], None]
) -> dict[tuple[int, str], list[float]]:
    found: dict[tuple[int, str], list[float]] = {}
    with ExitStack() as stack:
        servers = {}
        for length in lengths:
            file = str(written(folder, length))
            servers[length] = stack.enter_context(
                running("self-check", folder, QUESTIONS_FILE=file)
            )
        pages = {length: dict(_last_pages(server.port)) for length, server in servers.items()}
        for number in range(-1, ROUNDS):
            say(f"growth, round {number + 1} of {ROUNDS}" if number >= 0 else "growth, warm-up")
            for kind in ("question", "answer"):
                for length in lengths:
                    cpu, _ = load_on(servers[length], pages[length][kind], 1, EACH)
                    if number >= 0:
                        found.setdefault((length, kind), []).append(cpu)
    return found


def _last_pages(port: int) -> Iterator[tuple[str, Page]]:
    """The last question of all and the answer to it."""
    visitor = Visitor(port)
    url = visitor.post("/start", {}).location
    before = {"age": "from-18", "pregnant": "no", "signs": "none", "place": "buttock"}
    while url.startswith("/questions/"):
        text = visitor.get(url).body.decode()
        link_id = url.removeprefix("/questions/")
        answer = {**before, "side": "left"}.get(link_id, "often")
        fields = {**hidden_fields(text), "answer": [answer]}
        question, sent = request(url, visitor.cookie), request(url, visitor.cookie, fields)
        url = visitor.post(url, fields).location
    yield "question", (question, 200)
    yield "answer", (sent, 303)


def _check(file: Path) -> None:
    """All that ``content check`` does but for the cookie, which has no room for so many."""
    questionnaire = load(file)
    wording(read(file.read_bytes()), questionnaire)
    for page in page_texts(questionnaire):
        _ = page.reading_age
    _ = questionnaire.digest


def _seconds(work: Callable[[Path], object], file: Path) -> float:
    times = []
    for _ in range(LOADS):
        start = time.process_time()
        work(file)
        times.append(time.process_time() - start)
    return min(times)
