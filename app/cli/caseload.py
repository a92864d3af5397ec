"""``caseload``: what share of people a content sends where, for a stated mix."""

from dataclasses import asdict
from pathlib import Path

import click

from app.cli.terminal import CONTENT, JSON, PATH, fail, faults, load_content, say
from app.config import CASELOAD_FILE, beside


@click.command()
@click.argument("mix", type=PATH, required=False)
@CONTENT
@click.option("--against", metavar="OLD", help="Beside it: another file or git revision.")
@click.option("--people", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Other people, same mix.")
@JSON
def caseload(
    mix: Path | None, file: Path, against: str | None, people: int, seed: int, as_json: bool
) -> None:
    """Say how many of 100 people without serious disease are sent where.

    MIX is how often they tick what: all of it assumed, low, middle and high. If left out, it is the
    caseload.yaml beside the content, or that of docs/safety. It says too which sign
    alone decides, and what a narrower reading of some signs would bring. The same seed draws the
    same people, whatever the content.
    """
    from app.authoring.caseload.figures import ASSUMED, caseload_of, in_lines
    from app.authoring.caseload.mix import read_mix
    from app.authoring.caseload.people import NoAnswerError
    from app.authoring.compare.versions import NoVersionError, read_version

    mix = mix or beside(file, "caseload.yaml", CASELOAD_FILE)
    contents = [(file.name, load_content(file, as_json=as_json))]
    try:
        with faults(as_json):
            if against is not None:
                contents.append((against, read_version(against, file)))
            read = read_mix(mix)
        found = [caseload_of(read, one, people, seed, name) for name, one in contents]
    except (NoAnswerError, NoVersionError) as error:
        fail(str(error))
    data = {
        "note": ASSUMED,
        "mix": mix.name,
        "seed": seed,
        "caseloads": [asdict(one) for one in found],
    }
    say(data, None if as_json else in_lines(mix.name, seed, found))
