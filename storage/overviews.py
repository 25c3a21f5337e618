"""Releases by vendor and by model: who has how many, from when to when."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from extract.facts import facts_of, vendors_by_id
from extract.knowledge import Vendor
from storage.conditions import conditions_of
from storage.filters import EVERYTHING, ReleaseFilter
from storage.schema import releases


class VendorCount(NamedTuple):
    """A vendor with releases; `vendor` is None where nobody has entered it in the knowledge base."""

    id: str | None
    name: str | None
    vendor: Vendor | None
    releases: int
    first: datetime.date | None
    last: datetime.date | None


class ModelCount(NamedTuple):
    """A model with its releases: previews, updates and the like are one model's, as their key is one."""

    model: str
    vendor: str | None
    vendor_id: str | None
    family: str | None
    track: str | None
    kind: str
    releases: int
    first: datetime.date | None
    last: datetime.date | None
    status: str


def count_vendors(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> list[VendorCount]:
    """The vendors of the releases that are wanted, who has most first."""
    count = func.count()
    query = (
        select(
            releases.c.vendor_id,
            func.max(releases.c.vendor),
            count,
            func.min(releases.c.date_start),
            func.max(releases.c.date_end),
        )
        .where(*conditions_of(wanted, connection))
        .group_by(releases.c.vendor_id)
        .order_by(count.desc(), releases.c.vendor_id)
    )
    known = vendors_by_id()
    return [VendorCount(id_, name, known.get(id_ or ""), *rest) for id_, name, *rest in connection.execute(query)]


def iter_models(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> Iterator[ModelCount]:
    """The models of the releases that are wanted, whose last release is newest first, the undated last."""
    last = func.max(releases.c.date_end)
    query = (
        select(
            releases.c.vendor_id,
            releases.c.key,
            func.max(releases.c.vendor).label("vendor"),
            func.max(releases.c.model).label("model"),
            func.max(releases.c.kind).label("kind"),
            func.count().label("releases"),
            func.min(releases.c.date_start).label("first"),
            last.label("last"),
            func.max(releases.c.status).label("status"),
        )
        .where(*conditions_of(wanted, connection))
        .group_by(releases.c.vendor_id, releases.c.key)
        .order_by(last.is_(None), last.desc(), releases.c.vendor_id, releases.c.key)
    )
    for row in connection.execute(query):
        facts = facts_of(row.vendor_id, row.model)
        yield ModelCount(
            row.model, row.vendor, row.vendor_id, facts.family, facts.track, row.kind, row.releases, row.first,
            row.last, row.status,
        )  # fmt: skip
