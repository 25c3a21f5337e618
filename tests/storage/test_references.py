"""What other databases say, on both databases: written once, and found by any key that a release is known by."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert

from extract.records import PartialDate
from extract.references import Entry
from storage.database import Database
from storage.references import Home, iter_homes, load_entries, load_sources, save_entries
from storage.schema import releases

AT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = PartialDate(date(2026, 2, 1), date(2026, 2, 28), "month", "explicit", "2026-02")
ENTRIES = [
    Entry("Xinghe/Nebo 3", "Xinghe", "xinghe", "Nebo 3", "nebo@3", DAY, "https://list.example/", "list.csv:2"),
    Entry("Orrin\x001", None, None, "Orrin\x001", "orrin@1", None, None, "list.csv:3"),
]


def test_entries_come_back_as_they_were_and_are_written_once(
    database: Database, written: Callable[[Connection], object]
) -> None:
    with database.write() as connection:
        assert save_entries(connection, "list", ENTRIES, AT) == (2, 0)
        before = written(connection)
        assert save_entries(connection, "list", ENTRIES, datetime.now(UTC)) == (0, 0)
        assert written(connection) == before
        assert save_entries(connection, "list", [ENTRIES[0]._replace(date=None)], AT) == (0, 1)
        assert save_entries(connection, "another", ENTRIES[:1], AT) == (1, 0)
    with database.read() as connection:
        orrin, nebo = load_entries(connection, "list")
        assert (orrin.name, nebo.date) == ("Orrin\ufffd1", None)
        assert load_entries(connection, "another") == [ENTRIES[0]._replace(where="")]
        assert load_sources(connection) == ["another", "list"]


def test_only_current_releases_are_homes(database: Database) -> None:
    row = {"model": "M", "folded": "m", "kind": "model", "status": "released", "conflicts": [], "claim_count": 1}
    named = [("b/one", "b", "one", "current"), ("a/one", None, "one", "current"), ("c/one", "c", "one", "vanished")]
    with database.write() as connection:
        told = [
            row | {"id": each, "vendor_id": vendor, "vendor": "A", "key": key, "state": state}
            for each, vendor, key, state in named
        ]
        connection.execute(insert(releases), told)
        assert list(iter_homes(connection, ["one", "two"])) == [Home("one", "A", "a/one"), Home("one", "b", "b/one")]
        assert list(iter_homes(connection, [])) == []
