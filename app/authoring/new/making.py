"""A new self-check: the smallest content that there can be, with the stories that prove it."""

from pathlib import Path

HERE = Path(__file__).parent


def new_content(name: str, day: str) -> str:
    """The text of the smallest content file, with an id and its version."""
    title = f"{name.replace('-', ' ').capitalize()} self-check"
    text = (HERE / "questions.yaml").read_text(encoding="utf-8")
    return text.replace("id: ID", f"id: {name}").replace("TITLE", title).replace("TODAY", day)


def new_stories() -> str:
    """Stories about it."""
    return (HERE / "stories.yaml").read_text(encoding="utf-8")
