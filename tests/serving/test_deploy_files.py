"""What can be checked of the shipped files without systemd, a container engine or a cluster."""

import configparser
import os
import re
import runpy
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import create_app
from app.config import ROOT
from app.sheet.pdf import LONGEST, MOST_AT_ONCE
from tests.needs import Kind
from tests.serving.person import Person
from tests.serving.served import served
from tests.web.tiny import KEY

DEPLOY = ROOT / "deploy"
INSTALLED = "/opt/self-check"


def objects() -> dict[str, Any]:
    """What is asked of Kubernetes, by kind."""
    text = (DEPLOY / "kubernetes.yaml").read_bytes()
    return {part["kind"]: part for part in yaml.load_all(text, yaml.CSafeLoader)}


def container() -> dict[str, Any]:
    """The one container of a copy."""
    (only,) = objects()["Deployment"]["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def copied() -> Iterator[Path]:
    """What the image has of this project."""
    for line in (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            yield Path(line.split()[1])


def test_two_copies_run_as_nobody_on_a_root_that_is_read_only() -> None:
    deployment = objects()["Deployment"]["spec"]
    assert deployment["replicas"] == 2
    assert deployment["template"]["spec"]["securityContext"]["runAsUser"] == 65534
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert objects()["NetworkPolicy"]["spec"]["egress"] == []


def test_the_key_is_no_part_of_the_manifest() -> None:
    (key,) = (one for one in container()["env"] if "valueFrom" in one)
    assert key["name"] == "SELF_CHECK_SECRET_KEY"
    assert list(key["valueFrom"]) == ["secretKeyRef"]
    assert "Secret" not in objects()


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe", "readinessProbe"])
def test_a_probe_gets_an_answer_with_the_settings_of_the_manifest(probe: str) -> None:
    settings = dict(objects()["ConfigMap"]["data"])
    assert settings.pop("SELF_CHECK_APPROVED_ONLY") == "1"
    given = {
        name.removeprefix("SELF_CHECK_"): value
        for name, value in settings.items()
        if name.startswith("SELF_CHECK_")
    }
    asked = container()[probe]["httpGet"]
    headers = {header["name"]: header["value"] for header in asked["httpHeaders"]}
    client = create_app({"SECRET_KEY": KEY, **given}).test_client()
    assert client.get(asked["path"], headers=headers).status_code == 200


def test_the_image_has_all_that_a_journey_needs(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for source in copied():
        (root / source).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, root / source)
    with (
        served(tmp_path, None, root=root) as server,
        Person(server.address) as person,
    ):
        assert person.journey("several")
        assert person.get("/gp-sheet.pdf").body.startswith(b"%PDF-")


def unit() -> configparser.SectionProxy:
    """What systemd is told of the service."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "self-check.service", encoding="utf-8")
    return parser["Service"]


def test_the_unit_starts_and_reloads_what_is_there() -> None:
    start, reload = shlex.split(unit()["ExecStart"]), shlex.split(unit()["ExecReload"])
    assert start[0] == f"{INSTALLED}/.venv/bin/gunicorn"
    assert (ROOT / start[start.index("--config") + 1]).is_file()
    assert os.access(ROOT / Path(reload[0]).relative_to(INSTALLED), os.X_OK)
    assert reload[1] == "$MAINPID"


def test_the_unit_has_nobodys_account_and_nothing_to_write_to() -> None:
    for name, value in {
        "DynamicUser": "yes",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "CapabilityBoundingSet": "",
    }.items():
        assert unit()[name] == value
    assert not [name for name in unit() if name.startswith("ReadWrite")]


def test_reload_sends_no_signal_when_the_check_fails() -> None:
    done = subprocess.run(  # noqa: S603  # this project's own command
        [str(DEPLOY / "reload"), "0"],
        env={"GUNICORN": "false", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Nothing is changed: what served before goes on.\n"


def test_pdfs_leave_half_of_the_threads_to_urgent_pages() -> None:
    assert runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))["threads"] >= 2 * MOST_AT_ONCE


def test_nginx_has_time_for_another_copy_after_one_that_hangs() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    seconds = dict(re.findall(r"^ +proxy_(\w+) (\d+)s?;", nginx, re.MULTILINE))
    for one_try in (seconds["read_timeout"], seconds["send_timeout"]):
        tries = int(seconds["next_upstream_tries"])
        assert int(one_try) * tries <= int(seconds["next_upstream_timeout"])
        assert int(one_try) > LONGEST


@pytest.mark.parametrize("workers", ["0", "two", "-1", "1.5", "100"])
def test_a_number_of_workers_that_cannot_be_is_refused(
    workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", workers)
    with pytest.raises(SystemExit, match="must be a number from 1 to 99"):
        runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))


@pytest.mark.needs(Kind.git)
def test_commands_run_also_where_git_writes_the_line_ends_of_windows(tmp_path: Path) -> None:
    files = (".gitattributes", "deploy/reload", ".ci/run", "tests/serving/read_only.sh", "Makefile")
    for file in files:
        (tmp_path / "one" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / "one" / file)
    own = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "core.autocrlf=true"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *own, *command], cwd=tmp_path / "one", check=True)  # noqa: S603, S607
    subprocess.run(["git", *own, "clone", "-q", "one", "two"], cwd=tmp_path, check=True)  # noqa: S603, S607
    for file in files:
        assert b"\r" not in (tmp_path / "two" / file).read_bytes(), file
