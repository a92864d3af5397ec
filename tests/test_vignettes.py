"""Short patient stories and what the clinical brief says should come of them.

``stories/everybody.yaml`` holds the people; every other file holds stories. Expectations are
derived from the brief, never from what the code does.
"""

import pytest

from app.authoring.stories import NONE, Story, shortfalls_of
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.evaluate import Status
from tests.people import PEOPLE, QUESTIONS, STORIES

ALWAYS_EXPECTED = {"outcome", "level", "band", "overlays"}


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The content that is served."""
    return QUESTIONS


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story_ends_as_the_brief_says(story: Story, questionnaire: Questionnaire) -> None:
    assert story.expect.keys() >= ALWAYS_EXPECTED
    assert shortfalls_of(story, questionnaire) == (), story.text


@pytest.mark.long
def test_a_sign_that_is_only_not_sure_is_never_called_reported(
    questionnaire: Questionnaire,
) -> None:
    for story in STORIES:
        unsure = {
            item
            for item, given in story.answers.items()
            if questionnaire.items_by_id[item].asks_again
            or ((option := questionnaire.items_by_id[item].not_sure) and given == {option.code})
        }
        for finding in assess(questionnaire, story.answers).signs:
            if questionnaire.questions_in(finding.sign.when) <= unsure:
                assert finding.status is not Status.reported, (story.text, finding.sign.id)


def test_the_people_of_the_stories_answer_every_question(questionnaire: Questionnaire) -> None:
    for name, answers in PEOPLE.items():
        assert set(answers) == set(questionnaire.items_by_id), name


def test_there_are_many_stories_and_each_is_told_once() -> None:
    told = [story.text for story in STORIES]
    assert len(set(told)) == len(told)
    assert len(told) >= 500
    assert sum(story.expect["level"] != {NONE} for story in STORIES) >= 200


@pytest.mark.parametrize(("file", "least"), [("serious", 30), ("ordinary", 40)])
def test_the_second_edition_has_people_with_and_without_serious_disease(
    file: str, least: int
) -> None:
    told = [story for story in STORIES if story.name.startswith(f"second-edition-{file}")]
    assert len(told) >= least
    if file == "serious":
        assert all(story.expect["level"] != {NONE} for story in told)


def expected(key: str) -> frozenset[str]:
    """All that any story expects under a key."""
    return frozenset().union(*(story.expect.get(key, frozenset()) for story in STORIES))


def test_every_warning_sign_every_level_and_every_outcome_has_a_story(
    questionnaire: Questionnaire,
) -> None:
    assert expected("signs") >= set(questionnaire.warning_signs_by_id)
    assert expected("outcome") == {*questionnaire.outcomes_by_id, NONE}
    assert expected("band") == {*questionnaire.bands_by_id, NONE}
    assert expected("gp_questions") >= {question.id for question in questionnaire.gp_questions}
