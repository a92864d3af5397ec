"""What the wording of the content falls short of: everything in one run, each with its cure.

The rules are those of the NHS digital service manual (S70) and of the project: never a diagnosis,
never false comfort. A tool finds where to look first; whether a text is clear, only people who read
it can say.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from app.authoring.lint.disagreements import disagreements
from app.authoring.lint.misplaced_text import misplaced_text
from app.authoring.lint.page_texts import (
    TO_PATIENTS,
    PageText,
    Passage,
    Voice,
    page_texts,
    sentences,
)
from app.authoring.lint.strength import added_strength
from app.authoring.lint.words import (
    COMFORTS,
    CONDITION,
    ENTITY,
    PERCENT,
    PROBABLY,
    SPACES,
    STRAIGHT,
    YOU_HAVE,
    Net,
    net_of,
    plain,
)
from app.content.asked_again import with_answers, with_places
from app.content.checks.places import Fault
from app.content.messages import label
from app.content.model import Questionnaire
from app.content.problems import Problem, shown
from app.content.source import Document, Path, Plain, texts
from app.sheet.pdf import has_glyph

SOURCE = "S70"
"""Where the limits come from: "Health literacy" and "How we write" of the service manual."""

AGE_AIM = 11
AGE_LIMIT = 14
"""For pages that medical content forces above the aim."""

MOST_WORDS = 20
MOST_WORDS_OF_A_RULE = 35
"""A rule on "How it works" is one sentence with everything that it asks for: to split it would
change when it holds. It is there for those who check the rules."""

MOST_SENTENCES = 3

MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac.?|\ufffd")
"""UTF-8 that was read as the code of Windows: \u00e2\u20ac\u2122 for an apostrophe."""
LIGATURE = re.compile("[\ufb00-\ufb06]")
_INSTEAD = "Say what the answers fit, and that it is worth asking about."
_NO_COMFORT = "Delete it: no answer to a form can show that all is well."


def wording(document: Document, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Everything that the wording of a sound content falls short of, in the order of the file.

    ``document`` is the file that ``questionnaire`` was loaded from.
    """
    document = with_places(document, with_answers(document.data))
    pages = page_texts(questionnaire)
    passages = dict.fromkeys(passage for page in pages for passage in page.texts)
    net = net_of(questionnaire.words)
    found = [
        *((page.texts[0].path, fault) for page in pages for fault in _of_page(page)),
        *(
            (passage.path, fault)
            for passage in passages
            for fault in faults_of_passage(passage, net)
        ),
        *(
            (path, fault)
            for path, text in texts(document.data)
            if path[-1:] != ("link",)
            for fault in (*_unwritten(text), *faults_of_marks(text), *faults_of_letters(text))
        ),
        *_letters_of_pictures(questionnaire),
        *_first_uses(pages, net),
        *_unread(questionnaire),
        *misplaced_text(questionnaire),
        *disagreements(questionnaire),
        *added_strength(questionnaire),
    ]
    told = (
        Problem(*document.place(path), f"{_entry(document.data, path)}{fault}")
        for path, fault in found
    )
    return tuple(sorted(set(told)))


def _entry(data: Plain, path: Path) -> str:
    """The entry and the key that hold a text, as the messages of the check name them."""
    keys = [part for part in path if isinstance(part, str)]
    return f"{label(data, path)}'{keys[-1]}' "


def _of_page(page: PageText) -> Iterator[str]:
    age = page.reading_age
    if round(age, 1) > AGE_LIMIT:
        yield (
            f"begins a page ({page.name}) with a reading age of {age:.1f}. The limit is "
            f"{AGE_LIMIT}, the aim {AGE_AIM} ({SOURCE}). Use shorter words and sentences."
        )


def faults_of_passage(passage: Passage, net: Net) -> Iterator[str]:
    """What the words of a text fall short of, by the voice that it is in."""
    text, voice = plain(passage.text), passage.voice
    if voice in TO_PATIENTS:
        most = MOST_WORDS_OF_A_RULE if voice is Voice.rule else MOST_WORDS
        yield from _length(passage.text, most, net.words.word_for_word)
        for pattern, use in net.avoided:
            for match in pattern.finditer(text):
                cure = f"Use “{use}”" if use else "Leave it out"
                yield f"has “{match[0]}”. {cure} ({SOURCE})."
    for match in PERCENT.finditer(text):
        yield f"has “{match[0].strip()}”. Write numbers as “15 to 30 in every 100”, or none."
    if voice is not Voice.own:
        yield from (
            f"has “{word}”: that is a diagnosis. {_INSTEAD}" for word in _diagnoses(passage, net)
        )
        for match in COMFORTS.finditer(text):
            yield f"has “{match[0]}”: that may comfort wrongly. {_NO_COMFORT}"


def _length(text: str, most: int, word_for_word: Sequence[str]) -> Iterator[str]:
    parts = sentences(text)
    if len(parts) > MOST_SENTENCES:
        yield (
            f"has {len(parts)} sentences in 1 paragraph. The most is {MOST_SENTENCES} ({SOURCE}). "
            "Make 2 paragraphs, or say less."
        )
    for part in parts:
        if (count := _spoken_words(part)) > most and part not in word_for_word:
            yield (
                f"has a sentence of {count} words: “{shown(part)}”. The most is {most} ({SOURCE}). "
                "Split it."
            )


def _spoken_words(sentence: str) -> int:
    """As a writing program counts: whatever stands between spaces and has a letter or digit."""
    return sum(any(map(str.isalnum, part)) for part in sentence.split())


def _diagnoses(passage: Passage, net: Net) -> Iterator[str]:
    """The words that diagnose. People may say them of themselves; we may not."""
    text = plain(passage.text)
    yield from (match[0].strip() for match in net.diagnoses.finditer(text))
    named = {match.start(): match[0].strip() for match in net.names_illness.finditer(text)}
    stated = YOU_HAVE.finditer(text) if passage.voice is Voice.ours else ()
    told = {m.start(): m[0] for m in stated if not CONDITION.search(text[: m.start()])}
    yield from {**told, **named}.values()
    for sentence in sentences(text):
        # A leaflet speaks of people in general: there it can be what NICE judged of a treatment.
        in_general = passage.path[0] == "leaflet" and not re.search(r"\byou", sentence, re.I)
        if PROBABLY.search(sentence) and not in_general:
            yield "probably"


def _letters_of_pictures(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Words of a picture stand in no text of the file: they are told where a question shows it."""
    for i, item in enumerate(questionnaire.items):
        picture = questionnaire.pictures_by_id.get(item.picture or "")
        for text in picture.words if picture else ():
            for fault in faults_of_letters(text):
                yield ("items", i, "picture"), fault


def _unwritten(text: str) -> Iterator[str]:
    """A place that ``content new`` leaves for words of the author's own."""
    if "Write here" in text:
        yield f"is not written yet: “{shown(text)}”. Put your own words there."


def faults_of_marks(text: str) -> Iterator[str]:
    """What the quotes, signs and spaces of a text fall short of, whoever reads it."""
    if match := STRAIGHT.search(text):
        curly = "“ and ”" if match[0] == '"' else "a curly one (\N{RIGHT SINGLE QUOTATION MARK})"
        yield f"has a straight {match[0]} in “{shown(text)}”. Write {curly}."
    if match := ENTITY.search(text):
        yield f"has HTML: {match[0]}. Write the character itself."
    if SPACES.search(text):
        yield f"has a space too many in “{shown(text)}”. Delete it."


def faults_of_letters(text: str) -> Iterator[str]:
    """Letters that were read as another code, are 2 in 1, or that no PDF could show."""
    if match := MOJIBAKE.search(text):
        cure = "a letter that copying has spoilt. Type it again."
        yield f"has “{match[0]}” in “{shown(text)}”: {cure}"
    if match := LIGATURE.search(text):
        letters = unicodedata.normalize("NFKC", match[0])
        yield f"has {letters} as 1 letter in “{shown(text)}”. Write {' and '.join(letters)}."
    for letter in dict.fromkeys(text):
        if not letter.isspace() and not has_glyph(letter):
            name = unicodedata.name(letter, "without a name").lower()
            yield (
                f"has U+{ord(letter):04X} ({name}) in “{shown(text)}”. The PDF cannot show it. "
                "Write it in another way."
            )


def _first_uses(pages: Sequence[PageText], net: Net) -> Iterator[Fault]:
    """Headings do not count: the full name in a title would be longer than what it heads."""
    name, full_name = net.name, net.words.full_name
    if name is None or full_name is None:
        return
    for page in pages:
        if page.name not in ("start page", "leaflet"):
            continue
        uses = ((p, name.search(p.text)) for p in page.texts if not p.is_heading)
        first = next(((passage, match) for passage, match in uses if match), None)
        if first is not None and first[1][0].lower() != full_name.lower():
            said = f"names “{first[1][0]}” for the first time on the {page.name}."
            yield first[0].path, f"{said} Write “{full_name}” here ({SOURCE})."


def _unread(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, sign in enumerate(questionnaire.warning_signs):
        marks = {questionnaire.sources_by_id[name].mark for name in sign.sources}
        said = re.search(r"\[(?:recall|to agree)\]", sign.source_note or "")
        if marks <= {"recall", "ours"} and not said:
            cure = "Name one that was, or say in source_note [recall] or [to agree]."
            yield ("warning_signs", i, "sources"), f"has none that was read. {cure}"
