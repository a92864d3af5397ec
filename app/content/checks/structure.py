"""Results, sheet and texts that are well formed by themselves and do not make sense together."""

import re
from collections.abc import Iterator
from datetime import date

from app.content.checks.places import Fault, everything
from app.content.conditions import Level
from app.content.model import Advice, LeafletSection, Questionnaire
from app.content.problems import shown
from app.content.source import Path

MOST_WEIGHT = 10
MOST_QUESTIONS = 10
"""GP questions on one side of A4."""


def _bands(questionnaire: Questionnaire) -> Iterator[Fault]:
    score = questionnaire.score
    most = sum(max(feature.item_weight, 0) for feature in questionnaire.features)
    expected: int | None = score.lowest if score else None
    ids = [band.id for band in questionnaire.bands]
    for i, band in enumerate(questionnaire.bands):
        path: Path = ("score", "bands", i)
        last = i == len(ids) - 1
        if expected is not None and band.from_ != expected:
            before = f"band '{ids[i - 1]}' ends at {expected - 1}"
            yield (
                (*path, "from"),
                (
                    f"{before if i else f'the lowest points are {expected}'}, and band "
                    f"'{band.id}' begins at {band.from_}. Leave no gap and no overlap."
                ),
            )
        if band.from_ > most:
            fault = f"band '{band.id}' begins at {band.from_}, and the most points are {most}."
            yield (*path, "from"), f"{fault} Is that or a weight wrong?"
        if band.to is None and not last:
            yield path, f"band '{band.id}' has no end. Only the highest band has none. Add 'to'."
        if band.to is not None and last:
            yield (*path, "to"), f"band '{band.id}' is the highest and has no end. Delete 'to'."
        if band.to is not None and band.to < band.from_:
            yield (*path, "to"), f"band '{band.id}' ends at {band.to}, before it begins."
        expected = None if band.to is None else band.to + 1
        if (band.requires is None) != (band.otherwise is None):
            yield path, f"band '{band.id}' needs both 'requires' and 'otherwise', or neither."
        if band.otherwise in ids[i:]:
            fault = f"band '{band.id}' must fall to a lower band, not to '{band.otherwise}'."
            yield (*path, "otherwise"), fault


def _weights(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, feature in enumerate(questionnaire.features):
        path = ("features", i, "item_weight")
        weight = feature.item_weight
        if weight == 0:
            yield path, "a weight of 0 changes nothing. Give it a weight or delete the feature."
        if weight < 0 and feature.text_if_not is not None:
            yield (
                path,
                (
                    "a feature with a minus says nothing where it does not hold. "
                    "Is the minus wrong? Otherwise delete text_if_not."
                ),
            )
        if abs(weight) > MOST_WEIGHT:
            yield path, f"a weight is between -{MOST_WEIGHT} and {MOST_WEIGHT}, not {weight}."


def _overlays(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, overlay in enumerate(questionnaire.overlays):
        most, shows_from = len(overlay.criteria), overlay.shows_from
        if not 1 <= shows_from <= most:
            path = ("overlays", i, "shows_from")
            yield path, f"shows_from is {shows_from}. With {most} criteria use 1 to {most}."
        leads_from = overlay.leads_from
        if leads_from is not None and not shows_from <= leads_from <= most:
            path = ("overlays", i, "leads_from")
            yield path, f"leads_from is {leads_from}. Use {shows_from} to {most}."
        path = ("overlays", i, "meanings")
        starts = [meaning.from_ for meaning in overlay.meanings]
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            yield path, "meanings must go from the highest count down to 0, each count once."
        if max(starts) > most:
            yield path, f"there is no count of {max(starts)}: the most is {most}."


def _outcomes(questionnaire: Questionnaire) -> Iterator[Fault]:
    cards = questionnaire.care_cards_by_level
    last = len(questionnaire.outcomes) - 1
    for i, outcome in enumerate(questionnaire.outcomes):
        path: Path = ("outcomes", i)
        when = (*path, "when")
        if outcome.when is None and i != last:
            yield path, "those below are never reached. Add 'when', or move this to the end."
        if outcome.when is not None and i == last:
            yield when, "everybody must get an outcome. Delete this condition of the last one."
        same = [o.id for o in questionnaire.outcomes[:i] if o.when and o.when == outcome.when]
        if same:
            yield (
                when,
                f"this is never reached: '{same[0]}' has the same condition. Mend one of them.",
            )
        for j, level in enumerate(outcome.safety_net):
            if level not in cards and "safety_net" in outcome.model_fields_set:
                yield (*path, "safety_net", j), _no_card(level)
        if outcome.ends_journey and outcome.sheet_title is not None:
            title = (*path, "sheet_title")
            yield title, "an outcome that ends the questions has no sheet. Delete sheet_title."


def _no_card(level: Level) -> str:
    return f"there is no care card for level '{level.name}'. Add it."


def _care_cards(questionnaire: Questionnaire) -> Iterator[Fault]:
    cards = questionnaire.care_cards_by_level
    if Level.emergency not in cards:
        fault = "no care card for level 'emergency', which every error page shows. Add it."
        yield ("care_cards",), fault
    for i, card in enumerate(questionnaire.care_cards):
        if not card.heading.endswith(" if"):
            yield ("care_cards", i, "heading"), 'the heading of a care card ends with "if".'
        elif card.action != card.heading.removesuffix(" if"):
            yield ("care_cards", i, "action"), 'the action is the heading without its "if".'
        if not any(s.level is card.level and s.card for s in questionnaire.warning_signs):
            yield ("care_cards", i), "no warning sign of this level has a 'card' line. Add one."
    for level in {sign.level for sign in questionnaire.warning_signs}:
        if level not in {Level.emergency, *cards}:
            yield ("care_cards",), _no_card(level)
    for i, sign in enumerate(questionnaire.warning_signs):
        if sign.level is Level.emergency and sign.advice is not None:
            fault = "is an emergency: its card says what to do. Take the advice out."
            yield ("warning_signs", i, "advice"), fault


def _gp_questions(questionnaire: Questionnaire) -> Iterator[Fault]:
    always = sum(question.is_kept for question in questionnaire.gp_questions)
    cap = questionnaire.sheet.cap
    if cap > MOST_QUESTIONS:
        yield ("sheet", "cap"), f"the cap is {cap}. A page holds {MOST_QUESTIONS}."
    if cap <= always:
        fault = f"the cap is {cap}, and {always} questions are always kept. Make it larger."
        yield ("sheet", "cap"), fault
    for i, question in enumerate(questionnaire.gp_questions):
        if question.lifted_when is not None and questionnaire.sheet.lifted_after is None:
            fault = "is lifted, and the sheet does not say where to. Add lifted_after to the sheet."
            yield ("gp_questions", i, "lifted_when"), fault
        if question.when is None and question.because is None:
            fault = "a question for everybody needs 'because', as no answer is its reason. Add it."
            yield ("gp_questions", i), fault


def _dates(questionnaire: Questionnaire) -> Iterator[Fault]:
    leaflet = questionnaire.leaflet
    dates: list[tuple[Path, str | None]] = [(("version",), questionnaire.version)]
    if leaflet is not None:
        dates += (
            (("leaflet", "last_reviewed"), leaflet.last_reviewed),
            (("leaflet", "next_review"), leaflet.next_review),
        )
    for path, text in dates:
        try:
            date.fromisoformat(text or "2026-01-01")
        except ValueError:
            yield path, f"there is no day {text}. Mend the day or the month."
    if leaflet is None:
        return
    for begun in (questionnaire.version, leaflet.last_reviewed):
        if begun is not None and leaflet.next_review <= begun:
            fault = f"{leaflet.next_review} is not after {begun}. Write when it is due next."
            yield ("leaflet", "next_review"), fault


def _texts(questionnaire: Questionnaire) -> Iterator[Fault]:
    for path, text in everything(questionnaire):
        if not isinstance(text, str) or path[0] == "pictures":
            continue
        if re.search(r"<[a-zA-Z/!]", text):
            yield path, "HTML is not allowed. Write plain text."
        if re.search(r"\{\{|\{%|\{#", text):
            yield path, "a template is not allowed. Write plain text."
    blocks: list[tuple[Path, Advice | LeafletSection]] = [
        *((("advice", i), part) for i, part in enumerate(questionnaire.advice)),
        *(
            (("leaflet", "sections", i), part)
            for i, part in enumerate(questionnaire.leaflet_sections)
        ),
    ]
    for path, part in blocks:
        if not part.text and not part.bullets:
            yield path, "this says nothing under its heading. Add 'text' or 'bullets'."
    for i, part in enumerate(questionnaire.leaflet_sections):
        if (part.picture is None) != (part.caption is None):
            fault = "a picture and the words that say what it shows go together. Add the other one."
            yield ("leaflet", "sections", i), fault


def _reasons(questionnaire: Questionnaire) -> Iterator[Fault]:
    """The sheet writes "Because" before these."""
    places: list[tuple[Path, str]] = [
        *((("score", "bands", i), band.because) for i, band in enumerate(questionnaire.bands)),
        *((("overlays", i), one.because) for i, one in enumerate(questionnaire.overlays)),
    ]
    for path, because in places:
        if because.lower().startswith("because"):
            fault = "the sheet writes 'Because' before this text. Leave the word out."
            yield (*path, "because"), fault


def _copies(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Two signs or two GP questions that read the same."""
    for name, key in (
        ("warning_signs", "text"),
        ("warning_signs", "short"),
        ("warning_signs", "card"),
        ("gp_questions", "text"),
    ):
        seen: dict[str, str] = {}
        for i, entry in enumerate(getattr(questionnaire, name)):
            text = getattr(entry, key)
            if text is not None and seen.setdefault(text, entry.id) != entry.id:
                fault = f"'{shown(text)}' is the {key} of '{seen[text]}' too. Mend the wrong one."
                yield (name, i, key), fault


CHECKS = (
    (_bands, {"score", "features"}),
    (_weights, {"score", "features"}),
    (_overlays, {"overlays"}),
    (_outcomes, {"outcomes", "care_cards"}),
    (_care_cards, {"care_cards", "warning_signs"}),
    (_gp_questions, {"gp_questions", "sheet"}),
    (_dates, {"version", "leaflet"}),
    (_texts, {"advice", "leaflet", "introduction"}),
    (_reasons, {"score", "overlays"}),
    (_copies, {"warning_signs", "gp_questions"}),
)
"""Faults of bands, overlays, outcomes, cards, sheet, dates and texts; with the parts of the content
that each of them reads."""
