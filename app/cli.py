"""Commands for authors: ``flask content check`` and ``flask content schema``.

They need neither a running app nor its key, so that they work just when the app does not start.
"""

import json
import sys
from pathlib import Path

import click

from app.config import QUESTIONS_FILE, SCHEMA_FILE, cannot_read
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.web.answer_store import Layout, LayoutError


@click.group()
def content() -> None:
    """Look after questions.yaml."""


@content.command()
@click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
def check(file: Path) -> None:
    """Say what is wrong with the content: every fault with its place and its cure."""
    try:
        questionnaire = load(file)
        Layout(questionnaire)
    except (ContentError, LayoutError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(file, error))
    click.echo(f"{file.name}: no problems. {_counts(questionnaire)}.")


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


def _counts(questionnaire: Questionnaire) -> str:
    counted = {
        "question": questionnaire.items,
        "warning sign": questionnaire.warning_signs,
        "outcome": questionnaire.outcomes,
        "GP question": questionnaire.gp_questions,
        "source": questionnaire.sources,
    }
    return ", ".join(
        f"{len(entries)} {name}{'' if len(entries) == 1 else 's'}"
        for name, entries in counted.items()
    )


def _schema() -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Questionnaire.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
