"""The rules as plain sentences, made from the same content that is served."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    FeatureFits,
    Level,
    LevelAtLeast,
    Not,
    OverlayShows,
    SignGiven,
)
from app.content.model import Band, Feature, Overlay, Questionnaire, WarningSign
from app.engine.choice import MOST_FIRST


@dataclass(frozen=True)
class Line:
    """A line of a list, with the lines that belong under it."""

    text: str
    lines: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Block:
    """A part of the explanation under its own heading."""

    heading: str
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]


def explain(questionnaire: Questionnaire) -> tuple[Block, ...]:
    """Every rule from the answers to the result and the sheet, from the first to the last."""
    return (
        _order(questionnaire),
        *(
            _signs(questionnaire, level)
            for level in sorted(Level, reverse=True)
            if level in questionnaire.care_cards_by_level
        ),
        *_features(questionnaire),
        *_bands(questionnaire),
        *(_overlay(questionnaire, overlay) for overlay in questionnaire.overlays),
        *_gp_questions(questionnaire),
    )


def sentence(questionnaire: Questionnaire, condition: Condition) -> str:
    """Say when a condition holds, as the end of a sentence that begins with "when"."""
    match condition:
        case Chosen():
            return _chosen(questionnaire, condition)
        case ConditionIs():
            return questionnaire.conditions_by_id[condition.condition].text
        case SignGiven():
            sign = questionnaire.warning_signs_by_id[condition.warning_sign]
            return f"there is this sign: “{sign.text}”"
        case FeatureFits():
            return f"{_feature(questionnaire, condition)} fits"
        case OverlayShows():
            return f"the page says {_overlay_title(questionnaire, condition)}"
        case BandIs():
            return f"the count gives {_band_texts(questionnaire, condition)}"
        case LevelAtLeast():
            return f"there is {_signs_from(questionnaire, condition.level_at_least)}"
        case AllOf():
            return ", and ".join(_part(questionnaire, inner) for inner in condition.all)
        case AnyOf():
            return ", or ".join(_part(questionnaire, inner) for inner in condition.any)
        case Not():
            return _opposite(questionnaire, condition.not_)


def sign_condition(sign: WarningSign) -> Condition:
    """When a warning sign is given: every way to give it, and whom it is about."""
    when = sign.given_when
    return when if sign.applies_when is None else AllOf(all=(sign.applies_when, when))


def _signs_from(questionnaire: Questionnaire, least: Level) -> str:
    """What a sign of a level, or of a higher one, is called."""
    there = {sign.level for sign in questionnaire.signs_from[least]}
    names = [level.name for level in sorted(there)]
    if least is Level.urgent and len(names) > 1:
        return f"any warning sign ({listed(names, 'or')})"
    article = "an" if names[:1] and names[0][0] in "eu" else "a"
    return f"{article} {listed(names, 'or')} sign" if names else "a warning sign"


def _opposite(questionnaire: Questionnaire, condition: Condition) -> str:
    """Say when a condition does not hold, without a "not" in front of a whole sentence."""
    match condition:
        case Chosen():
            return _not_chosen(questionnaire, condition)
        case ConditionIs():
            named = questionnaire.conditions_by_id[condition.condition]
            if isinstance(named.when, Chosen):
                return _not_chosen(questionnaire, named.when)
            return f"this does not apply: “{named.text}”"
        case SignGiven():
            text = questionnaire.warning_signs_by_id[condition.warning_sign].text
            return f"there is no sign of this: “{text}”"
        case FeatureFits():
            return f"{_feature(questionnaire, condition)} does not fit"
        case OverlayShows():
            return f"the page does not say {_overlay_title(questionnaire, condition)}"
        case BandIs():
            return f"the count does not give {_band_texts(questionnaire, condition)}"
        case LevelAtLeast():
            signs = _signs_from(questionnaire, condition.level_at_least)
            return f"there is no {signs.split(' ', maxsplit=1)[1]}"
        case AllOf():
            return sentence(questionnaire, AnyOf(any=tuple(_negated(c) for c in condition.all)))
        case AnyOf():
            return sentence(questionnaire, AllOf(all=tuple(_negated(c) for c in condition.any)))
        case Not():
            return sentence(questionnaire, condition.not_)


def _negated(condition: Condition) -> Condition:
    return condition.not_ if isinstance(condition, Not) else Not.model_validate({"not": condition})


def _part(questionnaire: Questionnaire, condition: Condition) -> str:
    """A condition inside another one, in brackets where it would be read two ways."""
    text = sentence(questionnaire, condition)
    inner = condition.not_ if isinstance(condition, Not) else condition
    has_parts = isinstance(inner, AllOf | AnyOf)
    if isinstance(condition, ConditionIs):
        has_parts = ", " in text or " or " in text
    return f"({text})" if has_parts else text


def _chosen(questionnaire: Questionnaire, condition: Chosen) -> str:
    item = questionnaire.items_by_id[condition.question]
    labels = [f"“{item.options[code].label}”" for code in condition.chosen]
    if condition.at_least > 1:
        few = f"{condition.at_least} or more of {listed(labels, 'and')}"
        return f"{few} are ticked under “{item.short}”"
    if item.repeats:
        return f"{listed(labels, 'or')} is ticked under “{item.short}”"
    return f"“{item.short}” is answered {listed(labels, 'or')}"


def _not_chosen(questionnaire: Questionnaire, condition: Chosen) -> str:
    item = questionnaire.items_by_id[condition.question]
    labels = [f"“{item.options[code].label}”" for code in condition.chosen]
    if condition.at_least > 1:
        few = f"fewer than {condition.at_least} of {listed(labels, 'and')}"
        return f"{few} are ticked under “{item.short}”"
    if not item.repeats:
        return f"“{item.short}” is not answered {listed(labels, 'or')}"
    if len(labels) == 1:
        return f"{labels[0]} is not ticked under “{item.short}”"
    return f"none of {listed(labels, 'and')} is ticked under “{item.short}”"


def _feature(questionnaire: Questionnaire, condition: FeatureFits) -> str:
    return f"“{questionnaire.features_by_id[condition.feature].text.rstrip('.')}”"


def _overlay_title(questionnaire: Questionnaire, condition: OverlayShows) -> str:
    return f"“{questionnaire.overlays_by_id[condition.overlay].title}”"


def _band_texts(questionnaire: Questionnaire, condition: BandIs) -> str:
    texts = (questionnaire.bands_by_id[name].text[0].rstrip(".") for name in condition.band)
    return listed([f"“{text}”" for text in texts], "or")


def listed(words: list[str], joined_by: str) -> str:
    """Some words as people list them: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


# --- the page -------------------------------------------------------------------------------------


def _order(questionnaire: Questionnaire) -> Block:
    return Block(
        "In which order",
        (
            "Signs that need help come first. Nothing that you answer later can lower them.",
            "“Not sure” counts as the sign. A question without an answer never counts as “no”.",
            *(
                ["After some lists we ask once more, of which signs you are not sure."]
                if questionnaire.asked_again
                else []
            ),
            "Only answers to questions on your way through the self-check count.",
            "The questions come in this order:",
        ),
        tuple(Line(section.title) for section in questionnaire.sections),
    )


def _signs(questionnaire: Questionnaire, level: Level) -> Block:
    lines = (
        _rule(questionnaire, sign_condition(sign), f"{sign.text}. It counts when")
        for sign in questionnaire.warning_signs
        if sign.level is level
    )
    action = questionnaire.care_cards_by_level[level].action
    return Block(
        f"{level.name.capitalize()} signs", (f"Any of these leads to: {action}.",), tuple(lines)
    )


def _features(questionnaire: Questionnaire) -> Iterator[Block]:
    """What counts for more and what for less. A weight would look like a diagnosis."""
    ranked = sorted(questionnaire.features, key=lambda feature: -abs(feature.item_weight))
    more = tuple(_feature_rule(questionnaire, f) for f in ranked if f.item_weight > 0)
    less = tuple(_feature_rule(questionnaire, f) for f in ranked if f.item_weight < 0)
    if more:
        yield Block(
            questionnaire.words.what_fits,
            ("Each of these counts once. The first count for more, the last for less.",),
            more,
        )
    if less:
        yield Block(
            "What fits it less",
            ("With any of these, all others count for less. The first take away more.",),
            less,
        )


def _feature_rule(questionnaire: Questionnaire, feature: Feature) -> Line:
    return _rule(questionnaire, feature.when, f"{feature.text} It counts when")


def _bands(questionnaire: Questionnaire) -> Iterator[Block]:
    score = questionnaire.score
    if score is None:
        return
    paragraphs = ["The more fits, the further down this list."]
    if score.no_band_when is not None:
        none = sentence(questionnaire, score.no_band_when)
        paragraphs.insert(0, f"Nothing is counted when {none}.")
    bands = tuple(_band(questionnaire, band) for band in score.bands)
    yield Block("What the result page says", tuple(paragraphs), bands)


def _band(questionnaire: Questionnaire, band: Band) -> Line:
    said = f"“{band.text[0]}”"
    if band.requires is None:
        return Line(said)
    other = questionnaire.bands_by_id[str(band.otherwise)].text[0]
    only = _rule(questionnaire, band.requires, "only when")
    return Line(said, (only, Line(f"Otherwise: “{other}”")))


def _overlay(questionnaire: Questionnaire, overlay: Overlay) -> Block:
    criteria = (
        _rule(questionnaire, criterion.when, f"“{criterion.text}” counts when")
        for criterion in overlay.criteria
    )
    return Block(
        overlay.title,
        ("This stands beside the rest of the result. The page says it when both are true:",),
        (
            _rule(questionnaire, overlay.gate),
            Line(f"{overlay.shows_from} or more of these fit:", tuple(criteria)),
        ),
    )


def _gp_questions(questionnaire: Questionnaire) -> Iterator[Block]:
    if not questionnaire.gp_questions:
        return
    last = questionnaire.gp_questions[-1].keep_always
    lines = (
        _rule(questionnaire, question.when, f"{question.text} It is on the sheet when")
        if question.when
        else Line(f"{question.text} It is always on the sheet.")
        for question in questionnaire.gp_questions
    )
    yield Block(
        "Which questions are on the sheet",
        (
            (
                "They are in order of rank. "
                f"The sheet has room for {questionnaire.sheet.cap} of these questions."
                f"{' The last one is always on it.' if last else ''}"
            ),
            f"You can drop any other. You can put up to {MOST_FIRST} first.",
        ),
        tuple(lines),
    )


def _rule(questionnaire: Questionnaire, condition: Condition, lead: str = "") -> Line:
    """A rule as the end of a sentence that ``lead`` begins, its parts under it where it has any."""
    lines: tuple[Line, ...] = ()
    match condition:
        case AllOf():
            says = "all of these are true:"
            lines = tuple(_rule(questionnaire, part) for part in condition.all)
        case AnyOf():
            says = "any of these is true:"
            lines = tuple(_rule(questionnaire, part) for part in condition.any)
        case Chosen(at_least=few) if few > 1:
            item = questionnaire.items_by_id[condition.question]
            says = f"{few} or more of these are ticked under “{item.short}”:"
            lines = tuple(Line(item.options[code].label) for code in condition.chosen)
        case _:
            says = f"{sentence(questionnaire, condition)}."
    text = f"{lead} {says}".lstrip()
    return Line(text[0].upper() + text[1:], lines)
