"""Who reported a release, when, and how long after: and how long from an announcement to the weights."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from storage.conditions import conditions_of
from storage.filters import EVERYTHING, ReleaseFilter
from storage.schema import articles, claims, release_events, releases

BEFORE = ("announced", "previewed", "released")


class Report(NamedTuple):
    """The first article of one site about a release."""

    release_id: str
    vendor: str | None
    model: str
    released: datetime.date | None  # where it is known to the day
    site: str
    published: datetime.date
    place: int  # 1 is the first site that told of it; sites of the same day share a place

    @property
    def lag(self) -> int | None:
        """Days from the release to the article; below 0 where the article came first."""
        return (self.published - self.released).days if self.released else None


class Opening(NamedTuple):
    """From the announcement of a release to its weights, or from its release where nobody announced it."""

    release_id: str
    vendor: str | None
    model: str
    announced: datetime.date
    opened: datetime.date

    @property
    def lag(self) -> int:
        return (self.opened - self.announced).days


def iter_reports(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> Iterator[Report]:
    """Each site's first article about each release that is wanted, by release and day; only those dated to the day."""
    published = func.min(articles.c.published_start)
    first = (
        select(claims.c.release_id, articles.c.site, published.label("published"))
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .where(claims.c.release_id.is_not(None), articles.c.published_precision == "day", articles.c.copy_of.is_(None))
        .group_by(claims.c.release_id, articles.c.site)
        .subquery()
    )
    place = func.rank().over(partition_by=first.c.release_id, order_by=first.c.published)
    query = (
        select(releases, first.c.site, first.c.published, place.label("place"))
        .join_from(releases, first, releases.c.id == first.c.release_id)
        .where(*conditions_of(wanted, connection))
        .order_by(releases.c.date_start, releases.c.id, first.c.published, first.c.site)
    )
    for row in connection.execute(query):
        day = row.date_start if row.date_start == row.date_end else None
        yield Report(row.id, row.vendor, row.model, day, row.site, row.published, row.place)


def iter_openings(connection: Connection, wanted: ReleaseFilter = EVERYTHING) -> Iterator[Opening]:
    """The releases that are wanted of which both days are known, by the day of the weights."""
    opened, before = release_events.alias("opened"), release_events.alias("before")
    query = (
        select(releases.c.id, releases.c.vendor, releases.c.model, opened.c.date_start.label("opened"))
        .add_columns(func.min(before.c.date_start).label("announced"))
        .join_from(releases, opened, (opened.c.release_id == releases.c.id) & (opened.c.event == "opened"))
        .join(before, (before.c.release_id == releases.c.id) & before.c.event.in_(BEFORE))
        .where(*conditions_of(wanted, connection), opened.c.date_start.is_not(None), before.c.date_start.is_not(None))
        .group_by(releases.c.id, releases.c.vendor, releases.c.model, opened.c.date_start)
        .order_by(opened.c.date_start, releases.c.id)
    )
    for row in connection.execute(query):
        yield Opening(row.id, row.vendor, row.model, row.announced, row.opened)
