"""The file by itself: small, whole, the same each time, and with nothing that reaches out."""

import gzip
import hashlib
import json
import re
import struct
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import content
from app.config import ROOT, Site
from app.export.one_file import Dress, one_file, sealed
from app.export.verify import verify
from app.web.theme import make_theme
from tests.export.exported import SETTINGS, exported, exported_from
from tests.needs import NODE, TYPESCRIPT, Kind
from tests.questions import QUESTIONS

MOST = 90_000
"""Bytes on the line, compressed."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(content, arguments)


def dress(tmp_path: Path) -> Dress:
    """All that a hospital can set."""
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 100, 200))
    site = Site(
        organisation="Trust & <Sons>",
        contact=("Call 0121 496 0000.",),
        leaflet_url="https://hospital.example/leaflet",
        maternity_phone="0121 496 0001",
    )
    theme = make_theme(str(logo), "#0d4f47", "", site.organisation)
    return Dress(site, theme, SETTINGS.time_zone, "https://check.hospital.example/")


def test_file_is_small_enough_for_a_phone() -> None:
    assert len(gzip.compress(exported().encode())) <= MOST


def test_file_names_nothing_that_a_browser_would_fetch() -> None:
    """Links are for people; every other address would be a request."""
    head, _, body = exported().partition("<script>")
    markup = head + body.partition("</script>")[2]
    fetched = re.findall(r'(?:src|srcset|poster|action)="([^"]*)"', markup)
    fetched += re.findall(r'<link[^>]*href="([^"]*)"', markup)
    fetched += re.findall(r"(?:url\(|@import)[^;]*", markup)
    assert [address for address in fetched if not address.startswith("data:")] == []
    for reach in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "EventSource", "import("):
        assert reach not in exported()


def test_policy_lets_in_the_script_and_the_styles_of_the_file_alone() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', exported())
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        inside = re.findall(rf"(?s)<{tag}[^>]*>(.*?)</{tag}>", exported())
        hashes = [b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inside]
        assert parts.pop(directive) == " ".join(f"'sha256-{digest}'" for digest in hashes)
    assert parts.pop("img-src") == "data:"
    assert set(parts.values()) == {"'none'"}
    assert parts.keys() == {"default-src", "connect-src", "form-action", "base-uri"}


def test_without_script_it_says_when_to_call_and_where_to_go(tmp_path: Path) -> None:
    file = one_file(QUESTIONS, dress(tmp_path), approved=False)
    body = file[file.rindex("<body") :]
    for card in ("emergency", "urgent"):
        assert f"care-card--{card}" in body
    assert '<a class="call" href="tel:999">Call 999</a>' in body
    assert '<a class="call" href="tel:111">Call 111</a>' in body
    assert 'href="https://check.hospital.example/"' in body
    assert "Draft: not yet approved" in body
    approved = one_file(QUESTIONS, dress(tmp_path), approved=True)
    assert "Draft: not yet approved" not in approved[approved.rindex("<body") :]
    assert "Trust &amp; &lt;Sons&gt;" in body


@pytest.mark.needs(Kind.browser)
@pytest.mark.long
def test_script_is_typed_throughout() -> None:
    command = (NODE, TYPESCRIPT, "--project", ROOT / "app" / "export" / "tsconfig.json")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (ran.stdout, ran.returncode) == ("", 0)


@pytest.mark.parametrize(
    "newer", [r"\?\?", r"\?\.(?!\d)", r"\.at\(", "replaceChildren", "hasOwn\\("]
)
def test_script_is_one_that_old_phones_read(newer: str) -> None:
    """What the types cannot tell: syntax, and the parts of the page. tsconfig.json has the rest."""
    (script,) = re.findall(r"(?s)<script>(.*?)</script>", exported())
    code = script[script.index("const TEMPLATES") :]
    assert re.findall(newer, re.sub(r'"(?:[^"\\]|\\.)*"', '""', code)) == []


# --- verified -------------------------------------------------------------------------------------


def test_file_of_any_hospital_is_known_by_making_it_again(tmp_path: Path) -> None:
    file = one_file(QUESTIONS, dress(tmp_path), approved=True).encode()
    found = verify(file, QUESTIONS, approved=True)
    assert found.is_export
    assert found.is_whole
    assert found.says == (QUESTIONS.version, QUESTIONS.digest)
    assert not verify(file, QUESTIONS, approved=False).is_export


@pytest.mark.long
def test_one_byte_more_or_less_shows() -> None:
    file = exported().encode()
    for place in (0, len(file) // 2, len(file) - 1):
        changed = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        found = verify(changed, QUESTIONS, approved=False)
        assert not found.is_export, place
        assert not found.is_whole, place
    for cut in (b"\xff", file[:-1], file.replace(b"\n", b"\r\n")):
        assert not verify(cut, QUESTIONS, approved=False).is_export


def test_a_forged_file_with_a_fitting_digest_is_no_export() -> None:
    whole = exported()[: exported().rindex("<!-- SHA-256")]
    forged = sealed(whole.replace("Call 999", "Call 900"))
    found = verify(forged.encode(), QUESTIONS, approved=False)
    assert found.is_whole
    assert not found.is_export


@pytest.mark.parametrize("data", ["[]", "{}", '{"questionnaire": 3}', "nothing"])
def test_data_that_are_none_are_no_export(data: str) -> None:
    file = sealed(f"const DATA = {data};\n").encode()
    found = verify(file, QUESTIONS, approved=False)
    assert found.says is None
    assert not found.is_export


# --- the commands ---------------------------------------------------------------------------------


@pytest.mark.long
def test_commands_write_the_file_and_say_what_it_is(tmp_path: Path) -> None:
    place = tmp_path / "new" / "self-check.html"
    made = run("export", "--html", str(place))
    assert made.stdout == f"{place} is written.\n"
    assert place.read_text(encoding="utf-8") == exported()
    said = run("verify", str(place))
    assert said.exit_code == 1
    digest = hashlib.sha256(place.read_bytes()).hexdigest()
    what = f"content version {QUESTIONS.version}, digest {QUESTIONS.digest}"
    assert said.stdout.splitlines() == [
        f"{place} has the SHA-256 {digest}.",
        f"It is, to the byte, the export of {what}.",
        "No clinician has approved that content: the file is a draft.",
    ]
    place.write_text(exported().replace("Call 999", "Call 900"), encoding="utf-8")
    assert "It was changed after it was exported." in run("verify", str(place)).stdout
    place.write_bytes(exported().replace("\n", "\r\n").encode())
    assert "It was changed after it was exported." in run("verify", str(place)).stdout
    place.write_text(sealed("const DATA = 3;\n"), encoding="utf-8")
    assert "no export of a self-check" in run("verify", str(place)).stdout


@pytest.mark.long
def test_a_file_of_other_content_is_said_to_be_one(tmp_path: Path) -> None:
    other = replace_version(one_file(QUESTIONS, Dress.of(SETTINGS), approved=False))
    place = tmp_path / "other.html"
    place.write_text(other, encoding="utf-8")
    assert "It says that it has content version 2020-01-01" in run("verify", str(place)).stdout


def replace_version(file: str) -> str:
    """The same file, which says that it has other content."""
    whole = file[: file.rindex("<!-- SHA-256")]
    return sealed(whole.replace(f'"version":"{QUESTIONS.version}"', '"version":"2020-01-01"'))


@pytest.mark.parametrize("url", ["http://check.example", "javascript:alert(1)", "https://a b"])
def test_an_address_that_no_browser_could_open_is_refused(tmp_path: Path, url: str) -> None:
    refused = run("export", "--html", str(tmp_path / "x.html"), "--served-url", url)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("--served-url ")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    assert "cannot be read" in run("verify", str(tmp_path / "none.html")).stderr


def test_what_the_script_knows_has_no_author_notes() -> None:
    (line,) = re.findall(r"(?m)^const DATA = (.*);$", exported())
    data = json.loads(line)
    assert "never" not in data["questionnaire"]
    assert "source_note" not in line


def test_a_text_that_looks_like_a_comment_is_whole() -> None:
    title = "One /** two // three\N{LINE SEPARATOR}four"
    odd = QUESTIONS.model_copy(update={"title": title, "version": "*/ five"})
    (line,) = re.findall(r"(?m)^const DATA = (.*);$", exported_from(odd))
    content = json.loads(line)["questionnaire"]
    assert (content["title"], content["version"]) == (title, "*/ five")
