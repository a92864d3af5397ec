"""Questions that are well formed by themselves and still do not make sense together."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from app.content.checks.places import Fault
from app.content.conditions import BandIs, Chosen, LevelAtLeast, OverlayShows, search
from app.content.model import AnswerOption, Item, Questionnaire
from app.content.problems import nearest, shown
from app.content.source import Path

SECTION_ORDER = ("gate", "warning", "detail")
MOST_ON_A_PAGE = 3
"""Questions on one page."""


def _items(questionnaire: Questionnaire) -> Iterator[Fault]:
    for i, item in enumerate(questionnaire.items):
        picture = questionnaire.pictures_by_id.get(item.picture or "")
        on_it = [region.id for region in picture.regions] if picture else None
        for path, message in (*_item(item), *_regions(item, on_it)):
            yield ("items", i, *path), message


def _item(item: Item) -> Iterator[Fault]:
    """What is wrong with a question by itself; the places are those within it."""
    for j, option in enumerate(item.answer_option):
        for path, message in _option(item, option):
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
                'a question with several answers needs one such as "None of these". '
                "Write 'exclusive: true' in it, or add it."
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
    if sum(item.picture is not None for item in items) > 1:
        yield "2 questions of this page have a picture. Give one a page of its own."


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


def _regions(item: Item, on_the_picture: Collection[str] | None) -> Iterator[Fault]:
    """Regions that are not there, or do not say which answer a touch means.

    Where the picture could not be read, any may be there.
    """
    for j, option in enumerate(item.answer_option):
        place = ("answer_option", j, "regions")
        if item.picture is None and option.regions:
            yield place, "regions are places on a picture. Add picture to the question."
            continue
        for k, region in enumerate(option.regions):
            other = item.option_by_region[region]
            if on_the_picture is not None and region not in on_the_picture:
                cure = nearest(region, on_the_picture, "regions")
                yield (*place, k), f"'{region}' is not on the picture '{item.picture}'. {cure}"
            elif region in option.regions[:k]:
                yield (*place, k), f"'{region}' is there twice. Keep one."
            elif other is not option and len(other.regions) == len(option.regions):
                yield (
                    (*place, k),
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


def _looks_back(questionnaire: Questionnaire) -> Iterator[Fault]:
    """A question is asked after what decides whether it is asked, and not on the same page."""
    places = {item.link_id: (i, item.page) for i, item in enumerate(questionnaire.items)}
    for i, item in enumerate(questionnaire.items):
        for name in sorted(questionnaire.questions_in(item.enable_when)):
            place, page = places[name]
            if place >= i:
                fault = f"depends on '{name}', which is asked later. Move that question up."
                yield ("items", i, "enable_when"), fault
            elif page is not None and page == item.page:
                fault = f"it is asked after the answer to '{name}', so it stands behind it."
                yield ("items", i, "page"), f"{fault} Give it a page of its own."
        shares = item.page is not None and i > 0 and item.page == questionnaire.items[i - 1].page
        if shares and _waits(questionnaire, item):
            fault = "its enable_when asks for a band, an overlay or a level."
            fault = f"{fault} Every answer before it decides that."
            yield ("items", i, "page"), f"{fault} Make it the first question of the page."


def _waits(questionnaire: Questionnaire, item: Item) -> bool:
    """Whether only all the answers before it can tell if it is asked."""
    parts = search(item.enable_when, questionnaire.inside) if item.enable_when else ()
    return any(isinstance(part, BandIs | OverlayShows | LevelAtLeast) for part in parts)


CHECKS = (
    (_items, {"items"}),
    (_asks_again, {"items"}),
    (_pages, {"items"}),
    (_sections, {"sections", "items"}),
)
"""Faults of questions, options, pictures, pages and sections; with the parts of the content that
each of them reads."""

CHECKS_OF_ORDER = (_looks_back,)
"""Faults of order, which follow the rules from name to name."""
