"""What other databases say, kept beside what articles say: no release takes anything from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, union

from extract.references import Entry
from storage.columns import clean_text
from storage.conditions import IS_CURRENT
from storage.database import iter_batches, save_rows
from storage.extraction_rows import date_columns
from storage.schema import claims, releases
from storage.schema_known import reference_entries
from storage.stored_claims import read_date

PLAIN = ("name", "vendor", "vendor_id", "model", "key", "url")


class Home(NamedTuple):
    """A release that claims know by a key, and whose."""

    key: str
    vendor: str | None  # an id, or a name where there is none
    release_id: str


def save_entries(connection: Connection, source: str, entries: Sequence[Entry], at: datetime) -> tuple[int, int]:
    """Keep the entries of a source, and return how many of them are new and how many changed.

    Those that are there already are not written; those that the source has no longer stay.
    """
    there = {each.name: each for each in load_entries(connection, source)}
    fresh = [each for each in map(_as_stored, entries) if there.get(each.name) != each]
    rows = (
        {"source": source, "imported_at": at}
        | {name: getattr(each, name) for name in PLAIN}
        | date_columns("date", each.date)
        for each in fresh
    )
    for batch in iter_batches(rows):
        save_rows(connection, reference_entries, batch)
    new = sum(each.name not in there for each in fresh)
    return new, len(fresh) - new


def load_entries(connection: Connection, source: str) -> list[Entry]:
    """What a source says, by name."""
    table = reference_entries
    rows = connection.execute(select(table).where(table.c.source == source).order_by(table.c.name))
    return [
        Entry(row.name, row.vendor, row.vendor_id, row.model, row.key, read_date(row, "date"), row.url, "")
        for row in rows
    ]


def load_sources(connection: Connection) -> list[str]:
    """The names of the sources that were imported, sorted."""
    column = reference_entries.c.source
    return list(connection.scalars(select(column).distinct().order_by(column)))


def _as_stored(entry: Entry) -> Entry:
    """The entry as `load_entries` gives it back."""
    texts = {name: clean_text(value) for name in PLAIN if (value := getattr(entry, name)) is not None}
    day = entry.date and replace(entry.date, raw=clean_text(entry.date.raw))
    return entry._replace(**texts, date=day, where="")


def iter_homes(connection: Connection, keys: Iterable[str]) -> Iterator[Home]:
    """The current releases that bear one of these keys, or of which a claim does."""
    for some in iter_batches(sorted(set(keys))):
        own = select(releases.c.key, releases.c.vendor_id, releases.c.vendor, releases.c.id)
        told = select(claims.c.key, claims.c.vendor_id, claims.c.vendor, releases.c.id)
        told = told.join(releases, releases.c.id == claims.c.release_id)
        both = union(own.where(IS_CURRENT, releases.c.key.in_(some)), told.where(IS_CURRENT, claims.c.key.in_(some)))
        rows = sorted(connection.execute(both), key=lambda row: tuple(str(cell) for cell in row))
        yield from (Home(row.key, row.vendor_id or row.vendor, row.id) for row in rows)
