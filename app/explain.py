"""The rules as plain sentences, made from the same content that is served."""

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
from app.content.model import Band, Questionnaire


@dataclass(frozen=True)
class Block:
    """A part of the explanation under its own heading."""

    heading: str
    paragraphs: tuple[str, ...]
    bullets: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """How the answers become a result, from the first rule to the last."""

    blocks: tuple[Block, ...]


def explain(questionnaire: Questionnaire) -> Explanation:
    """Say every rule that leads from answers to the result and the sheet."""
    levels = {
        Level.emergency: "Signs that need help now",
        Level.maternity: "Signs for the maternity unit",
        Level.urgent: "Signs that need help soon",
    }
    signs = tuple(_signs(questionnaire, level, heading) for level, heading in levels.items())
    overlays = tuple(_overlay(questionnaire, i) for i in range(len(questionnaire.overlays)))
    return Explanation(
        (
            _order(questionnaire),
            *signs,
            _features(questionnaire),
            _bands(questionnaire),
            *overlays,
            _gp_questions(questionnaire),
        )
    )


def sentence(questionnaire: Questionnaire, condition: Condition) -> str:
    """Say when a condition holds, as the end of a sentence that begins with "when"."""
    match condition:
        case Chosen():
            item = questionnaire.item[condition.question]
            labels = [f"“{item.options[code].label}”" for code in condition.chosen]
            several = f"{condition.at_least} or more of " if condition.at_least > 1 else ""
            return f"“{item.short}” is {several}{_either(labels)}"
        case ConditionIs():
            return questionnaire.condition[condition.condition].text
        case SignGiven():
            return f"there is {questionnaire.warning_sign[condition.warning_sign].text}"
        case FeatureFits():
            text = questionnaire.feature[condition.feature].text
            return f"this fits: “{text.rstrip('.')}”"
        case OverlayShows():
            return questionnaire.overlay[condition.overlay].because
        case BandIs():
            return _either([questionnaire.band[name].because for name in condition.band])
        case LevelAtLeast():
            return f"a sign of level “{condition.level_at_least.name}” or higher is there"
        case AllOf():
            return ", and ".join(_part(questionnaire, inner) for inner in condition.all)
        case AnyOf():
            return ", or ".join(_part(questionnaire, inner) for inner in condition.any)
        case Not():
            return f"this is not so: {_part(questionnaire, condition.not_)}"


def _part(questionnaire: Questionnaire, condition: Condition) -> str:
    """A condition inside another one, in brackets where it would be read two ways."""
    text = sentence(questionnaire, condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _order(questionnaire: Questionnaire) -> Block:
    sections = ", then ".join(f"“{section.title}”" for section in questionnaire.sections)
    return Block(
        "In which order",
        (
            f"The questions come in this order: {sections}.",
            "Signs that need help come first. Nothing that you answer later can lower them.",
            "“Not sure” counts as the sign. A question without an answer never counts as “no”.",
            "Only answers to questions on your way through the self-check count.",
        ),
        (),
    )


def _signs(questionnaire: Questionnaire, level: Level, heading: str) -> Block:
    bullets = []
    for sign in questionnaire.warning_signs:
        if sign.level is level:
            when = sentence(questionnaire, sign.when)
            also = f", or {sentence(questionnaire, sign.also_when)}" if sign.also_when else ""
            bullets.append(f"{sign.code}, {sign.text}: when {when}{also}.")
    action = questionnaire.care_card[level].action
    return Block(heading, (f"Any of these leads to: {action}.",), tuple(bullets))


def _features(questionnaire: Questionnaire) -> Block:
    return Block(
        "What fits SI joint pain",
        (
            (
                "Each of these counts once. The number says how much. "
                "You never see a number yourself, because it could look like a diagnosis."
            ),
            f"The count is never below {questionnaire.score.lowest}.",
        ),
        tuple(
            f"{feature.item_weight:+d}".replace("-", "\N{MINUS SIGN}")
            + f": {feature.text} When {sentence(questionnaire, feature.when)}."
            for feature in questionnaire.features
        ),
    )


def _bands(questionnaire: Questionnaire) -> Block:
    none = sentence(questionnaire, questionnaire.score.no_band_when)
    return Block(
        "What the result page says",
        (f"Nothing is counted when {none}.",),
        tuple(_band(questionnaire, band) for band in questionnaire.score.bands),
    )


def _band(questionnaire: Questionnaire, band: Band) -> str:
    points = f"{band.from_} to {band.to}" if band.to is not None else f"{band.from_} or more"
    text = f"{points}: “{band.text[0]}”"
    if band.requires is not None:
        other = questionnaire.band[str(band.otherwise)]
        text += f" Only when {sentence(questionnaire, band.requires)}. Otherwise: “{other.text[0]}”"
    return text


def _overlay(questionnaire: Questionnaire, position: int) -> Block:
    overlay = questionnaire.overlays[position]
    return Block(
        overlay.title,
        (
            (
                f"The page says this when {overlay.shows_from} or more of these fit, and "
                f"{sentence(questionnaire, overlay.gate)}. It stands beside the rest of the result."
            ),
        ),
        tuple(
            f"{criterion.text}: when {sentence(questionnaire, criterion.when)}"
            for criterion in overlay.criteria
        ),
    )


def _gp_questions(questionnaire: Questionnaire) -> Block:
    bullets = []
    for question in questionnaire.gp_questions:
        when = f"when {sentence(questionnaire, question.when)}" if question.when else "always"
        bullets.append(f"{question.text} ({when})")
    return Block(
        "Which questions are on the sheet",
        (
            (
                f"They are in order of rank. The sheet has room for {questionnaire.sheet.cap}. "
                "The last one is always on it."
            ),
        ),
        tuple(bullets),
    )
