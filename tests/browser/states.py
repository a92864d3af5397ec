"""Every page of the self-check in every state that somebody can meet it in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path

from app.authoring.stories import Story, read_folder
from app.content.model import Questionnaire
from app.engine.assess import assess
from app.engine.choice import Choice, offer
from app.engine.evaluate import Answers
from app.engine.journey import follow
from app.sheet.sheet import Sheet, make_sheet
from tests.browser.sites import FAULT, LONG, NO_TEMPLATE, SHIPPED, SMALL
from tests.questions import QUESTIONS

FOLDER = Path(__file__).parent.parent.parent / "stories"
EXTREMES = Path(__file__).with_name("extremes.json")


class Then(Enum):
    """What somebody does once the page is there."""

    look = "look"
    go_on = "press Continue without an answer"
    go_on_elsewhere = "press Continue after another self-check was started in this browser"
    answer_all = "give all answers on 1 page, in a browser that keeps no cookie"
    tick_both = "tick an answer, then “none of these”, which takes the first away"


@dataclass(frozen=True)
class State:
    """How to come to a page in one state."""

    name: str
    path: str
    answers: Answers | None = None
    """``None`` where no self-check is open."""
    changed: frozenset[str] = frozenset()
    choice: Choice | None = None
    then: Then = Then.look
    site: str = SHIPPED
    status: int = 200
    script: bool = True
    """Whether the browser runs our script."""

    @property
    def has_error(self) -> bool:
        """Whether the page says that an answer has to be given or mended."""
        return self.then is Then.go_on or self.path.endswith("?error=yes")

    @property
    def is_sent(self) -> bool:
        """Whether it is what a form leads to."""
        return self.then in {Then.go_on, Then.go_on_elsewhere}


@cache
def stories() -> tuple[Story, ...]:
    """The stories of patients, in which every outcome and every sign occurs."""
    return read_folder(FOLDER, _shipped())


def answers_for(outcome: str) -> Answers:
    """The answers of the first story that ends in an outcome."""
    return next(story.answers for story in stories() if story.expect["outcome"] == {outcome})


def all_states() -> tuple[State, ...]:
    """Every state. No two have the same name."""
    with_script = (*_around(), *_questions(), *_ends(), *_faults(), *_small(), *_long())
    return (*with_script, *_without_script(with_script))


LIKE_ANOTHER = {
    "start-notice",
    "radios",
    "radios-chosen",
    "checkboxes",
    "checkboxes-long",
    "checkboxes-unticked",
    "asks-again",
    "asks-which",
    "asks-which-error",
    "changing-an-answer",
    "check-answers-asked-again",
    "check-answers-empty",
    "one-page-result-asked-again",
    "result-urgent-in-pregnancy",
    "result-some",
    "result-asked-again",
    "result-empty",
    "gp-questions-chosen",
    "sheet-asked-again",
    "sheet-chosen",
    "sheet-full",
    "sheet-empty",
    "not-found-open",
    "another",
}
"""Nothing is on these pages that is not on a fuller one too. Their outlines are kept."""


def measured_states() -> tuple[State, ...]:
    """Every kind of page, as full as it comes, with the served content and one that is too long."""
    states = (state for state in all_states() if state.site != SMALL)
    return tuple(state for state in states if state.name not in LIKE_ANOTHER)


def _around() -> Iterator[State]:
    yield State("start", "/")
    yield State("start-notice", "/?notice=no-answers")
    yield State("start-open", "/", answers_for("few"))
    for name in ("how-it-works", "leaflet", "paper", "privacy", "accessibility", "cleared"):
        yield State(name, f"/{name}")
    yield State("leaflet-open", "/leaflet", answers_for("few"))
    yield State("one-page", "/one-page")
    yield State("one-page-error", "/one-page", then=Then.go_on, status=422)
    yield State("one-page-result-asked-again", "/one-page", unsure(), then=Then.answer_all)
    yield State("one-page-result", "/one-page", answers_for("urgent"), then=Then.answer_all)


def _questions() -> Iterator[State]:
    calm, pregnant = answers_for("few"), answers_for("maternity")
    before = {"age": calm["age"]}
    signs = "/questions/nerves"
    yield State("radios", "/questions/age", {})
    yield State("radios-chosen", "/questions/age", calm)
    yield State("radios-with-hint", "/questions/main-pain", calm)
    yield State("radios-error", "/questions/age", {}, then=Then.go_on)
    yield State("checkboxes", "/questions/pregnancy", before)
    yield State("checkboxes-long", signs, {**before, "pregnancy": frozenset(("none",))})
    yield State("checkboxes-long-chosen", "/questions/urgent-signs", answers_for("urgent"))
    yield State(
        "checkboxes-error",
        signs,
        {**before, "pregnancy": frozenset(("none",))},
        then=Then.go_on,
    )
    yield State(
        "checkboxes-unticked",
        signs,
        {**before, "pregnancy": frozenset(("none",))},
        then=Then.tick_both,
    )
    yield State("asks-again", "/questions/legs-again", _without("legs-again", unsure()))
    yield State("asks-again-chosen", "/questions/urgent-signs-again", unsure())
    yield State("asks-which", "/questions/helped", _without("helped", unsure()))
    yield State("asks-which-chosen", "/questions/helped", unsure())
    yield State(
        "asks-which-error", "/questions/helped", _without("helped", unsure()), then=Then.go_on
    )
    yield State("changed-question", "/questions/pregnancy", before, frozenset(("pregnancy",)))
    yield State("changing-an-answer", "/questions/wish?change=yes", calm)
    yield State("shared-page", "/questions/duration", calm)
    before_time = {
        name: given for name, given in calm.items() if name not in ("duration", "course")
    }
    yield State("shared-page-error", "/questions/duration", before_time, then=Then.go_on)
    yield State("call-now", "/call-now", pregnant)
    yield State("clear", "/clear", calm)
    yield State("check-answers", "/check-answers", calm)
    yield State("check-answers-asked-again", "/check-answers", unsure())


def _ends() -> Iterator[State]:
    for outcome in _shipped().outcomes:
        yield State(f"result-{outcome.id}", "/result", answers_for(outcome.id))
    yield State("result-inflammatory", "/result", inflammatory())
    yield State("result-asked-again", "/result", unsure())
    yield State("sheet-asked-again", "/gp-sheet", unsure())
    yield State("result-full", "/result", fullest())
    yield State("gp-questions", "/gp-questions", answers_for("several"))
    yield State("gp-questions-chosen", "/gp-questions", fullest(), choice=longest_first(fullest()))
    yield State(
        "gp-questions-error", "/gp-questions?error=yes", fullest(), choice=too_many_marked()
    )
    yield State("sheet", "/gp-sheet", answers_for("several"))
    longest = longest_first(fullest())
    yield State("sheet-chosen", "/gp-sheet", answers_for("several"), choice=longest)
    yield State("sheet-full", "/gp-sheet", fullest())
    yield State("sheet-full-chosen", "/gp-sheet", fullest(), choice=longest)
    yield State("check-answers-empty", "/check-answers", emptiest())
    yield State("result-empty", "/result", emptiest())
    yield State("sheet-empty", "/gp-sheet", emptiest())
    yield State("sheet-large", "/gp-sheet?size=large", answers_for("several"))


def inflammatory() -> Answers:
    """Somebody young with 5 of the 9 items of NG65, whose result says so first."""
    return {
        **answers_for("few"),
        "age": frozenset(("from-18-to-34",)),
        "night-waking": frozenset(("wakes",)),
        "better": frozenset(("moving", "nsaids")),
        "duration": frozenset(("over-6-months",)),
        "most-days": frozenset(("most-days",)),
        "history": frozenset(("psoriasis",)),
    }


def unsure() -> Answers:
    """Somebody who ticked a sign, was not sure of others, and said which; some treatment helped."""
    return {
        **answers_for("few"),
        "legs": frozenset(("one-leg", "not-sure")),
        "legs-again": frozenset(("both-legs-ache",)),
        "urgent-signs": frozenset(("not-sure",)),
        "urgent-signs-again": frozenset(("cough", "red-eye")),
        "tried": frozenset(("painkillers", "physio", "belt")),
        "helped": frozenset(("physio",)),
    }


def most_signs() -> Answers:
    """All that the page with the most signs can have. It ends the questions."""
    signs = {
        name: frozenset(option.code for option in item.answer_option if not option.exclusive)
        for name, item in _shipped().items_by_id.items()
        if name in ("after-pregnancy-signs", "nerves")
    }
    ended = signs["after-pregnancy-signs"] - {"heavy-bleeding", "not-sure"}
    return {
        **answers_for("few"),
        "pregnancy": frozenset(("ended-in-4-weeks",)),
        **signs,
        "after-pregnancy-signs": ended,
    }


def worst_sheets(path: str) -> Iterator[State]:
    """The fullest sheet of every outcome: its questions by rank, and the longest ones chosen."""
    for outcome in _shipped().outcomes:
        if outcome.sheet_title is not None:
            answers = fullest(outcome.id)
            yield State(f"{outcome.id}-full", path, answers)
            yield State(f"{outcome.id}-healthy", path, fullest(outcome.id, healthy=True))
            yield State(f"{outcome.id}-chosen", path, answers, choice=longest_first(answers))


def sheet_of(state: State) -> Sheet:
    """What every face of a sheet shows in a state."""
    return make_sheet(_shipped(), assess(_shipped(), state.answers or {}), state.choice)


def _faults() -> Iterator[State]:
    yield State("not-found", "/no-such-page", status=404)
    yield State("not-found-open", "/no-such-page", answers_for("few"), status=404)
    yield State("another", "/questions/age", {}, then=Then.go_on_elsewhere, status=409)
    yield State("broken", FAULT, status=500)
    yield State("last-resort", NO_TEMPLATE, status=500)


def _small() -> Iterator[State]:
    """One page of each kind, from a content that never changes."""
    yield from (
        State(f"small-{name}", path, answers, then=then, site=SMALL, status=status)
        for name, path, answers, then, status in (
            ("start", "/", None, Then.look, 200),
            ("radios", "/questions/side", ONE_OF_EACH, Then.look, 200),
            ("checkboxes", "/questions/signs", ONE_OF_EACH, Then.look, 200),
            ("error", "/questions/age", {}, Then.go_on, 200),
            ("call-now", "/call-now", WATERS, Then.look, 200),
            ("check-answers", "/check-answers", ONE_OF_EACH, Then.look, 200),
            ("result", "/result", ONE_OF_EACH, Then.look, 200),
            ("result-urgent", "/result", {**ONE_OF_EACH, **_one(signs="fever")}, Then.look, 200),
            ("emergency", "/result", {**ONE_OF_EACH, **_one(signs="numb")}, Then.look, 200),
            ("stopped", "/result", _one(age="under-18"), Then.look, 200),
            ("gp-questions", "/gp-questions", ONE_OF_EACH, Then.look, 200),
            ("sheet", "/gp-sheet", ONE_OF_EACH, Then.look, 200),
            ("how-it-works", "/how-it-works", None, Then.look, 200),
            ("leaflet", "/leaflet", None, Then.look, 200),
            ("paper", "/paper", None, Then.look, 200),
            ("privacy", "/privacy", None, Then.look, 200),
            ("accessibility", "/accessibility", None, Then.look, 200),
            ("cleared", "/cleared", None, Then.look, 200),
            ("not-found", "/no-such-page", None, Then.look, 404),
        )
    )


def _long() -> Iterator[State]:
    yield State("long-start", "/", site=LONG)
    yield State("long-radios", "/questions/side", ONE_OF_EACH, site=LONG)
    yield State("long-error", "/questions/age", {}, then=Then.go_on, site=LONG)
    yield State("long-checkboxes", "/questions/signs", ONE_OF_EACH, site=LONG)
    yield State("long-call-now", "/call-now", WATERS, site=LONG)
    yield State("long-check-answers", "/check-answers", ONE_OF_EACH, site=LONG)
    yield State("long-result", "/result", ONE_OF_EACH, site=LONG)
    yield State("long-emergency", "/result", {**ONE_OF_EACH, **_one(signs="numb")}, site=LONG)
    yield State("long-gp-questions", "/gp-questions", ONE_OF_EACH, site=LONG)
    yield State("long-sheet", "/gp-sheet", ONE_OF_EACH, site=LONG)
    yield State("long-how-it-works", "/how-it-works", site=LONG)
    yield State("long-leaflet", "/leaflet", site=LONG)
    yield State("long-paper", "/paper", site=LONG)


def _without(link_id: str, answers: Answers) -> Answers:
    """The same answers up to a question, and none to it."""
    names = list(_shipped().items_by_id)
    return {n: answers[n] for n in names[: names.index(link_id)] if n in answers}


def _without_script(states: tuple[State, ...]) -> Iterator[State]:
    """The pages to which the script adds something."""
    for state in states:
        if state.name in {"checkboxes-error", "result-few", "result-emergency", "sheet"}:
            yield replace(state, name=f"{state.name}-without-script", script=False)


def emptiest() -> Answers:
    """Answers that leave the sheet as empty as it can be: next to nothing is ticked."""
    return _extremes()["emptiest"]


def fullest(outcome: str = "any", *, healthy: bool = False) -> Answers:
    """Answers that fill the sheet of an outcome; the ``healthy`` have the longest history."""
    return _extremes()[f"{outcome}-healthy" if healthy else outcome]


@cache
def _extremes() -> dict[str, Answers]:
    """What :mod:`tests.browser.extremes` has found: to look for it takes half a minute."""
    found: dict[str, Answers] = {
        name: {item: frozenset(codes.split()) for item, codes in answers.items()}
        for name, answers in json.loads(EXTREMES.read_text(encoding="utf-8")).items()
    }
    if any(follow(QUESTIONS, answers).open for answers in found.values()):
        cure = "python -m tests.browser.extremes"
        raise LookupError(f"{EXTREMES.name} has no answer to a question of the content. Run {cure}")
    return found


def longest_first(answers: Answers) -> Choice:
    """Of the questions that fit some answers, the longest that have room, and 3 of them marked."""
    offered = offer(_shipped(), assess(_shipped(), answers))
    asked = sorted(offered.questions, key=lambda one: -len(str(one)))[: offered.room]
    ids = [one.question.id for one in asked]
    return Choice(offered.ids - set(ids), frozenset(ids[:3]))


@cache
def too_many_marked() -> Choice:
    """A slip: every question is marked as one that matters most."""
    return Choice(first=offer(_shipped(), assess(_shipped(), fullest())).ids)


@cache
def _shipped() -> Questionnaire:
    return QUESTIONS


def _one(**chosen: str) -> dict[str, frozenset[str]]:
    return {name: frozenset((code,)) for name, code in chosen.items()}


ONE_OF_EACH = _one(age="from-18", pregnant="no", signs="none", place="buttock", side="left")
WATERS = {**ONE_OF_EACH, **_one(pregnant="yes", waters="yes")}
