"""One form for each question, built once when the app starts, and the forms that are one button.

A form never repairs what was sent. It is used whole, or the page comes back with one message.
"""

import hmac
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.exceptions import Conflict
from wtforms import Field, SelectMultipleField
from wtforms.csrf.core import CSRF, CSRFTokenField

from app.content.model import Item, Questionnaire
from app.engine.choice import Choice, Offer
from app.web.faults import (
    fault_of_answer,
    fault_of_choice,
    fault_of_choice_page,
    fault_of_page,
)


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

    def __init__(self, journey_id: str) -> None:
        super().__init__(request.form, meta={"csrf_context": journey_id})

    def refuse_another_journey(self) -> None:
        """Raise :class:`AnotherJourney` for a page that was made for another journey."""
        self.journey.pre_validate(self)


class WholeForm(JourneyForm):
    """A form that has come whole, or not at all.

    ``error`` is the message for the page; it ``is_slip`` where the page came as we made it, and
    only what was chosen has to be mended.
    """

    error: str | None = None
    is_slip = False

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Find the first fault, of the page or of what was chosen on it."""
        is_valid = super().validate(*args, **kwargs)
        self.error = self.fault_of_page()
        if self.error is None:
            self.error = self.fault()
            self.is_slip = self.error is not None
        return is_valid and self.error is None

    def fault_of_page(self) -> str | None:
        """What nobody can send from the page as we made it."""
        raise NotImplementedError

    def fault(self) -> str | None:
        """What a page of ours can send, and yet cannot be taken."""
        raise NotImplementedError


class QuestionForm(WholeForm):
    """One question. ``chosen`` is for use only after ``validate_on_submit`` has said yes."""

    item: Item
    answer: Field

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of the chosen options, as they were sent."""
        return frozenset(self.answer.data or ()) or self.item.answer_if_empty

    def kept(self) -> frozenset[str]:
        """What stays selected on the page that comes back with a message.

        Nothing, where two answers arrived to a question with one: which was meant is not known.
        """
        known = self.chosen & self.item.options.keys()
        return known if self.item.repeats or len(self.chosen) == 1 else frozenset()

    def fault_of_page(self) -> str | None:
        return fault_of_page(self.item, request.form)

    def fault(self) -> str | None:
        return fault_of_answer(self.item, self.chosen)


class ChoiceForm(WholeForm):
    """The questions that somebody wants to ask, of those that were offered."""

    asked = SelectMultipleField(choices=[], validate_choice=False)
    first = SelectMultipleField(choices=[], validate_choice=False)

    def __init__(self, journey_id: str, offered: Offer) -> None:
        super().__init__(journey_id)
        self._offered = offered

    @property
    def choice(self) -> Choice:
        """What was ticked, without what was not offered."""
        first = self._offered.ids & set(self.first.data or ())
        return Choice(self._offered.ids - set(self.asked.data or ()) - first, first)

    def fault_of_page(self) -> str | None:
        return fault_of_choice_page(self._offered, request.form)

    def fault(self) -> str | None:
        return fault_of_choice(self._offered, self.choice)


def forms_of(questionnaire: Questionnaire) -> dict[str, type[QuestionForm]]:
    """The form of each question by its ``link_id``, its options fixed here once."""
    return {item.link_id: form_of(item) for item in questionnaire.items}


def form_of(item: Item) -> type[QuestionForm]:
    """The form of one question."""
    # For radios as well as tick boxes: WTForms' RadioField would drop a second value unseen.
    answer = SelectMultipleField(choices=list(item.options), validate_choice=False)
    return type("QuestionForm", (QuestionForm,), {"item": item, "answer": answer})
