"""The sheet for the GP as one value. Pages and paper only show it; nothing is worked out twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from app.content.conditions import Level
from app.content.model import Item, Questionnaire, SheetRow
from app.engine.assess import AskedQuestion, Assessment
from app.engine.choice import Choice, Selection, select
from app.engine.evaluate import OverlayFinding, Status
from app.engine.journey import Journey

MOST_SAID = 2
"""Answers that are named as the reason of a question: with more of them nobody reads on."""
SIGNS_ON_SIDE_1 = 4
"""More under one card would push the questions off side 1."""
FEW_SIGNS = 2
"""With more of them the answers that gave each would hide the signs."""


@dataclass(frozen=True)
class SheetCard:
    """Help that is needed first, and the signs that call for it."""

    level: Level
    action: str
    reported: tuple[str, ...]
    unsure: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def lists_signs(self) -> bool:
        """Whether side 1 has room for its signs. Side 2 lists them all in any case."""
        return len(self.reported + self.unsure) <= SIGNS_ON_SIDE_1


@dataclass(frozen=True)
class SheetQuestion:
    """A question to ask, why it is there, and lines under it."""

    number: int
    text: str
    because: str
    follow_ups: tuple[str, ...]
    is_priority: bool
    """The person marked it as one that matters most. These come first."""


@dataclass(frozen=True)
class SheetHelp:
    """When to get help sooner."""

    level: Level
    heading: str
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class SheetLine:
    """One line of the summary."""

    label: str
    text: str


@dataclass(frozen=True)
class SheetOverlay:
    """A counted pattern, for the GP."""

    title: str
    gate: str
    """What the count depends on, where the person was not sure of it; else empty."""
    ticked: tuple[str, ...]
    unsure: tuple[str, ...]
    count: int
    of: int
    meaning: str


@dataclass(frozen=True)
class Site:
    """Where it hurts: what to mark on the picture, and the same in words."""

    picture: str = ""
    regions: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Sheet:
    """Side 1, the questions, and side 2, the summary, in the order of the clinical brief."""

    title: str
    the_reader: str
    """To whom it is taken."""
    cards: tuple[SheetCard, ...]
    wish: str
    """The one thing that the person wants; empty where nobody is asked."""
    asked_first: tuple[str, ...]
    """The questions that matter most to the person, in short, for the GP."""
    needs: tuple[str, ...]
    questions: tuple[SheetQuestion, ...]
    come_back: tuple[SheetHelp, ...]
    site: Site
    rows: tuple[SheetLine, ...]
    signs_reported: tuple[str, ...]
    signs_denied: tuple[SheetLine, ...]
    """A line for each group."""
    signs_not_sure: tuple[str, ...]
    history: tuple[SheetLine, ...]
    overlays: tuple[SheetOverlay, ...]
    """Those whose gate is open, or not closed."""
    counted: str
    """What they are called together."""
    by_hand: tuple[str, ...]
    for_the_gp: tuple[str, ...]
    about: str
    """What it is not, and of which content it was made."""


def make_sheet(
    questionnaire: Questionnaire, assessment: Assessment, choice: Choice | None = None
) -> Sheet:
    """The sheet for a complete assessment whose outcome has one; ``ValueError`` for any other.

    Its questions are those that the person chose; without a choice, those of the highest rank.
    """
    outcome = assessment.outcome
    if outcome is None or outcome.sheet_title is None:
        raise ValueError("this outcome has no sheet")
    plan = questionnaire.sheet
    selection = select(questionnaire, assessment, choice)
    return Sheet(
        title=outcome.sheet_title,
        the_reader=questionnaire.words.the_reader,
        cards=tuple(_cards(questionnaire, assessment)),
        wish=_wish(questionnaire, assessment),
        asked_first=tuple(asked.question.label for asked in selection.first),
        needs=plan.needs,
        questions=tuple(_questions(selection)),
        come_back=tuple(
            SheetHelp(
                line.level, questionnaire.care_cards_by_level[line.level].heading, line.bullets
            )
            for line in plan.come_back
            if line.level in outcome.safety_net
        ),
        site=site_of(assessment.journey),
        rows=tuple(_lines(questionnaire, assessment, plan.rows)),
        signs_reported=_signs(assessment, Status.reported),
        signs_denied=tuple(_denied(assessment)),
        signs_not_sure=_signs(assessment, Status.not_sure),
        history=tuple(_lines(questionnaire, assessment, plan.history, of_what=True)),
        overlays=tuple(_overlay(finding) for finding in assessment.overlays if finding.gate),
        counted=questionnaire.words.counted,
        by_hand=plan.by_hand,
        for_the_gp=plan.for_the_gp,
        about=(
            f"{plan.disclaimer} Content version {questionnaire.version} "
            f"({questionnaire.digest[:12]})."
        ),
    )


def site_of(journey: Journey, before: Item | None = None) -> Site:
    """What the first answer on a picture marks, narrowed by later ones that leave any of it.

    Without a place in the first answer nothing is marked, whatever later ones say. Only what was
    asked ``before`` a question counts, where one is given.
    """
    site: Site | None = None
    for item in takewhile(lambda item: item is not before, journey.path):
        is_drawn = item.picture and (site is None or site.picture == item.picture)
        if is_drawn and item.link_id in journey.answers:
            given = [o for o in item.answer_option if o.code in journey.answers[item.link_id]]
            named = tuple(region for option in given for region in option.regions)
            label = ", ".join(option.label for option in given)
            if site is None:
                site = Site(str(item.picture), named, label if named else "")
            elif both := tuple(region for region in site.regions if region in named):
                site = Site(site.picture, both, f"{site.text}, {label}")
    return site or Site()


def because(asked: AskedQuestion) -> str:
    """Why a question is on the sheet: "Because you said ...", in 1 sentence or 2."""
    if asked.because is None:
        text = str(asked.question.because)
        return f"{text[0].upper()}{text[1:]}."
    said = " and ".join(f"“{answer}”" for answer in asked.because.said[:MOST_SAID])
    if not asked.because.found:
        return f"Because you said {said}."
    found = f"Because {', and '.join(asked.because.found)}."
    return f"{found} You also said {said}." if said else found


def _cards(questionnaire: Questionnaire, assessment: Assessment) -> Iterable[SheetCard]:
    for level in (Level.maternity, Level.urgent):
        given = assessment.given(level)
        if given:
            yield SheetCard(
                level,
                questionnaire.care_cards_by_level[level].action,
                tuple(s.sign.text for s in given if s.status is Status.reported),
                tuple(s.sign.text for s in given if s.status is not Status.reported),
                tuple(dict.fromkeys(s.sign.advice for s in given if s.sign.advice)),
            )


def _questions(selection: Selection) -> Iterable[SheetQuestion]:
    for n, asked in enumerate((*selection.first, *selection.others), start=1):
        is_priority = n <= len(selection.first)
        yield SheetQuestion(n, asked.question.text, because(asked), asked.follow_ups, is_priority)


def _wish(questionnaire: Questionnaire, assessment: Assessment) -> str:
    if questionnaire.sheet.wish is None:
        return ""
    item = questionnaire.items_by_id[questionnaire.sheet.wish]
    given = assessment.journey.answers[item.link_id]
    return ", ".join(option.text for option in item.answer_option if option.code in given)


def _lines(
    questionnaire: Questionnaire,
    assessment: Assessment,
    rows: Iterable[SheetRow],
    *,
    of_what: bool = False,
) -> Iterable[SheetLine]:
    """The lines in which anything was asked. An empty list says ``of_what`` if that is wanted."""
    lines = ((row.label, _said(questionnaire, assessment, row, of_what)) for row in rows)
    return (SheetLine(label, text) for label, text in lines if text)


def _said(
    questionnaire: Questionnaire, assessment: Assessment, row: SheetRow, of_what: bool
) -> str:
    parts = []
    for item in map(questionnaire.items_by_id.__getitem__, row.questions):
        given = assessment.journey.answers.get(item.link_id)
        if given is None:
            continue
        if item.asks_which in row.questions:
            continue  # said with the ticks that it is about
        labels = ", ".join(_labels(questionnaire, assessment, item))
        if of_what and item.repeats and given <= item.none_codes:
            ticks = (o.label for o in item.answer_option if not o.exclusive and o != item.not_sure)
            parts.append(f"none of: {', '.join(ticks)}")
        else:
            parts.append(labels if row.label in item.short else f"{item.short}: {labels}")
    return "; ".join(parts)


def _labels(questionnaire: Questionnaire, assessment: Assessment, item: Item) -> Iterable[str]:
    """The options chosen, in short; of each treatment, whether it helped."""
    answers = assessment.journey.answers
    which = next((i for i in questionnaire.items if i.asks_which == item.link_id), None)
    named = answers.get(which.link_id) if which else None
    helped = which.short.lower() if which else ""
    for option in item.answer_option:
        if option.code not in answers[item.link_id]:
            continue
        if which is None or named is None or option.code not in which.options:
            yield option.label
        elif option.code in named:
            yield f"{option.label} ({helped})"
        elif which.not_sure and which.not_sure.code in named:
            yield f"{option.label} ({helped}: not sure)"
        else:
            yield f"{option.label} ({helped}: no)"


def _signs(assessment: Assessment, status: Status) -> tuple[str, ...]:
    """The signs of one status; if they are few, with the answers that gave them."""
    found = [finding for finding in assessment.signs if finding.status is status]
    few = len(found) <= FEW_SIGNS
    return tuple(finding.text if few else finding.sign.text for finding in found)


def _denied(assessment: Assessment) -> Iterable[SheetLine]:
    """The signs that were denied, as short as they go: a line for each group."""
    groups: dict[str, list[str]] = {}
    for finding in assessment.signs:
        if finding.status is Status.denied:
            groups.setdefault(finding.sign.group or "other", []).append(finding.sign.short)
    return (SheetLine(group, "; ".join(shorts)) for group, shorts in groups.items())


def _overlay(finding: OverlayFinding) -> SheetOverlay:
    overlay = finding.overlay
    meaning = next(m.text for m in overlay.meanings if finding.count >= m.from_)
    return SheetOverlay(
        title=overlay.sheet_label,
        gate="" if finding.gate_as_given else f"{overlay.gate_text}: not sure",
        ticked=finding.ticked,
        unsure=finding.unsure,
        count=finding.count,
        of=len(finding.criteria),
        meaning=meaning,
    )
