"""The checked, frozen questionnaire: everything that ``questions.yaml`` says, as typed values.

Names follow FHIR Questionnaire in snake_case. Nothing here knows of Flask, of YAML or of answers.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from html import unescape
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from app.content.conditions import (
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    Date,
    FeatureFits,
    Flag,
    Frozen,
    Level,
    LevelAtLeast,
    Link,
    Name,
    OverlayShows,
    SignGiven,
    SignLevel,
    SourceName,
    Text,
    WholeNumber,
    children,
    search,
)

MAX_OPTIONS = 16
"""The most options an item may have: each is one bit of an answer's two bytes in the cookie."""


# --- where a statement comes from -----------------------------------------------------------------


class Source(Frozen):
    """Something that was read, or the project's own decision."""

    id: SourceName
    title: Text
    link: Link | None = None
    mark: Literal["seen", "mirror", "recall", "ours"]
    """How it was read: itself, as a copy, not at all (general knowledge), or decided by us."""
    note: Text | None = None


class Sourced(Frozen):
    """A statement with its sources."""

    sources: Annotated[tuple[SourceName, ...], Field(min_length=1)]
    source_note: Text | None = None
    """For a clinician: which rule it follows, and ``[recall]`` or ``[to agree]`` where open."""


# --- questions ------------------------------------------------------------------------------------


class Section(Frozen):
    """A run of questions under one heading on the check answers page."""

    id: Name
    title: Text
    kind: Literal["gate", "warning", "detail"]


class PictureRegion(Frozen):
    """A part of a picture that can be chosen and marked."""

    id: Name
    shape: str
    """In SVG, with what a touch may land on."""


class Picture(Frozen):
    """What ``pictures/NAME.svg`` draws: see :mod:`app.content.pictures`. All of it is SVG."""

    id: Name
    box: str
    """Its ``viewBox``: left, top, width and height."""
    width: int
    """How wide it is shown where there is room, in CSS pixels."""
    attributes: str
    drawing: str
    """All but the regions."""
    regions: tuple[PictureRegion, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What is written in it."""
        parts = (self.drawing, *(region.shape for region in self.regions))
        return tuple(unescape(text) for part in parts for text in re.findall(">([^<]+)<", part))

    @cached_property
    def large_box(self) -> str:
        """With room round it for words in large print."""
        left, top, width, height = map(float, self.box.split())
        room = (left - width * 0.04, top - height * 0.055, width * 1.175, height * 1.055)
        return " ".join(f"{length:g}" for length in room)


class AnswerOption(Frozen):
    """One answer that can be chosen."""

    code: Name
    text: Text
    short: Text | None = None
    """How summaries and the sheet put it; ``text`` where empty."""
    hint: Text | None = None
    exclusive: Flag = False
    """Cannot be chosen together with another option."""
    counts_as: tuple[Name, ...] | None = None
    """Makes this the "not sure" answer, and says which options it stands for in every rule."""
    regions: tuple[Name, ...] = ()
    """The parts of the picture of its question that this answer stands for."""

    @property
    def label(self) -> str:
        """The option in few words."""
        return self.short or self.text


class Item(Sourced):
    """One question, on a page of its own or with those that name the same page."""

    link_id: Name
    section: Name
    text: Text
    short: Text
    """How summaries and the sheet name the question."""
    hint: Text | None = None
    why: Text
    """Why we ask, for the person answering."""
    error: Text
    """What to do when nothing was chosen."""
    repeats: Flag = False
    """Several options may be chosen (tick boxes); otherwise exactly one."""
    not_sure_policy: Text | None = None
    """Why "not sure" is missing, or does not stand for every warning sign of this question."""
    enable_when: Condition | None = None
    """Asked only when this holds. May look back only."""
    asks_again: Name | None = None
    """The question that this one asks once more after "not sure": which of its signs it stands for.
    It has the answers of that question, and one of its own for "I can't say"."""
    asks_which: Name | None = None
    """The question of whose ticks this one asks which: it has those answers, and its own below."""
    page: Text | None = None
    """The heading of the page that it shares with the questions beside it."""
    picture: Name | None = None
    """Its file stands above the answers; a touch on one of its regions chooses an answer."""
    answer_option: Annotated[tuple[AnswerOption, ...], Field(min_length=2, max_length=MAX_OPTIONS)]

    @cached_property
    def options(self) -> Mapping[str, AnswerOption]:
        """The options by code, in order."""
        return MappingProxyType({option.code: option for option in self.answer_option})

    @cached_property
    def option_by_region(self) -> Mapping[str, AnswerOption]:
        """The answer that a touch on each region chooses: of those there, the narrowest."""
        widest_first = sorted(self.answer_option, key=lambda option: -len(option.regions))
        return MappingProxyType(
            {region: option for option in widest_first for region in option.regions}
        )

    @cached_property
    def revision(self) -> str:
        """8 hexadecimal digits that change when the question a person reads changes.

        The picture is a second way to an answer that is chosen in words: a line drawn elsewhere
        does not make anybody answer again.
        """
        as_read = {"code", "text", "hint", "exclusive", "counts_as"}
        asked = self.model_dump_json(
            include={
                "link_id": True,
                "text": True,
                "hint": True,
                "repeats": True,
                "answer_option": {"__all__": as_read},
            }
        )
        return hashlib.sha256(asked.encode()).hexdigest()[:8]

    def labels(self, codes: Collection[str]) -> tuple[str, ...]:
        """Some of the options in few words, in order."""
        return tuple(option.label for option in self.answer_option if option.code in codes)

    @property
    def none_codes(self) -> frozenset[str]:
        """The codes of answers such as "none of these", which stand alone and are no "not sure"."""
        return frozenset(o.code for o in self.answer_option if o.exclusive and o != self.not_sure)

    @cached_property
    def not_sure(self) -> AnswerOption | None:
        """The "not sure" option, where there is one."""
        return next((o for o in self.answer_option if o.counts_as is not None), None)

    @property
    def answer_if_empty(self) -> frozenset[str]:
        """What a page without any answer says: "I can't say", of a question that asks again."""
        not_sure = self.not_sure if self.asks_again else None
        return frozenset([not_sure.code]) if not_sure else frozenset()


Catchword = Annotated[Text, Field(max_length=40)]
"""Some 20 of them stand in a few lines, where each must be found at a glance."""


class WarningSign(Sourced):
    """Something that asks for help soon, and the answers that give it."""

    id: Name
    code: Text | None = None
    """Its number in a clinical brief, where there is one."""
    level: SignLevel
    text: Text
    """The sign in few words, for the person and for the GP."""
    short: Catchword
    """What the GP's sheet calls it where it was not given: as exact as the room allows."""
    card: Text | None = None
    """Its line on the general care card of its level; ends a sentence that begins with "if"."""
    advice: Text | None = None
    """What else to do when this sign was given."""
    applies_when: Condition | None = None
    """Whom the sign is about; others count as not asked."""
    group: Text | None = None
    """The heading under which the GP's sheet names it, with others of its kind, where denied."""
    when: Condition
    """May use answers to gates and warning-sign questions only."""
    asked_in: tuple[Name, ...] = ()
    """Where a question is asked in place of another: 1 answer to any of these can deny the sign."""
    also_when: Condition | None = None
    """Later answers that contradict a "no" to the sign: the more urgent reading wins."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything that decides whether it is given."""
        conditions = (self.applies_when, self.when, self.also_when)
        return tuple(condition for condition in conditions if condition is not None)

    @cached_property
    def given_when(self) -> Condition:
        """Either way to give it."""
        return AnyOf(any=(self.when, self.also_when)) if self.also_when else self.when

    @property
    def is_one_answer(self) -> bool:
        """Whether a single answer gives it, so that its text says all."""
        return isinstance(self.given_when, Chosen) and len(self.given_when.chosen) == 1


class NamedCondition(Sourced):
    """A condition that is used in several places."""

    id: Name
    text: Text
    """The condition as the end of a sentence that begins with "when"."""
    when: Condition


# --- scoring --------------------------------------------------------------------------------------


class Feature(Sourced):
    """A scored feature, counted once however many answers give it."""

    id: SourceName
    text: Text
    """Said to the person when it holds."""
    text_if_not: Text | None = None
    """Said to the person when it does not hold; nothing is said where empty."""
    quotes: Name | None = None
    """The question whose answers are told in place of ``text``, where it holds by them."""
    item_weight: WholeNumber
    when: Condition


class Band(Sourced):
    """A range of whole points, both ends counted, and what the person is told."""

    id: Name
    from_: WholeNumber = Field(alias="from")
    to: WholeNumber | None = None
    """The last point of the band; the highest band has none."""
    requires: Condition | None = None
    """What must hold besides the points ..."""
    otherwise: Name | None = None
    """... and the band it is when that does not hold."""
    text: Annotated[tuple[Text, ...], Field(min_length=1)]
    because: Text
    """Why a GP question is there that depends on this band: what follows the word "Because"."""


class Score(Sourced):
    """How points become a band."""

    lowest: WholeNumber
    """Points never fall below this."""
    no_band_when: Condition | None = None
    """For whom nothing is counted."""
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


class Criterion(Sourced):
    """One counted feature of an overlay."""

    id: Name
    text: Text
    """Said to the person, in a list of what they told us."""
    when: Condition


class Meaning(Frozen):
    """What a count means, for the GP."""

    from_: WholeNumber = Field(alias="from")
    text: Text


class Overlay(Sourced):
    """A second pattern, shown as well as the band and not instead of it."""

    id: Name
    title: Text
    gate: Condition
    sheet_label: Text
    """What the GP's sheet calls it."""
    gate_text: Text
    """The gate in few words, for the GP."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    shows_from: WholeNumber
    leads_from: WholeNumber | None = None
    """From so many on the result says it first, where nothing is more urgent."""
    text: Annotated[tuple[Text, ...], Field(min_length=1)]
    because: Text
    """Why a GP question is there that depends on it: what follows the word "Because"."""
    meanings: Annotated[tuple[Meaning, ...], Field(min_length=1)]


# --- what the person gets -------------------------------------------------------------------------


class CareCard(Sourced):
    """What to do at one level. Its bullets are the ``card`` lines of that level's signs."""

    level: SignLevel
    heading: Text
    """One action; ends with "if"."""
    action: Text
    """The same action when it applies to this person, without "if"."""
    note: Text | None = None
    afterwards: Text | None = None
    """What to do when nothing dangerous was found, for those whose questions it ended."""
    deaf: Text | None = None
    """How deaf people call."""
    show_to: Text = "Show this to the person who helps you."
    """Printed below it: to whom the paper is shown or read out."""


class Advice(Sourced):
    """A block of advice with a heading of its own."""

    id: Name
    heading: Text
    text: tuple[Text, ...] = ()
    bullets: tuple[Text, ...] = ()


class Outcome(Sourced):
    """What the result page says. The first whose condition holds is the one."""

    id: Name
    when: Condition | None = None
    title: Text
    text: tuple[Text, ...] = ()
    ends_journey: Flag = False
    """Reached as soon as its condition holds: no more is asked."""
    advice: tuple[Name, ...] = ()
    safety_net: tuple[SignLevel, ...] = (Level.emergency, Level.urgent)
    """The levels whose care cards say when to get help sooner, on the page and on paper: of those
    by default, the ones that have a card."""
    sheet_title: Text | None = None
    """The heading of the sheet for the GP; no sheet where empty."""


class ResultNote(Sourced):
    """A line on the result that depends on the answers."""

    id: Name
    text: Text
    when: Condition
    outcomes: Annotated[tuple[Name, ...], Field(min_length=1)]


class NeverRule(Sourced):
    """What must not happen for any answers. ``content prove`` proves it."""

    id: Name
    text: Text
    given: Condition
    outcomes: Annotated[tuple[Name, ...], Field(min_length=1)]


class FollowUp(Sourced):
    """A line under a GP question. It does not count towards the cap."""

    text: Text
    when: Condition


class GpQuestion(Sourced):
    """A question worth asking at the appointment. The list is in order of rank."""

    id: Name
    number: Text | None = None
    """Its number in a clinical brief, where there is one."""
    text: Text
    short: Catchword | None = None
    """What the GP's side calls it where it matters most to the person; ``text`` where empty."""
    when: Condition | None = None
    because: Text | None = None
    """Why it is there, where no answer is the reason."""
    keep_always: Flag = False
    """Never cut by the cap, never left out, and printed last."""
    never_cut: Flag = False
    """Never cut by the cap, in its rank: in place of the lowest of the others."""
    lifted_when: Condition | None = None
    """When it is lifted in rank, to right after the question that ``sheet`` names."""
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def label(self) -> str:
        """The question in few words."""
        return self.short or self.text

    @property
    def is_kept(self) -> bool:
        """The cap never cuts it."""
        return self.keep_always or self.never_cut


class SheetRow(Frozen):
    """A row of the summary for the GP."""

    label: Text
    questions: Annotated[tuple[Name, ...], Field(min_length=1)]


class ComeBack(Frozen):
    """When to get help sooner, in few words, for paper."""

    level: SignLevel
    bullets: Annotated[tuple[Text, ...], Field(min_length=1)]


class SheetPlan(Sourced):
    """What stands on the sheet for the GP, besides the answers."""

    cap: WholeNumber = 8
    """The most GP questions on it."""
    wish: Name | None = None
    """The question whose answer is "the one thing I want from today"."""
    lifted_after: Name | None = None
    """The GP question that those come after which an answer lifts."""
    rows: tuple[SheetRow, ...] = ()
    history: tuple[SheetRow, ...] = ()
    needs: tuple[Text, ...] = ()
    """What somebody may tick for help at the appointment, in their own words."""
    by_hand: tuple[Text, ...] = ()
    """What somebody may write down by hand for the GP: a ruled line each."""
    come_back: Annotated[tuple[ComeBack, ...], Field(min_length=1)]
    for_the_gp: tuple[Text, ...] = ()
    disclaimer: Text


class LeafletSection(Sourced):
    """A part of the leaflet."""

    id: Name
    heading: Text
    text: tuple[Text, ...] = ()
    bullets: tuple[Text, ...] = ()
    picture: Name | None = None
    """Its file stands below the text, with every region marked."""
    caption: Text | None = None
    """Says in words all that the picture shows."""


class Leaflet(Frozen):
    """What there is to know about it, in our own words."""

    title: Text
    lead: Text
    sections: Annotated[tuple[LeafletSection, ...], Field(min_length=1)]
    last_reviewed: Date | None = None
    """Empty until a clinician has reviewed it."""
    next_review: Date

    def overdue(self, today: date) -> str | None:
        """A sentence once the day of the next review has passed.

        It is only ever told. Nothing may wait for it: a mended hole could not be released.
        """
        if date.fromisoformat(self.next_review) >= today:
            return None
        return (
            f"The review of the leaflet was due on {self.next_review}. "
            "Let a clinician review it, then set last_reviewed and next_review."
        )


class Avoided(Frozen):
    """Words that no text may have, and what to write instead."""

    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    use: Text


class Words(Frozen):
    """What the pages call things, and how the wording is checked, where no other part says it."""

    what_fits: Text = "What fits"
    """Heads the list of what fits the thing that the self-check is about."""
    a_reader: Text = "a healthcare professional"
    """To whom the sheet is taken."""
    the_reader: Text = "the healthcare professional"
    """The same person, known by now."""
    counted: Text = "counted patterns"
    """What the plain text calls the counts of overlays where there is no room for them."""
    full_name: Text | None = None
    """Stands where the start page and the leaflet first name the thing by one of its ``names``."""
    names: tuple[Text, ...] = ()
    illnesses: tuple[Text, ...] = ()
    """How names of illnesses begin that no text may say somebody has."""
    avoided: tuple[Avoided, ...] = ()
    word_for_word: tuple[Text, ...] = ()
    """Sentences that are wanted so or not at all, and may be longer than others."""


class Introduction(Sourced):
    """What stands on the start page."""

    lead: Text
    can: Annotated[tuple[Text, ...], Field(min_length=1)]
    cannot: Annotated[tuple[Text, ...], Field(min_length=1)]
    for_you_if: Annotated[tuple[Text, ...], Field(min_length=1)]
    not_now: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The signs that must not wait for it, in few words; each ends a sentence that begins "if"."""


class Questionnaire(Frozen):
    """The whole content. Immutable; safe to share between threads."""

    id: Name = "self-check"
    """Tells it from others on one server: in the cookie, its seal, and the address."""
    title: Text
    version: Date
    introduction: Introduction
    words: Words = Words()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    pictures: tuple[Picture, ...] = ()
    """Read from files of their own: no key of this one."""
    conditions: tuple[NamedCondition, ...] = ()
    warning_signs: Annotated[tuple[WarningSign, ...], Field(min_length=1)]
    features: tuple[Feature, ...] = ()
    score: Score | None = None
    overlays: tuple[Overlay, ...] = ()
    care_cards: Annotated[tuple[CareCard, ...], Field(min_length=1)]
    advice: tuple[Advice, ...] = ()
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    result_notes: tuple[ResultNote, ...] = ()
    never: tuple[NeverRule, ...] = ()
    gp_questions: tuple[GpQuestion, ...] = ()
    sheet: SheetPlan
    leaflet: Leaflet | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @cached_property
    def items_by_id(self) -> Mapping[str, Item]:
        """The items by ``link_id``, in order."""
        return MappingProxyType({entry.link_id: entry for entry in self.items})

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of section that each question stands in, by its ``link_id``."""
        kinds = {section.id: section.kind for section in self.sections}
        return MappingProxyType({item.link_id: kinds[item.section] for item in self.items})

    @cached_property
    def asked_again(self) -> Mapping[str, Item]:
        """The question that asks once more after "not sure", by the ``link_id`` of the first."""
        return MappingProxyType({i.asks_again: i for i in self.items if i.asks_again is not None})

    @cached_property
    def pictures_by_id(self) -> Mapping[str, Picture]:
        """The pictures by id."""
        return MappingProxyType({entry.id: entry for entry in self.pictures})

    @cached_property
    def conditions_by_id(self) -> Mapping[str, NamedCondition]:
        """The named conditions by id."""
        return MappingProxyType({entry.id: entry for entry in self.conditions})

    @cached_property
    def warning_signs_by_id(self) -> Mapping[str, WarningSign]:
        """The warning signs by id, in order."""
        return MappingProxyType({entry.id: entry for entry in self.warning_signs})

    @cached_property
    def signs_from(self) -> Mapping[Level, tuple[WarningSign, ...]]:
        """For each level, the warning signs of that level and of higher ones."""
        return MappingProxyType(
            {level: tuple(s for s in self.warning_signs if s.level >= level) for level in Level}
        )

    @cached_property
    def features_by_id(self) -> Mapping[str, Feature]:
        """The scored features by id."""
        return MappingProxyType({entry.id: entry for entry in self.features})

    @property
    def highest_gp_questions(self) -> tuple[GpQuestion, ...]:
        """The GP questions that nothing is lifted above; none where nothing is lifted."""
        names = [question.id for question in self.gp_questions]
        last = self.sheet.lifted_after
        return self.gp_questions[: names.index(last) + 1] if last else ()

    @cached_property
    def overlays_by_id(self) -> Mapping[str, Overlay]:
        """The overlays by id."""
        return MappingProxyType({entry.id: entry for entry in self.overlays})

    @property
    def leaflet_sections(self) -> tuple[LeafletSection, ...]:
        """The parts of the leaflet; none without one."""
        return self.leaflet.sections if self.leaflet else ()

    @property
    def bands(self) -> tuple[Band, ...]:
        """The score bands, the lowest first; none without a score."""
        return self.score.bands if self.score else ()

    @cached_property
    def bands_by_id(self) -> Mapping[str, Band]:
        """The score bands by id."""
        return MappingProxyType({entry.id: entry for entry in self.bands})

    @cached_property
    def outcomes_by_id(self) -> Mapping[str, Outcome]:
        """The outcomes by id, in order."""
        return MappingProxyType({entry.id: entry for entry in self.outcomes})

    @cached_property
    def advice_by_id(self) -> Mapping[str, Advice]:
        """The advice blocks by id."""
        return MappingProxyType({entry.id: entry for entry in self.advice})

    @cached_property
    def sources_by_id(self) -> Mapping[str, Source]:
        """The sources by id, in order."""
        return MappingProxyType({entry.id: entry for entry in self.sources})

    def safety_net_of(self, outcome: Outcome) -> tuple[CareCard, ...]:
        """The care cards that say when to get help sooner."""
        cards = self.care_cards_by_level
        return tuple(cards[level] for level in outcome.safety_net if level in cards)

    @cached_property
    def care_cards_by_level(self) -> Mapping[Level, CareCard]:
        """The care cards by level."""
        return MappingProxyType({entry.level: entry for entry in self.care_cards})

    def inside(self, condition: Condition) -> tuple[Condition, ...]:
        """What a condition is made of; for a named condition, what it stands for."""
        if isinstance(condition, ConditionIs):
            return (self.conditions_by_id[condition.condition].when,)
        return tuple(children(condition).values())

    def questions_in(self, condition: Condition | None) -> frozenset[str]:
        """Every question that can change whether a condition holds, however indirectly."""
        found = search(condition, self._depends_on) if condition else ()
        return frozenset(
            question
            for part in found
            if isinstance(part, Chosen)
            for question in (part.question, *self._second_question(part))
        )

    def _second_question(self, condition: Chosen) -> Iterable[str]:
        """The question that says whether a "not sure" stands for any of these options."""
        again = self.asked_again.get(condition.question)
        signs = again.not_sure.counts_as if again and again.not_sure else None
        if again and not condition.codes.isdisjoint(signs or ()):
            yield again.link_id

    def _depends_on(self, condition: Condition) -> Iterable[Condition]:
        match condition:
            case SignGiven():
                return self.warning_signs_by_id[condition.warning_sign].conditions
            case FeatureFits():
                return (self.features_by_id[condition.feature].when,)
            case OverlayShows():
                overlay = self.overlays_by_id[condition.overlay]
                return (overlay.gate, *(criterion.when for criterion in overlay.criteria))
            case BandIs():
                nothing = self.score.no_band_when if self.score else None
                asked = (nothing, *(band.requires for band in self.bands))
                features = (feature.when for feature in self.features)
                return (*(one for one in asked if one is not None), *features)
            case LevelAtLeast():
                signs = self.signs_from[condition.level_at_least]
                return (condition for sign in signs for condition in sign.conditions)
            case _:
                return self.inside(condition)

    def options_in(self, condition: Condition, item: Item) -> frozenset[str]:
        """The options of a question that a condition names, however indirectly."""
        parts = search(condition, self._depends_on)
        named = (p.chosen for p in parts if isinstance(p, Chosen) and p.question == item.link_id)
        return frozenset().union(*named)

    def questions_of(self, sign: WarningSign) -> frozenset[str]:
        """Every question that can give a warning sign."""
        return frozenset().union(*map(self.questions_in, sign.conditions))

    @cached_property
    def stopping_questions(self) -> frozenset[str]:
        """The questions after whose answer no more may be asked."""
        ends = (outcome.when for outcome in self.outcomes if outcome.ends_journey)
        return frozenset().union(*map(self.questions_in, ends))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole content in hexadecimal: the same for the same meaning.

        Values that are the default are left out: a new key of the model changes no digest. So a
        default must never be given another value.
        """
        meaning = self.model_dump_json(by_alias=True, exclude_defaults=True)
        return hashlib.sha256(meaning.encode()).hexdigest()


LISTS: Mapping[str, tuple[str, str]] = {
    "sections": ("section", "id"),
    "items": ("item", "link_id"),
    "conditions": ("condition", "id"),
    "warning_signs": ("warning sign", "id"),
    "features": ("feature", "id"),
    "overlays": ("overlay", "id"),
    "care_cards": ("care card", "level"),
    "advice": ("advice", "id"),
    "outcomes": ("outcome", "id"),
    "result_notes": ("result note", "id"),
    "never": ("never rule", "id"),
    "gp_questions": ("GP question", "id"),
    "sources": ("source", "id"),
}
"""What an entry of each list is called in messages, and the key that names it."""
