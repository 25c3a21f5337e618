"""What is new, for those who follow: releases in the order in which they were first told of, with their changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, select

from storage.evidence import Evidence, load_evidence
from storage.filters import EVERYTHING, ReleaseFilter
from storage.queries import TOGETHER, ReleaseRow, iter_releases, load_row
from storage.schema import changes

QUOTES = 3  # of a release


@dataclass(frozen=True, slots=True)
class News:
    """A release with its strongest claims, and how often and when something of it changed since it was there."""

    release: ReleaseRow
    evidence: tuple[Evidence, ...]
    changes: int
    changed_at: datetime | None


def iter_news(connection: Connection, wanted: ReleaseFilter = EVERYTHING, limit: int | None = None) -> Iterator[News]:
    """The releases that are wanted, those that were told of last first; few of them in memory at a time."""
    found = iter_releases(connection, wanted, order="told", limit=limit)
    while some := list(islice(found, TOGETHER)):
        yield from _load(connection, some)


def load_news(connection: Connection, release_id: str) -> News | None:
    """One release; None where there is none of that id, or it is no more."""
    row = load_row(connection, release_id)
    return _load(connection, [row])[0] if row else None


def _load(connection: Connection, found: Sequence[ReleaseRow]) -> list[News]:
    ids = [release.id for release in found]
    evidence, changed = load_evidence(connection, ids, QUOTES), _count_changes(connection, ids)
    return [News(each, evidence[each.id], *changed.get(each.id, (0, None))) for each in found]


def _count_changes(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """At how many moments something of each changed after the first, at which it came to be; and when at last."""
    query = select(changes.c.release_id, func.count(changes.c.changed_at.distinct()), func.max(changes.c.changed_at))
    rows = connection.execute(query.where(changes.c.release_id.in_(ids)).group_by(changes.c.release_id))
    return {id: (count - 1, last) for id, count, last in rows if count > 1}
