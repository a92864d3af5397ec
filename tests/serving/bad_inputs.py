"""The 100 bad inputs, numbered as in the reference on reliability, section 9.

Each is sent to an open self-check with a warning sign, and wherever it can it says that there is no
sign: were it taken, the urgency would fall. What is right in itself raises the urgency instead.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from urllib.parse import quote

from app.web.answer_store import AnswerStore
from app.web.seal import Seal
from tests.serving.sent import LEFT_OUT, Answer, Sent, cookies, through_app, through_socket
from tests.serving.visit import Visit, breaches, lowered, sealed, service_of, visit

Part = Sent | bytes
"""A request, or bytes for a socket that are none."""

QUESTION = "/questions/legs"
NO_SIGN, SIGN = "none", "both-legs"
KEY_OF_ANOTHER = "a key that belongs to another server"
PAD = 8 * 1024 * 1024
STRANGE = {
    "emoji": "\N{PILE OF POO}",
    "right-to-left override": "\N{RIGHT-TO-LEFT OVERRIDE}none",
    "zero width": "no\N{ZERO WIDTH SPACE}ne",
    "combining": "none\N{COMBINING LONG SOLIDUS OVERLAY}",
    "four bytes": "\U0001d427one",
}
EVIL = "evil.example"


FIRST = {"age": "from-35-to-44", "pregnancy": "none", "nerves": "none"}
OPEN = {
    "urgent, on the way": {**FIRST, "legs": "one-leg"},
    "an emergency": {**FIRST, "legs": "both-legs", "sudden": "chest-pain"},
}
"""The two self-checks that it is sent to."""


@dataclass(frozen=True)
class BadInput:
    """One number of the list, and what to send."""

    number: int
    name: str
    make: Callable[[Visit], Iterable[Part]]
    statuses: tuple[int, ...] = ()
    """Of the answers of the app, in any order; 303 leads to a page of the self-check."""
    socket_only: bool = False
    """The app alone cannot be sent it: only a server on a socket can."""
    server: tuple[int, ...] = ()
    """With which gunicorn refuses what is no request, with our page of last resort."""
    note: str = ""


# --- what is sent ---------------------------------------------------------------------------------


def fields(at: Visit, *pairs: tuple[str, str], without: str = "") -> bytes:
    """The body of a form: the token, some fields, and the end."""
    every = (("journey", at.token), *pairs, ("end", "1"))
    told = (f"{quote(name)}={quote(value)}" for name, value in every if name != without)
    return "&".join(told).encode()


def post(
    at: Visit,
    *pairs: tuple[str, str],
    target: str = QUESTION,
    headers: Iterable[tuple[str, str]] = (),
    without: str = "",
    body: bytes | None = None,
) -> Sent:
    """A form that is sent to a question, by default one without any sign."""
    body = fields(at, *(pairs or (("answer", NO_SIGN),)), without=without) if body is None else body
    return Sent("POST", target, (at.cookies(), *headers), body)


def get(at: Visit, target: str, *headers: tuple[str, str]) -> Sent:
    """A page that is asked for."""
    return Sent("GET", target, (at.cookies(), *headers))


def with_cookie(at: Visit, value: str) -> Iterator[Sent]:
    """The result, a question and an answer, asked for with another cookie."""
    header = cookies({at.store.name: value})
    yield Sent("GET", "/result", (header,))
    yield Sent("GET", QUESTION, (header,))
    yield Sent("POST", QUESTION, (header,), fields(at, ("answer", NO_SIGN)))


def chunked(body: bytes) -> bytes:
    """A body in pieces of 4 kB."""
    parts = [body[i : i + 4096] for i in range(0, len(body), 4096)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


def raw_post(at: Visit, body: bytes, *headers: tuple[str, str]) -> bytes:
    """A form on the line whose length is whatever the headers say."""
    lengths = () if any(n == "Content-Length" for n, _ in headers) else (_no_length(),)
    sent = Sent("POST", QUESTION, (at.cookies(), *lengths, *headers), b"")
    return sent.raw() + body


def _no_length() -> tuple[str, str]:
    return ("Content-Length", LEFT_OUT)


def _type(kind: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", kind),)


def _twice(at: Visit, *codes: str) -> Iterator[Sent]:
    yield post(at, *(("answer", code) for code in codes), target="/questions/pregnancy")


def _strange(at: Visit) -> Iterator[Sent]:
    for text in STRANGE.values():
        yield post(at, ("answer", text))
        yield post(at, ("answer", NO_SIGN), (text, "1"))
        yield Sent("POST", QUESTION, (at.cookies(),), f"journey={quote(text)}&end=1".encode())
        yield post(at, ("answer", NO_SIGN), ("end", text), without="")


def _every_option(at: Visit) -> Iterator[Sent]:
    item = service_of(at.app).questionnaire.items_by_id["legs"]
    yield post(at, *(("answer", code) for code in item.options))


def _methods(at: Visit) -> Iterator[Sent]:
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "FOO"):
        yield Sent(method, f"{QUESTION}?answer={NO_SIGN}", (at.cookies(),))


def _override(at: Visit) -> Iterator[Sent]:
    for method in ("POST", "DELETE"):
        yield get(at, f"{QUESTION}?answer={NO_SIGN}", ("X-HTTP-Method-Override", method))
        yield get(at, "/result", ("X-HTTP-Method-Override", method))


def _paths(at: Visit) -> Iterator[Sent]:
    for target in (
        "//questions//legs",
        "/questions/../result",
        "/%2e%2e/questions.yaml",
        "/questions%2flegs",
        "/questions/%2e%2e/result",
        "/static/../questions.yaml",
        "/static/%2e%2e/%2e%2e/questions.yaml",
        "/static/%2e%2e%2fweb%2fviews.py",
        "/static//etc/passwd",
    ):
        yield get(at, target)


def _header_injection(at: Visit) -> Iterator[Sent]:
    lines = "%0d%0aX-Evil:%201%0d%0aSet-Cookie:%20evil=1"
    for target in ("/?notice=", "/questions/", f"{QUESTION}?change=", "/static/main.css?v=", "//"):
        yield get(at, target + lines)
    yield post(at, target=f"/questions/{lines}")
    yield post(at, ("answer", f"none\r\nX-Evil: 1{lines}"))


def _hosts(at: Visit) -> Iterator[Sent]:
    for host in (EVIL, f"localhost@{EVIL}", f"{EVIL}:443", f"localhost.{EVIL}", "a b", "[::1"):
        yield get(at, "/result", ("Host", host))
        yield post(at, headers=[("Host", host)])
        yield Sent("POST", QUESTION, (at.cookies(), ("Host", host)))


def _forwarded(at: Visit) -> Iterator[Sent]:
    forged = tuple(
        (f"X-Forwarded-{name}", value)
        for name, value in (
            ("Host", EVIL),
            ("Proto", "http"),
            ("For", "203.0.113.9"),
            ("Prefix", f"//{EVIL}"),
            ("Port", "1"),
        )
    )
    yield get(at, "/result", *forged)
    yield get(at, "/no-such-page", *forged)
    yield post(at, ("answer", SIGN), headers=forged)


def _origins(at: Visit) -> Iterator[Sent]:
    for origin in (
        "null",
        f"https://{EVIL}",
        f"https://localhost.{EVIL}",
        "https://[",
        "localhost",
    ):
        yield post(at, headers=[("Origin", origin)])
    yield post(at, ("answer", SIGN))


def _sites(at: Visit) -> Iterator[Sent]:
    for site in ("cross-site", "same-site", "none", "", "SAME-ORIGIN"):
        yield post(at, headers=[("Sec-Fetch-Site", site)])


def _every_page(at: Visit) -> Iterator[Sent]:
    for rule in at.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            target = str(rule).replace("<link_id>", "legs")
            target = target.replace("<path:filename>", "main.css")
            yield get(at, target, ("Sec-Purpose", "prefetch"), ("Purpose", "prefetch"))


def _ranges(at: Visit) -> Iterator[Sent]:
    for given in ("bytes=0-1", "bytes=9-1", "bytes=999999999-", "bytes=0-0,2-2,4-4", "lines=1-2"):
        for target in ("/result", "/static/main.css"):
            yield get(at, target, ("Range", given))


def _two_cookies(at: Visit) -> Iterator[Sent]:
    other, name = calm(at), at.store.name
    for first, second in ((at, other), (other, at)):
        both = ("Cookie", f"{name}={first.cookie}; {name}={second.cookie}")
        yield Sent("POST", QUESTION, (both,), fields(second, ("answer", NO_SIGN)))


def _other_key(at: Visit) -> Iterator[Sent]:
    stranger = AnswerStore(service_of(at.app).questionnaire, [KEY_OF_ANOTHER])
    yield from with_cookie(at, sealed(stranger, calm(at).saved))


def _junk(at: Visit) -> Iterator[Sent]:
    yield from with_cookie(at, "A" * 4096)
    yield from with_cookie(at, Seal([KEY_OF_ANOTHER], b"").seal(bytes(3000)))


def _after_clear(at: Visit) -> Iterator[Sent]:
    yield Sent("POST", "/clear", (at.cookies(),), f"journey={at.token}".encode())
    yield get(at, "/result")
    yield get(at, QUESTION)


def calm(at: Visit) -> Visit:
    """Another self-check in the same service, without any sign."""
    return visit(at.app, {**FIRST, "legs": NO_SIGN})


def _foreign_cookies(at: Visit) -> Iterator[Sent]:
    others = {f"_parent{n}": "v" * 980 for n in range(7)}
    yield Sent("GET", QUESTION, (at.cookies(**others),))
    yield Sent("POST", QUESTION, (at.cookies(**others),), fields(at, ("answer", SIGN)))


def _two_hosts(at: Visit) -> Iterator[Part]:
    sent = get(at, "/result").raw()
    yield sent.replace(b"Host: localhost\r\n", b"Host: localhost\r\nHost: evil.example\r\n")
    yield sent.replace(b"Host: localhost\r\n", b"Host: evil.example\r\nHost: localhost\r\n")


def _pipelined(at: Visit) -> Iterator[Part]:
    first = (
        post(at, ("answer", SIGN)).raw().replace(b"Connection: close", b"Connection: keep-alive")
    )
    yield first + first + post(at).raw().replace(at.token.encode(), b"f" * 32)


def _truncated(at: Visit) -> Iterator[Part]:
    body = fields(at, ("answer", NO_SIGN))
    yield raw_post(at, body, ("Content-Length", str(len(body) - len(b"&end=1"))))


# --- the list -------------------------------------------------------------------------------------


BAD_INPUTS: tuple[BadInput, ...] = (
    # HTTP and forms
    BadInput(1, "empty POST", lambda at: [post(at, body=b"")], (409,)),
    BadInput(
        2,
        "POST to a question that is not reached",
        lambda at: [post(at, target="/questions/history")],
        (303,),
    ),
    BadInput(
        3,
        "POST to a question that is not on the path",
        lambda at: [post(at, target="/questions/pregnancy-signs")],
        (303,),
    ),
    BadInput(
        4,
        "unknown question",
        lambda at: [get(at, "/questions/no-such"), post(at, target="/questions/no-such")],
        (303,),
    ),
    BadInput(5, "unknown option", lambda at: [post(at, ("answer", "no-such"))], (422,)),
    BadInput(
        6, "option of another question", lambda at: [post(at, ("answer", "accident"))], (422,)
    ),
    BadInput(7, "option in other case", lambda at: [post(at, ("answer", "None"))], (422,)),
    BadInput(
        8,
        "space before or behind",
        lambda at: [post(at, ("answer", text)) for text in (" none", "none ", "\tnone")],
        (422,),
    ),
    BadInput(
        9,
        "a zero byte behind",
        lambda at: [post(at, body=fields(at, ("answer", "none")).replace(b"none", b"none\0"))],
        (422,),
    ),
    BadInput(10, "a zero byte in percents", lambda at: [post(at, ("answer", "none\0"))], (422,)),
    BadInput(11, "a radio twice, yes first", lambda at: _twice(at, "pregnant", "none"), (422,)),
    BadInput(12, "a radio twice, no first", lambda at: _twice(at, "none", "pregnant"), (422,)),
    BadInput(
        13,
        "“none of these” with a sign",
        lambda at: [post(at, ("answer", NO_SIGN), ("answer", "one-leg"))],
        (303,),
    ),
    BadInput(
        14,
        "a tick box twice",
        lambda at: [post(at, ("answer", NO_SIGN), ("answer", NO_SIGN))],
        (422,),
    ),
    BadInput(15, "all tick boxes", _every_option, (303,)),
    BadInput(
        16,
        "an unknown field",
        lambda at: [post(at, ("answer", NO_SIGN), ("admin", "1"))],
        (422,),
    ),
    BadInput(
        17,
        "a field called __class__",
        lambda at: [post(at, ("answer", NO_SIGN), ("__class__", "1"))],
        (422,),
    ),
    BadInput(
        18,
        "fields as lists",
        lambda at: [
            post(at, ("answer[]", NO_SIGN)),
            post(at, ("answer", NO_SIGN), ("journey[]", at.token)),
            post(at, ("answer", NO_SIGN), ("journey[]", at.token), without="journey"),
        ],
        (409, 422),
    ),
    BadInput(19, "no token", lambda at: [post(at, without="journey")], (409,)),
    BadInput(
        20,
        "the token of another self-check",
        lambda at: [post(at, body=fields(calm(at), ("answer", NO_SIGN)))],
        (409,),
    ),
    BadInput(21, "no last field", lambda at: [post(at, without="end")], (422,)),
    BadInput(22, "8 MB in one field", lambda at: [post(at, ("answer", "a" * PAD))], (413,)),
    BadInput(23, "4 million fields", lambda at: [post(at, body=b"a&" * (PAD // 2))], (413,)),
    BadInput(
        24,
        "a name of 10,000 characters",
        lambda at: [post(at, ("answer", NO_SIGN), ("a" * 10_000, "1"))],
        (422,),
    ),
    BadInput(
        25,
        "a body in chunks",
        lambda at: [
            raw_post(at, chunked(fields(at, ("answer", NO_SIGN))), ("Transfer-Encoding", "chunked"))
        ],
        (411,),
        socket_only=True,
    ),
    BadInput(
        26,
        "a body in chunks beyond the limit, the sign at its end",
        lambda at: [
            raw_post(
                at,
                chunked(fields(at, ("answer", NO_SIGN), ("pad", "x" * 20_000), ("answer", SIGN))),
                ("Transfer-Encoding", "chunked"),
            )
        ],
        (411,),
        socket_only=True,
    ),
    BadInput(
        27,
        "a length that is too small",
        _truncated,
        (422,),
        socket_only=True,
    ),
    BadInput(
        28,
        "a length that is too large",
        lambda at: [raw_post(at, fields(at, ("answer", NO_SIGN)), ("Content-Length", "9000"))],
        (400,),
        socket_only=True,
    ),
    BadInput(
        29,
        "a length below 0, or no number",
        lambda at: [
            raw_post(at, fields(at, ("answer", NO_SIGN)), ("Content-Length", length))
            for length in ("-1", "+5", "1e3", "0x10", "")
        ],
        (411,),
        socket_only=True,
        server=(400,),
        note="What is no length is no request: gunicorn refuses it, with our page.",
    ),
    BadInput(
        30,
        "a length and chunks",
        lambda at: [
            raw_post(
                at,
                chunked(fields(at, ("answer", NO_SIGN))),
                ("Transfer-Encoding", "chunked"),
                ("Content-Length", "5"),
            )
        ],
        (411,),
        socket_only=True,
        server=(400,),
        note="Two lengths are how requests are smuggled: gunicorn refuses them.",
    ),
    BadInput(
        31,
        "multipart with a file",
        lambda at: [
            post(
                at,
                headers=_type("multipart/form-data; boundary=x"),
                body=b'--x\r\nContent-Disposition: form-data; name="answer"; filename="a.txt"\r\n'
                b"Content-Type: text/plain\r\n\r\nnone\r\n--x--\r\n",
            )
        ],
        (415,),
    ),
    BadInput(
        32,
        "multipart without a boundary",
        lambda at: [post(at, headers=_type("multipart/form-data"))],
        (415,),
    ),
    BadInput(
        33,
        "JSON",
        lambda at: [post(at, headers=_type("application/json"), body=b'{"answer": ["none"]}')],
        (415,),
    ),
    BadInput(
        34,
        "XML with an entity",
        lambda at: [
            post(
                at,
                headers=_type("application/xml"),
                body=b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            )
        ],
        (415,),
    ),
    BadInput(35, "no kind of body", lambda at: [post(at, headers=_type(LEFT_OUT))], (415,)),
    BadInput(
        36,
        "UTF-16",
        lambda at: [post(at, body=fields(at, ("answer", NO_SIGN)).decode().encode("utf-16"))],
        (409,),
    ),
    BadInput(
        37,
        "bytes that are no UTF-8",
        lambda at: [post(at, body=fields(at, ("answer", "none")).replace(b"none", b"none\xff"))],
        (409,),
    ),
    BadInput(
        38,
        "percents that are no UTF-8",
        lambda at: [post(at, body=fields(at, ("answer", "none")).replace(b"none", b"none%ff"))],
        (422,),
    ),
    BadInput(
        39,
        "overlong UTF-8",
        lambda at: [post(at, body=fields(at, ("answer", "none")).replace(b"none", b"%c1%aeone"))],
        (422,),
    ),
    BadInput(40, "strange characters in every field", _strange, (409, 422)),
    BadInput(
        41,
        "answers in the address",
        lambda at: [get(at, f"{QUESTION}?{fields(at, ('answer', NO_SIGN)).decode()}")],
        (200,),
    ),
    BadInput(
        42,
        "answers in the address and in the body",
        lambda at: [post(at, ("answer", SIGN), target=f"{QUESTION}?answer={NO_SIGN}")],
        (303,),
    ),
    BadInput(43, "other methods", _methods, (200, 405)),
    BadInput(44, "another method in a header", _override, (200, 303)),
    BadInput(45, "slashes and dots in the path", _paths, (200, 303, 308, 404)),
    BadInput(
        46,
        "endings behind the path",
        lambda at: [
            get(at, target) for target in ("/result/x.css", "/questions/legs;.js", "/result;.css")
        ],
        (303, 404),
    ),
    BadInput(
        47,
        "an address of 9 kB",
        lambda at: [get(at, f"{QUESTION}?answer={'a' * 9_000}")],
        (),
        socket_only=True,
        server=(400, 414),
        note="gunicorn reads no line beyond its limit.",
    ),
    BadInput(
        48,
        "200 headers",
        lambda at: [get(at, QUESTION, *((f"X-{n}", "1") for n in range(200)))],
        (),
        socket_only=True,
        server=(400, 431),
        note="gunicorn reads no more headers than its limit.",
    ),
    BadInput(
        49,
        "a header of 9 kB",
        lambda at: [get(at, QUESTION, ("X-Long", "a" * 9_000))],
        (),
        socket_only=True,
        server=(400, 431),
        note="gunicorn reads no header beyond its limit.",
    ),
    BadInput(49, "7 kB of cookies of a parent domain beside ours", _foreign_cookies, (200, 303)),
    BadInput(50, "two hosts", _two_hosts, (400,), socket_only=True, server=(400,)),
    BadInput(51, "a host that is not ours, or is none", _hosts, (400, 411)),
    BadInput(
        51,
        "an empty host, and none",
        lambda at: [get(at, "/result", ("Host", "")), get(at, "/result", ("Host", LEFT_OUT))],
        (200, 303, 400),
        socket_only=True,
        server=(400,),
        note="Without a host, the address that the server listens at counts.",
    ),
    BadInput(52, "forged headers of a proxy", _forwarded, (200, 303, 404)),
    BadInput(53, "an origin that is null, foreign, broken or missing", _origins, (303, 403)),
    BadInput(54, "a form that another website sends", _sites, (403,)),
    BadInput(
        55, "line ends in whatever is shown again", _header_injection, (200, 303, 308, 404, 422)
    ),
    BadInput(
        56,
        "4 kB of languages",
        lambda at: [get(at, QUESTION, ("Accept-Language", "en-GB;q=0.1," * 340))],
        (200,),
    ),
    BadInput(57, "a part of a page", _ranges, (200, 206, 303, 416)),
    BadInput(
        58,
        "Expect: 100-continue",
        lambda at: [post(at, ("answer", SIGN), headers=[("Expect", "100-continue")])],
        (303,),
    ),
    BadInput(
        59,
        "requests in a row on one line",
        _pipelined,
        (303, 409),
        socket_only=True,
    ),
    BadInput(
        60,
        "a double click",
        lambda at: [post(at, ("answer", SIGN)), post(at, ("answer", SIGN))],
        (303,),
    ),
    BadInput(61, "pages fetched before anybody asks", _every_page, (200, 303)),
    # state
    BadInput(
        62,
        "no cookie",
        lambda at: [
            Sent("GET", "/result"),
            Sent("POST", QUESTION, (), fields(at, ("answer", NO_SIGN))),
        ],
        (303,),
    ),
    BadInput(63, "an empty cookie", lambda at: with_cookie(at, ""), (303,)),
    BadInput(64, "two cookies of one name", _two_cookies, (409,)),
    BadInput(65, "a cookie cut by 1", lambda at: with_cookie(at, at.cookie[:-1]), (303,)),
    BadInput(66, "a cookie longer by 1", lambda at: with_cookie(at, at.cookie + "A"), (303,)),
    BadInput(68, "a cookie with the key of another server", _other_key, (303,)),
    BadInput(73, "4,096 bytes of junk", _junk, (303,)),
    BadInput(
        74,
        "a cookie that is not ASCII",
        lambda at: with_cookie(at, "\N{LATIN SMALL LETTER E WITH ACUTE}\xff" * 99),
        (303,),
    ),
    BadInput(75, "a cookie in quotes", lambda at: with_cookie(at, f'"{at.cookie[:-1]}\\"'), (303,)),
    BadInput(
        76,
        "the cookie gone between page and answer",
        lambda at: [get(at, QUESTION), Sent("POST", QUESTION, (), fields(at, ("answer", "none")))],
        (200, 303),
    ),
    BadInput(
        77,
        "a cookie from before Clear",
        _after_clear,
        (200, 303),
        note="It gives back what was there, never less. Only this browser ever had it.",
    ),
)


# --- what comes back ------------------------------------------------------------------------------


def sent_to_app(case: BadInput, at: Visit) -> list[Answer]:
    """The answers of the app to one bad input."""
    parts = case.make(at)
    return [through_app(at.app, part) for part in parts if isinstance(part, Sent)]


def sent_to_server(case: BadInput, at: Visit, port: int) -> list[Answer]:
    """The answers of a server to one bad input, two requests at once where there are several."""
    parts = case.make(at)
    with ThreadPoolExecutor(2) as both:
        return [*chain(*both.map(partial(through_socket, port), parts))]


def faults(case: BadInput, at: Visit, answers: list[Answer]) -> Iterator[str]:
    """What is wrong with the answers to one bad input."""
    for answer in answers:
        yield from breaches(at.app, answer)
        if answer.status not in (*case.statuses, *case.server):
            yield f"status {answer.status} is none of {case.statuses} and {case.server}"
        if "X-Evil" in answer.headers or "evil" in str(answer.headers):
            yield "a header that was sent comes back"
    yield from lowered(at, answers)
