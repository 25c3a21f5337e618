"""Rows as Parquet, a stretch at a time: needs pyarrow, the extra `parquet`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, Any

from interface.output import OutputError

GROUP = 5_000  # rows in memory at a time
# Columns that are no text; a list is a list of texts.
NUMBERS = {"score", "value", "share", "confidence", "mean_gap", "median_gap"}
COUNTS = {"claims", "sources", "releases", "days", "start", "end", "offset", "times", "longest_gap", "place", "lag"}
LISTS = {"conflicts", "release_ids"}


def write_parquet(file: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
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
            writer.write_table(
                pa.table({name: [_value(row[name], types[name]) for row in group] for name in columns}, schema)
            )


def _type_of(pa: Any, name: str) -> Any:  # noqa: ANN401 pyarrow has no types of its own for mypy
    if name in COUNTS:
        return pa.int64()
    if name in NUMBERS:
        return pa.float64()
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _value(value: object, kind: object) -> object:
    """As its column is: in one of texts, whatever is none becomes one."""
    is_foreign = str(kind) == "string" and value is not None and not isinstance(value, str)
    return str(value) if is_foreign else value


def _iter_groups(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    remaining = iter(rows)
    while group := list(islice(remaining, GROUP)):
        yield group
