"""Question pages made ready: each is rendered once, with holes for all that is not content."""

import re
from collections.abc import Mapping, Set

from markupsafe import escape

from app.content.model import Item

HOLE = re.compile("\0([^\0]+)\0")
CHECKED = " checked>"
"""What the template ends a ticked answer with. No text of the content can hold it: ``>`` would be
escaped."""


def hole(name: str) -> str:
    """What is rendered where a value comes later."""
    return f"\0{name}\0"


def can_be_prepared(item: Item) -> bool:
    """Whether the page depends on nothing but the content, once the holes are filled.

    The picture does not: which regions it has depends on the answers before.
    """
    return item.picture is None


class PreparedPage:
    """The page of one question, rendered with every hole and every answer ticked."""

    def __init__(self, item: Item, rendered: str) -> None:
        before, *after = rendered.split(CHECKED)
        if len(after) != len(item.options):
            raise ValueError(f"{len(after)} answers on the page of '{item.link_id}'")
        ticks = (
            f"{hole(f'={code}')}>{text}" for code, text in zip(item.options, after, strict=True)
        )
        self._texts = HOLE.split(before + "".join(ticks))
        """By turns: a text, the name of the hole behind it."""

    def filled(self, values: Mapping[str, object], selected: Set[str]) -> str:
        """The page of one person."""
        known = {name: str(escape(value)) for name, value in values.items()}
        filled = self._texts.copy()
        filled[1::2] = [
            (CHECKED[:-1] if name[1:] in selected else "") if name[0] == "=" else known[name]
            for name in filled[1::2]
        ]
        return "".join(filled)
