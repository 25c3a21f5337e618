"""Tables of every age are brought up to date, and back, with all that is in them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import storage.database
from storage.columns import metadata
from storage.database import Database, UnusableDatabaseError, open_database, save_rows
from storage.migrating import FIRST, OPTIONS, VERSIONS, alembic_config, head, load_revision, migrate
from storage.schema import articles, captures, changes, claims, releases

SPANS = ("evidence", "model", "vendor", "date_span", "trigger")
OLD_ROWS: dict[str, dict[str, Any]] = {
    "articles": {
        "id": "a1", "url": "https://news.example/1", "digest": "sha1:A", "site": "example", "language": "zh",
        "title": "星河发布 Nebo-3", "cleaner": "plain", "text": "星河发布 Nebo-3", "rules": "r1",
    },
    "releases": {
        "id": "xinghe/nebo-3", "vendor": "星河", "vendor_id": "xinghe", "model": "Nebo-3", "key": "nebo@3",
        "folded": "nebo3", "kind": "model", "status": "released", "date_start": date(2026, 2, 11), "conflicts": "[]",
        "claim_count": 1,
    },
    "claims": {
        "id": "c1", "article_id": "a1", "release_id": "xinghe/nebo-3", "vendor": "星河", "vendor_id": "xinghe",
        "model": "Nebo-3", "key": "nebo@3", "kind": "model", "status": "released", "evidence": "星河发布 Nebo-3",
        "evidence_start": 0, "evidence_end": 11, "rule": "r", "score": 0.9, "terms": "[]",
    },
    "captures": {
        "file": "a.warc.gz", "offset": 0, "length": 9, "url": "https://news.example/1", "site": "example",
        "fetched_at": datetime(2026, 2, 12, tzinfo=UTC), "status": 200, "mime": "text/html", "digest": "sha1:A",
        "etag": "", "last_modified": "", "modified": "",
    },
}  # fmt: skip


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    """A database of moxun 0.1.0, which did not number its revisions, with a row in each table that refers to others."""
    address = storage.database._read_url(database_url)
    with Database(storage.database._make_engine(address, 5)) as database:
        with database.migrate() as connection:
            command.upgrade(alembic_config(connection), FIRST)
            connection.execute(text(f"DROP TABLE {VERSIONS}"))
            for table, row in OLD_ROWS.items():
                names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
        yield database


def shape(connection: Connection) -> dict[str, object]:
    """The tables as the database has them."""
    found = inspect(connection)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)),
            sorted(str((index["name"], index["column_names"])) for index in found.get_indexes(table)),
            sorted(str((key["name"], key["referred_table"])) for key in found.get_foreign_keys(table)),
        )
        for table in sorted(found.get_table_names())
        if not table.startswith("search_index")
    }


def test_an_old_database_is_brought_up_to_date_as_it_is_opened(old: Database, database_url: str) -> None:
    with open_database(database_url) as database, database.read() as connection:
        assert load_revision(connection) == head()
        assert connection.execute(claims.select()).one().bucket == "nebo@3"
        assert connection.execute(articles.select()).one().is_current is True
        assert connection.execute(releases.select()).one().state == "current"
        assert connection.execute(captures.select()).one().fetched_at == datetime(2026, 2, 12, tzinfo=UTC)
        assert connection.exec_driver_sql("SELECT model FROM release_view").scalar_one() == "Nebo-3"


def test_what_the_revisions_make_is_what_the_schema_says(old: Database, database_url: str) -> None:
    with open_database(database_url) as database, database.migrate() as connection:
        options = OPTIONS | {"include_name": lambda name, kind, parents: kind != "table" or name in metadata.tables}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        migrated = shape(connection)
        migrate(connection, FIRST)
        command.downgrade(alembic_config(connection), "base")
        connection.exec_driver_sql(f"DROP TABLE {VERSIONS}")
    with open_database(database_url) as made, made.read() as connection:
        assert shape(connection) == migrated


def test_the_way_back_keeps_what_the_old_tables_can_hold(old: Database, database_url: str) -> None:
    with old.migrate() as connection:
        before = shape(connection)
    with open_database(database_url) as database:
        with database.write() as connection:
            gone = dict(connection.execute(releases.select()).mappings().one()) | {"id": "gone", "state": "vanished"}
            save_rows(connection, releases, [gone])
        with database.migrate() as connection:
            migrate(connection, FIRST)
            after = shape(connection)
            assert {name: after[name] for name in before} == before
            for table, row in OLD_ROWS.items():
                names = ", ".join(f'"{name}"' for name in row)
                kept = connection.execute(text(f"SELECT {names} FROM {table}")).mappings().one()
                assert {name: str(kept[name])[:10] for name in row} == {name: str(row[name])[:10] for name in row}
    with open_database(database_url) as database, database.read() as connection:
        assert load_revision(connection) == head()


def test_a_migration_that_fails_leaves_the_old_tables(
    old: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with old.migrate() as connection:
        connection.execute(text("CREATE TABLE judgements (id TEXT)"))  # in the way of the second revision
        before = shape(connection)
    with pytest.raises(UnusableDatabaseError, match="judgements"):
        open_database(database_url)
    with old.migrate() as connection:
        assert shape(connection) == before
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar_one() == 1


def test_revisions_are_numbered_one_after_the_other() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    numbers = [revision.revision for revision in script.walk_revisions()]
    assert numbers == [f"{number:04}" for number in range(int(head()), 0, -1)]


def test_the_change_log_is_only_added_to(database: Database) -> None:
    row = {"changed_at": datetime(2026, 2, 12, tzinfo=UTC), "release_id": "a/b", "field": "status", "after": "released"}
    with database.write() as connection:
        connection.execute(changes.insert(), [row])
    for statement in ("DELETE FROM changes", "UPDATE changes SET field = 'x'"):
        with pytest.raises(storage.database.StorageError, match="only added to"), database.write() as connection:
            connection.exec_driver_sql(statement)
