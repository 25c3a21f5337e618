"""Questions to the database: which releases, and who says so."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args

from sqlalchemy import Connection, func, select
from sqlalchemy import Row as Found

from extract.records import Claim, Kind, PartialDate, Status
from storage.captures import load_capture
from storage.columns import clean_text
from storage.conditions import IS_CURRENT, conditions_of, keys_of
from storage.extractions import read_claim, read_date
from storage.filters import EVERYTHING, ReleaseFilter
from storage.following import find_successor
from storage.paging import Order, iter_parts, page_after
from storage.schema import articles, claims, release_claims, release_events, releases

Facet = Literal["vendor_id", "kind", "status", "date_start"]

PAGE = 50  # releases
STRETCH = 500  # releases that are in memory at a time while all of them are gone through


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
    stance: str = "supports"  # or conflicts, or background
    about: str = ""  # the fields in which it conflicts
    copy_of: str | None = None  # the address of the article that its article repeats


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
    conditions = conditions_of(wanted, connection)
    rows: list[Found[Any]] = []
    for part in iter_parts(order, after):
        query = select(releases).where(*conditions, *part.conditions).order_by(*part.order)
        rows += connection.execute(query.limit(limit + 1 - len(rows)))
        if len(rows) > limit:
            break
    is_last = len(rows) <= limit
    return ReleasePage(tuple(map(_read_release, rows[:limit])), None if is_last else page_after(order, rows[limit - 1]))


def iter_releases(
    connection: Connection, wanted: ReleaseFilter = EVERYTHING, *, order: Order = "newest"
) -> Iterator[ReleaseRow]:
    """All the releases that are wanted, sorted; only some hundreds of them are in memory at a time."""
    page = list_releases(connection, wanted, order=order, limit=STRETCH)
    yield from page.releases
    while page.after is not None:
        page = list_releases(connection, wanted, order=order, limit=STRETCH, after=page.after)
        yield from page.releases


def find_releases(
    connection: Connection, wanted: ReleaseFilter = EVERYTHING, *, order: Order = "newest", limit: int | None = None
) -> list[ReleaseRow]:
    """The releases that are wanted, sorted, at most so many."""
    return list(islice(iter_releases(connection, wanted, order=order), limit))


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
    for release in iter_releases(connection, wanted):
        for evidence in load_evidence(connection, release.id):
            yield release, evidence


def count_releases(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> int:
    """How many releases are wanted."""
    return connection.scalar(select(func.count()).select_from(releases).where(*conditions_of(wanted, connection))) or 0


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
    return FoundRelease(release, load_evidence(connection, release.id), events)


def load_evidence(connection: Connection, release_id: str, limit: int | None = None) -> tuple[Evidence, ...]:
    """The claims of a release, the strongest first."""
    about = [articles.c[name] for name in ("url", "digest", "title", "site", "language")]
    published = [articles.c[f"published_{name}"] for name in ("start", "end", "precision", "basis", "raw")]
    original = articles.alias()
    same = (release_claims.c.claim_id == claims.c.id) & (release_claims.c.release_id == claims.c.release_id)
    query = (
        select(claims, *about, *published, release_claims.c.stance, release_claims.c.about.label("differs"))
        .add_columns(original.c.url.label("original"))
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .join(release_claims, same, isouter=True)
        .join(original, original.c.id == articles.c.copy_of, isouter=True)
        .where(claims.c.release_id == release_id)
        .order_by(claims.c.score.desc(), articles.c.published_start, articles.c.url, claims.c.id)
        .limit(limit)
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
        stance=row.stance or "supports",
        about=row.differs or "",
        copy_of=row.original,
    )
