"""Requests that nobody thought of, to an open self-check with a warning sign.

Whatever is sent, the answers stay what they were, unless a whole form gave another: the only thing
that may change them is checked here a second time, by nothing of the app.
"""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlsplit

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.content.model import Questionnaire
from tests.serving.bad_inputs import OPEN
from tests.serving.sent import FORM, LEFT_OUT, Answer, Sent, cookies, through_app, through_socket
from tests.serving.visit import (
    Visit,
    breaches,
    calm_titles,
    cookie_set,
    heading,
    opened,
    service_of,
    visit,
)

METHODS = (
    "GET",
    "POST",
    "HEAD",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "FOO",
    "get",
    "P\xd6",
)
HEADERS = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Expect",
    "Forwarded",
    "Host",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Origin",
    "Range",
    "Referer",
    "Sec-Fetch-Site",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-HTTP-Method-Override",
)
VALUES = (
    "", "0", "-1", "1e9", "*", "*/*", "null", "none", "chunked", "gzip", "same-origin",
    "cross-site",
    "localhost", "https://localhost", "evil.example", "bytes=0-0", "bytes=5-1", FORM,
    "multipart/form-data; boundary=x", "text/html; charset=utf-7", "100-continue", "a" * 300,
    "Sun, 22 Nov 2026 00:00:00 GMT", "Thu, 99 Foo 99999 99:99:99 GMT", 'W/"x"', LEFT_OUT,
)  # fmt: skip


def requests(at: Visit) -> SearchStrategy[Sent]:
    """Requests near those of a browser, and far from them."""
    questionnaire = service_of(at.app).questionnaire
    codes = sorted({code for item in questionnaire.items for code in item.options})
    word = st.one_of(
        st.sampled_from(
            [*codes, *questionnaire.items_by_id, at.token, "journey", "answer", "end", "1"]
        ),
        st.text(max_size=12),
    )
    forms = _forms(at, codes, word)
    return st.builds(
        Sent,
        st.sampled_from((*("POST",) * 8, *("GET",) * 4, *METHODS)),
        _targets(at.app, questionnaire, word),
        st.tuples(_cookies(at), _headers()).map(lambda both: (*both[0], *both[1])),
        st.one_of(forms, forms, forms, st.binary(max_size=80), st.none()),
    )


def _targets(
    app: Flask, questionnaire: Questionnaire, word: SearchStrategy[str]
) -> SearchStrategy[str]:
    routes = [str(rule).replace("<path:filename>", "main.css") for rule in app.url_map.iter_rules()]
    pages = [route for route in routes if "<" not in route]
    questions = [f"/questions/{link_id}" for link_id in questionnaire.items_by_id]
    known = st.one_of(
        st.sampled_from(["/questions/legs", "/gp-questions", "/clear", "/start"]),
        st.sampled_from([*questions, *pages]),
    )
    odd = st.lists(word.map(lambda part: quote(part, safe="%;/.")), max_size=3)
    query = st.lists(st.tuples(word, word), max_size=2).map(
        lambda pairs: "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    )
    path = st.one_of(known, known, odd.map(lambda parts: "/" + "/".join(parts)))
    return st.one_of(path, known, st.builds(lambda path, query: f"{path}?{query}", path, query))


def _cookies(at: Visit) -> SearchStrategy[tuple[tuple[str, str], ...]]:
    name, value = at.store.name, at.cookie
    letters = st.characters(min_codepoint=33, max_codepoint=255)
    spoilt = st.builds(
        lambda place, letter: value[:place] + letter + value[place + 1 :],
        st.integers(0, len(value)),
        letters,
    )
    other = st.one_of(spoilt, st.text(letters, max_size=40), st.just(value * 3))
    return st.one_of(
        st.just((at.cookies(),)),
        st.just((at.cookies(),)),
        other.map(lambda value: (cookies({name: value}),)),
        other.map(lambda value: (("Cookie", f"{value}; {name}={at.cookie}"),)),
        st.just(()),
    )


def _headers() -> SearchStrategy[tuple[tuple[str, str], ...]]:
    value = st.one_of(
        st.sampled_from(VALUES), st.text(st.characters(min_codepoint=32, max_codepoint=255))
    )
    some = st.lists(st.tuples(st.sampled_from(HEADERS), value), max_size=3)
    return st.one_of(st.just(()), st.just(()), some.map(tuple))


def _forms(at: Visit, codes: list[str], word: SearchStrategy[str]) -> SearchStrategy[bytes]:
    answers = st.lists(st.tuples(st.just("answer"), st.sampled_from(["none", *codes])), max_size=3)
    none: list[tuple[str, str]] = []
    more = st.one_of(st.just(none), st.just(none), st.lists(st.tuples(word, word), max_size=2))

    def body(answers: list[tuple[str, str]], more: list[tuple[str, str]], left_out: str) -> bytes:
        fields = [("journey", at.token), *answers, *more, ("end", "1")]
        kept = [(name, value) for name, value in fields if name != left_out]
        return "&".join(f"{quote(name)}={quote(value)}" for name, value in kept).encode()

    return st.builds(body, answers, more, st.sampled_from(["", "", "", "journey", "answer", "end"]))


def spoilt(sent: Sent) -> SearchStrategy[bytes]:
    """The bytes of a request with some of them taken out, doubled or put in."""
    raw = sent.raw()

    def spoil(changes: list[tuple[int, int, bytes]]) -> bytes:
        out = raw
        for place, cut, new in changes:
            out = out[:place] + new + out[place + cut :]
        return out

    new = st.one_of(
        st.sampled_from([b"\r\n", b"\n", b"\0", b" ", b"\r\n\r\n", b":", b"\xff"]),
        st.binary(max_size=4),
    )
    change = st.tuples(st.integers(0, len(raw)), st.integers(0, 8), new)
    return st.lists(change, max_size=3).map(spoil)


def faults(at: Visit, sent: Sent, answers: list[Answer]) -> Iterator[str]:
    """What is wrong with the answers to a request: a page, or answers that it must not change."""
    for answer in answers:
        yield from breaches(at.app, answer)
        if answer.status == 200 and heading(answer) in calm_titles(at):
            yield f"a page says “{heading(answer)}”"
        value = cookie_set(answer, at.store.name)
        saved = opened(at.store, value) if value else None
        if saved is None:
            continue
        if saved.journey_id != at.token:
            if saved.answers:
                yield "a new self-check has answers"
        elif saved.answers not in (at.saved.answers, given_by(at, sent)):
            yield f"the answers are {saved.answers}"


def given_by(at: Visit, sent: Sent) -> dict[str, frozenset[str]]:
    """The answers after a request, if it is one whole form of a page of ours."""
    before = dict(at.saved.answers)
    link_id = urlsplit(sent.target).path.rpartition("/")[2]
    item = service_of(at.app).questionnaire.items_by_id.get(link_id)
    text = (sent.body or b"").decode("utf-8", "replace")
    fields = parse_qs(text, keep_blank_values=True)
    chosen = frozenset(fields.get("answer", ()))
    whole = (
        sent.method == "POST"
        and fields.keys() == {"journey", "answer", "end"}
        and (fields["journey"], fields["end"]) == ([at.token], ["1"])
        and len(chosen) == len(fields["answer"])
    )
    if not whole or item is None or not chosen <= item.options.keys():
        return before
    alone = {option.code for option in item.answer_option if option.exclusive}
    meant = len(chosen) == 1 or (item.repeats and not chosen & alone)
    return {**before, link_id: chosen} if meant else before


def run(
    app: Flask,
    count: int,
    done: Callable[[list[Answer]], None],
    *,
    port: int | None = None,
    same: bool = False,
) -> None:
    """Send that many requests to the app, or spoilt to the server at a port.

    ``done`` gets the answers to each. Raises at the first with a fault.
    """
    places = [visit(app, answers) for answers in OPEN.values()]

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=same,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        at = places[data.draw(st.integers(0, len(places) - 1))]
        sent = data.draw(strategies[at.token])
        if port is None:
            answers = [through_app(app, sent)]
        else:
            answers = through_socket(port, data.draw(spoilt(sent)))
        assert [*faults(at, sent, answers)] == []
        done(answers)

    strategies = {at.token: requests(at) for at in places}
    send()
