"""All questions on 1 page, for browsers that keep no cookie. Nothing is kept anywhere.

The page has every question that is known to be asked. What answers bring up comes with the next
answer of the server, below those that are answered already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment
from app.engine.evaluate import Answers
from app.sheet.room import Room
from app.sheet.sheet import Sheet
from app.web.faults import NOT_ON_PAGE, fault_of_answer, fault_of_fields, fault_of_values

SHOWN, CHANGE = "shown", "change"


@dataclass(frozen=True)
class Sent:
    """What came with a page: the answers that can be used, and what is wrong with the others."""

    answers: Answers = field(default_factory=dict)
    selected: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What stays ticked, by question."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """By question, of those that the page had."""
    fault: str | None = None
    """Of the page as a whole. Then no answer of it is used."""
    shown: frozenset[str] = frozenset()
    change: bool = False
    """Somebody wants to change their answers, and asks for no result."""

    def new(self, path: Iterable[Item]) -> tuple[Item, ...]:
        """The questions that the answers to the others have brought up."""
        known = self.shown | self.faults.keys()
        return tuple(item for item in path if item.link_id not in known)

    def errors(self, path: Iterable[Item]) -> tuple[tuple[str, str], ...]:
        """What the summary of errors says, each with the id of the answer it is about."""
        path = tuple(path)
        told = [(self.faults[item.link_id], item) for item in path if item.link_id in self.faults]
        if self.fault and path:
            told.insert(0, (self.fault, path[0]))
        return tuple((text, first_answer(item)) for text, item in told)

    def is_refused(self, assessment: Assessment) -> bool:
        """Whether something has to be mended, not only answered as well."""
        on_path = {item.link_id for item in assessment.journey.path}
        return self.fault is not None or not (self.change or on_path.isdisjoint(self.faults))


@dataclass(frozen=True)
class OnePageEnd:
    """What stands on a result that no cookie leads to: the way back, and the sheet itself."""

    fields: tuple[tuple[str, str], ...]
    """Names and values by which the page of questions comes back filled in."""
    sheet: Sheet | None
    room: Room | None
    """What of the sheet has room on paper."""
    made: str
    text: str
    """The sheet as plain text."""


def field_name(item: Item) -> str:
    """The name of the field of a question; no other field of the page can have it."""
    return f"answer-{item.link_id}"


def first_answer(item: Item) -> str:
    """The id of the first answer to a question.

    Of one with the answers of another, only those of its own, its last, are there for everybody.
    """
    option = item.answer_option[-1 if item.asks_again or item.asks_which else 0]
    return f"{field_name(item)}-{option.code}"


def read_page(questionnaire: Questionnaire, sent: MultiDict[str, str]) -> Sent:
    """What somebody sent. An answer is used whole or not at all, and never repaired."""
    names = {field_name(item): item for item in questionnaire.items}
    shown = frozenset(sent.getlist(SHOWN)) & questionnaire.items_by_id.keys()
    change = sent.getlist(CHANGE) == ["yes"]
    fault = fault_of_fields({*names, SHOWN, CHANGE}, sent)
    if fault is None and "journey" in sent:
        fault = NOT_ON_PAGE
    answers, selected, faults = {}, {}, {}
    for name, item in names.items():
        given = sent.getlist(name)
        chosen = frozenset(given)
        wrong = fault_of_values(item, given)
        if wrong is None:
            selected[item.link_id] = chosen
            if item.link_id in shown:
                chosen = chosen or item.answer_if_empty
            wrong = fault_of_answer(item, chosen)
        if wrong is None:
            answers[item.link_id] = chosen
        elif item.link_id in shown or chosen:
            faults[item.link_id] = wrong
    if fault is not None:
        return Sent(selected=selected, fault=fault, shown=shown)
    return Sent(answers, selected, faults, None, shown, change)


def is_finished(sent: Sent, assessment: Assessment) -> bool:
    """Whether the page with the result comes next.

    An emergency does not wait for the questions that are still to be mended.
    """
    if sent.change or sent.fault:
        return False
    ended = assessment.journey.ended_by is not None
    return ended or (assessment.outcome is not None and not sent.is_refused(assessment))


def fields_of(questionnaire: Questionnaire, answers: Answers) -> tuple[tuple[str, str], ...]:
    """Hidden fields with answers, by which the page comes back filled in."""
    return tuple(
        (field_name(item), code)
        for item in questionnaire.items
        for code in item.options
        if code in answers.get(item.link_id, ())
    )
