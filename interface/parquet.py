"""Rows as Parquet, a stretch at a time: needs pyarrow, the extra `parquet`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from interface.output import OutputError
from interface.rows import Row

GROUP = 5_000  # rows in memory at a time
# Columns that are no text; a list is a list of texts.
NUMBERS = {"score", "value", "confidence"}
COUNTS = {"claims", "start", "end", "offset", "times", "releases", "count", "evidence_start", "evidence_end"}
LISTS = {"conflicts"}


def write_parquet(file: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One row group for every some thousand rows; the columns have the same types whatever the rows hold."""
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise OutputError("Parquet needs pyarrow: pip install 'moxun[parquet]'") from error
    types = {name: _type_of(pa, name) for name in columns}
    schema = pa.schema([pa.field(name, types[name]) for name in columns])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _iter_groups(rows):
            writer.write_table(pa.table({name: [_value(row[name]) for row in group] for name in columns}, schema))


def _type_of(pa: Any, name: str) -> Any:  # noqa: ANN401 pyarrow has no types of its own for mypy
    if name in COUNTS:
        return pa.int64()
    if name in NUMBERS:
        return pa.float64()
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _value(value: object) -> object:
    return str(value) if isinstance(value, dict) else value


def _iter_groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, GROUP)):
        yield group
