"""The index of the archive: which page lies where, and what the next crawl needs to know of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from extract.fetchstate import FetchState
from extract.records import Capture
from storage.database import iter_batches, save_rows
from storage.recapturing import mark_captured, mark_uncaptured
from storage.schema import articles, captures, revisits

FIELDS = ("url", "site", "fetched_at", "status", "mime", "digest", "file", "offset", "length")  # as in Capture
SUCCESS = captures.c.status.between(200, 299)
UNKNOWN = FetchState("", "", "", "")  # of a page that others have fetched
STREAMED = 500  # rows in memory at a time; PostgreSQL's driver would otherwise take all of them
BYTES = 18  # digits of a place in a file, at most
NEWEST_FIRST = (captures.c.fetched_at.desc(), captures.c.file.desc(), captures.c.offset.desc())


def save_capture(connection: Connection, capture: Capture, state: FetchState) -> None:
    """Index one archived page; the row of the same place in the archive is replaced."""
    save_index(connection, [(capture, state)])


def save_index(connection: Connection, rows: Sequence[tuple[Capture, FetchState | None]]) -> None:
    """The same of many records; those without a state are revisits. What is indexed already changes no article."""
    indexed = _find_indexed(connection, [capture for capture, _ in rows])
    _save_captures(connection, [(capture, state) for capture, state in rows if state])
    save_rows(connection, revisits, [_place(capture) for capture, state in rows if not state])
    mark_captured(connection, [each for each, _ in rows if (each.file, each.offset, each.digest) not in indexed])


def _find_indexed(connection: Connection, pages: Sequence[Capture]) -> set[tuple[str, int, str]]:
    """Of these records those that are indexed as they are: file, offset, digest."""
    found: set[tuple[str, int, str]] = set()
    for table in (captures, revisits):
        columns = (table.c.file, table.c.offset, table.c.digest)
        for some in iter_batches(pages):
            files, offsets = {page.file for page in some}, {page.offset for page in some}
            there = select(*columns).where(table.c.file.in_(sorted(files)), table.c.offset.in_(sorted(offsets)))
            found.update((file, offset, digest) for file, offset, digest in connection.execute(there))
    return found


def save_captures(connection: Connection, pages: Sequence[Capture]) -> None:
    """Index pages of which nothing is known but where they lie."""
    save_index(connection, [(page, UNKNOWN) for page in pages])


def save_revisit(connection: Connection, capture: Capture) -> None:
    """Index a record that says that a page was as in an earlier capture of the same payload."""
    save_index(connection, [(capture, None)])


def replace_revisits(connection: Connection, file: str, rows: Iterable[Capture]) -> None:
    """Make a file's revisits these."""
    new = {capture.offset: capture for capture in rows}
    for offset in connection.scalars(select(revisits.c.offset).where(revisits.c.file == file)).all():
        if offset not in new:
            connection.execute(revisits.delete().where(revisits.c.file == file, revisits.c.offset == offset))
    save_rows(connection, revisits, [_place(each) for each in new.values()])


def is_seen(connection: Connection, url: str, fetched_at: datetime) -> bool:
    """Whether the archive has the address as of that moment: its page, or that it was as before."""
    for table in (captures, revisits):
        same = select(table.c.offset).where(table.c.url == url, table.c.fetched_at == fetched_at)
        if connection.execute(same.limit(1)).first():
            return True
    return False


def replace_captures(connection: Connection, file: str, rows: Iterable[tuple[Capture, FetchState]]) -> tuple[int, int]:
    """Make a file's rows these; returns how many were missing and how many were wrong and are gone."""
    there = {capture.offset: capture for capture in load_file_captures(connection, file)}
    new = {capture.offset: (capture, state) for capture, state in rows}
    gone = [there[offset] for offset in sorted(there.keys() - new.keys())]
    for each in gone:
        connection.execute(captures.delete().where(captures.c.file == file, captures.c.offset == each.offset))
    _save_captures(connection, list(new.values()))
    mark_captured(connection, [new[offset][0] for offset in sorted(new.keys() - there.keys())])
    mark_uncaptured(connection, gone)
    return len(new.keys() - there.keys()), len(gone)


def load_file_captures(connection: Connection, file: str) -> list[Capture]:
    """Every page of one file of the archive, whatever the status, in its order."""
    return list(_iter_rows(connection, select(captures).where(captures.c.file == file).order_by(captures.c.offset)))


def load_file_revisits(connection: Connection, file: str) -> list[Capture]:
    """Every revisit of one file of the archive, in its order."""
    return list(_iter_rows(connection, select(revisits).where(revisits.c.file == file).order_by(revisits.c.offset)))


def newest_captures(site: str) -> Select[Any]:
    """The newest capture of each of the site's addresses, with all its columns."""
    ranked = _ranked().where(captures.c.site == site).subquery()
    return select(ranked).where(ranked.c.rank == 1)


def load_archive_ends(connection: Connection) -> dict[str, int]:
    """Up to which byte each file of the archive is indexed."""
    ends: dict[str, int] = {}
    for table in (captures, revisits):
        query = select(table.c.file, func.max(table.c.offset + table.c.length)).group_by(table.c.file)
        for file, end in connection.execute(query):
            ends[file] = max(int(end), ends.get(file, 0))
    return ends


def iter_captures(connection: Connection, site: str | None = None) -> Iterator[Capture]:
    """Every capture with a 2xx status, in the order of the archive."""
    query = select(captures).where(SUCCESS).order_by(captures.c.file, captures.c.offset)
    return _iter_rows(connection, query if site is None else query.where(captures.c.site == site))


def iter_newest_captures(connection: Connection, site: str | None = None) -> Iterator[Capture]:
    """The capture with a 2xx status that each address was last seen to be, in the order of the archive."""
    return _iter_rows(connection, _newest(site))


def iter_unread(
    connection: Connection, site: str | None = None, rules: str | None = None
) -> Iterator[tuple[Capture, str, str]]:
    """Those of these captures whose page was never read, or never by these rules, in the order of the archive.

    Each with the fingerprint of what made its stored clean text, and the digest of what was read from it before; ""
    where there is none.
    """
    newest = _newest(site).subquery()
    same = (articles.c.url == newest.c.url) & (articles.c.digest == newest.c.digest)
    query = select(newest, articles.c.cleaning, articles.c.reading).join_from(newest, articles, same, isouter=True)
    query = query.where(articles.c.id.is_(None) if rules is None else articles.c.rules.is_distinct_from(rules))
    rows = connection.execute(query.order_by(newest.c.file, newest.c.offset).execution_options(yield_per=STREAMED))
    return ((_read_capture(row), row.cleaning or "", row.reading or "") for row in rows)


def find_named_captures(connection: Connection, name: str) -> list[Capture]:
    """The capture at `FILE@BYTE`, or the newest of an address."""
    file, _, byte = name.rpartition("@")
    if file and byte.isdecimal() and len(byte) < BYTES:
        place = (captures.c.file == file) & (captures.c.offset == int(byte))
        if found := list(_iter_rows(connection, select(captures).where(place))):
            return found
    newest = load_capture(connection, name)
    return [newest] if newest else []


def load_capture(connection: Connection, url: str, digest: str | None = None) -> Capture | None:
    """Where an address's newest capture lies, or the newest with that digest. None where there is none."""
    query = select(captures).where(captures.c.url == url).order_by(SUCCESS.desc(), *NEWEST_FIRST).limit(1)
    row = connection.execute(query if digest is None else query.where(captures.c.digest == digest)).first()
    return _read_capture(row) if row else None


def load_captures(connection: Connection, pages: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Capture]:
    """Where each of these pages lies, given by address and digest: the newest of its captures, as `load_capture`."""
    wanted = set(pages)
    found: dict[tuple[str, str], Capture] = {}
    for urls in iter_batches(sorted({url for url, _ in wanted})):
        query = select(captures).where(captures.c.url.in_(urls)).order_by(SUCCESS.desc(), *NEWEST_FIRST)
        for each in _iter_rows(connection, query):
            if (each.url, each.digest) in wanted:
                found.setdefault((each.url, each.digest), each)
    return found


def find_captures(connection: Connection, url: str, digest: str) -> list[Capture]:
    """Every place in the archive that holds this page of this address, the newest first."""
    query = select(captures).where(captures.c.url == url, captures.c.digest == digest).order_by(*NEWEST_FIRST)
    return list(_iter_rows(connection, query))


def _save_captures(connection: Connection, rows: Iterable[tuple[Capture, FetchState]]) -> None:
    said = ("etag", "last_modified", "modified")
    told = [{**_place(capture), **{name: getattr(state, name) for name in said}} for capture, state in rows]
    save_rows(connection, captures, told)


def _place(capture: Capture) -> dict[str, Any]:
    return {name: getattr(capture, name) for name in FIELDS}


def _newest(site: str | None) -> Select[Any]:
    """The 2xx capture that each address was last seen to be, whoever crawled it, and of those the ones of one site."""
    ranked = _ranked(_last_seen()).where(SUCCESS).subquery()
    query = select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.file, ranked.c.offset)
    return query if site is None else query.where(ranked.c.site == site)


def _last_seen() -> ColumnElement[datetime]:
    """When the page of a capture was last fetched, or last told to be what it was."""
    same = (revisits.c.url == captures.c.url, revisits.c.digest == captures.c.digest)
    later = select(func.max(revisits.c.fetched_at)).where(*same, revisits.c.fetched_at > captures.c.fetched_at)
    return func.coalesce(later.scalar_subquery(), captures.c.fetched_at)


def _ranked(moment: ColumnElement[datetime] = captures.c.fetched_at) -> Select[Any]:
    """The captures with their `rank` among those of the same address: 1 is the newest."""
    rank = func.row_number().over(partition_by=captures.c.url, order_by=(moment.desc(), *NEWEST_FIRST))
    return select(captures, rank.label("rank"))


def _iter_rows(connection: Connection, query: Select[Any]) -> Iterator[Capture]:
    return map(_read_capture, connection.execute(query.execution_options(yield_per=STREAMED)))


def _read_capture(row: Row[Any]) -> Capture:
    return Capture(*(row._mapping[name] for name in FIELDS))
