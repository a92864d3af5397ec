"""What is wrong with what was sent, in plain words. A fault is never repaired, only told."""

from collections.abc import Sequence, Set

from werkzeug.datastructures import MultiDict

from app.content.model import Item
from app.engine.choice import MOST_FIRST, Choice, Offer

WHOLE = "1"
"""The value of ``end``, the last field of the page: without it the page arrived cut off."""

CUT_OFF = "Check your answer and select Continue again, because it did not arrive whole"
NOT_ON_PAGE = "Check your answer and select Continue again, because the page was changed on its way"
NOT_AN_OPTION = "Select an answer from this page"
NOT_OFFERED = "Select your questions again, because the list has changed"
TWICE = "Check your answer and select Continue again, because it arrived twice"
ONE_ONLY = "Select 1 answer only"
NOTHING_ASKED = "Select at least 1 question to ask"
TOO_MANY_FIRST = f"Select {MOST_FIRST} or fewer that matter most to you"


def fault_of_values(item: Item, given: Sequence[str]) -> str | None:
    """What is wrong with values that nobody can send from a page of ours, in plain words."""
    if not item.options.keys() >= set(given):
        return NOT_AN_OPTION
    if not item.repeats and len(set(given)) > 1:
        return ONE_ONLY
    if len(set(given)) < len(given):
        return TWICE
    return None


def fault_of_choice_page(offered: Offer, sent: MultiDict[str, str]) -> str | None:
    """What is wrong with a page of questions that nobody can send as we made it."""
    given = sent.getlist("asked"), sent.getlist("first")
    if fault := fault_of_fields({"asked", "first"}, sent):
        return fault
    if not offered.ids >= {*given[0], *given[1]}:
        return NOT_OFFERED
    if any(len(set(ids)) < len(ids) for ids in given):
        return TWICE
    return None


def fault_of_fields(fields: Set[str], sent: MultiDict[str, str]) -> str | None:
    """What is wrong with a page as a whole: it is cut off, or has fields that are not its own."""
    if sent.getlist("end") != [WHOLE]:
        return CUT_OFF
    if sent.keys() - fields - {"journey", "end"} or len(sent.getlist("journey")) > 1:
        return NOT_ON_PAGE
    return None


def fault_of_choice(offered: Offer, choice: Choice) -> str | None:
    """What is wrong with a choice that a page of ours can send, in plain words."""
    asked = sum(choice.asks(one.question) for one in offered.questions)
    if not asked:
        return NOTHING_ASKED
    if len(choice.first) > MOST_FIRST:
        return TOO_MANY_FIRST
    if asked > offered.room:
        return f"Select {offered.room} questions or fewer, so that they fit on your sheet"
    return None


def fault_of_answer(item: Item, chosen: Set[str]) -> str | None:
    """What is wrong with an answer that a page of ours can send, in plain words."""
    if not chosen:
        return item.error
    alone = [
        option.text for option in item.answer_option if option.exclusive and option.code in chosen
    ]
    if alone and len(chosen) > 1:
        if len(alone) > 1:
            return "Select only 1 of " + " and ".join(f"“{text}”" for text in alone)
        return f"Select the answers that apply, or “{alone[0]}”, not both"
    return None
