"""What the browser tests need from the computer, and what of it is missing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT

CHROMIUM = Path(os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox"] if os.geteuid() == 0 else []
"""Root, as in CI, cannot have the sandbox."""
FIREFOX = Path(os.environ.get("FIREFOX") or shutil.which("firefox-esr") or "/usr/bin/firefox-esr")
JAVA = Path(shutil.which("java") or "/usr/bin/java")
PDFTOTEXT = Path(shutil.which("pdftotext") or "/usr/bin/pdftotext")
MODULES = ROOT / "build" / "browser" / "node_modules"
"""Fetched by ``make``, with the digests in ``package-lock.json``."""
AXE = MODULES / "axe-core" / "axe.min.js"
NU_CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

NEEDED = "NEED_BROWSER"
"""Set to 1, the tests fail where the browser tests cannot run. ``.ci/run`` sets it."""


def missing() -> Iterator[str]:
    """What has to be installed before the browser tests can run, in words."""
    if not CHROMIUM.exists():
        yield "there is no Chromium (on Debian: apt install chromium; or set CHROMIUM)"
    if not FIREFOX.exists():
        yield "there is no Firefox (on Debian: apt install firefox-esr; or set FIREFOX)"
    if not JAVA.exists():
        yield "there is no Java for the Nu checker (on Debian: apt install default-jre-headless)"
    if not PDFTOTEXT.exists():
        yield "there is no pdftotext (on Debian: apt install poppler-utils)"
    if not AXE.exists() or not NU_CHECKER.exists():
        yield "axe-core and the Nu checker are not in build/browser (install npm, then: make test)"


MISSING = tuple(missing())


def are_needed() -> bool:
    """Whether the tests must not pass without the browser tests."""
    return os.environ.get(NEEDED) == "1"
