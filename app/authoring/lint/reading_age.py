"""How many years of age somebody should have to read a text without effort: a rough figure.

It serves to find the pages to look at first, and for nothing else. A formula sees the length of
words and sentences. It knows neither which words are familiar nor whether a text makes sense; only
people who read it can tell that.
"""

import re
from collections.abc import Iterable

import pyphen

YOUNGEST = 5.0
"""Reading begins at about this age; below it the formula means nothing."""

# British hyphens follow the parts of a word and American ones its sounds, so these miss far fewer
# syllables. How many, on words that were counted by ear, is in the test.
_HYPHENS = pyphen.Pyphen(lang="en_US", left=2, right=1)

_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_WORD = re.compile(rf"[^\W\d_]+(?:{_APOSTROPHE}[^\W\d_]+)*|\d+(?:[.,]\d+)*")
_VOWELS = re.compile("[aeiouy]+")
_SILENT = re.compile("[aeiouy][^aeiouy]+(?<![^aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouycsxzhg]es$")
_TWO_SOUNDS = re.compile("(?<![ct])i(?=[ao](?!n))|(?<=[aeiouy][^aeiouy])e(?=a$)")


def reading_age(sentences: Iterable[str]) -> float:
    """The reading age of sentences that are read one after the other, in years.

    The Flesch-Kincaid grade, which is a school year in the United States, and 5: children are 6 in
    the first. Never below 5, also where there are no words at all. It serves to prioritise only.
    """
    words = [found for sentence in sentences if (found := words_of(sentence))]
    count = sum(map(len, words))
    if not count:
        return YOUNGEST
    sounds = sum(syllables(word) for sentence in words for word in sentence)
    grade = 0.39 * count / len(words) + 11.8 * sounds / count - 15.59
    return max(YOUNGEST, grade + 5)


def words_of(text: str) -> tuple[str, ...]:
    """The words and the numbers of a text. The parts of ``self-check`` are words of their own."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """How many syllables a word or a number has, at least 1; right for 19 words in 20.

    Hyphenation alone finds too few, as not every syllable may end a line. So the groups of vowels
    between its hyphens are counted. Capitals ("NHS") and digits are read out one by one.
    """
    if word.isdigit() or (word.isupper() and len(word) > 1):
        return len(word)
    letters = re.sub(f"{_APOSTROPHE}.*", "", word.lower())
    return max(1, sum(map(_vowel_groups, _HYPHENS.inserted(letters).split("-"))))


def _vowel_groups(part: str) -> int:
    groups = len(_VOWELS.findall(part)) + len(_TWO_SOUNDS.findall(part))
    return groups - 1 if groups > 1 and _SILENT.search(part) else groups
