"""The people of a mix: who ticks what, and what that is in a content."""

from pathlib import Path

import pytest

from app.authoring.caseload.mix import Mix, read_mix
from app.authoring.caseload.people import Content, NoAnswerError, Person, draw
from app.config import CASELOAD_FILE
from app.content.conditions import Level
from app.content.load import load, loads
from app.content.model import Questionnaire
from app.engine.evaluate import Answers
from app.engine.journey import Journey, follow
from tests.authoring.caseload.mixes import mix_of
from tests.web.tiny import TINY

SMALL = TINY.read_text(encoding="utf-8")
NUMBER = 2_000


def drawn(mix: Mix, setting: str = "middle", seed: int = 1) -> list[Person]:
    return [draw(mix, setting, seed, number) for number in range(NUMBER)]


def ticking(mix: Mix, sign: str) -> float:
    """Of 100 people, those who tick a sign."""
    return 100 * sum(sign in person.signs for person in drawn(mix)) / NUMBER


def someone(**given: object) -> Person:
    """Somebody of the tiny content who ticks no more than is said."""
    nothing: dict[str, object] = {"signs": {}, "unsure": {}, "rereads": frozenset()}
    return Person(**{**nothing, "other": (("age", "from-18"),), **given})  # type: ignore[arg-type]


def asked_again() -> Questionnaire:
    """The tiny content with a question that asks once more after "not sure"."""
    again = """\
  - link_id: signs-again
    section: signs
    text: Which are you not sure about?
    short: Not sure about
    why: It matters.
    error: Select one
    repeats: true
    enable_when: {question: signs, chosen: [not-sure]}
    answer_option:
      - {code: numb, text: A numb bottom}
      - {code: fever, text: A fever}
      - {code: none, text: None, exclusive: true}
      - {code: cannot-say, text: I cannot say, counts_as: [numb, fever]}
    sources: [S1]
  - link_id: place
"""
    text = SMALL.replace("  - link_id: place\n", again)
    for code in ("numb", "fever"):
        first, second = (
            f"{{question: {name}, chosen: [{code}]}}" for name in ("signs", "signs-again")
        )
        assert text.count(f"when: {first}") == 1
        text = text.replace(f"when: {first}", f"when: {{any: [{first}, {second}]}}")
    return loads(text.encode())


# --- who they are ---------------------------------------------------------------------------------


@pytest.mark.long
def test_the_same_seed_draws_the_same_people_and_another_one_others() -> None:
    mix = read_mix(CASELOAD_FILE)
    assert drawn(mix) == drawn(mix)
    assert drawn(mix) != drawn(mix, seed=2)
    assert len({str(person) for person in drawn(mix)}) > NUMBER / 10


def test_who_ticks_a_sign_in_one_setting_ticks_it_in_the_higher_ones() -> None:
    mix = read_mix(CASELOAD_FILE)
    low, middle, high = (drawn(mix, setting) for setting in ("low", "middle", "high"))
    assert all(a.signs.keys() <= b.signs.keys() for a, b in zip(low, middle, strict=True))
    assert all(a.signs.keys() <= b.signs.keys() for a, b in zip(middle, high, strict=True))
    assert sum(len(person.signs) for person in low) < sum(len(person.signs) for person in high)


def test_a_rate_is_of_all_people_and_changes_with_age_and_habit(tmp_path: Path) -> None:
    half = ("fever: {rate: [0, 1, 1]", "fever: {rate: [0, 0.5, 1]")
    assert ticking(mix_of(tmp_path, half), "fever") == pytest.approx(50, abs=3)
    ages = ("fever: {rate: [0, 1, 1]", "fever: {by_age: {from-18: 0.5}, rate: [0, 0.5, 1]")
    assert ticking(mix_of(tmp_path, ages), "fever") == pytest.approx(25, abs=3)
    often = ("clusters: {1: 1}", "clusters: {0.2: 0.5, 1: 0.5}")
    assert ticking(mix_of(tmp_path, half, often), "fever") == pytest.approx(30, abs=3)
    fact = ("fever: {rate: [0, 1, 1]", "fever: {clustered: false, rate: [0, 0.5, 1]")
    assert ticking(mix_of(tmp_path, fact, often), "fever") == pytest.approx(50, abs=3)


def test_people_who_tick_one_thing_tick_another(tmp_path: Path) -> None:
    often = ("clusters: {1: 1}", "clusters: {0: 0.5, 1: 0.5}")
    numb = ("numb: {rate: [0, 0, 1]", "numb: {rate: [0, 1, 1]")
    assert {len(person.signs) for person in drawn(mix_of(tmp_path, often, numb))} == {0, 2}


# --- what they answer -----------------------------------------------------------------------------


def test_a_sign_is_all_answers_that_the_content_has(tmp_path: Path) -> None:
    mix = mix_of(tmp_path, ("answers: {signs: fever}", "answers: {signs: fever, legs: weak}"))
    content = Content(mix, load(TINY))
    assert content.ticks(someone(signs={"fever": None})) == {"fever": (("signs", "fever"),)}
    assert content.passed_over == ("legs: weak",)
    assert content.not_asked == ()
    unknown = mix_of(tmp_path, ("answers: {signs: fever}", "answers: {legs: weak}"))
    assert Content(unknown, load(TINY)).not_asked == ("fever",)
    assert Content(unknown, load(TINY)).ticks(someone(signs={"fever": None})) == {}


def test_a_kind_of_a_sign_can_be_left_out_where_a_question_is_asked(tmp_path: Path) -> None:
    kinds = "kinds: [{share: 0.5, answers: {signs: fever}, unless_asked: signs-again}]"
    mix = mix_of(tmp_path, ("answers: {signs: fever}", kinds))
    kind = mix.signs["fever"].kinds[0]
    of_kind = [person for person in drawn(mix) if person.signs["fever"] == kind]
    assert len(of_kind) == pytest.approx(NUMBER / 2, abs=60)
    assert Content(mix, load(TINY)).ticks(of_kind[0]) == {"fever": (("signs", "fever"),)}
    assert Content(mix, asked_again()).ticks(of_kind[0]) == {}


def test_not_sure_of_a_page_is_asked_once_more_about_one_sign_not_ticked(tmp_path: Path) -> None:
    mix = mix_of(tmp_path, ("rate: [0, 0, 0]", "rate: [0, 0.5, 1]"))
    unsure = [person for person in drawn(mix) if person.unsure]
    assert len(unsure) == pytest.approx(NUMBER / 2, abs=60)
    first = Content(mix, load(TINY))
    alone = someone(unsure={"signs": 0.9})
    assert first.ticks(alone) == {"not sure on signs": (("signs", "not-sure"),)}
    assert first.level(alone, first.ticks(alone)) is Level.emergency
    second = Content(mix, asked_again())
    unsure_of_page = ("signs", "not-sure")
    assert second.ticks(alone) == {"not sure on signs": (unsure_of_page, ("signs-again", "fever"))}
    numb = someone(unsure={"signs": 0.4})
    assert second.ticks(numb) == {"not sure on signs": (unsure_of_page, ("signs-again", "numb"))}
    both = someone(signs={"fever": None}, unsure={"signs": 0.9})
    assert second.ticks(both)["not sure on signs"] == (unsure_of_page, ("signs-again", "numb"))


def test_second_questions_are_answered_as_stated_and_the_rest_harmlessly(tmp_path: Path) -> None:
    pregnant = (
        "second_questions: {}",
        'second_questions: {pregnant: {"yes": 0.5}, waters: {"yes": 1}}',
    )
    mix = mix_of(tmp_path, pregnant, ("fever: {rate: [0, 1, 1]", "fever: {rate: [0, 0, 1]"))
    content = Content(mix, load(TINY))
    levels = [content.level(person, content.ticks(person)) for person in drawn(mix)]
    assert set(levels) == {Level.maternity, Level.none}
    assert levels.count(Level.maternity) == pytest.approx(NUMBER / 2, abs=60)


def test_of_two_answers_to_a_question_that_takes_one_the_earlier_counts(tmp_path: Path) -> None:
    numb = ("answers: {signs: numb}", 'answers: {pregnant: "yes", waters: "yes"}')
    fever = ("answers: {signs: fever}", 'answers: {pregnant: "no"}')
    stated = ("second_questions: {}", 'second_questions: {pregnant: {"no": 1}}')
    content = Content(mix_of(tmp_path, numb, fever, stated), load(TINY))
    ways = {("numb", "fever"): Level.maternity, ("fever", "numb"): Level.none}
    for names, level in ways.items():
        both = someone(signs=dict.fromkeys(names), other=(("age", "from-18"), ("pregnant", "no")))
        assert content.level(both, content.ticks(both)) is level


def test_what_decides_whether_a_sign_is_asked_tells_two_ways_apart(tmp_path: Path) -> None:
    given = "when: {question: signs, chosen: [fever]}"
    later = "also_when: {question: side, chosen: [left]}"
    assert SMALL.count(given) == 1
    text = SMALL.replace(given, f"{given}\n    {later}")
    numb = ("answers: {signs: numb}", "answers: {place: buttock, side: left}")
    fever = ("answers: {signs: fever}", "answers: {place: elsewhere, side: left}")
    content = Content(mix_of(tmp_path, numb, fever), loads(text.encode()))
    for name, level in {"numb": Level.urgent, "fever": Level.none}.items():
        person = someone(signs={name: None})
        assert content.level(person, content.ticks(person)) is level


def test_a_question_without_an_answer_is_named(tmp_path: Path) -> None:
    content = Content(mix_of(tmp_path), load(TINY))
    with pytest.raises(NoAnswerError, match=r"no answer to 'age', and none is harmless\. Say "):
        content.level(someone(other=()), {})
    assert content.level(someone(), {}) is Level.none
    with pytest.raises(NoAnswerError, match="'age'"):
        content.level(someone(other=()), {})


# --- nothing is worked out twice ------------------------------------------------------------------


@pytest.mark.long
def test_who_comes_the_same_way_gets_the_same_level_without_another_look(
    questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    mix = read_mix(CASELOAD_FILE)
    crowd = [draw(mix, "high", 3, number) for number in range(60)]
    afresh = []
    for person in crowd:
        content = Content(mix, questionnaire)
        afresh.append(content.level(person, content.ticks(person)))
    ways: list[Answers] = []

    def counted(content: Questionnaire, answers: Answers) -> Journey:
        ways.append(answers)
        return follow(content, answers)

    monkeypatch.setattr("app.authoring.caseload.people.follow", counted)
    content = Content(mix, questionnaire)
    assert [content.level(person, content.ticks(person)) for person in crowd] == afresh
    assert set(afresh) == {Level.none, Level.urgent, Level.emergency}
    assert len(ways) < len(crowd) * 0.9
    seen = len(ways)
    assert [content.level(person, content.ticks(person)) for person in crowd] == afresh
    assert len(ways) == seen
