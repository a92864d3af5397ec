"""``schema``: by which editors complete and check a content, with the names in it if asked."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from app.cli.terminal import JSON, fail, load_content, questions_file
from app.config import SCHEMA_FILE
from app.content.conditions import NAMES
from app.content.model import Questionnaire

IDS_NAME = "ids.schema.json"
"""The schema with the names of one content, beside it."""


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if out of date.")
@click.option("--ids", is_flag=True, help=f"With the names of the content: {IDS_NAME} beside it.")
@JSON
def schema(only_check: bool, ids: bool, as_json: bool) -> None:
    """Write questions.schema.json, by which editors complete and check questions.yaml."""
    if ids:
        file = questions_file()
        click.echo(f"{write_ids(file, load_content(file))} is written.")
        return
    text = schema_text()
    current = SCHEMA_FILE.is_file() and SCHEMA_FILE.read_text(encoding="utf-8") == text
    if as_json:
        click.echo(text, nl=False)
    elif not only_check:
        SCHEMA_FILE.write_text(text, encoding="utf-8")
        click.echo(f"{SCHEMA_FILE.name} is written.")
    elif current:
        click.echo(f"{SCHEMA_FILE.name} is up to date.")
    if only_check and not current:
        fail(f"{SCHEMA_FILE.name} is out of date. Write it anew: flask --app app content schema")


def write_ids(file: Path, questionnaire: Questionnaire) -> Path:
    """Write the schema with the names of a content beside its file, and say where."""
    beside = file.with_name(IDS_NAME)
    beside.write_text(schema_text(_ids(questionnaire)), encoding="utf-8")
    return beside


def schema_text(ids: Mapping[str, Collection[str]] | None = None) -> str:
    """The schema as JSON. ``ids`` are the names that each key may have; any without them."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Questionnaire.model_json_schema(by_alias=True),
    }
    del schema["properties"]["pictures"]  # each is a file of its own
    for name in ("Picture", "PictureRegion"):
        del schema["$defs"][name]
    # One that asks again has a single answer of its own: the others are those of another question.
    schema["$defs"]["Item"]["properties"]["answer_option"]["minItems"] = 1
    for model in schema["$defs"].values():
        for key, value in model.get("properties", {}).items():
            if names := (ids or {}).get(key):
                for leaf in _names_in(value):
                    leaf["enum"] = sorted(names)
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _names_in(schema: Any) -> Iterator[dict[str, Any]]:
    """The parts of a key's schema that stand for a name."""
    if isinstance(schema, dict):
        if schema.get("pattern") in NAMES:
            yield schema
        for inner in (schema.get("items"), *schema.get("anyOf", ())):
            yield from _names_in(inner)


def _ids(questionnaire: Questionnaire) -> Mapping[str, Collection[str]]:
    """The names that a content has, by the keys that name them elsewhere."""
    q = questionnaire
    codes = {code for item in q.items for code in item.options}
    bands = {band.id for band in q.bands}
    of_questions = (
        "question",
        "questions",
        "asked_in",
        "asks_again",
        "asks_which",
        "wish",
        "quotes",
    )
    return {
        **dict.fromkeys(of_questions, q.items_by_id),
        **dict.fromkeys(("chosen", "counts_as"), codes),
        **dict.fromkeys(("band", "otherwise"), bands),
        "section": [section.id for section in q.sections],
        "condition": q.conditions_by_id,
        "warning_sign": q.warning_signs_by_id,
        "feature": q.features_by_id,
        "overlay": q.overlays_by_id,
        "outcomes": q.outcomes_by_id,
        "advice": q.advice_by_id,
        "sources": q.sources_by_id,
        "lifted_after": [question.id for question in q.gp_questions],
    }
