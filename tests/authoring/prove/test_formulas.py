"""The formulas that are proved say what the engine does: compared on 10,000 random states.

``python -m tests.authoring.prove.many`` compares 100,000.
"""

from dataclasses import replace

import pytest

from app.content.model import Item, Questionnaire
from app.engine import assess, evaluate
from tests.authoring.prove.many import CHUNK, STARTS
from tests.authoring.prove.states import by_formulas, differences, states_of
from tests.engine.tiny import tiny


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_formulas_and_engine_agree_on_random_states(
    questionnaire: Questionnaire, seed: int
) -> None:
    assert differences(questionnaire, seed, CHUNK, STARTS) == []


@pytest.mark.long
def test_the_states_reach_everything_that_is_compared(questionnaire: Questionnaire) -> None:
    """What no state has would be compared with nothing."""
    facts = by_formulas(questionnaire, states_of(questionnaire, 0, CHUNK, STARTS))
    everywhere = (1 << CHUNK) - 1
    always = {f"GP question {q.id}" for q in questionnaire.gp_questions if q.when is None}
    assert [name for name, bits in facts.items() if not bits] == []
    assert [name for name, bits in facts.items() if bits == everywhere and name not in always] == []


def test_a_broken_engine_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that takes "not sure" as a "no" differs from the formulas."""
    honest = vars(evaluate.Evaluation)["_chosen"]

    def forgets_not_sure(self: evaluate.Evaluation, condition: object, reading: object) -> object:
        return honest(self, condition, evaluate.Reading.as_given) or False

    monkeypatch.setattr(evaluate.Evaluation, "_chosen", forgets_not_sure)
    found = differences(questionnaire, 1, 300)
    assert "outcome emergency" in found
    assert "sign pee" in found


@pytest.mark.long
def test_an_engine_that_forgets_an_emergency_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = vars(evaluate.Evaluation)["_sign_finding"]

    def forgets(self: evaluate.Evaluation, sign: object) -> evaluate.SignFinding:
        found: evaluate.SignFinding = honest(self, sign)
        return replace(found, counts=False) if found.sign.id == "chest-pain" else found

    monkeypatch.setattr(evaluate.Evaluation, "_sign_finding", forgets)
    assert "sign chest-pain" in differences(questionnaire, 2, 300)


@pytest.mark.long
def test_an_engine_that_counts_what_was_not_named_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After "not sure" only those signs count that are named on the page that asks again."""

    def every(self: evaluate.Evaluation, item: Item, reading: object) -> frozenset[str]:
        return frozenset(item.not_sure.counts_as or ()) if item.not_sure else frozenset()

    monkeypatch.setattr(evaluate.Evaluation, "_unsure_of", every)
    assert "sign pee" in differences(questionnaire, 3, 300)


@pytest.mark.long
def test_an_engine_that_does_not_wait_for_the_page_that_asks_again_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate.Evaluation, "_is_settled", lambda self, item: True)
    assert "outcome emergency" in differences(questionnaire, 4, 300)


@pytest.mark.long
def test_an_engine_that_lifts_nothing_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assess, "_ranked", lambda content, evaluation: content.gp_questions)
    found = differences(questionnaire, 5, 1000)
    assert "GP question mood" in found
    assert all(name.startswith("GP question ") for name in found)


@pytest.mark.long
def test_an_engine_that_cuts_what_is_never_cut_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        assess, "_capped", lambda asked, cap: asked[: cap - 1] + asked[cap - 1 :][-1:]
    )
    assert "GP question surgery" in differences(questionnaire, 6, 1000, STARTS)


ALL_AT_ONCE = """
items:
  - link_id: signs
    section: warning
    repeats: true
    answer_option:
      - sign
      - other
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [sign, other]}
  - {link_id: again, section: warning, asks_again: signs, answer_option: [cant-say]}
  - link_id: wish
    section: detail
    answer_option: [scan, belt, none]
warning_signs:
  - {id: sign, level: urgent, when: {question: signs, chosen: [sign]}}
  - {id: other, level: emergency, when: {question: signs, chosen: [other]}}
gp_questions:
  - {id: one, because: everyone can ask this}
  - {id: two, because: everyone can ask this}
  - id: scan
    when: {question: wish, chosen: [scan, belt]}
    lifted_when: {question: wish, chosen: [scan]}
  - {id: kept, because: everyone can ask this, never_cut: true}
  - id: belt
    when: {question: wish, chosen: [scan, belt]}
    lifted_when: {question: wish, chosen: [belt]}
  - {id: last, text: When must I call 999?, because: everyone can ask this, keep_always: true}
sheet: {cap: 3, wish: place}
"""


@pytest.mark.long
@pytest.mark.parametrize("bar", ["one", "two", "kept"])
def test_formulas_and_engine_agree_wherever_questions_are_lifted_to(bar: str) -> None:
    sheet = f"{{cap: 4, wish: place, lifted_after: {bar}}}"
    content = tiny(ALL_AT_ONCE.replace("{cap: 3, wish: place}", sheet))
    assert differences(content, 7, 2000) == []
