"""The rules as sentences, each kind of condition once, and nothing of the content left out."""

import re
from collections.abc import Iterator

import pytest

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
from app.content.model import Questionnaire
from app.sheet.explain import Line, explain, sentence, sign_condition


def when(questionnaire: Questionnaire, sign: str) -> str:
    return sentence(questionnaire, questionnaire.warning_signs_by_id[sign].when)


def test_one_answer(questionnaire: Questionnaire) -> None:
    assert when(questionnaire, "chest-pain") == (
        "“chest pain” is ticked under “Accidents, falls, chest and tummy”"
    )
    assert sentence(questionnaire, questionnaire.features_by_id["P2"].when) == (
        "“Points with 1 finger at or just below a dimple” is answered “yes”"
    )


def test_one_of_several_answers(questionnaire: Questionnaire) -> None:
    assert when(questionnaire, "constant-or-night") == (
        "“pain all the time, no position eases it” or “much worse at night, "
        "changing position does not ease it” is ticked under “Other signs”"
    )


def test_two_or_more_answers(questionnaire: Questionnaire) -> None:
    assert sentence(questionnaire, questionnaire.features_by_id["P6"].when) == (
        "2 or more of “rolling over in bed”, “stairs”, “standing on 1 leg”, “in or out of a car”, "
        "“lying on that side” and “long standing or walking” are ticked under “Worse with”"
    )


def test_all_any_and_not_are_told_apart_by_brackets(questionnaire: Questionnaire) -> None:
    pulsing = Chosen(question="sudden", chosen=("pulsing",))
    tummy_pain = Chosen(question="sudden", chosen=("tummy-pain",))
    gate = Not.model_validate({"not": {"condition": "in-maternity-care"}})
    rule = AnyOf(any=(pulsing, AllOf(all=(tummy_pain, gate))))
    assert sentence(questionnaire, rule) == (
        "“pulsing in the tummy” is ticked under “Accidents, falls, chest and tummy”, or "
        "(“new tummy pain that does not go away” is ticked under "
        "“Accidents, falls, chest and tummy”, and "
        "“Pregnancy” is not answered “pregnant” or “pregnancy ended in the last 4 weeks”)"
    )


def test_a_band_an_overlay_and_a_level_have_words(questionnaire: Questionnaire) -> None:
    conditions = {named.id: named for named in questionnaire.conditions}
    assert sentence(questionnaire, conditions["surgery-may-come-up"].when) == (
        "the count gives “Several of your answers are often found in SI joint pain”, "
        "and the pain began more than 6 months ago, "
        "and you have had this pain on most days of the last 3 months, "
        "and (you have tried exercises or physio), "
        "and (you have tried 2 or more treatments, not counting self-care), "
        "and “Pregnancy” is not answered “pregnant”, “pregnancy ended in the last 4 weeks” or "
        "“pregnancy ended 4 weeks to 6 months ago”, "
        "and there is no warning sign (urgent, maternity or emergency), "
        "and the page does not say “Ask a GP about inflammatory back pain”"
    )


TICKED = Chosen(question="worse", chosen=("stairs",))
ANSWERED = Chosen(question="age", chosen=("under-18", "from-65"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (TICKED, "“stairs” is not ticked under “Worse with”"),
        (ANSWERED, "“Age” is not answered “Under 18” or “65 or over”"),
        (
            Chosen(question="worse", chosen=("stairs", "car")),
            "none of “stairs” and “in or out of a car” is ticked under “Worse with”",
        ),
        (
            Chosen.model_construct(question="worse", chosen=("stairs", "car"), at_least=2),
            "fewer than 2 of “stairs” and “in or out of a car” are ticked under “Worse with”",
        ),
        (
            ConditionIs(condition="weaker-bones"),
            (
                "this does not apply: “you are 65 or over, have osteoporosis or take steroid "
                "tablets for a long time”"
            ),
        ),
        (SignGiven(warning_sign="waters"), "there is no sign of this: “waters broken”"),
        (FeatureFits(feature="P3"), "“You feel pain in the groin” does not fit"),
        (
            OverlayShows(overlay="inflammatory"),
            "the page does not say “Ask a GP about inflammatory back pain”",
        ),
        (
            BandIs(band=("few",)),
            "the count does not give “Few of your answers are often found in SI joint pain”",
        ),
        (LevelAtLeast(level_at_least=Level.maternity), "there is no maternity or emergency sign"),
        (
            AllOf(all=(TICKED, Not.model_validate({"not": ANSWERED}))),
            (
                "“stairs” is not ticked under “Worse with”, "
                "or “Age” is answered “Under 18” or “65 or over”"
            ),
        ),
        (
            AnyOf(any=(TICKED, ANSWERED)),
            (
                "“stairs” is not ticked under “Worse with”, "
                "and “Age” is not answered “Under 18” or “65 or over”"
            ),
        ),
        (Not.model_validate({"not": TICKED}), "“stairs” is ticked under “Worse with”"),
    ],
)
def test_the_opposite_of_each_kind_is_said_directly(
    questionnaire: Questionnaire, condition: Condition, words: str
) -> None:
    assert sentence(questionnaire, Not.model_validate({"not": condition})) == words


def test_a_sign_says_whom_it_is_about_and_every_way_to_give_it(
    questionnaire: Questionnaire,
) -> None:
    signs = questionnaire.warning_signs_by_id
    assert sentence(questionnaire, sign_condition(signs["waters"])) == (
        "(you are pregnant, or not sure if you are), and “waters broken” is ticked "
        "under “Signs in pregnancy”"
    )
    cannot_stand = sentence(questionnaire, sign_condition(signs["cannot-stand"]))
    assert "“Can stand and walk since the fall” is answered “no”" in cannot_stand
    assert "“Can stand and walk since the injury” is answered “no”" in cannot_stand


# --- the page -------------------------------------------------------------------------------------


def lines_of(questionnaire: Questionnaire) -> list[Line]:
    """Every line of the explanation, also those under others."""

    def within(lines: tuple[Line, ...]) -> Iterator[Line]:
        for line in lines:
            yield line
            yield from within(line.lines)

    return [line for block in explain(questionnaire) for line in within(block.lines)]


def test_a_rule_with_parts_has_each_of_them_on_a_line_under_it(
    questionnaire: Questionnaire,
) -> None:
    assert Line(
        "Bad or constant tummy pain in pregnancy. It counts when all of these are true:",
        (
            Line("You are pregnant, or not sure if you are."),
            Line(
                "Any of these is true:",
                (
                    Line("“bad or constant tummy pain” is ticked under “Signs in pregnancy”."),
                    Line(
                        "“new tummy pain that does not go away” is ticked under "
                        "“Accidents, falls, chest and tummy”."
                    ),
                ),
            ),
        ),
    ) in lines_of(questionnaire)


def test_a_band_says_what_it_asks_for_and_what_is_said_otherwise(
    questionnaire: Questionnaire,
) -> None:
    (several,) = (x for x in lines_of(questionnaire) if x.text.startswith("“Several"))
    only, otherwise = several.lines
    assert only.text == "Only when all of these are true:"
    assert otherwise.text == "Otherwise: “Some of your answers are often found in SI joint pain.”"


def test_no_rule_has_a_number_of_the_brief(questionnaire: Questionnaire) -> None:
    lines = [line.text for line in lines_of(questionnaire)]
    assert [line for line in lines if re.search(r"\b[REU][0-9]+\b", line)] == []


def test_every_sign_feature_band_criterion_and_gp_question_is_explained(
    questionnaire: Questionnaire,
) -> None:
    lines = "\n".join(line.text for line in lines_of(questionnaire)).lower()
    texts = [
        *(sign.text for sign in questionnaire.warning_signs),
        *(feature.text for feature in questionnaire.features),
        *(band.text[0] for band in questionnaire.bands),
        *(c.text for overlay in questionnaire.overlays for c in overlay.criteria),
        *(question.text for question in questionnaire.gp_questions),
    ]
    assert [text for text in texts if text.lower() not in lines] == []


def test_what_counts_more_comes_first_and_what_takes_most_away(
    questionnaire: Questionnaire,
) -> None:
    more, less = (b for b in explain(questionnaire) if b.heading.startswith("What fits"))
    weights = {feature.text: feature.item_weight for feature in questionnaire.features}
    found = [[weights[line.text.split(" It counts")[0]] for line in b.lines] for b in (more, less)]
    assert found == [[3, 2, 1, 1, 1, 1, 1], [-2, -2, -1, -1]]


def test_no_weight_and_no_range_is_said(questionnaire: Questionnaire) -> None:
    features = tuple(
        feature.model_copy(update={"item_weight": 7 * feature.item_weight})
        for feature in questionnaire.features
    )
    bands = tuple(
        band.model_copy(update={"from_": 7 * band.from_, "to": band.to and 7 * band.to})
        for band in questionnaire.bands
    )
    assert questionnaire.score
    score = questionnaire.score.model_copy(update={"lowest": -7, "bands": bands})
    changed = questionnaire.model_copy(update={"features": features, "score": score})
    assert explain(changed) == explain(questionnaire)


def test_where_nothing_takes_away_no_part_says_so(questionnaire: Questionnaire) -> None:
    features = tuple(f for f in questionnaire.features if f.item_weight > 0)
    changed = questionnaire.model_copy(update={"features": features})
    assert "What fits it less" in [block.heading for block in explain(questionnaire)]
    assert "What fits it less" not in [block.heading for block in explain(changed)]
