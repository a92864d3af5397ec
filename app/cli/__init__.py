"""Commands for authors: ``flask --app app content ...``.

They need neither a running app nor its key, so that they work just when the app does not start.
Each prints text for people or, with ``--json``, data for machines, and exits with 1 when something
falls short.
"""

import sys
from io import TextIOWrapper
from pathlib import Path

import click

from app.cli.caseload import caseload
from app.cli.checks import check
from app.cli.edit import new, preview
from app.cli.export import export, verify
from app.cli.pages import graph, last_resort, review, score, stories
from app.cli.proofs import compare, prove
from app.cli.schemas import schema
from app.cli.terminal import CHOSEN, PATH


@click.group()
@click.option("--file", type=PATH, help="The content. Otherwise the one that the app would serve.")
@click.pass_context
def content(context: click.Context, file: Path | None) -> None:
    """Look after the content: questions.yaml, or what SELF_CHECK_QUESTIONS_FILE names."""
    context.meta[CHOSEN] = file
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the console's own code may lack a letter
            stream.reconfigure(encoding="utf-8")


for command in (
    *(check, prove, stories, compare),
    *(caseload, score, graph, review),
    *(new, preview, last_resort, schema),
    *(export, verify),
):
    content.add_command(command)
