"""Runs of what is due, over real HTTP: once, side by side, killed, interrupted, and overtaken."""

import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from pipelines.crawlprocess import CrawlSummary
from pipelines.scheduling import LEASE, run_sites
from storage.crawlstate import due
from storage.database import open_database
from storage.due import DueSite, load_due

if TYPE_CHECKING:
    from conftest import Crawl

AGES = timedelta(days=30)


class Schedule:
    """One site in a due table of its own."""

    def __init__(self, crawl: "Crawl", processes: ForkServerContext) -> None:
        self.crawl, self.site, self.processes = crawl, crawl.site, processes

    def options(self, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        return self.crawl.options(**{"only_due": True, **options})

    def run(self, **options: Any) -> list[CrawlSummary]:  # noqa: ANN401
        with ProcessPoolExecutor(1, self.processes) as pool:
            return pool.submit(run_sites, ["qbitai"], **self.options(**options)).result(timeout=60)

    def start(self) -> ForkServerProcess:
        child = self.processes.Process(target=run_sites, args=(["qbitai"],), kwargs=self.options())
        child.start()
        return child

    def row(self) -> DueSite:
        with open_database(self.crawl.database_url) as database, database.read() as connection:
            (row,) = load_due(connection)
        return row

    def change(self, **values: object) -> None:
        with open_database(self.crawl.database_url) as database, database.write() as connection:
            connection.execute(update(due).values(values))


@pytest.fixture
def schedule(crawl: "Crawl", processes: ForkServerContext) -> Schedule:
    return Schedule(crawl, processes)


def test_a_site_is_crawled_once_and_is_due_again_after_its_interval(schedule: Schedule) -> None:
    (summary,) = schedule.run()
    assert (summary.new, summary.is_healthy) == (12, True)
    row = schedule.row()
    assert row.finished is not None
    assert 5 < (row.next_at - row.finished).total_seconds() / 3600 < 7
    assert (row.owner, row.lease_until, row.fails) == ("", None, 0)
    asked = len(schedule.site.requests)
    assert schedule.run() == []
    assert len(schedule.site.requests) == asked
    assert len(schedule.run(only_due=False)) == 1


def test_runs_that_were_missed_are_caught_up_with_by_one(schedule: Schedule) -> None:
    schedule.run()
    schedule.change(next_at=datetime.now(UTC) - AGES)
    assert len(schedule.run()) == 1
    assert schedule.run() == []


def test_a_site_that_yields_nothing_waits_longer_each_time(schedule: Schedule) -> None:
    schedule.site.posts = []
    for fails in (1, 2):
        (summary,) = schedule.run()
        assert not summary.is_healthy
        row = schedule.row()
        assert row.fails == fails
        assert row.finished is not None
        assert row.next_at - row.finished > timedelta(hours=5.4 * 2**fails)
        schedule.change(next_at=datetime.now(UTC))


def test_of_two_runs_at_once_one_crawls(schedule: Schedule) -> None:
    both = [schedule.start() for _ in range(2)]
    for each in both:
        each.join(timeout=60)
    assert [each.exitcode for each in both] == [0, 0]
    assert len(schedule.site.asked("robots.txt")) == 1
    assert sorted(schedule.crawl.numbers()) == list(range(401, 413))


def test_a_killed_run_is_tried_again_after_its_lease_and_not_before(schedule: Schedule) -> None:
    child = schedule.start()
    schedule.site.at_request(5, child.kill)
    child.join(timeout=60)
    assert child.exitcode == -signal.SIGKILL
    assert schedule.run() == []
    schedule.change(lease_until=datetime.now(UTC), next_at=datetime.now(UTC))
    (summary,) = schedule.run()
    assert summary.is_healthy
    assert sorted(schedule.crawl.numbers()) == list(range(401, 413))


def test_a_run_that_is_told_to_end_leaves_its_site_due(schedule: Schedule) -> None:
    child = schedule.start()
    schedule.site.at_request(5, child.terminate)
    child.join(timeout=60)
    row = schedule.row()
    assert (row.owner, row.lease_until, row.fails) == ("", None, 0)
    assert row.next_at <= datetime.now(UTC)
    assert len(schedule.run()) == 1
    assert sorted(schedule.crawl.numbers()) == list(range(401, 413))


def test_a_run_whose_lease_another_has_taken_stops_and_says_nothing_of_the_next(schedule: Schedule) -> None:
    until = datetime.now(UTC) + LEASE

    def overtake() -> None:
        schedule.change(owner="another", lease_until=until, next_at=until)
        threading.Event().wait(0.5)  # the answer is slow, and several pulses go by

    schedule.site.at_request(5, overtake)
    (summary,) = schedule.run(lease=timedelta(seconds=0.3))
    assert not summary.is_healthy
    assert summary.new < 12
    row = schedule.row()
    assert (row.owner, row.lease_until, row.finished) == ("another", until, None)


def test_a_database_that_cannot_be_opened_ends_the_run(schedule: Schedule) -> None:
    with pytest.raises(Exception, match="nonsense"):
        schedule.run(database_url="nonsense://")
