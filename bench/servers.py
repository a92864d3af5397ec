"""The servers that are measured: the same gunicorn settings for each, and what they use."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.config import PREFIX, ROOT
from bench.visitor import exchange, request
from tests.serving.served import CONFIG, GUNICORN, children, free_port, stop, wait_until
from tests.web.tiny import KEY

OURS = ["--config", str(ROOT / CONFIG), "--workers", "1"]
PLAIN = ["--worker-class=gthread", "--threads=8", "--workers=1", "--keep-alive=75", "--preload"]
"""What ``deploy/gunicorn.conf.py`` says, for apps that are not ours. They write no log."""
COMMANDS: Mapping[str, list[str]] = {
    "self-check": OURS,
    "floor": [*PLAIN, "bench.floor.app:app"],
    "static": [*PLAIN, "bench.static:app"],
}


@dataclass(frozen=True)
class Server:
    """One server with one worker."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float
    """From its start to its first answer."""

    @property
    def cpu(self) -> float:
        """Seconds that the processor has worked for it, all its processes and threads together."""
        return cpu_of((self.process.pid, *children(self.process.pid)))

    @property
    def memory(self) -> float:
        """MB in use by the worker, with what it shares."""
        (worker,) = children(self.process.pid)
        return memory_of(worker)


def cpu_of(pids: Iterable[int]) -> float:
    """Seconds that the processor has worked for some processes, all their threads together."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def memory_of(pid: int) -> float:
    """MB that a process has in use, with what it shares."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def running(name: str, folder: Path, **settings: str) -> Iterator[Server]:
    """A server that has just answered for the first time. ``settings`` are those of our app."""
    port = free_port()
    command = [sys.executable, str(GUNICORN), f"--bind=127.0.0.1:{port}", *COMMANDS[name]]
    own = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    ours = {"SECRET_KEY": KEY, "SECURE_COOKIE": "0", **settings}
    as_deployed = {"MALLOC_TRIM_THRESHOLD_": "65536"}
    environment = {**own, **as_deployed, **{PREFIX + key: value for key, value in ours.items()}}
    with (folder / f"{name}-{port}.log").open("wb") as log:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: _answers(port), 0.005)
        yield Server(process, port, time.monotonic() - start)
    finally:
        stop(process)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as connection:
        return exchange(connection, request("/", "")).status == 200
    return False
