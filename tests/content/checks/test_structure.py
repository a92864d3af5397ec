"""Content that is well formed and makes no sense does not load."""

import pytest

from app.content.load import loads
from app.content.problems import ContentError
from tests.content.sound import changed

AGE = "{code: from-18, text: 18 or over}"

NONSENSE = {
    "two answers with one text": [("text: My foot", "text: My bottom")],
    "two answers that the sheet calls the same": [
        ("text: My foot", "text: My foot, short: numb"),
        ("text: My bottom", "text: My bottom, short: numb"),
    ],
    "two exclusive answers to one question": [
        (
            "      - {code: none,",
            "      - {code: no, text: No, exclusive: true}\n      - {code: none,",
        ),
    ],
    "an option named twice in a condition": [("chosen: [foot]", "chosen: [foot, foot]")],
    "a question named twice in a row": [("questions: [age]", "questions: [age, age]")],
    "a question that a rule uses and the sheet does not show": [
        (
            "history: [{label: Age, questions: [age]}]",
            "history: [{label: Where, questions: [place]}]",
        ),
    ],
    "a criterion named twice": [
        (
            "      - {id: sore, text: it is sore, when: {feature: P1}, sources: [S1]}\n",
            "      - {id: sore, text: it is sore, when: {feature: P1}, sources: [S1]}\n" * 2,
        )
    ],
    "a section of the leaflet named twice": [
        (
            "    - {id: joint, heading: The joint, text: [It is small.], sources: [S1]}\n",
            "    - {id: joint, heading: The joint, text: [It is small.], sources: [S1]}\n" * 2,
        )
    ],
    "advice that says nothing": [(", text: [Keep active.]", "")],
    "a section of the leaflet that says nothing": [(", text: [It is small.]", "")],
    "a meaning of a count that cannot be": [
        ("meanings: [{from: 1, text: Ask.}", "meanings: [{from: 2, text: Ask.}")
    ],
    "a care card whose action is not that of its heading": [
        ("action: Call 999,", "action: See a GP,")
    ],
    "no minutes": [("minutes: 5", "minutes: 0")],
    "minutes below 0": [("minutes: 5", "minutes: -5")],
    "a cap that no page can hold": [("cap: 8", "cap: 100")],
    "a weight beyond reason": [("item_weight: 2", "item_weight: 99999")],
    "a next review before the version": [("next_review: 2027-11-22", "next_review: 1999-11-22")],
    "a next review before the last": [
        ("next_review: 2027-11-22", "next_review: 2027-11-22\n  last_reviewed: 2028-11-22")
    ],
    "markup in a text": [("text: How old are you?", "text: How <b>old</b> are you?")],
    "a template in a text": [("text: How old are you?", 'text: "How old are you, {{ name }}?"')],
    "a mark that is not closed": [
        ("    item_weight: 2\n", "    item_weight: 2\n    source_note: Weight as in S1. [recall\n")
    ],
    "a title that a comment cuts off": [
        ("    title: Call 111\n", "    title: Call # 111\n"),
    ],
    "a question that a comment cuts off": [
        ("text: How old are you?", "text: How # old are you?"),
    ],
}


@pytest.mark.parametrize("changes", NONSENSE.values(), ids=NONSENSE.keys())
def test_content_is_refused_that_has(changes: list[tuple[str, str]]) -> None:
    with pytest.raises(ContentError):
        loads(changed(*changes))
