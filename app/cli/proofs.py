"""``prove`` and ``compare``: what the rules do for all answers."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.terminal import (
    FILE,
    JSON,
    approvals_on_file,
    author_tools,
    counted,
    fail,
    faults,
    load_content,
    progress,
    questions_file,
    say,
)
from app.config import CASELOAD_FILE, beside
from app.content.model import Questionnaire

if TYPE_CHECKING:
    from app.authoring.compare.changes import Change
    from app.authoring.prove.proofs import Property


@click.command()
@FILE
@JSON
def prove(file: Path, as_json: bool) -> None:
    """Prove that no answers break a promise; print a journey for each that is broken."""
    with author_tools():
        from app.authoring.prove.proofs import prove as prove_all
        from app.authoring.prove.prover import TooLargeError
    questionnaire = load_content(file, as_json=as_json)
    try:
        found = prove_all(questionnaire, progress)
    except TooLargeError as error:
        fail(str(error))
    say([_data(prop) for prop in found], None if as_json else _proved(found))
    sys.exit(not all(prop.holds for prop in found))


def _proved(found: "tuple[Property, ...]") -> Iterator[str]:
    for prop in found:
        held = "proved" if prop.holds else "BROKEN"
        yield f"{held}  {prop.id}: {prop.text} ({counted(prop.checks, 'check')})"
        yield from (f"        {line}" for line in prop.broken_by)
    seconds = sum(prop.seconds for prop in found)
    held_by = sum(prop.holds for prop in found)
    yield f"{held_by} of {len(found)} properties proved in {seconds:.1f} s."


def _data(prop: "Property") -> dict[str, object]:
    answers = {name: sorted(codes) for name, codes in (prop.answers or {}).items()}
    return {**asdict(prop), "answers": answers}


MOST_GROUPS = 6
"""Of changes, in 10 lines; the last of these says how many more there are."""


ACCEPT = 'make check REASON="..." (--accept-less-urgent)'
JUDGED = 'make check JUDGED="..." (--judged)'
"""How the two are given to ``make check`` and to ``compare``."""


def _signed_or_committed() -> str:
    """What content is compared with when nobody says."""
    last = approvals_on_file().last
    return last.revision if last and last.revision else "HEAD"


PEOPLE = 10_000
"""Of the mix, put to both contents where somebody's level changes: 5 seconds."""


def _of_100(
    changes: "Sequence[Change]", file: Path, old: Questionnaire, new: Questionnaire
) -> Mapping[tuple[str, str], float] | None:
    """How many of 100 people go from which level to which; ``None`` where no mix tells."""
    from app.authoring.caseload.figures import moved
    from app.authoring.caseload.mix import read_mix
    from app.authoring.caseload.people import NoAnswerError

    if not any(change.kind == "level" for change in changes):
        return None
    progress("the people of the mix")
    try:
        return moved(read_mix(beside(file, "caseload.yaml", CASELOAD_FILE)), old, new, PEOPLE)
    except NoAnswerError as error:
        progress(str(error))
        return None


@click.command()
@click.argument("old", required=False)
@click.argument("new", default=lambda: str(questions_file()))
@click.option("--accept-less-urgent", metavar="REASON", help="Why something may be less urgent.")
@click.option("--judged", metavar="BY", help="Who judged the texts that warn people.")
@click.option("--brief", is_flag=True, help="In 10 lines, without journeys.")
@click.option("--all", "every", is_flag=True, help="Every change with a journey.")
@JSON
def compare(
    old: str | None,
    new: str,
    *,
    accept_less_urgent: str | None,
    judged: str | None,
    brief: bool,
    every: bool,
    as_json: bool,
) -> None:
    """Say who is told something else by NEW than by OLD, each with a journey.

    OLD and NEW are files or git revisions. If left out, OLD is the content last approved, or last
    committed before the first approval, and NEW the content that is served. Changes of one kind
    stand together. Exits with 1 when anything becomes less urgent and no reason is given, and when
    a text that warns people has changed and nobody has judged it.
    """
    with author_tools():
        from app.authoring.compare.changes import Direction, headline, in_groups, in_lines
        from app.authoring.compare.changes import compare as compare_all
        from app.authoring.compare.differences import differences
        from app.authoring.compare.versions import (
            NothingBeforeError,
            NoVersionError,
            read_version,
        )
        from app.authoring.prove.prover import TooLargeError
    nobody_said = old is None
    old = _signed_or_committed() if old is None else old
    try:
        with faults(as_json):
            file = Path(new) if Path(new).is_file() else questions_file()
            before, after = (read_version(name, file) for name in (old, new))
            changes = compare_all(before, after, progress)
            of_100 = None if as_json or every else _of_100(changes, file, before, after)
    except (TooLargeError, NoVersionError) as error:
        if nobody_said and isinstance(error, NothingBeforeError):
            say({"changes": []}, None if as_json else [str(error)])
            return
        fail(str(error))
    differ = tuple(differences(before, after))
    same_version = bool(differ) and before.version == after.version
    directions = {change.direction for change in changes}
    is_less, is_judge = Direction.less in directions, Direction.judge in directions
    reason, by = (accept_less_urgent or "").strip(), (judged or "").strip()

    def lines() -> Iterator[str]:
        yield f"Compared with {old}. {headline(changes)}"
        groups = list(in_groups(changes, of_100))
        if every:
            yield from in_lines(changes)
        elif brief:
            shown = groups if len(groups) <= MOST_GROUPS else groups[: MOST_GROUPS - 1]
            yield from (line for line, _ in shown)
            if more := len(groups) - len(shown):
                yield f"And {more} more kinds of change: content compare without --brief."
        else:
            yield from (text for line, rest in groups for text in (line, *rest))
        if not brief:
            yield from map(str, differ)
        same = " The version is the same: write the date of this change." if same_version else ""
        yield f"{counted(len(differ), 'difference')} of text or rule.{same}"
        if is_less:
            cure = f"Mend it, or say why it may be less urgent: {ACCEPT}"
            yield f"Accepted: {reason}" if reason else cure
        if is_judge:
            cure = f"A person must judge the texts, then say who did: {JUDGED}"
            yield f"Judged: {by}" if by else cure

    data = {
        "old": before.digest,
        "new": after.digest,
        "changes": [asdict(change) for change in changes],
        "differences": [asdict(difference) for difference in differ],
        "accepted": reason or None,
        "judged": by or None,
    }
    say(data, None if as_json else lines())
    sys.exit(bool((is_less and not reason) or (is_judge and not by)))
