"""How gunicorn serves the self-check: ``gunicorn --config deploy/gunicorn.conf.py``.

What a command line or ``GUNICORN_CMD_ARGS`` says wins, for example ``--bind 0.0.0.0:8000``.
docs/deploy says what to set around it.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any

MEMORY = "/dev/shm"  # noqa: S108  # gunicorn makes a file there and takes its name away at once

# typst would start a thread for each processor, and each keeps some MB. Only one PDF is made at a
# time, and it is hardly faster with more.
os.environ.setdefault("RAYON_NUM_THREADS", "1")

wsgi_app = "app:create_app()"
chdir = str(Path(__file__).resolve().parent.parent)
bind = "127.0.0.1:8000"

# Threads, because a slow client must not hold a whole process; the proxy keeps most of them away.
worker_class = "app.serving.Worker"
# Counts for Prometheus are those of one process.
counts = os.environ.get("SELF_CHECK_METRICS") == "1"
wanted = os.environ.get("WEB_CONCURRENCY") or "2"
if not re.fullmatch("[1-9][0-9]?", wanted):
    sys.exit("WEB_CONCURRENCY must be a number from 1 to 99.")
workers = 1 if counts else int(wanted)
threads = 8
# Content with a fault stops the new process before the old one lets go.
preload_app = True

timeout = 15
graceful_timeout = 15
# Longer than the proxy keeps a connection: it is always the proxy that hangs up.
keepalive = 75
limit_request_line = 2048
limit_request_fields = 50
# A parent domain may add its own cookies to ours.
limit_request_field_size = 8190
# Nothing in a request is believed here; SELF_CHECK_PROXIES says how many proxies are.
forwarded_allow_ips = ""

logger_class = "app.serving.QuietLogger"
# One line a request, of route, method, status and time. None: no such line.
accesslog = "-"
errorlog = "-"

# Nothing is written to a disk.
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None
control_socket_disable = True


def when_ready(server: Any) -> None:
    """End the process that served before, if this one came to replace it."""
    from app.serving import take_over

    take_over(server)
