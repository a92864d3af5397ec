"""Work counted in calls: the same number on a fast machine and on a busy one."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


class TooManyError(AssertionError):
    """Something called more functions than it may."""


def within(most: int, action: Callable[[], T]) -> T:
    """What an action returns; :class:`TooManyError` as soon as it has made more calls than that."""
    left = most

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal left
        if event in ("call", "c_call"):
            left -= 1
            if left < 0:
                raise TooManyError(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        return action()
    finally:
        sys.setprofile(before)
