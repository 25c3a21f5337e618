"""Somebody's own SQL reads, and the database itself refuses everything else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import open_database, save_rows
from storage.readonly import RefusedError, run_sql
from storage.schema import runs

RUN = {"kind": "crawl", "site": "x", "outcome": "healthy", "counts": {}}


def keep(url: str) -> None:
    with open_database(url) as opened, opened.write() as connection:
        rows = [RUN | {"id": str(number), "started": datetime(2026, 1, 1, tzinfo=UTC)} for number in range(1200)]
        save_rows(connection, runs, rows)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    with run_sql(url, statement) as (_, rows):
        return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM runs",
        "UPDATE runs SET site = 'y'",
        "DROP TABLE runs",
        "CREATE TABLE evil (a int)",
        "SELECT 1; DELETE FROM runs",
        "COMMIT; DELETE FROM runs",
        "nonsense",
        "",
    ],
)
def test_the_database_refuses_to_write(database_url: str, statement: str) -> None:
    keep(database_url)
    try:
        assert ask(database_url, statement) == []  # SQLite takes nothing for a statement without rows
    except RefusedError as error:
        assert str(error).startswith("the database refuses: ")  # noqa: PT017
    assert ask(database_url, "SELECT count(*) FROM runs WHERE site = 'x'") == [(1200,)]
    with pytest.raises(RefusedError):
        ask(database_url, "SELECT * FROM evil")


def test_rows_come_with_their_columns_a_stretch_at_a_time(database_url: str) -> None:
    keep(database_url)
    with run_sql(database_url, "SELECT id, kind AS what FROM runs ORDER BY length(id), id;") as (columns, rows):
        assert columns == ["id", "what"]
        assert [row[0] for row in rows] == [str(number) for number in range(1200)]
    with run_sql(database_url, "SELECT id FROM runs WHERE 1 = 0") as (columns, rows):
        assert (columns, list(rows)) == (["id"], [])


def test_a_percent_sign_is_one(database_url: str) -> None:
    keep(database_url)
    assert ask(database_url, "SELECT 1 WHERE 'a%b' LIKE 'a%'") == [(1,)]


@pytest.mark.parametrize(
    "statement",
    ["ATTACH '{}' AS e", "VACUUM INTO '{}'", "PRAGMA query_only = OFF; CREATE TABLE e (a)", "nonsense", "\0", "\ud800"],
)
def test_no_other_file_is_written(tmp_path: Path, statement: str) -> None:
    url, evil = f"sqlite:///{tmp_path / 'a b?%23.db'}", tmp_path / "evil.db"
    keep(url)
    with pytest.raises(RefusedError):
        ask(url, statement.format(evil))
    assert not evil.exists()


def test_switching_the_pragma_off_does_not_help(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    keep(url)
    assert ask(url, "PRAGMA query_only = OFF") == []
    with pytest.raises(RefusedError, match="readonly"):
        ask(url, "DELETE FROM runs")
