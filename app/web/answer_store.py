"""The answers of one person, sealed in one cookie of constant length. The server keeps nothing.

It is encrypted and authenticated (:mod:`app.web.seal`). Inside: format version, time of the start,
journey id, twenty bytes for the choice of questions for the GP, eight bytes for what came last and
was no answer, eight bytes for each answered question, then zeros up to the room that all questions
together would need. So its length says nothing about the answers, and it cannot outgrow what a
browser keeps.
"""

import hashlib
import secrets
import struct
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Request
from werkzeug.wrappers import Response

from app.content.model import Questionnaire
from app.engine.choice import Choice
from app.engine.evaluate import Answers
from app.web.seal import Seal, noise

FORMAT = 4
HEAD = struct.Struct(">BQ16s20s")
CHOICE = struct.Struct(">4sQQ")
RECORD = struct.Struct(">H4sH")
KEY_PURPOSE = b"self-check answers cookie, format 4"

LONGEST_COOKIE = 1024
LIFETIME = 24 * 60 * 60
"""Seconds from the start. WCAG 2.2.1 and the NHS service manual ask for 20 hours or more."""
CLOCK_TOLERANCE = 300
"""Seconds by which the clock of another server may be ahead."""
FILLING = 0
"""The code of what follows on the last answer."""
CHANGED: frozenset[str] = frozenset()
"""What no answer is: the question changed after it was answered."""


NO_ATTEMPT = bytes(RECORD.size)
NO_CHOICE = bytes(CHOICE.size)
MOST_GP_QUESTIONS = 64
"""How many the choice has bits for."""


class LayoutError(Exception):
    """The answers to a questionnaire do not fit the cookie, or cannot be told apart in it."""


@dataclass(frozen=True)
class Attempt:
    """What somebody sent to a question that is no answer to it. Shown once more, never counted."""

    link_id: str
    chosen: frozenset[str]


@dataclass(frozen=True)
class SavedAnswers:
    """What the cookie holds: one person's answers, on the path or not.

    ``changed`` are the questions whose wording or options changed after they were answered. Those
    answers are gone; the questions are asked again.
    """

    journey_id: str
    started: int
    answers: Answers = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    attempt: Attempt | None = None
    choice: Choice | None = None

    def with_answer(self, link_id: str, chosen: frozenset[str]) -> "SavedAnswers":
        """The same journey with one question answered, for the first time or anew."""
        answers = {**self.answers, link_id: chosen}
        changed = self.changed - {link_id}
        return replace(self, answers=answers, changed=changed, attempt=None)

    def with_attempt(self, link_id: str, chosen: frozenset[str]) -> "SavedAnswers":
        """The same journey and the same answers, with what could not be taken as one."""
        return replace(self, attempt=Attempt(link_id, chosen))

    def with_choice(self, choice: Choice) -> "SavedAnswers":
        """The same journey and the same answers, with a choice of questions for the GP."""
        return replace(self, choice=choice)

    def attempt_at(self, link_id: str) -> frozenset[str] | None:
        """What was sent last, where it was sent to this question and could not be taken."""
        return self.attempt.chosen if self.attempt and self.attempt.link_id == link_id else None


@dataclass(frozen=True)
class Place:
    """How the answer to one question lies in the cookie."""

    link_id: str
    code: int
    """Two bytes that stand for the question, never the filling."""
    revision: bytes
    """That of the question as it is asked now."""
    bit: Mapping[str, int]
    """One for each option, in the order of the options."""
    single: Mapping[frozenset[str], bytes]
    """The bytes of the answers of one option, which most are."""

    def record(self, chosen: frozenset[str]) -> bytes:
        """The bytes of an answer, or of something that is none yet."""
        if chosen in self.single:
            return self.single[chosen]
        try:
            bits = sum([self.bit[code] for code in chosen])
        except KeyError:
            raise ValueError("not an answer to this question") from None
        return RECORD.pack(self.code, self.revision, bits)

    def chosen(self, revision: bytes, bits: int) -> frozenset[str] | None:
        """The chosen options; ``None`` where they were chosen from a question that has changed."""
        if revision != self.revision or bits >> len(self.bit):
            return None
        return frozenset([code for code, bit in self.bit.items() if bits & bit])


class Layout:
    """How the answers to one questionnaire lie in the cookie, as plain bytes.

    Raises :class:`LayoutError` for a questionnaire that does not fit.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._place = _places(questionnaire)
        self._by_code = {place.code: place for place in self._place.values()}
        self._single = {
            record: (place.link_id, chosen)
            for place in self._place.values()
            for chosen, record in place.single.items()
        }
        self._gp_questions = [question.id for question in questionnaire.gp_questions]
        self._gp_revision = _revision(questionnaire)
        self.size = HEAD.size + RECORD.size * (1 + len(questionnaire.items))
        self.sealed_length = len(noise(self.size))
        if self.sealed_length > LONGEST_COOKIE:
            raise LayoutError(
                f"The answers to {len(questionnaire.items)} questions need a cookie of "
                f"{self.sealed_length} bytes. The most is {LONGEST_COOKIE}. Ask fewer questions."
            )
        if len(self._gp_questions) > MOST_GP_QUESTIONS:
            raise LayoutError(
                f"The cookie has room to choose from {MOST_GP_QUESTIONS} GP questions. "
                f"There are {len(self._gp_questions)}. Have fewer of them."
            )

    def pack(self, saved: SavedAnswers) -> bytes:
        """The bytes of some answers, always equally many."""
        journey_id, choice = bytes.fromhex(saved.journey_id), self._choice_bytes(saved.choice)
        head = HEAD.pack(FORMAT, saved.started, journey_id, choice)
        parts = [head, self._attempt_record(saved.attempt)]
        for link_id, place in self._place.items():
            chosen = saved.answers.get(link_id)
            if link_id in saved.changed:
                parts.append(place.record(CHANGED))
            elif chosen:
                parts.append(place.record(chosen))
            elif chosen is not None:
                raise ValueError("not an answer to this question")
        return b"".join(parts).ljust(self.size, b"\0")

    def unpack(self, payload: bytes) -> SavedAnswers | None:
        """The answers in some bytes; ``None`` where the format is unknown.

        Another release may have had more or fewer questions: their answers are passed over, and
        those to the questions that both have still count.
        """
        if len(payload) < HEAD.size + RECORD.size or (len(payload) - HEAD.size) % RECORD.size:
            return None
        version, started, journey_id, choice = HEAD.unpack_from(payload)
        if version != FORMAT:
            return None
        first, *records = (
            payload[start : start + RECORD.size]
            for start in range(HEAD.size, len(payload), RECORD.size)
        )
        answers: dict[str, frozenset[str]] = {}
        changed: set[str] = set()
        for record in records:
            if record in self._single:
                link_id, single = self._single[record]
                answers[link_id] = single
                continue
            code, revision, bits = RECORD.unpack(record)
            if code == FILLING:
                break
            place = self._by_code.get(code)
            if place is None:
                continue
            chosen = place.chosen(revision, bits)
            if chosen:
                answers[place.link_id] = chosen
            else:
                changed.add(place.link_id)
        return SavedAnswers(
            journey_id.hex(),
            started,
            answers,
            frozenset(changed),
            self._attempt(*RECORD.unpack(first)),
            self._choice(*CHOICE.unpack(choice)),
        )

    def _attempt_record(self, attempt: Attempt | None) -> bytes:
        return self._place[attempt.link_id].record(attempt.chosen) if attempt else NO_ATTEMPT

    def _attempt(self, code: int, revision: bytes, bits: int) -> Attempt | None:
        place = self._by_code.get(code)
        chosen = place.chosen(revision, bits) if place else None
        return Attempt(place.link_id, chosen) if place and chosen is not None else None

    def _choice_bytes(self, choice: Choice | None) -> bytes:
        if choice is None:
            return NO_CHOICE
        if not choice.dropped | choice.first <= set(self._gp_questions):
            raise ValueError("not a question for the GP")
        masks = (_mask(self._gp_questions, ids) for ids in (choice.dropped, choice.first))
        return CHOICE.pack(self._gp_revision, *masks)

    def _choice(self, revision: bytes, dropped: int, first: int) -> Choice | None:
        """``None`` also where it was made from questions that have changed since."""
        if revision != self._gp_revision or (dropped | first) >> len(self._gp_questions):
            return None
        return Choice(_named(self._gp_questions, dropped), _named(self._gp_questions, first))


class AnswerStore:
    """Opens, saves, overwrites and forgets the cookie. Only responses to a POST may save."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        keys: Sequence[str],
        *,
        secure: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = "__Host-sij" if secure else "sij"
        self.layout = Layout(questionnaire)
        self._seal = Seal(keys, KEY_PURPOSE)
        self.secure = secure
        self._clock = clock

    def begin(self) -> SavedAnswers:
        """A new journey without any answer."""
        return SavedAnswers(secrets.token_hex(16), int(self._clock()))

    def open(self, request: Request) -> SavedAnswers | None:
        """The answers that came with a request.

        ``None`` where there are none, or where they are too old, were not sealed by us or cannot
        be read for any other reason: never a part of them.
        """
        payload = self._seal.open(request.cookies.get(self.name, ""))
        saved = self.layout.unpack(payload) if payload is not None else None
        if saved is None or not -CLOCK_TOLERANCE <= self._clock() - saved.started < LIFETIME:
            return None
        return saved

    def save(self, response: Response, saved: SavedAnswers) -> None:
        """Put the answers into the response's cookie."""
        self._set(response, self._seal.seal(self.layout.pack(saved)))

    def overwrite(self, response: Response) -> None:
        """Replace the answers by random bytes of the same length.

        Deleting the cookie would leave the last pages in Chromium's back/forward cache, where the
        Back button finds them. A changed cookie takes them out.
        """
        self._set(response, noise(self.layout.size))

    def forget(self, response: Response) -> None:
        """Delete the cookie."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def _set(self, response: Response, value: str) -> None:
        response.set_cookie(
            self.name, value, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )


def _places(questionnaire: Questionnaire) -> Mapping[str, Place]:
    """Where the answer to each question lies, by its ``link_id``."""
    places: dict[str, Place] = {}
    taken: dict[int, str] = {}
    for link_id, item in questionnaire.items_by_id.items():
        digest = hashlib.sha256(link_id.encode()).digest()
        code = 1 + int.from_bytes(digest[:4]) % 0xFFFF
        if code in taken:
            raise LayoutError(
                f"Items '{taken[code]}' and '{link_id}' cannot be told apart in the cookie. "
                "Rename the newer one."
            )
        taken[code] = link_id
        bit = {option: 1 << i for i, option in enumerate(item.options)}
        revision = bytes.fromhex(item.revision)
        single = {frozenset({option}): RECORD.pack(code, revision, bit[option]) for option in bit}
        places[link_id] = Place(link_id, code, revision, bit, single)
    return places


def _mask(codes: Iterable[str], chosen: Collection[str]) -> int:
    return sum(1 << i for i, code in enumerate(codes) if code in chosen)


def _named(codes: Iterable[str], bits: int) -> frozenset[str]:
    return frozenset(code for i, code in enumerate(codes) if bits >> i & 1)


def _revision(questionnaire: Questionnaire) -> bytes:
    """Four bytes that differ when the ids, texts or order of the questions for the GP do."""
    asked = repr([(question.id, question.text) for question in questionnaire.gp_questions])
    return hashlib.sha256(asked.encode()).digest()[:4]
