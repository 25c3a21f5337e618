"""`moxun export`: everything that is wanted, as files for other programs."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from interface.asking import VENDOR_COLUMNS, reading, vendor_row
from interface.output import say
from interface.parquet import COUNTS, LISTS, NUMBERS, write_parquet
from interface.rows import EVIDENCE_COLUMNS, RELEASE_COLUMNS, Row, csv_cell, evidence_row, release_row
from pipelines.packaging import Resource, Write, export_folder, export_sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.filters import ReleaseFilter

ExportFormat = Literal["csv", "jsonl", "parquet", "datapackage", "sqlite"]

TITLES = {
    "releases": "AI models and the like that were released",
    "evidence": "Who says so: each claim behind a release, with its words",
    "vendors": "Who released them",
}
KEYS = {"releases": ("id",), "evidence": ("release_id", "claim_id"), "vendors": ("id",)}
DAYS = ("date_start", "date_end", "first_seen", "last_seen", "published", "first", "last")
ABOUT: Row = {
    "profile": "tabular-data-package",
    "name": "moxun-releases",
    "title": "moxun: AI model releases with evidence",
    "description": "Read out of news by rules; each fact leads back to the words. Quotes are their publishers'. "
    "A cell that a spreadsheet might run as a formula begins with an apostrophe.",
}


def export(database_url: str, format_name: ExportFormat, wanted: "ReleaseFilter", target: Path) -> None:
    """Write the releases that are wanted, their evidence and vendors into a folder; or the whole database as a file."""
    if format_name == "sqlite":
        _export_database(database_url, target)
    else:
        ending = "csv" if format_name == "datapackage" else format_name
        about = ABOUT if format_name == "datapackage" else None
        with reading(database_url) as connection:
            export_folder(target, ending, WRITERS[ending], _resources(connection, wanted), about)
    say(f"Written to {target}.")


def write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """RFC 4180, in UTF-8, with cells that are safe to open in a spreadsheet."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(row[column]) for column in columns])
    text.detach()


def write_jsonl(file: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """An object on each line."""
    for row in rows:
        file.write(json.dumps({name: row[name] for name in columns}, ensure_ascii=False).encode() + b"\n")


WRITERS: dict[str, Write] = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}


def _resources(connection: "Connection", wanted: "ReleaseFilter") -> Iterable[Resource]:
    from storage.overviews import count_vendors  # noqa: PLC0415 SQLAlchemy
    from storage.queries import iter_evidence, iter_releases  # noqa: PLC0415

    evidence = (evidence_row(release.id, each) for release, each in iter_evidence(connection, wanted))
    vendors = (vendor_row(each) for each in count_vendors(connection, wanted) if each.id)
    yield _resource("releases", RELEASE_COLUMNS, map(release_row, iter_releases(connection, wanted)))
    yield _resource("evidence", EVIDENCE_COLUMNS, evidence)
    yield _resource("vendors", VENDOR_COLUMNS, vendors)


def _resource(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Resource:
    return Resource(name, TITLES[name], {column: _type_of(column) for column in columns}, KEYS[name], rows)


def _type_of(column: str) -> str:
    """In a data package's table schema. A list is joined text in CSV."""
    kinds: Mapping[str, Iterable[str]] = {"integer": COUNTS - LISTS, "number": NUMBERS, "date": DAYS}
    return next((kind for kind, names in kinds.items() if column in names), "string")


def _export_database(database_url: str, target: Path) -> None:
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy

    with open_database(database_url) as database:
        export_sqlite(database, target, datasette_metadata(target.stem))


def datasette_metadata(name: str) -> dict[str, Any]:
    """What Datasette shows beside the tables: titles, facets, what to sort by, and questions with their SQL."""
    tables = {
        "release_view": {"description": "One line for each release", "sort_desc": "date_start"},
        "releases": {
            "description": "What the claims say together",
            "facets": ["kind", "status", "vendor"],
            "sort_desc": "date_start",
            "label_column": "model",
        },
        "claims": {"description": "One article says that a vendor released a model", "facets": ["rule", "status"]},
        "articles": {"description": "Each version of a page", "facets": ["site", "language"], "label_column": "title"},
        "vendors": {"description": "Who is known", "facets": ["country", "city", "type"], "label_column": "name"},
        "problems": {"description": "What was not understood", "facets": ["stage", "code"]},
        "search_documents": {"hidden": True},
    }
    return {
        "title": "moxun",
        "description": "Which AI models were released, by whom, when, and who says so",
        "databases": {name: {"tables": tables, "queries": QUERIES}},
    }


QUERIES = {
    "who_says_so": {
        "title": "Who says so, and where is the page?",
        "sql": "SELECT evidence, title, url, file, offset FROM evidence_view WHERE model = :model",
        "params": ["model"],
    },
    "conflicts": {
        "title": "What do articles disagree about?",
        "sql": "SELECT id, vendor, model, conflicts FROM releases WHERE state = 'current' AND conflicts <> '[]'",
    },
    "busiest_days": {
        "title": "The busiest days",
        "sql": "SELECT date_start, count(*) AS releases, group_concat(model, ', ') AS models FROM releases"
        " WHERE state = 'current' AND date_start = date_end GROUP BY date_start ORDER BY releases DESC, date_start",
    },
}
