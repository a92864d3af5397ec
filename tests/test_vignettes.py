"""Short patient stories and what the clinical brief says should come of them.

``vignettes/everybody.yaml`` holds the people; every other file holds stories. Expectations are
derived from the brief, never from what the code does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.content.source import Plain, read
from app.findings import Answers, Status
from app.rules import assess

FOLDER = Path(__file__).parent / "vignettes"
PEOPLE_FILE = "everybody.yaml"

EXPECTED = ("outcome", "level", "band", "overlays")
"""What every story says."""
MAY_BE_EXPECTED = (
    "gp_questions",
    "not_gp_questions",
    "signs",
    "points",
    "count",
    "notes",
    "not_notes",
    "follow_ups",
)
NONE = "none"


@dataclass(frozen=True)
class Vignette:
    """A story, the answers it gives, and what is expected of them."""

    id: str
    story: str
    answers: Answers
    expect: Mapping[str, Plain]

    def text(self, key: str) -> str:
        """One expected word."""
        return str(self.expect[key])

    def ids(self, key: str) -> frozenset[str]:
        """The expected ids; none where the story does not say."""
        return _codes(self.expect.get(key, ()))


def _codes(value: Plain) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, tuple) else frozenset({str(value)})


def _mapping(value: Plain) -> Mapping[str, Plain]:
    assert isinstance(value, dict), value
    return value


def _data(file: Path) -> Plain:
    document = read(file.read_bytes())
    assert document.problems == [], file.name
    return document.data


def _person(people: Mapping[str, Plain], name: str) -> dict[str, Plain]:
    """All answers of a person, those of the one they start from included."""
    person = _mapping(people[name])
    before = _person(people, str(person["from"])) if "from" in person else {}
    return before | dict(_mapping(person["answers"]))


PEOPLE: Mapping[str, Answers] = {
    name: {item: _codes(given) for item, given in _person(people, name).items()}
    for people in [_mapping(_data(FOLDER / PEOPLE_FILE))]
    for name in people
}
"""Complete sets of answers by name; those off the path do no harm."""


def _vignettes() -> Iterator[Vignette]:
    for file in sorted(FOLDER.glob("*.yaml")):
        if file.name == PEOPLE_FILE:
            continue
        stories = _data(file)
        assert isinstance(stories, tuple), file.name
        for number, told in enumerate(stories, start=1):
            story = _mapping(told)
            assert set(story) <= {"story", "from", "answers", "not_answered", "expect"}, story
            own = {item: _codes(given) for item, given in _mapping(story["answers"]).items()}
            left_open = _codes(story.get("not_answered", ()))
            answers = {**PEOPLE[str(story["from"])], **own}
            yield Vignette(
                f"{file.stem}-{number:02}",
                str(story["story"]),
                {item: given for item, given in answers.items() if item not in left_open},
                _mapping(story["expect"]),
            )


VIGNETTES = tuple(_vignettes())


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette.id)
def test_story_ends_as_the_brief_says(vignette: Vignette, questionnaire: Questionnaire) -> None:
    found = assess(questionnaire, vignette.answers)
    level = Level[vignette.text("level")]
    counted = frozenset(finding.sign.id for finding in found.signs if finding.counts)
    because = f"{vignette.story}\nThese signs count: {', '.join(sorted(counted)) or NONE}"

    assert found.level >= level, f"BELOW the expected level. {because}"
    got = {
        "outcome": found.outcome.id if found.outcome else NONE,
        "level": found.level.name,
        "band": found.band.id if found.band else NONE,
        "overlays": frozenset(finding.overlay.id for finding in found.shown_overlays),
    }
    expected = {
        "outcome": vignette.text("outcome"),
        "level": level.name,
        "band": vignette.text("band"),
        "overlays": vignette.ids("overlays"),
    }
    assert got == expected, because

    on_the_sheet = frozenset(asked.question.id for asked in found.gp_questions)
    assert vignette.ids("gp_questions") <= on_the_sheet, because
    assert not vignette.ids("not_gp_questions") & on_the_sheet, because

    notes = frozenset(note.id for note in found.notes)
    assert vignette.ids("notes") <= notes, because
    assert not vignette.ids("not_notes") & notes, because

    if "signs" in vignette.expect:
        assert counted == vignette.ids("signs"), because
    if "points" in vignette.expect:
        assert found.points == int(vignette.text("points")), because
    if "count" in vignette.expect:
        counts = [finding.count for finding in found.overlays]
        assert counts == [int(vignette.text("count"))], because
    if "follow_ups" in vignette.expect:
        lines = sum(len(asked.follow_ups) for asked in found.gp_questions)
        assert lines == int(vignette.text("follow_ups")), because


def test_a_sign_that_is_only_not_sure_is_never_called_reported(
    questionnaire: Questionnaire,
) -> None:
    for vignette in VIGNETTES:
        unsure = {
            item
            for item, given in vignette.answers.items()
            if (option := questionnaire.item[item].not_sure) and given == {option.code}
        }
        for finding in assess(questionnaire, vignette.answers).signs:
            if questionnaire.questions_in(finding.sign.when) <= unsure:
                assert finding.status is not Status.reported, (vignette.story, finding.sign.id)


def test_every_id_in_a_story_exists(questionnaire: Questionnaire) -> None:
    questions = {question.id for question in questionnaire.gp_questions}
    notes = {note.id for note in questionnaire.result_notes}
    known = {
        "outcome": {*questionnaire.outcome, NONE},
        "level": set(Level.__members__),
        "band": {*questionnaire.band, NONE},
        "overlays": set(questionnaire.overlay),
        "gp_questions": questions,
        "not_gp_questions": questions,
        "signs": set(questionnaire.warning_sign),
        "notes": notes,
        "not_notes": notes,
    }
    for vignette in VIGNETTES:
        keys = set(vignette.expect)
        assert set(EXPECTED) <= keys <= {*EXPECTED, *MAY_BE_EXPECTED}, vignette.story
        for key, names in known.items():
            assert vignette.ids(key) <= names, (vignette.story, vignette.ids(key) - names)
        for item, given in vignette.answers.items():
            assert item in questionnaire.item, (vignette.story, item)
            assert could_be_given(questionnaire.item[item], given), (vignette.story, item)


def could_be_given(item: Item, given: frozenset[str]) -> bool:
    """Whether a person could answer an item so: known codes, one of them or none with others."""
    exclusive = {option.code for option in item.answer_option if option.exclusive}
    one_only = not item.repeats or given & exclusive
    return given <= set(item.options) and len(given) >= 1 and (len(given) == 1 or not one_only)


def test_the_people_of_the_stories_answer_every_question(questionnaire: Questionnaire) -> None:
    for name, answers in PEOPLE.items():
        assert set(answers) == set(questionnaire.item), name


def test_there_are_many_stories_and_each_is_told_once() -> None:
    told = [vignette.story for vignette in VIGNETTES]
    assert len(set(told)) == len(told)
    assert len(told) >= 52
    assert sum(vignette.text("level") != NONE for vignette in VIGNETTES) >= 20


def test_every_warning_sign_every_level_and_every_outcome_has_a_story(
    questionnaire: Questionnaire,
) -> None:
    signs = frozenset().union(*(vignette.ids("signs") for vignette in VIGNETTES))
    shown = frozenset().union(*(vignette.ids("gp_questions") for vignette in VIGNETTES))
    assert set(questionnaire.warning_sign) - signs == set()
    assert {vignette.text("outcome") for vignette in VIGNETTES} == {*questionnaire.outcome, NONE}
    assert {vignette.text("band") for vignette in VIGNETTES} == {*questionnaire.band, NONE}
    assert {question.id for question in questionnaire.gp_questions} - shown == set()
