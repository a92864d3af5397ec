"""One whole journey at an address: from the start page to the sheet as plain text."""

import sys

from app.config import QUESTIONS_FILE
from app.content.load import load
from tests.serving.person import LostError, Person

OUTCOME = "several"
"""Everything is asked on the way to it."""


def walk(address: str) -> str:
    """What was met on the way. Raises :class:`LostError` where it does not go on as it should."""
    title = load(QUESTIONS_FILE).outcomes_by_id[OUTCOME].title
    with Person(address) as person:
        start = person.get("/")
        if start.status != 200 or 'action="/start"' not in start.text:
            raise LostError(f"the start page has no button: {start.status} {start.heading}")
        result = person.journey(OUTCOME)
        if result != title:
            raise LostError(f"“{result}” in place of “{title}”")
        sheet = person.get("/gp-sheet.txt")
        if sheet.status != 200 or not sheet.headers["content-type"].startswith("text/plain"):
            raise LostError(f"no sheet: {sheet.status} {sheet.heading}")
    lines = sheet.text.splitlines()
    return (
        f"“{start.heading}”, {len(person.times)} requests, “{result}”, "
        f"and a sheet of {len(lines)} lines that opens with “{lines[0]}”."
    )


def main(address: str) -> int:
    """Print it, or where it ended; 1 where it did not come to the sheet."""
    try:
        print(walk(address))
    except LostError as lost:
        print(f"The journey ended early: {lost}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
