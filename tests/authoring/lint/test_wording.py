"""What the wording of content falls short of is told with its place and its cure, all in one run.

The faults are put one at a time into the sound questionnaire, which has none.
"""

from collections.abc import Iterator

import pytest

from app.authoring.lint.page_texts import PageText, Passage, Voice, page_texts, sentences
from app.authoring.lint.wording import MOST_WORDS, MOST_WORDS_OF_A_RULE, wording
from app.config import QUESTIONS_FILE
from app.content.asked_again import with_answers
from app.content.load import loads
from app.content.problems import ContentError, Problem
from app.content.source import Path, Plain, read
from tests.content.sound import SOUND, changed

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
SERVED = QUESTIONS_FILE.read_bytes()

(WORD_FOR_WORD,) = loads(SERVED).words.word_for_word
LEAFLET = ("text: [It is small.]", "text: [{}]")
WHY = ("why: Age matters.", "why: {}")
OPTION = ("text: My bottom", "text: {}")
FEATURE = ("text: It hurts in the buttock.", "text: {}")
CARD = ("card: your foot is numb", "card: {}")
CRITERION = ("text: it is sore", "text: {}")
GP_QUESTION = ("text: What is it?", "text: {}")
FOR_THE_GP = ("for_the_gp: [The patient chose these.]", "for_the_gp: [{}]")
RULE = ("text: you are under 18", "text: {}")
TITLE = ("title: The joint\n", "title: {}\n")


def told(raw: bytes) -> tuple[Problem, ...]:
    """What the wording of some content falls short of."""
    return wording(read(raw), loads(raw))


def messages(place: tuple[str, str], text: str) -> list[str]:
    """The same, with one text put into the sound questionnaire."""
    old, new = place
    quoted = '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))
    return [problem.message for problem in told(changed((old, new.format(quoted))))]


def curly(text: str) -> str:
    """The text as it should be written; a test is easier to read with straight apostrophes."""
    return text.replace("'", CURLY)


def of(n: int) -> str:
    """A sentence of so many short words."""
    return " ".join(["You", *["go"] * (n - 2), "out."])


def too_long(found: list[str]) -> list[str]:
    """Those messages that are about a long sentence."""
    return [message for message in found if "has a sentence of" in message]


# --- the content that is served, and an author who errs often -------------------------------------


def test_the_served_content_falls_short_of_nothing() -> None:
    assert [problem.place_in("questions.yaml") for problem in told(SERVED)] == []


def test_the_sound_questionnaire_falls_short_of_nothing() -> None:
    assert told(changed()) == ()


def test_an_author_is_told_everything_in_one_run_by_line() -> None:
    raw = changed(
        ("why: Age matters.", 'why: "You have SI joint pain, don\'t worry."'),
        ("text: Where is the pain?", "text: Where is the chronic&nbsp;pain?"),
        ("text: [It is small.]", "text: [It helps 90% of people.]"),
    )
    why = raw.decode().split("\n").index('    why: "You have SI joint pain, don\'t worry."') + 1
    found = told(raw)
    straight, diagnosis, comfort, *others = [problem.message for problem in found]
    assert diagnosis == (
        "item 'age': 'why' has “You have SI joint”: that is a diagnosis. "
        "Say what the answers fit, and that it is worth asking about."
    )
    assert comfort == (
        "item 'age': 'why' has “don't worry”: that may comfort wrongly. "
        "Delete it: no answer to a form can show that all is well."
    )
    assert straight == (
        "item 'age': 'why' has a straight ' in “You have SI joint pain, don't worry.”. "
        f"Write a curly one ({CURLY})."
    )
    assert others == [
        "item 'place': 'text' has HTML: &nbsp;. Write the character itself.",
        "item 'place': 'text' has “chronic”. Use “for a long time” (S70).",
        "leaflet: 'text' has “90%”. Write numbers as “15 to 30 in every 100”, or none.",
    ]
    assert (found[0].line, found[0].column) == (why, 10)
    assert list(found) == sorted(found)


def test_a_letter_in_a_picture_that_no_pdf_could_show_is_told() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" fill="none" '
        'stroke="currentColor"><text fill="currentColor">left \N{CJK UNIFIED IDEOGRAPH-6F22}</text>'
        '<path id="place"/></svg>'
    )
    raw = changed(
        ("error: Select where the pain is\n", "error: Select it\n    picture: spot\n"),
        ("text: Buttock}", "text: Buttock, regions: [place]}"),
    )
    found = wording(read(raw), loads(raw, read_picture=lambda _: svg.encode()))
    assert [p.message.partition(" (")[0] for p in found] == ["item 'place': 'picture' has U+6F22"]


def test_a_text_on_several_pages_is_told_once() -> None:
    assert len(messages(CARD, "you urinate more")) == 1


def test_a_word_that_stands_twice_in_a_text_is_told_once() -> None:
    assert len(messages(WHY, "Chronic is chronic pain.")) == 2  # they differ in a letter
    assert len(messages(WHY, "It is chronic, so chronic.")) == 1


# --- pages ----------------------------------------------------------------------------------------


def test_pages_come_from_the_start_to_the_sheet() -> None:
    names = [page.name for page in page_texts(loads(changed()))]
    assert names == [
        "start page", "item 'age'", "item 'numbness'", "item 'place'", "check answers page",
        "outcome 'emergency'", "outcome 'urgent'", "outcome 'rest'",
        "result page, warning signs given", "result page, what fits", "leaflet", "sheet, side 1",
        "sheet, side for the GP", "how it works page",
    ]  # fmt: skip


NOT_ON_A_PAGE = {
    "source_note", "not_sure_policy", "id", "link_id", "code", "section", "mark", "link", "kind",
    "level", "version", "next_review", "number", "counts_as", "sources", "wish", "minutes",
}  # fmt: skip


def strings(data: Plain, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of some data."""
    if isinstance(data, str):
        yield path, data
        return
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
        yield from strings(inner, (*path, key))


def test_every_text_that_people_read_is_on_a_page() -> None:
    shown = {passage.path: passage.text for page in PAGES for passage in page.texts}
    texts = dict(strings(with_answers(read(SERVED).data)))
    assert {path: texts[path] for path in shown} == shown
    left = {path: text for path, text in texts.items() if path not in shown and " " in text}
    apart = {"sources", "never", "words"}  # titles and notes of sources; for authors; parts
    others = {path for path in left if path[0] not in apart and path[-1] not in NOT_ON_A_PAGE}
    assert others == set()


def test_a_page_shows_its_own_notes_advice_and_cards_only() -> None:
    pages = {page.name: {p.text for p in page.texts} for page in page_texts(loads(changed()))}
    assert {"Ask about it.", "Keep active.", "Call 111 if", "your foot is numb"} <= (
        pages["outcome 'rest'"]
    )
    assert "Ask about it." not in pages["outcome 'urgent'"]
    assert "Keep active." not in pages["outcome 'urgent'"]


PAGES = page_texts(loads(SERVED))


def page(*texts: str, voice: Voice = Voice.ours) -> PageText:
    """A page with some texts."""
    return PageText(
        "page", tuple(Passage(("leaflet", i), text, voice) for i, text in enumerate(texts))
    )


def test_labels_and_texts_for_the_gp_do_not_count_in_the_reading_age() -> None:
    age = page("It hurts when you sit on a chair.").reading_age
    hard = "Lumbosacral arthropathy necessitates radiofrequency denervation."
    both = page("It hurts when you sit on a chair.").texts + page(hard, voice=Voice.gp).texts
    assert page("It hurts when you sit on a chair.", "Yes", "No", "Osteoporosis").reading_age == age
    assert PageText("page", both).reading_age == age
    assert page("It hurts when you sit on a chair.", hard).reading_age > age


# --- length ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One end. iFuse too? Yes! 3 more.", 4),
        ("It fell by 1.7 points.", 1),
        ("He said “go now.” Then he went.", 2),
        ("Below the belt: over the dimple (left or right).", 1),
        ("a line of a list", 1),
    ],
)
def test_a_sentence_ends_at_its_mark_before_a_space(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(("words", "count"), [(MOST_WORDS, 0), (MOST_WORDS + 1, 1)])
def test_a_sentence_has_at_most_20_words(words: int, count: int) -> None:
    found = messages(WHY, of(words))
    assert len(found) == count
    assert all("'why' has a sentence of 21 words: “You go go" in message for message in found)


@pytest.mark.parametrize(
    ("words", "count"), [(MOST_WORDS_OF_A_RULE, 0), (MOST_WORDS_OF_A_RULE + 1, 1)]
)
def test_a_rule_that_cannot_be_split_may_be_longer(words: int, count: int) -> None:
    assert len(too_long(messages(RULE, of(words)))) == count


def test_the_gp_may_be_told_more_at_once() -> None:
    assert messages(FOR_THE_GP, of(40)) == []


def test_one_sentence_of_the_brief_may_be_longer_in_these_words_only() -> None:
    assert WORD_FOR_WORD in {passage.text for page in PAGES for passage in page.texts}
    assert too_long(messages(LEAFLET, WORD_FOR_WORD)) == []
    assert len(too_long(messages(LEAFLET, WORD_FOR_WORD.replace("mostly", "all")))) == 1


@pytest.mark.parametrize(("text", "count"), [("Go. Go. Go.", 0), ("Go. Go. Go. Go.", 1)])
def test_a_paragraph_has_at_most_3_sentences(text: str, count: int) -> None:
    assert len(messages(WHY, text)) == count


def test_a_page_above_the_limit_of_reading_age_is_told() -> None:
    hard = "Radiological examination necessitates professional interpretation afterwards."
    (found,) = messages(WHY, hard)
    assert found.startswith("item 'age': 'text' begins a page (item 'age') with a reading age of ")
    assert found.endswith("The limit is 14, the aim 11 (S70). Use shorter words and sentences.")


# --- diagnoses and comfort ------------------------------------------------------------------------

DIAGNOSES = [
    "You have SI joint pain.",
    "You've got a trapped nerve.",
    "You may have inflammatory back pain.",
    "If your pain is worse when you sit, you have SI joint pain.",
    "If these fit you have a slipped disc.",
    "If these fit then you have a condition.",
    "You have a condition of the joint.",
    "So you probably have a condition.",
    "This means that you have a problem with the joint.",
    "This is likely.",
    "It is unlikely that this is new.",
    "The most likely cause is the joint.",
    "There is a good chance that it is the joint.",
    "It is definitely the joint.",
    "Your pain comes from the SI joint.",
    "This is inflammatory back pain.",
    "Your pain is probably new.",
    "Your diagnosis is clear.",
    "This sounds like inflammatory back pain.",
    "The cause is the SI joint.",
    "An SI joint is the cause of your pain.",
]
COMFORTS = [
    "It is nothing serious.",
    "This isn't serious.",
    "Don't worry.",
    "Do not worry.",
    "There is nothing to worry about.",
    "There is no need to worry.",
    "There is no cause for concern.",
    "There is nothing to be concerned about.",
    "You do not need to see a GP.",
    "There is no need to call 111.",
    "This is not urgent.",
    "You are at low risk.",
    "You are fine.",
    "You'll be fine.",
    "It is harmless.",
    "Rest assured.",
    "It will go away.",
    "It should get better soon.",
    "It is only a strain.",
    "Your answers rule out an infection.",
    "It is perfectly normal.",
]


@pytest.mark.parametrize("text", DIAGNOSES)
@pytest.mark.parametrize("place", [WHY, LEAFLET])
def test_we_never_diagnose(place: tuple[str, str], text: str) -> None:
    found = messages(place, curly(text))
    assert any("that is a diagnosis" in message for message in found)


@pytest.mark.parametrize("text", COMFORTS)
def test_we_never_comfort_wrongly(text: str) -> None:
    (found,) = messages(WHY, curly(text))
    assert "that may comfort wrongly. Delete it" in found


@pytest.mark.parametrize("place", [FEATURE, CARD, CRITERION, FOR_THE_GP, RULE])
def test_no_illness_is_named_where_answers_are_said_back_either(place: tuple[str, str]) -> None:
    assert len(messages(place, "you have SI joint pain")) == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (WHY, "Do you have a free week?"),
        (WHY, "Select the signs you have now."),
        (WHY, "Select what you have or have had."),
        (WHY, "If you have SI joint pain, ask about it."),
        (WHY, "Tell a GP if you are 65 and you have weak bones."),
        (WHY, "You have been asked about this."),
        (WHY, "When you have answered, go on."),
        (WHY, "You have 2 SI joints."),
        (WHY, "Could you have a pregnancy?"),
        (WHY, "Many people with this have pain."),
        (WHY, "Pain here may come from an SI joint."),
        (WHY, "This can show where the pain comes from."),
        (WHY, "What do you think is the cause of your pain?"),
        (WHY, "Nobody can say that the SI joint is the cause."),
        (CARD, "you have chest pain"),
        (CRITERION, "you have or had arthritis"),
        (FEATURE, "You have strong leg pain."),
        (OPTION, "I have SI joint pain, nothing serious"),
        (GP_QUESTION, "Is it likely that this will go away?"),
        (LEAFLET, "NICE judged that it probably means less pain."),
        (LEAFLET, "Tests are better at ruling the cause out than in."),
        (LEAFLET, "Pain does not always go away."),
        (FOR_THE_GP, "Chronic lumbar pain, bilateral."),
    ],
)
def test_questions_conditions_and_a_persons_own_words_are_no_diagnosis(
    place: tuple[str, str], text: str
) -> None:
    assert messages(place, text) == []


@pytest.mark.parametrize(("heading", "count"), [("See a GP if", 0), ("Meanwhile", 1)])
def test_lines_under_a_heading_that_ends_with_if_are_conditions(heading: str, count: int) -> None:
    advice = "heading: Meanwhile, text: [Keep active.]"
    line = f"heading: {heading}, bullets: [you have pain at night]"
    assert len(told(changed((advice, line)))) == count


@pytest.mark.parametrize("text", ["It is 20% of people.", "It is 20 per cent.", "A percentage."])
@pytest.mark.parametrize("place", [LEAFLET, OPTION, FOR_THE_GP])
def test_nobody_reads_a_percentage(place: tuple[str, str], text: str) -> None:
    (found,) = messages(place, text)
    assert found.endswith("Write numbers as “15 to 30 in every 100”, or none.")


# --- words and marks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("urinate", "pee"), ("Faeces", "poo"), ("stools", "poo"), ("anus", "bottom"),
        ("abdominal", "tummy"), ("chronic", "for a long time"), ("acute", "sudden"),
        ("clinician", "doctor, nurse or other healthcare professional"),
        ("fever", "high temperature"), ("analgesics", "painkiller"), ("medication", "medicine"),
        ("your GP", "a GP"), ("ring 111", "go to NHS 111 online or call 111"),
        ("SIJ", "SI joint"), ("two", "2"), ("NSAIDs", "anti-inflammatory tablets"),
        ("this check", "this self-check"),
    ],
)  # fmt: skip
def test_each_word_to_avoid_is_told_with_the_word_to_use(word: str, use: str) -> None:
    assert messages(WHY, f"Now {word} here.") == [
        f"item 'age': 'why' has “{word}”. Use “{use}” (S70)."
    ]


@pytest.mark.parametrize("word", ["please", "Easy", "simply", "hormones", "etc"])
def test_some_words_are_better_left_out(word: str) -> None:
    assert messages(WHY, f"Now {word} go.") == [
        f"item 'age': 'why' has “{word}”. Leave it out (S70)."
    ]


@pytest.mark.parametrize("word", ["eases", "toadstool", "canal", "someone", "self-check"])
def test_words_that_only_look_alike_are_fine(word: str) -> None:
    assert messages(WHY, f"This {word} here.") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It's here.", "has a straight '"),
        ('So "here" it is.', 'has a straight "'),
        ("So here&nbsp;it is.", "has HTML: &nbsp;"),
        ("So  here it is.", "has a space too many in"),
        ("So here it is .", "has a space too many in"),
        ("So here it is. ", "has a space too many in"),
    ],
)
@pytest.mark.parametrize("place", [WHY, FOR_THE_GP, ("title: A paper", "title: {}")])
def test_marks_are_checked_in_every_text(place: tuple[str, str], text: str, shown: str) -> None:
    (found,) = messages(place, text)
    assert shown in found


def test_html_tags_do_not_even_load() -> None:
    with pytest.raises(ContentError, match="HTML is not allowed"):
        messages(WHY, "So <b>here</b> it is.")


def test_a_link_may_have_any_mark() -> None:
    link = 'mark: seen, link: "https://a.example/it\'s?a=1&copy;=2"'
    assert told(changed(("mark: seen", link))) == ()


@pytest.mark.parametrize("text", ["Go to A&E now.", "If 2 < 3 then go.", "So here it is: 1.7."])
def test_marks_that_are_no_fault(text: str) -> None:
    assert messages(WHY, text) == []


# --- the joint, the review and the sources --------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "page"),
    [(("lead: This is about back pain.", "lead: {}"), "start page"), (LEAFLET, "leaflet")],
)
def test_the_joint_is_named_in_full_where_it_first_comes_up(
    place: tuple[str, str], page: str
) -> None:
    assert messages(place, "The sacroiliac (SI) joint is small. An SI joint can hurt.") == []
    (found,) = messages(place, "An SI joint can hurt. The sacroiliac (SI) joint is small.")
    assert f"first time on the {page}. Write “sacroiliac (SI) joint” here (S70)." in found


def test_a_heading_may_name_the_joint_in_short() -> None:
    assert messages(TITLE, "The SI joint") == []


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("\u2011", "non-breaking hyphen"),
        ("\u4f8b", "cjk unified ideograph-4f8b"),
        ("\u2705", "white heavy check mark"),
        ("\u05d0", "hebrew letter alef"),
        ("\U0001f600", "grinning face"),
    ],
)
@pytest.mark.parametrize("place", [OPTION, LEAFLET, FEATURE], ids=lambda place: place[1])
def test_a_letter_that_the_pdf_cannot_show_is_named(
    place: tuple[str, str], letter: str, name: str
) -> None:
    (found,) = messages(place, f"Follow{letter}up.")
    assert f"has U+{ord(letter):04X} ({name}) in “Follow{letter}up.”. The PDF cannot" in found


def test_letters_that_the_pdf_can_show_pass() -> None:
    assert messages(LEAFLET, "Zoë has 5 µg, ≥ 3 ½ “Łódź”, °C → ±2.") == []


def test_a_warning_sign_without_a_source_does_not_even_load() -> None:
    with pytest.raises(ContentError, match=r"warning sign 'foot': .*sources"):
        loads(changed(("question: numbness, chosen: [foot]}\n    sources: [S1]",
                       "question: numbness, chosen: [foot]}\n    sources: []")))  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "note", "count"),
    [
        ("seen", "", 0),
        ("mirror", "", 0),
        ("recall", "", 2),
        ("ours", "", 2),
        ("ours", "\n    source_note: R3.", 2),
        ("recall", '\n    source_note: "[recall]"', 1),
        ("ours", '\n    source_note: "R3. [to agree]"', 1),
    ],
)
def test_a_warning_sign_that_nobody_read_about_says_so(mark: str, note: str, count: int) -> None:
    rule = "question: numbness, chosen: [foot]}\n    sources: [S1]"
    raw = changed(("mark: seen", f"mark: {mark}"), (rule, f"{rule}{note}"))
    found = [problem.message for problem in told(raw)]
    assert len(found) == count
    assert all(
        message.endswith(
            "'sources' has none that was read. Name one that was, "
            "or say in source_note [recall] or [to agree]."
        )
        for message in found
    )


def test_sound_yaml_is_what_the_faults_are_put_into() -> None:
    assert all(SOUND.count(old) == 1 for old in (LEAFLET[0], WHY[0], FEATURE[0], CARD[0], RULE[0]))
