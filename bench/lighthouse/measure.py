"""Measure pages with Lighthouse as they come to a phone on a slow network.

``make lighthouse`` runs it. Phone and network are those that Lighthouse emulates by default. The
app is served as a web server in front of it would: compressed, over TLS, with connections that stay
open. HTTP/2 is missing: files that come side by side need a connection each here.
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask, Response

from app.config import ROOT
from tests.browser.sites import Silent, Site, serve, shipped_app
from tests.browser.states import State, answers_for, fullest
from tests.needs import ARGUMENTS, CHROMIUM

FOLDER = ROOT / "build" / "lighthouse"
LIGHTHOUSE = FOLDER / "node_modules" / ".bin" / "lighthouse"
"""Fetched by ``make``, with the digests in ``package-lock.json``."""
FLAGS = ["--headless", "--ignore-certificate-errors", *ARGUMENTS]
CATEGORIES = ("performance", "accessibility", "best-practices")

RUNS = 3
ATTEMPTS = 3
"""For each run: now and then Chromium's record of one has no beginning, and Lighthouse gives up."""
SLOWEST = 1.5
"""Seconds until the largest part of the page is there."""
LEAST = 100

PAGES = (
    State("start", "/"),
    State("question", "/questions/urgent-signs", answers_for("several")),
    State("question with the body picture", "/questions/main-pain", answers_for("several")),
    State("result", "/result", fullest()),
    State("sheet", "/gp-sheet", fullest()),
)
"""Result and sheet are the longest that answers can make of them."""


class KeepsOpen(Silent):
    """A request handler that leaves connections open for the next request."""

    protocol_version = "HTTP/1.1"


@dataclass(frozen=True)
class Figures:
    """What one run said of a page, or what several said together."""

    scores: tuple[int, ...]
    """Of 100, in the order of ``CATEGORIES``."""
    seconds: float
    shift: float
    requests: int
    size: int
    """Bytes over the wire, headers included."""
    failed: frozenset[str]
    """Names of the audits that were not passed in full, also of those that no score counts."""
    warnings: frozenset[str]
    """What Lighthouse says against its own figures, as of a computer that is too slow or busy."""

    def shortcomings(self) -> Iterator[str]:
        """What is asked of every page and not met."""
        for name, score in zip(CATEGORIES, self.scores, strict=True):
            if score < LEAST:
                yield f"{name} is {score}, not {LEAST}"
        if self.seconds > SLOWEST:
            yield f"its largest part is there after {self.seconds:.3f} s, not {SLOWEST} s"
        if self.shift > 0:
            yield f"its layout shifts by {self.shift:.3f}"


def compressed_app() -> Flask:
    """The content that is served, compressed: the app leaves that to what is in front of it."""
    app = shipped_app(SECURE_COOKIE="1")

    @app.after_request
    def compress(response: Response) -> Response:
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), 6))
        response.content_encoding = "gzip"
        return response

    return app


def run(site: Site, state: State, name: str) -> Figures:
    """What Lighthouse says of a page. Its report is left in ``build/lighthouse`` for people."""
    headers = {}
    if state.answers is not None:
        headers["Cookie"] = f"{site.cookie_name}={site.sealed(state.answers, state.changed)}"
    url = site.address + state.path
    command = [
        str(LIGHTHOUSE),
        url,
        f"--extra-headers={json.dumps(headers)}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(FLAGS)}",
        "--output=json",
        "--output=html",
        f"--output-path={FOLDER / name}",
        "--no-enable-error-reporting",
        "--quiet",
    ]
    environment = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    for _ in range(ATTEMPTS):
        if subprocess.run(command, env=environment).returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse could not measure {url}.")
    report = json.loads((FOLDER / f"{name}.report.json").read_text(encoding="utf-8"))
    if report["finalDisplayedUrl"] != url:
        raise SystemExit(f"{url} was sent on to {report['finalDisplayedUrl']}.")
    return read(report)


def read(report: Any) -> Figures:
    """The figures in one report."""
    audits = report["audits"]
    return Figures(
        scores=tuple(round(100 * report["categories"][name]["score"]) for name in CATEGORIES),
        seconds=audits["largest-contentful-paint"]["numericValue"] / 1000,
        shift=audits["cumulative-layout-shift"]["numericValue"],
        requests=len(audits["network-requests"]["details"]["items"]),
        size=audits["total-byte-weight"]["numericValue"],
        failed=frozenset(
            name for name, audit in audits.items() if (audit["score"] or 0) < 1 and is_judged(audit)
        ),
        warnings=frozenset(report["runWarnings"]),
    )


def is_judged(audit: Any) -> bool:
    """Whether an audit says well done or not, and does not only inform."""
    return audit["scoreDisplayMode"] not in {"informative", "manual", "notApplicable"}


def together(runs: list[Figures]) -> Figures:
    """The median of what differs from run to run, and the worst of what must not."""
    performance, *others = zip(*(figures.scores for figures in runs), strict=True)
    return Figures(
        scores=(round(median(performance)), *map(min, others)),
        seconds=median(figures.seconds for figures in runs),
        shift=max(figures.shift for figures in runs),
        requests=max(figures.requests for figures in runs),
        size=max(figures.size for figures in runs),
        failed=frozenset.union(*(figures.failed for figures in runs)),
        warnings=frozenset.union(*(figures.warnings for figures in runs)),
    )


def main() -> None:
    """Print one line for each page; leave with 1 if any falls short."""
    print(
        "| page | performance | accessibility | best practices | LCP, s | shift | requests | kB |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    measured = {}
    with serve(compressed_app(), KeepsOpen, "adhoc") as site:
        for page in PAGES:
            name = Path(page.path).name or "start"
            of_page = together([run(site, page, f"{name}-{number}") for number in range(RUNS)])
            measured[page.name] = of_page
            cells = (
                page.name,
                *of_page.scores,
                f"{of_page.seconds:.2f}",
                f"{of_page.shift:.3g}",
                of_page.requests,
                f"{of_page.size / 1000:.1f}",
            )
            print(f"| {' | '.join(map(str, cells))} |", flush=True)
    print("\nNot passed in full in some run, counted in the scores or not:")
    for name, figures in measured.items():
        print(f"  {name}: {', '.join(sorted(figures.failed)) or 'nothing'}")
    for warning in sorted(frozenset.union(*(figures.warnings for figures in measured.values()))):
        print(f"\nLighthouse warns: {warning}")
    short = [f"{name}: {fault}" for name, page in measured.items() for fault in page.shortcomings()]
    sys.exit("\n".join(["", "Falls short:", *short]) if short else 0)


if __name__ == "__main__":
    main()
