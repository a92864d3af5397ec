"""What a whole journey weighs on the wire: HTTP/2 through the shipped nginx, before TLS."""

import html
import math
from dataclasses import dataclass, field
from pathlib import Path

from bench.visitor import LOADED
from tests.needs import NGINX
from tests.serving.http2 import Http2Person
from tests.serving.person import Reply
from tests.serving.proxy import BEHIND, proxied
from tests.serving.served import served


@dataclass
class Phone(Http2Person):
    """A browser with a cache: it loads each file that pages name once."""

    _loaded: set[str] = field(default_factory=set)

    def get(self, path: str) -> Reply:
        """Open a page and what it names."""
        reply = super().get(path)
        for address in map(html.unescape, LOADED.findall(reply.text)):
            if address not in self._loaded:
                self._loaded.add(address)
                super().get(address)
        return reply


def kilobytes(folder: Path) -> tuple[float, float]:
    """kB of the first view and of the whole journey; without nginx, infinitely many."""
    if not NGINX.exists():
        return math.inf, math.inf
    with served(folder, BEHIND) as copy, proxied(folder, [copy.port]) as nginx:
        one = nginx.modern_person(**{"Accept-Encoding": "gzip"})
        with Phone(one.address, one.headers, tls=one.tls) as phone:
            phone.get("/")
            first = phone.weight
            phone.journey("several")
            phone.get("/gp-sheet")
            return first / 1000, phone.weight / 1000
