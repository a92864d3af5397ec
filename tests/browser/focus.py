"""Where the Tab key comes to, and whether one can see that it is there."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Error, FloatRect, Locator, Page

from tests.browser.measuring import measure, resize

AROUND = 8
"""Pixels around the focused element in which its focus may show."""
MOST_STOPS = 150
TRIES = 5

Differs = Callable[[bytes, bytes, float, float], int]
"""Counts the pixels by which a picture differs from its place in a larger one: by a contrast of
3 to 1 or more. Takes the larger one, the other, and the place."""


def counted_on(bench: Page) -> Differs:
    """Compare pictures on a page that is empty. It keeps the larger one for the next time."""
    there = b""

    def differs(before: bytes, after: bytes, x: float, y: float) -> int:
        nonlocal there
        sent = [base64.b64encode(picture).decode() for picture in (before, after)]
        if before == there:
            sent[0] = ""
        there = before
        return int(measure(bench, "differs", [*sent, x, y]))

    return differs


def picture(page: Page, clip: FloatRect | None = None) -> bytes:
    """What is in the window. On a busy machine Chromium says now and then that it cannot."""
    for _ in range(TRIES - 1):
        try:
            return page.screenshot(clip=clip)
        except Error as fault:
            if "Unable to capture screenshot" not in fault.message:
                raise
    return page.screenshot(clip=clip)


def unseen_stops(page: Page, differs: Differs, known: set[object]) -> list[str]:
    """Every stop of the Tab key at which the focus cannot be seen. The focus is at the top again.

    A focus is seen when around it as many pixels change their contrast by 3 to 1 as a line of one
    pixel round the element has. What looks like a stop in ``known`` is not looked at again: the
    head and the foot of every page are the same.
    """
    page.evaluate("() => document.activeElement.blur()")
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    resize(page, (width, height))
    before, faults = picture(page), []
    for stop in stops(page):
        box = stop["box"]
        look = (stop["name"], stop["kind"], box["width"], box["height"])
        if look in known:
            continue
        known.add(look)
        x, y = max(int(box["x"]) - AROUND, 0), max(int(box["y"]) - AROUND, 0)
        clip: FloatRect = {
            "x": x,
            "y": y,
            "width": min(box["width"] + 2 * AROUND, width - x),
            "height": min(box["height"] + 2 * AROUND, height - y),
        }
        changed = differs(before, picture(page, clip), x, y)
        if changed < 2 * (box["width"] + box["height"]):
            faults.append(f"{stop['name']}: {changed} pixels")
    return faults


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Everything that the Tab key comes to, from the top of the page to its end."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = measure(page, "focused")
        if stop is None:
            return
        yield stop
    raise AssertionError(f"The Tab key does not come to an end after {MOST_STOPS} stops.")


def tab_to(target: Locator) -> None:
    """Press Tab until the focus is on an element."""
    for _ in stops(target.page):
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not come to {target}.")
