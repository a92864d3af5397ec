"""The smallest sound questionnaire, and ways to put one fault into it."""

import re
from pathlib import Path

from app.content.load import loads
from app.content.problems import ContentError

SOUND_FILE = Path(__file__).with_name("sound.yaml")
SOUND = SOUND_FILE.read_text(encoding="utf-8")
PARTS = {part.split(":")[0]: part for part in re.split(r"^(?=\w+:)", SOUND, flags=re.MULTILINE)[1:]}
"""The text of each top-level key."""


def changed(*changes: tuple[str, str]) -> bytes:
    """The sound questionnaire with each old text, which stands in it once, made new."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in sound.yaml"
        text = text.replace(old, new)
    return text.encode()


def completed(part: str) -> bytes:
    """Some parts of a questionnaire, followed by the parts that it lacks from the sound one."""
    given = set(re.findall(r"^(\w+):", part, flags=re.MULTILINE))
    return "\n".join([part, *(PARTS[name] for name in PARTS if name not in given)]).encode()


def told(*changes: tuple[str, str]) -> list[str]:
    """What is said about the sound questionnaire with some changes, without the places."""
    try:
        loads(changed(*changes))
    except ContentError as error:
        return [problem.message for problem in error.problems]
    return []


def named(**conditions: str) -> tuple[str, str]:
    """The change that adds named conditions. Each is used, so that nobody asks what for."""
    entries = [
        f"  - {{id: {name}, text: t, when: {when}, sources: [S1]}}\n"
        for name, when in conditions.items()
    ]
    return "\nwarning_signs:", "".join([*entries, "\nwarning_signs:"])
