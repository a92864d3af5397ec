"""An author at ``content preview``: a save with a mistake, what stands over the page, the mend."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, expect

from app.config import ROOT
from tests.browser.conftest import new_page
from tests.serving.served import free_port, wait_until

KNEE = (ROOT / "examples" / "knee" / "questions.yaml").read_text(encoding="utf-8")
PICTURES = ROOT / "examples" / "knee" / "pictures"
SIGN, WRONG = "chosen: [locks]", "chosen: [lock]"
LINE = KNEE[: KNEE.index(SIGN)].count("\n") + 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The content that is written."""
    file = tmp_path / "questions.yaml"
    file.write_text(KNEE, encoding="utf-8")
    copytree(PICTURES, tmp_path / "pictures")
    return file


def listens(port: int) -> bool:
    """Whether somebody does on this port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@pytest.fixture
def address(file: Path) -> Iterator[str]:
    """Where the command serves it. It runs until the end of the test, and is started once."""
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "--file", str(file), "preview", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as preview:  # noqa: S603
        try:
            wait_until(lambda: listens(port))
            yield f"http://127.0.0.1:{port}"
            assert preview.poll() is None
        finally:
            preview.terminate()


def test_a_mistake_is_told_over_the_page_and_gone_once_it_is_mended(
    file: Path, address: str, chromium: Browser
) -> None:
    with new_page(chromium) as page:
        page.goto(f"{address}/preview/at/knee-signs")
        expect(page.locator("h1")).to_have_text("Is any of this true of your knee?")
        expect(page.locator(".preview-wrong")).to_have_count(0)
        file.write_text(KNEE.replace(SIGN, WRONG), encoding="utf-8")
        wrong = page.locator(".preview-wrong li")
        expect(wrong).to_contain_text("there is no 'lock'. Did you mean 'locks'?", timeout=60_000)
        expect(wrong.locator("code")).to_contain_text(f"{LINE}:")
        expect(wrong).to_be_visible()
        expect(page.locator("h1")).to_have_text("Is any of this true of your knee?")
        wrong.get_by_role("link", name="See the question “Knee signs”").click()
        expect(page.locator(".preview-wrong")).to_be_visible()
        file.write_text(KNEE.replace("true of your knee?", "so with your knee?"), encoding="utf-8")
        expect(page.locator("h1")).to_have_text("Is any of this so with your knee?", timeout=60_000)
        expect(page.locator(".preview-wrong")).to_have_count(0)
