"""Is everything well? One check for each thing that can go wrong without anybody noticing."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipelines.crawling import load_sites
from pipelines.versions import rules_version
from storage.archive import iter_files
from storage.captures import load_archive_ends
from storage.database import Database, StorageError, open_database
from storage.due import load_due, load_now
from storage.sitehealth import ReadArticle, count_other_rules, load_last_crawls, load_last_news, load_newest_articles

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crawler.site import Site
    from storage.runs import Run

Level = Literal["ok", "warning", "failed"]

GIGABYTE = 1 << 30
LITTLE, SCARCE = 5 * GIGABYTE, GIGABYTE  # free bytes
ERRORS = 0.2  # of the articles that a run asked for
RECENT, EARLIER = 30, 100  # articles that are compared: the newest, and those before them
FEW = 10  # articles, or attempts, from which nothing follows
DROP = 0.3  # of the share of articles with a title, a date or a text
LATE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and what was found. `subject` is a site's name, or "" where it is about everything."""

    name: str
    subject: str
    level: Level
    detail: str


def check_health(archive_folder: Path, database_url: str, sites: Sequence[str] = ()) -> list[Check]:
    """Everything, or these sites alone. Of a site that was never crawled nothing is said. UnknownSiteError."""
    wanted = load_sites(sites)
    try:
        with open_database(database_url) as database:
            general = () if sites else _check_all(database, archive_folder)
            return [*general, *_check_sites(database, wanted)]
    except StorageError as error:
        return [Check("database", "", "failed", str(error))]


def _check_all(database: Database, folder: Path) -> Iterator[Check]:
    yield check_database(database)
    yield check_archive(database, folder)
    yield check_disk(folder)
    yield check_rules(database)
    yield check_schedule(database)


def check_database(database: Database) -> Check:
    """It can be read and written, and SQLite finds nothing broken in it."""
    with database.write() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        said = connection.exec_driver_sql("PRAGMA quick_check(1)" if is_sqlite else "SELECT 'ok'").scalar_one()
    return Check("database", "", "ok" if said == "ok" else "failed", f"{database.place}: {said}")


def check_archive(database: Database, folder: Path) -> Check:
    """Every file of the index is there, and nothing waits for long to be indexed."""
    if not folder.is_dir():
        return Check("archive", "", "warning", f"{folder} is not there: nothing was crawled into it yet")
    with database.read() as connection:
        ends = load_archive_ends(connection)
    sizes = dict(iter_files(folder))
    lost = sorted(set(ends) - set(sizes))
    if lost:
        return Check("archive", "", "failed", f"{len(lost)} files of the index are gone: {lost[0]}")
    waiting = sum(max(0, size - ends.get(file, 0)) for file, size in sizes.items())
    told = f"{len(sizes)} files, {sum(sizes.values())} bytes, {waiting} of them after the last page of the index"
    return Check("archive", "", "ok", told)


def check_disk(folder: Path) -> Check:
    """There is room for the archive to grow."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    free = shutil.disk_usage(there).free
    level: Level = "failed" if free < SCARCE else "warning" if free < LITTLE else "ok"
    return Check("disk", "", level, f"{free / GIGABYTE:.1f} GB free")


def check_rules(database: Database) -> Check:
    """What is in the database was read by the rules of this version."""
    with database.read() as connection:
        others = count_other_rules(connection, rules_version())
    told = f"{others} articles were read by other rules: run moxun extract" if others else "all by these rules"
    return Check("rules", "", "warning" if others else "ok", told)


def check_schedule(database: Database) -> Check:
    """Somebody crawls what is due. A table without sites says that nobody wants a schedule."""
    with database.read() as connection:
        rows, now = load_due(connection), load_now(connection)
    late = [row for row in rows if now - row.next_at > LATE]
    if late:
        since = f"{late[0].site} since {late[0].next_at:%Y-%m-%d %H:%M}Z"
        detail = f"{len(late)} sites are overdue, {since}: is moxun schedule running?"
        return Check("schedule", "", "failed", detail)
    return Check("schedule", "", "ok", f"{len(rows)} sites")


def _check_sites(database: Database, sites: "Mapping[str, type[Site]]") -> Iterator[Check]:
    with database.read() as connection:
        crawls, news, now = load_last_crawls(connection), load_last_news(connection), load_now(connection)
        for name, site in sites.items():
            if run := crawls.get(name):
                yield check_floor(site, run)
                yield check_errors(site, run)
                yield check_drought(site, news.get(name), now)
                yield check_fields(site, _load_articles(connection, name))


def check_floor(site: "type[Site]", run: "Run") -> Check:
    """The last run found as many links as a healthy one does."""
    found = run.counts.get("found", 0)
    level: Level = "ok" if found >= site.floor and run.outcome == "healthy" else "failed"
    return Check("floor", site.name, level, f"{found} links, at least {site.floor} expected; the run was {run.outcome}")


def check_errors(site: "type[Site]", run: "Run") -> Check:
    """Few of the articles that the last run asked for failed."""
    failed = run.counts.get("failed", 0)
    tried = failed + sum(run.counts.get(name, 0) for name in ("new", "changed"))
    is_bad = tried >= FEW and failed > ERRORS * tried
    return Check("errors", site.name, "failed" if is_bad else "ok", f"{failed} of {tried} articles failed")


def check_drought(site: "type[Site]", last: datetime | None, now: datetime) -> Check:
    """Something new has come within the days that the site's file says."""
    if last is None:
        return Check("drought", site.name, "failed", "not one article is archived")
    days = (now - last).days
    return Check("drought", site.name, "failed" if days > site.drought else "ok", f"{days} days since the last article")


def check_fields(site: "type[Site]", newest: Sequence[ReadArticle]) -> Check:
    """Title, date and text are found as often as before: where they are not, the pages have a new layout."""
    recent, earlier = newest[:RECENT], newest[RECENT:]
    shares = {name: (_share(recent, name), _share(earlier, name)) for name in ("title", "date", "text")}
    told = ", ".join(f"{name} {now:.0%}" for name, (now, _) in shares.items()) if recent else "nothing was read yet"
    fallen = [name for name, (now, before) in shares.items() if before - now > DROP]
    if len(earlier) >= FEW and fallen:
        return Check("fields", site.name, "failed", f"{', '.join(fallen)} found much less often than before: {told}")
    return Check("fields", site.name, "ok", told)


def _load_articles(connection: "Connection", site: str) -> list[ReadArticle]:
    return load_newest_articles(connection, site, RECENT + EARLIER)


def _share(found: Iterable[ReadArticle], name: str) -> float:
    has = [getattr(article, f"has_{name}") for article in found]
    return sum(has) / len(has) if has else 0.0
