"""Conditions in words: by the labels of boxes, or before there are any, by what they are about."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from string import ascii_uppercase

from app.content.conditions import (
    AllOf,
    AnyOf,
    BandIs,
    Chosen,
    Condition,
    ConditionIs,
    LevelAtLeast,
    Not,
    OverlayShows,
)
from app.content.model import Questionnaire
from app.paper.ticks import opposite
from app.paper.values import PaperPart, PaperQuestion, Tick
from app.sheet.explain import Line, listed, sentence


class Words:
    """Says conditions by the labels of boxes and rows and the numbers of parts."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        numbered: Iterable[PaperQuestion],
        parts: Iterable[PaperPart],
    ) -> None:
        self.questionnaire = questionnaire
        self.rows = dict(zip(questionnaire.bands_by_id, ascii_uppercase, strict=False))
        self._later = {q.when: q.number for q in reversed(tuple(numbered)) if needs_count(q.when)}
        self._parts = {part.level: part.number for part in parts}
        self._labels = {
            (box.question, box.code): box.label for asked in numbered for box in asked.boxes
        }

    def about(self, question: PaperQuestion) -> PaperQuestion:
        """A question that says when to answer it."""
        if question.when is None:
            return question
        said_first = self._later.get(question.when, question.number) == question.number
        say = self._in_full if said_first else self.line
        return replace(question, only_if=say("Only if", question.when))

    def line(self, lead: str, condition: Condition) -> Line:
        """A condition as the end of a sentence that ``lead`` begins, its parts under it."""
        if condition in self._later:
            return _sentence(lead, f"question {self._later[condition]} is for you.")
        return self._in_full(lead, condition)

    def _in_full(self, lead: str, condition: Condition) -> Line:
        """The same, also where a question on the paper already says it."""
        boxes = _either(condition)
        if boxes is not None:
            return _sentence(lead, f"you ticked {self._names(boxes)}.")
        match condition:
            case Chosen():
                boxes = [(condition.question, code) for code in condition.chosen]
                few = f"{condition.at_least} or more of {self._names(boxes)}"
                return _sentence(lead, f"you ticked {few}.")
            case BandIs():
                rows = listed([self.rows[name] for name in condition.band], "or")
                return _sentence(lead, f"your row is {rows}.")
            case LevelAtLeast():
                return _sentence(lead, f"you ticked a box in {self._of_parts(condition)}.")
            case OverlayShows():
                return _sentence(lead, f"{self._title(condition)} is for you.")
            case AllOf():
                lines = tuple(self.line("", part) for part in condition.all)
                return replace(_sentence(lead, "all of these are true:"), lines=lines)
            case AnyOf():
                lines = tuple(self.line("", part) for part in condition.any)
                return replace(_sentence(lead, "any of these is true:"), lines=lines)
            case Not():
                return self._opposite(lead, condition.not_)
        raise ValueError(f"no words for {condition}")

    def _opposite(self, lead: str, condition: Condition) -> Line:
        boxes = _either(condition)
        if boxes is not None:
            return _sentence(lead, f"you did not tick {self._names(boxes)}.")
        match condition:
            case BandIs():
                rows = listed([self.rows[name] for name in condition.band], "or")
                return _sentence(lead, f"your row is not {rows}.")
            case LevelAtLeast():
                return _sentence(lead, f"you ticked no box in {self._of_parts(condition)}.")
            case OverlayShows():
                return _sentence(lead, f"{self._title(condition)} is not for you.")
            case AllOf():
                return self.line(lead, AnyOf(any=tuple(map(opposite, condition.all))))
            case AnyOf():
                return self.line(lead, AllOf(all=tuple(map(opposite, condition.any))))
        said = self.line("", condition)
        return replace(_sentence(lead, "this is not true:"), lines=(said,))

    def _of_parts(self, condition: LevelAtLeast) -> str:
        levels = (n for level, n in self._parts.items() if level >= condition.level_at_least)
        return f"part {listed([str(number) for number in levels], 'or')}"

    def _title(self, condition: OverlayShows) -> str:
        return f"“{self.questionnaire.overlays_by_id[condition.overlay].title}”"

    def _names(self, boxes: Iterable[Tick]) -> str:
        """The labels of some boxes, those that follow each other as "4A to 4C"."""
        names = []
        for _, run in groupby(enumerate(boxes), key=self._place):
            labels = [self._name(box) for _, box in run]
            names += [f"{labels[0]} to {labels[-1]}"] if len(labels) > 2 else labels
        return listed(names, "or")

    def _place(self, numbered: tuple[int, Tick]) -> tuple[str, int]:
        """The same for boxes of one question whose letters follow each other."""
        place, (question, code) = numbered
        label = self._labels.get((question, code), "")
        return question, (ord(label[-1]) if label else -2 * place) - place

    def _name(self, box: Tick) -> str:
        question, code = box
        answer = self.questionnaire.items_by_id[question].options[code]
        return self._labels.get(box, f"“{answer.label}”")


def _either(condition: Condition) -> list[Tick] | None:
    """The boxes of which 1 tick is enough; ``None`` where it is not as simple as that."""
    match condition:
        case Chosen(at_least=1):
            return [(condition.question, code) for code in condition.chosen]
        case AnyOf():
            each = [_either(inner) for inner in condition.any]
            known = [boxes for boxes in each if boxes is not None]
            return [box for boxes in known for box in boxes] if len(known) == len(each) else None
    return None


def _sentence(lead: str, rest: str) -> Line:
    text = f"{lead} {rest}".lstrip()
    return Line(text[0].upper() + text[1:])


def needs_count(condition: Condition | None) -> bool:
    match condition:
        case BandIs() | OverlayShows():
            return True
        case AllOf():
            return any(map(needs_count, condition.all))
        case AnyOf():
            return any(map(needs_count, condition.any))
        case Not():
            return needs_count(condition.not_)
    return False


# --- before anything is ticked --------------------------------------------------------------------


def only_for(questionnaire: Questionnaire, lead: str, others: tuple[Condition, ...]) -> Line:
    """Whom something is about, in words alone: nothing is ticked before the signs."""
    match others:
        case (ConditionIs() as one,):
            return Line(f"{lead} {questionnaire.conditions_by_id[one.condition].text}:")
        case (Not(not_=ConditionIs() as one),):
            text = questionnaire.conditions_by_id[one.condition].text
            return Line(f"{lead} this is not true of you: {text}.")
        case (Chosen(chosen=several) as one,) if len(several) > 1:
            options = questionnaire.items_by_id[one.question].options
            lines = tuple(Line(options[code].label) for code in several)
            return Line(f"{lead} any of these is true of you:", lines)
        case (Chosen() as one,):
            return Line(f"{lead} this is true of you: {_answers(questionnaire, one)}.")
    lead = f"{lead} all of these are true of you:"
    return Line(lead, tuple(Line(_fact(questionnaire, one)) for one in others))


def _fact(questionnaire: Questionnaire, condition: Condition) -> str:
    if not isinstance(condition, Chosen):
        return sentence(questionnaire, condition)
    item = questionnaire.items_by_id[condition.question]
    answers = _answers(questionnaire, condition)
    return answers if item.repeats else f"{item.short}: {answers}"


def _answers(questionnaire: Questionnaire, condition: Chosen) -> str:
    options = questionnaire.items_by_id[condition.question].options
    return "; or ".join(options[code].label for code in condition.chosen)
