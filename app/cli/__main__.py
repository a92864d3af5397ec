"""``python -m app.cli``: the commands of the checkout that one stands in."""

from app.cli import content

content(prog_name="content")
