"""The self-check as a hospital runs it: gunicorn with the shipped settings, on a free port."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.config import PREFIX, ROOT
from tests.web.tiny import KEY

CONFIG = Path("deploy") / "gunicorn.conf.py"
GUNICORN = Path(sys.executable).with_name("gunicorn")
LONGEST_START = 180
LONGEST_END = 60
"""Seconds after which it is given up, on the slowest computer. No promise is measured by them."""
QUICK_END = 5
PORTS = range(20_000, 32_000)
"""Below those that the system gives to connections, so that no connection of ours takes one."""


@dataclass(frozen=True)
class Server:
    """One running copy."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    """What it wrote to its two outputs."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return children(self.process.pid)

    def kill(self) -> None:
        """End it as a power cut would: who would replace the workers, then the workers."""
        workers = self.workers  # a process that has ended has none, and they would keep its port
        self.process.kill()
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, 9)
        self.process.wait(LONGEST_END)


@contextmanager
def served(
    folder: Path,
    settings: Mapping[str, str] | None = None,
    *options: str,
    port: int | None = None,
    before: Sequence[str] = (),
    python: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    root: Path = ROOT,
) -> Iterator[Server]:
    """A copy that is ready, for as long as it is needed. Its log goes into ``folder``.

    ``settings`` are those of the app, without their prefix; ``options`` are gunicorn's; ``before``
    is a command that runs it, ``python`` are options of Python, and ``environment`` is the whole
    environment in place of this process's own. ``root`` is where the project lies.
    """
    port = port or free_port()
    log = log or folder / f"gunicorn-{port}.log"
    server = Server(
        _start(log, port, settings, options, before, python, environment, root), port, log
    )
    try:
        _wait(server)
        yield server
    finally:
        stop(server.process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, without waiting for anybody."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(QUICK_END)
    except subprocess.TimeoutExpired:  # a worker that was only just begun does not listen
        for child in children(process.pid):
            os.kill(child, 9)
        process.kill()
        process.wait()


def wait_until(comes: Callable[[], bool], pause: float = 0.05) -> None:
    """Wait for something that takes a short while; :class:`TimeoutError` if it does not come."""
    end = time.monotonic() + LONGEST_START
    while not comes():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(pause)


def free_port() -> int:
    """A port of this computer on which nobody listens."""
    while True:
        port = random.choice(PORTS)  # noqa: S311  # nothing is kept secret by it
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are not yet gone."""
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]
    return []


def _start(
    log: Path,
    port: int,
    settings: Mapping[str, str] | None,
    options: Sequence[str],
    before: Sequence[str],
    python: Sequence[str],
    environment: Mapping[str, str] | None,
    root: Path,
) -> subprocess.Popen[bytes]:
    app = {"SECRET_KEY": KEY, "SECURE_COOKIE": "0", **(settings or {})}
    command = [*before, sys.executable, *python, str(GUNICORN), "--config", str(root / CONFIG)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  # this project's own command
            [*command, "--bind", f"127.0.0.1:{port}", *options],
            cwd=root,
            env={
                **(own if environment is None else environment),
                **{PREFIX + name: value for name, value in app.items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def _wait(server: Server) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status < 500:  # 400 where it has another name
                    return
            finally:
                connection.close()
        time.sleep(0.05)
    text = server.log.read_text(errors="replace") if server.log.is_file() else ""
    raise RuntimeError(f"It does not serve (exit {server.process.poll()}): {text[-2000:]}")
