"""One form for each page of questions, built once when the app starts, and those of one button.

A form never repairs what was sent. It is used whole, or the page comes back with one message.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.exceptions import Conflict
from wtforms import SelectMultipleField
from wtforms.csrf.core import CSRF, CSRFTokenField

from app.content.model import Item, Questionnaire
from app.engine.choice import Choice, Offer
from app.engine.journey import by_page
from app.web.faults import (
    fault_of_answer,
    fault_of_choice,
    fault_of_choice_page,
    fault_of_fields,
    fault_of_values,
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


class PageForm(WholeForm):
    """The questions of one page. ``chosen`` is for use only where there are no ``errors``.

    ``asked`` are those that the page has now. A page from before another answer may have had others
    of the same page, too: what it sends to them is taken as well.
    """

    items: Mapping[str, Item]
    """All questions that the page can have, by the name of the field."""

    def __init__(self, journey_id: str, asked: Collection[Item]) -> None:
        super().__init__(journey_id)
        self._answered = {
            name: item for name, item in self.items.items() if name in request.form or item in asked
        }

    @property
    def chosen(self) -> dict[str, frozenset[str]]:
        """The codes of the chosen options, as they were sent, by question."""
        return {
            item.link_id: frozenset(self[name].data or ()) or item.answer_if_empty
            for name, item in self._answered.items()
        }

    @property
    def errors_by_question(self) -> dict[str, str]:
        """What is wrong, by question: with the page as it came, or else with what was chosen."""
        return self._page_faults() or self._slips()

    def kept(self) -> dict[str, frozenset[str]]:
        """What stays selected on the page that comes back with a message.

        Nothing, where two answers arrived to a question with one: which was meant is not known.
        """
        return {item.link_id: self._known(item) for item in self._answered.values()}

    def _known(self, item: Item) -> frozenset[str]:
        chosen = self.chosen[item.link_id]
        known = chosen & item.options.keys()
        return known if item.repeats or len(chosen) == 1 else frozenset()

    def fault_of_page(self) -> str | None:
        return next(iter(self._page_faults().values()), None)

    def fault(self) -> str | None:
        return next(iter(self._slips().values()), None)

    def _page_faults(self) -> dict[str, str]:
        if whole := fault_of_fields(self.items.keys(), request.form):
            return {next(iter(self._answered.values())).link_id: whole}
        return {
            item.link_id: fault
            for name, item in self._answered.items()
            if (fault := fault_of_values(item, request.form.getlist(name)))
        }

    def _slips(self) -> dict[str, str]:
        chosen = self.chosen
        return {
            item.link_id: fault
            for item in self._answered.values()
            if (fault := fault_of_answer(item, chosen[item.link_id]))
        }


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


def field_names(page: Iterable[Item], link_id: str) -> dict[str, Item]:
    """The questions of a page by the names of their fields: ``answer`` for the one that the address
    of the page names, so that no answer is ever taken for that to another question.
    """
    return {
        "answer" if item.link_id == link_id else f"answer-{item.link_id}": item for item in page
    }


def name_of(page: Iterable[Item], link_id: str) -> str:
    """The name of a page of questions at the address of one of them."""
    return " ".join([link_id, *(i.link_id for i in page if i.link_id != link_id)])


def forms_of(questionnaire: Questionnaire) -> dict[str, type[PageForm]]:
    """The form of the page of each question by its ``link_id``, its options fixed here once."""
    return {
        item.link_id: form_of(field_names(page, item.link_id))
        for page in by_page(questionnaire.items)
        for item in page
    }


def form_of(items: Mapping[str, Item]) -> type[PageForm]:
    """The form of some questions by the names of their fields."""
    # For radios as well as tick boxes: WTForms' RadioField would drop a second value unseen.
    answers = {
        name: SelectMultipleField(choices=list(item.options), validate_choice=False)
        for name, item in items.items()
    }
    return type("PageForm", (PageForm,), {**answers, "items": items})
