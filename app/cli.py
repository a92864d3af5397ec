"""Commands for authors: ``flask content check``, ``prove`` and ``schema``.

They need neither a running app nor its key, so that they work just when the app does not start.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from app.config import QUESTIONS_FILE, SCHEMA_FILE, cannot_read
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.web.answer_store import Layout, LayoutError

if TYPE_CHECKING:
    from app.authoring.prove import Property


@click.group()
def content() -> None:
    """Look after questions.yaml."""


@content.command()
@click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
def check(file: Path) -> None:
    """Say what is wrong with the content: every fault with its place and its cure."""
    questionnaire = _load(file)
    click.echo(f"{file.name}: no problems. {_counts(questionnaire)}.")


@content.command()
@click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def prove(file: Path, as_json: bool) -> None:
    """Prove that no answers break a promise; print a journey for each that is broken."""
    try:
        from app.authoring.prove import prove as prove_all
        from app.authoring.prover import TooLargeError
    except ModuleNotFoundError:
        _fail("Proofs need z3. Install it: pip install -e '.[author]'")
    questionnaire = _load(file)
    try:
        found = prove_all(questionnaire, lambda text: click.echo(text, err=True))
    except TooLargeError as error:
        _fail(str(error))
    if as_json:
        click.echo(json.dumps([_plain(prop) for prop in found], indent=2, ensure_ascii=False))
    else:
        for prop in found:
            click.echo("\n".join(_told(prop)))
        held = sum(prop.holds for prop in found)
        seconds = sum(prop.seconds for prop in found)
        click.echo(f"{held} of {len(found)} properties proved in {seconds:.1f} s.")
    if not all(prop.holds for prop in found):
        sys.exit(1)


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


def _load(file: Path) -> Questionnaire:
    """The content of a file that could be served; otherwise say why not and exit with 1."""
    try:
        questionnaire = load(file)
        Layout(questionnaire)
    except (ContentError, LayoutError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(cannot_read(error))
    return questionnaire


def _told(prop: "Property") -> Iterator[str]:
    yield f"{'proved' if prop.holds else 'BROKEN'}  {prop.id}: {prop.text} ({prop.checks} checks)"
    yield from (f"        {line}" for line in prop.broken_by)


def _plain(prop: "Property") -> dict[str, object]:
    answers = {name: sorted(codes) for name, codes in (prop.answers or {}).items()}
    return {**asdict(prop), "answers": answers}


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


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
