"""All that is wanted as files: CSV, JSON lines, Parquet, a frictionless data package; or a copy for Datasette."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from storage.database import Database, StorageError, copy_rows, open_database

Row = Mapping[str, Any]
Write = Callable[[IO[bytes], Sequence[str], Iterable[Row]], None]


class ExportError(StorageError):
    """What is asked for cannot be written there; nothing was."""


class Resource(NamedTuple):
    """A file of a package: its name without ending, its columns with their frictionless types, and its rows."""

    name: str
    title: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    rows: Iterable[Row]


def export_folder(target: Path, ending: str, write: Write, resources: Iterable[Resource], about: Row | None) -> None:
    """A folder with a file for each resource, and with `about`, a datapackage.json: all of it or nothing.

    Rows are written as they come: memory does not grow with their number.
    """
    with _whole(target) as folder:
        folder.mkdir()
        told = [_write_resource(folder, ending, write, each) for each in resources]
        if about is not None:
            package = {**about, "resources": told}
            text = json.dumps(package, ensure_ascii=False, indent=1)
            (folder / "datapackage.json").write_text(text + "\n", "utf-8")


def export_sqlite(database: Database, target: Path, metadata: Row) -> None:
    """A copy of the database as one SQLite file, and beside it Datasette's metadata: all of it or nothing."""
    beside = target.with_suffix(".metadata.json")
    with _whole(target) as file, _whole(beside) as told:
        if database.engine.dialect.name == "sqlite":
            _copy_file(database.engine.url.database or "", file)
        else:
            with open_database(f"sqlite:///{file}") as copy, database.read() as source, copy.write() as connection:
                copy_rows(source, connection)
        _settle(file)
        told.write_text(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _write_resource(folder: Path, ending: str, write: Write, resource: Resource) -> Row:
    path = folder / f"{resource.name}.{ending}"
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in resource.rows:
            count += 1
            yield row

    with path.open("wb") as file:
        write(file, list(resource.columns), counted())
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {
        "name": resource.name,
        "title": resource.title,
        "path": path.name,
        "format": ending,
        "mediatype": {"csv": "text/csv", "jsonl": "application/jsonl"}.get(ending, "application/vnd.apache.parquet"),
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": count,
        "profile": "tabular-data-resource",
        "schema": _schema(resource),
    }


def _schema(resource: Resource) -> Row:
    fields = [{"name": name, "type": kind} for name, kind in resource.columns.items()]
    return {"fields": fields, "primaryKey": list(resource.key), "missingValues": [""]}


def _copy_file(source: str, target: Path) -> None:
    """One moment of the database, while others may go on writing."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def _settle(file: Path) -> None:
    """One file that can be read where nothing can be written beside it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("ANALYZE")
        connection.execute("VACUUM")


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A place beside the target that becomes it where the block ends well. ExportError where something is there."""
    if target.exists():
        raise ExportError(f"{target} is there already: name another place, or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.rename(target)
    finally:
        if beside.is_dir():
            shutil.rmtree(beside)
        beside.unlink(missing_ok=True)
