"""The database: SQLite by default, or PostgreSQL. On both one writer at a time, and readers that see one moment."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, Table, create_engine, event, make_url, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from storage.columns import clean_text, metadata
from storage.derived import fill_derived
from storage.migrating import ForeignTablesError, NewerSchemaError, create_tables, head, load_revision, migrate
from storage.prepared import Prepared
from storage.schema import meta

WAIT = 30.0  # seconds for another writer
MANY = 500  # values in one condition
COPIED = 500  # rows at a time; an article's has its whole text
# Of SQLite, whose defaults are 2,000 KiB and 1,000 pages: keys are digests, so each batch writes pages all over.
READING, WRITING = 16 << 10, 8 << 10  # KiB of each connection; to sort, it may take as much again
STREAMING = 2 << 10  # the same, for who goes through everything once
LOG = 4000  # pages of 4 KiB that are written ahead, before they are written in their places
WRITERS_LOCK = 0x6D6F78756E  # "moxun", the advisory lock that makes PostgreSQL's writers take turns
# Typed as SQLite's; PostgreSQL's has the same methods.
INSERTS: dict[str, Callable[[Table], sqlite.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,  # type: ignore[dict-item]
}

Row = Mapping[str, Any]
Value = TypeVar("Value")


class StorageError(RuntimeError):
    """The database cannot be read or written; what was committed before is untouched."""


class UnusableDatabaseError(StorageError):
    """The address is wrong, nothing can be opened there, or what is there is not this version's."""


class MissingDatabaseError(UnusableDatabaseError):
    """There is no file there."""


class Database:
    """A way to the rows. Every transaction is one `with` block."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.place = engine.url.render_as_string(hide_password=True)
        self.reader = _reader(engine)
        self.streamer = self.reader.execution_options(is_streaming=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept where the block ends, nothing where it raises."""
        with _said_plainly(StorageError, f"cannot write to {self.place}"), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view of one moment, in which nothing can be written."""
        with _said_plainly(StorageError, f"cannot read {self.place}"), self.reader.begin() as connection:
            yield connection

    @contextmanager
    def stream(self) -> Iterator[Connection]:
        """The same view, for going through very much of it once: little of it is kept in memory, or sorted there."""
        with _said_plainly(StorageError, f"cannot read {self.place}"), self.streamer.begin() as connection:
            yield connection

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A transaction that may change the tables: nothing refers to anything while they are made anew."""
        with self.engine.execution_options(is_migration=True).begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


def open_database(url: str, wait: float = WAIT) -> Database:
    """The database at an SQLAlchemy URL; the file, its folder and the tables are made where they are missing.

    `wait` is how many seconds a writer waits for another. UnusableDatabaseError where nothing usable is there.
    """
    address = _read_url(url)
    place = address.render_as_string(hide_password=True)
    with _said_plainly(UnusableDatabaseError, f"cannot open {place}", OSError, ModuleNotFoundError):
        database = Database(_make_engine(address, wait))
        try:
            _prepare(database, place)
        except BaseException:
            database.close()
            raise
    return database


def open_existing(url: str, wait: float = WAIT) -> Database:
    """The same, of a database that is there: for a mistyped place, none is made. MissingDatabaseError."""
    address = _read_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        raise MissingDatabaseError(
            f"no database at {address.database}: `moxun crawl` and `moxun extract` make one, --database names another"
        )
    return open_database(url, wait)


def save_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, or update those of the same primary key. A row that is there already is not written at all.

    All rows have the same columns; columns that they do not have keep their value.
    """
    keys = [column.name for column in table.primary_key.columns]
    unique = {tuple([row[key] for key in keys]): row for row in rows}
    if not unique:
        return
    batch = [unique[key] for key in sorted(unique)]
    _prepare_upsert(connection.dialect, table, tuple(batch[0])).execute_all(connection, batch)


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row of one database into another one that is empty."""
    for table in metadata.sorted_tables:  # what is referred to comes first
        own = [meta.c.name != "schema"] if table is meta else []  # of which version it is, each says itself
        rows_of = select(table).where(*own).execution_options(yield_per=COPIED)
        for rows in source.execute(rows_of).mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in rows])
    fill_derived(target)


@lru_cache
def _prepare_upsert(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> Prepared:
    """Kept, because to build it takes longer than to run it."""
    return Prepared(_upsert(dialect.name, table, columns), dialect, columns)


def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> sqlite.Insert:
    insert = INSERTS[dialect](table)
    keys = [column.name for column in table.primary_key.columns]
    others = [name for name in columns if name not in keys]
    if not others:
        return insert.on_conflict_do_nothing()
    changed = or_(*(table.c[name].is_distinct_from(insert.excluded[name]) for name in others))
    values = {name: insert.excluded[name] for name in others}
    return insert.on_conflict_do_update(index_elements=keys, set_=values, where=changed)


def iter_batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, as many at a time as one condition may name."""
    left = iter(values)
    while batch := list(islice(left, MANY)):
        yield batch


def row_id(*parts: str | None) -> str:
    """A name for a row, made of what it says: the same on every machine and in every rebuild."""
    told = "\0".join("-" if part is None else "+" + clean_text(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _read_url(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise UnusableDatabaseError(f"not a database URL: {url.rpartition('@')[2]!r}") from None  # hides a password
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in INSERTS:
        raise UnusableDatabaseError(f"no database of kind {address.drivername!r}: use sqlite:///FILE or postgresql://…")
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise UnusableDatabaseError("a database in memory would be lost: use sqlite:///FILE")
    return address


def _make_engine(address: URL, wait: float) -> Engine:
    if address.get_backend_name() == "sqlite":
        Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": wait})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(address, connect_args={"connect_timeout": 10})
        event.listen(engine, "begin", lambda connection: _begin_postgresql(connection, wait))
    return engine


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(is_reader=True)
    return engine.execution_options(is_reader=True, isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 the driver's own connection
    connection.isolation_level = None  # the driver's own BEGIN comes too late, and is no IMMEDIATE one
    connection.execute("PRAGMA synchronous = NORMAL").close()  # WAL stays whole, and the archive has it all
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    is_reader = options.get("is_reader", False)
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get('is_migration') else 'ON'}")
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if is_reader else 'OFF'}")
    cache = STREAMING if options.get("is_streaming") else READING if is_reader else WRITING
    connection.exec_driver_sql(f"PRAGMA cache_size = {-cache}")
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection, wait: float) -> None:
    connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")  # year 1 in New York would be before all time
    if not connection.get_execution_options().get("is_reader", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(wait * 1000))}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


def _prepare(database: Database, place: str) -> None:
    """Make the tables where there are none, and bring older ones up to date; refuse what is not ours."""
    with database.reader.begin() as connection:
        if _revision(connection, place) == head():
            return
    if database.engine.dialect.name == "sqlite":
        with closing(database.engine.raw_connection()) as bare:  # WAL cannot be chosen inside a transaction
            _choose_wal(bare.cursor())
    with database.migrate() as connection:
        found = _revision(connection, place)  # another process may have been faster
        if found is None:
            create_tables(connection)
        elif found != head():
            migrate(connection)


def _choose_wal(cursor: Any) -> None:  # noqa: ANN401 the driver's own
    """SQLite does not wait here for another process that is doing the same."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _revision(connection: Connection, place: str) -> str | None:
    try:
        return load_revision(connection)
    except ForeignTablesError:
        raise UnusableDatabaseError(
            f"{place} holds another program's tables: give moxun a database of its own"
        ) from None
    except NewerSchemaError as error:
        raise UnusableDatabaseError(
            f"{place} has schema version {error}, this moxun reads versions up to {head()}"
        ) from None


@contextmanager
def _said_plainly(kind: type[StorageError], what: str, *others: type[Exception]) -> Iterator[None]:
    """The database's errors, and others that are named, as ours and in one line."""
    foreign: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, *others)
    try:
        yield
    except foreign as error:
        raise kind(f"{what}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, NoSuchModuleError):
        return "no such driver"
    if isinstance(error, ModuleNotFoundError):
        return f"{error}; PostgreSQL needs pip install 'moxun[postgres]'"
    told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    if told == "unable to open database file":
        return f"{told} (SQLite must be able to write in its folder, even to read)"
    return told
