"""What the tests behind a proxy need from the computer, and what of it is missing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

NGINX = Path(shutil.which("nginx") or "/usr/sbin/nginx")
SLOWHTTPTEST = Path(shutil.which("slowhttptest") or "/usr/bin/slowhttptest")


def missing() -> Iterator[str]:
    """What has to be installed before they can run, in words."""
    for tool in (NGINX, SLOWHTTPTEST):
        if not tool.exists():
            yield f"there is no {tool.name} (on Debian: apt install {tool.name})"


MISSING = tuple(missing())
