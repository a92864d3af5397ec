"""Patient stories: answers in YAML, and what should come of them.

A story is a mapping with ``answers``; it may begin ``from`` a person of ``everybody.yaml`` in the
same folder, leave some questions ``not_answered``, and say what to ``expect``. A file holds one
story or a list of them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.authoring.journeys import said
from app.content.conditions import Level
from app.content.model import Item, Questionnaire
from app.content.problems import ContentError, Problem, nearest, shown
from app.content.source import Document, Plain, read
from app.content.source import Path as DataPath
from app.engine.assess import Assessment, assess
from app.engine.evaluate import Answers, Status

FOLDER = "stories"
"""Where they lie, beside the content."""
PEOPLE_FILE = "everybody.yaml"
STORY_KEYS = ("story", "from", "answers", "not_answered", "expect")
PERSON_KEYS = ("from", "answers")
NONE = "none"
"""How a story says that there is no outcome, level or band."""

EXACTLY: Mapping[str, Callable[[Assessment], Collection[str]]] = {
    "outcome": lambda found: [found.outcome.id if found.outcome else NONE],
    "level": lambda found: [found.level.name],
    "band": lambda found: [found.band.id if found.band else NONE],
    "overlays": lambda found: [finding.overlay.id for finding in found.shown_overlays],
    "signs": lambda found: [finding.sign.id for finding in found.signs if finding.counts],
    "unsure": lambda found: [s.sign.id for s in found.signs if s.status is Status.not_sure],
    "points": lambda found: [NONE if found.points is None else str(found.points)],
    "count": lambda found: [str(finding.count) for finding in found.overlays],
    "follow_ups": lambda found: [str(sum(len(asked.follow_ups) for asked in found.gp_questions))],
}
"""What a story may expect, no more and no less than it says."""

AMONG: Mapping[str, Callable[[Assessment], Collection[str]]] = {
    "gp_questions": lambda found: [asked.question.id for asked in found.gp_questions],
    "notes": lambda found: [note.id for note in found.notes],
    "denied": lambda found: [s.sign.id for s in found.signs if s.status is Status.denied],
    "said": said,
}
"""What a story may expect among others; with ``not_`` before it, what must not be there."""

EXPECT_KEYS = (*EXACTLY, *AMONG, *(f"not_{key}" for key in AMONG))


@dataclass(frozen=True)
class Story:
    """Somebody's answers, and by key what should come of them (empty where nothing is said)."""

    name: str
    """The file and the number of the story in it."""
    text: str
    answers: Answers
    expect: Mapping[str, frozenset[str]]


def read_stories(file: Path, questionnaire: Questionnaire) -> tuple[Story, ...]:
    """The stories of a file.

    Raises :class:`ContentError` with every fault of it or of the people it starts from, and
    :class:`OSError` when a file cannot be read.
    """
    document = _read(file)
    many = document.data if isinstance(document.data, tuple) else (document.data,)
    people: Mapping[str, Answers] = {}
    if any(isinstance(told, dict) and "from" in told for told in many):
        people = read_people(file.parent / PEOPLE_FILE, questionnaire)
    reader = _Reader(document, questionnaire)
    stories = []
    for number, told in enumerate(many, start=1):
        start = (number - 1,) if isinstance(document.data, tuple) else ()
        stories.append(reader.story(f"{file.stem}-{number:02}", start, told, people))
    reader.stop_on_problems(file.name)
    return tuple(stories)


def read_people(file: Path, questionnaire: Questionnaire) -> Mapping[str, Answers]:
    """Complete sets of answers by the name of the person, with the errors of ``read_stories``."""
    document = _read(file)
    reader = _Reader(document, questionnaire)
    people: dict[str, Answers] = {}
    for name, told in reader.mapping((), document.data).items():
        person = reader.mapping((name,), told, PERSON_KEYS)
        own = reader.answers((name, "answers"), person.get("answers", {}))
        people[name] = {**reader.person((name, "from"), person, people), **own}
    reader.stop_on_problems(file.name)
    return people


def read_folder(folder: Path, questionnaire: Questionnaire) -> tuple[Story, ...]:
    """The stories of every file in a folder, with the errors of ``read_stories``."""
    files = (file for file in sorted(folder.glob("*.yaml")) if file.name != PEOPLE_FILE)
    return tuple(story for file in files for story in read_stories(file, questionnaire))


def gaps_of(folder: Path, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions that people of a folder are asked and do not answer, a line each.

    A new question leaves every story without an end. This says so once for each person.
    """
    file = folder / PEOPLE_FILE
    people = read_people(file, questionnaire) if file.exists() else {}
    return tuple(
        f"{file.name}: '{name}' {_open(item)}"
        for name, answers in people.items()
        if (item := assess(questionnaire, answers).journey.open) is not None
    )


def shortfalls_of(story: Story, questionnaire: Questionnaire) -> tuple[str, ...]:
    """What does not come of the answers as the story expects, a line each; then what is open."""
    assessment = assess(questionnaire, story.answers)
    found = tuple(_shortfalls(story, assessment))
    item = assessment.journey.open
    if found and item and not assessment.outcome and NONE not in story.expect.get("outcome", ()):
        return (*found, f"The story {_open(item)}")
    return found


def _open(item: Item) -> str:
    return f"has no answer to '{item.link_id}'. Add one of: {', '.join(item.options)}."


def _shortfalls(story: Story, assessment: Assessment) -> Iterator[str]:
    for key, wanted in story.expect.items():
        if key in EXACTLY:
            found = frozenset(EXACTLY[key](assessment))
            if key == "level" and assessment.level < max(Level[name] for name in wanted):
                yield f"level: BELOW {_listed(wanted)}, it is {_listed(found)}"
            elif found != wanted:
                yield f"{key}: expected {_listed(wanted)}, it is {_listed(found)}"
            continue
        found = frozenset(AMONG[key.removeprefix("not_")](assessment))
        if key in AMONG and not wanted <= found:
            yield f"{key}: {_listed(wanted - found)} should be there"
        elif key not in AMONG and wanted & found:
            yield f"{key}: {_listed(wanted & found)} should not be there"


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or NONE


def _read(file: Path) -> Document:
    document = read(file.read_bytes())
    if document.problems:
        raise ContentError(file.name, document.problems, NOT_READ)
    return document


NOT_READ = "The answers were not read."


class _Reader:
    """Turns the data of a file into answers, and gathers what is wrong with it."""

    def __init__(self, document: Document, questionnaire: Questionnaire) -> None:
        self._document = document
        self._questionnaire = questionnaire
        self._problems: list[Problem] = []

    def stop_on_problems(self, file: str) -> None:
        """Raise :class:`ContentError` when anything was wrong."""
        if self._problems:
            raise ContentError(file, self._problems, NOT_READ)

    def story(self, name: str, path: DataPath, told: Plain, people: Mapping[str, Answers]) -> Story:
        """One story."""
        entry = self.mapping(path, told, STORY_KEYS)
        if isinstance(told, dict) and "answers" not in entry:
            self._fault(path, "key 'answers' is missing. Add it.")
        answers = {
            **self.person((*path, "from"), entry, people),
            **self.answers((*path, "answers"), entry.get("answers", {})),
        }
        for link_id in self._texts((*path, "not_answered"), entry.get("not_answered", ())):
            self._known(
                (*path, "not_answered"),
                link_id,
                self._questionnaire.items_by_id,
                "question",
                "questions",
            )
            answers.pop(link_id, None)
        text = entry.get("story", name)
        return Story(
            name, str(text), answers, self._expected((*path, "expect"), entry.get("expect", {}))
        )

    def person(
        self, path: DataPath, entry: Mapping[str, Plain], people: Mapping[str, Answers]
    ) -> Answers:
        """The answers of the person that an entry starts from."""
        if "from" not in entry:
            return {}
        name = str(entry["from"])
        return people[name] if self._known(path, name, people, "person", "people") else {}

    def answers(self, path: DataPath, told: Plain) -> dict[str, frozenset[str]]:
        """Answers by question, each as somebody could give it."""
        answers = {}
        for link_id, given in self.mapping(path, told).items():
            place = (*path, link_id)
            codes = frozenset(self._texts(place, given))
            if self._known(
                place, link_id, self._questionnaire.items_by_id, "question", "questions"
            ):
                item = self._questionnaire.items_by_id[link_id]
                for code in sorted(codes):
                    what = f"option of '{link_id}'"
                    self._known(place, code, item.options, what, f"options of '{link_id}'")
                fault = cannot_be_given(item, codes)
                if fault:
                    self._fault(place, f"question '{link_id}' {fault}")
                answers[link_id] = codes
        return answers

    def mapping(
        self, path: DataPath, told: Plain, keys: Collection[str] | None = None
    ) -> Mapping[str, Plain]:
        """Keys and values, of the keys that there may be."""
        if not isinstance(told, dict):
            self._fault(path, "must have keys and values.")
            return {}
        for key in told:
            if keys is not None and key not in keys:
                cure = nearest(key, keys, "keys here")
                self._fault((*path, key), f"unknown key '{shown(key)}'. {cure}")
        return told

    def _texts(self, path: DataPath, told: Plain) -> tuple[str, ...]:
        values = told if isinstance(told, tuple) else (told,)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) < len(values):
            self._fault(path, "must be one word or a list of words.")
        return texts

    def _expected(self, path: DataPath, told: Plain) -> dict[str, frozenset[str]]:
        expected = {}
        for key, value in self.mapping(path, told, EXPECT_KEYS).items():
            place = (*path, key)
            names = self._texts(place, value)
            known = self._names.get(key.removeprefix("not_"))
            for name in names:
                if known is not None:
                    self._known(place, name, known, f"name for '{key}'", "names")
            if key in EXPECT_KEYS:
                expected[key] = frozenset(names)
        return expected

    @property
    def _names(self) -> Mapping[str, Collection[str]]:
        """The ids that each expectation may name; numbers and what was said are free."""
        questionnaire = self._questionnaire
        return {
            "outcome": (*questionnaire.outcomes_by_id, NONE),
            "level": tuple(Level.__members__),
            "band": (*questionnaire.bands_by_id, NONE),
            "overlays": tuple(questionnaire.overlays_by_id),
            **dict.fromkeys(
                ("signs", "unsure", "denied"), tuple(questionnaire.warning_signs_by_id)
            ),
            "gp_questions": tuple(question.id for question in questionnaire.gp_questions),
            "notes": tuple(note.id for note in questionnaire.result_notes),
        }

    def _known(
        self, path: DataPath, name: str, known: Collection[str], what: str, plural: str
    ) -> bool:
        if name in known:
            return True
        self._fault(path, f"there is no {what} '{shown(name)}'. {nearest(name, known, plural)}")
        return False

    def _fault(self, path: DataPath, message: str) -> None:
        self._problems.append(Problem(*self._document.place(path), message))


def cannot_be_given(item: Item, codes: frozenset[str]) -> str | None:
    """Why nobody can answer a question so, as the end of a sentence; ``None`` where they can."""
    alone = [option.code for option in item.answer_option if option.exclusive]
    if not codes:
        return "needs an answer. Leave the question out instead."
    if len(codes) > 1 and not item.repeats:
        return "takes one answer only."
    if len(codes) > 1 and not codes.isdisjoint(alone):
        return f"takes '{min(codes.intersection(alone))}' only without other options."
    return None
