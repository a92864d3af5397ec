"""``questions.yaml`` to a checked :class:`Questionnaire`, or every reason why not."""

from itertools import islice
from pathlib import Path

from app.content import checks, messages
from app.content.asked_again import with_answers, with_places
from app.content.model import Questionnaire
from app.content.pictures import ReadPicture, our_picture, pictures_beside, read_pictures
from app.content.problems import ContentError, Problem
from app.content.sound import SoundParts, sound_parts
from app.content.source import MOST_PROBLEMS, Document, ordinary, read

PICTURES_IN_FILES = (
    "pictures are files of their own. Delete this: a question names its file, pictures/NAME.svg, "
    "with picture: NAME."
)


def load(file: Path) -> Questionnaire:
    """Load and check a content file.

    Raises :class:`ContentError` with all faults, and :class:`OSError` when it cannot be read.
    """
    return loads(ordinary(file).read_bytes(), file.name, pictures_beside(file.parent))


def loads(
    raw: bytes,
    name: str = "questions.yaml",
    read_picture: ReadPicture = our_picture,
) -> Questionnaire:
    """Load and check content that is already in memory; ``name`` stands in the messages."""
    document = read(raw)
    if document.problems:
        raise ContentError(name, document.problems)
    questionnaire, problems = _validate(document, read_picture)
    if problems or questionnaire is None:
        raise ContentError(name, problems)
    return questionnaire


def _validate(
    document: Document, read_picture: ReadPicture
) -> tuple[Questionnaire | None, list[Problem]]:
    """The model and what is wrong with it.

    Where entries are faulty, the references of the sound ones are checked all the same, so that an
    author is told everything in one run.
    """
    data = with_answers(document.data)
    document = with_places(document, data)
    if isinstance(data, dict) and "pictures" in data:
        place = document.place_of_key(("pictures",))
        return None, [Problem(*place, PICTURES_IN_FILES)]
    faults = messages.faults(Questionnaire, data)
    problems = list(messages.problems(document, Questionnaire, faults))
    if not isinstance(data, dict):
        return None, problems
    pictures, faults_of_pictures = read_pictures(document, data, read_picture)
    problems += faults_of_pictures
    if faults:
        sound = sound_parts(data, faults)
        questionnaire = Questionnaire.model_construct(None, **sound.values, pictures=pictures)
    else:
        sound = SoundParts()
        questionnaire = Questionnaire.model_validate({**data, "pictures": pictures})
    faulty = {str(fault["loc"][0]) for fault in faults}
    found = checks.check(questionnaire, sound.names, faulty)
    for path, message in islice(found, MOST_PROBLEMS):
        original = sound.original(path)
        label = messages.label(document.data, original)
        problems.append(Problem(*document.place(original), f"{label}{message}"))
    return questionnaire, problems
