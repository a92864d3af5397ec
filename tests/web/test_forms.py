import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.content.model import GpQuestion, Item, Questionnaire
from app.engine.assess import AskedQuestion
from app.engine.choice import Choice, Offer
from app.web.faults import (
    CUT_OFF,
    NOT_AN_OPTION,
    NOT_OFFERED,
    NOT_ON_PAGE,
    NOTHING_ASKED,
    ONE_ONLY,
    TOO_MANY_FIRST,
    TWICE,
    fault_of_answer,
    fault_of_choice,
    fault_of_choice_page,
    fault_of_fields,
    fault_of_values,
)
from app.web.forms import (
    AnotherJourney,
    ChoiceForm,
    JourneyForm,
    PageForm,
    form_of,
)
from tests.web.browser import Browser

JOURNEY = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32


@pytest.fixture
def place(tiny: Questionnaire) -> Item:
    """A question with one answer."""
    return tiny.items_by_id["place"]


@pytest.fixture
def signs(tiny: Questionnaire) -> Item:
    """A question with several answers: numb, fever, none (exclusive), not-sure."""
    return tiny.items_by_id["signs"]


def whole(*chosen: str) -> list[tuple[str, str]]:
    """What our page sends."""
    return [("journey", JOURNEY), *(("answer", code) for code in chosen), ("end", "1")]


def fault_of_page(item: Item, sent: MultiDict[str, str]) -> str | None:
    """What nobody can send from the page of one question."""
    return fault_of_fields({"answer"}, sent) or fault_of_values(item, sent.getlist("answer"))


def fault(item: Item, *chosen: str) -> str | None:
    """What is wrong with an answer that came whole."""
    sent = MultiDict(whole(*chosen))
    return fault_of_page(item, sent) or fault_of_answer(item, frozenset(chosen))


# --- answers --------------------------------------------------------------------------------------


def test_one_option_answers_a_question(place: Item) -> None:
    assert fault(place, "buttock") is None


def test_several_options_answer_a_question_with_tick_boxes(signs: Item) -> None:
    assert fault(signs, "numb", "fever", "not-sure") is None


def test_an_exclusive_option_answers_alone(signs: Item) -> None:
    assert fault(signs, "none") is None


def test_nothing_chosen_gives_the_message_of_the_question(place: Item, signs: Item) -> None:
    assert fault(place) == "Select where the pain is"
    assert fault(signs) == "Select what you have, or “None of these”"


@pytest.mark.parametrize(
    "code", ["knee", "fever", "Buttock", " buttock", "buttock ", "buttock\0", "", "é", "0"]
)
def test_what_is_no_option_of_the_question_is_refused(place: Item, code: str) -> None:
    assert fault(place, code) == NOT_AN_OPTION


@pytest.mark.parametrize("given", [["buttock", "elsewhere"], ["elsewhere", "buttock"]])
def test_two_values_of_a_radio_are_refused_whatever_their_order(
    place: Item, given: list[str]
) -> None:
    assert fault(place, *given) == ONE_ONLY


def test_the_same_value_twice_is_refused(place: Item, signs: Item) -> None:
    assert fault(place, "buttock", "buttock") == TWICE
    assert fault(signs, "numb", "fever", "numb") == TWICE


@pytest.mark.parametrize("other", ["numb", "fever", "not-sure"])
def test_none_of_these_with_another_answer_is_refused(signs: Item, other: str) -> None:
    message = "Select the answers that apply, or “None of these”, not both"
    assert fault(signs, "none", other) == message
    assert fault(signs, other, "none") == message


def test_two_exclusive_options_are_refused(signs: Item) -> None:
    options = tuple(
        option.model_copy(update={"exclusive": True}) if option.code == "not-sure" else option
        for option in signs.answer_option
    )
    item = Item.model_construct(**dict(signs) | {"answer_option": options})
    texts = [option.text for option in options[2:]]
    message = f"Select only 1 of “{texts[0]}” and “{texts[1]}”"
    assert fault(item, "none", "not-sure") == message


@given(data=st.data())
def test_whatever_passes_is_one_clear_answer(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    item = data.draw(st.sampled_from(questionnaire.items))
    given = data.draw(st.lists(st.sampled_from([*item.options, "?"])))
    if fault(item, *given) is None:
        alone = [code for code in given if item.options[code].exclusive]
        assert given
        assert len(set(given)) == len(given)
        assert item.repeats or len(given) == 1
        assert not alone or len(given) == 1


# --- pages ----------------------------------------------------------------------------------------


def test_a_whole_page_has_no_fault(place: Item) -> None:
    assert fault_of_page(place, MultiDict(whole("buttock"))) is None
    assert fault_of_page(place, MultiDict(whole())) is None


@pytest.mark.parametrize("ends", [[], ["2"], [""], ["1", "1"]])
def test_a_page_without_its_one_end_is_refused(place: Item, ends: list[str]) -> None:
    fields = [*whole("buttock")[:-1], *(("end", end) for end in ends)]
    assert fault_of_page(place, MultiDict(fields)) == CUT_OFF


@pytest.mark.parametrize("name", ["other", "__class__", "answer[]", "csrf_token", "x" * 10_000])
def test_an_unknown_field_is_refused(place: Item, name: str) -> None:
    assert fault_of_page(place, MultiDict([*whole("buttock"), (name, "1")])) == NOT_ON_PAGE


def test_two_tokens_are_refused(place: Item) -> None:
    fields = [*whole("buttock"), ("journey", OTHER)]
    assert fault_of_page(place, MultiDict(fields)) == NOT_ON_PAGE


# --- forms ----------------------------------------------------------------------------------------


def submit(app: Flask, item: Item, fields: list[tuple[str, str]]) -> PageForm:
    with app.test_request_context("/", method="POST", data=MultiDict(fields)):
        form = form_of({"answer": item})(JOURNEY, [item])
        form.validate_on_submit()
    return form


def test_a_good_answer_is_chosen(tiny_app: Flask, signs: Item) -> None:
    form = submit(tiny_app, signs, whole("fever", "not-sure"))
    assert (form.error, form.chosen["signs"]) == (None, frozenset({"fever", "not-sure"}))


def test_what_was_given_stays_selected_beside_the_message(tiny_app: Flask, signs: Item) -> None:
    form = submit(tiny_app, signs, whole("none", "fever", "headache"))
    assert (form.error, form.kept()["signs"]) == (NOT_AN_OPTION, frozenset({"none", "fever"}))


def test_a_cut_off_answer_stays_selected(tiny_app: Flask, place: Item) -> None:
    form = submit(tiny_app, place, whole("buttock")[:-1])
    assert (form.error, form.kept()["place"]) == (CUT_OFF, frozenset({"buttock"}))


def test_of_two_radio_values_neither_stays_selected(tiny_app: Flask, place: Item) -> None:
    form = submit(tiny_app, place, whole("buttock", "elsewhere"))
    assert (form.error, form.kept()["place"]) == (ONE_ONLY, frozenset())


@pytest.mark.parametrize("chosen", [[], ["none", "fever"]])
def test_what_our_page_can_send_and_is_no_answer_is_a_slip(
    tiny_app: Flask, signs: Item, chosen: list[str]
) -> None:
    assert submit(tiny_app, signs, whole(*chosen)).is_slip


@pytest.mark.parametrize(
    "fields",
    [
        whole("fever"),
        whole("fever", "fever"),
        whole("?"),
        whole("none", "fever")[:-1],
        whole()[:-1],
    ],
    ids=["answer", "twice", "not-an-option", "cut-off", "cut-off-empty"],
)
def test_an_answer_is_no_slip_nor_is_what_our_page_cannot_send(
    tiny_app: Flask, signs: Item, fields: list[tuple[str, str]]
) -> None:
    assert not submit(tiny_app, signs, fields).is_slip


def test_an_unshown_page_has_no_error(tiny_app: Flask, place: Item) -> None:
    with tiny_app.test_request_context("/"):
        form = form_of({"answer": place})(JOURNEY, [place])
        assert not form.validate_on_submit()
    assert (form.error, form.chosen["place"]) == (None, frozenset())


def test_the_token_is_the_journey(tiny_app: Flask) -> None:
    with tiny_app.test_request_context("/"):
        assert JourneyForm(JOURNEY).journey.current_token == JOURNEY


@pytest.mark.parametrize("token", [OTHER, "", JOURNEY[:-1], JOURNEY.upper(), "é", None])
def test_a_page_of_another_journey_is_refused(
    tiny_app: Flask, place: Item, token: str | None
) -> None:
    fields = [*([] if token is None else [("journey", token)]), ("answer", "buttock"), ("end", "1")]
    with pytest.raises(AnotherJourney):
        submit(tiny_app, place, fields)


def test_the_start_button_has_no_token(browser: Browser) -> None:
    assert browser.page("/").all("input") == []


# --- the choice of questions ----------------------------------------------------------------------


@pytest.fixture
def offered() -> Offer:
    """Six questions to choose from, and room for 5."""
    ids = ("a", "b", "c", "d", "e", "f")
    questions = [
        GpQuestion.model_construct(id=name, number="1", text=name, sources=()) for name in ids
    ]
    return Offer(tuple(AskedQuestion(question, None, ()) for question in questions), 5)


def ticked(asked: str, first: str = "") -> list[tuple[str, str]]:
    """What our page of questions sends."""
    ticks = [*(("asked", name) for name in asked), *(("first", name) for name in first)]
    return [("journey", JOURNEY), *ticks, ("end", "1")]


def choose(app: Flask, offered: Offer, fields: list[tuple[str, str]]) -> ChoiceForm:
    with app.test_request_context("/", method="POST", data=MultiDict(fields)):
        form = ChoiceForm(JOURNEY, offered)
        form.validate_on_submit()
    return form


@pytest.mark.parametrize(
    ("asked", "first", "dropped"),
    [("abc", "", "def"), ("abc", "b", "def"), ("a", "bc", "def"), ("", "abc", "def")],
)
def test_what_is_neither_ticked_nor_marked_is_dropped(
    tiny_app: Flask, offered: Offer, asked: str, first: str, dropped: str
) -> None:
    form = choose(tiny_app, offered, ticked(asked, first))
    assert (form.error, form.is_slip) == (None, False)
    assert form.choice == Choice(frozenset(dropped), frozenset(first))


@pytest.mark.parametrize(
    ("asked", "first", "fault"),
    [
        ("", "", NOTHING_ASKED),
        ("a", "", None),
        ("", "a", None),
        ("abcd", "abc", None),
        ("abcd", "abcd", TOO_MANY_FIRST),
        ("abcde", "", None),
        ("abcdef", "", "Select 5 questions or fewer, so that they fit on your sheet"),
        ("abcde", "f", "Select 5 questions or fewer, so that they fit on your sheet"),
    ],
)
def test_a_choice_that_does_not_fit_is_a_slip(
    tiny_app: Flask, offered: Offer, asked: str, first: str, fault: str | None
) -> None:
    form = choose(tiny_app, offered, ticked(asked, first))
    assert (form.error, form.is_slip) == (fault, fault is not None)
    assert fault_of_choice(offered, form.choice) == fault


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (ticked("ab", "b")[:-1], CUT_OFF),
        ([*ticked("ab"), ("end", "1")], CUT_OFF),
        ([*ticked("ab"), ("answer", "a")], NOT_ON_PAGE),
        ([*ticked("ab"), ("journey", OTHER)], NOT_ON_PAGE),
        (ticked("ab?"), NOT_OFFERED),
        (ticked("ab", "?"), NOT_OFFERED),
        (ticked("aba"), TWICE),
        (ticked("ab", "bb"), TWICE),
    ],
)
def test_what_our_page_of_questions_cannot_send_is_refused_and_no_slip(
    tiny_app: Flask, offered: Offer, fields: list[tuple[str, str]], fault: str
) -> None:
    assert fault_of_choice_page(offered, MultiDict(fields)) == fault
    form = choose(tiny_app, offered, fields)
    assert (form.error, form.is_slip) == (fault, False)
    assert form.choice.dropped == frozenset("cdef")  # what was ticked stays so on the page
    assert form.choice.first <= offered.ids


def test_a_page_of_questions_of_another_journey_is_refused(tiny_app: Flask, offered: Offer) -> None:
    with pytest.raises(AnotherJourney):
        choose(tiny_app, offered, [("journey", OTHER), *ticked("ab")[1:]])
