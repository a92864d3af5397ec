"""What ``make fresh`` reads, passes on and leaves. Whether the commands hold, it says itself."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.fresh import host, run
from tests.needs import ROOT, Kind

README = """# A name

## Two commands

```
make this    # and http://127.0.0.1:5000
make that
```

On Debian: `apt install python3-venv make`. Then ```make other```.
"""
SAID = [
    "== 2 passed ==",
    "=== 12 tests did not run ===",
    "7 here.",
    "5 there.",
    "== summary ==",
    "x",
]


def test_what_is_typed_is_what_the_readme_says() -> None:
    read = run.read(README)
    assert (read.serve, read.check, read.address) == (
        "make this",
        "make that",
        "http://127.0.0.1:5000",
    )
    assert read.packages == ["python3-venv", "make"]


def test_the_readme_says_all_that_is_needed() -> None:
    read = run.read((ROOT / "README.md").read_text(encoding="utf-8"))
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in (read.serve, read.check):
        tool, target = command.split()
        assert tool in read.packages
        assert f"\n{target}: " in targets


def test_a_readme_that_names_no_package_is_told() -> None:
    with pytest.raises(run.StoppedError, match="does not say what to install"):
        run.read(README.replace("apt install", "install"))


def test_without_a_tool_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(run.StoppedError, match="apt install apt debootstrap git util-linux"):
        run.check_tools()


def test_without_root_it_says_how_to_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TOOLS", {})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(run.StoppedError, match="sudo make fresh"):
        run.check_tools()


def test_tests_that_did_not_run_are_found_in_what_was_said() -> None:
    found = ["12 tests did not run", "7 here.", "5 there."]
    assert run.not_run(SAID) == found
    assert run.not_run([*SAID, *SAID]) == [*found, *found]
    assert run.not_run(SAID[:1]) == []


def test_nothing_is_removed_through_a_mount(tmp_path: Path) -> None:
    with run.folder() as made:
        (made / "file").touch()
    assert not made.exists()
    mounts = tmp_path / "mounts"
    with run.folder(mounts) as made:
        mounts.write_text(f"35 24 0:30 / {made}/debian/dev rw - devtmpfs none rw\n")
    assert made.exists()
    made.rmdir()


def test_pip_fetches_as_its_files_say_here_and_the_last_of_them_wins(tmp_path: Path) -> None:
    first, last = tmp_path / "first", tmp_path / "last"
    first.write_text("[global]\nindex-url = https://a.example/simple\ntarget = /somewhere\n")
    last.write_text(
        "[install]\nindex-url = https://b.example/simple\nfind-links =\n    /a\n    /b\n"
    )
    assert dict(host.pip_settings([first, tmp_path / "none", last])) == {
        "PIP_INDEX_URL": "https://b.example/simple",
        "PIP_FIND_LINKS": "/a /b",
    }


def test_npm_fetches_as_it_is_told_here() -> None:
    options = {"registry": "https://a.example/", "proxy": None, "strict-ssl": False, "yes": True}
    assert dict(host.npm_settings(json.dumps(options))) == {
        "npm_config_registry": "https://a.example/",
        "npm_config_strict_ssl": "false",
    }


def test_variables_about_fetching_are_passed_on_and_no_other(tmp_path: Path) -> None:
    given = {"HTTPS_PROXY": "http://a.example", "PIP_INDEX_URL": "https://b.example", "HOME": "/x"}
    settings = host.settings({**given, "SELF_CHECK_SECRET_KEY": "x", "XDG_CONFIG_DIRS": "/nowhere"})
    assert settings["HTTPS_PROXY"] == given["HTTPS_PROXY"]
    assert settings["PIP_INDEX_URL"] == given["PIP_INDEX_URL"]
    assert {"HOME", "SELF_CHECK_SECRET_KEY"} & settings.keys() == set()


def test_files_that_settings_name_are_shown_and_with_an_index_what_lies_beside_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "index" / "simple").mkdir(parents=True)
    (tmp_path / "pem").touch()
    values = [
        f"file://{tmp_path}/index/simple https://a.example/simple",
        f"{tmp_path}/pem",
        "/gone",
    ]
    assert list(host.named_paths(values)) == [tmp_path / "index", tmp_path / "pem"]


def test_apt_fetches_from_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "etc" / "apt" / "apt.conf.d").mkdir(parents=True)
    options = 'Acquire::Retries "3";\nAcquire::http::Proxy "http://a.example:3128";\n'
    apt = host.Apt(["deb https://b.example/debian bookworm main"], "https://b.example", options)
    apt.tell(tmp_path)
    assert (tmp_path / "etc/apt/sources.list").read_text() == f"{apt.sources[0]}\n"
    assert apt.proxy == {"http_proxy": "http://a.example:3128"}
    (told,) = (tmp_path / "etc/apt/apt.conf.d").iterdir()
    assert told.read_text() == options


@pytest.mark.needs(Kind.namespaces)
def test_inside_nothing_else_of_this_computer_is_seen_or_left(tmp_path: Path) -> None:
    root, shown, hidden = tmp_path / "root", tmp_path / "shown", tmp_path / "hidden"
    for name in ("dev", "proc", "sys"):
        (root / name).mkdir(parents=True)
    for folder in (shown, hidden):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    for name in ("bin", "lib", "lib64"):
        if (target := Path("/") / name).is_symlink():
            (root / name).symlink_to(target.readlink())
    script = f"""
        ls {tmp_path}
        cat {shown}/file; echo
        echo changed 2> /dev/null > {shown}/file || echo refused
        echo "$NAME $HOME"
        grep -cE "^([^ ]+ ){{4}}/ " /proc/self/mountinfo
        echo kept > /written
    """
    inside = ["sh", str(run.ENTER), str(root), f"{shown} /usr", "NAME=value", "PATH=/usr/bin"]
    done = subprocess.run(
        [*run.NAMESPACES, "--map-root-user", *inside, "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["shown", "shown", "refused", "value ", "1"]
    assert (root / "written").read_text() == "kept\n"
    assert [*(root / "proc").iterdir()] == []
