"""Entries that are well formed by themselves and still do not make sense together."""

import re
from collections.abc import Iterator
from datetime import date

from app.content.checks.places import Fault, everything
from app.content.conditions import Level
from app.content.model import REGIONS, Advice, Item, LeafletSection, Questionnaire
from app.content.problems import nearest, shown
from app.content.source import Path

SECTION_ORDER = ("gate", "warning", "detail")
MOST_WEIGHT = 10
MOST_QUESTIONS = 10
"""GP questions on one side of A4."""


def _options(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, item in enumerate(questionnaire.items):
        for j, option in enumerate(item.answer_option):
            path: Path = ("items", i, "answer_option", j)
            if option.exclusive and not item.repeats:
                yield (
                    (*path, "exclusive"),
                    "exclusive is for questions with several answers. Delete it.",
                )
            if option.counts_as is None:
                if option.code == "not-sure":
                    yield path, "'not-sure' does not say what it counts as. Add counts_as."
                continue
            if option is not item.not_sure:
                yield (
                    (*path, "counts_as"),
                    f"'{option.code}' is a second \"not sure\" answer. Keep one.",
                )
            if option.exclusive:
                yield (
                    (*path, "exclusive"),
                    (
                        f"'{option.code}' must not be exclusive: people may tick a sign and be "
                        "unsure of the rest. Delete it."
                    ),
                )
            for k, code in enumerate(option.counts_as):
                other = item.options.get(code)
                if other is not None and (other is option or other.exclusive):
                    yield (
                        (*path, "counts_as", k),
                        f"\"not sure\" cannot stand for '{code}'. Name options that say yes.",
                    )
        for key in ("text", "label"):
            yield from _same(i, item, key)
        none = [o for o in item.answer_option if o.exclusive and o.counts_as is None]
        if len(none) > 1:
            j = item.answer_option.index(none[1])
            yield (
                ("items", i, "answer_option", j, "exclusive"),
                f"'{none[0].code}' is exclusive already. Keep one.",
            )
        if not item.text.endswith("?"):
            yield ("items", i, "text"), "a question ends with a question mark. Is its end cut off?"
        if item.repeats and not none:
            yield (
                ("items", i),
                (
                    "a question with several answers needs one exclusive option, "
                    'such as "None of these". Add it.'
                ),
            )


def _same(position: int, item: Item, key: str) -> Iterator[Fault]:
    """Two options that read the same, in full or in short."""
    seen: list[str] = []
    for j, option in enumerate(item.answer_option):
        text = getattr(option, key)
        if text in seen and not (key == "label" and option.short is None):
            name = "text" if key == "text" else "short"
            yield (
                ("items", position, "answer_option", j, name),
                f"'{shown(text)}' is what another option says. Tell them apart.",
            )
        seen.append(text)


def _pictures(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, item in enumerate(questionnaire.items):
        if item.picture is not None and item.repeats:
            yield ("items", i, "picture"), "a picture is for questions with one answer. Delete it."
        if item.picture is not None and not item.option_by_region:
            yield (
                ("items", i, "picture"),
                "no answer has a place on the picture. Add regions, or delete picture.",
            )
        for j, option in enumerate(item.answer_option):
            path: Path = ("items", i, "answer_option", j, "regions")
            if option.regions and item.picture is None:
                yield path, "regions are places on a picture. Add picture to the question."
                continue
            for k, region in enumerate(option.regions):
                other = item.option_by_region[region]
                if item.picture is not None and region not in REGIONS[item.picture]:
                    cure = nearest(region, REGIONS[item.picture], "regions")
                    yield (*path, k), f"'{region}' is not on the picture '{item.picture}'. {cure}"
                elif region in option.regions[:k]:
                    yield (*path, k), f"'{region}' is there twice. Keep one."
                elif other is not option and len(other.regions) == len(option.regions):
                    yield (
                        (*path, k),
                        (
                            f"a touch on '{region}' could mean '{option.code}' or '{other.code}'. "
                            "Take it from one of them."
                        ),
                    )


def _sections(questionnaire: Questionnaire) -> Iterator[Fault]:
    order = [section.id for section in questionnaire.sections]
    kinds = [SECTION_ORDER.index(section.kind) for section in questionnaire.sections]
    for i in range(1, len(kinds)):
        if kinds[i] < kinds[i - 1]:
            kind = questionnaire.sections[i].kind
            before = questionnaire.sections[i - 1].kind
            yield (
                ("sections", i, "kind"),
                f"a {kind} section cannot come after a {before} section. Move it up.",
            )
    used = [order.index(item.section) for item in questionnaire.items if item.section in order]
    for i in range(1, len(used)):
        if len(used) == len(questionnaire.items) and used[i] < used[i - 1]:
            yield (
                ("items", i, "section"),
                (
                    f"section '{order[used[i]]}' is over before this question. "
                    "Keep the questions of a section together, in the order of the sections."
                ),
            )
    for i, name in enumerate(order):
        if len(used) == len(questionnaire.items) and i not in used:
            yield ("sections", i), f"section '{name}' has no questions. Add one or delete it."


def _bands(questionnaire: Questionnaire) -> Iterator[Fault]:
    score = questionnaire.score
    most = sum(max(feature.item_weight, 0) for feature in questionnaire.features)
    expected: int | None = score.lowest
    ids = [band.id for band in score.bands]
    for i, band in enumerate(score.bands):
        path: Path = ("score", "bands", i)
        last = i == len(score.bands) - 1
        if expected is not None and band.from_ != expected:
            fault = "leaves a gap" if band.from_ > expected else "overlaps"
            yield (
                (*path, "from"),
                (
                    f"band '{band.id}' {fault}: it begins at {band.from_} and "
                    f"must begin at {expected}."
                ),
            )
        if band.from_ > most:
            yield (
                (*path, "from"),
                f"band '{band.id}' can never be reached: the most points are {most}.",
            )
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
            yield (
                (*path, "otherwise"),
                f"band '{band.id}' must fall to a lower band, not to '{band.otherwise}'.",
            )
    for i, feature in enumerate(questionnaire.features):
        if feature.item_weight == 0:
            yield (
                ("features", i, "item_weight"),
                "a weight of 0 changes nothing. Give it a weight or delete the feature.",
            )
        if feature.item_weight < 0 and feature.text_if_not is not None:
            yield (
                ("features", i, "item_weight"),
                (
                    "a feature that speaks against it says nothing when absent. "
                    "Is the minus wrong? Otherwise delete text_if_not."
                ),
            )
        if abs(feature.item_weight) > MOST_WEIGHT:
            yield (
                ("features", i, "item_weight"),
                f"a weight is between -{MOST_WEIGHT} and {MOST_WEIGHT}, not {feature.item_weight}.",
            )


def _overlays(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, overlay in enumerate(questionnaire.overlays):
        most = len(overlay.criteria)
        if not 1 <= overlay.shows_from <= most:
            yield (
                ("overlays", i, "shows_from"),
                f"shows_from is {overlay.shows_from}. With {most} criteria use 1 to {most}.",
            )
        starts = [meaning.from_ for meaning in overlay.meanings]
        if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
            yield (
                ("overlays", i, "meanings"),
                "meanings must go from the highest count down to 0, each count once.",
            )
        if max(starts) > most:
            yield (
                ("overlays", i, "meanings"),
                f"there is no count of {max(starts)}: the most is {most}.",
            )


def _outcomes(questionnaire: Questionnaire) -> Iterator[Fault]:
    last = len(questionnaire.outcomes) - 1
    for i, outcome in enumerate(questionnaire.outcomes):
        path: Path = ("outcomes", i)
        if outcome.when is None and i != last:
            yield path, "only the last outcome has no condition: those below are never reached."
        if outcome.when is not None and i == last:
            yield (
                (*path, "when"),
                "the last outcome must have no condition, so that everybody gets one.",
            )
        same = [o.id for o in questionnaire.outcomes[:i] if o.when and o.when == outcome.when]
        if same:
            yield (*path, "when"), f"this is never reached: '{same[0]}' has the same condition."
        for j, level in enumerate(outcome.safety_net):
            if level is Level.maternity and level not in questionnaire.care_cards_by_level:
                yield (
                    (*path, "safety_net", j),
                    f"there is no care card for level '{level.name}'. Add it.",
                )
        if outcome.ends_journey and outcome.sheet_title is not None:
            yield (
                (*path, "sheet_title"),
                "an outcome that ends the questions has no sheet. Delete sheet_title.",
            )


def _care_cards(questionnaire: Questionnaire) -> Iterator[Fault]:
    for level in (Level.emergency, Level.urgent):
        if level not in questionnaire.care_cards_by_level:
            yield (
                ("care_cards",),
                f"no care card for level '{level.name}', which every error page shows. Add it.",
            )
    for i, card in enumerate(questionnaire.care_cards):
        if not card.heading.endswith(" if"):
            yield ("care_cards", i, "heading"), 'the heading of a care card ends with "if".'
        elif card.action != card.heading.removesuffix(" if"):
            yield ("care_cards", i, "action"), 'the action is the heading without its "if".'
        if not any(s.level is card.level and s.card for s in questionnaire.warning_signs):
            yield ("care_cards", i), "no warning sign of this level has a 'card' line. Add one."
    for i, sign in enumerate(questionnaire.warning_signs):
        if sign.level is Level.maternity and sign.level not in questionnaire.care_cards_by_level:
            yield (
                ("warning_signs", i, "level"),
                f"there is no care card for level '{sign.level.name}'. Add it.",
            )
        if sign.level is Level.emergency and sign.advice is not None:
            yield (
                ("warning_signs", i, "advice"),
                "is an emergency: its card says what to do. Take the advice out.",
            )


def _gp_questions(questionnaire: Questionnaire) -> Iterator[Fault]:
    always = sum(question.keep_always for question in questionnaire.gp_questions)
    cap = questionnaire.sheet.cap
    if cap > MOST_QUESTIONS:
        yield ("sheet", "cap"), f"the cap is {cap}. A page holds {MOST_QUESTIONS}."
    if cap <= always:
        yield (
            ("sheet", "cap"),
            f"the cap is {cap}, and {always} questions are always kept. Make it larger.",
        )
    for i, question in enumerate(questionnaire.gp_questions):
        if question.when is None and question.because is None:
            yield (
                ("gp_questions", i),
                "a question for everybody needs 'because', as no answer is its reason. Add it.",
            )


def _dates(questionnaire: Questionnaire) -> Iterator[Fault]:
    leaflet = questionnaire.leaflet
    dates: list[tuple[Path, str | None]] = [
        (("version",), questionnaire.version),
        (("leaflet", "last_reviewed"), leaflet.last_reviewed),
        (("leaflet", "next_review"), leaflet.next_review),
    ]
    for path, text in dates:
        try:
            date.fromisoformat(text or "2026-01-01")
        except ValueError:
            yield path, f"there is no day {text}. Write a date as 2026-11-22."
    for begun in (questionnaire.version, leaflet.last_reviewed):
        if begun is not None and leaflet.next_review <= begun:
            yield (
                ("leaflet", "next_review"),
                f"{leaflet.next_review} is not after {begun}. Write when it is due next.",
            )


def _texts(questionnaire: Questionnaire) -> Iterator[Fault]:
    for path, text in everything(questionnaire):
        if not isinstance(text, str):
            continue
        if re.search(r"<[a-zA-Z/!]", text):
            yield path, "HTML is not allowed. Write plain text."
        if re.search(r"\{\{|\{%|\{#", text):
            yield path, "a template is not allowed. Write plain text."
    blocks: list[tuple[Path, Advice | LeafletSection]] = [
        *((("advice", i), part) for i, part in enumerate(questionnaire.advice)),
        *((("leaflet", "sections", i), p) for i, p in enumerate(questionnaire.leaflet.sections)),
    ]
    for path, part in blocks:
        if not part.text and not part.bullets:
            yield path, "this says nothing under its heading. Add 'text' or 'bullets'."
    if questionnaire.introduction.minutes < 1:
        yield ("introduction", "minutes"), "it takes at least 1 minute."


def _copies(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Two signs or two GP questions that read the same."""
    for name, key in (
        ("warning_signs", "text"),
        ("warning_signs", "short"),
        ("warning_signs", "card"),
        ("gp_questions", "text"),
    ):
        seen: set[str] = set()
        for i, entry in enumerate(getattr(questionnaire, name)):
            text = getattr(entry, key)
            if text is not None and text in seen:
                yield (name, i, key), f"'{shown(text)}' stands in another one too. Tell them apart."
            seen.add(text)


CHECKS = (
    (_options, {"items"}),
    (_pictures, {"items"}),
    (_sections, {"sections", "items"}),
    (_bands, {"score", "features"}),
    (_overlays, {"overlays"}),
    (_outcomes, {"outcomes", "care_cards"}),
    (_care_cards, {"care_cards", "warning_signs"}),
    (_gp_questions, {"gp_questions", "sheet"}),
    (_dates, {"version", "leaflet"}),
    (_texts, {"advice", "leaflet", "introduction"}),
    (_copies, {"warning_signs", "gp_questions"}),
)
"""Faults of options, pictures, sections, bands, overlays, outcomes, cards, sheet, dates and texts;
with the parts of the content that each of them reads."""
