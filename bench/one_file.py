"""How long the exported file takes from Continue to the next question on a slow phone.

``python -m bench.one_file``. What is counted is the time that the processor works for the page, its
script, its layout and its painting, in Chromium, times 4: that of a phone that is 4 times slower.
So what else runs on this computer counts little.
"""

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.journeys import TICK, go_on, place
from tests.browser.states import answers_for
from tests.export.exported import exported_for_long
from tests.needs import ARGUMENTS, CHROMIUM

SLOWER = 4
MOST = 50
"""Milliseconds from one question to the next."""
ROUNDS = 7
PHONE = (390, 844)
CONTINUE = """() => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => setTimeout(done));
  addEventListener("hashchange", painted, { once: true });
  [...document.querySelectorAll("main button[type=submit]")].at(-1).click();
})"""
"""Pressed, and the next page is there and painted."""
NOTHING = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
"""What the measuring itself costs: asked and answered as for Continue, and nothing happens."""


def milliseconds(session: CDPSession) -> float:
    """How long the processor has worked for the page, on the slow phone."""
    said = session.send("Performance.getMetrics")["metrics"]
    return (
        float(next(one["value"] for one in said if one["name"] == "TaskDuration")) * 1000 * SLOWER
    )


def steps(page: Page, session: CDPSession) -> Iterator[tuple[str, float]]:
    """Each question of a long journey, and what it took to come to the next page."""
    given = {name: sorted(codes) for name, codes in answers_for("several").items()}
    go_on(page, "Start now")
    while (here := place(page)).startswith("questions/"):
        page.evaluate(TICK, given)
        page.evaluate(NOTHING)  # the ticks are drawn
        measuring = spent(page, session, NOTHING)
        yield here, spent(page, session, CONTINUE) - measuring


def spent(page: Page, session: CDPSession, act: str) -> float:
    """Milliseconds that the processor works for one act."""
    before = milliseconds(session)
    page.evaluate(act)
    return milliseconds(session) - before


def main() -> int:
    """Print the figures; 1 where a step takes longer than it may."""
    taken: dict[str, list[float]] = {}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "self-check.html"
        file.write_text(exported_for_long(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(file.as_uri())
            for name, step in steps(page, session):
                taken.setdefault(name, []).append(step)
            page.close()
        browser.close()
    medians = {name: statistics.median(found) for name, found in taken.items()}
    for name, step in medians.items():
        print(f"{name:28} {step:6.1f} ms")
    print(
        f"median {statistics.median(medians.values()):.1f} ms, at most {max(medians.values()):.1f}"
    )
    return int(max(medians.values()) > MOST)


if __name__ == "__main__":
    sys.exit(main())
