"""How the answers to one questionnaire lie in the cookie, as plain bytes, always equally many.

Format version, time of the start, journey id, twenty bytes for the choice of questions for the GP,
eight bytes for what came last and was no answer, eight bytes for each answered question, then zeros
up to the room that all questions together would need. So the length says nothing about the answers,
and it cannot outgrow what a browser keeps.
"""

import hashlib
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.content.model import Questionnaire
from app.engine.choice import Choice
from app.web.saved_answers import Attempt, SavedAnswers
from app.web.seal import random_cookie

FORMAT = 4
HEAD = struct.Struct(">BQ16s20s")
CHOICE = struct.Struct(">4sQQ")
RECORD = struct.Struct(">H4sH")
NO_CHOICE = bytes(CHOICE.size)
NO_ATTEMPT = bytes(RECORD.size)
FILLING = 0
"""The code of what follows on the last answer."""
CHANGED: frozenset[str] = frozenset()
"""What no answer is: the question changed after it was answered."""

LONGEST_COOKIE = 1024
MOST_GP_QUESTIONS = 64
"""How many the choice has bits for."""


class LayoutError(Exception):
    """The answers to a questionnaire do not fit the cookie, or cannot be told apart in it."""


@dataclass(frozen=True)
class Place:
    """How the answer to one question lies in the cookie."""

    link_id: str
    code: int
    """Two bytes that stand for the question, never the filling."""
    revision: bytes
    """That of the question as it is asked now."""
    options: tuple[str, ...]

    def record(self, chosen: Collection[str]) -> bytes:
        """The bytes of an answer, or of something that is none yet."""
        if not set(chosen) <= set(self.options):
            raise ValueError("not an answer to this question")
        return RECORD.pack(self.code, self.revision, _mask(self.options, chosen))

    def chosen(self, revision: bytes, bits: int) -> frozenset[str] | None:
        """The chosen options; ``None`` where they were chosen from a question that has changed."""
        if revision != self.revision or bits >> len(self.options):
            return None
        return _named(self.options, bits)


class Layout:
    """Packs and unpacks. Raises :class:`LayoutError` for a questionnaire that does not fit."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._places = _places(questionnaire)
        self._by_code = {place.code: place for place in self._places.values()}
        self._gp_questions = [question.id for question in questionnaire.gp_questions]
        self._gp_revision = _revision(questionnaire)
        self.size = HEAD.size + RECORD.size * (1 + len(questionnaire.items))
        self.sealed_length = len(random_cookie(self.size))
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
        """The bytes of some answers."""
        if not all(saved.answers.values()):
            raise ValueError("not an answer to this question")
        journey_id, choice = bytes.fromhex(saved.journey_id), self._packed_choice(saved.choice)
        attempt = saved.attempt
        parts = [
            HEAD.pack(FORMAT, saved.started, journey_id, choice),
            self._places[attempt.link_id].record(attempt.chosen) if attempt else NO_ATTEMPT,
        ]
        for link_id, place in self._places.items():
            if link_id in saved.changed:
                parts.append(place.record(CHANGED))
            elif link_id in saved.answers:
                parts.append(place.record(saved.answers[link_id]))
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
        attempt, *records = RECORD.iter_unpack(payload[HEAD.size :])
        answers: dict[str, frozenset[str]] = {}
        changed: set[str] = set()
        for code, revision, bits in records:
            if code == FILLING:
                break
            place = self._by_code.get(code)
            if place is None:
                continue
            if chosen := place.chosen(revision, bits):
                answers[place.link_id] = chosen
            else:
                changed.add(place.link_id)
        return SavedAnswers(
            journey_id.hex(),
            started,
            answers,
            frozenset(changed),
            self._attempt(*attempt),
            self._choice(*CHOICE.unpack(choice)),
        )

    def _attempt(self, code: int, revision: bytes, bits: int) -> Attempt | None:
        place = self._by_code.get(code)
        chosen = place.chosen(revision, bits) if place else None
        return Attempt(place.link_id, chosen) if place and chosen is not None else None

    def _packed_choice(self, choice: Choice | None) -> bytes:
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


def _places(questionnaire: Questionnaire) -> dict[str, Place]:
    """Where the answer to each question lies, by its ``link_id``."""
    places: dict[str, Place] = {}
    taken: dict[int, str] = {}
    for item in questionnaire.items:
        digest = hashlib.sha256(item.link_id.encode()).digest()
        code = 1 + int.from_bytes(digest[:4]) % 0xFFFF
        if code in taken:
            raise LayoutError(
                f"Items '{taken[code]}' and '{item.link_id}' cannot be told apart in the cookie. "
                "Rename the newer one."
            )
        taken[code] = item.link_id
        revision = bytes.fromhex(item.revision)
        places[item.link_id] = Place(item.link_id, code, revision, tuple(item.options))
    return places


def _mask(names: Sequence[str], chosen: Collection[str]) -> int:
    return sum(1 << i for i, name in enumerate(names) if name in chosen)


def _named(names: Sequence[str], bits: int) -> frozenset[str]:
    return frozenset(name for i, name in enumerate(names) if bits >> i & 1)


def _revision(questionnaire: Questionnaire) -> bytes:
    """Four bytes that differ when the ids, texts or order of the questions for the GP do."""
    asked = repr([(question.id, question.text) for question in questionnaire.gp_questions])
    return hashlib.sha256(asked.encode()).digest()[:4]
