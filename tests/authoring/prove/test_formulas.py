"""The formulas that are proved say what the engine does: compared on 100,000 random states."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from app.config import QUESTIONS_FILE
from app.content.load import load
from app.content.model import Questionnaire
from app.engine import evaluate
from tests.authoring.prove.states import differences

STATES = 100_000
CHUNK = 5_000


def _chunk(seed: int) -> list[str]:
    return differences(load(QUESTIONS_FILE), seed, CHUNK)


@pytest.mark.long
def test_formulas_and_engine_agree_on_100_000_states() -> None:
    # New processes and not copies of this one: those would measure coverage, three times slower.
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_chunk, range(STATES // CHUNK)))
    assert len(found) * CHUNK == STATES
    assert [name for names in found for name in names] == []


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
