"""A corpus of small contents, each of which has, or has not, what pages and sheets must do without.

Every one of them is sound: the app serves it. A new kind of content takes its place here, and every
page, every sheet and every author's tool is tried with it.
"""

from pathlib import Path

from tests.content.sound import SOUND
from tests.engine.tiny import tiny_source
from tests.small import small
from tests.web.tiny import TINY

MATERNITY = """
items:
  - link_id: pregnant
    section: gate
    answer_option: [yes, no, {code: not-sure, counts_as: [yes]}]
  - link_id: bleeding
    section: warning
    enable_when: {question: pregnant, chosen: [yes]}
    answer_option: [yes, no, {code: not-sure, counts_as: [yes]}]
warning_signs:
  - id: bleeding
    level: maternity
    applies_when: {question: pregnant, chosen: [yes]}
    when: {question: bleeding, chosen: [yes]}
"""
SOME_ARE_ASKED = """
items:
  - link_id: side
    section: detail
    enable_when: {question: place, chosen: [dimple]}
    answer_option: [left, right]
"""
PICTURE = """
items:
  - link_id: where
    section: detail
    picture: body
    answer_option:
      - {code: low, regions: [low-back]}
      - {code: left, regions: [dimple-left]}
      - {code: elsewhere}
"""
SEVERAL_ANSWERS = """
items:
  - link_id: tried
    section: detail
    repeats: true
    answer_option: [rest, exercise, {code: none, exclusive: true}]
features:
  - {id: P2, item_weight: -1, when: {question: tried, chosen: [rest]}}
"""
OVERLAY = """
overlays:
  - id: flare
    gate: {question: age, chosen: [adult]}
    criteria: [{id: sore, when: {feature: P1}}]
    shows_from: 1
    meanings: [{from: 1, text: Ask.}, {from: 0, text: Wait.}]
"""
ASKED_AGAIN = """
items:
  - link_id: signs
    section: warning
    repeats: true
    answer_option:
      - cold
      - weak
      - {code: none, exclusive: true}
      - {code: not-sure, counts_as: [cold, weak]}
  - {link_id: again, section: warning, asks_again: signs, answer_option: [cannot-say]}
  - link_id: since
    section: warning
    enable_when: {question: signs, chosen: [weak]}
    answer_option: [new, old, {code: not-sure, counts_as: [new]}]
warning_signs:
  - {id: cold, level: emergency, when: {question: signs, chosen: [cold]}}
  - id: weak
    level: urgent
    asked_in: [signs]
    when:
      all:
        - {question: signs, chosen: [weak]}
        - {question: since, chosen: [new]}
"""
ASKED_WHICH = """
items:
  - link_id: tried
    section: detail
    repeats: true
    answer_option: [rest, exercise, {code: none, exclusive: true}, {code: not-sure, counts_as: []}]
  - link_id: helped
    section: detail
    asks_which: tried
    answer_option: [{code: none, exclusive: true}, {code: not-sure, counts_as: []}]
"""
LIFTED = """
items:
  - link_id: wish
    section: detail
    answer_option: [scan, belt, none]
gp_questions:
  - {id: cause, because: everyone can ask this}
  - {id: time, because: everyone can ask this}
  - {id: surgery, when: {feature: P1}, never_cut: true}
  - {id: scan, because: everyone can ask this, lifted_when: {question: wish, chosen: [scan]}}
  - {id: belt, because: everyone can ask this, lifted_when: {question: wish, chosen: [belt]}}
  - {id: sooner, text: When must I call 999?, because: everyone can ask this, keep_always: true}
sheet: {cap: 4, wish: wish, lifted_after: cause, by_hand: [My work, Medicines I take]}
"""
NOTHING_TO_CHOOSE = """
gp_questions:
  - {id: sooner, text: When must I call 999?, because: everyone can ask this, keep_always: true}
"""
NO_SHEET = """
outcomes:
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: urgent, when: {level_at_least: urgent}}
  - {id: calm}
"""
GATE_THAT_ENDS = """
outcomes:
  - {id: child, when: {question: age, chosen: [child]}, ends_journey: true}
  - {id: emergency, when: {level_at_least: emergency}, ends_journey: true}
  - {id: urgent, when: {level_at_least: urgent}, sheet_title: Sheet}
  - {id: calm, sheet_title: Sheet}
"""

CORPUS: dict[str, bytes] = {
    "one-of-each": TINY.read_bytes(),
    "every-kind-of-entry": SOUND.encode(),
    "smallest": small(),
    "no-score": small("urgent", "gate", "detail", "asked"),
    "no-leaflet": small("score", "wish"),
    "no-maternity": tiny_source(),
    "maternity": tiny_source(MATERNITY),
    "some-are-asked": tiny_source(SOME_ARE_ASKED),
    "picture": tiny_source(PICTURE),
    "several-answers": tiny_source(SEVERAL_ANSWERS),
    "overlay": tiny_source(OVERLAY),
    "asked-again": tiny_source(ASKED_AGAIN),
    "asked-which": tiny_source(ASKED_WHICH),
    "lifted": tiny_source(LIFTED),
    "nothing-to-choose": tiny_source(NOTHING_TO_CHOOSE),
    "no-sheet": tiny_source(NO_SHEET),
    "gate-that-ends": tiny_source(GATE_THAT_ENDS),
}


def corpus_file(name: str, folder: Path) -> Path:
    """One content of the corpus, written into a folder."""
    file = folder / f"{name}.yaml"
    file.write_bytes(CORPUS[name])
    return file
