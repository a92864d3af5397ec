"""Where this computer's pip, npm and apt fetch from, for a Debian in a folder to do the same."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path

CERTIFICATES = Path("/usr/local/share/ca-certificates")
"""Those that somebody trusts here beside Debian's."""
PIP = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host"),
    *("proxy", "cert", "client-cert", "timeout", "default-timeout", "retries"),
)
NPM = ("registry", "proxy", "https-proxy", "noproxy", "cafile", "strict-ssl")
OTHERS = re.compile(
    r"(https?|ftp|all|no)_proxy|ssl_cert_(file|dir)|(requests|curl)_ca_bundle|node_extra_ca_certs",
    re.IGNORECASE,
)
SOURCE = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)"


def pip_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """The files that may set pip's options, the last one first heeded."""
    for folder in environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep):
        yield Path(folder) / "pip" / "pip.conf"
    yield Path("/etc/pip.conf")
    yield Path.home() / ".pip" / "pip.conf"
    yield Path(environment.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "pip" / "pip.conf"
    if "PIP_CONFIG_FILE" in environment:
        yield Path(environment["PIP_CONFIG_FILE"])


def pip_settings(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """What files tell pip about where packages come from, as variables."""
    parser = RawConfigParser()
    parser.read(files)
    for section in ("global", "install"):
        for name in PIP:
            if parser.has_option(section, name):
                yield _variable("PIP", name), " ".join(parser.get(section, name).split())


def npm_settings(listed: str) -> Iterator[tuple[str, str]]:
    """What npm's list of its options says about where packages come from, as variables."""
    options = json.loads(listed)
    for name in NPM:
        value = options.get(name)
        if isinstance(value, bool):
            yield f"npm_config_{name}".replace("-", "_"), str(value).lower()
        elif isinstance(value, str) and value:
            yield f"npm_config_{name}".replace("-", "_"), value


def settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that make pip and npm fetch as they do here."""
    found = dict(pip_settings(pip_files(environment)))
    if npm := shutil.which("npm"):
        command = [npm, "config", "list", "--json"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        found |= npm_settings(done.stdout) if done.returncode == 0 else ()
    own = {_variable("PIP", name) for name in PIP}
    for name, value in environment.items():
        if name in own or OTHERS.fullmatch(name):
            found[name] = value
    return found


def named_paths(values: Iterable[str]) -> Iterator[Path]:
    """The files and folders of this computer that settings name."""
    for word in (word for value in values for word in value.split()):
        path = Path(word.removeprefix("file://"))
        if path.is_absolute() and path.exists():
            # the pages of an index may lead to files that lie beside it
            yield path.parent if word.startswith("file://") else path


@dataclass(frozen=True)
class Apt:
    """Where apt fetches Debian from."""

    sources: list[str]
    """Lines of a sources.list."""
    mirror: str
    """Of the suite itself."""
    options: str
    """Of its configuration, on how it fetches."""

    def tell(self, root: Path) -> None:
        """Make the apt of another root fetch in the same way."""
        there = root / "etc" / "apt"
        (there / "sources.list").write_text("\n".join(self.sources) + "\n")
        (there / "apt.conf.d" / "90-as-outside").write_text(self.options)
        for name in ("auth.conf", "auth.conf.d"):
            here = Path("/etc/apt") / name
            if here.is_dir():
                shutil.copytree(here, there / name, dirs_exist_ok=True)
            elif here.exists():
                shutil.copy(here, there / name)

    @property
    def proxy(self) -> dict[str, str]:
        """Its proxy as a variable, for what is no apt."""
        found = re.search(r'^Acquire::http::Proxy "(.+)";$', self.options, re.MULTILINE)
        return {"http_proxy": found[1]} if found else {}


def apt(suite: str) -> Apt | None:
    """Where apt fetches a suite from; ``None`` where it knows of none."""
    listed = _said("apt-get", "indextargets", "--format", SOURCE, "Identifier: Packages")
    lines = sorted({line for line in listed.splitlines() if line.startswith("Debian|")})
    parts = [line.split("|")[1:] for line in lines]
    mirrors = [uri for uri, release, component in parts if (release, component) == (suite, "main")]
    if not mirrors:
        return None
    options = _said("apt-config", "dump", "--format", '%f "%v";%n', "Acquire")
    return Apt([f"deb {' '.join(line)}" for line in parts], mirrors[0], options)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _variable(tool: str, name: str) -> str:
    return f"{tool}_{name.upper().replace('-', '_')}"
