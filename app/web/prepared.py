"""Pages made ready when the app starts: rendered once, with holes for what is somebody's own.

They hold nothing of anybody. A template that cannot be used stops the app, not its first visitor.
"""

import re
from collections.abc import Callable, Collection, Mapping

from flask import Flask
from jinja2 import TemplateError
from markupsafe import escape

PLACE = "/place-of-the-self-check"
"""Begins every address while there is no request to say where the app is served."""
HOLE = re.compile("\0([^\0]+)\0")
CHECKED = " checked>"
"""What the template ends a ticked answer with. No text of the content can hold it: ``>`` would be
escaped."""


class PageError(Exception):
    """A page cannot be made ready. Its text says which and why."""


def hole(name: str) -> str:
    """What is rendered where a value comes later."""
    return f"\0{name}\0"


class PreparedPage:
    """One page, rendered with every hole, and with all the answers that it has ticked."""

    def __init__(self, rendered: str, codes: Collection[str] = ()) -> None:
        first, *rest = rendered.replace(PLACE, hole("place")).split(CHECKED)
        if len(rest) != len(codes):
            raise PageError(f"its template ticks {len(rest)} of {len(codes)} answers")
        self._unticked = {f"={code}": "" for code in codes}
        ticks = (f"{hole(name)}>{text}" for name, text in zip(self._unticked, rest, strict=True))
        self._parts = HOLE.split(first + "".join(ticks))
        """By turns: a text, the name of the hole behind it."""

    def filled(self, selected: Collection[str] = (), **values: object) -> str:
        """The page of one person."""
        known = self._unticked | {name: str(escape(value)) for name, value in values.items()}
        known |= {f"={code}": CHECKED[:-1] for code in selected}
        parts = self._parts.copy()
        parts[1::2] = map(known.__getitem__, parts[1::2])
        return "".join(parts)


def prepare(
    app: Flask, makers: Mapping[str, Callable[[], PreparedPage]]
) -> dict[str, PreparedPage]:
    """The pages by name; :class:`PageError` where one cannot be made."""
    made = {}
    with app.test_request_context(base_url=f"https://localhost{PLACE}"):
        for name, make in makers.items():
            try:
                made[name] = make()
            except (PageError, TemplateError) as error:
                raise PageError(f"The page '{name}' cannot be made: {error}.") from None
    return made
