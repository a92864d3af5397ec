"""What changes between two versions, whom for, and whether it is less urgent."""

from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest

from app.authoring.compare.changes import Change, Direction, compare
from app.authoring.stories import cannot_be_given
from app.content.load import loads
from app.content.model import Item, Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers
from tests.authoring.edits import SHIPPED, edited
from tests.questions import QUESTIONS
from tests.web.tiny import TINY

pytestmark = pytest.mark.long

SMALL = TINY.read_text(encoding="utf-8")
SHIPPED_PICTURES = QUESTIONS.pictures_by_id
BY_ANSWERS = ("level", "outcome", "warning sign", "overlay", "band", "note", "GP question")


def told(changes: tuple[Change, ...], *kinds: str) -> set[tuple[str, str | None, str | None]]:
    return {(c.kind, c.before, c.after) for c in changes if not kinds or c.kind in kinds}


# --- against all answers, one by one --------------------------------------------------------------


def every_answer(item: Item) -> Iterator[frozenset[str]]:
    codes = tuple(item.options)
    sets = chain.from_iterable(combinations(codes, size) for size in range(1, len(codes) + 1))
    return (frozenset(s) for s in sets if cannot_be_given(item, frozenset(s)) is None)


def every_person(questionnaire: Questionnaire) -> Iterator[Answers]:
    for given in product(*map(every_answer, questionnaire.items)):
        yield dict(zip(questionnaire.items_by_id, given, strict=True))


def facts(found: Assessment) -> dict[str, set[str]]:
    assert found.outcome is not None
    return {
        "level": {found.level.name},
        "outcome": {found.outcome.id},
        "warning sign": {s.sign.id for s in found.signs if s.counts},
        "overlay": {o.overlay.id for o in found.shown_overlays},
        "band": {found.band.id} if found.band else set(),
        "note": {note.id for note in found.notes},
        "GP question": {asked.question.id for asked in found.gp_questions},
        "question": set(found.journey.answers),
    }


def one_by_one(old: Questionnaire, new: Questionnaire) -> set[tuple[str, str | None, str | None]]:
    """Every change that any of all the people of a small questionnaire meets."""
    found: set[tuple[str, str | None, str | None]] = set()
    for answers in every_person(old):
        before, after = facts(assess(old, answers)), facts(assess(new, answers))
        for kind in before:
            if kind in ("level", "outcome", "band"):
                pairs = product(before[kind], after[kind])
                found |= {(kind, b, a) for b, a in pairs if b != a}
            else:
                found |= {(kind, name, None) for name in before[kind] - after[kind]}
                found |= {(kind, None, name) for name in after[kind] - before[kind]}
    return found


EDITS = {
    "two signs swapped": (
        ("{question: signs, chosen: [fever]}", "{question: signs, chosen: [other]}"),
        ("{question: signs, chosen: [numb]}", "{question: signs, chosen: [fever]}"),
        ("{question: signs, chosen: [other]}", "{question: signs, chosen: [numb]}"),
    ),
    "a sign higher": (
        ("{question: signs, chosen: [numb]}", "{question: signs, chosen: [numb, fever]}"),
    ),
    "a weight": (("item_weight: 2", "item_weight: 1"),),
    "a threshold": (("shows_from: 1", "shows_from: 2"),),
    "a gate": (
        (
            "    gate: {question: age, chosen: [from-18]}",
            "    gate: {question: side, chosen: [left]}",
        ),
    ),
    "a question for all": (("    enable_when: {question: place, chosen: [buttock]}\n", ""),),
    "a title": (("title: What fits", "title: What may fit"),),
    "one more answer": (
        ("{question: signs, chosen: [fever]}", "{question: signs, chosen: [fever, numb]}"),
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_changes_are_those_of_all_people_one_by_one(edit: tuple[tuple[str, str], ...]) -> None:
    old, new = edited(SMALL), edited(SMALL, *edit)
    expected = one_by_one(old, new)
    assert told(compare(old, new), *BY_ANSWERS, "question") == expected
    assert told(compare(new, old), *BY_ANSWERS, "question") == one_by_one(new, old)


ASKED_AGAIN = SMALL.replace(
    "  - link_id: place\n",
    """\
  - link_id: again
    section: signs
    text: Which are you not sure about?
    short: Not sure
    why: Only these count.
    error: Select which
    asks_again: signs
    answer_option: [{code: cannot-say, text: I cannot say}]
    sources: [S1]
  - link_id: place
""",
    1,
)


@pytest.mark.parametrize("name", ["two signs swapped", "a sign higher", "one more answer"])
def test_so_they_are_where_the_signs_are_asked_again(name: str) -> None:
    old, new = edited(ASKED_AGAIN), edited(ASKED_AGAIN, *EDITS[name])
    expected = one_by_one(old, new)
    assert expected
    assert told(compare(old, new), *BY_ANSWERS, "question") == expected


def test_the_people_one_by_one_are_many_and_meet_changes() -> None:
    old = edited(SMALL)
    assert len(list(every_person(old))) > 500
    changes = [one_by_one(old, edited(SMALL, *edit)) for edit in EDITS.values()]
    assert sum(not found for found in changes) == 1, "only the title changes nothing"


# --- the shipped content --------------------------------------------------------------------------


def test_the_same_content_has_no_changes(questionnaire: Questionnaire) -> None:
    assert compare(questionnaire, loads(f"# a comment\n{SHIPPED}".encode())) == ()


def test_an_option_that_is_gone_takes_its_sign_with_it() -> None:
    """The person who would have ticked it ticks what is left."""
    sign = SMALL[SMALL.index("  - id: fever\n") : SMALL.index("features:\n")]
    new = edited(
        SMALL,
        ("      - {code: fever, text: A fever}\n", ""),
        ("counts_as: [numb, fever]", "counts_as: [numb]"),
        (sign, ""),
    )
    changes = compare(edited(SMALL), new)
    assert changes[0].direction is Direction.less
    assert {("level", "urgent", "none"), ("warning sign", "fever", None)} <= told(changes)
    other_way = compare(new, edited(SMALL))
    assert ("level", "none", "urgent") in told(other_way)
    assert not {c.kind for c in other_way if c.direction is Direction.less} & set(BY_ANSWERS)


def everybody(*edits: tuple[str, str]) -> list[tuple[Direction, str]]:
    """What everybody is told otherwise after some edits, and that nobody's answers decide it."""
    changes = compare(GUARDED, edited(GUARDED_TEXT, *edits))
    assert not any(change.journey for change in changes)
    return [(change.direction, change.text.split(":")[0]) for change in changes]


GIVEN = "given: {question: place, chosen: [elsewhere]}, outcomes: [rest]"
GUARDED_TEXT = SMALL.replace(
    "gp_questions:\n",
    f"never:\n  - {{id: a, text: t, {GIVEN}, sources: [S1]}}\ngp_questions:\n",
    1,
).replace(
    "    note: Go online or call.\n",
    "    note: Go online or call.\n    deaf: Text 111.\n    afterwards: Come back.\n",
    1,
)
GUARDED = edited(GUARDED_TEXT)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (f"never:\n  - {{id: a, text: t, {GIVEN}, sources: [S1]}}\n", "", "never rule “a”"),
        ("    card: you have a fever\n", "", "warning sign “fever”, card"),
        ("    note: Go online or call.\n", "", "care card “urgent”, note"),
        ("    deaf: Text 111.\n", "", "care card “urgent”, deaf"),
        ("    afterwards: Come back.\n", "", "care card “urgent”, afterwards"),
        (
            "    title: Get help today\n",
            "    title: Get help today\n    safety_net: [urgent]\n",
            "outcome “urgent”, when to get emergency help",
        ),
        (", advice: [meanwhile]", "", "outcome “rest”, advice “meanwhile”"),
    ],
)
def test_a_text_that_warns_and_is_gone_is_less_urgent(old: str, new: str, place: str) -> None:
    assert everybody((old, new)) == [(Direction.less, place)]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("action: Call 111\n", "action: See a GP\n", "care card “urgent”, action"),
        ("heading: Call 111 if\n", "heading: See a GP if\n", "care card “urgent”, heading"),
        ("text: a fever\n", "text: a cold\n", "warning sign “fever”, text"),
        (
            "card: you have a fever\n",
            "card: you have a fever\n    asked_in: [signs]\n",
            "warning sign “fever”, what denies it",
        ),
        (
            "    deaf: Text 111.\n",
            "    deaf: Text 111.\n    show_to: Show this to a nurse.\n",
            "care card “urgent”, show_to",
        ),
        ("title: Get help today\n", "title: You could get help\n", "outcome “urgent”, title"),
        ("bullets: [a fever]", "bullets: [a cold]", "sheet, when to get urgent help"),
        ("sheet_title: Pelvic", "sheet_title: A", "outcome “maternity”, title of the sheet"),
        ("text: one or more", "text: many", "overlay “flare”, what its count means"),
        ("text: It may be the joint.", "text: It is a nerve.", "note “joint”"),
        ("[place, side]", "[place]", "sheet, the answers that the GP reads"),
        (
            "{label: Age, questions",
            "{label: Years, questions",
            "sheet, the answers that the GP reads",
        ),
        ("[Please ask.]", "[Ask.]", "sheet, what is written by hand and what the GP is told"),
        (
            "for_the_gp: [",
            "by_hand: [My work]\n  for_the_gp: [",
            "sheet, what is written by hand and what the GP is told",
        ),
        (
            "for_the_gp: [",
            "needs: [A ramp]\n  for_the_gp: [",
            "sheet, what is written by hand and what the GP is told",
        ),
        (
            "shows_from: 1\n",
            "shows_from: 1\n    leads_from: 1\n",
            "overlay “flare”, what its count means",
        ),
        ("text: [Keep active.]", "text: [Rest.]", "advice “meanwhile”"),
        ("text: A fever}", "text: A bad fever}", "question “signs”, answer “fever”"),
        ("text: Do you have any of these?", "text: Have you these?", "question “signs”"),
        (
            "[elsewhere]}, outcomes: [rest]",
            "[elsewhere]}, outcomes: [maternity]",
            "never rule “a”",
        ),
    ],
)
def test_a_text_that_warns_and_has_changed_waits_for_a_person(
    old: str, new: str, place: str
) -> None:
    assert everybody((old, new)) == [(Direction.judge, place)]


def test_a_title_of_a_sheet_that_is_gone_is_for_a_person_to_judge() -> None:
    changes = compare(edited(SMALL), edited(SMALL, ("    sheet_title: Pelvic pain\n", "")))
    assert [c.direction for c in changes if c.kind == "text"] == [Direction.judge]


def test_a_line_that_moves_to_a_higher_card_is_not_lost() -> None:
    sign = "level: urgent\n    text: a fever"
    new = edited(SMALL, (sign, sign.replace("urgent", "emergency")))
    changes = compare(edited(SMALL), new)
    assert {change.kind for change in changes if change.direction is Direction.less} == set()
    assert ("level", "urgent", "emergency") in told(changes)
    assert ("outcome", "urgent", "emergency") in told(changes)


def test_a_new_option_is_cut_out_of_its_neighbours() -> None:
    """Nobody who was under 18 is 75 now."""
    older = "      - {code: from-18, text: 18 or over}\n"
    new = edited(
        SMALL,
        (
            older,
            "      - {code: from-18, text: 18 to 74}\n      - {code: from-75, text: 75 or over}\n",
        ),
        (
            "    gate: {question: age, chosen: [from-18]}",
            "    gate: {question: age, chosen: [from-18, from-75]}",
        ),
    )
    changes = compare(edited(SMALL), new)
    assert {(change.kind, change.direction) for change in changes} == {
        ("warning text", Direction.judge),
        ("warning text", Direction.same),
    }


def test_a_person_must_judge_a_picture_that_is_drawn_otherwise() -> None:
    body = SHIPPED_PICTURES["body"]
    old = edited(SMALL).model_copy(update={"pictures": (body,)})
    moved = body.model_copy(update={"drawing": body.drawing.replace(">left<", ">right<")})
    new = edited(SMALL).model_copy(update={"pictures": (moved, SHIPPED_PICTURES["dimples"])})
    assert [(c.kind, c.direction) for c in compare(old, new)] == [("picture", Direction.judge)]
    assert compare(old, old) == ()
