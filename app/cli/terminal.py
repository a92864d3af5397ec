"""What the commands share: content from files, and words or data to the terminal."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import NoReturn

import click

from app.config import (
    APPROVALS_FILE,
    CONTENT_NAME,
    PREFIX,
    QUESTIONS_FILE,
    cannot_read,
    content_files,
)
from app.content.approvals import Approvals, read_approvals
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.web.layout import Layout, LayoutError

AUTHOR_TOOLS = ("z3", "pyphen")
"""What the extra ``author`` brings."""

PATH = click.Path(path_type=Path)
CHOSEN = "self-check content"


def questions_file() -> Path:
    """The content that a command is about: that of ``--file``, else the one that the app serves."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(CHOSEN) if context else None
    return _one_file(chosen or _set("QUESTIONS_FILE", QUESTIONS_FILE))


def approvals_file() -> Path:
    """The approvals that the app reads."""
    return _set("APPROVALS_FILE", APPROVALS_FILE)


def _set(name: str, default: Path) -> Path:
    return Path(os.environ.get(PREFIX + name, "").strip() or default)


def _one_file(path: Path) -> Path:
    """The content at a path: a folder stands for the only one in it."""
    files = content_files(path)
    if not files:
        fail(f"{path} holds no {CONTENT_NAME}.")
    if len(files) > 1:
        fail(f"Which content? Name one of {', '.join(map(str, files))}.")
    return files[0]


def _read_path(_context: click.Context, _parameter: click.Parameter, value: Path) -> Path:
    return _one_file(value)


FILE = click.argument("file", type=PATH, default=questions_file, callback=_read_path)
CONTENT = click.option(
    "--content",
    "file",
    type=PATH,
    default=questions_file,
    callback=_read_path,
    help="Other content.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="For machines.")
OUTPUT = click.option("--output", "-o", type=PATH, help="Write this file instead of printing.")


@contextmanager
def author_tools() -> Iterator[None]:
    """Say how to get the tools for authors, where the imports inside find none."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name not in AUTHOR_TOOLS:
            raise
        fail(f"This needs {missing.name}. Install it: pip install -e '.[author]'")


@contextmanager
def faults(as_json: bool = False) -> Iterator[None]:
    """Say what is wrong with the files read inside, and exit with 1."""
    try:
        yield
    except ContentError as error:
        if as_json:
            say({"file": error.file, "problems": [asdict(p) for p in error.problems]})
            sys.exit(1)
        fail(str(error))
    except LayoutError as error:
        fail(str(error))
    except OSError as error:
        fail(cannot_read(error))


def load_content(file: Path, *, as_json: bool = False) -> Questionnaire:
    """The content of a file that could be served; otherwise say why not and exit with 1."""
    with faults(as_json):
        questionnaire = load(file)
        Layout(questionnaire)
        return questionnaire


def approvals_on_file() -> Approvals:
    """The approvals of this project; exits with 1 where their file is faulty."""
    with faults():
        return read_approvals(approvals_file())


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def progress(text: str) -> None:
    """A line for those who wait. It is not part of what is printed."""
    click.echo(text, err=True)


def say(data: object, lines: Iterable[str] | None = None) -> None:
    """Print lines for people; without any, data for machines."""
    click.echo(plain(data) if lines is None else "\n".join(lines))


def plain(data: object) -> str:
    """Data as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=_value)


def _value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def write(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file and say so."""
    if output is None:
        click.echo(text.rstrip("\n"))
        return
    try:
        output.write_text(f"{text.rstrip()}\n", encoding="utf-8")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"{output} is written.")


def fail(message: str) -> NoReturn:
    """Say what went wrong, and exit with 1."""
    click.echo(message, err=True)
    sys.exit(1)
