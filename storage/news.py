"""What is new, for those who follow: releases in the order in which they were first told of, with their changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, select

from storage.filters import EVERYTHING, ReleaseFilter
from storage.queries import Evidence, ReleaseRow, iter_releases, load_evidence, load_row
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
    """The releases that are wanted, those that were told of last first."""
    for release in islice(iter_releases(connection, wanted, order="told"), limit):
        yield _load(connection, release)


def load_news(connection: Connection, release_id: str) -> News | None:
    """One release; None where there is none of that id, or it is no more."""
    row = load_row(connection, release_id)
    return _load(connection, row) if row else None


def _load(connection: Connection, release: ReleaseRow) -> News:
    return News(release, load_evidence(connection, release.id, QUOTES), *_count_changes(connection, release.id))


def _count_changes(connection: Connection, release_id: str) -> tuple[int, datetime | None]:
    """At how many moments something of the release changed after the first, at which it came to be; and the last."""
    query = select(func.count(changes.c.changed_at.distinct()), func.max(changes.c.changed_at))
    count, last = connection.execute(query.where(changes.c.release_id == release_id)).one()
    return (count - 1, last) if count > 1 else (0, None)
