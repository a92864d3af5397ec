"""What ``npm ci`` fetches: only what the locks name, also where all has a newer release."""

import base64
import io
import json
import re
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from hashlib import sha512
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import pytest

from tests.needs import ROOT, Kind, place

FOLDERS = [ROOT / "tests" / "browser", ROOT / "bench" / "lighthouse"]
VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?")
DIGEST = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")

Json = dict[str, Any]

of_each_lock = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read(folder: Path, name: str = "package-lock.json") -> Json:
    found: Json = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def entries(lock: Json) -> dict[str, Json]:
    """The packages of a lock by the folder that each is put into; without the project itself."""
    return {where: entry for where, entry in lock["packages"].items() if where}


def name_of(where: str) -> str:
    return where.rpartition("node_modules/")[2]


@of_each_lock
def test_each_package_has_one_version_and_one_digest_and_no_address(folder: Path) -> None:
    lock = read(folder)
    assert lock["lockfileVersion"] == 3
    assert entries(lock)
    for where, entry in entries(lock).items():
        assert VERSION.fullmatch(entry["version"]), where
        assert DIGEST.fullmatch(entry["integrity"]), where
        assert not {"resolved", "link"} & set(entry), where


@of_each_lock
def test_what_is_asked_for_is_one_version_too(folder: Path) -> None:
    asked = read(folder, "package.json")
    wanted = asked["devDependencies"] | asked.get("overrides", {})
    locked = entries(read(folder))
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


class Registry(BaseHTTPRequestHandler):
    """An npm registry of made-up packages."""

    packages: ClassVar[dict[str, dict[str, bytes]]] = {}
    """By name and version, what is fetched."""

    def do_GET(self) -> None:
        """Send what there is of a package, or one of its versions."""
        name, _, version = unquote(self.path[1:]).partition("/-/")
        there = self.packages[name]
        if version:
            body = there[version]
        else:
            url = f"http://{self.headers['Host']}/{name}/-/"
            versions = {
                each: {"name": name, "version": each, "dist": {"tarball": url + each}}
                for each in there
            }
            tags = {"latest": list(there)[-1]}
            body = json.dumps({"name": name, "dist-tags": tags, "versions": versions}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of one that is empty at first."""
    monkeypatch.setattr(Registry, "packages", {})
    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def made_up(name: str, version: str) -> bytes:
    """A package that holds nothing but its name and version."""
    about = json.dumps({"name": name, "version": version}).encode()
    file = tarfile.TarInfo("package/package.json")
    file.size = len(about)
    with io.BytesIO() as packed:
        with tarfile.open(fileobj=packed, mode="w:gz") as parts:
            parts.addfile(file, io.BytesIO(about))
        return packed.getvalue()


def newer(version: str) -> str:
    """A release that is newer, and within every bound that the locked one is within."""
    return f"{version.rpartition('.')[0]}.9999"


def publish(lock: Json) -> Json:
    """Offer a made-up package for each of a lock, and a newer one; the lock with its digests."""
    for where, entry in entries(lock).items():
        name, version = name_of(where), entry["version"]
        packed = Registry.packages.setdefault(name, {}).setdefault(version, made_up(name, version))
        entry["integrity"] = f"sha512-{base64.b64encode(sha512(packed).digest()).decode()}"
    for name, there in Registry.packages.items():
        there |= {newer(version): made_up(name, newer(version)) for version in there}
    return lock


def npm(command: str, folder: Path, registry: str) -> subprocess.CompletedProcess[str]:
    """As ``make`` calls it; whatever this computer is told of registries and keeps of packages.

    It does not ask again, as it would for a minute, because the made-up registry is never busy.
    """
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-bin-links")
    own = (f"--registry={registry}", f"--cache={folder / 'cache'}", "--loglevel=error")
    at_once = ("--fetch-retries=0", "--no-update-notifier")
    line = (place("npm"), command, *options, *own, *at_once)
    return subprocess.run(line, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603


def installed(folder: Path) -> dict[str, str]:
    return {
        str(about.parent.relative_to(folder)): json.loads(about.read_text("utf-8"))["version"]
        for about in folder.glob("node_modules/**/package.json")
    }


@pytest.fixture
def project(tmp_path: Path, folder: Path, registry: str) -> Path:
    """A folder with what npm asks for, and a lock of the packages in the registry."""
    shutil.copy(folder / "package.json", tmp_path)
    lock = json.dumps(publish(read(folder)))
    (tmp_path / "package-lock.json").write_text(lock, encoding="utf-8")
    return tmp_path


# Not Lighthouse's, which no test fetches: the npm of Debian 12 cannot read its "overrides".
@pytest.mark.long
@pytest.mark.needs(Kind.npm)
@pytest.mark.parametrize("folder", FOLDERS[:1])
def test_npm_takes_what_is_locked_where_all_has_a_newer_release(
    folder: Path, project: Path, registry: str
) -> None:
    done = npm("ci", project, registry)
    assert done.returncode == 0, done.stderr
    locked = {where: entry["version"] for where, entry in entries(read(folder)).items()}
    assert installed(project) == locked


@pytest.mark.long
@pytest.mark.needs(Kind.npm)
@pytest.mark.parametrize("folder", FOLDERS[:1])
def test_without_the_lock_npm_would_take_the_newer_release(project: Path, registry: str) -> None:
    (project / "package-lock.json").unlink()
    asked = {"devDependencies": {"axe-core": "^4.0.0"}}
    (project / "package.json").write_text(json.dumps(asked), encoding="utf-8")
    assert npm("install", project, registry).returncode == 0
    assert installed(project)["node_modules/axe-core"].endswith(".9999")


@pytest.mark.long
@pytest.mark.needs(Kind.npm)
@pytest.mark.parametrize("folder", FOLDERS[:1])
def test_npm_refuses_another_package_under_the_locked_version(project: Path, registry: str) -> None:
    there = Registry.packages["axe-core"]
    locked = read(project)["packages"]["node_modules/axe-core"]["version"]
    there[locked] = made_up("axe-core", newer(locked))
    done = npm("ci", project, registry)
    assert done.returncode != 0
    assert "EINTEGRITY" in done.stderr
