import base64
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from app.content.load import loads
from app.content.model import GpQuestion, Item, Questionnaire
from app.engine.choice import Choice
from app.web.answer_store import AnswerStore
from app.web.layout import (
    CHOICE,
    HEAD,
    LONGEST_COOKIE,
    MOST_GP_QUESTIONS,
    RECORD,
    Layout,
    LayoutError,
)
from app.web.saved_answers import Attempt, Other, SavedAnswers
from tests.web.tiny import KEY, OTHER_KEY, TINY, Clock

DAY = 24 * 60 * 60
ANSWERS = HEAD.size + RECORD.size
"""Where the answers begin: after the head and the last attempt."""
MARKED = HEAD.size - CHOICE.size
"""Where the choice of questions for the GP begins: it ends the head."""


def request_with(value: str | None, name: str = "__Host-sij") -> Request:
    headers = [] if value is None else [("Cookie", f"{name}={value}")]
    return Request(EnvironBuilder(headers=headers).get_environ())


def cookie_of(write: Callable[[Response], None]) -> str:
    response = Response()
    write(response)
    return response.headers["Set-Cookie"]


def sealed(store: AnswerStore, saved: SavedAnswers) -> str:
    cookie = cookie_of(lambda response: store.save(response, saved))
    return cookie.partition(";")[0].partition("=")[2]


def release(old: str, new: str) -> Questionnaire:
    """The tiny questionnaire of another release, in which some wording is different."""
    text = TINY.read_text(encoding="utf-8")
    assert old in text
    return loads(text.replace(old, new).encode())


def with_items(questionnaire: Questionnaire, items: Iterable[Item]) -> Questionnaire:
    """The questionnaire with other items, unchecked."""
    values = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    return Questionnaire.model_construct(**values | {"items": tuple(items)})


def with_gp_questions(
    questionnaire: Questionnaire, questions: Iterable[GpQuestion]
) -> Questionnaire:
    """The questionnaire with other questions for the GP, unchecked."""
    values = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    return Questionnaire.model_construct(**values | {"gp_questions": tuple(questions)})


def gp_questions(count: int) -> list[GpQuestion]:
    """So many questions for the GP."""
    return [
        GpQuestion.model_construct(id=f"q{i}", number="1", text=f"{i}?", sources=())
        for i in range(count)
    ]


def many(questionnaire: Questionnaire, count: int) -> Questionnaire:
    """The questionnaire with so many questions, all alike but for their names."""
    values = {name: getattr(questionnaire.items[0], name) for name in Item.model_fields}
    names = (f"item-{i}" for i in range(count))
    return with_items(
        questionnaire, (Item.model_construct(**values | {"link_id": name}) for name in names)
    )


@pytest.fixture
def store(tiny: Questionnaire, clock: Clock) -> AnswerStore:
    return AnswerStore(tiny, [KEY], clock=clock)


@pytest.fixture
def some(store: AnswerStore) -> SavedAnswers:
    saved = store.begin().with_answers({"age": frozenset({"from-18"})})
    return saved.with_answers({"signs": frozenset({"fever", "not-sure"})})


# --- saving and opening ---------------------------------------------------------------------------


def test_open_returns_what_was_saved(store: AnswerStore, some: SavedAnswers) -> None:
    assert store.open(request_with(sealed(store, some))) == some


def test_begin_has_no_answers_and_an_id_of_its_own(store: AnswerStore, clock: Clock) -> None:
    first, second = store.begin(), store.begin()
    assert (first.answers, first.changed, first.started) == ({}, frozenset(), int(clock.now))
    assert len(first.journey_id) == 32
    assert first.journey_id != second.journey_id


def test_with_answer_replaces_and_leaves_the_first_value_alone(some: SavedAnswers) -> None:
    later = some.with_answers({"age": frozenset({"under-18"})})
    assert later.answers == {**some.answers, "age": frozenset({"under-18"})}
    assert some.answers["age"] == {"from-18"}


def test_answers_off_the_path_are_kept(store: AnswerStore, some: SavedAnswers) -> None:
    off_path = some.with_answers({"waters": frozenset({"no"})})
    assert store.open(request_with(sealed(store, off_path))) == off_path


@pytest.mark.parametrize("chosen", [frozenset(), frozenset({"none", "headache"})])
def test_save_refuses_what_is_no_answer(
    store: AnswerStore, some: SavedAnswers, chosen: frozenset[str]
) -> None:
    with pytest.raises(ValueError, match=r"^not an answer to this question$"):
        sealed(store, some.with_answers({"signs": chosen}))


@pytest.mark.parametrize("chosen", [frozenset(), frozenset({"none", "fever"})])
def test_an_attempt_is_kept_beside_the_answers_until_the_next_answer(
    store: AnswerStore, some: SavedAnswers, chosen: frozenset[str]
) -> None:
    tried = some.with_attempt("signs", chosen)
    assert tried.answers == some.answers
    opened = store.open(request_with(sealed(store, tried)))
    assert opened == tried
    assert opened.attempt == Attempt("signs", chosen)
    assert opened.with_answers({"age": some.answers["age"]}) == some


def test_save_refuses_an_attempt_with_what_is_no_option(
    store: AnswerStore, some: SavedAnswers
) -> None:
    with pytest.raises(ValueError, match=r"^not an answer to this question$"):
        sealed(store, some.with_attempt("signs", frozenset({"headache"})))


def test_an_attempt_at_a_question_that_changed_or_went_is_dropped(
    tiny: Questionnaire, store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    value = sealed(store, some.with_attempt("age", frozenset()))
    changed = AnswerStore(release("How old are you?", "What is your age?"), [KEY], clock=clock)
    fewer = AnswerStore(with_items(tiny, tiny.items[1:]), [KEY], clock=clock)
    for other in (changed, fewer):
        opened = other.open(request_with(value))
        assert opened is not None
        assert opened.attempt is None


def test_cookie_is_for_this_browser_and_this_site_only(
    store: AnswerStore, some: SavedAnswers
) -> None:
    cookie = cookie_of(lambda response: store.save(response, some))
    name, _, attributes = cookie.partition("; ")
    assert name.startswith("__Host-sij=")
    assert set(attributes.split("; ")) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_without_tls_the_cookie_has_a_plain_name(tiny: Questionnaire) -> None:
    store = AnswerStore(tiny, [KEY], secure=False)
    cookie = cookie_of(lambda response: store.save(response, store.begin()))
    assert cookie.startswith("sij=")
    assert "Secure" not in cookie


def test_cookie_shows_no_answer_in_clear(store: AnswerStore, some: SavedAnswers) -> None:
    raw = base64.urlsafe_b64decode(sealed(store, some))
    assert bytes.fromhex(some.journey_id) not in raw
    assert store.layout.pack(some).rstrip(b"\0") not in raw


# --- the choice of questions ----------------------------------------------------------------------


@pytest.fixture
def full_store(tiny: Questionnaire, clock: Clock) -> AnswerStore:
    """A store for as many questions for the GP as it can hold a choice of."""
    return AnswerStore(with_gp_questions(tiny, gp_questions(64)), [KEY], clock=clock)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(frozenset({"q0"}), frozenset({"q63"})),
        Choice(frozenset({"q1", "q63"}), frozenset({"q0", "q62"})),
        Choice(frozenset(f"q{i}" for i in range(64)), frozenset(f"q{i}" for i in range(64))),
    ],
)
def test_a_choice_is_kept_beside_the_answers(full_store: AnswerStore, choice: Choice) -> None:
    saved = full_store.begin().with_answers({"age": frozenset({"from-18"})}).with_choice(choice)
    assert saved.answers == {"age": frozenset({"from-18"})}
    assert full_store.open(request_with(sealed(full_store, saved))) == saved
    assert saved.with_answers({"age": frozenset({"under-18"})}).choice == choice
    assert saved.with_attempt("age", frozenset()).choice == choice


def test_without_a_choice_there_is_none(store: AnswerStore, some: SavedAnswers) -> None:
    opened = store.open(request_with(sealed(store, some)))
    assert opened is not None
    assert opened.choice is None


@pytest.mark.parametrize(
    "choice", [Choice(dropped=frozenset({"why"})), Choice(first=frozenset({"why"}))]
)
def test_save_refuses_a_choice_of_what_is_no_question(
    store: AnswerStore, some: SavedAnswers, choice: Choice
) -> None:
    with pytest.raises(ValueError, match=r"^not a question for the GP$"):
        sealed(store, some.with_choice(choice))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: What is it?", "text: What is this?"),
        ("{id: cause,", "{id: reason,"),
        (
            "gp_questions:",
            "gp_questions:\n  - {id: a, number: a, text: B?, because: c, sources: [S1]}",
        ),
    ],
)
def test_a_choice_from_questions_that_changed_is_dropped_and_nothing_else(
    store: AnswerStore, clock: Clock, some: SavedAnswers, old: str, new: str
) -> None:
    saved = some.with_choice(Choice(first=frozenset({"cause"})))
    later = AnswerStore(release(old, new), [KEY], clock=clock)
    assert later.open(request_with(sealed(store, saved))) == some


def test_a_choice_outlives_a_change_of_anything_else(
    store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    saved = some.with_choice(Choice(first=frozenset({"cause"})))
    later = AnswerStore(release("because: all may ask", "because: all may"), [KEY], clock=clock)
    assert later.open(request_with(sealed(store, saved))) == saved


@pytest.mark.parametrize("masks", [(2, 0), (0, 2), (1 << 63, 0), (0, 1 << 63)])
def test_bits_beyond_the_questions_are_no_choice(
    store: AnswerStore, some: SavedAnswers, masks: tuple[int, int]
) -> None:
    payload = store.layout.pack(some.with_choice(Choice()))
    revision, *_ = CHOICE.unpack_from(payload, MARKED)
    spoilt = payload[:MARKED] + CHOICE.pack(revision, *masks) + payload[HEAD.size :]
    assert store.layout.unpack(spoilt) == some


def test_more_questions_for_the_gp_than_the_choice_has_bits_for_are_refused(
    tiny: Questionnaire,
) -> None:
    Layout(with_gp_questions(tiny, gp_questions(MOST_GP_QUESTIONS)))
    with pytest.raises(LayoutError) as caught:
        Layout(with_gp_questions(tiny, gp_questions(MOST_GP_QUESTIONS + 1)))
    assert str(caught.value) == (
        "The cookie has room to choose from 64 GP questions. There are 65. Have fewer of them."
    )


# --- length ---------------------------------------------------------------------------------------


@pytest.mark.long
@given(data=st.data())
def test_length_is_the_same_for_every_state(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    store = AnswerStore(questionnaire, [KEY])
    saved = store.begin()
    for item in data.draw(st.sets(st.sampled_from(questionnaire.items))):
        codes = st.frozensets(st.sampled_from(list(item.options)), min_size=1)
        saved = saved.with_answers({item.link_id: data.draw(codes)})
    if data.draw(st.booleans()):
        item = data.draw(st.sampled_from(questionnaire.items))
        saved = saved.with_attempt(
            item.link_id, frozenset(data.draw(st.sets(st.sampled_from(list(item.options)))))
        )
    if data.draw(st.booleans()):
        ids = st.frozensets(st.sampled_from([q.id for q in questionnaire.gp_questions]))
        saved = saved.with_choice(Choice(data.draw(ids), data.draw(ids)))
    value = sealed(store, saved)
    assert len(value) == store.layout.sealed_length
    assert store.open(request_with(value)) == saved


def test_length_of_the_real_questionnaire_is_within_the_limit(
    questionnaire: Questionnaire,
) -> None:
    assert Layout(questionnaire).sealed_length <= LONGEST_COOKIE


def test_overwrite_has_the_same_length_and_cannot_be_opened(store: AnswerStore) -> None:
    values = [cookie_of(store.overwrite).partition(";")[0].partition("=")[2] for _ in range(2)]
    assert [len(value) for value in values] == [store.layout.sealed_length] * 2
    assert values[0] != values[1]
    assert store.open(request_with(values[0])) is None


def test_more_answers_to_other_content_than_there_is_room_for_change_no_length(
    store: AnswerStore, some: SavedAnswers
) -> None:
    others = tuple(Other(None, n, n, 1, 0) for n in range(1, 200))
    value = sealed(store, replace(some, others=others))
    assert len(value) == store.layout.sealed_length
    opened = store.open(request_with(value))
    assert opened is not None
    assert opened.answers == some.answers
    assert opened.others == others[: len(opened.others)] != ()


def test_forget_deletes_the_cookie(store: AnswerStore) -> None:
    assert "__Host-sij=; " in cookie_of(store.forget)
    assert "Max-Age=0; " in cookie_of(store.forget)


def test_questionnaire_that_does_not_fit_the_cookie_is_refused(tiny: Questionnaire) -> None:
    assert Layout(many(tiny, 85)).sealed_length == 1016
    with pytest.raises(LayoutError) as caught:
        Layout(many(tiny, 86))
    assert str(caught.value) == (
        "The answers to 86 questions need a cookie of 1028 bytes. The most is 1024. "
        "Ask fewer questions."
    )


def test_questions_that_the_cookie_cannot_tell_apart_are_refused(tiny: Questionnaire) -> None:
    with pytest.raises(LayoutError) as caught:
        Layout(many(tiny, 2000))
    assert str(caught.value) == (
        "Items 'item-131' and 'item-138' cannot be told apart in the cookie. Rename the newer one."
    )


# --- what is refused ------------------------------------------------------------------------------


def test_no_cookie_and_an_empty_one_are_no_answers(store: AnswerStore) -> None:
    assert store.open(request_with(None)) is None
    assert store.open(request_with("")) is None


def test_every_flipped_bit_is_refused(store: AnswerStore, some: SavedAnswers) -> None:
    raw = base64.urlsafe_b64decode(sealed(store, some))
    for position in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[position // 8] ^= 1 << position % 8
        value = base64.urlsafe_b64encode(flipped).decode()
        assert store.open(request_with(value)) is None, position


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value[:-1],
        lambda value: value + "A",
        lambda value: value[1:],
        lambda value: value[:100],
        lambda value: value * 20,
        lambda value: "A" * 4096,
        lambda value: "é" * 400,
        lambda value: "%00" + value,
        lambda value: '"",;',
    ],
)
def test_a_spoilt_cookie_never_gives_a_part_of_the_answers(
    store: AnswerStore, some: SavedAnswers, spoil: Callable[[str], str]
) -> None:
    opened = store.open(request_with(spoil(sealed(store, some))))
    assert opened in (None, some)  # nothing or everything, never a part


def test_a_cookie_sealed_with_an_unknown_key_is_refused(
    tiny: Questionnaire, store: AnswerStore, some: SavedAnswers
) -> None:
    stranger = AnswerStore(tiny, [OTHER_KEY])
    assert store.open(request_with(sealed(stranger, some))) is None


def test_a_key_change_loses_nobody(tiny: Questionnaire, clock: Clock, some: SavedAnswers) -> None:
    before = AnswerStore(tiny, [KEY], clock=clock)
    after = AnswerStore(tiny, [OTHER_KEY, KEY], clock=clock)
    assert after.open(request_with(sealed(before, some))) == some
    assert before.open(request_with(sealed(after, some))) is None  # sealed with the new key


def test_answers_last_a_day_from_the_start(
    store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    value = sealed(store, some)
    clock.now += DAY - 1
    assert store.open(request_with(value)) == some
    renewed = sealed(store, some)
    clock.now += 1
    assert store.open(request_with(value)) is None
    assert store.open(request_with(renewed)) is None  # counted from the start, not from the save


def test_a_clock_may_be_five_minutes_behind(
    store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    value = sealed(store, some)
    clock.now -= 300
    assert store.open(request_with(value)) == some
    clock.now -= 1
    assert store.open(request_with(value)) is None


@pytest.mark.parametrize("version", [0, 1, 2, 3, 5, 255])
def test_unknown_formats_are_refused(store: AnswerStore, some: SavedAnswers, version: int) -> None:
    payload = bytes([version]) + store.layout.pack(some)[1:]
    assert store.layout.unpack(payload) is None


@pytest.mark.parametrize("length", [0, 1, HEAD.size - 1, HEAD.size, HEAD.size + 7, HEAD.size + 9])
def test_broken_lengths_are_refused(store: AnswerStore, some: SavedAnswers, length: int) -> None:
    assert store.layout.unpack(store.layout.pack(some)[:length]) is None


# --- other releases -------------------------------------------------------------------------------


def test_an_answer_to_a_changed_question_is_dropped_and_named(
    store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    later = AnswerStore(release("How old are you?", "What is your age?"), [KEY], clock=clock)
    opened = later.open(request_with(sealed(store, some)))
    assert opened is not None
    assert opened.answers == {"signs": {"fever", "not-sure"}}
    assert opened.changed == {"age"}


def test_a_changed_question_stays_named_until_it_is_answered(
    store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    later = AnswerStore(release("How old are you?", "What is your age?"), [KEY], clock=clock)
    opened = later.open(request_with(sealed(store, some)))
    assert opened is not None
    saved = opened.with_answers({"place": frozenset({"buttock"})})
    assert later.open(request_with(sealed(later, saved))) == saved
    assert saved.changed == {"age"}
    answered = saved.with_answers({"age": frozenset({"from-18"})})
    assert later.open(request_with(sealed(later, answered))) == answered
    assert answered.changed == frozenset()


def test_new_and_removed_questions_leave_the_other_answers_alone(
    tiny: Questionnaire, store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    fewer = with_items(tiny, tiny.items[1:])
    smaller = AnswerStore(fewer, [KEY], clock=clock)
    opened = smaller.open(request_with(sealed(store, some)))
    assert opened is not None
    assert opened.answers == {"signs": {"fever", "not-sure"}}
    # and the answer that has no question here is there again where it has one
    assert store.open(request_with(sealed(smaller, opened))) == some


def test_the_order_of_questions_does_not_matter(
    tiny: Questionnaire, store: AnswerStore, clock: Clock, some: SavedAnswers
) -> None:
    turned = with_items(tiny, reversed(tiny.items))
    other = AnswerStore(turned, [KEY], clock=clock)
    assert other.open(request_with(sealed(store, some))) == some


def test_bits_beyond_the_options_are_no_answer(store: AnswerStore, some: SavedAnswers) -> None:
    payload = store.layout.pack(some)
    code, revision, _ = RECORD.unpack_from(payload, ANSWERS)
    spoilt = payload[:ANSWERS] + RECORD.pack(code, revision, 1 << 15 | 1)
    opened = store.layout.unpack(spoilt)
    assert opened is not None
    assert opened.changed == {"age"}
    assert opened.answers == {}


def test_no_bits_are_no_answer(store: AnswerStore, some: SavedAnswers) -> None:
    payload = store.layout.pack(some)
    code, revision, _ = RECORD.unpack_from(payload, ANSWERS)
    opened = store.layout.unpack(payload[:ANSWERS] + RECORD.pack(code, revision, 0))
    assert opened is not None
    assert opened.changed == {"age"}
