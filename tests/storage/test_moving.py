"""A database that is moved is the same, and goes on as if nothing had happened."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from storage.columns import metadata
from storage.database import Database, open_database
from storage.moving import NotEmptyError, copy_database
from storage.releases import rebuild_releases, update_releases
from storage.search import search
from tests.storage.test_review import judge, tell


def rows(connection: Connection) -> dict[str, list[str]]:
    return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}


def test_every_row_is_there_and_work_goes_on(database: Database, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/source.sqlite") as source:
        with source.write() as connection:
            for number, model in enumerate(["Nebo-3", "Nebo-3", "Nebo 3 Max", "Vega-1", "Vega-1.0 Turbo"], 1):
                tell(connection, number, model)
            rebuild_releases(connection)
            judge(connection)
        with source.read() as before, database.write() as after:
            counts = copy_database(before, after)
            assert rows(before) == rows(after)
            assert counts["judgements"] == 2
    with database.write() as connection:
        assert len(search(connection, "Nebo3")) == 3
        tell(connection, 8, "Orion-1")  # numbers go on behind the last one
        update_releases(connection, "")
        assert [hit.title for hit in search(connection, "orion")] == ["星河发布 Orion-1"]


def test_nothing_is_copied_over_what_is_there(database: Database, tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/source.sqlite") as source, source.read() as before:
        with database.write() as connection:
            tell(connection, 1, "Nebo-3")
        with pytest.raises(NotEmptyError, match="not empty"), database.write() as after:
            copy_database(before, after)
