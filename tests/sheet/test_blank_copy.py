"""The empty copy: no sign is lost, and whoever fills it in gets help at least as soon."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.authoring.stories import PEOPLE_FILE, Story, read_folder, read_people
from app.content.conditions import Chosen, ConditionIs, Level, search
from app.content.load import loads
from app.content.model import Item, Questionnaire, WarningSign
from app.engine.assess import assess
from app.engine.evaluate import Answers
from app.sheet.blank_copy import BlankCopy, Group, Part, Tick, TickList, make_blank_copy
from app.sheet.explain import Line
from tests.corpus import CORPUS
from tests.engine.tiny import tiny
from tests.needs import ROOT
from tests.questions import QUESTIONS
from tests.sheet.pencil import level_on_paper

COPY = make_blank_copy(QUESTIONS)
FOLDER = ROOT / "stories"
STORIES = read_folder(FOLDER, QUESTIONS)
PEOPLE = read_people(FOLDER / PEOPLE_FILE, QUESTIONS)

SIGNS_OF_EVERY_KIND = """
items:
  - link_id: pregnant
    section: gate
    answer_option: [yes, no, {code: not-sure, counts_as: [yes]}]
  - link_id: signs
    section: warning
    hint: Not long ago.
    repeats: true
    answer_option:
      - {code: bleeding, text: You bleed}
      - {code: fever, text: You have a fever}
      - {code: tummy, text: Your tummy hurts}
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [bleeding, fever, tummy]}
  - link_id: fell
    section: warning
    answer_option: [yes, no, {code: not-sure, counts_as: [yes]}]
  - link_id: walks
    section: warning
    hint: Not long ago.
    enable_when: {question: fell, chosen: [yes]}
    answer_option: [yes, no, {code: not-sure, counts_as: [no]}]
  - link_id: hands
    section: detail
    repeats: true
    answer_option: [left, right, {code: none, exclusive: true, text: None of these}]
  - link_id: began
    section: detail
    short: Began
    answer_option: [fall, {code: slowly, short: slow}, {code: not-sure, counts_as: []}]
  - link_id: knife
    section: detail
    enable_when: {any: [{condition: counted}, {question: began, chosen: [fall]}]}
    answer_option: [yes, no]
conditions:
  - {id: counted, when: {band: [some]}}
  - id: weak
    text: you are old, or pregnant
    when: {any: [{question: age, chosen: [old]}, {question: pregnant, chosen: [yes]}]}
  - id: weak-and-fell
    text: you are old, and the pain began with a fall
    when: {all: [{question: age, chosen: [old]}, {question: began, chosen: [fall]}]}
warning_signs:
  - id: bleeding
    level: maternity
    applies_when: {question: pregnant, chosen: [yes]}
    when:
      any:
        - {question: signs, chosen: [bleeding]}
        - {all: [{question: age, chosen: [old]}, {question: fell, chosen: [yes]}]}
  - {id: fever, level: emergency, when: {question: signs, chosen: [fever]}}
  - id: tummy
    level: urgent
    advice: Go today.
    when:
      any:
        - all:
            - {question: signs, chosen: [tummy]}
            - not: {question: pregnant, chosen: [yes]}
        - {question: signs, chosen: [fever]}
  - id: lame
    level: emergency
    when:
      all:
        - {condition: weak}
        - {question: fell, chosen: [yes]}
        - {question: walks, chosen: [no]}
    also_when: {condition: weak-and-fell}
  - id: hands
    level: urgent
    when: {question: signs, chosen: [tummy]}
    also_when: {question: hands, chosen: [left, right], at_least: 2}
"""
"""Signs of every kind: about some people, of several answers, and of later ones."""

KINDS = make_blank_copy(tiny(SIGNS_OF_EVERY_KIND))
CONTENTS = {name: loads(source, f"{name}.yaml") for name, source in CORPUS.items()}
SMALL = {**CONTENTS, "signs-of-every-kind": tiny(SIGNS_OF_EVERY_KIND)}


def lists(copy: BlankCopy) -> Iterator[tuple[Part, Group, TickList]]:
    """Every list of signs, and where it stands."""
    for part in copy.parts:
        for group in part.groups:
            for asked in group.lists:
                yield part, group, asked


def texts(asked: TickList) -> list[str]:
    """The words beside the boxes of a list."""
    return [tick.text for tick in asked.ticks]


def part_of(copy: BlankCopy, level: Level) -> Part:
    """The part with the signs of a level."""
    return next(part for part in copy.parts if part.card.level is level)


def group_of(copy: BlankCopy, level: Level, *only_if: str) -> Group:
    """The signs of a level that are about some people."""
    groups = part_of(copy, level).groups
    return next(group for group in groups if facts(group) == only_if)


def facts(group: Group) -> tuple[str, ...]:
    """Whom a group is about, in words."""
    return tuple(line.text for line in group.only_if.lines) if group.only_if else ()


# --- no sign is lost ------------------------------------------------------------------------------


def options_of(questionnaire: Questionnaire, sign: WarningSign) -> set[tuple[str, str]]:
    """The answers that a sign depends on, however indirectly."""
    return {
        (part.question, code)
        for condition in sign.conditions
        for part in search(condition, questionnaire.inside)
        if isinstance(part, Chosen)
        for code in part.chosen
    }


def options_in(questionnaire: Questionnaire, part: Part) -> set[tuple[str, str]]:
    """The answers that a part speaks of, in its boxes and where it says whom they are about."""
    groups = [condition for group in part.groups for condition in group.when]
    ticks = [t.when for group in part.groups for asked in group.lists for t in asked.ticks]
    return {
        (inner.question, code)
        for condition in (*groups, *ticks)
        for inner in search(condition, questionnaire.inside)
        if isinstance(inner, Chosen)
        for code in inner.chosen
    }


@pytest.mark.parametrize("name", [*SMALL, "shipped"])
def test_every_answer_that_gives_a_sign_stands_in_the_part_of_its_level_or_above(name: str) -> None:
    questionnaire = {**SMALL, "shipped": QUESTIONS}[name]
    copy = make_blank_copy(questionnaire)
    gates = {s.id for s in questionnaire.sections if s.kind == "gate"}
    spared = {item.link_id for item in questionnaire.items if item.section in gates}
    spared |= {item.link_id for item in questionnaire.items if asked_after_not_sure(item)}
    for sign in questionnaire.warning_signs:
        there = {
            option
            for part in copy.parts
            if part.card.level >= sign.level
            for option in options_in(questionnaire, part)
        }
        lost = options_of(questionnaire, sign) - there
        assert {question for question, _ in lost} <= spared, sign.id


def test_the_parts_are_the_levels_that_have_a_sign_the_most_urgent_first() -> None:
    assert [part.card for part in COPY.parts] == [
        QUESTIONS.care_cards_by_level[level]
        for level in (Level.emergency, Level.maternity, Level.urgent)
    ]
    assert [(part.number, part.ends) for part in COPY.parts] == [(1, True), (2, False), (3, False)]
    assert [part.card.level for part in make_blank_copy(tiny()).parts] == [
        Level.emergency,
        Level.urgent,
    ]


# --- somebody with a pencil -----------------------------------------------------------------------


def ways_to_answer(item: Item) -> Iterator[frozenset[str]]:
    """No answer, each option alone, and all that may be ticked together."""
    yield frozenset()
    for code in item.options:
        yield frozenset({code})
    if item.repeats:
        yield frozenset(o.code for o in item.answer_option if not o.exclusive)


@pytest.mark.long
@pytest.mark.parametrize("name", SMALL)
def test_nobody_gets_help_later_on_paper_whatever_the_content(name: str) -> None:
    questionnaire = SMALL[name]
    copy = make_blank_copy(questionnaire)
    about_signs = {q for s in questionnaire.warning_signs for q in questionnaire.questions_of(s)}
    items = [item for item in questionnaire.items if item.link_id in about_signs]
    levels = set()
    for chosen in product(*map(ways_to_answer, items)):
        answers = {item.link_id: codes for item, codes in zip(items, chosen, strict=True) if codes}
        level = assess(questionnaire, answers).level
        assert level_on_paper(questionnaire, copy, answers) >= level, answers
        levels.add(level)
    assert len(levels) == len(copy.parts) + 1


def reads(copy: BlankCopy, answers: Answers) -> Level:
    """Where somebody with these answers, on the way or not, is sent by the shipped content."""
    return level_on_paper(QUESTIONS, copy, answers)


AGAIN = {item.link_id for item in QUESTIONS.asked_again.values()}


def asked_after_not_sure(item: Item) -> bool:
    """Whether only those are asked who said once more of what they are not sure."""
    return isinstance(item.enable_when, ConditionIs) and (
        QUESTIONS.questions_in(item.enable_when) <= AGAIN
    )


def as_sent(answers: Answers, level: Level) -> bool:
    """Whether the paper sends somebody there: sooner, where "not sure" is not asked once more."""
    unsure = any(item in answers and "not-sure" in answers[item] for item in QUESTIONS.asked_again)
    found = reads(COPY, answers)
    return found >= level if unsure else found == level


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_patients_of_the_stories_get_help_as_soon_on_paper(story: Story) -> None:
    found = assess(QUESTIONS, story.answers)
    assert as_sent(found.journey.answers, found.level)
    assert reads(COPY, story.answers) >= found.level


@st.composite
def somebody(draw: st.DrawFn) -> Answers:
    """One of the people of the stories, who answers some questions in another way."""
    answers = dict(draw(st.sampled_from([*PEOPLE.values()])))
    for item in draw(st.lists(st.sampled_from(QUESTIONS.items), max_size=6, unique=True)):
        several = [o.code for o in item.answer_option if item.repeats and not o.exclusive]
        one = st.sampled_from([*item.options]).map(lambda code: frozenset({code}))
        some = st.frozensets(st.sampled_from(several), min_size=1) if several else one
        answers[item.link_id] = draw(one | some)
    return answers


@pytest.mark.long
@settings(max_examples=500)
@given(somebody())
def test_anybody_gets_help_as_soon_on_paper(answers: Answers) -> None:
    found = assess(QUESTIONS, answers)
    assert as_sent(found.journey.answers, found.level)
    assert reads(COPY, answers) >= found.level


def without_a_box() -> Iterator[tuple[str, BlankCopy]]:
    """The copy without each of its boxes; without "not sure" in every list that has the same."""
    for part, group, asked in lists(COPY):
        for tick in asked.ticks:
            everywhere = tick.text == asked.ticks[-1].text and len(asked.ticks) > 1
            places = [
                (other_part, other)
                for other_part, other, _ in lists(COPY)
                if everywhere or (other_part, other) == (part, group)
            ]
            yield f"{part.number}: {asked.text} {tick.text}", less(places, tick)


def less(places: list[tuple[Part, Group]], lost: Tick) -> BlankCopy:
    """The copy without a box in some groups."""
    return replace(
        COPY,
        parts=tuple(
            replace(
                part,
                groups=tuple(
                    replace(group, lists=tuple(map(partial(without, lost), group.lists)))
                    if (part, group) in places
                    else group
                    for group in part.groups
                ),
            )
            for part in COPY.parts
        ),
    )


def without(lost: Tick, asked: TickList) -> TickList:
    """A list without a box."""
    return replace(asked, ticks=tuple(tick for tick in asked.ticks if tick.when != lost.when))


@pytest.mark.long
def test_a_lost_box_is_seen() -> None:
    people = [
        *(story.answers for story in STORIES),
        *(
            {**start, item.link_id: frozenset({code})}
            for start in PEOPLE.values()
            for item in QUESTIONS.items
            for code in item.options
        ),
    ]
    known = [(answers, reads(COPY, answers)) for answers in people]
    copies = list(without_a_box())
    assert len(copies) > 60
    unseen = [
        name
        for name, copy in copies
        if all(reads(copy, answers) == level for answers, level in known)
    ]
    assert unseen == []


# --- in words -------------------------------------------------------------------------------------


def test_a_group_says_whom_it_is_about_before_anything_is_ticked() -> None:
    groups = part_of(COPY, Level.emergency).groups
    this, every = "Only if this is true of you:", "Only if all of these are true of you:"
    accident = "A serious accident in the last 6 weeks, and the pain began or got worse with it"
    assert [(group.only_if.text, *facts(group)) if group.only_if else () for group in groups] == [
        (),
        (this, f"“{accident}”"),
        (this, "“Cancer, now or ever”"),
        ("Only if", "you had a fall or knock, or a serious accident that a doctor has checked"),
        (
            every,
            "“How it began: fall or injury to buttock, hip or pelvis”",
            (
                "“First began: 6 weeks ago or less; or more than 6 weeks, up to 3 months ago; "
                "or not sure”"
            ),
        ),
        ("Only if", "you are pregnant, or not sure if you are"),
        (this, "“Pregnancy: pregnancy ended in the last 4 weeks”"),
    ]


def test_whom_a_sign_is_about_is_said_with_each_way_to_give_it() -> None:
    about = [facts(group) for group in part_of(KINDS, Level.maternity).groups]
    assert about == [("“pregnant: yes”",), ("“pregnant: yes”", "“age: old”")]


def test_what_is_no_plain_answer_is_1_box_in_words() -> None:
    everybody, *_ = part_of(KINDS, Level.urgent).groups
    (stated,) = [asked for asked in everybody.lists if asked.text == "Is this true of you?"]
    assert texts(stated) == [
        "2 or more of “left” and “right” are ticked under “hands”.",
        "I am not sure",
    ]


def test_whom_a_not_spares_is_asked_too() -> None:
    everybody, *_ = part_of(KINDS, Level.urgent).groups
    assert everybody.only_if is None
    assert texts(everybody.lists[1]) == ["Your tummy hurts", "not-sure"]


def test_no_box_stands_twice_where_the_first_has_done_it() -> None:
    everybody, *_ = part_of(KINDS, Level.urgent).groups
    assert [texts(asked) for asked in everybody.lists[:2]] == [
        ["old"],
        ["Your tummy hurts", "not-sure"],
    ]
    cancer = group_of(COPY, Level.emergency, "“Cancer, now or ever”")
    assert [len(asked.ticks) for asked in cancer.lists] == [2, 2]


def test_not_sure_stands_under_every_list_that_it_counts_for() -> None:
    unsure = {item.not_sure.text for item in QUESTIONS.items if item.not_sure} | {"I am not sure"}
    every = [texts(asked) for _, _, asked in lists(COPY)]
    assert [said for said in every if said[-1] not in unsure] == [
        ["Heavy bleeding from the vagina", "Bad or constant tummy pain"],
        ["Heavy bleeding from the vagina"],
        ["Yes, and it has not got worse since"],
    ]


def test_advice_of_a_sign_stands_beside_its_boxes() -> None:
    everybody, *_ = part_of(KINDS, Level.urgent).groups
    assert [tick.advice for tick in everybody.lists[1].ticks] == ["Go today.", None]


def test_a_hint_is_said_once() -> None:
    hints = [asked.hint for _, _, asked in lists(KINDS) if asked.hint]
    assert hints == ["Not long ago."]


# --- for the GP -----------------------------------------------------------------------------------


def test_the_questions_have_the_words_of_the_sheet_and_the_wish_comes_first() -> None:
    assert COPY.questions[0].text == QUESTIONS.items_by_id[str(QUESTIONS.sheet.wish)].short
    began = next(asked for asked in KINDS.questions if asked.text == "Began")
    assert texts(began) == ["fall", "slow"]
    hands = next(asked for asked in KINDS.questions if asked.text == "hands")
    assert texts(hands)[-1] == "None of these"


def test_what_only_a_count_brings_up_is_left_out() -> None:
    assert "knife" not in [asked.text for asked in KINDS.questions]
    shorts = {asked.text for asked in COPY.questions}
    assert shorts.isdisjoint({"Seeing a surgeon", "Pregnancy later"})


def test_of_the_warning_questions_only_what_has_no_box_above_is_left() -> None:
    (history,) = [asked for asked in COPY.questions if asked.text == "Health history"]
    assert texts(history) == [
        "cancer, now or ever",
        "osteoporosis",
        "long steroid use",
        "weak immune system",
        "injected drugs",
        "infection in the last 3 months, in hospital",
    ]
    assert {"signs", "fell", "walks", "numb"}.isdisjoint(asked.text for asked in KINDS.questions)


def test_every_question_of_the_sheet_is_there_but_for_the_signs() -> None:
    printed = {asked.text for asked in COPY.questions}
    rows = (*QUESTIONS.sheet.rows, *QUESTIONS.sheet.history)
    shown = {QUESTIONS.items_by_id[name].short for row in rows for name in row.questions}
    kinds = {section.id: section.kind for section in QUESTIONS.sections}
    signs = {i.short for i in QUESTIONS.items if kinds[i.section] == "warning"}
    injury = QUESTIONS.items_by_id["stand-walk-since-injury"].short
    assert shown - printed - signs == {"Seeing a surgeon", "Pregnancy later", "Helped", injury}


def test_what_everybody_can_ask_a_gp_is_there_and_no_more() -> None:
    assert COPY.asks == tuple(q.text for q in QUESTIONS.gp_questions if q.when is None)
    assert 0 < len(COPY.asks) < len(QUESTIONS.gp_questions)


def test_whom_the_rest_is_not_for_is_told_so() -> None:
    (child,) = COPY.stops
    assert child.text == "Stop here if this is true of you: “Age: Under 18”"
    assert child.lines[0] == Line("This self-check is for adults.")
    assert [line.text for line in child.lines[1:]] == [*QUESTIONS.outcomes_by_id["under-18"].text]
    (child,) = make_blank_copy(SMALL["one-of-each"]).stops
    assert child.text == "Stop here if you are under 18"


def test_an_emergency_says_who_else_is_told() -> None:
    (note,) = part_of(COPY, Level.emergency).notes
    assert note.text == "If you are pregnant, or a pregnancy of yours ended in the last 4 weeks"
    assert "your maternity unit" in note.lines[0].text
    assert [part.notes for part in COPY.parts[1:]] == [(), ()]


def test_nothing_on_it_depends_on_a_weight_a_band_or_a_count() -> None:
    assert QUESTIONS.score
    score = QUESTIONS.score.model_copy(update={"lowest": -9, "bands": QUESTIONS.bands[::-1]})
    features = tuple(f.model_copy(update={"item_weight": 9}) for f in QUESTIONS.features)
    changed = QUESTIONS.model_copy(update={"score": score, "features": features, "overlays": ()})
    assert make_blank_copy(changed) == COPY
