"""The index of the archive: one row for each place in it, and the newest word on each address."""

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection

from extract.fetchstate import FetchState
from extract.records import Article, Capture, Extraction
from storage.captures import (
    iter_captures,
    iter_newest_captures,
    iter_unread,
    load_archive_ends,
    load_capture,
    newest_captures,
    save_capture,
)
from storage.database import Database
from storage.extractions import forget_rules, save_extraction

NOON = datetime(2026, 2, 20, 12, 0, 0, 123456, tzinfo=UTC)


def make_capture(number: int = 1, digest: str = "sha1:A", **changes: object) -> Capture:
    told = {
        "url": "https://news.example/1.html",
        "site": "example",
        "fetched_at": NOON + timedelta(hours=number),
        "status": 200,
        "mime": "text/html",
        "digest": digest,
        "file": "2026/02/a.warc.gz",
        "offset": number * 1000,
        "length": 700,
    }
    return Capture(**(told | changes))  # type: ignore[arg-type]


def save(database: Database, *captures: Capture) -> None:
    with database.write() as connection:
        for capture in captures:
            save_capture(connection, capture, FetchState(f'"{capture.offset}"', "", "", capture.digest))


def test_a_capture_comes_back_as_it_was(database: Database) -> None:
    capture = make_capture(3, offset=5 << 40, fetched_at=NOON.astimezone(timezone(timedelta(hours=8))))
    save(database, capture)
    with database.read() as connection:
        assert list(iter_captures(connection)) == [capture]
        assert load_capture(connection, capture.url) == capture


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)])
def test_any_moment_can_be_kept(database: Database, moment: datetime) -> None:
    capture = make_capture(fetched_at=moment)
    save(database, capture)
    with database.read() as connection:
        assert load_capture(connection, capture.url) == capture


def test_the_newest_capture_is_what_is_known_of_an_address(database: Database) -> None:
    save(database, make_capture(2, "sha1:B"), make_capture(1, "sha1:A"), make_capture(3, "sha1:C", site="other"))
    with database.read() as connection:
        (row,) = connection.execute(newest_captures("example"))
        assert (row.url, row.etag, row.digest) == ("https://news.example/1.html", '"2000"', "sha1:B")
        assert connection.execute(newest_captures("nobody")).all() == []


def test_a_file_is_indexed_up_to_its_last_rows_end(database: Database) -> None:
    save(database, make_capture(2), make_capture(1), make_capture(7, file="b.warc.gz"))
    with database.read() as connection:
        assert load_archive_ends(connection) == {"2026/02/a.warc.gz": 2700, "b.warc.gz": 7700}


def test_the_same_place_has_one_row(database: Database) -> None:
    save(database, make_capture(1, "sha1:A"))
    save(database, make_capture(1, "sha1:B"))
    with database.read() as connection:
        assert [capture.digest for capture in iter_captures(connection)] == ["sha1:B"]


def test_an_error_page_does_not_supersede_the_page(database: Database) -> None:
    save(database, make_capture(1, "sha1:A"), make_capture(2, "sha1:gone", status=404))
    with database.read() as connection:
        assert [capture.digest for capture in iter_newest_captures(connection)] == ["sha1:A"]
        page = load_capture(connection, "https://news.example/1.html")
        assert page is not None
        assert page.digest == "sha1:A"


def test_captures_can_be_told_by_site_and_come_in_the_archives_order(database: Database) -> None:
    one, other = make_capture(9, url="https://a.example/"), make_capture(4, url="https://b.example/", site="b")
    save(database, one, other, older := make_capture(3, url="https://a.example/"))
    with database.read() as connection:
        assert list(iter_captures(connection)) == [older, other, one]
        assert list(iter_newest_captures(connection)) == [other, one]
        assert list(iter_newest_captures(connection, "b")) == [other]
        assert list(iter_captures(connection, "example")) == [older, one]


@pytest.mark.parametrize("is_readable", [True, False])
def test_a_page_is_unread_until_its_newest_version_was_read(database: Database, is_readable: bool) -> None:
    old, new = make_capture(1, "sha1:A"), make_capture(2, "sha1:B")
    article = Article("", old.url, "example", "zh", "", None, "", "none", "", ())
    extraction = Extraction(article if is_readable else None)
    save(database, old, new)
    with database.write() as connection:
        save_extraction(connection, extraction, old.url, old.digest)
        assert read_unread(connection) == [new]
        save_extraction(connection, extraction, new.url, new.digest)
        assert read_unread(connection) == []


def read_unread(connection: Connection, rules: str | None = None) -> list[Capture]:
    return [capture for capture, *_ in iter_unread(connection, rules=rules)]


def test_a_page_that_other_rules_read_is_unread(database: Database) -> None:
    capture = make_capture()
    save(database, capture)
    with database.write() as connection:
        save_extraction(connection, Extraction(None), capture.url, capture.digest, rules="new")
        assert read_unread(connection, rules="new") == []
        assert read_unread(connection, rules="newer") == [capture]
        forget_rules(connection, iter_newest_captures(connection))
        assert read_unread(connection, rules="new") == [capture]
        assert read_unread(connection) == []


def test_an_address_that_was_never_captured_has_no_capture(database: Database) -> None:
    with database.read() as connection:
        assert load_capture(connection, "https://news.example/nowhere") is None
        assert load_capture(connection, "https://news.example/\0\ud800") is None


def test_an_address_may_be_as_long_as_a_hostile_page_makes_it(database: Database) -> None:
    noise = random.Random(1).randbytes(20_000).hex()  # which PostgreSQL cannot compress into an index
    capture = make_capture(url=f"https://news.example/{noise}")
    save(database, capture)
    with database.write() as connection:
        save_extraction(connection, Extraction(None), capture.url, capture.digest)
        assert load_capture(connection, capture.url) == capture
        assert read_unread(connection) == []
