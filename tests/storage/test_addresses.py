"""What is known of each address: seen once, asked again, and brought up to date with the index of the archive."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from extract.fetchstate import FetchState
from extract.records import Capture
from storage.addresses import Answer, fill_addresses, load_known, save_answers, save_failure, save_listed
from storage.captures import save_capture
from storage.crawlstate import addresses
from storage.database import Database

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://news.example/1.html"
STATE = FetchState('"1"', "Fri, 20 Feb 2026 10:00:00 GMT", "2026-02-20T10:00:00Z", "sha1:A")


def archive(connection: Connection, *digests: str) -> None:
    """Index captures of the address, the first the newest."""
    for hour, digest in enumerate(digests):
        capture = Capture(URL, "example", NOON - hour * HOUR, 200, "text/html", digest, "a.warc.gz", hour, 9)
        save_capture(connection, capture, STATE._replace(digest=digest))


def row(database: Database, url: str = URL) -> Any:  # noqa: ANN401
    with database.read() as connection:
        return connection.execute(select(addresses).where(addresses.c.url == url)).one()


def test_an_address_is_first_seen_once(database: Database) -> None:
    with database.write() as connection:
        save_listed(connection, "example", [URL, URL], NOON)
        save_listed(connection, "example", [URL], NOON + HOUR)
        assert load_known(connection, "example") == {}
    assert (row(database).first_seen, row(database).last_fetched) == (NOON, None)


def test_an_answer_is_remembered_and_the_first_sight_stays(database: Database) -> None:
    with database.write() as connection:
        archive(connection, STATE.digest)
        save_listed(connection, "example", [URL], NOON)
        save_answers(connection, "example", [Answer(URL, NOON + HOUR, 200, STATE)])
        save_answers(connection, "example", [Answer(URL, NOON + 2 * HOUR, 304, STATE._replace(etag='"2"'))])
        assert load_known(connection, "example") == {URL: STATE._replace(etag='"2"')}
        assert load_known(connection, "other") == {}
    found = row(database)
    assert (found.first_seen, found.last_fetched, found.status) == (NOON, NOON + 2 * HOUR, 304)


def test_a_failure_forgets_nothing(database: Database) -> None:
    with database.write() as connection:
        archive(connection, STATE.digest)
        save_answers(connection, "example", [Answer(URL, NOON, 200, STATE)])
        save_failure(connection, "example", URL, NOON + HOUR, 503)
        assert load_known(connection, "example") == {URL: STATE}
    assert (row(database).last_fetched, row(database).status) == (NOON + HOUR, 503)


def test_what_the_archive_has_lost_is_not_known(database: Database) -> None:
    with database.write() as connection:
        archive(connection, "sha1:B")
        save_answers(connection, "example", [Answer(URL, NOON, 200, STATE)])
        assert load_known(connection, "example") == {}


def test_addresses_are_brought_up_to_date_with_the_index(database: Database) -> None:
    with database.write() as connection:
        archive(connection, "B", "A")
        assert [fill_addresses(connection, "example") for _ in range(2)] == [1, 0]
        assert load_known(connection, "example") == {URL: STATE._replace(digest="B")}
        save_answers(connection, "example", [Answer(URL, NOON + HOUR, 304, STATE._replace(etag="new", digest="B"))])
        assert fill_addresses(connection, "example") == 0


def test_no_listing_and_no_answer_is_nothing_to_save(database: Database) -> None:
    with database.write() as connection:
        save_listed(connection, "example", [], NOON)
        save_answers(connection, "example", [])


def test_an_address_of_any_length_can_be_kept(database: Database) -> None:
    long = URL + "?" + "x" * 5000
    with database.write() as connection:
        save_listed(connection, "example", [long], NOON)
    assert row(database, long).site == "example"
