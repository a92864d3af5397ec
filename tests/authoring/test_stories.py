"""Stories in YAML: what they say, what does not come of them, and every fault of a file."""

from pathlib import Path

import pytest

from app.authoring.stories import Story, read_people, read_stories, shortfalls_of
from app.content.load import load
from app.content.model import Questionnaire
from app.content.problems import ContentError
from tests.web.tiny import TINY

CONTENT = load(TINY)
CALM = "{age: from-18, pregnant: no, signs: [none], place: elsewhere}"
PEOPLE = f"""\
calm:
  answers: {CALM}
fever:
  from: calm
  answers: {{signs: [fever]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "everybody.yaml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def stories(folder: Path, text: str) -> tuple[Story, ...]:
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return read_stories(file, CONTENT)


def fault(folder: Path, text: str) -> str:
    with pytest.raises(ContentError) as caught:
        stories(folder, text)
    return str(caught.value)


def test_one_story_needs_no_list_and_no_expectation(folder: Path) -> None:
    (story,) = stories(folder, f"answers: {CALM}\n")
    assert story.name == "mine-01"
    assert story.answers["signs"] == {"none"}
    assert shortfalls_of(story, CONTENT) == ()


def test_a_story_starts_from_a_person_and_states_what_differs(folder: Path) -> None:
    first, second = stories(
        folder,
        "- {story: A, from: fever, answers: {place: buttock}, not_answered: age}\n"
        "- {story: B, from: calm, answers: {}}\n",
    )
    assert first.answers == {
        "pregnant": {"no"},
        "signs": {"fever"},
        "place": {"buttock"},
    }
    assert second.answers == read_people(folder / "everybody.yaml", CONTENT)["calm"]


@pytest.mark.parametrize(
    ("expect", "shortfall"),
    [
        ("outcome: urgent", None),
        ("outcome: [rest]", "outcome: expected rest, it is urgent"),
        ("level: emergency", "level: BELOW emergency, it is urgent"),
        ("level: none", "level: expected none, it is urgent"),
        ("band: few", None),
        ("band: none", "band: expected none, it is few"),
        ("overlays: flare", "overlays: expected flare, it is none"),
        ("overlays: []", None),
        ("signs: [fever]", None),
        ("signs: []", "signs: expected none, it is fever"),
        ("unsure: []", None),
        ("unsure: [fever]", "unsure: expected fever, it is none"),
        ("denied: [numbness]", None),
        ("denied: [fever]", "denied: fever should be there"),
        ("not_denied: [numbness]", "not_denied: numbness should not be there"),
        ("points: 0", None),
        ("points: 1", "points: expected 1, it is 0"),
        ("count: 1", "count: expected 1, it is 0"),
        ("follow_ups: 1", "follow_ups: expected 1, it is 0"),
        ("gp_questions: [cause]", "gp_questions: cause should be there"),
        ("not_gp_questions: [cause]", None),
        ("not_said: ['Place: Elsewhere']", "not_said: Place: Elsewhere should not be there"),
        ("said: ['Place: Elsewhere', 'Age: 18 or over']", None),
        ("said: ['Place: Buttock']", "said: Place: Buttock should be there"),
    ],
)
def test_what_does_not_come_as_expected_is_said(
    folder: Path, expect: str, shortfall: str | None
) -> None:
    (story,) = stories(folder, f"{{from: fever, answers: {{}}, expect: {{{expect}}}}}\n")
    assert shortfalls_of(story, CONTENT) == ((shortfall,) if shortfall else ())


@pytest.mark.parametrize(
    ("expect", "is_told"),
    [("outcome: urgent", True), ("points: 0", True), ("level: urgent", False)],
)
def test_the_answer_that_a_story_leaves_out_is_named_where_something_is_missing(
    folder: Path, expect: str, is_told: bool
) -> None:
    text = f"{{from: fever, answers: {{}}, not_answered: place, expect: {{{expect}}}}}\n"
    (story,) = stories(folder, text)
    told = ("The story has no answer to 'place'. Add one of: buttock, elsewhere.",)
    assert shortfalls_of(story, CONTENT)[1:] == (told if is_told else ())


def test_a_story_that_is_meant_to_stay_open_is_not_told_to_go_on(folder: Path) -> None:
    text = "{from: fever, answers: {}, not_answered: place, expect: {outcome: none, level: none}}\n"
    (story,) = stories(folder, text)
    assert shortfalls_of(story, CONTENT) == ("level: expected none, it is urgent",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "1:1: key 'answers' is missing. Add it."),
        ("just text", "1:1: must have keys and values."),
        (
            "{answers: {agee: from-18}}",
            "1:18: there is no question 'agee'. Did you mean 'age'?",
        ),
        (
            "{answers: {age: from-81}}",
            "1:17: there is no option of 'age' 'from-81'. Did you mean 'from-18'?",
        ),
        (
            "{answers: {age: [under-18, from-18]}}",
            "1:17: question 'age' takes one answer only.",
        ),
        (
            "{answers: {signs: [none, fever]}}",
            "1:19: question 'signs' takes 'none' only without other options.",
        ),
        (
            "{answers: {signs: []}}",
            "1:19: question 'signs' needs an answer. Leave the question out instead.",
        ),
        ("{answers: {age: {a: b}}}", "1:17: must be one word or a list of words."),
        (
            "{answers: {}, form: calm}",
            "1:21: unknown key 'form'. Did you mean 'from'?",
        ),
        (
            "{answers: {}, from: clam}",
            "1:21: there is no person 'clam'. Did you mean 'calm'?",
        ),
        (
            "{answers: {}, not_answered: [agee]}",
            "1:29: there is no question 'agee'. Did you mean 'age'?",
        ),
        (
            "{answers: {}, expect: {outcome: urgnt}}",
            "1:33: there is no name for 'outcome' 'urgnt'. Did you mean 'urgent'?",
        ),
        (
            "{answers: {}, expect: {outcom: urgent}}",
            "1:32: unknown key 'outcom'. Did you mean 'outcome'?",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_cure(folder: Path, text: str, message: str) -> None:
    lines = fault(folder, text).splitlines()
    assert f"mine.yaml:{message}" in lines
    assert lines[-1].endswith("The answers were not read.")


def test_a_fault_of_yaml_and_one_of_a_person_are_told_with_their_file(folder: Path) -> None:
    assert fault(folder, "answers: [").startswith("mine.yaml:")
    (folder / "everybody.yaml").write_text("calm: {answers: {age: 7}}\n", encoding="utf-8")
    assert fault(folder, "{from: calm, answers: {}}").startswith("everybody.yaml:1:")


def test_every_fault_of_a_file_is_told_at_once(folder: Path) -> None:
    lines = fault(folder, "- {answers: {agee: x, age: y}}\n- {answers: {place: z}}\n").splitlines()
    assert [line.split(":")[1] for line in lines[:-1]] == ["1", "1", "2"]


def test_the_shipped_stories_name_what_the_shipped_content_has(
    questionnaire: Questionnaire,
) -> None:
    file = Path(__file__).parent.parent.parent / "stories" / "brief.yaml"
    assert len(read_stories(file, questionnaire)) >= 7
