"""The questionnaire cannot change once it is loaded, and says when its content has changed."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
    SignGiven,
)
from app.content.load import loads
from app.content.model import LISTS, Questionnaire
from tests.content.sound import SOUND, changed

QUESTIONNAIRE = loads(SOUND.encode())


def models(value: object) -> list[BaseModel]:
    """A value and everything inside it that is a model."""
    if isinstance(value, BaseModel):
        inner = [getattr(value, name) for name in type(value).model_fields]
        return [value, *(model for part in inner for model in models(part))]
    if isinstance(value, tuple):
        return [model for part in value for model in models(part)]
    return []


# --- frozen ---------------------------------------------------------------------------------------


def test_no_part_of_the_questionnaire_can_be_changed() -> None:
    found = models(QUESTIONNAIRE)
    assert len(found) > 50
    for model in found:
        for name in type(model).model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(model, name, getattr(model, name))


def test_lists_of_the_questionnaire_are_tuples() -> None:
    for model in models(QUESTIONNAIRE):
        for name in type(model).model_fields:
            assert not isinstance(getattr(model, name), list | dict | set)


@pytest.mark.parametrize(
    "name",
    [
        "items_by_id",
        "conditions_by_id",
        "warning_signs_by_id",
        "features_by_id",
        "overlays_by_id",
        "bands_by_id",
        "outcomes_by_id",
        "advice_by_id",
        "sources_by_id",
        "care_cards_by_level",
    ],
)
def test_entries_by_name_cannot_be_changed(name: str) -> None:
    by_name: Any = getattr(loads(SOUND.encode()), name)
    with pytest.raises(TypeError):
        by_name["new"] = None
    with pytest.raises(TypeError):
        del by_name[next(iter(by_name))]


def test_options_of_an_item_cannot_be_changed() -> None:
    options: Any = loads(SOUND.encode()).items_by_id["age"].options
    with pytest.raises(TypeError):
        options["new"] = None


# --- entries by name ------------------------------------------------------------------------------


def test_entries_by_name_are_in_the_order_of_the_file() -> None:
    assert list(QUESTIONNAIRE.items_by_id) == ["age", "numbness", "place"]
    assert list(QUESTIONNAIRE.warning_signs_by_id) == ["numb", "foot"]
    assert list(QUESTIONNAIRE.outcomes_by_id) == ["emergency", "urgent", "rest"]
    assert list(QUESTIONNAIRE.bands_by_id) == ["few", "many"]
    assert list(QUESTIONNAIRE.care_cards_by_level) == [Level.emergency, Level.urgent]
    assert list(QUESTIONNAIRE.items_by_id["age"].options) == ["under-18", "from-18"]


def test_every_list_that_messages_name_is_a_part_of_the_questionnaire() -> None:
    lists = {
        name
        for name in Questionnaire.model_fields
        if isinstance(getattr(QUESTIONNAIRE, name), tuple)
    }
    assert set(LISTS) == lists - {"pictures"}


def test_not_sure_is_the_option_that_counts_as_others() -> None:
    numbness = QUESTIONNAIRE.items_by_id["numbness"]
    assert numbness.not_sure == numbness.options["not-sure"]
    assert QUESTIONNAIRE.items_by_id["age"].not_sure is None


def test_label_of_an_option_is_its_short_text_where_it_has_one() -> None:
    text = "{code: buttock, text: Buttock}"
    short = loads(changed((text, "{code: buttock, text: Buttock, short: behind}")))
    assert QUESTIONNAIRE.items_by_id["place"].options["buttock"].label == "Buttock"
    assert short.items_by_id["place"].options["buttock"].label == "behind"


def test_levels_are_ordered_by_how_soon_help_is_needed() -> None:
    assert sorted(Level) == [Level.none, Level.urgent, Level.maternity, Level.emergency]


# --- which questions decide -----------------------------------------------------------------------

AGE = Chosen(question="age", chosen=("from-18",))
ASKED = Chosen(question="place", chosen=("groin",))


@pytest.mark.parametrize(
    ("condition", "questions"),
    [
        (AGE, {"age"}),
        (AllOf(all=(AGE, ASKED)), {"age", "place"}),
        (AnyOf(any=(AGE, ASKED)), {"age", "place"}),
        (Not.model_validate({"not": ASKED}), {"place"}),
        (ConditionIs(condition="child"), {"age"}),
        (SignGiven(warning_sign="numb"), {"numbness"}),
        (FeatureFits(feature="P1"), {"place"}),
        (OverlayShows(overlay="flare"), {"age", "place"}),
        (BandIs(band=("many",)), {"age", "place"}),
        (LevelAtLeast(level_at_least=Level.urgent), {"numbness"}),
        (LevelAtLeast(level_at_least=Level.maternity), {"numbness"}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseModel) else "",
)
def test_questions_in_a_condition_are_all_that_can_change_it(
    condition: Condition, questions: set[str]
) -> None:
    assert QUESTIONNAIRE.questions_in(condition) == questions


def test_questions_of_a_sign_are_those_of_all_its_conditions() -> None:
    when = "when: {question: numbness, chosen: [foot]}"
    more = "\n    applies_when: {question: age, chosen: [from-18]}\n    "
    also = "also_when: {question: place, chosen: [groin]}"
    questionnaire = loads(changed((when, f"{when}{more}{also}")))
    assert questionnaire.questions_of(questionnaire.warning_signs_by_id["foot"]) == {
        "numbness",
        "age",
        "place",
    }


def test_stopping_questions_are_those_of_the_outcomes_that_end_the_journey() -> None:
    assert QUESTIONNAIRE.stopping_questions == {"numbness"}


# --- digest ---------------------------------------------------------------------------------------


def reformatted() -> bytes:
    """The sound questionnaire, every text quoted, in other lines and another order of keys."""
    data = yaml.load(SOUND, Loader=yaml.CBaseLoader)  # noqa: S506 - builds nothing but texts
    text = yaml.dump(data, default_style='"', sort_keys=True, allow_unicode=True, width=40)
    return f"# another comment\n{text}".encode()


def test_digest_is_the_same_for_a_file_that_is_only_formatted_in_another_way() -> None:
    assert reformatted() != SOUND.encode()
    assert loads(reformatted()) == QUESTIONNAIRE
    assert loads(reformatted()).digest == QUESTIONNAIRE.digest


def test_digest_does_not_depend_on_a_value_that_is_the_default() -> None:
    assert loads(changed((", text: My foot", ", text: My foot, exclusive: false"))).digest == (
        QUESTIONNAIRE.digest
    )


@pytest.mark.parametrize(
    "change",
    [
        ("title: Self-check", "title: Self check"),
        ("why: Age matters.", "why: Age counts."),
        ("error: Select your age", "error: Select an age"),
        ("kind: gate", "kind: warning"),
        ("title: A paper", "title: A book"),
        ("mark: seen", "mark: recall"),
        ("item_weight: 2", "item_weight: 3"),
        ("[bottom, foot]", "[foot, bottom]"),
        ("cap: 8", "cap: 9"),
        ("next_review: 2027-11-22", "next_review: 2027-11-23"),
        ("text: [Keep active.]", "text: [Keep, active.]"),
    ],
    ids=lambda change: change[1],
)
def test_digest_is_another_for_a_changed_word(change: tuple[str, str]) -> None:
    assert loads(changed(change)).digest != QUESTIONNAIRE.digest


def test_digest_is_64_hexadecimal_digits_and_the_same_at_every_load() -> None:
    assert len(QUESTIONNAIRE.digest) == 64
    assert int(QUESTIONNAIRE.digest, 16)
    assert loads(SOUND.encode()).digest == QUESTIONNAIRE.digest


# --- revision of an item --------------------------------------------------------------------------


def revisions(*changes: tuple[str, str]) -> Mapping[str, str]:
    """The revision of every item after some changes."""
    return {item.link_id: item.revision for item in loads(changed(*changes)).items}


BEFORE = revisions()
BOTTOM, FOOT = "{code: bottom, text: My bottom}", "{code: foot, text: My foot}"
BOTH = "[bottom, foot]"
POLICY = ("    repeats: true\n", "    repeats: true\n    not_sure_policy: A test.\n")
CODE = ("code: buttock, text", "code: behind, text"), ("chosen: [buttock]", "chosen: [behind]")


@pytest.mark.parametrize(
    "changes",
    [
        [("text: Are any of these numb?", "text: Are any of these new?")],
        [("short: Numb\n", "short: Numb\n    hint: Touch them.\n")],
        [("text: My foot", "text: My feet")],
        [(FOOT, "{code: foot, text: My foot, hint: Either one.}")],
        [
            (FOOT, f"{FOOT}\n      - {{code: hand, text: My hand}}"),
            ("chosen: [foot]", "chosen: [foot, hand]"),
            (BOTH, "[bottom, foot, hand]"),
        ],
        [(f"{BOTTOM}\n      - {FOOT}", f"{FOOT}\n      - {BOTTOM}")],
        [(BOTH, "[foot, bottom]")],
    ],
    ids=[
        "wording",
        "hint",
        "wording of an option",
        "hint of an option",
        "another option",
        "order of options",
        "counts_as",
    ],
)
def test_revision_changes_with_what_is_asked(changes: list[tuple[str, str]]) -> None:
    after = revisions(*changes)
    assert after["numbness"] != BEFORE["numbness"]
    assert {**after, "numbness": ""} == {**BEFORE, "numbness": ""}


ERROR_LINE = "    error: Select where the pain is\n"
DRAWN = (
    (ERROR_LINE, f"{ERROR_LINE}    picture: body\n"),
    ("{code: buttock, text: Buttock}", "{code: buttock, text: Buttock, regions: [dimple-left]}"),
    (
        "{code: groin, text: Groin}",
        "{code: groin, text: Groin, regions: [groin-left, dimple-left]}",
    ),
)


def test_revision_stays_when_a_picture_is_drawn() -> None:
    assert revisions(*DRAWN) == BEFORE


def test_digest_changes_with_what_is_on_the_picture() -> None:
    elsewhere = loads(changed(*DRAWN, ("[dimple-left]", "[dimple-right]")))
    assert elsewhere.digest != loads(changed(*DRAWN)).digest


def test_a_touch_chooses_the_narrowest_answer() -> None:
    touched = loads(changed(*DRAWN)).items_by_id["place"].option_by_region
    assert {region: option.code for region, option in touched.items()} == {
        "dimple-left": "buttock",
        "groin-left": "groin",
    }


def test_revision_changes_when_an_option_becomes_exclusive() -> None:
    """Both have a second tick; in one of them it is the one that excludes the others."""
    groin = "{code: groin, text: Groin}]"
    several = (
        "error: Select where the pain is",
        "error: Select where the pain is\n    repeats: true",
    )
    first = revisions(several, (groin, f"{groin[:-2]}, exclusive: true}}]"))
    other = revisions(
        several,
        ("{code: buttock, text: Buttock}", "{code: buttock, text: Buttock, exclusive: true}"),
    )
    assert first["place"] != other["place"]


def test_revision_changes_with_the_code_of_an_option() -> None:
    assert revisions(*CODE)["place"] != BEFORE["place"]


def test_revision_changes_with_the_name_of_the_item() -> None:
    text = SOUND.replace("link_id: place", "link_id: spot").replace(
        "question: place", "question: spot"
    )
    text = text.replace("wish: place", "wish: spot").replace(
        "questions: [place]", "questions: [spot]"
    )
    assert loads(text.encode()).items_by_id["spot"].revision != BEFORE["place"]


def test_revision_changes_when_several_answers_may_be_given() -> None:
    several = revisions(
        ("error: Select where the pain is", "error: Select where the pain is\n    repeats: true"),
        ("{code: groin, text: Groin}]", "{code: groin, text: Groin, exclusive: true}]"),
    )
    alone = revisions(("{code: groin, text: Groin}]", "{code: groin, text: Groin, short: Gr}]"))
    assert several["place"] != BEFORE["place"]
    assert alone["place"] == BEFORE["place"]


@pytest.mark.parametrize(
    "change",
    [
        ("why: Numbness needs help.", "why: It needs help."),
        ("error: Select what is numb", "error: Select what you have"),
        ("short: Numb\n", "short: Numbness\n"),
        (FOOT, "{code: foot, text: My foot, short: a foot}"),
        POLICY,
    ],
    ids=["why", "error", "short", "short of an option", "not_sure_policy"],
)
def test_revision_stays_with_what_is_beside_the_question(change: tuple[str, str]) -> None:
    assert revisions(change) == BEFORE


def test_revision_stays_with_whom_the_question_is_asked() -> None:
    asked = ("short: Place\n", "short: Place\n    enable_when: {condition: child}\n")
    assert revisions(asked, ("wish: place", "wish: age")) == BEFORE


def test_revision_stays_with_its_sources_and_its_section() -> None:
    sources = "    sources: [S1]\n  - link_id: place"
    note = f"    source_note: Agreed. [ours]\n{sources}"
    assert revisions((sources, note)) == BEFORE
    assert (
        revisions(
            ("{id: signs, title: Signs, kind: warning}", "{id: signs, title: Help, kind: warning}")
        )
        == BEFORE
    )


def test_revision_is_8_hexadecimal_digits_and_another_for_each_item() -> None:
    assert all(len(revision) == 8 and int(revision, 16) >= 0 for revision in BEFORE.values())
    assert len(set(BEFORE.values())) == 3
