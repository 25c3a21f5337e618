"""The database: made where it is missing, refused where it is not ours, and never half written."""

import multiprocessing
import site
import sqlite3
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from extract.records import Problem
from storage.columns import clean_text, metadata
from storage.database import (
    Database,
    StorageError,
    UnusableDatabaseError,
    open_database,
    row_id,
    save_rows,
)
from storage.problems import iter_problems, problem_row, save_problem
from storage.schema import meta, problems

Written = Callable[[Connection], object]


def make_problem(number: int = 1) -> Problem:
    return Problem("date", "impossible-date", "2月30日", f"https://news.example/{number}.html")


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(problems)) or 0


def test_what_is_written_is_there_when_opened_again(database_url: str) -> None:
    with open_database(database_url) as database, database.write() as connection:
        save_problem(connection, make_problem())
    with open_database(database_url) as database, database.read() as connection:
        assert list(iter_problems(connection)) == [make_problem()]


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/a/b/moxun.sqlite") as database:
        assert count(database) == 0


def test_an_error_in_the_block_takes_everything_back(database: Database) -> None:
    with pytest.raises(LookupError), database.write() as connection:  # noqa: PT012
        save_problem(connection, make_problem())
        raise LookupError
    assert count(database) == 0


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError, match=r"read.?only"), database.read() as connection:
        save_problem(connection, make_problem())
    with database.write() as connection:  # on the same pooled connection
        save_problem(connection, make_problem())
    assert count(database) == 1


def test_a_reader_sees_one_moment_while_another_writes(database: Database) -> None:
    with database.read() as reading:
        before = list(iter_problems(reading))
        with database.write() as writing:
            save_problem(writing, make_problem())
        assert list(iter_problems(reading)) == before == []
    assert count(database) == 1


def test_a_second_writer_waits_from_its_first_word_and_then_gives_up_clearly(database_url: str) -> None:
    with open_database(database_url) as first, open_database(database_url, wait=0.05) as second:
        with first.write() as connection:
            with pytest.raises(StorageError, match=r"cannot write to .*lock"), second.write():
                pytest.fail("two writers at a time: what they read may be out of date when they write")
            save_problem(connection, make_problem(1))
        with second.write() as other:
            save_problem(other, make_problem(2))
        assert count(first) == 2


def write_many(url: str, first: int) -> None:
    with open_database(url) as database:
        for number in range(first, first + 20):
            with database.write() as connection:
                seen = connection.scalar(select(func.count()).select_from(problems)) or 0
                save_problem(connection, make_problem(number))
                save_rows(connection, meta, [{"name": "seen", "value": str(seen + 1)}])


def test_processes_that_make_and_fill_a_database_together_lose_nothing(database_url: str) -> None:
    root = Path(__file__).parent.parent.parent  # where a new process finds this module, also beside an installed moxun
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn"), site.addsitedir, (str(root),)) as pool:
        for task in [pool.submit(write_many, database_url, 100 * worker) for worker in range(4)]:
            task.result()
    with open_database(database_url) as database, database.read() as connection:
        assert len(list(iter_problems(connection))) == 80
        assert connection.scalar(select(meta.c.value).where(meta.c.name == "seen")) == "80"


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/moxun.sqlite") as database:
        with database.write() as connection:
            save_problem(connection, make_problem(1))
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")  # as if the disk ended there
        rows = [problem_row(make_problem(number)) for number in range(1000)]
        with pytest.raises(StorageError, match="database or disk is full"), database.write() as connection:
            save_rows(connection, problems, rows)
        assert count(database) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not a database URL"),
        ("nonsense://", "nonsense"),
        ("", "not a database URL"),
        ("mysql://localhost/x", "mysql"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite+nodriver:///x.sqlite", "no such driver"),
        ("sqlite:////dev/null/x/moxun.sqlite", "cannot open"),
        ("sqlite:////", "cannot open"),
    ],
)
def test_a_bad_address_is_a_clear_error(url: str, reason: str) -> None:
    with pytest.raises(UnusableDatabaseError, match=reason):
        open_database(url)


def test_a_server_that_is_not_there_is_a_clear_error_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(UnusableDatabaseError) as raised:
        open_database(f"postgresql://moxun:secret@/moxun?host={tmp_path}")
    assert "cannot open" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_broken_address_does_not_show_its_password() -> None:
    with pytest.raises(UnusableDatabaseError) as raised:
        open_database("postgresql://moxun:secret@localhost:port/x")
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes, and they are longer than one header. " * 20)
    before = path.read_bytes()
    with pytest.raises(UnusableDatabaseError, match="not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UnusableDatabaseError, match="another program's tables"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(database_url: str) -> None:
    with open_database(database_url) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnusableDatabaseError, match="has schema version 9999"):
        open_database(database_url)


def test_what_is_there_already_is_not_written_again(database: Database, written: Written) -> None:
    with database.write() as connection:
        save_problem(connection, make_problem())
    with database.write() as connection:
        before = written(connection)
        save_problem(connection, make_problem())
        assert written(connection) == before
        save_problem(connection, make_problem(2))
        assert written(connection) != before


def test_text_that_no_database_takes_is_cleaned_and_keeps_its_length(database: Database) -> None:
    dirty = "智\x00谱\ud800😀"
    with database.write() as connection:
        save_problem(connection, Problem("fetch", "odd", dirty, dirty))
        assert [problem.value for problem in iter_problems(connection)] == ["智\ufffd谱\ufffd😀"]
    assert len(clean_text(dirty)) == len(dirty)


def test_problems_can_be_told_by_stage(database: Database) -> None:
    with database.write() as connection:
        save_problem(connection, make_problem())
        save_problem(connection, Problem("fetch", "timeout", "", "https://news.example/"))
        assert [problem.code for problem in iter_problems(connection, "fetch")] == ["timeout"]


def test_a_row_is_named_by_what_it_says_and_not_by_how_that_is_joined() -> None:
    parts = [("a", "b"), ("ab", ""), ("a\0+b", ""), ("a", None), ("a", "-"), (None, "a"), ("a",), ("", "a", "b")]
    assert len({row_id(*each) for each in parts}) == len(parts)
    assert row_id("a", None) == row_id("a", None)


def test_tables_and_constraints_bear_the_same_names_everywhere() -> None:
    names = {constraint.name for table in metadata.tables.values() for constraint in table.constraints}
    assert {"pk_captures", "pk_articles", "fk_claims_article_id"} <= names


def test_text_sorts_by_code_point_on_postgresql_as_it_does_on_sqlite() -> None:
    made = str(CreateTable(problems).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert made.count('COLLATE "C"') == len(problems.columns)
