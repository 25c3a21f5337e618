"""Rows of our tables as Parquet: what extraction writes where there is no database, and `moxun load` reads.

A file has the columns of its table, so that the one can be put into the other; an article also says where its page was
captured. A file is there whole or not at all, whenever the process dies.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Integer, Table
from sqlalchemy.types import TypeEngine

from storage.columns import CleanText, JsonText, Moment, clean_text
from storage.database import Row
from storage.remote import find_local, open_file, send_file
from storage.schema import articles, captures, claims, problems

if TYPE_CHECKING:
    import pyarrow as pa

TOGETHER = 1000  # rows of a row group: the most that are in memory
PLACE = ("file", "offset", "length", "fetched_at", "status", "mime")  # of `captures`, in each article's row
LATER = {"articles": ("reading", "copy_of", "is_current"), "claims": ("release_id",)}  # what a database fills
TABLES = (articles, claims, problems)


class Part(NamedTuple):
    """One finished file."""

    name: str
    rows: int
    sha256: str


class PartWriter:
    """Writes rows to a draft, which becomes the file `name` when it is closed without an error."""

    def __init__(self, folder: str, table: Table, name: str) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415 an extra

        self.folder, self.table, self.name = folder, table, f"{table.name}/{name}.parquet"
        self.schema = arrow_schema(table)
        self.columns = {column.name: column for column in _columns(table)}
        self.draft = _make_draft(folder)
        self.writer = pq.ParquetWriter(self.draft, self.schema, compression="zstd")
        self.rows: list[dict[str, Any]] = []
        self.count = 0

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows.append({name: _stored(column, row[name]) for name, column in self.columns.items()})
            self.count += 1
            if len(self.rows) >= TOGETHER:
                self._flush()

    def close(self) -> Part:
        self._flush()
        self.writer.close()
        digest = hashlib.sha256(self.draft.read_bytes()).hexdigest()
        publish(self.draft, self.folder, self.name)
        return Part(self.name, self.count, digest)

    def discard(self) -> None:
        """Forget all of it."""
        self.writer.close()
        self.draft.unlink(missing_ok=True)

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415

        if self.rows:
            self.writer.write_table(pa.Table.from_pylist(self.rows, schema=self.schema))
            self.rows.clear()


@contextmanager
def open_parts(folder: str, name: str) -> Iterator[dict[str, PartWriter]]:
    """A writer for each table; all drafts are gone where the block raises."""
    writers = {table.name: PartWriter(folder, table, name) for table in TABLES}
    try:
        yield writers
    except BaseException:
        for writer in writers.values():
            writer.discard()
        raise


def iter_rows(folder: str, table: Table, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file as `save_rows` takes them."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = {column.name: column for column in _columns(table)}
    with open_file(f"{folder}/{name}") as stream:
        for batch in pq.ParquetFile(stream).iter_batches(TOGETHER):
            for row in batch.to_pylist():
                yield {each: _loaded(column, row.get(each)) for each, column in columns.items()}


def arrow_schema(table: Table) -> "pa.Schema":
    """The columns of a table, with an article's those of its capture."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.schema([pa.field(column.name, _arrow_type(column.type), column.nullable) for column in _columns(table)])


def publish(draft: Path, folder: str, name: str) -> None:
    """Let a draft be the file of that name: at once, in place of an older one."""
    place = find_local(folder)
    if place is None:
        send_file(draft, f"{folder}/{name}")  # an object store shows a file when all of it is there
        draft.unlink()
        return
    target = place / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    draft.replace(target)


def _make_draft(folder: str) -> Path:
    """In the same file system as what it becomes, or it could not be renamed."""
    place = find_local(folder)
    unfinished = place / "unfinished" if place else Path(tempfile.gettempdir())
    unfinished.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=unfinished, suffix=".part")
    os.close(descriptor)
    return Path(name)


def save_text(folder: str, name: str, text: str) -> None:
    """A small file, whole or not at all."""
    draft = _make_draft(folder)
    draft.write_text(text, encoding="utf-8")
    publish(draft, folder, name)


def _columns(table: Table) -> list[Column[Any]]:
    own = [column for column in table.columns if column.name not in LATER.get(table.name, ())]
    return own + ([captures.c[name] for name in PLACE] if table is articles else [])


def _arrow_type(kind: TypeEngine[Any]) -> "pa.DataType":
    import pyarrow as pa  # noqa: PLC0415

    types: list[tuple[type, pa.DataType]] = [
        (BigInteger, pa.int64()),  # before Integer, which it is one of
        (Boolean, pa.bool_()),
        (Integer, pa.int32()),
        (Double, pa.float64()),
        (Date, pa.date32()),
        (Moment, pa.timestamp("us", "UTC")),
        (CleanText, pa.string()),
        (JsonText, pa.string()),
    ]
    return next(found for each, found in types if isinstance(kind, each))


def _stored(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 what a row holds
    if isinstance(column.type, JsonText):
        return column.type.process_bind_param(value, None)  # type: ignore[arg-type]  # the same for all databases
    return clean_text(value) if isinstance(value, str) else value


def _loaded(column: Column[Any], value: Any) -> Any:  # noqa: ANN401
    if isinstance(column.type, JsonText):
        return column.type.process_result_value(value, None)  # type: ignore[arg-type]
    return value
