"""The quick form of ``make cluster``."""

from collections.abc import Iterator

import pytest

from tests.serving.cluster import (
    Cluster,
    Promise,
    big_body,
    cluster,
    hang,
    kill_copies,
    kill_workers,
    mix,
    pdfs_at_once,
    roll,
    slow_clients,
)


@pytest.fixture(scope="module")
def three() -> Iterator[Cluster]:
    """Three copies behind nginx."""
    with cluster() as three:
        yield three


def broken(promises: list[Promise]) -> list[str]:
    """Those that are not kept. How long something takes is for ``make cluster`` alone to say."""
    return [str(promise) for promise in promises if not promise.timed and not promise.kept]


def test_no_journey_is_lost_when_a_copy_is_killed(three: Cluster) -> None:
    assert broken(kill_copies(three, kills=1, people=2)) == []


def test_no_journey_is_lost_when_a_worker_is_killed(three: Cluster) -> None:
    assert broken(kill_workers(three, kills=3, people=2)) == []


@pytest.mark.parametrize("kill", [False, True], ids=["alone", "another is killed"])
def test_nobody_is_refused_when_a_copy_hangs(kill: bool, three: Cluster) -> None:
    assert broken(hang(three, people=12, kill=kill)) == []


def test_no_journey_is_lost_when_a_release_rolls_through(three: Cluster) -> None:
    assert broken(roll(three, releases=1, people=2)) == []


def test_two_contents_behind_one_proxy_lose_nothing(three: Cluster) -> None:
    assert broken(mix(three, journeys=6, people=2)) == []


def test_slow_clients_hold_nobody_up(three: Cluster) -> None:
    assert broken(slow_clients(three, "slow headers", seconds=2, people=2)) == []


def test_a_big_body_is_refused_at_once(three: Cluster) -> None:
    assert broken(big_body(three)) == []


def test_many_pdfs_at_once_are_made_or_the_page_is_printed(three: Cluster) -> None:
    assert broken(pdfs_at_once(three, people=40, turns=1)) == []
