"""The journey and the rules as formulas over answers: an independent second reading of the engine.

It follows :mod:`app.engine` in meaning, not in code: no function of it is called. A condition is a
pair of formulas, "surely" and "surely not".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.authoring.prove.algebra import Algebra, Bit
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
from app.content.model import GpQuestion, Item, Overlay, Questionnaire, WarningSign


@dataclass(frozen=True)
class Truth:
    """A condition: true, false, or neither while an answer is missing."""

    surely: Bit
    surely_not: Bit


@dataclass(frozen=True)
class Answered:
    """The answers: is there one, and is an option among it."""

    answered: Mapping[str, Bit]
    chosen: Mapping[tuple[str, str], Bit]
    """By question and option."""


class Formulas:
    """Everything that the engine would say about some answers.

    ``upto`` in its methods is how many items have been walked past: conditions see only those.
    """

    def __init__(self, questionnaire: Questionnaire, algebra: Algebra, answers: Answered) -> None:
        self.questionnaire = questionnaire
        self.algebra = algebra
        self.answers = answers
        self.length = len(questionnaire.items)
        self.given: list[Bit] = []
        self.open: list[Bit] = []
        self.surely_asked: list[Bit] = []
        self.ended: list[Bit] = [algebra.no]
        self.ended_by: list[tuple[str, Bit]] = []
        self._known: dict[tuple[int, int, bool], Truth] = {}
        self._position = {item.link_id: i for i, item in enumerate(questionnaire.items)}
        for position, item in enumerate(questionnaire.items):
            self._walk_past(position, item)

    # --- the way ----------------------------------------------------------------------------------

    def _walk_past(self, position: int, item: Item) -> None:
        algebra = self.algebra
        asked = self.holds(item.enable_when, position)
        goes_on = algebra.opposite(self.ended[position])
        possible = algebra.both((goes_on, algebra.opposite(asked.surely_not)))
        has_answer = self.answers.answered[item.link_id]
        self.given.append(algebra.both((possible, has_answer)))
        self.open.append(algebra.both((possible, algebra.opposite(has_answer))))
        self.surely_asked.append(algebra.both((goes_on, asked.surely)))
        self._end_after(position, item)

    def _end_after(self, position: int, item: Item) -> None:
        algebra, before = self.algebra, self.ended[position]
        stops: list[Bit] = []
        if item.link_id in self.questionnaire.stopping_questions:
            for outcome in self.questionnaire.outcomes:
                if not outcome.ends_journey or outcome.when is None:
                    continue
                holds = self.holds(outcome.when, position + 1).surely
                here = algebra.both((algebra.opposite(before), self.given[position], holds))
                first = algebra.both((here, *map(algebra.opposite, stops)))
                self.ended_by.append((outcome.id, first))
                stops.append(here)
        self.ended.append(algebra.either((before, *stops)))

    @property
    def asked(self) -> list[Bit]:
        """For each item, that it is or may be on the way."""
        return [self.algebra.either(bits) for bits in zip(self.given, self.open, strict=True)]

    @property
    def has_ended(self) -> Bit:
        """No more is asked."""
        return self.ended[-1]

    @cached_property
    def is_open(self) -> Bit:
        """A question on the way has no answer."""
        asked = (self.algebra.both(both) for both in zip(self.open, self.surely_asked, strict=True))
        return self.algebra.both(
            (self.algebra.opposite(self.has_ended), self.algebra.either(asked))
        )

    @property
    def is_complete(self) -> Bit:
        """There is an outcome."""
        return self.algebra.opposite(self.is_open)

    def _is_open(self, position: int, upto: int) -> Bit:
        """An item counts as unanswered. When the questions have ended, none does."""
        if upto < len(self.questionnaire.items):
            return self.open[position]
        return self.algebra.both((self.open[position], self.algebra.opposite(self.has_ended)))

    def _any_open(self, upto: int) -> Bit:
        return self.algebra.either(self._is_open(i, upto) for i in range(upto))

    # --- conditions -------------------------------------------------------------------------------

    def holds(self, condition: Condition | None, upto: int, *, as_given: bool = False) -> Truth:
        """A condition over the answers to the first ``upto`` items; none always holds."""
        if condition is None:
            return Truth(self.algebra.yes, self.algebra.no)
        key = (id(condition), upto, as_given)
        if key not in self._known:
            self._known[key] = self._holds(condition, upto, as_given=as_given)
        return self._known[key]

    def _holds(self, condition: Condition, upto: int, *, as_given: bool) -> Truth:
        match condition:
            case Chosen():
                return self._chosen(condition, upto, as_given=as_given)
            case AllOf():
                return self._all([self.holds(c, upto, as_given=as_given) for c in condition.all])
            case AnyOf():
                return self._any([self.holds(c, upto, as_given=as_given) for c in condition.any])
            case Not():
                return self._not(self.holds(condition.not_, upto, as_given=as_given))
            case ConditionIs():
                named = self.questionnaire.conditions_by_id[condition.condition]
                return self.holds(named.when, upto, as_given=as_given)
            case SignGiven():
                sign = self.questionnaire.warning_signs_by_id[condition.warning_sign]
                return self.sign(sign, upto, as_given=as_given)
            case FeatureFits():
                return self.feature(condition.feature, upto)
            case OverlayShows():
                shows = self.overlay_shows(
                    self.questionnaire.overlays_by_id[condition.overlay], upto
                )
                return self._settled(shows, upto)
            case BandIs():
                bands = self.bands(upto)
                return self._settled(self.algebra.either(bands[b] for b in condition.band), upto)
            case LevelAtLeast():
                reached = self.level(condition.level_at_least, upto)
                lower = (
                    self.algebra.opposite(reached),
                    self.algebra.opposite(self._any_open(upto)),
                )
                return Truth(reached, self.algebra.both(lower))

    def _settled(self, bit: Bit, upto: int) -> Truth:
        """Known only when nothing is open."""
        closed = self.algebra.opposite(self._any_open(upto))
        opposite = self.algebra.opposite(bit)
        return Truth(self.algebra.both((closed, bit)), self.algebra.both((closed, opposite)))

    def _chosen(self, condition: Chosen, upto: int, *, as_given: bool) -> Truth:
        position = self._position[condition.question]
        if position >= upto:
            return Truth(self.algebra.no, self.algebra.yes)
        item = self.questionnaire.items[position]
        certain, possible = [], []
        for code in dict.fromkeys(condition.chosen):
            sure, may_be = self._ticked(item, code, upto, as_given=as_given)
            certain.append(sure)
            possible.append(may_be)
        given = self.given[position]
        enough = self.algebra.at_least(condition.at_least, certain)
        too_few = self.algebra.opposite(self.algebra.at_least(condition.at_least, possible))
        absent = self.algebra.opposite(self.algebra.either((given, self._is_open(position, upto))))
        return Truth(
            self.algebra.both((given, enough)),
            self.algebra.either((self.algebra.both((given, too_few)), absent)),
        )

    def _ticked(self, item: Item, code: str, upto: int, *, as_given: bool) -> tuple[Bit, Bit]:
        """An option is surely chosen, and may be chosen, in one of the two readings."""
        algebra = self.algebra
        ticked = self.answers.chosen[item.link_id, code]
        if item.not_sure is None:
            return ticked, ticked
        if item.asks_again is not None:
            return self._ticked_again(item, code, as_given=as_given)
        unsure = self.answers.chosen[item.link_id, item.not_sure.code]
        sure = algebra.no if as_given and code == item.not_sure.code else ticked
        stands_for = code in (item.not_sure.counts_as or ())
        second = self.questionnaire.asked_again.get(item.link_id)
        if second is not None:
            named, possible = (
                self._named_again(second, code, upto) if stands_for else (algebra.no,) * 2
            )
        else:
            named = algebra.yes if stands_for else algebra.no
            possible = algebra.yes if as_given else named
        may_be = algebra.either((sure, algebra.both((unsure, possible))))
        if as_given:
            return sure, may_be
        return algebra.either((sure, algebra.both((unsure, named)))), may_be

    def _ticked_again(self, second: Item, code: str, *, as_given: bool) -> tuple[Bit, Bit]:
        """The same of a question that asks once more: about what was not ticked at first."""
        algebra = self.algebra
        cannot_say = {
            option.code for option in second.answer_option if option.counts_as is not None
        }
        unsure = algebra.either(self.answers.chosen[second.link_id, name] for name in cannot_say)
        at_first = self.answers.chosen.get((str(second.asks_again), code), algebra.no)
        is_new = algebra.opposite(at_first)
        ticked = self.answers.chosen[second.link_id, code]
        sure = algebra.no if as_given and code in cannot_say else algebra.both((ticked, is_new))
        may_be = algebra.both((is_new, algebra.either((ticked, unsure))))
        return sure if as_given else may_be, may_be

    def _named_again(self, second: Item, code: str, upto: int) -> tuple[Bit, Bit]:
        """By the question that asks once more an option is not sure, and it may be."""
        algebra, position = self.algebra, self._position[second.link_id]
        if position >= upto:
            return algebra.no, algebra.yes
        cannot_say = [o.code for o in second.answer_option if o.counts_as is not None]
        codes = {code, *cannot_say}
        named = algebra.either(self.answers.chosen[second.link_id, name] for name in codes)
        given = self.given[position]
        said = algebra.both((given, named))
        return said, algebra.either((said, algebra.opposite(given)))

    def _all(self, truths: Iterable[Truth]) -> Truth:
        truths = list(truths)
        return Truth(
            self.algebra.both(t.surely for t in truths),
            self.algebra.either(t.surely_not for t in truths),
        )

    def _any(self, truths: Iterable[Truth]) -> Truth:
        return self._not(self._all(map(self._not, truths)))

    def _not(self, truth: Truth) -> Truth:
        return Truth(truth.surely_not, truth.surely)

    # --- findings ---------------------------------------------------------------------------------

    def sign(self, sign: WarningSign, upto: int, *, as_given: bool = False) -> Truth:
        """A warning sign was given."""
        given = self.holds(sign.when, upto, as_given=as_given)
        if sign.also_when is not None:
            given = self._any([given, self.holds(sign.also_when, upto, as_given=as_given)])
        return self._all([self.holds(sign.applies_when, upto), given])

    def level(self, least: Level, upto: int) -> Bit:
        """A sign of this level or a higher one counts."""
        signs = (s for s in self.questionnaire.warning_signs if s.level >= least)
        return self.algebra.either(self.sign(sign, upto).surely for sign in signs)

    def feature(self, name: str, upto: int) -> Truth:
        """A scored feature holds."""
        return self.holds(self.questionnaire.features_by_id[name].when, upto, as_given=True)

    def points(self, least: int, upto: int) -> Bit:
        """So many points, or more. Nobody has fewer than the lowest."""
        score = self.questionnaire.score
        if score is None or least <= score.lowest:
            return self.algebra.yes
        features = self.questionnaire.features
        weighted = [(self.feature(f.id, upto).surely, f.item_weight) for f in features]
        return self.algebra.weighs(least, weighted)

    def bands(self, upto: int) -> Mapping[str, Bit]:
        """For each band, that it is the one."""
        algebra, score = self.algebra, self.questionnaire.score
        none = [self.level(Level.emergency, upto)]
        if score is not None and score.no_band_when is not None:
            none.append(algebra.opposite(self.holds(score.no_band_when, upto).surely_not))
        some = algebra.opposite(algebra.either(none))
        bands = self.questionnaire.bands
        reached: dict[str, Bit] = {}
        for band in bands:
            above = algebra.no if band.to is None else self.points(band.to + 1, upto)
            inside = (self.points(band.from_, upto), algebra.opposite(above))
            reached[band.id] = algebra.both((some, *inside))
        for band in reversed(bands):
            if band.requires is None:
                continue
            kept = self.holds(band.requires, upto).surely
            dropped = algebra.both((reached[band.id], algebra.opposite(kept)))
            reached[band.id] = algebra.both((reached[band.id], kept))
            lower = str(band.otherwise)
            reached[lower] = algebra.either((reached[lower], dropped))
        return reached

    def overlay_counts(self, overlay: Overlay, least: int, upto: int) -> Bit:
        """So many criteria of an overlay hold, or more."""
        criteria = [self.holds(c.when, upto, as_given=True).surely for c in overlay.criteria]
        return self.algebra.at_least(least, criteria)

    def overlay_shows(self, overlay: Overlay, upto: int) -> Bit:
        """An overlay is shown."""
        gate = self.holds(overlay.gate, upto).surely
        return self.algebra.both((gate, self.overlay_counts(overlay, overlay.shows_from, upto)))

    # --- what the person gets ---------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> Mapping[str, Bit]:
        """For each outcome, that it is the one. None is while a question is open."""
        algebra = self.algebra
        found: dict[str, Bit] = {}
        earlier: list[Bit] = []
        at_the_end = algebra.both((self.is_complete, algebra.opposite(self.has_ended)))
        for outcome in self.questionnaire.outcomes:
            holds = self.holds(outcome.when, self.length).surely
            first = algebra.both((at_the_end, holds, *map(algebra.opposite, earlier)))
            earlier.append(holds)
            ends = (bit for name, bit in self.ended_by if name == outcome.id)
            found[outcome.id] = algebra.either((first, *ends))
        return found

    @cached_property
    def gp_questions(self) -> Mapping[str, Bit]:
        """For each GP question, that it fits. The cap is not applied."""
        with_sheet = self.algebra.either(
            self.outcomes[o.id] for o in self.questionnaire.outcomes if o.sheet_title is not None
        )
        return {
            question.id: self.algebra.both(
                (with_sheet, self.holds(question.when, self.length).surely)
            )
            for question in self.questionnaire.gp_questions
        }

    @cached_property
    def gp_questions_kept(self) -> Mapping[str, Bit]:
        """For each GP question, that it is on the sheet."""
        questions = self.questionnaire.gp_questions
        kept = {q.id: self.gp_questions[q.id] for q in questions if q.keep_always or q.never_cut}
        always = list(kept.values())
        cut = [question for question in questions if question.id not in kept]
        for question in cut:
            above = [
                self.algebra.both((self.gp_questions[other.id], self._is_above(other, question)))
                for other in cut
                if other is not question
            ]
            full = self.algebra.at_least(self.questionnaire.sheet.cap, [*above, *always])
            fits = self.gp_questions[question.id]
            kept[question.id] = self.algebra.both((fits, self.algebra.opposite(full)))
        return kept

    def _is_above(self, one: GpQuestion, other: GpQuestion) -> Bit:
        """One GP question has a higher rank than another: by the list, or lifted by an answer."""
        algebra, questions = self.algebra, self.questionnaire.gp_questions
        names = [question.id for question in questions]
        is_listed_above = names.index(one.id) < names.index(other.id)
        highest = len(self.questionnaire.highest_gp_questions)
        if min(names.index(one.id), names.index(other.id)) < highest:
            return algebra.yes if is_listed_above else algebra.no
        lifted, other_lifted = self._is_lifted(one), self._is_lifted(other)
        if is_listed_above:
            return algebra.either((lifted, algebra.opposite(other_lifted)))
        return algebra.both((lifted, algebra.opposite(other_lifted)))

    def _is_lifted(self, question: GpQuestion) -> Bit:
        if question.lifted_when is None:
            return self.algebra.no
        return self.holds(question.lifted_when, self.length).surely
