"""Entries that are well formed by themselves and still do not make sense together."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.content.checks.places import Fault, everything
from app.content.conditions import Chosen, Level
from app.content.model import REGIONS, Advice, AnswerOption, Item, LeafletSection, Questionnaire
from app.content.problems import nearest, shown
from app.content.source import Path

SECTION_ORDER = ("gate", "warning", "detail")
MOST_WEIGHT = 10
MOST_ON_A_PAGE = 3
"""Questions on one page."""
MOST_QUESTIONS = 10
"""GP questions on one side of A4."""


def _items(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, item in enumerate(questionnaire.items):
        for path, message in _item(item):
            yield ("items", i, *path), message


def _item(item: Item) -> Iterator[Fault]:
    """What is wrong with a question by itself; the places are those within it."""
    for j, option in enumerate(item.answer_option):
        for path, message in (*_option(item, option), *_regions(item, option)):
            yield ("answer_option", j, *path), message
    for key in ("text", "label"):
        yield from _same(item, key)
    none = [o for o in item.answer_option if o.exclusive and o.counts_as is None]
    if len(none) > 1:
        path = ("answer_option", item.answer_option.index(none[1]), "exclusive")
        yield path, f"'{none[0].code}' is exclusive already. Keep one."
    if none and not item.repeats:
        path = ("answer_option", item.answer_option.index(none[0]), "exclusive")
        cure = "Is 'repeats: true' missing? Only if 1 answer is all one can give, delete exclusive."
        yield path, f"'{none[0].code}' is exclusive, which is for several answers. {cure}"
    if not item.text.endswith("?"):
        yield ("text",), "a question ends with a question mark. Is its end cut off?"
    if item.repeats and not none and item.asks_again is None:
        yield (
            (),
            (
                "a question with several answers needs one exclusive option, "
                'such as "None of these". Add it.'
            ),
        )
    if item.picture is not None and item.repeats:
        yield ("picture",), "a picture is for questions with one answer. Delete it."
    if item.picture is not None and not item.option_by_region:
        yield ("picture",), "no answer has a place on the picture. Add regions, or delete picture."


def _pages(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Pages that ask more than one question."""
    places: dict[str, list[int]] = {}
    for i, item in enumerate(questionnaire.items):
        if item.page is not None:
            places.setdefault(item.page, []).append(i)
    for page in places.values():
        for message in _page([questionnaire.items[i] for i in page], page[-1] - page[0]):
            yield ("items", page[-1], "page"), message
        names = {questionnaire.items[i].link_id for i in page}
        for i in page:
            looks_at = questionnaire.questions_in(questionnaire.items[i].enable_when) & names
            if looks_at:
                message = (
                    f"it is asked after the answer to '{min(looks_at)}', so it stands behind it."
                )
                yield ("items", i, "page"), f"{message} Give it a page of its own."


def _page(items: list[Item], distance: int) -> Iterator[str]:
    if len(items) == 1:
        yield "no other question is on this page. Delete it, or write the same at another."
    if len(items) > MOST_ON_A_PAGE:
        yield f"{len(items)} questions are too many for a page. Have {MOST_ON_A_PAGE} or fewer."
    if distance >= len(items):
        yield "the questions of this page do not stand together. Move them, or rename the page."
    if len({item.section for item in items}) > 1:
        yield "the questions of this page are of several sections. Have one page for each."
    if sum(item.repeats for item in items) > 1:
        yield "2 questions of this page take several answers. Give one a page of its own."
    if any(item.picture for item in items):
        yield "a question with a picture has a page of its own. Delete it."


def _option(item: Item, option: AnswerOption) -> Iterator[Fault]:
    if option.counts_as is None:
        if option.code == "not-sure":
            yield (), "'not-sure' does not say what it counts as. Add counts_as."
        return
    if option is not item.not_sure:
        yield ("counts_as",), f"'{option.code}' is a second \"not sure\" answer. Keep one."
    if option.exclusive:
        yield (
            ("exclusive",),
            (
                f"'{option.code}' must not be exclusive: people may tick a sign and be "
                "unsure of the rest. Delete it."
            ),
        )
    for k, code in enumerate(option.counts_as):
        other = item.options.get(code)
        if other is not None and (other is option or other.exclusive):
            path = ("counts_as", k)
            yield path, f"\"not sure\" cannot stand for '{code}'. Name options that say yes."


def _regions(item: Item, option: AnswerOption) -> Iterator[Fault]:
    if item.picture is None:
        if option.regions:
            yield ("regions",), "regions are places on a picture. Add picture to the question."
        return
    for k, region in enumerate(option.regions):
        path = ("regions", k)
        other = item.option_by_region[region]
        if region not in REGIONS[item.picture]:
            cure = nearest(region, REGIONS[item.picture], "regions")
            yield path, f"'{region}' is not on the picture '{item.picture}'. {cure}"
        elif region in option.regions[:k]:
            yield path, f"'{region}' is there twice. Keep one."
        elif other is not option and len(other.regions) == len(option.regions):
            yield (
                path,
                (
                    f"a touch on '{region}' could mean '{option.code}' or '{other.code}'. "
                    "Take it from one of them."
                ),
            )


def _same(item: Item, key: str) -> Iterator[Fault]:
    """Two options that read the same, in full or in short."""
    seen: list[str] = []
    for j, option in enumerate(item.answer_option):
        text = getattr(option, key)
        if text in seen and not (key == "label" and option.short is None):
            path = ("answer_option", j, "text" if key == "text" else "short")
            yield path, f"'{shown(text)}' is what another option says. Tell them apart."
        seen.append(text)


def _asks_again(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question that asks once more after "not sure" follows the one that it asks again.

    One that asks which of some ticks is about a list, and is asked by itself, too.
    """
    for i, item in enumerate(questionnaire.items):
        if item.asks_which is not None:
            yield from _asks_which(questionnaire, ("items", i), item)
        first = questionnaire.items_by_id.get(item.asks_again or "")
        if first is None:
            continue
        path: Path = ("items", i, "asks_again")
        if not first.repeats or not (first.not_sure and first.not_sure.counts_as):
            yield path, f"'{first.link_id}' has no list of signs that a \"not sure\" stands for."
            continue
        if first.asks_again is not None:
            yield path, f"'{first.link_id}' asks again itself. Name what it asks again."
            continue
        if i == 0 or questionnaire.items[i - 1] != first:
            yield path, f"stands apart from '{first.link_id}'. Move it right below that question."
        if item.not_sure is None:
            fault = 'needs 1 answer of its own, such as "I can\'t say". Add it.'
            yield ("items", i, "answer_option"), fault
        asked = Chosen(question=first.link_id, chosen=(first.not_sure.code,))
        if item.enable_when != asked:
            yield ("items", i, "enable_when"), 'is asked after "not sure" by itself. Delete this.'
        if not item.repeats:
            yield ("items", i, "repeats"), "has several answers by itself. Delete this."


def _asks_which(questionnaire: Questionnaire, path: Path, item: Item) -> Iterator[Fault]:
    first = questionnaire.items_by_id.get(str(item.asks_which))
    if item.asks_again is not None:
        yield (*path, "asks_which"), "a question asks again or asks which, not both. Delete one."
        return
    if first is None:
        return
    ticks = tuple(o.code for o in first.answer_option if not o.exclusive and o != first.not_sure)
    if not (first.repeats and ticks):
        yield (*path, "asks_which"), f"'{first.link_id}' has one answer, so none is asked for."
        return
    for key, derived in (
        ("enable_when", Chosen(question=first.link_id, chosen=ticks)),
        ("repeats", True),
    ):
        if getattr(item, key) != derived:
            yield (*path, key), "is so by itself. Delete this."


def _sections(questionnaire: Questionnaire) -> Iterator[Fault]:
    order = [section.id for section in questionnaire.sections]
    kinds = [SECTION_ORDER.index(section.kind) for section in questionnaire.sections]
    for i, (before, kind) in enumerate(pairwise(kinds), 1):
        if kind < before:
            here, above = SECTION_ORDER[kind], SECTION_ORDER[before]
            fault = f"a {here} section cannot come after a {above} section. Move it up."
            yield ("sections", i, "kind"), fault
    used = [order.index(item.section) for item in questionnaire.items if item.section in order]
    if len(used) < len(questionnaire.items):
        return
    for i in range(1, len(used)):
        if used[i] < used[i - 1]:
            yield (
                ("items", i, "section"),
                (
                    f"section '{order[used[i]]}' is over before this question. "
                    "Keep the questions of a section together, in the order of the sections."
                ),
            )
    for i, name in enumerate(order):
        if i not in used:
            yield ("sections", i), f"section '{name}' has no questions. Add one or delete it."


def _bands(questionnaire: Questionnaire) -> Iterator[Fault]:
    score = questionnaire.score
    most = sum(max(feature.item_weight, 0) for feature in questionnaire.features)
    expected: int | None = score.lowest if score else None
    ids = [band.id for band in questionnaire.bands]
    for i, band in enumerate(questionnaire.bands):
        path: Path = ("score", "bands", i)
        last = i == len(ids) - 1
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
            fault = f"band '{band.id}' can never be reached: the most points are {most}."
            yield (*path, "from"), fault
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
                    "a feature that speaks against it says nothing when absent. "
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
            yield path, "only the last outcome has no condition: those below are never reached."
        if outcome.when is not None and i == last:
            yield when, "the last outcome must have no condition, so that everybody gets one."
        same = [o.id for o in questionnaire.outcomes[:i] if o.when and o.when == outcome.when]
        if same:
            yield when, f"this is never reached: '{same[0]}' has the same condition."
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
    for i, sign in enumerate(questionnaire.warning_signs):
        path: Path = ("warning_signs", i)
        if sign.level not in {Level.emergency, *cards}:
            yield (*path, "level"), _no_card(sign.level)
        if sign.level is Level.emergency and sign.advice is not None:
            fault = "is an emergency: its card says what to do. Take the advice out."
            yield (*path, "advice"), fault


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
            yield path, f"there is no day {text}. Write a date as 2026-11-22."
    if leaflet is None:
        return
    for begun in (questionnaire.version, leaflet.last_reviewed):
        if begun is not None and leaflet.next_review <= begun:
            fault = f"{leaflet.next_review} is not after {begun}. Write when it is due next."
            yield ("leaflet", "next_review"), fault


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
        *(
            (("leaflet", "sections", i), part)
            for i, part in enumerate(questionnaire.leaflet_sections)
        ),
    ]
    for path, part in blocks:
        if not part.text and not part.bullets:
            yield path, "this says nothing under its heading. Add 'text' or 'bullets'."


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
    (_items, {"items"}),
    (_asks_again, {"items"}),
    (_pages, {"items"}),
    (_sections, {"sections", "items"}),
    (_bands, {"score", "features"}),
    (_weights, {"score", "features"}),
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
