"""What was run, when, and how it ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from storage.database import Database
from storage.runs import Run, iter_runs, save_run

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)


def test_a_run_that_ends_takes_the_place_of_the_one_that_began(database: Database) -> None:
    begun = Run("crawl", "example", NOON)
    ended = replace(begun, finished=NOON + timedelta(minutes=3), outcome="healthy", counts={"new": 12, "failed": 0})
    with database.write() as connection:
        save_run(connection, begun)
        assert list(iter_runs(connection)) == [begun]
        save_run(connection, ended)
        assert list(iter_runs(connection)) == [ended]


def test_the_newest_run_comes_first_and_runs_can_be_told_by_kind_and_site(database: Database) -> None:
    first, second = Run("crawl", "a", NOON), Run("crawl", "b", NOON + timedelta(hours=1))
    third = Run("extract", "", NOON + timedelta(hours=2))
    with database.write() as connection:
        for run in (second, first, third):
            save_run(connection, run)
        assert list(iter_runs(connection)) == [third, second, first]
        assert list(iter_runs(connection, kind="crawl")) == [second, first]
        assert list(iter_runs(connection, kind="crawl", site="a")) == [first]


def test_the_same_moment_in_another_zone_is_the_same_run() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=8)))
    assert Run("crawl", "a", there).id == Run("crawl", "a", NOON).id == "20260220T120000.000000-crawl-a"
