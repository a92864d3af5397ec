"""The README's commands on a Debian that has nothing else: ``make fresh``.

With ``--ci`` it is ``.ci/run`` in place of them, with all that it installs. Nothing but Python is
imported here, so nothing has to be set up before.
"""

import argparse
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

from tests.fresh import host

ROOT = Path(__file__).resolve().parents[2]
SOURCE = f"file://{ROOT}"
ENTER = Path(__file__).with_name("enter.sh")
CLONE = "/self-check"
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
TOOLS = {"apt-get": "apt", "debootstrap": "debootstrap", "git": "git", "unshare": "util-linux"}
"""What it takes, each with Debian's package."""
BARE = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
WALK = ".venv/bin/python -m tests.serving.walk"
NOT_RUN = re.compile(r"=+ \d+ tests did not run =+")
LONGEST_SETUP = 30 * 60
LAST = 15
"""Lines of what a step said, where it failed and nobody saw it."""


class StoppedError(Exception):
    """It does not go on. The text is one sentence that says why, or what to do."""


@dataclass(frozen=True)
class Readme:
    """What the README tells a newcomer to type."""

    packages: list[str]
    serve: str
    check: str
    address: str


def read(text: str) -> Readme:
    """The commands as they are written under “Two commands”, and what Debian needs for them."""
    _, block, after, *_ = text.partition("\n## Two commands\n")[2].split("```")
    serve, check = (line.partition("#")[0].strip() for line in block.strip().splitlines())
    packages = re.search(r"`apt install ([a-z0-9 .+-]+)`", after)
    address = re.search(r"http://\S+", block)
    if not packages or not address:
        raise StoppedError("The README does not say what to install, or where it is served.")
    return Readme(packages[1].split(), serve, check, address[0])


@dataclass
class Clock:
    """How long each step took."""

    steps: list[tuple[float, str]] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Say what begins, and keep how long it took."""
        print(f"\n== {step}", flush=True)
        start = time.monotonic()
        yield
        self.steps.append((time.monotonic() - start, step))

    def report(self) -> None:
        """Print it."""
        if self.steps:
            print("\n== how long each step took")
        for seconds, step in self.steps:
            print(f"{seconds:6.0f} s  {step}")


@dataclass(frozen=True)
class Debian:
    """A Debian in a folder."""

    root: Path
    variables: dict[str, str]
    """The whole environment of what runs in it."""

    def start(self, command: str, folder: str, output: int) -> subprocess.Popen[str]:
        """Begin a command in it; all that it has begun ends with it."""
        named = host.named_paths(self.variables.values())
        shown = sorted({str(path) for path in named if not Path(f"{self.root}{path}").exists()})
        variables = [f"{name}={value}" for name, value in self.variables.items()]
        inside = ["sh", str(ENTER), str(self.root), " ".join(shown), *variables]
        return subprocess.Popen(
            [*NAMESPACES, *inside, "sh", "-c", f"cd {folder} && {command}"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    def run(self, command: str, folder: str = CLONE) -> list[str]:
        """All lines that a command says, which are printed as well. It must not fail."""
        said = []
        process = self.start(command, folder, subprocess.PIPE)
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                said.append(line.rstrip("\n"))
            if process.wait() != 0:
                raise StoppedError(f"{command} ended with {process.returncode}; see above.")
        finally:
            end(process)
        return said

    @contextmanager
    def serving(self, command: str, address: str) -> Iterator[None]:
        """A command that serves, from when it answers."""
        with tempfile.TemporaryFile("w+", errors="replace") as log:
            process = self.start(command, CLONE, log.fileno())
            try:
                give_up = time.monotonic() + LONGEST_SETUP
                while not answers(address):
                    if process.poll() is not None or time.monotonic() > give_up:
                        log.seek(0)
                        print(*log.readlines()[-LAST:], sep="")
                        raise StoppedError(f"{command} does not serve; see above.")
                    time.sleep(0.2)
                yield
            finally:
                end(process)
        while answers(address):  # until the last of it is gone
            time.sleep(0.1)


def end(process: subprocess.Popen[str]) -> None:
    """End what runs in another root, with all that it has begun. unshare heeds no other signal."""
    process.kill()
    process.wait()


def answers(address: str) -> bool:
    """Whether something is served there."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def check_tools() -> None:
    """Raise :class:`StoppedError` where this computer cannot make a Debian in a folder."""
    lacking = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if lacking:
        raise StoppedError(f"It needs {', '.join(lacking)}: apt install {' '.join(lacking)}")
    if os.geteuid() != 0:
        raise StoppedError("It needs root, to make a Debian in a folder: sudo make fresh")
    if subprocess.run([*NAMESPACES, "true"]).returncode != 0:
        raise StoppedError("It may not make namespaces: start the container with --privileged")


def suite() -> str:
    """The suite of this Debian."""
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r"^VERSION_CODENAME=(\w+)$", text, re.MULTILINE)
    if not found or not re.search(r"^ID=debian$", text, re.MULTILINE):
        raise StoppedError("It needs a Debian to make another: start it in a Debian container.")
    return found[1]


@contextmanager
def folder(mounts: Path = Path("/proc/self/mountinfo")) -> Iterator[Path]:
    """A folder for as long as it is needed."""
    made = Path(tempfile.mkdtemp(prefix="fresh-"))
    try:
        yield made
    finally:
        if f" {made}" in mounts.read_text(encoding="utf-8"):  # what lies behind it is not ours
            print(f"Something is still mounted in {made}: unmount and remove it.", file=sys.stderr)
        else:
            shutil.rmtree(made)


def make_debian(root: Path, packages: list[str]) -> Debian:
    """A Debian like this one, with the least that there can be, and some packages."""
    name = suite()
    apt = host.apt(name)
    if apt is None:
        raise StoppedError(f"apt knows no index of {name}: apt-get update")
    options = ["--variant=minbase", f"--include={','.join(packages)}"]
    done = subprocess.run(
        # in a mount namespace, because it mounts a /proc there
        ["unshare", "--mount", "debootstrap", *options, name, root, apt.mirror],
        env={**os.environ, **apt.proxy},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        print(*done.stdout.splitlines()[-LAST:], sep="\n")
        raise StoppedError("debootstrap made no Debian. Does apt-get update reach its index?")
    apt.tell(root)
    for file in ("hosts", "resolv.conf"):
        shutil.copy(f"/etc/{file}", root / "etc")
    debian = Debian(root, {**host.settings(os.environ), **BARE})
    certificates = [*host.CERTIFICATES.glob("*.crt")]
    if certificates:
        for certificate in certificates:
            shutil.copy(certificate, root / host.CERTIFICATES.relative_to("/"))
        debian.run("update-ca-certificates > /dev/null", "/")
    return debian


def not_run(said: list[str]) -> list[str]:
    """What each run of the tests says about those that did not run."""
    found = []
    for number, line in enumerate(said):
        if NOT_RUN.fullmatch(line):
            rest = takewhile(lambda line: not line.startswith("="), said[number + 1 :])
            found += [line.strip("= "), *rest]
    return found


def fresh(clock: Clock, port: int | None, *, ci: bool) -> None:
    """Go through all steps. Raises :class:`StoppedError` at the first that fails."""
    check_tools()
    with folder() as made:
        clone = made / "clone"
        with clock.timed("the last commit is cloned"):
            # by the git out here: one in there would be there for the tests as well
            subprocess.run(["git", "clone", "--quiet", "--depth", "1", SOURCE, clone], check=True)
            subprocess.run(["git", "-C", clone, "log", "-1", "--format=%h %s"], check=True)
        readme = read((clone / "README.md").read_text(encoding="utf-8"))
        address = f"http://127.0.0.1:{port}" if port else readme.address
        if answers(address):
            raise StoppedError(f"Something is served on {address} already: make fresh PORT=8000")
        with clock.timed(f"a bare Debian with {' '.join(readme.packages)} is made"):
            debian = make_debian(made / "debian", readme.packages)
            shutil.move(clone, f"{debian.root}{CLONE}")
        if port:
            debian.variables["PORT"] = str(port)
        check = readme.check
        if ci:
            debian.variables["CI"] = "true"
            check = ".ci/run"
        else:
            with (
                clock.timed(f"{readme.serve}: until it serves"),
                debian.serving(readme.serve, address),
            ):
                print(f"{address} answers.")
        with clock.timed(check):
            left_out = not_run(debian.run(check))
        if bool(left_out) == ci:
            raise StoppedError(f"{check} says of tests that did not run: {left_out or 'nothing'}.")
        with ExitStack() as stack:
            with clock.timed(f"{readme.serve}: until it serves again"):
                stack.enter_context(debian.serving(readme.serve, address))
            with clock.timed("a journey from the start page to the sheet"):
                debian.run(f"{WALK} {address}")
    print("", *left_out, sep="\n")


def main() -> int:
    """Say what held and how long it took; 1 where something did not."""
    parser = argparse.ArgumentParser(prog="make fresh", description=__doc__)
    parser.add_argument("--ci", action="store_true", help="run .ci/run")
    parser.add_argument("--port", type=int, help="serve on another port than the README says")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    clock = Clock()
    try:
        fresh(clock, arguments.port, ci=arguments.ci)
    except StoppedError as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"\n{failed.cmd[0]} failed; see above.", file=sys.stderr)
        return 1
    finally:
        clock.report()
    return 0


if __name__ == "__main__":
    sys.exit(main())
