"""Commands for authors: ``flask --app app content ...``.

They need neither a running app nor its key, so that they work just when the app does not start.
Each prints text for people or, with ``--json``, data for machines, and exits with 1 when something
falls short.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from app.config import APPROVALS_FILE, QUESTIONS_FILE, ROOT, SCHEMA_FILE, cannot_read
from app.content.approvals import Approvals, read_approvals
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.content.source import read
from app.web.answer_store import Layout, LayoutError

if TYPE_CHECKING:
    from app.authoring.compare import Change
    from app.authoring.prove import Property

AUTHOR_TOOLS = {"z3": "z3", "pyphen": "pyphen"}
"""What the extra ``author`` brings: the module, and how people call it."""

STORIES = ROOT / "tests" / "vignettes"

FILE = click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
CONTENT = click.option("--content", "file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
JSON = click.option("--json", "as_json", is_flag=True, help="For machines.")
OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write this file instead of printing."
)


@click.group()
def content() -> None:
    """Look after questions.yaml."""


@content.command()
@FILE
@click.option("--links", is_flag=True, help="Also try every link. Needs a network.")
@JSON
def check(file: Path, links: bool, as_json: bool) -> None:
    """Say what is wrong with the content and with its wording: each with its place and its cure."""
    with _author_tools():
        from app.authoring.links import check_links, links_of, summary
        from app.authoring.wording import page_texts, wording
    questionnaire = _load(file, as_json=as_json)
    approvals = _approvals()
    document = read(file.read_bytes())
    ages = {page.name: page.reading_age for page in page_texts(questionnaire)}
    findings = wording(document, questionnaire, _today())
    urls = [link.url for link in links_of(document)] if links else []
    results = check_links(urls, progress=_progress)
    bad = [result for result in results if not result.works]
    if as_json:
        _print_json(
            {
                "file": file.name,
                "problems": [asdict(problem) for problem in findings],
                "version": questionnaire.version,
                "digest": questionnaire.digest,
                "approved": approvals.suffice_for(questionnaire),
                "reading_ages": ages,
                "links": [asdict(result) for result in results] if links else None,
            }
        )
    else:
        _print(problem.place_in(file.name) for problem in findings)
        _print(f"{result.state.value}: {result.url} ({result.detail})" for result in bad)
        if links:
            click.echo(summary(results))
        hardest = max(ages, key=lambda name: ages[name])
        click.echo(
            f"Reading ages: {min(ages.values()):.0f} to {ages[hardest]:.0f}; highest: {hardest}."
        )
        click.echo(
            f"Version {questionnaire.version}, digest {questionnaire.digest}: "
            f"{_approval(approvals, questionnaire) or 'a draft, not approved by a clinician.'}"
        )
        found = "no problems" if not findings else _number(len(findings), "problem of wording")
        click.echo(f"{file.name}: {found}. {_counts(questionnaire)}.")
    _exit(falls_short=bool(findings or bad))


@content.command()
@FILE
@click.option("--growth", is_flag=True, help="Show how the time grows with the content. Slow.")
@JSON
def prove(file: Path, growth: bool, as_json: bool) -> None:
    """Prove that no answers break a promise; print a journey for each that is broken."""
    with _author_tools():
        from app.authoring.growth import in_lines, measure
        from app.authoring.prove import prove as prove_all
        from app.authoring.prover import TooLargeError
    questionnaire = _load(file)
    if growth:
        measured = tuple(measure(file, _progress))
        _say(as_json, [asdict(step) for step in measured], in_lines(measured))
        return
    try:
        found = prove_all(questionnaire, _progress)
    except TooLargeError as error:
        _fail(str(error))
    held = sum(prop.holds for prop in found)
    seconds = sum(prop.seconds for prop in found)
    _say(
        as_json,
        [_plain_property(prop) for prop in found],
        (
            *(line for prop in found for line in _told_property(prop)),
            f"{held} of {len(found)} properties proved in {seconds:.1f} s.",
        ),
    )
    _exit(falls_short=held < len(found))


@content.command()
@click.argument("old")
@click.argument("new", default=str(QUESTIONS_FILE))
@click.option("--accept-less-urgent", metavar="REASON", help="Why something may be less urgent.")
@JSON
def compare(old: str, new: str, accept_less_urgent: str | None, as_json: bool) -> None:
    """Say who is told something else by NEW than by OLD, each with a journey.

    OLD and NEW are files or git revisions; NEW is the content that is served if left out. Exits
    with 1 when anything becomes less urgent and no reason is given.
    """
    with _author_tools():
        from app.authoring.compare import Direction
        from app.authoring.compare import compare as compare_all
        from app.authoring.differences import differences
        from app.authoring.prover import TooLargeError
        from app.authoring.versions import NoVersionError, read_version
    try:
        before, after = (read_version(name, QUESTIONS_FILE) for name in (old, new))
        changes = compare_all(before, after, _progress)
    except (ContentError, TooLargeError, NoVersionError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(error))
    differ = tuple(differences(before, after))
    less = sum(change.direction is Direction.less for change in changes)
    reason = (accept_less_urgent or "").strip()
    verdict = (
        f"{_number(len(differ), 'difference')} of text or rule. "
        f"{_number(len(changes), 'change')} of what people are told, {less} less urgent."
    )
    if less:
        verdict += f" Accepted: {reason}" if reason else " Give a reason: --accept-less-urgent."
    _say(
        as_json,
        {
            "old": before.digest,
            "new": after.digest,
            "changes": [asdict(change) for change in changes],
            "differences": [asdict(difference) for difference in differ],
            "accepted": reason or None,
        },
        (
            *(line for change in changes for line in _told_change(change)),
            *(f"{d.what}: “{d.old}” is now “{d.new}”" for d in differ),
            verdict,
        ),
    )
    _exit(falls_short=bool(less and not reason))


@content.command()
@click.argument("answers", type=click.Path(path_type=Path))
@CONTENT
@JSON
def score(answers: Path, file: Path, as_json: bool) -> None:
    """Say all that the rules make of some ANSWERS (YAML, as in tests/vignettes), with reasons.

    Exits with 1 when a story expects something else.
    """
    from app.authoring.score import in_lines
    from app.authoring.score import score as score_one
    from app.authoring.stories import read_stories, shortfalls_of

    questionnaire = _load(file)
    try:
        stories = read_stories(answers, questionnaire)
    except ContentError as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(error))
    scores = [score_one(questionnaire, story.answers) for story in stories]
    wrong = [shortfalls_of(story, questionnaire) for story in stories]
    told = zip(stories, scores, wrong, strict=True)
    _say(
        as_json,
        [
            {"story": story.text, **found.plain(), "not_as_expected": lines}
            for story, found, lines in told
        ],
        (
            line
            for story, found, lines in zip(stories, scores, wrong, strict=True)
            for line in (
                story.text,
                *in_lines(found),
                *(f"NOT AS EXPECTED: {shortfall}" for shortfall in lines),
                "",
            )
        ),
    )
    _exit(falls_short=any(wrong))


@content.command()
@FILE
@click.option("--mermaid", is_flag=True, help="As Mermaid text instead of a page.")
@OUTPUT
@JSON
def graph(file: Path, mermaid: bool, output: Path | None, as_json: bool) -> None:
    """Draw the way through the questions as one HTML page that needs nothing else."""
    from app.authoring.flow import flow
    from app.authoring.graph import graph_page
    from app.authoring.graph import mermaid as as_mermaid

    questionnaire = _load(file)
    if as_json:
        _write(output, _json(asdict(flow(questionnaire))))
    else:
        _write(output, (as_mermaid if mermaid else graph_page)(questionnaire))


@content.command()
@FILE
@OUTPUT
@JSON
def review(file: Path, output: Path | None, as_json: bool) -> None:
    """Make the page that a clinician reads and signs: every screen, rule and source in words."""
    with _author_tools():
        from app.authoring.compare import compare as compare_all
        from app.authoring.review import review_page, to_settle
        from app.authoring.versions import NoVersionError, read_version
        from app.authoring.wording import page_texts
    questionnaire = _load(file)
    approvals = _approvals()
    ages = [(page.name, page.reading_age) for page in page_texts(questionnaire)]
    approved, changes = None, None
    last = approvals.last
    if last is not None:
        try:
            approved = read_version(str(last.revision), file)
        except (NoVersionError, ContentError) as error:
            _fail(f"The content last approved cannot be read, so nothing can be compared. {error}")
        changes = tuple(
            line
            for change in compare_all(approved, questionnaire, _progress)
            for line in _told_change(change)
        )
    approval = _approval(approvals, questionnaire)
    if as_json:
        plain = {
            "version": questionnaire.version,
            "digest": questionnaire.digest,
            "approval": approval,
            "reading_ages": dict(ages),
            "to_settle": [asdict(entry) for entry in to_settle(questionnaire)],
            "changes": changes,
        }
        _write(output, _json(plain))
    else:
        page = review_page(
            questionnaire,
            reading_ages=ages,
            approval=approval,
            changes=changes,
            made_on=_today(),
            approved=approved,
        )
        _write(output, page)


@content.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if out of date.")
def schema(only_check: bool) -> None:
    """Write questions.schema.json, by which editors complete and check questions.yaml."""
    text = _schema()
    if not only_check:
        SCHEMA_FILE.write_text(text, encoding="utf-8")
        click.echo(f"{SCHEMA_FILE.name} is written.")
    elif SCHEMA_FILE.is_file() and SCHEMA_FILE.read_text(encoding="utf-8") == text:
        click.echo(f"{SCHEMA_FILE.name} is up to date.")
    else:
        _fail(f"{SCHEMA_FILE.name} is out of date. Write it anew: flask --app app content schema")


# --- what the commands share ----------------------------------------------------------------------


@contextmanager
def _author_tools() -> Iterator[None]:
    """Say how to get the tools for authors, where they are not installed."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name not in AUTHOR_TOOLS:
            raise
        _fail(f"This needs {missing.name}. Install it: pip install -e '.[author]'")


def _load(file: Path, *, as_json: bool = False) -> Questionnaire:
    """The content of a file that could be served; otherwise say why not and exit with 1."""
    try:
        questionnaire = load(file)
        Layout(questionnaire)
    except ContentError as error:
        if as_json:
            _print_json({"file": file.name, "problems": [asdict(p) for p in error.problems]})
            sys.exit(1)
        _fail(str(error))
    except LayoutError as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(error))
    return questionnaire


def _approvals() -> Approvals:
    try:
        return read_approvals(APPROVALS_FILE)
    except ContentError as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(error))


def _approval(approvals: Approvals, questionnaire: Questionnaire) -> str | None:
    """Who approved this very content, in a sentence."""
    return next((str(a) for a in approvals.of(questionnaire) if a.suffices), None)


def _told_property(prop: "Property") -> Iterator[str]:
    yield f"{'proved' if prop.holds else 'BROKEN'}  {prop.id}: {prop.text} ({prop.checks} checks)"
    yield from (f"        {line}" for line in prop.broken_by)


def _plain_property(prop: "Property") -> dict[str, object]:
    answers = {name: sorted(codes) for name, codes in (prop.answers or {}).items()}
    return {**asdict(prop), "answers": answers}


def _told_change(change: "Change") -> Iterator[str]:
    yield f"{change.direction.value}: {change.text}"
    yield from (f"        {line}" for line in change.journey)


def _counts(questionnaire: Questionnaire) -> str:
    counted = {
        "question": questionnaire.items,
        "warning sign": questionnaire.warning_signs,
        "outcome": questionnaire.outcomes,
        "GP question": questionnaire.gp_questions,
        "source": questionnaire.sources,
    }
    return ", ".join(_number(len(entries), name) for name, entries in counted.items())


def _number(count: int, name: str) -> str:
    first, _, rest = name.partition(" of ")
    plural = first if count == 1 else f"{first}s"
    return f"{count} {plural}{' of ' + rest if rest else ''}"


def _schema() -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Questionnaire.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _today() -> date:
    return datetime.now(UTC).date()


def _progress(text: str) -> None:
    click.echo(text, err=True)


def _say(as_json: bool, plain: object, lines: Iterable[str]) -> None:
    if as_json:
        click.echo(_json(plain), nl=False)
    else:
        _print(lines)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _json(plain: object) -> str:
    return json.dumps(plain, indent=2, ensure_ascii=False, default=_as_plain) + "\n"


def _as_plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _print_json(plain: object) -> None:
    click.echo(_json(plain), nl=False)


def _write(output: Path | None, text: str) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        _fail(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"{output} is written.")


def _exit(*, falls_short: bool) -> None:
    if falls_short:
        sys.exit(1)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
