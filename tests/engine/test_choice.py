import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.model import Questionnaire
from app.engine.assess import Assessment, assess
from app.engine.choice import MOST_FIRST, Choice, Offer, Selection, as_choice, offer, select
from app.engine.evaluate import Answers
from tests.browser.states import answers_for, fullest

NOTHING_CHOSEN = Choice()


@pytest.fixture(scope="module")
def full(questionnaire: Questionnaire) -> Assessment:
    """Answers that more questions fit than the sheet has room for."""
    return assess(questionnaire, fullest())


@pytest.fixture(scope="module")
def offered(questionnaire: Questionnaire, full: Assessment) -> Offer:
    """What can be chosen from there."""
    return offer(questionnaire, full)


def ids(selection: Selection) -> tuple[list[str], list[str]]:
    first, others = selection.first, selection.others
    return [one.question.id for one in first], [one.question.id for one in others]


def dropping_all_but(offered: Offer, *kept: str, first: tuple[str, ...] = ()) -> Choice:
    return Choice(offered.ids - set(kept), frozenset(first))


# --- what is offered ------------------------------------------------------------------------------


def test_every_question_that_fits_is_offered_in_rank_order_with_those_that_were_cut(
    questionnaire: Questionnaire, full: Assessment, offered: Offer
) -> None:
    assert full.gp_questions_cut
    *kept, last = full.gp_questions
    assert last.question.keep_always
    assert offered.questions == (*kept, *full.gp_questions_cut)
    ranked = [question.id for question in questionnaire.gp_questions]
    lifted = ranked.index("exercises")  # by the wish for treatment
    ranked.insert(ranked.index("cause") + 1, ranked.pop(lifted))
    assert [one.question.id for one in offered.questions] == sorted(offered.ids, key=ranked.index)


def test_what_is_always_kept_is_not_offered_and_takes_its_room(offered: Offer) -> None:
    assert "safety-net" not in offered.ids
    assert offered.room == 7


# --- what is selected -----------------------------------------------------------------------------


def test_without_a_choice_the_highest_ranks_are_selected_and_none_matters_most(
    questionnaire: Questionnaire, full: Assessment
) -> None:
    assert select(questionnaire, full, None) == Selection((), full.gp_questions)


def test_what_matters_most_comes_first_then_by_rank_and_last_what_is_always_kept(
    questionnaire: Questionnaire, full: Assessment, offered: Offer
) -> None:
    choice = dropping_all_but(
        offered,
        "safe-movement",
        "cause",
        "belt",
        "nerve",
        "bendy",
        first=("safe-movement", "bendy"),
    )
    assert ids(select(questionnaire, full, choice)) == (
        ["bendy", "safe-movement"],
        ["cause", "nerve", "belt", "safety-net"],
    )


def test_a_question_that_matters_most_is_asked_also_where_it_was_dropped(
    questionnaire: Questionnaire, full: Assessment, offered: Offer
) -> None:
    choice = dropping_all_but(offered, "cause", first=("belt",))
    assert ids(select(questionnaire, full, choice)) == (["belt"], ["cause", "safety-net"])


def test_a_question_that_fits_no_longer_is_passed_over(
    questionnaire: Questionnaire, offered: Offer
) -> None:
    choice = dropping_all_but(offered, "nerve", "cause", "scan", first=("nerve", "scan"))
    changed = assess(questionnaire, answers_for("few"))
    assert "nerve" not in offer(questionnaire, changed).ids
    assert ids(select(questionnaire, changed, choice)) == (
        ["scan"],
        ["cause", "wait", "safety-net"],  # asked of nobody with a maternity card, so not dropped
    )


def test_a_question_that_fits_only_since_a_change_comes_in_by_its_rank(
    questionnaire: Questionnaire,
) -> None:
    before = offer(questionnaire, assess(questionnaire, answers_for("few")))
    choice = dropping_all_but(before, "scan", "safe-movement", first=("safe-movement",))
    changed = assess(questionnaire, answers_for("maternity"))
    assert ids(select(questionnaire, changed, choice)) == (
        ["safe-movement"],
        ["pelvic-girdle", "scan", "belt", "safety-net"],
    )


def test_a_choice_that_leaves_nothing_of_what_fits_is_no_choice(
    questionnaire: Questionnaire, full: Assessment, offered: Offer
) -> None:
    assert select(questionnaire, full, Choice(offered.ids)) == Selection((), full.gp_questions)


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        (("nerve", "belt"), ["nerve", "belt"]),
        (("nerve", "belt", "safe-movement"), ["nerve", "belt", "safe-movement"]),
        (("nerve", "belt", "safe-movement", "cause"), []),
    ],
)
def test_none_matters_most_where_more_than_3_are_marked(
    questionnaire: Questionnaire,
    full: Assessment,
    offered: Offer,
    marked: tuple[str, ...],
    first: list[str],
) -> None:
    found, others = ids(select(questionnaire, full, dropping_all_but(offered, first=marked)))
    assert found == first
    assert {*found, *others} == {*marked, "safety-net"}


def test_more_questions_than_there_is_room_for_are_cut_by_rank(
    questionnaire: Questionnaire, full: Assessment
) -> None:
    choice = Choice(first=frozenset({"safe-movement"}))
    assert ids(select(questionnaire, full, choice)) == (
        ["safe-movement"],
        [
            "inflammatory",
            "pelvic-girdle",
            "cause",
            "exercises",
            "nerve",
            "next-step",
            "safety-net",
        ],
    )


def test_a_sheet_with_room_for_fewer_than_3_has_no_more(questionnaire: Questionnaire) -> None:
    plan = questionnaire.sheet.model_copy(update={"cap": 3})
    small = questionnaire.model_copy(update={"sheet": plan})
    choice = Choice(first=frozenset({"cause", "scan", "safe-movement"}))
    found = select(small, assess(small, answers_for("few")), choice)
    assert ids(found) == (["cause", "scan"], ["safety-net"])


@given(data=st.data())
def test_no_choice_breaks_the_sheet(questionnaire: Questionnaire, data: st.DataObject) -> None:
    outcome: Answers = data.draw(
        st.sampled_from([fullest(), *map(answers_for, ("few", "several", "maternity"))])
    )
    some = st.frozensets(st.sampled_from([q.id for q in questionnaire.gp_questions]))
    choice = Choice(data.draw(some), data.draw(some))
    assessment = assess(questionnaire, outcome)
    offered = offer(questionnaire, assessment)
    selection = select(questionnaire, assessment, choice)
    first, others = ids(selection)
    assert len({*first, *others}) == len(first) + len(others) <= questionnaire.sheet.cap
    assert {*first, *others} <= offered.ids | {"safety-net"}
    assert len(first) <= MOST_FIRST
    assert set(first) <= choice.first
    assert others[-1] == "safety-net"
    assert len(others) + len(first) > 1
    again = as_choice(offered, selection)
    assert ids(select(questionnaire, assessment, again)) == (first, others)
