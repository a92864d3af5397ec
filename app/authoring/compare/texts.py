"""The texts that a person must judge where they change, by their places."""

from collections.abc import Iterator

from app.content.model import Questionnaire
from app.sheet.explain import sentence

Texts = Iterator[tuple[str, str]]
"""Each with its place before it."""


def warning_texts(questionnaire: Questionnaire) -> Texts:
    """Every text that asks about a warning sign or says what to do about one."""
    for sign in questionnaire.warning_signs:
        for name, text in (("text", sign.text), ("card", sign.card), ("advice", sign.advice)):
            if text is not None:
                yield f"warning sign “{sign.id}”, {name}", text
        denied = f"an answer to {' or '.join(sign.asked_in)}" if sign.asked_in else "all it needs"
        yield f"warning sign “{sign.id}”, what denies it", denied
    for card in questionnaire.care_cards:
        place = f"care card “{card.level.name}”"
        for name in ("heading", "action", "show_to", "note", "deaf", "afterwards"):
            if (text := getattr(card, name)) is not None:
                yield f"{place}, {name}", text
    for outcome in questionnaire.outcomes:
        yield f"outcome “{outcome.id}”, title", outcome.title
        if outcome.text:
            yield f"outcome “{outcome.id}”, text", " ".join(outcome.text)
        for of_level in questionnaire.safety_net_of(outcome):
            level = of_level.level.name
            yield f"outcome “{outcome.id}”, when to get {level} help", "its care card"
        for name in outcome.advice:
            yield f"outcome “{outcome.id}”, advice “{name}”", "its block of advice"
    for advice in questionnaire.advice:
        yield f"advice “{advice.id}”", " ".join((advice.heading, *advice.text, *advice.bullets))
    for line in questionnaire.sheet.come_back:
        yield f"sheet, when to get {line.level.name} help", "; ".join(line.bullets)
    yield "sheet, disclaimer", questionnaire.sheet.disclaimer
    for rule in questionnaire.never:
        outcomes = ", ".join(rule.outcomes)
        when = sentence(questionnaire, rule.given)
        yield f"never rule “{rule.id}”", f"{rule.text}: never {outcomes} when {when}"
    for item in questionnaire.items:
        if questionnaire.kinds[item.link_id] != "detail":
            yield f"question “{item.link_id}”", " ".join(filter(None, (item.text, item.hint)))
            for option in item.answer_option:
                words = " ".join(filter(None, (option.text, option.hint)))
                yield f"question “{item.link_id}”, answer “{option.code}”", words


def texts_for_the_gp(questionnaire: Questionnaire) -> Texts:
    """What heads a sheet, what a count means, the notes, and which answers the GP reads."""
    sheet = questionnaire.sheet
    for outcome in questionnaire.outcomes:
        if outcome.sheet_title:
            yield f"outcome “{outcome.id}”, title of the sheet", outcome.sheet_title
    for overlay in questionnaire.overlays:
        meant = (f"from {meaning.from_}: {meaning.text}" for meaning in overlay.meanings)
        leads = f"leads from {overlay.leads_from or 'none'}"
        yield f"overlay “{overlay.id}”, what its count means", "; ".join((*meant, leads))
    for note in questionnaire.result_notes:
        yield f"note “{note.id}”", note.text
    rows = (f"{row.label}: {', '.join(row.questions)}" for row in (*sheet.rows, *sheet.history))
    yield "sheet, the answers that the GP reads", "; ".join(rows)
    written = (*sheet.by_hand, *sheet.needs, *sheet.for_the_gp)
    yield "sheet, what is written by hand and what the GP is told", "; ".join(written)
