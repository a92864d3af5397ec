"""``check``: what an author runs after each edit."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.terminal import (
    FILE,
    JSON,
    approvals_on_file,
    author_tools,
    counted,
    load_content,
    progress,
    say,
    today,
)
from app.content.model import Questionnaire
from app.content.source import read


@click.command()
@FILE
@click.option("--links", is_flag=True, help="Also try every link. Needs a network.")
@JSON
def check(file: Path, links: bool, as_json: bool) -> None:
    """Say what is wrong with the content and its wording: each fault with its place and its cure.

    Exits with 1 for any of them, and for a link that does not open.
    """
    questionnaire = load_content(file, as_json=as_json)
    with author_tools():
        from app.authoring.lint.links import check_links, links_of, summary
        from app.authoring.lint.page_texts import page_texts
        from app.authoring.lint.wording import wording
    document = read(file.read_bytes())
    findings = wording(document, questionnaire)
    places = {link.url: document.place(link.path) for link in links_of(document)} if links else {}
    results = check_links(places, progress=progress)
    bad = [result for result in results if not result.works]
    ages = {page.name: page.reading_age for page in page_texts(questionnaire) if page.texts}
    leaflet = questionnaire.leaflet
    overdue = leaflet.overdue(today()) if leaflet else None
    approval = approvals_on_file().sentence_for(questionnaire)

    def lines() -> Iterator[str]:
        yield from (problem.place_in(file.name) for problem in findings)
        for result in bad:
            place = ":".join(map(str, (file.name, *places[result.url])))
            yield f"{place}: {result.url}: {result.state.value}, {result.detail}"
        if links:
            yield summary(results)
        hardest = max(ages, key=lambda name: ages[name])
        yield f"Reading ages: {min(ages.values()):.0f} to {ages[hardest]:.0f}; highest: {hardest}."
        if overdue:
            yield overdue
        yield f"Version {questionnaire.version}, digest {questionnaire.digest}."
        yield approval or "A draft: not approved by a clinician."
        found = counted(len(findings), "problem of wording", "problems of wording")
        yield f"{file.name}: {found if findings else 'no problems'}. {_parts(questionnaire)}."

    data = {
        "file": file.name,
        "problems": [asdict(problem) for problem in findings],
        "links": [asdict(result) for result in results],
        "reading_ages": ages,
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "overdue": overdue,
        "approval": approval,
    }
    say(data, None if as_json else lines())
    sys.exit(bool(findings or bad))


def _parts(questionnaire: Questionnaire) -> str:
    parts = {
        "question": questionnaire.items,
        "warning sign": questionnaire.warning_signs,
        "outcome": questionnaire.outcomes,
        "GP question": questionnaire.gp_questions,
        "source": questionnaire.sources,
    }
    return ", ".join(counted(len(entries), name) for name, entries in parts.items())
