"""Questions to the database: which releases, and who says so."""

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy import Row as Found

from extract.keys import model_key
from extract.knowledge import Vendor, fold_name, load_vendors
from extract.records import Claim, Kind, PartialDate, Status
from storage.captures import load_capture
from storage.extractions import read_claim, read_date
from storage.releases import fold_model
from storage.schema import articles, claims, clean_text, releases

Order = Literal["newest", "oldest", "vendor", "model", "claims"]

ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "newest": (releases.c.date_start.is_(None), releases.c.date_start.desc()),
    "oldest": (releases.c.date_start.is_(None), releases.c.date_start),
    "vendor": (releases.c.vendor.is_(None), releases.c.vendor, releases.c.folded),
    "model": (releases.c.folded,),
    "claims": (releases.c.claim_count.desc(),),
}


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as it is listed."""

    id: str
    vendor: str | None
    vendor_id: str | None
    model: str
    key: str
    kind: Kind
    status: Status
    date: PartialDate | None
    conflicts: tuple[str, ...]
    claim_count: int
    first_seen: datetime.date | None  # the day of the first article
    last_seen: datetime.date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim, and all that is needed to check it: the words, the article, the page in the archive."""

    claim_id: str
    claim: Claim
    quote: str
    title: str
    site: str
    language: str
    published: PartialDate | None
    fetched_at: datetime.datetime | None
    file: str | None  # of the archive, where the page is in it
    offset: int | None


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """A release with its evidence, the strongest first."""

    release: ReleaseRow
    evidence: tuple[Evidence, ...]


def find_releases(  # noqa: PLR0913 keywords only
    connection: Connection,
    *,
    vendor: str | None = None,
    model: str | None = None,
    kind: Kind | None = None,
    status: Status | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    on: datetime.date | None = None,
    limit: int | None = None,
    order: Order = "newest",
) -> list[ReleaseRow]:
    """The releases that meet every condition, sorted; those without a date come last.

    `vendor` is any name or id of a vendor, and means its daughters too; else a part of a name. `model` is a name in
    any spelling, or a part of one. `since`, `until` and `on` include every release whose range of days touches theirs.
    """
    if order not in ORDERS:
        raise ValueError(f"no order {order!r}: there are {', '.join(ORDERS)}")
    conditions = [
        *([_is_vendor(vendor)] if vendor else []),
        *([_is_model(model)] if model else []),
        *([releases.c.kind == kind] if kind else []),
        *([releases.c.status == status] if status else []),
        *_touches(since, until),
        *(_touches(on, on)),
    ]
    query = select(releases).where(*conditions).order_by(*ORDERS[order], releases.c.id).limit(limit)
    return [_read_release(row) for row in connection.execute(query)]


def find_release(connection: Connection, name: str) -> list[FoundRelease]:
    """The releases of that id, else of exactly that model in any spelling, else whose names hold it; with evidence."""
    name = clean_text(name)
    exact = select(releases).where(or_(releases.c.id == name, releases.c.key.in_(_keys(name)))).order_by(releases.c.id)
    rows = [_read_release(row) for row in connection.execute(exact)]
    by_id = [row for row in rows if row.id == name]
    found = by_id or rows or find_releases(connection, model=name, order="model")
    return [FoundRelease(row, _load_evidence(connection, row.id)) for row in found]


def count_rows(connection: Connection) -> dict[str, int]:
    """How many releases, claims and articles there are."""
    tables = (releases, claims, articles)
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _is_vendor(name: str) -> ColumnElement[bool]:
    """Also where only some of the articles name the daughter, and the release is told as her parent's."""
    folded = clean_text(name).strip().lower()
    if ids := sorted(_house(name)):
        told = select(claims.c.release_id).where(claims.c.vendor_id.in_(ids), claims.c.release_id.is_not(None))
        return or_(releases.c.vendor_id.in_(ids), releases.c.id.in_(told))
    return or_(func.lower(releases.c.vendor).contains(folded, autoescape=True), releases.c.vendor_id == folded)


def _house(name: str) -> set[str]:
    """The ids of the known vendors that have this name or id, and of their daughters."""
    folded = fold_name(name)
    vendors = load_vendors()
    ids = {vendor.id for vendor in vendors if folded in _names(vendor)}
    while daughters := {vendor.id for vendor in vendors if vendor.parent in ids} - ids:
        ids |= daughters
    return ids


def _names(vendor: Vendor) -> set[str]:
    return {fold_name(name) for name in (vendor.id, *vendor.strong, *vendor.weak_aliases)}


def _is_model(name: str) -> ColumnElement[bool]:
    folded = fold_model(name)  # letters and digits only
    part = [releases.c.folded.contains(folded, autoescape=True)] if folded else []
    return or_(releases.c.key.in_(_keys(name)), *part)


def _keys(name: str) -> list[str]:
    """The keys that a name may have: also where it begins with its vendor's, as in 星河Nova-3 (Xinghe's)."""
    folded = fold_name(clean_text(name))
    told = [vendor for vendor in load_vendors() if any(folded.startswith(fold_name(each)) for each in vendor.strong)]
    return sorted({model_key(name, vendor) for vendor in (None, *told)} - {""})


def _touches(since: datetime.date | None, until: datetime.date | None) -> list[ColumnElement[bool]]:
    """Whether a release's range of days overlaps another; open ends are None."""
    return [
        *([releases.c.date_end >= since] if since else []),
        *([releases.c.date_start <= until] if until else []),
    ]


def _read_release(row: Found[Any]) -> ReleaseRow:
    return ReleaseRow(
        row.id, row.vendor, row.vendor_id, row.model, row.key, row.kind, row.status, read_date(row, "date"),
        tuple(row.conflicts), row.claim_count, row.first_seen, row.last_seen,
    )  # fmt: skip


def _load_evidence(connection: Connection, release_id: str) -> tuple[Evidence, ...]:
    about = [articles.c[name] for name in ("url", "digest", "title", "site", "language")]
    published = [articles.c[f"published_{name}"] for name in ("start", "end", "precision", "basis", "raw")]
    query = (
        select(claims, *about, *published)
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .where(claims.c.release_id == release_id)
        .order_by(claims.c.score.desc(), articles.c.published_start, articles.c.url, claims.c.id)
    )
    return tuple(_read_evidence(connection, row) for row in connection.execute(query).all())


def _read_evidence(connection: Connection, row: Found[Any]) -> Evidence:
    capture = load_capture(connection, row.url, row.digest)
    return Evidence(
        claim_id=row.id,
        claim=read_claim(row),
        quote=row.evidence,
        title=row.title,
        site=row.site,
        language=row.language,
        published=read_date(row, "published"),
        fetched_at=capture.fetched_at if capture else None,
        file=capture.file if capture else None,
        offset=capture.offset if capture else None,
    )
