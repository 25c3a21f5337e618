"""Which records of the archive somebody means: by site, by time, by address, or because they are superseded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, select, tuple_, union_all

from storage.captures import SUCCESS
from storage.schema import captures, revisits


class Selection(NamedTuple):
    """All conditions together; None is none."""

    site: str | None = None
    since: date | None = None  # fetched on that day (UTC) or later
    until: date | None = None  # or earlier
    url: str | None = None  # how the address begins
    superseded: bool = False  # only what a newer version of the same address has taken the place of


class Place(NamedTuple):
    """Where the answers of one file lie."""

    file: str
    offsets: frozenset[int]


def iter_selected(connection: Connection, selection: Selection) -> Iterator[Place]:
    """The selected pages and revisits, and the pages that a selected revisit stands for; by file."""
    return _by_file(connection, _selected(captures, selection) | _originals(selection), _selected(revisits, selection))


def iter_removable(connection: Connection, selection: Selection) -> Iterator[Place]:
    """The selected pages and revisits, but for pages that a revisit which stays stands for."""
    stays = exists().where(
        revisits.c.url == captures.c.url, revisits.c.digest == captures.c.digest, ~_selected(revisits, selection)
    )
    return _by_file(connection, and_(_selected(captures, selection), ~stays), _selected(revisits, selection))


def _by_file(connection: Connection, pages: ColumnElement[bool], again: ColumnElement[bool]) -> Iterator[Place]:
    both = union_all(
        select(captures.c.file, captures.c.offset).where(pages), select(revisits.c.file, revisits.c.offset).where(again)
    ).subquery()
    rows = connection.execute(select(both).order_by(both.c.file, both.c.offset))
    for file, group in groupby(rows, itemgetter(0)):
        yield Place(file, frozenset(row.offset for row in group))


def _selected(table: Table, selection: Selection) -> ColumnElement[bool]:
    days = (
        (selection.since, time.min, table.c.fetched_at.__ge__),
        (selection.until, time.max, table.c.fetched_at.__le__),
    )
    conditions: list[ColumnElement[Any]] = [
        ~table.c.file.contains("://"),  # what was read elsewhere is not ours
        *(compare(datetime.combine(day, moment, UTC)) for day, moment, compare in days if day),
        *([table.c.site == selection.site] if selection.site else []),
        *([table.c.url.startswith(selection.url, autoescape=True)] if selection.url else []),
        *([_is_superseded(table)] if selection.superseded else []),
    ]
    return and_(*conditions)


def _is_superseded(table: Table) -> ColumnElement[bool]:
    """A page with 2xx was fetched from the same address later, and was another one."""
    newer = captures.alias()
    is_success = newer.c.status.between(200, 299)
    return exists().where(
        newer.c.url == table.c.url,
        newer.c.fetched_at > table.c.fetched_at,
        newer.c.digest != table.c.digest,
        is_success,
    )


def _originals(selection: Selection) -> ColumnElement[bool]:
    wanted = select(revisits.c.url, revisits.c.digest).where(_selected(revisits, selection))
    return and_(SUCCESS, tuple_(captures.c.url, captures.c.digest).in_(wanted))
