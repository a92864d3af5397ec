"""How the time of the proofs grows: the content several times over, as one questionnaire."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.authoring.prove import prove
from app.authoring.prover import TooLargeError
from app.content.model import Questionnaire
from app.content.source import Plain, read

COPIED = ("items", "conditions", "warning_signs", "features", "overlays", "result_notes")
NAMES = frozenset(("id", "link_id", "question", "condition", "warning_sign", "feature", "overlay"))
"""The keys whose values name something that is copied."""


def times(file: Path, number: int) -> Questionnaire:
    """The content of a sound file with every question, sign, feature and overlay so many times.

    Copies refer to copies. Outcomes, bands and never rules are there once and see all of them; so
    are the GP questions, as the sheet has no room for more. The sections keep their order, so that
    all warning signs still come first. So every property must hold of the copies too.
    """
    data = read(file.read_bytes()).data
    if not isinstance(data, dict):
        raise TypeError("a sound file has keys and values")
    many = {**data, **{key: _copies(data.get(key, ()), number) for key in COPIED}}
    sections = [str(section["id"]) for section in _entries(data["sections"])]
    items = sorted(_entries(many["items"]), key=lambda item: sections.index(str(item["section"])))
    return Questionnaire.model_validate({**many, "items": tuple(items)})


def _entries(entries: Plain) -> list[Mapping[str, Plain]]:
    return [entry for entry in entries if isinstance(entry, dict)]


def _copies(entries: Plain, number: int) -> tuple[Plain, ...]:
    return tuple(
        _renamed(entry, f"-{copy}" if copy else "") for copy in range(number) for entry in entries
    )


def _renamed(plain: Plain, ending: str) -> Plain:
    if isinstance(plain, dict):
        return {
            key: f"{value}{ending}"
            if key in NAMES and isinstance(value, str)
            else _renamed(value, ending)
            for key, value in plain.items()
        }
    return tuple(_renamed(part, ending) for part in plain) if isinstance(plain, tuple) else plain


# --- measured -------------------------------------------------------------------------------------

STEPS = (1, 10, 100)


@dataclass(frozen=True)
class Step:
    """The proofs of the content several times over."""

    times: int
    questions: int
    seconds: float | None
    """``None`` where the content is too large, and ``refused`` says so."""
    refused: str = ""
    broken: tuple[str, ...] = ()
    """Properties that do not hold of the copies, although they hold of the content."""


def measure(file: Path, progress: Callable[[str], None]) -> Iterator[Step]:
    """Prove everything of the content :data:`STEPS` times over, one step after another."""
    for number in STEPS:
        content = times(file, number)
        progress(f"{number} times the content: {len(content.items)} questions")
        started = time.perf_counter()
        try:
            found = prove(content, progress)
        except TooLargeError as error:
            yield Step(number, len(content.items), None, str(error))
            continue
        broken = tuple(prop.id for prop in found if not prop.holds)
        yield Step(number, len(content.items), time.perf_counter() - started, broken=broken)


def in_lines(steps: Sequence[Step]) -> tuple[str, ...]:
    """The steps as a table, and what the refused ones would take if the growth went on alike.

    That last figure is worked out from the steps before, and says so.
    """
    return tuple(_lines(steps))


def _lines(steps: Sequence[Step]) -> Iterator[str]:
    done: list[Step] = []
    for step in steps:
        name = f"{step.times:4} times, {step.questions:5} questions"
        if step.seconds is None:
            yield f"{name}: refused. {step.refused}"
            if len(done) > 1:
                power = _power(done[0], done[-1])
                hours = _seconds(done[-1], power, step) / 3600
                yield (
                    f"      The time grew with the number of questions to the power {power:.1f}. "
                    f"Going on so, this would take {hours:,.0f} hours: worked out, not measured."
                )
        else:
            done.append(step)
            ratio = f", {step.seconds / (done[0].seconds or 1):.0f} times as long" * (len(done) > 1)
            broken = f"; NOT PROVED: {', '.join(step.broken)}" if step.broken else ""
            yield f"{name}: {step.seconds:.1f} s{ratio}{broken}"


def _power(first: Step, last: Step) -> float:
    longer = (last.seconds or 1) / (first.seconds or 1)
    return math.log(longer) / math.log(last.questions / first.questions)


def _seconds(last: Step, power: float, step: Step) -> float:
    return (last.seconds or 1) * math.pow(step.questions / last.questions, power)
