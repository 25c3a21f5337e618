"""Questions to the database: which releases, and who says so."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args

from sqlalchemy import Connection, func, select
from sqlalchemy import Row as Found

from extract.records import Kind, PartialDate, Status
from storage.columns import clean_text
from storage.conditions import IS_CURRENT, Condition, conditions_of, keys_of
from storage.evidence import Evidence, load_evidence
from storage.filters import EVERYTHING, ReleaseFilter
from storage.following import find_successor
from storage.paging import Order, Part, iter_parts, page_after
from storage.schema import articles, claims, release_events, releases
from storage.stored_claims import read_date

Facet = Literal["vendor_id", "kind", "status", "date_start"]

PAGE = 50  # releases
STRETCH = 500  # releases that are in memory at a time while all of them are gone through
TOGETHER = 50  # releases whose evidence is loaded at a time


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
    confidence: float = 0.0  # from 0 to 1
    source_count: int = 0  # independent of each other
    is_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Some releases of a list, and what to ask for to have the next ones: None where these are the last."""

    releases: tuple[ReleaseRow, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a release: rumoured, announced, previewed, released, opened, updated or retired."""

    event: str
    date: PartialDate | None
    claim_count: int


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """A release with its evidence, the strongest first, and its timeline, what is undated last."""

    release: ReleaseRow
    evidence: tuple[Evidence, ...]
    events: tuple[Event, ...] = ()


def list_releases(
    connection: Connection,
    wanted: ReleaseFilter = EVERYTHING,
    *,
    order: Order = "newest",
    limit: int = PAGE,
    after: str | None = None,
) -> ReleasePage:
    """One page of the releases that are wanted, sorted; those without what they are sorted by come last.

    `after` is what the page before said. BadPageError (storage.paging) where no page said that.
    """
    return _list(connection, conditions_of(wanted, connection), order, limit, after)


def list_of_vendor(connection: Connection, vendor_id: str, limit: int) -> tuple[ReleaseRow, ...]:
    """The newest releases of exactly that vendor: not of daughters, and not what others tell of as its own."""
    return _list(connection, [IS_CURRENT, releases.c.vendor_id == vendor_id], "newest", limit, None).releases


def list_and_count(
    connection: Connection,
    wanted: ReleaseFilter,
    *,
    order: Order = "newest",
    after: str | None = None,
    most: int | None,
) -> tuple[ReleasePage, int]:
    """The same page, and how many releases are wanted, counted up to so many: at less than the cost of both."""
    conditions = conditions_of(wanted, connection)
    page = _list(connection, conditions, order, PAGE, after)
    is_all = after is None and page.after is None
    return page, len(page.releases) if is_all else _count(connection, conditions, most)


def _list(
    connection: Connection, conditions: Sequence[Condition], order: Order, limit: int, after: str | None
) -> ReleasePage:
    ids = _find_ids(connection, conditions, iter_parts(order, after), limit + 1)
    there = {row.id: row for row in connection.execute(select(releases).where(releases.c.id.in_(ids[:limit])))}
    rows = [there[each] for each in ids[:limit]]
    is_last = len(ids) <= limit
    return ReleasePage(tuple(map(_read_release, rows)), None if is_last else page_after(order, rows[-1]))


def _find_ids(connection: Connection, conditions: Sequence[Condition], parts: Iterable[Part], limit: int) -> list[str]:
    """The first ids in the order of the parts. Nothing else: the cheapest way is then an index that has it all."""
    ids: list[str] = []
    for part in parts:
        query = select(releases.c.id).where(*conditions, *part.conditions).order_by(*part.order)
        ids += connection.scalars(query.limit(limit - len(ids)))
        if len(ids) == limit:
            break
    return ids


def iter_releases(
    connection: Connection,
    wanted: ReleaseFilter = EVERYTHING,
    *,
    order: Order = "newest",
    limit: int | None = None,
) -> Iterator[ReleaseRow]:
    """The releases that are wanted, sorted, at most so many; only some hundreds of them are in memory at a time."""
    conditions, after, left = conditions_of(wanted, connection), None, limit
    while left is None or left > 0:
        page = _list(connection, conditions, order, STRETCH if left is None else min(STRETCH, left), after)
        yield from page.releases
        after, left = page.after, None if left is None else left - len(page.releases)
        if after is None:
            return


def find_releases(
    connection: Connection, wanted: ReleaseFilter = EVERYTHING, *, order: Order = "newest", limit: int | None = None
) -> list[ReleaseRow]:
    """The releases that are wanted, sorted, at most so many."""
    return list(iter_releases(connection, wanted, order=order, limit=limit))


def iter_by_id(connection: Connection) -> Iterator[ReleaseRow]:
    """All releases by their ids; few of them in memory at a time."""
    query = select(releases).where(*conditions_of(EVERYTHING, connection)).order_by(releases.c.id).limit(STRETCH)
    last = ""
    while rows := connection.execute(query.where(releases.c.id > last)).all():
        yield from map(_read_release, rows)
        last = rows[-1].id


def find_release(connection: Connection, name: str) -> list[FoundRelease]:
    """The releases of that id, else of exactly that model in any spelling, else whose names hold it; with evidence."""
    name = clean_text(name)
    by_id = load_row(connection, name)
    exact = select(releases).where(IS_CURRENT, releases.c.key.in_(keys_of(name))).order_by(releases.c.id)
    rows = [by_id] if by_id else [_read_release(row) for row in connection.execute(exact)]
    found = rows or find_releases(connection, ReleaseFilter(model=name), order="model")
    return [_load_found(connection, row) for row in found]


def load_release(connection: Connection, release_id: str) -> FoundRelease | None:
    """The release of that id, or the one that it has become, with its evidence; None where there is none."""
    row = load_row(connection, release_id)
    return _load_found(connection, row) if row else None


def load_row(connection: Connection, release_id: str) -> ReleaseRow | None:
    """The release of that id as it is listed; where it was merged into another one, that one."""
    id_ = find_successor(connection, release_id) or clean_text(release_id)
    row = connection.execute(select(releases).where(IS_CURRENT, releases.c.id == id_)).first()
    return _read_release(row) if row else None


def iter_evidence(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> Iterator[tuple[ReleaseRow, Evidence]]:
    """Every claim of every release that is wanted, in the order of the releases; few of them in memory at a time."""
    found = iter_releases(connection, wanted)
    while some := list(islice(found, TOGETHER)):
        evidence = load_evidence(connection, [release.id for release in some])
        yield from ((release, each) for release in some for each in evidence[release.id])


def count_releases(connection: Connection, wanted: ReleaseFilter = EVERYTHING, most: int | None = None) -> int:
    """How many releases are wanted; they are counted up to so many."""
    return _count(connection, conditions_of(wanted, connection), most)


def _count(connection: Connection, conditions: Sequence[Condition], most: int | None) -> int:
    found = select(releases.c.id).where(*conditions).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


def count_by(connection: Connection, facet: Facet, wanted: ReleaseFilter = EVERYTHING) -> dict[Any, int]:
    """How many of the wanted releases have each value of a column, the most first; None counts as a value."""
    if facet not in get_args(Facet):
        raise ValueError(f"no facet {facet!r}: there are {', '.join(get_args(Facet))}")
    column, count = releases.c[facet], func.count()
    query = (
        select(column, count).where(*conditions_of(wanted, connection)).group_by(column).order_by(count.desc(), column)
    )
    return {value: number for value, number in connection.execute(query)}  # noqa: C416 rows are no pairs to dict()


def count_rows(connection: Connection) -> dict[str, int]:
    """How many releases, claims and articles there are."""
    tables = (releases, claims, articles)
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _read_release(row: Found[Any]) -> ReleaseRow:
    return ReleaseRow(
        row.id, row.vendor, row.vendor_id, row.model, row.key, row.kind, row.status, read_date(row, "date"),
        tuple(row.conflicts), row.claim_count, row.first_seen, row.last_seen,
        row.confidence, row.source_count, row.is_reviewed,
    )  # fmt: skip


def _load_found(connection: Connection, release: ReleaseRow) -> FoundRelease:
    query = (
        select(release_events)
        .where(release_events.c.release_id == release.id)
        .order_by(release_events.c.date_start.is_(None), release_events.c.date_start, release_events.c.event)
    )
    events = tuple(Event(row.event, read_date(row, "date"), row.claim_count) for row in connection.execute(query))
    return FoundRelease(release, load_evidence(connection, [release.id])[release.id], events)
