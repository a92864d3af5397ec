"""The formulas that are proved say what the engine does: compared on 100,000 random states."""

from dataclasses import replace

import pytest

from app.content.model import Questionnaire
from app.engine import evaluate
from tests.authoring.prove.states import differences

STATES = 100_000
CHUNK = 5_000


@pytest.mark.long
@pytest.mark.parametrize("seed", range(STATES // CHUNK))
def test_formulas_and_engine_agree_on_100_000_states(
    questionnaire: Questionnaire, seed: int
) -> None:
    assert differences(questionnaire, seed, CHUNK) == []


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


def test_an_engine_that_forgets_an_emergency_is_found(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = vars(evaluate.Evaluation)["_sign_finding"]

    def forgets(self: evaluate.Evaluation, sign: object) -> evaluate.SignFinding:
        found: evaluate.SignFinding = honest(self, sign)
        return replace(found, counts=False) if found.sign.id == "chest-pain" else found

    monkeypatch.setattr(evaluate.Evaluation, "_sign_finding", forgets)
    assert "sign chest-pain" in differences(questionnaire, 2, 300)
