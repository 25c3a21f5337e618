"""How moxun fares: what was not understood, and how fresh each source is."""

import datetime
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storage.runs import Run, read_run
from storage.schema import articles, captures, claims, problems, releases, runs


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often one thing went wrong, and one case of it."""

    stage: str
    code: str
    count: int
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: how many articles of it there are, the day of the newest, and its last crawl."""

    site: str
    articles: int
    newest: datetime.date | None
    last_run: Run | None


def count_tables(connection: Connection) -> dict[str, int]:
    """How many rows each table of what was found has."""
    tables = (releases, claims, articles, captures, problems)
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def count_problems(connection: Connection, limit: int) -> list[ProblemCount]:
    """What went wrong most often first, each with an example."""
    key = (problems.c.stage, problems.c.code)
    query = select(*key, func.count().label("count"), func.min(problems.c.id).label("id")).group_by(*key)
    counted = query.order_by(func.count().desc(), *key).limit(limit).subquery()
    rows = connection.execute(
        select(counted.c.stage, counted.c.code, counted.c.count, problems.c.value, problems.c["where"])
        .join_from(counted, problems, problems.c.id == counted.c.id)
        .order_by(counted.c.count.desc(), counted.c.stage, counted.c.code)
    )
    return [ProblemCount(*row) for row in rows]


def list_runs(connection: Connection, limit: int, after: str | None = None) -> list[Run]:
    """At most so many runs, the newest first, behind the one of that id: ids begin with the time."""
    query = select(runs).order_by(runs.c.id.desc()).limit(limit)
    rows = connection.execute(query if after is None else query.where(runs.c.id < after))
    return [read_run(row) for row in rows]


def find_sources(connection: Connection) -> list[SourceState]:
    """Every site of which there is an article or a crawl, by name."""
    counted = select(articles.c.site, func.count(), func.max(articles.c.published_start)).group_by(articles.c.site)
    found = {site: (count, newest) for site, count, newest in connection.execute(counted)}
    last = select(func.max(runs.c.id)).where(runs.c.kind == "crawl").group_by(runs.c.site)
    crawls = {row.site: read_run(row) for row in connection.execute(select(runs).where(runs.c.id.in_(last)))}
    sites = sorted({*found, *crawls} - {""})
    return [SourceState(site, *found.get(site, (0, None)), crawls.get(site)) for site in sites]


def list_sites(connection: Connection) -> list[str]:
    """Every site of which an article was read, by name."""
    sites: list[str] = []
    following = select(func.min(articles.c.site))
    while site := connection.scalar(following.where(articles.c.site > (sites[-1] if sites else ""))):
        sites.append(site)  # one look into the index for each, however many articles there are
    return sites
