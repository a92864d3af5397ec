"""A mix on file: what it says, and every fault with its place and cure."""

from pathlib import Path

import pytest

from app.authoring.caseload.mix import SETTINGS, read_mix
from app.config import CASELOAD_FILE
from app.content.problems import ContentError
from tests.authoring.caseload.mixes import mix_of


def test_the_mix_of_this_project_says_that_it_is_assumed() -> None:
    head = CASELOAD_FILE.read_text(encoding="utf-8").split("\n\n")[0]
    assert "EVERY NUMBER HERE IS ASSUMED" in head
    assert len(read_mix(CASELOAD_FILE).signs["cough"].rate) == len(SETTINGS)


FAULTS = {
    "no number": (
        "numb: {rate: [0, 0, 1]",
        "numb: {rate: [0, much, 1]",
        "4:20: signs: 'rate' must be a number of at most 1, not 'much'. Write it as 0.35.",
    ),
    "more than all": (
        "numb: {rate: [0, 0, 1]",
        "numb: {rate: [0, 0, 1.5]",
        "4:23: signs: 'rate' must be a number of at most 1, not '1.5'. Write it as 0.35.",
    ),
    "a list for a number": (
        "numb: {rate: [0, 0, 1]",
        "numb: {rate: [0, 0, [1]]",
        "4:23: signs: 'rate' must be a number of at most 1, not more than one word.",
    ),
    "two settings": (
        "numb: {rate: [0, 0, 1]",
        "numb: {rate: [0, 1]",
        "4:16: signs: 'rate' has 2 entries. It needs at least 3.",
    ),
    "falling": (
        "numb: {rate: [0, 0, 1]",
        "numb: {rate: [0, 1, 0]",
        "4:16: signs: 'rate' falls. Write the low, the middle and the high rate in this order.",
    ),
    "ages": (
        "{from-18: 1}",
        "{from-18: 0.9}",
        "1:7: 'ages' adds up to 0.9. Make that 1.",
    ),
    "clusters": (
        "clusters: {1: 1}",
        "clusters: {1: 0.5, 2: 0.6}",
        "2:11: 'clusters' adds up to 1.1. Make that 1.",
    ),
    "kinds": (
        "answers: {signs: numb}",
        "kinds: [{share: 0.6, answers: {}}, {share: 0.6, answers: {}}]",
        "4:34: signs: 'kinds' adds up to 1.2. Make that 1 at most.",
    ),
    "second questions": (
        "second_questions: {}",
        "second_questions: {place: {buttock: 0.6, elsewhere: 0.6}}",
        "7:27: second_questions: 'place' adds up to 1.2. Make that 1 at most.",
    ),
    "no keys": (
        "second_questions: {}",
        "second_questions: []",
        "7:19: 'second_questions' must have keys and values, not a list.",
    ),
    "unknown key": (
        "clusters:",
        "cluster:",
        "2:1: unknown key 'cluster'. Did you mean 'clusters'?",
    ),
    "unknown sign": (
        "what_if: []",
        "what_if: [{text: A, sign: fevr, share: 1, counts_as: none}]",
        "8:27: there is no sign 'fevr'. Did you mean 'fever'?",
    ),
    "unknown level": (
        "what_if: []",
        "what_if: [{text: A, sign: fever, share: 1, counts_as: calm}]",
        "8:55: what_if: 'counts_as' cannot be 'calm'. Known values: none, urgent.",
    ),
    "unknown age": (
        "fever: {rate:",
        "fever: {by_age: {from-81: 2}, rate:",
        "5:20: there is no age 'from-81'. Did you mean 'from-18'?",
    ),
    "not YAML": (
        "clusters: {1: 1}",
        "clusters: {1: 1",
        "3:6: this is not YAML",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_sentence_with_its_place_and_cure(fault: str, tmp_path: Path) -> None:
    old, new, sentence = FAULTS[fault]
    with pytest.raises(ContentError) as caught:
        mix_of(tmp_path, (old, new))
    assert f"mix.yaml:{sentence}" in str(caught.value)
    assert str(caught.value).endswith("The mix was not read.")
