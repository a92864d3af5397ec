"""How the answers to one questionnaire lie in the cookie, as plain bytes, always equally many.

Format version, time of the start, journey id, twenty bytes for the choice of questions for the GP,
eight bytes for what came last and was no answer, eight bytes for each answered question, then zeros
up to the room that all questions together would need twice, or to what there is. So the length says
nothing about the answers, and it cannot outgrow what a browser keeps.

Twice, because copies with two contents may answer by turns while a release rolls through. Each
keeps what was answered to the other, or both would ask a changed question again for ever.
"""

import hashlib
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.content.checks.answers import answers_that_give
from app.content.model import Questionnaire
from app.engine.choice import Choice
from app.web.saved_answers import Attempt, Other, SavedAnswers
from app.web.seal import random_cookie

FORMAT = 4
HEAD = struct.Struct(">BQ16s20s")
CHOICE = struct.Struct(">4sQQ")
RECORD = struct.Struct(">HIH")
NO_CHOICE = bytes(CHOICE.size)
NO_ATTEMPT = bytes(RECORD.size)
LEVEL_AT = 30
"""Of the four bytes of a revision the first two bits are the level of the answer."""
REVISION = (1 << LEVEL_AT) - 1
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
    revision: int
    """That of the question as it is asked now."""
    options: tuple[str, ...]
    levels: Mapping[str, int]
    """By option: the most urgent sign that it can give."""

    def record(self, chosen: Collection[str]) -> bytes:
        """The bytes of an answer, or of something that is none yet."""
        if not self.levels.keys() >= set(chosen):
            raise ValueError("not an answer to this question")
        marked = self.level(chosen) << LEVEL_AT | self.revision
        return RECORD.pack(self.code, marked, _mask(self.options, chosen))

    def level(self, chosen: Collection[str]) -> int:
        """The most urgent sign that an answer can give."""
        return max((self.levels.get(option, 0) for option in chosen), default=0)

    def chosen(self, revision: int, bits: int) -> frozenset[str] | None:
        """The chosen options; ``None`` where they were chosen from a question that has changed."""
        if revision & REVISION != self.revision or bits >> len(self.options):
            return None
        return _named(self.options, bits)


class Layout:
    """Packs and unpacks. Raises :class:`LayoutError` for a questionnaire that does not fit."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._places = _places(questionnaire)
        self._by_code = {place.code: place for place in self._places.values()}
        self._gp_questions = [question.id for question in questionnaire.gp_questions]
        self._gp_revision = _revision(questionnaire)
        questions = len(questionnaire.items)
        room = next((n for n in range(2 * questions, questions, -1) if _fits(n)), questions)
        self.size = _size(room)
        self.sealed_length = len(random_cookie(self.size))
        if self.sealed_length > LONGEST_COOKIE:
            raise LayoutError(
                f"The answers to {questions} questions need a cookie of "
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
        parts += [
            RECORD.pack(other.code, other.level << LEVEL_AT | other.revision, other.bits)
            for other in saved.others
            if not self._outranks(saved, other)
        ]
        return b"".join(parts)[: self.size].ljust(self.size, b"\0")

    def _outranks(self, saved: SavedAnswers, other: Other) -> bool:
        """Whether somebody has told us of something more urgent than they told the other copy.

        It has to ask them again, or it would go on with a calm answer.
        """
        if other.link_id is None or other.link_id not in saved.answers:
            return False
        return self._places[other.link_id].level(saved.answers[other.link_id]) > other.level

    def unpack(self, payload: bytes) -> SavedAnswers | None:
        """The answers in some bytes; ``None`` where the format is unknown.

        Another release may have had more or fewer questions, or other words for one: those answers
        are kept for its own copies, and only those to the questions that both have count.
        """
        if len(payload) < HEAD.size + RECORD.size or (len(payload) - HEAD.size) % RECORD.size:
            return None
        version, started, journey_id, choice = HEAD.unpack_from(payload)
        if version != FORMAT:
            return None
        attempt, *records = RECORD.iter_unpack(payload[HEAD.size :])
        answers: dict[str, frozenset[str]] = {}
        changed: set[str] = set()
        others: list[Other] = []
        for code, revision, bits in records:
            if code == FILLING:
                break
            place = self._by_code.get(code)
            if place and (chosen := place.chosen(revision, bits)):
                answers[place.link_id] = chosen
                continue
            if place:
                changed.add(place.link_id)
            if bits and not (place and revision & REVISION == place.revision):
                name = place.link_id if place else None
                others.append(Other(name, code, revision & REVISION, bits, revision >> LEVEL_AT))
        return SavedAnswers(
            journey_id.hex(),
            started,
            answers,
            frozenset(changed - answers.keys()),
            self._attempt(*attempt),
            self._choice(*CHOICE.unpack(choice)),
            tuple(others),
        )

    def _attempt(self, code: int, revision: int, bits: int) -> Attempt | None:
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
    levels = _levels(questionnaire)
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
        revision = int(item.revision, 16) & REVISION
        options = tuple(item.options)
        own = {option: levels.get((item.link_id, option), 0) for option in options}
        places[item.link_id] = Place(item.link_id, code, revision, options, own)
    return places


def _levels(questionnaire: Questionnaire) -> dict[tuple[str, str], int]:
    """The most urgent sign that each answer can give; "not sure" gives what it counts as."""
    levels: dict[tuple[str, str], int] = {}
    for sign in questionnaire.warning_signs:
        for answer in answers_that_give(questionnaire, sign.when, sign.also_when):
            levels[answer] = max(levels.get(answer, 0), sign.level)
    for item in questionnaire.items:
        if item.not_sure:
            known = (levels.get((item.link_id, code), 0) for code in item.not_sure.counts_as or ())
            levels[item.link_id, item.not_sure.code] = max(known, default=0)
    return levels


def _size(records: int) -> int:
    """The bytes of so many answers, and of what came last."""
    return HEAD.size + RECORD.size * (1 + records)


def _fits(records: int) -> bool:
    return len(random_cookie(_size(records))) <= LONGEST_COOKIE


def _mask(names: Sequence[str], chosen: Collection[str]) -> int:
    return sum(1 << names.index(name) for name in chosen)


def _named(names: Sequence[str], bits: int) -> frozenset[str]:
    return frozenset(name for i, name in enumerate(names) if bits >> i & 1)


def _revision(questionnaire: Questionnaire) -> bytes:
    """Four bytes that differ when the ids, texts or order of the questions for the GP do."""
    asked = repr([(question.id, question.text) for question in questionnaire.gp_questions])
    return hashlib.sha256(asked.encode()).digest()[:4]
