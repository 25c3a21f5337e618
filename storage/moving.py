"""Move a whole database into another one, of the other kind too: with ids, judgements and all."""

from collections.abc import Iterator

from sqlalchemy import Connection, Integer, Table, func, select

from storage.columns import metadata
from storage.database import COPIED, StorageError, save_rows
from storage.derived import fill_derived
from storage.schema import meta

SCHEMA = "schema"  # the row of `meta` that every database has of its own


class NotEmptyError(StorageError):
    """There is something already where a database was to be copied to."""


def copy_database(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every row, and return how many each table has. NotEmptyError where the other one has any.

    All of it is in the caller's two transactions: there in the end, or nothing of it is.
    """
    for table in _tables():
        if target.execute(select(table).limit(1)).first():
            raise NotEmptyError(f"the other database is not empty: it has rows in {table.name}")
    counts = {table.name: _copy(source, target, table) for table in _tables()}
    rows = source.execute(select(meta).where(meta.c.name != SCHEMA)).mappings()
    save_rows(target, meta, [dict(row) for row in rows])
    fill_derived(target)
    if target.dialect.name == "postgresql":
        for table in _tables():
            _count_on(target, table)
    return counts


def _tables() -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if table is not meta)  # what is referred to comes first


def _copy(source: Connection, target: Connection, table: Table) -> int:
    count = 0
    query = select(table).execution_options(yield_per=COPIED)
    for rows in source.execute(query).mappings().partitions():
        target.execute(table.insert(), [dict(row) for row in rows])
        count += len(rows)
    return count


def _count_on(target: Connection, table: Table) -> None:
    """Let numbers that the database gives go on behind the ones that were copied."""
    (key, *others) = table.primary_key.columns
    if not others and isinstance(key.type, Integer) and key.autoincrement is True:
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        last = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
        target.execute(select(func.setval(sequence, last, False)))
