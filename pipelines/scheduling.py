"""Crawl what is due: once, or again and again. Who crawls which site, and when next, lies in the table `due`."""

import hashlib
import os
import random
import socket
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.crawling import load_sites, run_source
from storage.database import Database, open_database
from storage.due import add_sites, claim_site, extend_leases, finish_site, load_due, load_now

if TYPE_CHECKING:
    from crawler.news import NewsSpider
    from extract.records import Page
    from pipelines.crawlprocess import CrawlSummary

LEASE = timedelta(minutes=5)
JITTER = 0.1  # of the interval, so that sites do not stay in step
LONGEST = timedelta(days=2)  # between two tries of a site that fails


class Shard(NamedTuple):
    """One of several parts of the sites, by their hosts: `number` from 1 to `of`."""

    number: int = 1
    of: int = 1

    def holds(self, host: str) -> bool:
        return int(hashlib.sha256(host.encode()).hexdigest(), 16) % self.of == self.number - 1


ALL_SITES = Shard()


def run_sites(  # noqa: PLR0913 keywords only
    sites: Sequence[str],
    *,
    archive_folder: Path,
    database_url: str,
    only_due: bool,
    shard: Shard = ALL_SITES,
    parallel: int = 8,
    lease: timedelta = LEASE,
    on_page: "Callable[[Page], None] | None" = None,
    settings: dict[str, Any] | None = None,
    base_url: str | None = None,
) -> "list[CrawlSummary]":
    """Crawl what is due of these sites (of all, where none is named), and return a summary of each that was crawled.

    Once per process. A site that another run holds is left to it. KeyboardInterrupt where a signal ended it; the sites
    that it was crawling are due again at once. UnknownSiteError.
    """
    wanted = {name: site for name, site in load_sites(sites).items() if shard.holds(urlsplit(site.base_url).netloc)}
    own = {"PRIVATE_HOSTS": [urlsplit(base_url).hostname]} if base_url else {}
    with open_database(database_url) as database:
        source = _DueSites(database, wanted, only_due=only_due, lease=lease)
        options = {"base_url": base_url or ""}
        run_source(source, parallel, archive_folder, database_url, {**own, **(settings or {})}, options, on_page)
    return source.summaries


def load_next(database: Database, sites: Sequence[str], shard: Shard = ALL_SITES) -> float:
    """Seconds until one of the sites is due, 0.0 where one is now; a held one when its lease ends."""
    wanted = {name: site for name, site in load_sites(sites).items() if shard.holds(urlsplit(site.base_url).netloc)}
    with database.write() as connection:
        now = load_now(connection)
        add_sites(connection, wanted, now)
        rows = load_due(connection, wanted)
    moments = [max(row.next_at, row.lease_until or row.next_at) for row in rows]
    return max(0.0, (min(moments) - now).total_seconds()) if moments else LONGEST.total_seconds()


def find_next(now: datetime, hours: float, fails: int, retry_at: datetime | None, chance: float) -> datetime:
    """When a site is due again: after its interval, doubled for each failure one after the other, and never in step.

    `chance` is from 0 to 1. Runs that were missed are caught up with by one: the time counts from now.
    """
    interval = timedelta(hours=hours)
    waited = min(interval * int(2 ** min(fails, 10)), max(interval, LONGEST))
    at: datetime = now + waited * (1 + JITTER * (2 * chance - 1))
    return max(at, retry_at) if retry_at else at


class _DueSites:
    """A source of the sites that are due, each held by a lease while it is crawled."""

    def __init__(
        self, database: Database, sites: "dict[str, type[NewsSpider]]", *, only_due: bool, lease: timedelta
    ) -> None:
        self.database, self.sites, self.only_due, self.lease = database, sites, only_due, lease
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.pulse = lease.total_seconds() / 3
        self.left = set(sites)  # each at most once in a run
        self.held: set[str] = set()
        self.summaries: list[CrawlSummary] = []
        with database.write() as connection:
            add_sites(connection, sites, load_now(connection))

    def take(self) -> str | None:
        with self.database.write() as connection:
            now = load_now(connection)
            site = claim_site(connection, self.left, self.owner, now, self.lease, only_due=self.only_due)
        if site:
            self.left.discard(site)
            self.held.add(site)
        return site

    def done(self, site: str, summary: "CrawlSummary | None", *, was_interrupted: bool) -> None:
        """Where another run has taken the site meanwhile, what this one did is kept, and says nothing of the next."""
        self.held.discard(site)
        if summary:
            self.summaries.append(summary)
        with self.database.write() as connection:
            now = load_now(connection)
            (row,) = load_due(connection, [site])
            if was_interrupted:
                finish_site(connection, site, self.owner, now, now, row.fails)
                return
            fails = 0 if summary and summary.is_healthy else row.fails + 1
            retry_at = summary.retry_at if summary else None
            next_at = find_next(now, self.sites[site].every, fails, retry_at, random.random())
            finish_site(connection, site, self.owner, now, next_at, fails)

    def keep(self) -> set[str]:
        with self.database.write() as connection:
            still = extend_leases(connection, self.held, self.owner, load_now(connection) + self.lease)
        return self.held - still
