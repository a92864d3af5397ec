"""Random journeys agree with the rules; the long form is ``make hostile``."""

from flask import Flask

from tests.serving.journeys import Journeys, run

QUICK = 80


def test_random_journeys_agree_with_the_rules_at_every_step(app: Flask) -> None:
    ended: list[Journeys] = []
    run(app, QUICK, ended.append, same=True)
    assert len(ended) >= QUICK
    reached = set().union(*(machine.outcomes for machine in ended))
    assert "emergency" in reached
    assert len(reached) >= 3
