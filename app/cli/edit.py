"""``content new`` and ``content preview``: an author's day."""

import re
import secrets
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import run_simple

from app.authoring.new.making import new_content, new_stories
from app.authoring.stories import FOLDER
from app.cli.schemas import IDS_NAME, write_ids
from app.cli.terminal import FILE, author_tools, fail, today
from app.config import CONTENT_NAME
from app.content.load import load


@click.command()
@FILE
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True)
def preview(file: Path, port: int) -> None:
    """Serve the content to its author: each save shows at once, with what is wrong over the page.

    For this computer only. Problems stand with line and cure; the last good version stays.
    """
    with author_tools():
        from app.cli.preview import Preview
    from app import create_app

    key = secrets.token_urlsafe(32)

    def make(file: Path) -> Flask:
        return create_app({"SECRET_KEY": key, "SECURE_COOKIE": False, "QUESTIONS_FILE": file})

    click.echo(f"{file} on http://127.0.0.1:{port}. Save the file, and the page follows.")
    run_simple("127.0.0.1", port, Preview(file, make), threaded=True)


@click.command()
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="Where it is made.")
def new(name: str, folder: Path) -> None:
    """Write the smallest content there can be, with its stories, into a folder called NAME.

    NAME is its id: small letters, digits and hyphens.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        fail(f"'{name}' is no id. Begin with a letter, then small letters, digits and hyphens.")
    file = folder / name / CONTENT_NAME
    if file.exists():
        fail(f"{file} is there already. Choose another id, or delete it.")
    try:
        (file.parent / FOLDER).mkdir(parents=True, exist_ok=True)
        file.write_text(new_content(name, today().isoformat(), IDS_NAME), encoding="utf-8")
        write_ids(file, load(file))
        (file.parent / FOLDER / "first.yaml").write_text(new_stories(), encoding="utf-8")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    click.echo(
        f"{file} is written, a draft of 1 question, with its stories beside it.\n"
        f"See it:      make edit QUESTIONS={file}\n"
        f"Check it:    make check QUESTIONS={file}\n"
        f"Serve it:    make run QUESTIONS={file}"
    )
