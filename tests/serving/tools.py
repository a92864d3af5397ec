"""What the tests behind a proxy need from the computer, and what of it is missing."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

NGINX = Path(shutil.which("nginx") or "/usr/sbin/nginx")
SLOWHTTPTEST = Path(shutil.which("slowhttptest") or "/usr/bin/slowhttptest")


def can_unshare() -> bool:
    """Whether a process may have a root and a uid of its own."""
    tool = shutil.which("unshare")
    if tool is None:
        return False
    command = [tool, "--mount", "--map-root-user", tool, "--user", "--map-user=65534", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def missing() -> Iterator[str]:
    """What has to be installed before they can run, in words."""
    for tool in (NGINX, SLOWHTTPTEST):
        if not tool.exists():
            yield f"there is no {tool.name} (on Debian: apt install {tool.name})"
    if not can_unshare():
        yield "namespaces are not allowed (as root, or with user namespaces, they are)"


MISSING = tuple(missing())
