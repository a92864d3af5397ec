"""A new self-check: the smallest content that there can be, with the stories that prove it."""

from pathlib import Path

HERE = Path(__file__).parent


def new_content(name: str, day: str, schema: str) -> str:
    """The text of the smallest content file: its id, its version, and where the schema lies."""
    title = f"{name.replace('-', ' ').capitalize()} self-check"
    text = (HERE / "questions.yaml").read_text(encoding="utf-8")
    values = {"SCHEMA": schema, "id: ID": f"id: {name}", "TITLE": title, "TODAY": day}
    for hole, value in values.items():
        text = text.replace(hole, value)
    return text


def new_stories() -> str:
    """Stories about it."""
    return (HERE / "stories.yaml").read_text(encoding="utf-8")
