"""When each site is due, and who is crawling it: a table that several machines may share.

Whoever crawls a site holds a lease, and renews it. Only the holder may say that the run has ended; where he died the
lease ends by itself, and somebody else begins again. https://www.postgresql.org/docs/current/sql-select.html
(SKIP LOCKED) is how no two wait for the same row.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from storage.crawlstate import due
from storage.database import INSERTS


@dataclass(frozen=True, slots=True)
class DueSite:
    """A row. Moments are aware."""

    site: str
    next_at: datetime
    lease_until: datetime | None
    owner: str
    fails: int
    started: datetime | None
    finished: datetime | None


def load_now(connection: Connection) -> datetime:
    """By the database's own clock, where it has one: those of several machines differ."""
    if connection.dialect.name != "postgresql":
        return datetime.now(UTC)
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


def add_sites(connection: Connection, sites: Collection[str], now: datetime) -> None:
    """What is not in the table is due at once. What is there stays as it is."""
    rows = [{"site": site, "next_at": now, "owner": "", "fails": 0} for site in sorted(sites)]
    if rows:
        connection.execute(INSERTS[connection.dialect.name](due).on_conflict_do_nothing(), rows)


def claim_site(  # noqa: PLR0913
    connection: Connection,
    sites: Collection[str],
    owner: str,
    now: datetime,
    lease: timedelta,
    *,
    only_due: bool = True,
) -> str | None:
    """Take the site that has been due for longest, of those that nobody holds. None where there is none.

    Where the last holder died, his run counts as failed. `only_due=False` takes sites before their time.
    """
    is_free = or_(due.c.lease_until.is_(None), due.c.lease_until <= now)
    query = select(due).where(due.c.site.in_(sites), is_free).order_by(due.c.next_at, due.c.site).limit(1)
    query = query.where(due.c.next_at <= now) if only_due else query
    row = connection.execute(query.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    fails = row.fails + (row.lease_until is not None)
    values = {"owner": owner, "lease_until": now + lease, "next_at": now + lease, "started": now, "fails": fails}
    connection.execute(due.update().where(due.c.site == row.site).values(values))
    return str(row.site)


def extend_leases(connection: Connection, sites: Collection[str], owner: str, until: datetime) -> set[str]:
    """Renew the leases that are still the owner's; returns those sites."""
    own = due.c.site.in_(sites) & (due.c.owner == owner)
    connection.execute(due.update().where(own).values(lease_until=until, next_at=until))
    return set(connection.scalars(select(due.c.site).where(own)))


def finish_site(connection: Connection, site: str, owner: str, now: datetime, next_at: datetime, fails: int) -> bool:  # noqa: PLR0913, PLR0917
    """Give the site back. False, and nothing changes, where the lease is no longer the owner's."""
    own = (due.c.site == site) & (due.c.owner == owner)
    values = {"owner": "", "lease_until": None, "next_at": next_at, "finished": now, "fails": fails}
    return connection.execute(due.update().where(own).values(values)).rowcount == 1


def load_due(connection: Connection, sites: Collection[str] | None = None) -> list[DueSite]:
    """The rows, of these sites or of all, in the order in which they are due."""
    query = select(due).order_by(due.c.next_at, due.c.site)
    rows = connection.execute(query if sites is None else query.where(due.c.site.in_(sites)))
    return [DueSite(**row._mapping) for row in rows]
