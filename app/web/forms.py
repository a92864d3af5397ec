"""One form for each question, built once when the app starts, and the forms that are one button.

A form never repairs what was sent. It is used whole, or the page comes back with one message.
"""

import hmac
from collections.abc import Sequence, Set

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Conflict
from wtforms import Field, HiddenField, SelectMultipleField
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import ValidationError

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


class AnotherJourney(Conflict):
    """The page belongs to another self-check than the cookie does."""


class JourneyToken(CSRF):
    """The journey id, which only our own pages know and which never expires.

    It also tells two self-checks in one browser apart, so that their answers never mix.
    """

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """The id of the journey that the form is made for."""
        return str(csrf_token_field.meta.csrf_context)

    def validate_csrf_token(self, form: FlaskForm, field: CSRFTokenField) -> None:
        """Raise :class:`AnotherJourney` unless the page was made for this journey."""
        if not hmac.compare_digest(field.current_token.encode(), str(field.data).encode()):
            raise AnotherJourney


class JourneyForm(FlaskForm):
    """A form that belongs to one journey. Alone it is the "Clear my answers" button."""

    class Meta(FlaskForm.Meta):
        """Our own token in place of Flask-WTF's, which expires and needs a session."""

        csrf = True
        csrf_class = JourneyToken
        csrf_field_name = "journey"

    def __init__(self, journey_id: str, *, read: bool = True) -> None:
        """A form that is only shown does not ``read`` what was sent: it may be too long."""
        super().__init__(request.form if read else None, meta={"csrf_context": journey_id})

    def refuse_another_journey(self) -> None:
        """Raise :class:`AnotherJourney` for a page that was made for another journey."""
        self.journey.pre_validate(self)


class StartForm(FlaskForm):
    """The "Start now" button. No journey is open yet, so there is no token."""

    class Meta(FlaskForm.Meta):
        """No token: where the request comes from was checked before it got here."""

        csrf = False


class QuestionForm(JourneyForm):
    """One question. ``chosen`` is for use only after ``validate_on_submit`` has said yes."""

    item: Item
    answer: Field
    end = HiddenField(default=WHOLE)
    is_slip = False
    """Whether the page came as we made it, and only the answer has to be mended."""

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of the chosen options, as they were sent."""
        return frozenset(self.answer.data or ())

    @property
    def error(self) -> str | None:
        """The message for the page; ``None`` where all is well."""
        return next(iter(self.answer.errors), None)

    def kept(self) -> frozenset[str]:
        """What stays selected on the page that comes back with a message.

        Nothing, where two answers arrived to a question with one: which was meant is not known.
        """
        known = self.chosen & self.item.options.keys()
        return known if self.item.repeats or len(self.chosen) == 1 else frozenset()

    def validate_answer(self, field: Field) -> None:
        """Find the first fault of the page or of the answer. WTForms calls this by its name."""
        fault = fault_of_page(self.item, request.form)
        if fault is None:
            fault = fault_of_answer(self.item, self.chosen)
            self.is_slip = fault is not None
        if fault:
            raise ValidationError(fault)


class ChoiceForm(JourneyForm):
    """The questions that somebody wants to ask, of those that were offered."""

    asked = SelectMultipleField(choices=[], validate_choice=False)
    first = SelectMultipleField(choices=[], validate_choice=False)
    end = HiddenField(default=WHOLE)
    is_slip = False
    """Whether the page came as we made it, and only the choice has to be mended."""

    def __init__(self, journey_id: str, offered: Offer) -> None:
        super().__init__(journey_id)
        self._offered = offered

    @property
    def choice(self) -> Choice:
        """What was ticked, without what was not offered."""
        first = self._offered.ids & set(self.first.data or ())
        return Choice(self._offered.ids - set(self.asked.data or ()) - first, first)

    @property
    def error(self) -> str | None:
        """The message for the page; ``None`` where all is well."""
        return next(iter(self.asked.errors), None)

    def validate_asked(self, field: Field) -> None:
        """Find the first fault of the page or of the choice. WTForms calls this by its name."""
        fault = fault_of_choice_page(self._offered, request.form)
        if fault is None:
            fault = fault_of_choice(self._offered, self.choice)
            self.is_slip = fault is not None
        if fault:
            raise ValidationError(fault)


def form_class(item: Item) -> type[QuestionForm]:
    """The form of one question, its options fixed here once."""
    # For radios as well as tick boxes: WTForms' RadioField would drop a second value unseen.
    answer = SelectMultipleField(choices=list(item.options), validate_choice=False)
    return type("QuestionForm", (QuestionForm,), {"item": item, "answer": answer})


def fault_of_page(item: Item, sent: MultiDict[str, str]) -> str | None:
    """What is wrong with a page that nobody can send as we made it, in plain words."""
    return fault_of_fields({"answer"}, sent) or fault_of_values(item, sent.getlist("answer"))


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
