"""The shipped content is proved, and a rule broken by hand is told as a journey."""

import re

import pytest
from click.testing import CliRunner

from app.authoring.prove import proofs, prover
from app.authoring.prove.proofs import Property, prove
from app.authoring.prove.properties import PROPERTIES
from app.cli import content
from app.config import QUESTIONS_FILE
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Evaluation
from tests.authoring.edits import SHIPPED, edited

pytestmark = pytest.mark.long


def replaced(old: str, new: str) -> Questionnaire:
    """The shipped content with one change, which the check does not see."""
    return edited(SHIPPED, (old, new))


def broken(questionnaire: Questionnaire, name: str) -> Property:
    """One property, which does not hold. The others are not looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "PROPERTIES", [p for p in PROPERTIES if p[0] == name])
        (found,) = prove(questionnaire)
    assert not found.holds
    return found


def test_every_property_of_the_shipped_content_is_proved(questionnaire: Questionnaire) -> None:
    found = prove(questionnaire)
    assert [prop.id for prop in found] == [name for name, _, _ in PROPERTIES]
    assert {prop.id: prop.broken_by for prop in found if not prop.holds} == {}
    assert all(prop.checks for prop in found)


def test_a_sign_at_too_low_a_level_breaks_its_never_rule() -> None:
    sign = "    code: E1\n    level: emergency\n"
    story = broken(replaced(sign, sign.replace("emergency", "urgent")), "never").broken_by
    assert story[0].startswith("rule “numbness around the genitals")
    assert any("numb or changed feeling around genitals" in line for line in story)
    assert story[-1].startswith("Leads to: ")


def test_a_question_that_a_sign_takes_away_breaks_more_signs_never_lower() -> None:
    """This was once so in the shipped content: see docs/decisions/0009."""
    asked = (
        "    enable_when: {condition: fall-or-accident}\n    answer_option:\n      - code: can\n"
    )
    unless = asked.replace(
        "{condition: fall-or-accident}",
        "{all: [{condition: fall-or-accident}, {not: {question: legs, chosen: [one-leg]}}]}",
    )
    found = broken(replaced(asked, unless), "P3")
    assert found.broken_by[0] == "“fall or knock” in “Accidents, falls, chest and tummy”"
    assert found.answers is not None
    assert "one-leg" in found.answers["legs"]


def test_a_breach_is_one_by_the_engine_too(questionnaire: Questionnaire) -> None:
    """What z3 finds is no artefact of the formulas: the engine gives the same outcome."""
    sign = "    code: E1\n    level: emergency\n"
    changed = replaced(sign, sign.replace("emergency", "urgent"))
    answers = broken(changed, "never").answers
    assert answers is not None
    outcome = assess(changed, answers).outcome
    assert outcome is not None
    assert outcome.id in changed.never[0].outcomes
    assert Evaluation(questionnaire, answers).level.name == "emergency"


def test_content_above_the_limit_is_refused_with_the_figure(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prover, "MOST_ITEMS", 5)
    with pytest.raises(
        prover.TooLargeError,
        match=re.escape(
            "The content has 42 questions. At most 5 can be proved. Nothing was proved."
        ),
    ):
        prove(questionnaire)


def test_the_command_fails_where_nothing_can_be_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "MOST_ITEMS", 5)
    refused = CliRunner().invoke(content, ["prove", str(QUESTIONS_FILE)])
    assert refused.exit_code == 1
    assert "Nothing was proved." in refused.stderr
