"""``score``, ``stories``, ``graph``, ``review``, ``last-resort``: the content as people read it."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.terminal import (
    CONTENT,
    FILE,
    JSON,
    OUTPUT,
    PATH,
    approvals_file,
    approvals_on_file,
    author_tools,
    counted,
    fail,
    faults,
    load_content,
    plain,
    progress,
    say,
    today,
    write,
)
from app.config import CASELOAD_FILE, beside
from app.content.approvals import Approvals
from app.content.model import Questionnaire
from app.web.errors import last_resort_page
from app.web.pages import cards_of

REVIEW_PEOPLE = 2_000
"""So many people of the mix are drawn for the review page, which is to be made quickly."""


@click.command()
@click.argument("answers", type=PATH)
@CONTENT
@JSON
def score(answers: Path, file: Path, as_json: bool) -> None:
    """Say all that the rules make of some ANSWERS (YAML, as in stories), with reasons.

    Exits with 1 when a story expects something else.
    """
    from app.authoring.score import in_lines
    from app.authoring.score import score as score_one
    from app.authoring.stories import read_stories, shortfalls_of

    questionnaire = load_content(file, as_json=as_json)
    with faults(as_json):
        stories = read_stories(answers, questionnaire)
    found = [
        (story, score_one(questionnaire, story.answers), shortfalls_of(story, questionnaire))
        for story in stories
    ]

    def lines() -> Iterator[str]:
        for story, scored, wrong in found:
            yield f"== {story.text}"
            yield from in_lines(scored)
            yield from (f"NOT AS EXPECTED: {line}" for line in wrong)

    data = [
        {"story": story.text, **asdict(scored), "not_as_expected": wrong}
        for story, scored, wrong in found
    ]
    say(data, None if as_json else lines())
    sys.exit(any(wrong for _, _, wrong in found))


@click.command()
@FILE
@JSON
def stories(file: Path, as_json: bool) -> None:
    """Say which stories, in the folder beside the content, do not end as they say.

    Exits with 1 when one does not.
    """
    from app.authoring.stories import FOLDER, gaps_of, read_folder, shortfalls_of

    questionnaire = load_content(file, as_json=as_json)
    folder = file.parent / FOLDER
    with faults(as_json):
        gaps = gaps_of(folder, questionnaire)
        told = () if gaps else read_folder(folder, questionnaire)
    wrong = [(s, found) for s in told if (found := shortfalls_of(s, questionnaire))]

    def lines() -> Iterator[str]:
        yield from gaps
        for story, shortfalls in wrong:
            yield f"{story.name}: {story.text}"
            yield from (f"  {line}" for line in shortfalls)
        if not gaps:
            found = counted(len(told), "story", "stories")
            yield f"{found} in {folder}: {counted(len(wrong), 'ends', 'end')} otherwise."

    data = {"stories": len(told), "gaps": gaps, "wrong": {s.name: w for s, w in wrong}}
    say(data, None if as_json else lines())
    sys.exit(bool(gaps or wrong))


@click.command()
@FILE
@OUTPUT
def graph(file: Path, output: Path | None) -> None:
    """Say the way through the questions as Mermaid text, which editors and code hosts draw."""
    from app.authoring.review.graph import mermaid

    write(mermaid(load_content(file)), output)


@click.command()
@FILE
@OUTPUT
@JSON
def review(file: Path, output: Path | None, as_json: bool) -> None:
    """Make the page that a clinician reads and signs: every screen, rule and source in words."""
    with author_tools():
        from app.authoring.caseload.figures import caseload_of
        from app.authoring.caseload.mix import read_mix
        from app.authoring.caseload.people import NoAnswerError
        from app.authoring.compare.changes import compare, in_lines
        from app.authoring.lint.page_texts import page_texts
        from app.authoring.review.page import review_page, to_settle
    questionnaire = load_content(file, as_json=as_json)
    approvals = approvals_on_file()
    approval = approvals.sentence_for(questionnaire)
    approved = _last_approved(approvals, questionnaire, file)
    changes = None
    if approved is not None:
        changes = in_lines(compare(approved, questionnaire, progress))
    ages = [(page.name, page.reading_age) for page in page_texts(questionnaire)]
    with faults(as_json):
        mix = read_mix(beside(file, "caseload.yaml", CASELOAD_FILE))
    found, unfit = None, ""
    try:
        found = caseload_of(mix, questionnaire, REVIEW_PEOPLE)
    except NoAnswerError as error:
        unfit = str(error)
    if as_json:
        data = {
            "version": questionnaire.version,
            "digest": questionnaire.digest,
            "approval": approval,
            "reading_ages": dict(ages),
            "to_settle": [asdict(entry) for entry in to_settle(questionnaire)],
            "changes": changes,
            "caseload": unfit if found is None else asdict(found),
        }
        write(plain(data), output)
        return
    page = review_page(
        questionnaire,
        reading_ages=ages,
        approval=approval,
        changes=changes,
        made_on=today(),
        approved=approved,
        caseload=unfit if found is None else found,
    )
    write(page, output)


@click.command()
@FILE
@OUTPUT
def last_resort(file: Path, output: Path | None) -> None:
    """Make the page that a proxy shows when no copy answers: when to call 999 and 111."""
    questionnaire = load_content(file)
    approved = approvals_on_file().suffice_for(questionnaire)
    write(last_resort_page(cards_of(questionnaire), approved=approved), output)


def _last_approved(
    approvals: Approvals, questionnaire: Questionnaire, file: Path
) -> Questionnaire | None:
    """The content last approved, out of its git revision; ``None`` before the first approval."""
    from app.authoring.compare.versions import NoVersionError, read_version

    last = approvals.last
    if last is None or last.digest == questionnaire.digest:
        return None if last is None else questionnaire
    needed = "To say what changed since, the content last approved is needed."
    if last.revision is None:
        fail(f"{needed} {approvals_file().name} names no revision for it: add one.")
    try:
        with faults():
            approved = read_version(last.revision, file)
    except NoVersionError as error:
        fail(f"{needed} {error}")
    if approved.digest != last.digest:
        fail(
            f"{needed} Revision {last.revision} holds other content: mend {approvals_file().name}."
        )
    return approved
