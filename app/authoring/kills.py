"""Which seeded faults are stopped: by the check, by a patient story or by a proof."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from app.authoring.lint.misplaced_text import misplaced_text
from app.authoring.mutants import OPERATORS, Mutant, mutants
from app.authoring.prove.proofs import first_breach
from app.authoring.stories import read_folder, shortfalls_of
from app.content.load import loads
from app.content.model import Questionnaire
from app.content.problems import ContentError, Problem
from app.content.source import read

STOPPERS = ("check", "story", "proof")
"""In the order in which they are asked; the first that objects stops the mutant."""
SAME, CRASH, NOBODY = "same", "crash", "nobody"
LEAST_MUTANTS = 500
LEAST_SHARE = 0.95
"""Of all faults. Of those that touch a warning sign, every one."""
AT_ONCE = 20
"""Mutants that a worker takes at a time."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant."""

    id: str
    operator: str
    warns: bool
    """It touches what a warning sign needs."""
    change: str
    stopped_by: str
    """A stopper; ``same`` where it means what the content means; ``nobody``; ``crash`` where a tool
    fell over, which is a fault of the tool."""
    reason: str
    """What the stopper said first."""

    @property
    def survives(self) -> bool:
        """Nobody stopped it."""
        return self.stopped_by in (NOBODY, CRASH)


@dataclass(frozen=True)
class Run:
    """The verdicts on every mutant of a content, and the seconds that it took."""

    verdicts: tuple[Verdict, ...]
    seconds: float
    digest: str

    @property
    def counted(self) -> tuple[Verdict, ...]:
        """Those that are faults: they do not mean what the content means."""
        return tuple(verdict for verdict in self.verdicts if verdict.stopped_by != SAME)

    @property
    def survivors(self) -> tuple[Verdict, ...]:
        """Those that nobody stopped."""
        return tuple(verdict for verdict in self.verdicts if verdict.survives)


# --- one mutant -----------------------------------------------------------------------------------


def judge(mutant: Mutant, digest: str, stories: Path, *, with_proof: bool = True) -> Verdict:
    """Show a mutant to the stoppers in turn. ``digest`` is that of the content without a fault."""
    try:
        stopped_by, reason = _stopped(mutant, digest, stories, with_proof=with_proof)
    except Exception as error:  # noqa: BLE001 (a tool that falls over is what is looked for)
        stopped_by, reason = CRASH, f"{type(error).__name__}: {error}"
    return Verdict(mutant.id, mutant.operator, mutant.warns, mutant.change, stopped_by, reason)


def _stopped(mutant: Mutant, digest: str, stories: Path, *, with_proof: bool) -> tuple[str, str]:
    try:
        questionnaire = loads(mutant.text.encode())
    except ContentError as error:
        return "check", error.problems[0].message
    if questionnaire.digest == digest:
        return SAME, ""
    found = next(misplaced_text(questionnaire), None)
    if found is not None:
        return "check", found[1]
    shortfall = _first_shortfall(questionnaire, stories)
    if shortfall is not None:
        return "story", shortfall
    breach = first_breach(questionnaire) if with_proof else None
    return ("proof", breach) if breach is not None else (NOBODY, "")


def _first_shortfall(questionnaire: Questionnaire, folder: Path) -> str | None:
    try:
        stories = read_folder(folder, questionnaire)
    except ContentError as error:
        return error.problems[0].message
    said = (f"{s.name}: {line}" for s in stories for line in shortfalls_of(s, questionnaire))
    return next(said, None)


# --- all of them, on several processors -----------------------------------------------------------


@dataclass(frozen=True)
class _Work:
    """What a worker process needs; it makes the mutants itself, as they are large to send."""

    mutants: tuple[Mutant, ...]
    digest: str
    stories: Path


_work: list[_Work] = []
"""One in each worker process; none in the process that starts them."""


def _begin(text: str, stories: Path) -> None:
    _work[:] = [_Work(mutants(text), loads(text.encode()).digest, stories)]


def _judge_some(positions: Iterable[int]) -> list[Verdict]:
    work = _work[0]
    return [judge(work.mutants[i], work.digest, work.stories) for i in positions]


def run(
    text: str,
    stories: Path,
    progress: Callable[[str], None] = lambda _: None,
    *,
    only: Callable[[Mutant], bool] = lambda _: True,
    workers: int = 2,
) -> Run:
    """Judge the mutants of a content; ``progress`` gets a line at least each 2 seconds.

    Raises :class:`ContentError` for content with faults of its own.
    """
    started = time.monotonic()
    chosen = [i for i, mutant in enumerate(mutants(text)) if only(mutant)]
    found: dict[int, Verdict] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (text, stories)) as pool:
        parts = [chosen[i : i + AT_ONCE] for i in range(0, len(chosen), AT_ONCE)]
        open_: dict[Future[list[Verdict]], list[int]] = {
            pool.submit(_judge_some, part): part for part in parts
        }
        while open_:
            done, _ = wait(open_, timeout=2, return_when="FIRST_COMPLETED")
            for future in done:
                found.update(zip(open_.pop(future), future.result(), strict=True))
            left = sum(verdict.survives for verdict in found.values())
            seconds = time.monotonic() - started
            progress(f"{len(found)} of {len(chosen)} mutants, {left} not stopped, {seconds:.0f} s")
    verdicts = tuple(found[i] for i in chosen)
    return Run(verdicts, time.monotonic() - started, loads(text.encode()).digest)


# --- what it shows --------------------------------------------------------------------------------


def read_survivors(file: Path) -> Mapping[str, str]:
    """The known survivors: for each id the reason why nobody stops it.

    Raises :class:`ContentError` for a file with faults, and :class:`OSError` when it cannot be
    read.
    """
    document = read(file.read_bytes())
    entries = document.data if isinstance(document.data, tuple) else ()
    known = {
        str(entry.get("id")): str(entry.get("reason", "")).strip()
        for entry in entries
        if isinstance(entry, dict)
    }
    problems = list(document.problems)
    if not problems and (len(known) < len(entries) or not all(known.values())):
        problems.append(Problem(1, 1, "each entry needs an id of its own and a reason."))
    if problems:
        raise ContentError(file.name, problems, "The known survivors were not read.")
    return known


def shortfalls(found: Run, known: Mapping[str, str]) -> tuple[str, ...]:
    """What keeps the run from being good, a line each; nothing where all is as it is listed."""
    return tuple(_shortfalls(found, known))


def _shortfalls(found: Run, known: Mapping[str, str]) -> Iterator[str]:
    if len(found.counted) < LEAST_MUTANTS:
        yield f"only {len(found.counted)} faults were made; at least {LEAST_MUTANTS} are needed."
    share = stopped_share(found.counted)
    if share < LEAST_SHARE:
        yield f"only {share:.1%} of the faults are stopped; at least {LEAST_SHARE:.0%} are needed."
    made = {verdict.id: verdict for verdict in found.verdicts}
    for verdict in found.survivors:
        if verdict.stopped_by == CRASH:
            yield f"{verdict.id}: a tool fell over: {verdict.reason}"
        elif verdict.warns:
            yield f"{verdict.id}: touches a warning sign, and nobody stops it."
        elif verdict.id not in known:
            yield f"{verdict.id}: nobody stops it, and it is no known survivor."
    for name in known:
        if name not in made:
            yield f"{name}: is a known survivor, and no such mutant is made. Take it off the list."
        elif not made[name].survives:
            by = made[name].stopped_by
            yield f"{name}: is a known survivor, and is stopped ({by}). Take it off the list."


def stopped_share(verdicts: Iterable[Verdict]) -> float:
    """How much of some faults is stopped, from 0 to 1; 1 where there are none."""
    survive = [verdict.survives for verdict in verdicts]
    return 1 - sum(survive) / len(survive) if survive else 1.0


def told(found: Run, known: Mapping[str, str]) -> Iterator[str]:
    """The kill table, the survivors with their reasons, and what falls short, a line each."""
    columns = ("made", *STOPPERS, "left", SAME)
    yield f"{'operator':28}" + "".join(f"{name:>8}" for name in columns)
    for operator in OPERATORS:
        yield _row(operator, [v for v in found.verdicts if v.operator == operator])
    yield _row("all", found.verdicts)
    yield _row("  of which touch a warning", [v for v in found.verdicts if v.warns])
    yield ""
    for verdict in found.survivors:
        reason = known.get(verdict.id, verdict.reason or "not listed")
        yield f"not stopped: {verdict.id}: {verdict.change}. {reason}"
    yield from _shortfalls(found, known)
    warned = stopped_share(verdict for verdict in found.counted if verdict.warns)
    yield (
        f"{stopped_share(found.counted):.1%} of {len(found.counted)} faults are stopped, "
        f"{warned:.1%} of those that touch a warning sign, in {found.seconds:.0f} s."
    )


def _row(name: str, verdicts: Iterable[Verdict]) -> str:
    verdicts = list(verdicts)
    count = Counter(verdict.stopped_by for verdict in verdicts)
    left = count[NOBODY] + count[CRASH]
    numbers = (len(verdicts), *(count[stopper] for stopper in STOPPERS), left, count[SAME])
    return f"{name:28}" + "".join(f"{number or '-':>8}" for number in numbers)


def as_plain(found: Run, known: Mapping[str, str]) -> dict[str, object]:
    """The same for machines."""
    return {
        "digest": found.digest,
        "seconds": round(found.seconds, 1),
        "stopped_share": stopped_share(found.counted),
        "stopped_share_of_warnings": stopped_share(v for v in found.counted if v.warns),
        "shortfalls": list(shortfalls(found, known)),
        "mutants": [
            {
                "id": verdict.id,
                "operator": verdict.operator,
                "touches_a_warning_sign": verdict.warns,
                "change": verdict.change,
                "stopped_by": verdict.stopped_by,
                "reason": known.get(verdict.id, verdict.reason),
            }
            for verdict in found.verdicts
        ],
    }
