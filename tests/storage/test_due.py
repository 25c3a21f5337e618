"""Who crawls which site, and when next: leases that one run holds at a time, on SQLite and on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from storage.database import Database, open_database
from storage.due import DueSite, add_sites, claim_site, extend_leases, finish_site, load_due, load_now

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = 5 * MINUTE
SITES = ("a", "b")


def claim(database: Database, owner: str, at: datetime, sites: Collection[str] = SITES, **options: bool) -> str | None:
    with database.write() as connection:
        return claim_site(connection, sites, owner, at, LEASE, **options)


def finish(database: Database, site: str, owner: str, at: datetime, next_at: datetime) -> bool:
    with database.write() as connection:
        return finish_site(connection, site, owner, at, next_at, 0)


def add(database: Database, *sites: str) -> None:
    with database.write() as connection:
        add_sites(connection, sites or SITES, NOON)


def load(database: Database, site: str = "a") -> DueSite:
    with database.read() as connection:
        return load_due(connection, [site])[0]


def test_a_new_site_is_due_at_once_and_stays_as_it_is(database: Database) -> None:
    add(database)
    assert claim(database, "one", NOON) == "a"
    add(database)
    assert load(database).owner == "one"


def test_what_is_held_is_not_claimed_and_what_is_not_due_neither(database: Database) -> None:
    add(database)
    assert [claim(database, "one", NOON), claim(database, "two", NOON), claim(database, "three", NOON)] == [
        "a",
        "b",
        None,
    ]
    assert finish(database, "a", "one", NOON + MINUTE, NOON + 60 * MINUTE)
    assert claim(database, "two", NOON + 2 * MINUTE) is None
    assert claim(database, "two", NOON + 2 * MINUTE, only_due=False) == "a"
    assert load(database).started == NOON + 2 * MINUTE


def test_only_the_sites_that_were_asked_for_are_claimed(database: Database) -> None:
    add(database)
    assert claim(database, "one", NOON, ["b"]) == "b"
    assert claim(database, "one", NOON, []) is None


def test_the_site_that_has_been_due_for_longest_is_first(database: Database) -> None:
    add(database)
    for site, minute in (("a", 10), ("b", 5)):
        assert claim(database, "one", NOON, [site]) == site
        finish(database, site, "one", NOON, NOON + minute * MINUTE)
    assert claim(database, "one", NOON + 20 * MINUTE) == "b"


def test_a_run_that_died_is_tried_again_after_its_lease_and_counts_as_failed(database: Database) -> None:
    add(database, "a")
    assert claim(database, "one", NOON) == "a"
    assert claim(database, "two", NOON + LEASE - MINUTE) is None
    assert claim(database, "two", NOON + LEASE) == "a"
    assert (load(database).owner, load(database).fails) == ("two", 1)


def test_who_has_lost_the_lease_can_neither_renew_it_nor_finish(database: Database) -> None:
    add(database, "a")
    claim(database, "one", NOON)
    claim(database, "two", NOON + LEASE)
    before = load(database)
    with database.write() as connection:
        assert extend_leases(connection, SITES, "one", NOON + 2 * LEASE) == set()
    assert not finish(database, "a", "one", NOON + LEASE, NOON)
    assert load(database) == before
    assert finish(database, "a", "two", NOON + LEASE, NOON + 2 * LEASE)


def test_a_renewed_lease_is_held(database: Database) -> None:
    add(database)
    claim(database, "one", NOON)
    with database.write() as connection:
        assert extend_leases(connection, SITES, "one", NOON + 2 * LEASE) == {"a"}
    assert claim(database, "two", NOON + LEASE + MINUTE, ["a"]) is None


def test_the_clock_is_aware(database: Database) -> None:
    with database.read() as connection:
        assert abs(load_now(connection) - datetime.now(UTC)) < MINUTE


def test_several_nodes_share_a_table_and_no_two_hold_one_site(database_url: str) -> None:
    """Four nodes, each with connections of its own, claim and finish sixty sites as fast as they can."""
    sites = [f"site-{number:02}" for number in range(60)]
    with open_database(database_url) as database:
        add(database, *sites)
    claimed: Counter[str] = Counter()
    held: set[str] = set()
    overlaps: list[str] = []

    def work(owner: str) -> None:
        with open_database(database_url) as own:
            while site := claim(own, owner, NOON, sites):
                overlaps.extend(held & {site})
                held.add(site)
                claimed[site] += 1
                held.discard(site)
                finish(own, site, owner, NOON, NOON + MINUTE)

    nodes = [threading.Thread(target=work, args=(f"node-{number}",)) for number in range(4)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert claimed == Counter(sites)
    assert overlaps == []
