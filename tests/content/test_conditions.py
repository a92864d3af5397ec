"""What a condition is made of: the one grammar that every walk over conditions goes by."""

from app.content.conditions import (
    AllOf,
    AnyOf,
    Chosen,
    Condition,
    ConditionIs,
    Not,
    children,
    required,
    search,
    walk,
)

AGE = Chosen(question="age", chosen=("adult",))
PLACE = Chosen(question="place", chosen=("groin", "buttock"))
OTHER = ConditionIs(condition="other")
NOT_PLACE = Not.model_validate({"not": PLACE})
EITHER = AnyOf(any=(NOT_PLACE, OTHER))
BOTH = AllOf(all=(AGE, EITHER))


def test_walk_finds_every_part_at_the_path_that_leads_to_it_in_the_file() -> None:
    assert dict(walk(BOTH, ("outcomes", 0, "when"))) == {
        ("outcomes", 0, "when"): BOTH,
        ("outcomes", 0, "when", "all", 0): AGE,
        ("outcomes", 0, "when", "all", 1): EITHER,
        ("outcomes", 0, "when", "all", 1, "any", 0): NOT_PLACE,
        ("outcomes", 0, "when", "all", 1, "any", 0, "not"): PLACE,
        ("outcomes", 0, "when", "all", 1, "any", 1): OTHER,
    }


def test_a_condition_that_is_no_all_any_or_not_has_nothing_inside() -> None:
    assert children(AGE) == children(OTHER) == {}


def test_search_comes_to_each_condition_once_though_it_leads_back_to_itself() -> None:
    onward = {OTHER: (EITHER,), EITHER: (OTHER, OTHER, AGE), AGE: ()}
    assert list(search(OTHER, onward.__getitem__)) == [OTHER, EITHER, AGE]


def test_search_comes_to_parts_in_the_order_in_which_they_are_written() -> None:
    found = search(BOTH, lambda condition: tuple(children(condition).values()))
    assert list(found) == [condition for _, condition in walk(BOTH)]


def test_required_is_the_same_for_an_all_within_an_all_and_for_a_flat_one() -> None:
    nested: Condition = AllOf(all=(AllOf(all=(AGE, OTHER)), EITHER))
    assert list(required(nested)) == list(required(AllOf(all=(AGE, OTHER, EITHER))))
    assert list(required(nested)) == [AGE, OTHER, EITHER]
    assert list(required(EITHER)) == [EITHER]
