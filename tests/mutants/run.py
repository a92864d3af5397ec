"""``make mutants``: which layer stops each slip first, and which slips nothing stops."""

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from app.authoring.compare.changes import Direction
from app.authoring.compare.changes import compare as changes_of
from app.authoring.lint.wording import wording
from app.authoring.prove.properties import PROPERTIES
from app.authoring.prove.prover import Prover
from app.authoring.stories import FOLDER, read_folder, shortfalls_of
from app.config import QUESTIONS_FILE
from app.content.load import load, loads
from app.content.model import Questionnaire
from app.content.pictures import pictures_beside
from app.content.problems import ContentError
from app.content.source import read
from tests.mutants.making import OPERATORS, Slip, slips

LEAST_SHARE = 0.985
"""Of all slips. Of those that touch a warning sign, every one."""
NOTHING, CRASH, SAME, NO_EFFECT = "nothing", "crash", "same", "no effect"
HARMLESS = (SAME, NO_EFFECT)


@dataclass(frozen=True)
class Spoilt:
    """Content with a slip: its text, what it loads as, what it should be, and its stories."""

    raw: bytes
    content: Questionnaire
    original: Questionnaire
    folder: Path


Layer = Callable[[Spoilt], str | None]
"""What is first wrong with spoilt content."""


def check(spoilt: Spoilt) -> str | None:
    """What its wording falls short of."""
    found = wording(read(spoilt.raw), spoilt.content)
    return found[0].message if found else None


def stories(spoilt: Spoilt) -> str | None:
    """What does not come of a patient's answers as the story expects."""
    try:
        told = read_folder(spoilt.folder, spoilt.content)
    except ContentError as error:
        return error.problems[0].message
    return next(
        (f"{s.name}: {line}" for s in told for line in shortfalls_of(s, spoilt.content)), None
    )


def prove(spoilt: Spoilt) -> str | None:
    """The promise that is broken. The two that ask most are put last."""
    prover = Prover(spoilt.content)
    for name, _text, broken in sorted(PROPERTIES, key=lambda entry: entry[0] in ("P3", "P6")):
        breach = next(filter(None, broken(prover)), None)
        if breach is not None:
            return f"{name}: {breach.part}"
    return None


def compare(spoilt: Spoilt) -> str | None:
    """What is less urgent than in the content as it stands, or is for a person to judge."""
    bad = (Direction.less, Direction.judge)
    changes = changes_of(spoilt.original, spoilt.content)
    return next((change.text for change in changes if change.direction in bad), None)


LAYERS: Mapping[str, Layer] = {f.__name__: f for f in (check, stories, compare, prove)}
"""What content is shown to that loads, the quickest first."""


@dataclass(frozen=True)
class Verdict:
    """What became of a slip."""

    operator: str
    place: str
    touches_a_sign: bool
    stopped_by: str
    """``load`` or a layer; ``nothing``; ``crash`` where a layer fell over, which stops nothing;
    ``same`` where no value differs; ``no effect`` where an order or a rule of a sign
    differs, and z3 finds nobody who is warned or led otherwise."""
    reason: str

    @property
    def survives(self) -> bool:
        """Nothing stopped it."""
        return self.stopped_by in (NOTHING, CRASH)


_load = cache(load)


def judge(file: Path, slip: Slip, layers: Iterable[str] = LAYERS) -> Verdict:
    """Show a slip in the content of a file to some layers in turn."""
    try:
        stopped_by, reason = _stopped_by(slip, _load(file), layers, file.parent / FOLDER)
    except Exception as error:  # noqa: BLE001 (a layer that falls over is a finding)
        stopped_by, reason = CRASH, f"{type(error).__name__}: {error}"
    return Verdict(slip.operator, slip.place, slip.touches_a_sign, stopped_by, reason)


def _stopped_by(
    slip: Slip, original: Questionnaire, layers: Iterable[str], folder: Path
) -> tuple[str, str]:
    try:
        spoilt = loads(slip.raw, read_picture=pictures_beside(folder.parent))
    except ContentError as error:
        return "load", error.problems[0].message
    if spoilt.digest == original.digest:
        return SAME, ""
    for layer in layers:
        reason = LAYERS[layer](Spoilt(slip.raw, spoilt, original, folder))
        if reason is not None:
            return layer, reason
    no_effect = slip.compare_sees_all and not changes_of(original, spoilt)
    return NO_EFFECT if no_effect else NOTHING, ""


def share_stopped(verdicts: Iterable[Verdict]) -> float:
    """How much of what is not harmless is stopped; 1 where there is none."""
    faults = [verdict.survives for verdict in verdicts if verdict.stopped_by not in HARMLESS]
    return 1 - sum(faults) / len(faults) if faults else 1.0


def falls_short(verdicts: Sequence[Verdict]) -> bool:
    """A slip that touches a warning sign survives, or too many others do."""
    signs = (verdict for verdict in verdicts if verdict.touches_a_sign)
    return share_stopped(signs) < 1 or share_stopped(verdicts) < LEAST_SHARE


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """How many each layer stops, by operator; what nothing stops, and the shares."""
    columns = ("load", *LAYERS, NOTHING, CRASH, *HARMLESS)
    signs = [verdict for verdict in verdicts if verdict.touches_a_sign]
    rows = {name: [v for v in verdicts if v.operator == name] for name in OPERATORS}
    yield f"{'':22}{'made':>9}" + "".join(f"{name:>9}" for name in columns)
    for name, some in {**rows, "all": verdicts, "touch a warning sign": signs}.items():
        count = Counter(verdict.stopped_by for verdict in some)
        numbers = (len(some), *(count[column] for column in columns))
        yield f"{name:22}" + "".join(f"{number or '-':>9}" for number in numbers)
    for verdict in verdicts:
        sign = "TOUCHES A WARNING SIGN: " if verdict.touches_a_sign and verdict.survives else ""
        if verdict.survives or verdict.stopped_by == NO_EFFECT:
            found = f"{sign}{verdict.operator}: {verdict.place} {verdict.reason}"
            yield f"{verdict.stopped_by}: {found}".rstrip()
    yield f"Stopped of those that touch a warning sign: {share_stopped(signs):.2%} (100% needed)."
    yield f"Stopped of all: {share_stopped(verdicts):.2%} ({LEAST_SHARE:.1%} needed)."


def main() -> int:
    """Judge every slip, or a sample, in two processes; 1 where the content falls short."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many, drawn by lot")
    parser.add_argument("--file", type=Path, default=QUESTIONS_FILE, help="other content")
    parser.add_argument("--seed", type=int, default=0, help="for another lot")
    wanted = parser.parse_args()
    chosen: Sequence[Slip] = slips(wanted.file)
    if wanted.sample is not None:
        chosen = random.Random(wanted.seed).sample(chosen, min(wanted.sample, len(chosen)))
    verdicts = []
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for verdict in pool.imap(partial(judge, wanted.file), chosen):
            verdicts.append(verdict)
            if len(verdicts) % 100 == 0:
                print(f"{len(verdicts)} of {len(chosen)}", file=sys.stderr, flush=True)
    print("\n".join(table(verdicts)))
    return int(falls_short(verdicts))


if __name__ == "__main__":
    sys.exit(main())
