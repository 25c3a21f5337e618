"""Releases by their days, for a timeline: some in full, all of them counted."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from extract.records import Kind, PartialDate, Status
from storage.conditions import conditions_of
from storage.filters import ReleaseFilter
from storage.schema import releases
from storage.stored_claims import read_date

DayCounts = Mapping[tuple[str | None, datetime.date], int]


@dataclass(frozen=True, slots=True)
class DatedRelease:
    """What a timeline shows of a release."""

    id: str
    vendor: str | None
    vendor_id: str | None
    model: str
    kind: Kind
    status: Status
    date: PartialDate
    claim_count: int
    is_disputed: bool


def find_dated(connection: Connection, wanted: ReleaseFilter, limit: int) -> list[DatedRelease]:
    """The releases that are wanted and have a date: those that most articles tell of, then the earliest."""
    dates = [releases.c[f"date_{name}"] for name in ("start", "end", "precision", "basis", "raw")]
    names = ("id", "vendor", "vendor_id", "model", "kind", "status", "claim_count")
    query: Select[Any] = (
        select(*(releases.c[name] for name in names), *dates, (func.length(releases.c.conflicts) > 2).label("disputed"))  # noqa: PLR2004 "[]"
        .where(releases.c.date_start.is_not(None), *conditions_of(wanted, connection))
        .order_by(releases.c.claim_count.desc(), releases.c.date_start, releases.c.id)
        .limit(limit)
    )
    found = []
    for row in connection.execute(query):
        if date := read_date(row, "date"):
            told = (row.id, row.vendor, row.vendor_id, row.model, row.kind, row.status)
            found.append(DatedRelease(*told, date, row.claim_count, bool(row.disputed)))
    return found


def count_days(connection: Connection, wanted: ReleaseFilter) -> DayCounts:
    """How many of the releases that are wanted begin on a day, by vendor's id; those without a date are left out."""
    key = (releases.c.vendor_id, releases.c.date_start)
    query = (
        select(*key, func.count())
        .where(releases.c.date_start.is_not(None), *conditions_of(wanted, connection))
        .group_by(*key)
    )
    return {(vendor, day): count for vendor, day, count in connection.execute(query)}


def find_last_day(connection: Connection, wanted: ReleaseFilter) -> datetime.date | None:
    """The newest day on which a release that is wanted is told to have begun; None where there is none."""
    day: datetime.date | None = connection.scalar(
        select(func.max(releases.c.date_start)).where(*conditions_of(wanted, connection))
    )
    return day
