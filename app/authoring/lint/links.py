"""Tries the links of the content: which work, which are dead, and whether there is a network."""

import http.client
import re
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import Enum
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.content.source import Document, Path, texts

SECONDS = 8
AT_A_TIME = 4
"""Few enough to be no burden: many links lead to the same library."""

Opener = Callable[[str, str], int]
"""Method and address to the HTTP status at the end of all redirects; else raises as urllib does."""


class LinkState(Enum):
    """What is known of a link once it was tried."""

    works = "works"
    dead = "dead"
    unclear = "unclear"
    """Something answers, but not to a program: a person has to open it."""
    unreached = "unreached"
    no_network = "no network"
    """Nothing at all could be reached, so nothing is known of any link."""


@dataclass(frozen=True)
class LinkResult:
    """What came of trying an address, in few words."""

    url: str
    state: LinkState
    detail: str

    @property
    def works(self) -> bool:
        """Only this is a pass: a link of which nothing is known falls short as well."""
        return self.state is LinkState.works


@dataclass(frozen=True)
class Link:
    """An address, and where it stands in the content."""

    url: str
    path: Path


def links_of(document: Document) -> tuple[Link, ...]:
    """Every web address in the content, in its order, also those inside texts."""
    return tuple(
        Link(address.rstrip(".,;:)"), path)
        for path, text in texts(document.data)
        for address in re.findall(r"\bhttps?://[^\s<>“”]+", text, re.IGNORECASE)
    )


# --- trying them ----------------------------------------------------------------------------------


class _SameScheme(HTTPRedirectHandler):
    """Follows redirects, but never from https to anything else."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if urlsplit(newurl).scheme != urlsplit(req.full_url).scheme:
            raise HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def open_url(method: str, url: str) -> int:
    """The status that an address answers with, at the end of all redirects.

    A redirect that is not followed is the status. Raises :class:`OSError` where nothing answers,
    ``HTTPException`` or :class:`ValueError` for what is no address or no HTTP.
    """
    headers = {"User-Agent": "Self-check, link check", "Accept": "*/*"}
    # Redirects stay in the scheme, and check_links hands over https alone.
    request = Request(url, method=method, headers=headers)  # noqa: S310
    try:
        with build_opener(_SameScheme).open(request, timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def check_links(
    links: Iterable[str],
    opener: Opener = open_url,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[LinkResult, ...]:
    """Try each address once, and say what came of it, in the order given.

    Where not one of them could be reached, all are ``no_network``: this computer is offline, and
    calling the links dead would be wrong, as calling them sound would be.
    """
    urls = list(dict.fromkeys(links))
    found: dict[str, LinkResult] = {}
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in as_completed([pool.submit(_try, url, opener) for url in urls]):
            found[done.result().url] = done.result()
            progress(f"{len(found)} of {len(urls)} links tried")
    tried = {url for url in found if _is_https(url)}
    if all(found[url].state is LinkState.unreached for url in tried):
        offline = "there is no network: not tried"
        found |= {url: LinkResult(url, LinkState.no_network, offline) for url in tried}
    return tuple(found[url] for url in urls)


def summary(results: Sequence[LinkResult]) -> str:
    """One line on all of them; begins with "There is no network" where that is so."""
    if any(result.state is LinkState.no_network for result in results):
        return "There is no network. No link was tried. Run this again with one."
    bad = sum(not result.works for result in results)
    if bad:
        return f"{bad} of {len(results)} links did not open. Open each yourself, then mend it."
    return f"All {len(results)} links open."


def _is_https(url: str) -> bool:
    return url.lower().startswith("https://")


def _try(url: str, opener: Opener) -> LinkResult:
    if not _is_https(url):
        return LinkResult(url, LinkState.dead, "it does not begin with https://")
    state, detail = _ask("HEAD", url, opener)
    if state not in (LinkState.works, LinkState.unreached):
        # Some servers answer HEAD wrongly or not at all; GET is what a reader does.
        state, detail = _ask("GET", url, opener)
    return LinkResult(url, state, detail)


def _ask(method: str, url: str, opener: Opener) -> tuple[LinkState, str]:
    try:
        status = opener(method, url)
    except (ValueError, http.client.InvalidURL):
        return LinkState.dead, "it is no web address"
    except http.client.HTTPException:
        return LinkState.unclear, "what answers is no web page"
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            return LinkState.dead, "its certificate is not valid"
        return LinkState.unreached, f"no answer: {reason}"
    if status < 300:
        return LinkState.works, f"status {status}"
    if status < 400:
        return LinkState.dead, f"status {status}: it sends on without end, or not to https"
    if status in (401, 403, 405, 406, 429) or status >= 500:
        return LinkState.unclear, f"status {status}: open it yourself"
    return LinkState.dead, f"status {status}"
