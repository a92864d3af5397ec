"""The people of the stories, what they answer, and random answers like theirs."""

from pathlib import Path

from hypothesis import strategies as st

from app.authoring.stories import PEOPLE_FILE, read_folder, read_people
from app.content.model import Item
from app.engine.evaluate import Answers
from tests.questions import QUESTIONS as QUESTIONS

FOLDER = Path(__file__).parent.parent / "stories"
STORIES = read_folder(FOLDER, QUESTIONS)
PEOPLE = read_people(FOLDER / PEOPLE_FILE, QUESTIONS)
CALM = PEOPLE["calm-adult"]
MUCH_FITS = PEOPLE["much-fits"]


def person(start: Answers = CALM, /, **said: str) -> Answers:
    """Somebody's answers: ``_`` in names stands for ``-``, blanks part the options of one."""
    own = {name.replace("_", "-"): frozenset(codes.split()) for name, codes in said.items()}
    return {**start, **own}


def an_answer(item: Item) -> st.SearchStrategy[frozenset[str]]:
    """Any answer that could be given to an item."""
    alone = [frozenset({o.code}) for o in item.answer_option if o.exclusive or not item.repeats]
    several = [o.code for o in item.answer_option if item.repeats and not o.exclusive]
    ways = [st.sampled_from(alone)] if alone else []
    if several:
        ways.append(st.frozensets(st.sampled_from(several), min_size=1, max_size=4))
    return st.one_of(ways)


KINDS = {section.id: section.kind for section in QUESTIONS.sections}
WARNING_ITEMS = [
    item
    for item in QUESTIONS.items
    if KINDS[item.section] != "detail" or (item.not_sure and item.not_sure.counts_as)
]
"""Those of the gates and the warning signs, and those whose "not sure" stands for something."""
DETAIL_ITEMS = [item for item in QUESTIONS.items if item not in WARNING_ITEMS]
STARTS = (
    *PEOPLE.values(),
    person(MUCH_FITS, tried="physio manual"),
    person(MUCH_FITS, tried="physio injection", seeing_surgeon="going", wish="specialist"),
    person(PEOPLE["gates-open"], main_pain="lower-buttock", night_waking="wakes", better="moving"),
    person(PEOPLE["pregnant"], pregnancy_signs="waters"),
    person(PEOPLE["new-mother"], after_pregnancy_signs="wound-trouble"),
    person(PEOPLE["aged-70"], sudden="fall"),
    person(sudden="accident"),
    person(sudden="not-sure", sudden_again="accident fall", accident_checked_if_any="checked"),
    person(legs="not-sure", legs_again="one-leg"),
    person(urgent_signs="not-sure", urgent_signs_again="cough"),
    person(health_history="not-sure", health_history_again="cancer osteoporosis"),
    person(health_history="cancer weak-immune"),
    person(health_history="osteoporosis", began="not-sure"),
)
"""People of every kind, so that a few random changes reach every outcome."""


@st.composite
def complete_answers(draw: st.DrawFn) -> Answers:
    """An answer to every question; few warning signs, or nearly everybody would go to 999."""
    answers = dict(draw(st.sampled_from(STARTS)))
    for item in draw(st.lists(st.sampled_from(WARNING_ITEMS), max_size=3, unique=True)):
        answers[item.link_id] = draw(an_answer(item))
    for item in draw(st.lists(st.sampled_from(DETAIL_ITEMS), max_size=12, unique=True)):
        answers[item.link_id] = draw(an_answer(item))
    return answers
