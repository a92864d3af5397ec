"""The shipped content with answers that can be told from every other word in the world.

Every question's name, every option's code and every option's words carry a mark. The rules are the
same, so the journeys are those of the shipped content.
"""

from pathlib import Path

import yaml

from app.config import QUESTIONS_FILE
from app.content.load import load
from app.content.source import Plain, read

MARK = "zqcanary"
"""In no other word. Wherever it stands, an answer or a question has got there."""
CODES = ("chosen", "counts_as")
NAMES = ("question", "questions", "wish", "asks_again", "asks_which", "asked_in", "quotes")
WORDS = ("text", "short")


def marked(folder: Path) -> Path:
    """A file with the marked content, which loads without a fault."""
    file = folder / "questions.yaml"
    data = read(QUESTIONS_FILE.read_bytes()).data
    file.write_text(
        yaml.safe_dump(_marked(data), allow_unicode=True, width=10_000), encoding="utf-8"
    )
    load(file)
    return file


def _marked(data: Plain, key: str = "", inside: str = "") -> Plain:
    if isinstance(data, dict):
        return {name: _marked(value, name, key) for name, value in data.items()}
    if isinstance(data, tuple):
        return tuple(_marked(value, key, inside) for value in data)
    if key in (*CODES, *NAMES, "link_id") or (key == "code" and inside == "answer_option"):
        return _name(data)
    if key in WORDS and inside == "answer_option":
        return f"{MARK} {data}"
    return data


def _name(text: str) -> str:
    return f"{MARK}-{text}"
