"""The reading age against words whose syllables were heard, and an example of known grade."""

import pytest

from app.authoring.lint.reading_age import YOUNGEST, reading_age, syllables, words_of

BY_EAR = {
    1: """
        ached age aid asked back bed birth bleed blood bone break breath bruise cause changed chest
        child cold eased eye fall foot friend heart help hip hurt joint knee loads moves nerve night
        nurse once pain pulse rest scan sense sheet side skin sleep smooth spine stairs those
        through two urge walk week weight worse wound years
    """,
    2: """
        above after ankle answer baby before belly better bladder bowel buttock cancer cannot
        changes chronic clinic colour constant dimple doctor easing finger function getting healthy
        lumbar lying measure metal middle midwife morning movement muscle needle number numbness
        patient peeing pelvis people pressure quiet rolling sacrum science shiver shoulder sitting
        spinal standing steroid stiffness sudden surgeon swollen symptom table tendon tingling
        treatment trial trouble tummy urgent vision weakness widely woman
    """,
    3: """
        addition aneurysm appointment area arthritis condition direction energy exercise genitals
        hospital however idea important infection injury operate overnight period physio placebo
        possible pregnancy radio recover remember shivering specialist surgery together tomorrow
        uncertain vagina video yesterday
    """,
    4: """
        ability diagnosis education emergency experience ibuprofen inflammation information
        manipulate maternity medication necessary operation professional psoriasis recovery sciatica
        ulcerative uveitis
    """,
    5: "examination inflammatory paracetamol rheumatology sacroiliac university",
    6: "osteoporosis physiotherapy radiofrequency responsibility spondyloarthritis",
}
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
COUNTED = {word: count for count, words in BY_EAR.items() for word in words.split()}

PLATYPUS = ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",)
"""Often quoted as an example: 13 words with 24 syllables are grade 11.3."""


def test_at_least_95_words_of_100_have_the_syllables_that_are_heard() -> None:
    wrong = {word for word, count in COUNTED.items() if syllables(word) != count}
    assert len(COUNTED) >= 180
    assert len(wrong) <= 0.05 * len(COUNTED), wrong


def test_no_word_is_wrong_by_more_than_1_syllable() -> None:
    assert [w for w, count in COUNTED.items() if abs(syllables(w) - count) > 1] == []


def test_the_syllables_of_all_words_together_are_within_3_in_100() -> None:
    heard, found = sum(COUNTED.values()), sum(map(syllables, COUNTED))
    assert found == pytest.approx(heard, rel=0.03)


@pytest.mark.parametrize(
    ("word", "count"), [("NHS", 3), ("GP", 2), ("111", 3), ("A", 1), ("I", 1), ("b", 1)]
)
def test_capitals_and_digits_are_read_out(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize("apostrophe", ["'", CURLY])
def test_an_apostrophe_adds_no_syllable(apostrophe: str) -> None:
    assert syllables(f"women{apostrophe}s") == syllables("women") == 2
    assert words_of(f"it{apostrophe}s so") == (f"it{apostrophe}s", "so")


def test_words_are_letters_and_numbers() -> None:
    assert words_of("Self-check: 2.6, “so” (pee)!") == ("Self", "check", "2.6", "so", "pee")


def test_the_age_is_the_flesch_kincaid_grade_and_5() -> None:
    assert reading_age(PLATYPUS) == pytest.approx(11.3 + 5, abs=0.1)


def test_longer_words_and_longer_sentences_are_for_older_readers() -> None:
    easy = ["Your pain got worse when you had a fall.", "Call now."]
    assert reading_age(easy) < reading_age([" ".join(easy)])
    assert reading_age(["Your pain got worse."]) < reading_age(["Your osteoporosis deteriorated."])


@pytest.mark.parametrize("sentences", [[], ["", "…"], ["You see."], ["I am in."]])
def test_nothing_is_for_readers_younger_than_5(sentences: list[str]) -> None:
    assert reading_age(sentences) == YOUNGEST
