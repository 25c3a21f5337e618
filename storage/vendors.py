"""Vendors by what they released."""

import datetime
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storage.columns import clean_text
from storage.schema import releases


@dataclass(frozen=True, slots=True)
class VendorCount:
    """A vendor with releases."""

    id: str  # "" for those of which no vendor is known
    name: str
    releases: int
    latest: datetime.date | None


def count_vendors(connection: Connection, vendor_id: str | None = None) -> list[VendorCount]:
    """Every vendor with releases, or the one of that id; the most releases first."""
    count, latest = func.count(), func.max(releases.c.date_start)
    query = select(releases.c.vendor_id, func.min(releases.c.vendor), count, latest).group_by(releases.c.vendor_id)
    if vendor_id is not None:
        query = query.where(releases.c.vendor_id == clean_text(vendor_id))
    rows = connection.execute(query.order_by(count.desc(), releases.c.vendor_id))
    return [VendorCount(key or "", name or "", number, day) for key, name, number, day in rows]
