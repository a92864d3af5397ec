"""What a set of answers shows: warning signs, scored features, band and overlays. Pure.

A condition is true, false, or not known (``None``), because an answer that was not given is never
a "no". A "not sure" answer is read in one of two ways (:class:`Reading`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
    SignGiven,
)
from app.content.model import Band, Criterion, Feature, Item, Overlay, Questionnaire, WarningSign

Answers = Mapping[str, frozenset[str]]
"""``link_id`` to the codes of the options chosen. Unanswered items are absent."""

Truth = bool | None


class Reading(Enum):
    """How a "not sure" answer is read."""

    cautious = "cautious"
    """As the options it ``counts_as``: for everything that decides what happens next."""
    as_given = "as given"
    """As not known: for points, counts and what is printed."""


class Status(Enum):
    """What the person said about a warning sign."""

    reported = "reported"
    not_sure = "not sure"
    denied = "denied"
    not_asked = "not asked"


@dataclass(frozen=True)
class SignFinding:
    """A warning sign, what was said about it, and whether it counts."""

    sign: WarningSign
    status: Status
    counts: bool
    said: tuple[str, ...] = ()
    """The answers that gave it. Empty where its text says it, and unless it was reported."""

    @property
    def text(self) -> str:
        """The sign in full, with the answers that gave it."""
        return f"{self.sign.text} ({'; '.join(self.said)})" if self.said else self.sign.text


@dataclass(frozen=True)
class FeatureFinding:
    """A scored feature and whether it holds; ``None`` for "not sure"."""

    feature: Feature
    holds: Truth


@dataclass(frozen=True)
class OverlayFinding:
    """An overlay: is its gate open, and which criteria hold (``None`` for "not sure")."""

    overlay: Overlay
    gate: bool
    gate_as_given: Truth
    """The gate for the GP's sheet, where "not sure" stays "not sure"."""
    criteria: tuple[tuple[Criterion, Truth], ...]

    @property
    def ticked(self) -> tuple[str, ...]:
        """The texts of the criteria that hold."""
        return tuple(criterion.text for criterion, truth in self.criteria if truth)

    @property
    def unsure(self) -> tuple[str, ...]:
        """The texts of those that the person was not sure about."""
        return tuple(criterion.text for criterion, truth in self.criteria if truth is None)

    @property
    def count(self) -> int:
        """How many criteria hold. "Not sure" is not counted."""
        return len(self.ticked)

    @property
    def shows(self) -> bool:
        """Whether the person is told about it."""
        return self.gate and self.count >= self.overlay.shows_from

    @property
    def leads(self) -> bool:
        """Whether the person is told about it first, where nothing is more urgent."""
        return self.shows and self.count >= (self.overlay.leads_from or len(self.criteria) + 1)


@dataclass(frozen=True)
class Because:
    """Why something is there: what was ``found``, and what the person ``said``."""

    found: tuple[str, ...]
    said: tuple[str, ...]


class Evaluation:
    """Everything that conditions can ask of some answers, worked out when first asked for.

    ``answers`` are those on the path. ``unanswered`` are the items that are, or may be, on the path
    and have no answer; every other item counts as not asked, with nothing chosen.
    """

    def __init__(
        self, questionnaire: Questionnaire, answers: Answers, unanswered: Collection[str] = ()
    ) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.unanswered = frozenset(unanswered)

    def holds(self, condition: Condition, reading: Reading = Reading.cautious) -> Truth:
        """Whether a condition holds, ``None`` while that is not known."""
        match condition:
            case Chosen():
                return self._chosen(condition, reading)
            case AllOf():
                return self._decided_by(False, condition.all, reading)
            case AnyOf():
                return self._decided_by(True, condition.any, reading)
            case Not():
                truth = self.holds(condition.not_, reading)
                return None if truth is None else not truth
            case ConditionIs():
                named = self.questionnaire.conditions_by_id[condition.condition]
                return self.holds(named.when, reading)
            case SignGiven():
                sign = self.questionnaire.warning_signs_by_id[condition.warning_sign]
                return self.sign(sign, reading)
            case FeatureFits():
                feature = self.questionnaire.features_by_id[condition.feature]
                return self.holds(feature.when, Reading.as_given)
            case OverlayShows():
                return None if self.unanswered else self.overlays_by_id[condition.overlay].shows
            case BandIs():
                if self.unanswered:
                    return None
                return self.band is not None and self.band.id in condition.band
            case LevelAtLeast():
                if self._reaches(condition.level_at_least):
                    return True
                return None if self.unanswered else False

    def _decided_by(self, one: bool, conditions: Iterable[Condition], reading: Reading) -> Truth:
        """That one, where it is among them; else not known, where one is not; else the other."""
        found: Truth = not one
        for condition in conditions:
            truth = self.holds(condition, reading)
            if truth is one:
                return one
            if truth is None:
                found = None
        return found

    def _chosen(self, condition: Chosen, reading: Reading) -> Truth:
        given = self.answers.get(condition.question)
        if given is None:
            return None if condition.question in self.unanswered else False
        item = self.questionnaire.items_by_id[condition.question]
        codes = condition.codes
        if item.asks_again is not None:  # it is about what was not ticked at first
            codes -= self.answers.get(item.asks_again, frozenset())
        ticked = given & codes
        if item.not_sure is None or item.not_sure.code not in given:
            return len(ticked) >= condition.at_least
        if reading is Reading.as_given:
            ticked -= {item.not_sure.code}
        if len(ticked) >= condition.at_least:
            return True
        if len(ticked | codes & self._unsure_of(item, reading)) < condition.at_least:
            return False
        return True if reading is Reading.cautious and self._is_settled(item) else None

    def _is_settled(self, item: Item) -> bool:
        """Whether it is known what "not sure" stands for: at once, or by the second question."""
        again = self.questionnaire.asked_again.get(item.link_id)
        return again is None or again.link_id in self.answers

    def _unsure_of(self, item: Item, reading: Reading) -> frozenset[str]:
        """The options that a "not sure" may stand for. Clinical brief, section 12, R35."""
        again = self.questionnaire.asked_again.get(item.link_id)
        if again is None or again.not_sure is None:
            stands_for = item.not_sure.counts_as if item.not_sure else None
            return frozenset(item.options if reading is Reading.as_given else stands_for or ())
        named = self.answers.get(again.link_id, again.answer_if_empty)
        every = again.not_sure.counts_as or ()
        return frozenset(every) if again.not_sure.code in named else named

    # --- warning signs ----------------------------------------------------------------------------

    def sign(self, sign: WarningSign, reading: Reading = Reading.cautious) -> Truth:
        """Whether a warning sign was given. In the cautious reading "not sure" gives it."""
        given = self.holds(sign.given_when, reading)
        if sign.applies_when is None or given is False:
            return given
        applies = self.holds(sign.applies_when)
        return given if applies is True else applies

    def _reaches(self, level: Level) -> bool:
        """Whether a sign of a level, or of a higher one, was given."""
        return any(map(self.sign, self.questionnaire.signs_from[level]))

    @cached_property
    def signs(self) -> tuple[SignFinding, ...]:
        """Every warning sign with what was said about it."""
        return tuple(map(self._sign_finding, self.questionnaire.warning_signs))

    def _sign_finding(self, sign: WarningSign) -> SignFinding:
        given = self.sign(sign, Reading.as_given)
        if given:
            said = () if sign.is_one_answer else self.because(sign.given_when).said
            return SignFinding(sign, Status.reported, counts=True, said=said)
        # What is certain as given is so in the cautious reading too.
        if given is None and self.sign(sign):
            return SignFinding(sign, Status.not_sure, counts=True)
        return SignFinding(sign, self._said_of(sign), counts=False)

    def _said_of(self, sign: WarningSign) -> Status:
        """What was said about a sign that does not count.

        Nobody has denied what nobody asked: the answers that were given must rule the sign out,
        whatever the others would be.
        """
        if sign.applies_when is not None and not self.holds(sign.applies_when):
            return Status.not_asked
        if self._with_no_more.sign(sign, Reading.as_given) is None:
            return Status.not_sure
        open_to = self if self.answers.keys() & set(sign.asked_in) else self._with_any_more
        ruled_out = open_to.sign(sign, Reading.as_given) is False
        return Status.denied if ruled_out else Status.not_asked

    @cached_property
    def _with_no_more(self) -> "Evaluation":
        """Of the same answers, where nothing more will be asked."""
        return Evaluation(self.questionnaire, self.answers)

    @cached_property
    def _with_any_more(self) -> "Evaluation":
        """Of the same answers, where every other question is still open."""
        return Evaluation(self.questionnaire, self.answers, self.questionnaire.items_by_id)

    @cached_property
    def level(self) -> Level:
        """The highest level of the signs that count."""
        return max((s.sign.level for s in self.signs if s.counts), default=Level.none)

    # --- scoring ----------------------------------------------------------------------------------

    @cached_property
    def features(self) -> tuple[FeatureFinding, ...]:
        """Every scored feature with whether it holds."""
        return tuple(
            FeatureFinding(feature, self.holds(feature.when, Reading.as_given))
            for feature in self.questionnaire.features
        )

    @cached_property
    def points(self) -> int:
        """The weights of the features that hold, never below the lowest score; 0 without one."""
        score = self.questionnaire.score
        total = sum(f.feature.item_weight for f in self.features if f.holds)
        return max(total, score.lowest) if score else 0

    @cached_property
    def band(self) -> Band | None:
        """The score band. ``None`` in an emergency and where the content wants none."""
        score = self.questionnaire.score
        if score is None or self._reaches(Level.emergency):
            return None
        if score.no_band_when is not None and self.holds(score.no_band_when) is not False:
            return None
        band = next(
            b
            for b in score.bands
            if b.from_ <= self.points and (b.to is None or self.points <= b.to)
        )
        while band.requires is not None and self.holds(band.requires) is not True:
            band = self.questionnaire.bands_by_id[str(band.otherwise)]
        return band

    @cached_property
    def overlays_by_id(self) -> Mapping[str, OverlayFinding]:
        """Every overlay by id, with its count."""
        return {
            overlay.id: OverlayFinding(
                overlay,
                self.holds(overlay.gate) is True,
                self.holds(overlay.gate, Reading.as_given),
                tuple((c, self.holds(c.when, Reading.as_given)) for c in overlay.criteria),
            )
            for overlay in self.questionnaire.overlays
        }

    # --- reasons ----------------------------------------------------------------------------------

    def because(self, condition: Condition) -> Because:
        """Say what makes a condition true, in the words of the content."""
        said: dict[str, set[str]] = {}
        found: list[str] = []
        for reason in self._because(condition):
            if isinstance(reason, str):
                found.append(reason)
            else:
                said.setdefault(reason.question, set()).update(reason.chosen)
        answers = (self.answered(question, codes) for question, codes in said.items())
        return Because(tuple(dict.fromkeys(found)), tuple(answers))

    def answered(self, link_id: str, codes: Collection[str]) -> str:
        """The question and those of the options in ``codes`` that were given, in few words."""
        item = self.questionnaire.items_by_id[link_id]
        return f"{item.short}: {', '.join(item.labels(self.answers[link_id] & set(codes)))}"

    def _because(self, condition: Condition) -> Iterator[Chosen | str]:
        """The answers and the findings that make a condition true."""
        if self.holds(condition) is not True:
            return
        match condition:
            case Chosen():
                # Where nothing was ticked that fits, the answer was "not sure" and stands for it.
                fits = not self.answers[condition.question].isdisjoint(condition.chosen)
                not_sure = self.questionnaire.items_by_id[condition.question].not_sure
                if fits or not_sure is None:
                    yield condition
                else:
                    yield Chosen(question=condition.question, chosen=(not_sure.code,))
            case AllOf() | AnyOf() | ConditionIs():
                for inner in self.questionnaire.inside(condition):
                    yield from self._because(inner)
            case SignGiven():
                yield self.questionnaire.warning_signs_by_id[condition.warning_sign].text
            case FeatureFits():
                yield from self._because(self.questionnaire.features_by_id[condition.feature].when)
            case OverlayShows():
                yield self.questionnaire.overlays_by_id[condition.overlay].because
            case BandIs() if self.band is not None:
                yield self.band.because
