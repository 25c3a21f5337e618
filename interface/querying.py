"""`moxun sql`: somebody's own question to the tables of docs/data-model.md."""

import datetime
from collections.abc import Iterator, Sequence

from interface.formats import Format
from interface.output import print_rows, warn
from interface.rows import Row


def print_sql(database_url: str, format_name: Format, statement: str) -> None:
    """The rows of a statement that only reads."""
    from storage.readonly import run_sql  # noqa: PLC0415 SQLAlchemy

    with run_sql(database_url, statement) as (names, rows):
        columns = _distinct(names)
        if columns:
            print_rows(format_name, columns, _iter_rows(columns, rows), {name: name for name in columns})
        else:
            warn("it has no rows")


def _distinct(names: Sequence[str]) -> list[str]:
    """Names of columns, where two may be called alike."""
    return [name if name not in names[:place] else f"{name}_{place + 1}" for place, name in enumerate(names)]


def _iter_rows(columns: Sequence[str], rows: Iterator[Sequence[object]]) -> Iterator[Row]:
    for row in rows:
        yield dict(zip(columns, map(_plain, row), strict=True))


def _plain(value: object) -> object:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
