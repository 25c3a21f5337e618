"""Somebody's own SQL, on a connection with which the database itself refuses to write."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

from sqlalchemy import make_url

from storage.database import StorageError, open_existing

STRETCH = 500  # rows in memory at a time

Rows = Iterator[Sequence[Any]]


class RefusedError(StorageError):
    """The statement is none, or would write."""


@contextmanager
def run_sql(url: str, statement: str) -> Iterator[tuple[list[str], Rows]]:
    """The columns and rows of one statement that only reads. RefusedError where the database does not run it.

    SQLite's file is opened read-only, and no other file can be attached; PostgreSQL's session is read-only, and the
    statement is sent in a way that has room for one only.
    """
    open_existing(url).close()  # says plainly what is wrong with the database, and brings it up to date
    address = make_url(url)
    reader = _read_sqlite if address.get_backend_name() == "sqlite" else _read_postgresql
    with reader(url, statement) as (columns, rows):
        yield columns, rows


@contextmanager
def _read_sqlite(url: str, statement: str) -> Iterator[tuple[list[str], Rows]]:
    file = make_url(url).database or ""
    try:
        with closing(sqlite3.connect(f"file:{quote(file)}?mode=ro", uri=True)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # VACUUM INTO attaches its target too
            connection.execute("PRAGMA query_only = ON")
            cursor = connection.execute(statement)
            yield [column[0] for column in cursor.description or ()], cursor
    except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError, ValueError) as error:
        raise RefusedError(f"the database refuses: {error}") from error


@contextmanager
def _read_postgresql(url: str, statement: str) -> Iterator[tuple[list[str], Rows]]:
    import psycopg  # noqa: PLC0415 an extra

    address = make_url(url).set(drivername="postgresql")
    try:
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            connection.read_only = True
            with connection.cursor(name="moxun_sql") as cursor:  # DECLARE … CURSOR FOR takes a query only
                cursor.itersize = STRETCH
                cursor.execute(statement.rstrip().rstrip(";").encode())
                rows = _from_first(cursor)
                yield [column.name for column in cursor.description or ()], rows
    except psycopg.Error as error:
        raise RefusedError(f"the database refuses: {str(error).partition(chr(10))[0]}") from error


def _from_first(cursor: Any) -> Rows:  # noqa: ANN401 the driver's own
    yield from cursor
