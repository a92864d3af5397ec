"""The rules as sentences, each kind of condition once, and nothing of the content left out."""

from app.content.model import Questionnaire
from app.explain import explain, sentence


def when(questionnaire: Questionnaire, sign: str) -> str:
    return sentence(questionnaire, questionnaire.warning_sign[sign].when)


def test_one_answer(questionnaire: Questionnaire) -> None:
    assert when(questionnaire, "chest-pain") == (
        "“Accidents, falls, chest and tummy” is “chest pain”"
    )


def test_one_of_several_answers(questionnaire: Questionnaire) -> None:
    assert when(questionnaire, "constant-or-night") == (
        "“Other signs” is “pain all the time, no position eases it” or “much worse at night”"
    )


def test_two_or_more_answers(questionnaire: Questionnaire) -> None:
    assert sentence(questionnaire, questionnaire.feature["P6"].when).startswith(
        "“Worse with” is 2 or more of “rolling over in bed”, “stairs”, "
    )


def test_all_any_and_not_are_told_apart_by_brackets(questionnaire: Questionnaire) -> None:
    assert when(questionnaire, "pulsing-or-tummy-pain") == (
        "“Accidents, falls, chest and tummy” is “pulsing in the tummy”, or "
        "(“Accidents, falls, chest and tummy” is “new tummy pain that does not go away”, and "
        "this is not so: you are pregnant, or gave birth in the last 6 months)"
    )


def test_a_band_an_overlay_and_a_level_have_words(questionnaire: Questionnaire) -> None:
    conditions = {named.id: named for named in questionnaire.conditions}
    assert sentence(questionnaire, conditions["surgery-may-come-up"].when) == (
        "several of your answers are often found in SI joint pain, "
        "and the pain began more than 6 months ago, "
        "and you have tried exercises or physio, "
        "and you have tried 2 or more treatments, not counting self-care, "
        "and this is not so: you are pregnant, or gave birth in the last 6 months, "
        "and this is not so: a sign of level “urgent” or higher is there, "
        "and this is not so: 3 or more of your answers are found in inflammatory back pain"
    )


def test_every_sign_feature_band_criterion_and_gp_question_is_explained(
    questionnaire: Questionnaire,
) -> None:
    bullets = "\n".join(line for block in explain(questionnaire).blocks for line in block.bullets)
    texts = [
        *(sign.text for sign in questionnaire.warning_signs),
        *(feature.text for feature in questionnaire.features),
        *(band.text[0] for band in questionnaire.score.bands),
        *(c.text for overlay in questionnaire.overlays for c in overlay.criteria),
        *(question.text for question in questionnaire.gp_questions),
    ]
    assert [text for text in texts if text not in bullets] == []


def test_weights_and_ranges_are_those_of_the_content(questionnaire: Questionnaire) -> None:
    bullets = [line for block in explain(questionnaire).blocks for line in block.bullets]
    assert any(line.startswith("+3: You can point to the worst spot") for line in bullets)
    assert any(line.startswith("\N{MINUS SIGN}2: You have strong leg pain") for line in bullets)
    assert "3 to 5: “Some of your answers are often found in SI joint pain.”" in bullets
    assert any(line.startswith("6 or more: “Several of your answers") for line in bullets)
