"""The review page: the whole content in words, what is open, what changed, and a place to sign."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from typing import TypeVar

import pytest
from pydantic import BaseModel

from app.authoring.caseload.figures import ASSUMED, LEVELS, Caseload, proportion
from app.authoring.compare.differences import Difference, differences
from app.authoring.review.gives import points
from app.authoring.review.page import MARKS, marked, review_page, rule, statements, to_settle
from app.content.conditions import KINDS, AllOf, AnyOf, Chosen, Condition
from app.content.load import load
from app.content.model import (
    Item,
    NeverRule,
    Outcome,
    Questionnaire,
    ResultNote,
    Source,
    Sourced,
    WarningSign,
)
from app.sheet.explain import sentence, sign_condition
from tests.questions import QUESTIONS
from tests.web.tiny import TINY

HOSTILE = "<script>alert(1)</script> --> \"]} </style> {{ 7 * 7 }} &amp; 'end'"


INLINE = {"a", "strong", "span", "style"}

Model = TypeVar("Model", bound=BaseModel)


def replaced(entry: Model, **update: object) -> Model:
    """A copy with some fields changed, that has worked nothing out yet."""
    copy = entry.model_copy(update=update)
    for name in set(vars(copy)) - set(type(copy).model_fields):
        del vars(copy)[name]
    return copy


class Page(HTMLParser):
    """What a page is made of: tags with their attributes, its style sheet, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[str] = []
        self.pieces: list[str] = []
        self.style = ""
        self.in_row = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append("")
            self.in_row = True
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self.in_row = False

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style":
            self.style += data
            return
        self.pieces.append(data)
        if self.in_row:
            self.rows[-1] += data

    @cached_property
    def text(self) -> str:
        return as_shown("".join(self.pieces))

    def row(self, anchor: str) -> str:
        """The text of a table row that can be linked to."""
        places = [attributes for tag, attributes in self.tags if tag == "tr"]
        number = next(i for i, attributes in enumerate(places) if attributes.get("id") == anchor)
        return as_shown(self.rows[number])

    def block(self, start: str, end: str) -> str:
        """The text between two others."""
        return self.text.split(start, 1)[1].split(end, 1)[0]

    def question(self, link_id: str) -> str:
        """What is said of a question of the content that is served, up to the next one."""
        items = QUESTIONS.items
        at = next(at for at, item in enumerate(items) if item.link_id == link_id)
        return self.block(f"{at + 1}. {items[at].text}", f"{at + 2}. {items[at + 1].text}")


def as_shown(text: str) -> str:
    """A text with its marks in words, and its spaces as a browser shows them."""
    for mark, words in MARKS.items():
        text = text.replace(mark, words)
    return " ".join(text.split())


def page(
    content: Questionnaire,
    *,
    approval: str | None = None,
    changes: tuple[str, ...] | None = None,
    caseload: Caseload | str = "Not known.",
    approved: Questionnaire | None = None,
) -> Page:
    return Page(
        review_page(
            content,
            reading_ages=[("Start page", 9.46), ("The leaflet", 10.0)],
            approval=approval,
            changes=changes,
            made_on=date(2026, 11, 3),
            caseload=caseload,
            approved=approved,
        )
    )


@pytest.fixture(scope="module", params=["shipped", "tiny"])
def content(request: pytest.FixtureRequest, questionnaire: Questionnaire) -> Questionnaire:
    return questionnaire if request.param == "shipped" else load(TINY)


@pytest.fixture(scope="module")
def shown(content: Questionnaire) -> Page:
    return page(content)


@pytest.fixture(scope="module")
def shipped(questionnaire: Questionnaire) -> Page:
    return page(questionnaire)


# --- nothing is left out --------------------------------------------------------------------------

NAMES = {
    "id",
    "link_id",
    "section",
    "questions",
    "asks_again",
    "asks_which",
    "asked_in",
    "lifted_after",
    "wish",
    "kind",
    "mark",
    "counts_as",
    "otherwise",
    "link",
    *("box", "attributes", "drawing", "shape"),
}
"""Fields that hold codes, names of entries or drawings. Other tests look at what they lead to."""


def parts(content: object) -> Iterator[BaseModel]:
    """Every entry of the content, and every part of one. Rules are not looked into."""
    if isinstance(content, tuple):
        for entry in content:
            yield from parts(entry)
    elif isinstance(content, BaseModel) and not isinstance(content, KINDS):
        yield content
        for name in type(content).model_fields:
            yield from parts(getattr(content, name))


def texts(content: Questionnaire) -> Iterator[str]:
    """Every text of the content that somebody could read."""
    for part in parts(content):
        for name in type(part).model_fields:
            is_code = name == "code" and not isinstance(part, WarningSign)
            is_name = isinstance(part, Outcome | NeverRule | ResultNote) and name in (
                "advice",
                "outcomes",
            )
            value = getattr(part, name)
            if name not in NAMES and not is_code and not is_name:
                found = value if isinstance(value, tuple) else (value,)
                yield from (as_shown(text) for text in found if isinstance(text, str))


def rules(content: Questionnaire) -> Iterator[Condition]:
    """Every rule of the content as it stands on the page."""
    for part in parts(content):
        if isinstance(part, WarningSign):
            yield sign_condition(part)
        else:
            fields = (getattr(part, name) for name in type(part).model_fields)
            yield from (value for value in fields if isinstance(value, KINDS))


def test_every_text_of_the_content_is_on_the_page(content: Questionnaire, shown: Page) -> None:
    found = list(texts(content))
    assert len(found) > 100
    assert [text for text in found if text not in shown.text] == []


def test_every_rule_is_on_the_page_in_words(content: Questionnaire, shown: Page) -> None:
    found = [rule(content, condition) for condition in rules(content)]
    assert len(found) > 15
    for each in found:
        assert as_shown(each.lead) in shown.text
        assert [part for part in each.parts if as_shown(part) not in shown.text] == []


def test_every_entry_with_sources_has_its_place(content: Questionnaire, shown: Page) -> None:
    named = [statement.entry for statement in statements(content)]
    assert [
        part for part in parts(content) if isinstance(part, Sourced) and part not in named
    ] == []
    ids = {attributes.get("id") for _, attributes in shown.tags}
    assert {statement.anchor for statement in statements(content)} <= ids


def test_each_sign_has_its_level_code_rule_and_sources(questionnaire: Questionnaire) -> None:
    page_ = page(questionnaire)
    heads = ("Emergency signs", "Maternity signs", "Urgent signs", "Points and bands")
    for sign in questionnaire.warning_signs:
        row = page_.row(f"sign-{sign.id}")
        assert row.startswith(f"{sign.code} ")
        assert as_shown(sign.text) in row
        assert all(name in row for name in sign.sources)
        name = sign.level.name.capitalize()
        following = heads[heads.index(f"{name} signs") + 1]
        assert row in page_.block(f"{name} signs Code", following)


def test_not_sure_is_said_for_each_question_of_a_sign(shipped: Page) -> None:
    assert "Counts under “Accidents, falls, chest and tummy”." in shipped.row("sign-chest-pain")
    heavy = shipped.row("sign-heavy-bleeding-pregnant")
    assert "Counts under “Pregnancy”. Does not count under “Signs in pregnancy”." in heavy
    assert "There is none under “Age”." in shipped.row("sign-fall-with-weaker-bones")
    assert "Counts under “Pregnancy”." in shipped.row("condition-pregnant-now")
    cancer = shipped.row("never-new-pain-after-cancer-is-never-calm")
    assert "Counts under “Pain new or worse since the cancer”." in cancer


def test_each_answer_is_marked_with_what_it_gives(shipped: Page) -> None:
    legs = shipped.question("legs")
    assert "both legs giving way Emergency sign E5: weakness, numbness or tingling" in legs
    assert "Together with other answers: Emergency sign U7: cancer now or ever" in legs
    fall = shipped.question("fall-and-pain")
    assert "not sure Counts as" in fall
    assert "Under 18 Ends the questions: “This self-check is for adults”" in shipped.text
    finger = shipped.block("Can you point to the worst spot", "Do you also feel")
    assert "yes +3 points" in finger
    assert "not sure Counts as not known" in finger
    worse = shipped.block("What makes the pain worse? Select", "What eases the pain? Select")
    assert "stairs Together with other answers: +1 point" in worse
    assert "Yes yes Counts towards “Ask a GP about inflammatory back pain”" in worse


def test_a_question_that_asks_again_is_marked_as_that_and_with_what_each_answer_gives(
    shipped: Page,
) -> None:
    first = shipped.question("nerves")
    asks = (
        "not sure Asks again, as “Not sure about numbness, pee, poo and sex”: what is named there"
    )
    assert asks in first
    assert "Counts as" not in first
    again = shipped.question("nerves-again")
    assert "Asks again “Numbness, pee, poo and sex”. What was ticked there is not on this" in again
    assert "An empty page says “I can’t say”." in again  # noqa: RUF001
    assert "cannot pee Emergency sign E2: cannot pee" in again
    assert "cannot say which Counts as every answer above but “none” So it gives: Emergency E1" in (
        again
    )


def test_a_question_that_asks_which_says_of_what(shipped: Page) -> None:
    helped = shipped.question("helped")
    assert "Asks which of the answers ticked in “Tried”." in helped


def test_what_lifts_a_gp_question_and_what_is_never_cut_is_said(shipped: Page) -> None:
    wish = "“What I want most” is answered “Help with my mood”"
    assert f"Lifted in rank: When {wish}" in shipped.row("gp-mood").replace(
        "rank:When", "rank: When"
    )
    assert "Never cut, in its rank." in shipped.row("gp-surgery")
    cause = "A question that is lifted comes right after “What do you think is causing my pain"
    assert cause in shipped.text


def test_of_questions_in_place_of_others_it_is_said_that_1_answer_is_enough(shipped: Page) -> None:
    row = shipped.row("sign-cannot-stand")
    here = "“Can stand and walk since the fall” or “Can stand and walk since the injury”"
    assert f"1 answer to {here} is enough for the sheet to say that it was denied." in row
    assert "Asked in" not in shipped.row("sign-pee")


def test_a_sign_of_a_question_asked_only_then_needs_no_other_answer(shipped: Page) -> None:
    block = shipped.question("pregnancy-signs")
    assert "waters broken Maternity sign R12: waters broken" in block
    assert "Together" not in block


def test_an_answer_that_gives_a_sign_in_two_ways_gives_it_alone_where_one_does() -> None:
    content = load(TINY)
    fever = content.warning_signs_by_id["fever"].when
    longer = AllOf(all=(fever, content.conditions_by_id["child"].when))
    for ways in ((fever, longer), (longer, fever)):
        text = page(changed(content, "warning_signs", "fever", when=AnyOf(any=ways))).text
        assert "A fever Urgent sign U1: a fever None of these" in text


def test_the_decision_table_has_the_outcomes_in_order(content: Questionnaire, shown: Page) -> None:
    table = shown.block("Outcomes in order", "Warning signs Each of these")
    places = [table.index(outcome.title) for outcome in content.outcomes]
    assert places == sorted(places)
    assert table.count("At once") == sum(outcome.ends_journey for outcome in content.outcomes)
    assert table.count("Yes: “") == sum(o.sheet_title is not None for o in content.outcomes)


def test_levels_of_outcomes_are_those_of_their_signs(shipped: Page) -> None:
    table = shipped.block("Outcomes in order", "Warning signs Each of these")
    levels = re.findall(r"\. (Emergency|Maternity|Urgent|None) ", table)
    assert levels == ["None", "Emergency", "Maternity", "Urgent", "Urgent", *["None"] * 4]


def test_points_lead_to_bands(shipped: Page) -> None:
    assert shipped.row("band-some").startswith("3 to 5 some Some of your answers")
    assert "6 or more several" in shipped.row("band-several")
    assert "Otherwise the band is “some”." in shipped.row("band-several")
    assert shipped.row("feature-M1").startswith("M1 \N{MINUS SIGN}2 points Your main pain")
    assert (points(1), points(-1)) == ("+1 point", "\N{MINUS SIGN}1 point")


def test_the_way_says_who_is_asked_each_question(content: Questionnaire, shown: Page) -> None:
    before = shown.block("Second patterns", "Every screen Buttons")
    said = [
        f"{item.short}: asked when {sentence(content, item.enable_when)}"
        if item.enable_when
        else f"{item.short}: asked of everybody who gets here"
        for item in content.items
    ]
    assert before.endswith(f"The way through the questions {as_shown(' '.join(said))} ")


def test_gp_questions_have_their_rank(content: Questionnaire, shown: Page) -> None:
    for rank, question in enumerate(content.gp_questions, 1):
        row = shown.row(f"gp-{question.id}")
        assert row.startswith(f"{rank} {question.number or question.id} {question.text}")


def test_each_source_says_how_it_was_read(content: Questionnaire, shown: Page) -> None:
    words = {
        "seen": " read",
        "mirror": "read on a copy",
        "recall": "from memory, no source was read",
        "ours": "our own decision",
    }
    for source in content.sources:
        assert words[source.mark] in shown.row(f"source-{source.id}")


# --- rules in words -------------------------------------------------------------------------------


def test_a_long_rule_is_a_list_and_names_the_exact_words(questionnaire: Questionnaire) -> None:
    found = rule(questionnaire, questionnaire.conditions_by_id["surgery-may-come-up"].when)
    assert found.lead == "all of these hold:"
    assert len(found.parts) == 8
    assert [term.id for term in found.terms] == [
        "lasted-over-6-months",
        "on-most-days",
        "physio-tried",
        "two-treatments-tried",
        "in-pregnancy-gate",
    ]


def test_a_short_rule_is_one_sentence(questionnaire: Questionnaire) -> None:
    when = questionnaire.features_by_id["P3"].when
    found = rule(questionnaire, when)
    assert (found.lead, found.parts) == (sentence(questionnaire, when), ())


# --- what is open ---------------------------------------------------------------------------------


def test_everything_marked_as_open_is_in_the_list(content: Questionnaire, shown: Page) -> None:
    notes = [
        as_shown(note)
        for part in parts(content)
        for note in (getattr(part, "source_note", None), getattr(part, "note", None))
        if note and any(mark in note for mark in MARKS)
    ]
    notes.extend(
        as_shown(part.not_sure_policy)
        for part in parts(content)
        if isinstance(part, Item)
        and part.not_sure_policy
        and any(mark in part.not_sure_policy for mark in MARKS)
    )
    listed = shown.block("For a clinician to settle Everything", "How the outcome is decided")
    assert [note for note in notes if note not in listed] == []
    own = [s for s in content.sources if s.mark in ("recall", "ours")]
    assert [s.id for s in own if f"{s.id}: {as_shown(s.title)}" not in listed] == []


def test_each_open_point_has_a_row_of_its_own(questionnaire: Questionnaire) -> None:
    dump = questionnaire.model_dump_json()
    found = list(to_settle(questionnaire))
    assert sum("[recall]" in each.note for each in found) == len(
        re.findall(r'"[^"]*\[recall\][^"]*"', dump.replace('\\"', ""))
    )
    assert len(found) > 70


def test_where_nothing_is_open_the_page_says_so() -> None:
    assert list(to_settle(load(TINY))) == []
    assert "Nothing is marked as open." in page(load(TINY)).text


def test_a_source_from_memory_is_open_without_a_note() -> None:
    content = load(TINY)
    source = Source(id="S9", title="A talk", mark="recall")
    (found,) = to_settle(replaced(content, sources=(source,)))
    assert (found.text, found.marks) == ("S9: A talk", ("[recall]",))


def test_a_mark_in_a_policy_on_not_sure_is_open() -> None:
    content = changed(load(TINY), "items", "age", not_sure_policy="None. [to agree]")
    (found,) = to_settle(content)
    assert (found.kind, found.note, found.marks) == (
        "Question",
        "None. [to agree]",
        ("[to agree]",),
    )


def test_marks_become_words() -> None:
    assert marked("R1. [to agree] 65 as the age.") == (
        ("R1. ", False),
        ("a clinician must agree", True),
        (" 65 as the age.", False),
    )


# --- what changed ---------------------------------------------------------------------------------


def changed(content: Questionnaire, name: str, key: str, **update: object) -> Questionnaire:
    """The content with one entry of a list changed."""
    entries = tuple(
        replaced(entry, **update)
        if key in (getattr(entry, "id", None), getattr(entry, "link_id", None))
        else entry
        for entry in getattr(content, name)
    )
    return replaced(content, **{name: entries})


def test_the_same_content_has_no_differences(content: Questionnaire) -> None:
    assert list(differences(content, content)) == []
    assert "Texts and rules that differ None." in page(content, approved=content).text


def test_a_changed_text_is_told_with_old_and_new() -> None:
    old = load(TINY)
    new = changed(old, "items", "place", text="Where does it hurt?")
    told = Difference("item “place”, text", "Where is the pain?", "Where does it hurt?")
    assert list(differences(old, new)) == [told]
    block = page(new, approved=old).block("Texts and rules that differ", "How the outcome")
    assert "item “place”, text Where is the pain? Where does it hurt?" in block


def test_a_changed_rule_is_told_in_words() -> None:
    old = load(TINY)
    when = Chosen(question="signs", chosen=("numb",))
    new = changed(old, "warning_signs", "fever", when=when)
    assert list(differences(old, new)) == [
        Difference(
            "warning sign “fever”, rule",
            sentence(old, old.warning_signs_by_id["fever"].when),
            sentence(old, when),
        )
    ]


def test_a_changed_weight_and_a_changed_answer_are_told() -> None:
    old = load(TINY)
    new = changed(old, "features", "P1", item_weight=3)
    assert list(differences(old, new)) == [Difference("feature “P1”, points", "2", "3")]
    option = replaced(old.items_by_id["side"].answer_option[0], text="On the left")
    options = (option, *old.items_by_id["side"].answer_option[1:])
    new = changed(old, "items", "side", answer_option=options)
    what = "item “side”, answer “left”, text"
    assert Difference(what, "Left", "On the left") in list(differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("2", "3", "“2” is now “3”"), ("", "3", "“3”"), ("2", "", "was “2”")],
)
def test_a_difference_says_what_was_and_what_is(old: str, new: str, said: str) -> None:
    assert str(Difference("sheet, cap", old, new)) == f"sheet, cap: {said}"


def test_entries_that_were_added_or_removed_are_told() -> None:
    old = load(TINY)
    new = replaced(old, result_notes=())
    (removed,) = differences(old, new)
    assert removed.what == "result note “joint”: removed"
    assert "text: It may be the joint." in removed.old
    assert removed.new == ""
    (added,) = differences(new, old)
    assert (added.what, added.old) == ("result note “joint”: added", "")


def test_another_order_is_told() -> None:
    old = load(TINY)
    new = replaced(old, outcomes=(old.outcomes[1], old.outcomes[0], *old.outcomes[2:]))
    (found,) = differences(old, new)
    assert found.what == "order: outcome"
    assert found.old.startswith("under-18, emergency")
    assert found.new.startswith("emergency, under-18")


def test_a_rule_that_reads_the_same_is_still_told() -> None:
    old = load(TINY)
    old = changed(
        old,
        "items",
        "signs",
        answer_option=tuple(
            replaced(o, text="A sign") for o in old.items_by_id["signs"].answer_option
        ),
    )
    new = changed(old, "warning_signs", "fever", when=Chosen(question="signs", chosen=("numb",)))
    (found,) = differences(old, new)
    assert found.new == "A rule of it has changed in a way that these words do not show."


def test_parts_outside_lists_are_compared() -> None:
    old = load(TINY)
    new = replaced(old, sheet=replaced(old.sheet, cap=7))
    assert list(differences(old, new)) == [Difference("sheet, cap", "8", "7")]


def test_changes_are_said_or_that_there_was_no_sign_off() -> None:
    content = load(TINY)
    assert "Nothing has been signed off yet" in page(content).text
    told = page(content, changes=("More urgent: 2 sets of answers",)).text
    assert "Who gets another result More urgent: 2 sets of answers" in told
    assert "Nothing has been signed off yet" not in told
    assert "Who gets another result Nobody." in page(content, changes=()).text


# --- to sign --------------------------------------------------------------------------------------


def test_a_draft_says_so_at_both_ends_and_on_every_side(shown: Page) -> None:
    assert shown.text.count("Draft, not approved by a clinician") == 2
    assert '@top-left { content: "Draft, not approved by a clinician"' in shown.style


def test_an_approval_takes_the_place_of_the_draft_notice(content: Questionnaire) -> None:
    approved = page(content, approval="Approved on 1 March 2027 by a GP.")
    assert approved.text.count("Approved on 1 March 2027 by a GP.") == 2
    assert "Draft" not in approved.text + approved.style


def test_digest_and_version_stand_at_both_ends_and_in_the_foot(
    content: Questionnaire, shown: Page
) -> None:
    groups = " ".join(content.digest[i : i + 8] for i in range(0, 64, 8))
    assert shown.text.count(groups) == 2
    foot = re.sub(r"\\A ", "", shown.style.split("@bottom-left")[1].split(";")[0])
    assert "".join(groups.split()) in "".join(foot.split())
    assert f"Version {content.version}." in foot


def test_there_are_empty_lines_to_sign(shown: Page) -> None:
    block = shown.text[shown.text.rindex("Content digest") :]
    for line in ("Name", "Role", "Registration number", "Date", "Scope", "Signature"):
        assert line in block


def test_the_intended_use_is_two_sentences(shipped: Page) -> None:
    assert shipped.block("the intended use “", "How to read").strip() == (
        "SI joint self-check” is for people of whom this is true: you are 18 or over and you have "
        "pain in your low back, buttock, hip or groin. It can tell you if you need help today; "
        "show what your answers fit, and what they do not fit; and print a sheet of questions to "
        "take to a GP, but it cannot tell you what is causing your pain or take the place of a "
        "doctor, nurse or other healthcare professional."
    )


def test_reading_ages_have_one_decimal(shown: Page) -> None:
    assert "Start page 9.5" in shown.text
    assert "The leaflet 10.0" in shown.text
    assert "This page made on 3 November 2026" in shown.text


# --- one file that is safe and can be read --------------------------------------------------------


@pytest.fixture(scope="module")
def hostile() -> Questionnaire:
    """Content whose every text tries to be something else than text."""

    def spoilt(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(spoilt, value))
        if not isinstance(value, BaseModel) or isinstance(value, KINDS):
            return value
        update: dict[str, object] = {}
        for name in type(value).model_fields:
            found = getattr(value, name)
            if name in ("text", "title", "source_note", "hint", "why", "error", "label", "because"):
                update[name] = (HOSTILE,) if isinstance(found, tuple) else HOSTILE
            else:
                update[name] = spoilt(found)
        return replaced(value, **update)

    content = spoilt(load(TINY))
    assert isinstance(content, Questionnaire)
    return content


def test_the_page_loads_nothing_and_runs_nothing(content: Questionnaire, shown: Page) -> None:
    names = {tag for tag, _ in shown.tags}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "base", "details"})
    links = {source.link for source in content.sources}
    for _, attributes in shown.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        href = attributes.get("href") or "#"
        assert href.startswith("#") or href in links
    hrefs = {attributes.get("href") for _, attributes in shown.tags}
    assert {link for link in links if link} <= hrefs
    assert "url(" not in shown.style
    assert "@import" not in shown.style


def test_hostile_text_stays_text(hostile: Questionnaire) -> None:
    found = page(hostile, approval=HOSTILE, changes=(HOSTILE,), approved=load(TINY))
    assert found.text.count(HOSTILE) > 100
    calm = page(load(TINY), approval="yes", changes=("one",), approved=load(TINY))
    names = {tag for tag, _ in calm.tags} | {"pre"}
    assert {tag for tag, _ in found.tags} <= names | {"strong", "ul", "li"}
    assert HOSTILE.split()[0] not in found.style


def test_ids_are_unique_and_links_land(shown: Page) -> None:
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(a.get("href") or "") for tag, a in shown.tags if tag == "a"}
    assert [t for t in targets if t.startswith("#") and t[1:] not in ids] == []
    labels = {a["aria-labelledby"] for _, a in shown.tags if "aria-labelledby" in a}
    assert labels <= set(ids)


def test_it_says_where_people_of_an_assumed_mix_are_sent_or_why_not() -> None:
    content = load(TINY)
    shares = {line: proportion(1, 10) for line in LEVELS}
    names = [f"sign {i}" for i in range(9)]
    found = page(
        content,
        caseload=Caseload(
            content="",
            people=2_000,
            digest="",
            settings={"low": shares, "middle": shares, "high": shares},
            alone={name: {"urgent": 1.5} for name in names},
            what_if={},
            passed_over=(),
            not_asked=(),
        ),
    )
    assert ASSUMED in found.text
    assert "Of 100 people, out of 2,000 drawn" in found.text
    assert sum(row.count("10.0 (1.8 to 40.4)") for row in found.rows) == 3 * len(LEVELS)
    assert f"{names[7]}: 1.5 urgent" in found.text
    assert names[8] not in found.text
    told = page(content, caseload="Nobody answers “age”.")
    assert "Nobody answers “age”." in told.text
    assert ASSUMED not in told.text


def test_headings_are_in_order_and_in_the_contents(shown: Page) -> None:
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    sections = [a["id"] for tag, a in shown.tags if tag == "h2" and a.get("id") != "contents"]
    linked = [(a.get("href") or "")[1:] for tag, a in shown.tags if tag == "a"]
    assert len(sections) == 20
    assert set(sections) <= set(linked)


def test_on_paper_heads_repeat_and_rows_stay_whole(shown: Page) -> None:
    assert "size: A4" in shown.style
    assert "thead { display: table-header-group; }" in shown.style
    assert "break-inside: avoid" in shown.style
    assert "counter(page)" in shown.style


def test_each_region_of_each_picture_is_shown_by_itself(
    questionnaire: Questionnaire, shipped: Page
) -> None:
    regions = [region.id for picture in questionnaire.pictures for region in picture.regions]
    assert len(regions) > 10
    assert [name for name in regions if name not in shipped.text] == []
    named = [(a.get("id") or "").partition(".")[2] for _, a in shipped.tags]
    assert [name for name in named if name in regions] == regions
