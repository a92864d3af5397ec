"""What share of the people of a mix a content sends where, and which signs decide that."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from app.authoring.caseload.mix import SETTINGS, Mix
from app.authoring.caseload.people import Content, draw
from app.content.conditions import Level
from app.content.model import Questionnaire

ASSUMED = "Every number of this mix is assumed, not measured: the figures say no more than it does."
LEVELS: Mapping[str, tuple[Level, ...]] = {
    "emergency": (Level.emergency,),
    "maternity": (Level.maternity,),
    "urgent": (Level.urgent,),
    "calm": (Level.none,),
    "together": (Level.emergency, Level.maternity, Level.urgent),
}
"""The lines of a table. The last one is of everybody who is not calm."""
MIDDLE = SETTINGS[1]
MOST_SIGNS = 8
"""How many of the signs that decide alone are told."""


@dataclass(frozen=True)
class Proportion:
    """Of 100 people: so many, and between which figures with 95 % confidence (Wilson)."""

    of_100: float
    least: float
    most: float

    def __str__(self) -> str:
        """The figure with its interval."""
        return f"{self.of_100:.1f} ({self.least:.1f} to {self.most:.1f})"


def proportion(count: int, people: int) -> Proportion:
    """So many of all the people."""
    part, z2 = count / people, Z * Z
    middle = (part + z2 / (2 * people)) / (1 + z2 / people)
    reach = Z * sqrt(part * (1 - part) / people + z2 / (4 * people**2)) / (1 + z2 / people)
    return Proportion(100 * part, 100 * max(middle - reach, 0), 100 * min(middle + reach, 1))


Z = 1.959964
"""95 of 100 draws from a normal distribution are nearer to its middle."""

ByLevel = Mapping[str, Proportion]
"""Each line of :data:`LEVELS` with its proportion."""


@dataclass(frozen=True)
class Caseload:
    """What becomes of the people of a mix with one content."""

    content: str
    people: int
    digest: str
    settings: Mapping[str, ByLevel]
    alone: Mapping[str, Mapping[str, float]]
    """For each sign, of how many of 100 in the middle setting it alone makes the level what it is,
    by level. Those for most people come first."""
    what_if: Mapping[str, ByLevel]
    """In the middle setting, with each narrower reading of the mix."""
    passed_over: tuple[str, ...]
    not_asked: tuple[str, ...]


def caseload_of(
    mix: Mix, questionnaire: Questionnaire, people: int, seed: int = 1, name: str = ""
) -> Caseload:
    """Where a content sends so many people of the mix in each setting, and why.

    Raises :class:`NoAnswerError` where the mix does not say enough for this content.
    """
    content = Content(mix, questionnaire)
    settings: dict[str, ByLevel] = {}
    alone: dict[str, Counter[Level]] = {}
    readings: dict[str, Counter[Level]] = {reading.text: Counter() for reading in mix.what_if}
    for setting in SETTINGS:
        levels: Counter[Level] = Counter()
        for number in range(people):
            person = draw(mix, setting, seed, number)
            ticks = content.ticks(person)
            level = content.level(person, ticks)
            levels[level] += 1
            if setting != MIDDLE:
                continue
            without = {
                sign: content.level(person, {n: g for n, g in ticks.items() if n != sign})
                for sign in ticks
            }
            for sign, lower in without.items():
                if lower < level:
                    alone.setdefault(sign, Counter())[level] += 1
            for reading in mix.what_if:
                applies = reading.sign in ticks and reading.sign in person.rereads
                lower = max(without[reading.sign], reading.level) if applies else level
                readings[reading.text][min(level, lower)] += 1
        settings[setting] = _by_level(levels, people)
    return Caseload(
        content=name,
        people=people,
        digest=questionnaire.digest,
        settings=settings,
        alone={
            sign: {level.name: 100 * count / people for level, count in counts.items()}
            for sign, counts in sorted(alone.items(), key=lambda entry: -entry[1].total())
        },
        what_if={text: _by_level(levels, people) for text, levels in readings.items()},
        passed_over=content.passed_over,
        not_asked=content.not_asked,
    )


def moved(
    mix: Mix, old: Questionnaire, new: Questionnaire, people: int, seed: int = 1
) -> Mapping[tuple[str, str], float]:
    """Of 100 people of the mix in the middle setting, how many go from which level to which other.

    Levels, not outcomes: of what is asked after the signs, the mix says nothing.
    Raises :class:`NoAnswerError` where it does not say enough for one of the contents.
    """
    before, after = Content(mix, old), Content(mix, new)
    levels: Counter[tuple[str, str]] = Counter()
    for number in range(people):
        person = draw(mix, MIDDLE, seed, number)
        was, is_now = (each.level(person, each.ticks(person)).name for each in (before, after))
        levels[was, is_now] += 1
    return {(a, b): 100 * count / people for (a, b), count in levels.items() if a != b}


def _by_level(levels: Counter[Level], people: int) -> ByLevel:
    return {
        line: proportion(sum(levels[level] for level in among), people)
        for line, among in LEVELS.items()
    }


def alone_in_words(one: Caseload, sign: str) -> str:
    """For how many of 100 a sign alone decides, and at which level."""
    by_level = one.alone.get(sign, {})
    parts = [f"{by_level[level]:.1f} {level}" for level in LEVELS if level in by_level]
    return ", ".join(parts) or "0.0"


def in_lines(mix_name: str, seed: int, found: Sequence[Caseload]) -> Iterator[str]:
    """The figures of one content, or of several side by side, for people to read."""
    yield f"{mix_name}: {ASSUMED}"
    yield f"{found[0].people:,} people without serious disease, seed {seed}. Of 100 of them, in"
    yield "brackets the 95 % interval of the draw. It says nothing about whether the mix is right."
    for one in found:
        yield ""
        yield f"{one.content}, digest {one.digest[:8]}"
        yield from _table(SETTINGS, [(n, [one.settings[s][n] for s in SETTINGS]) for n in LEVELS])
    names = [one.content for one in found]
    yield ""
    yield f"Middle setting: the {MOST_SIGNS} signs that decide alone most often, of 100 people"
    signs = [*found[0].alone][:MOST_SIGNS]
    yield from _table(names, [(s, [alone_in_words(one, s) for one in found]) for s in signs])
    yield ""
    yield "Middle setting: what a narrower reading would bring (no rule is changed)"
    yield from _table(
        names,
        [
            ("As it is", [_in_short(one.settings[MIDDLE]) for one in found]),
            *((text, [_in_short(one.what_if[text]) for one in found]) for text in found[0].what_if),
        ],
    )
    for one in found:
        if one.not_asked or one.passed_over:
            yield ""
            missing = f"{len(one.passed_over)} ({', '.join(one.passed_over)})"
            yield f"Answers of the mix that {one.content} does not have, passed over: {missing}."
            yield f"Signs that it has no answer for: {', '.join(one.not_asked) or 'none'}."


def _in_short(levels: ByLevel) -> str:
    return f"{levels['emergency'].of_100:.1f} emergency, {levels['together'].of_100:.1f} together"


def _table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[object]]]) -> Iterator[str]:
    wide = max(len(str(cell)) for _, cells in rows for cell in cells) if rows else 0
    wide = max(wide, *map(len, heads)) + 2
    first = max((len(name) for name, _ in rows), default=0) + 4
    yield " " * first + "".join(f"{head:<{wide}}" for head in heads).rstrip()
    for name, cells in rows:
        yield f"  {name:<{first - 2}}" + "".join(f"{cell!s:<{wide}}" for cell in cells).rstrip()
