"""What the database says of how well each site is read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.crawlstate import addresses
from storage.runs import Run, iter_runs
from storage.schema import articles, captures, problems

READABLE = 200  # characters; a page with fewer has no article's text


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What was found on one page."""

    has_title: bool
    has_date: bool
    has_text: bool


def load_newest_articles(connection: Connection, site: str, limit: int) -> list[ReadArticle]:
    """The articles of a site that were fetched last, the newest first."""
    same = (captures.c.url == articles.c.url) & (captures.c.digest == articles.c.digest)
    fetched = func.max(captures.c.fetched_at)
    query = (
        select(articles.c.title, articles.c.published_start, func.length(articles.c.text).label("length"))
        .join(captures, same)
        .where(articles.c.site == site)
        .group_by(articles.c.id)
        .order_by(fetched.desc(), articles.c.id)
        .limit(limit)
    )
    rows = connection.execute(query)
    return [ReadArticle(bool(row.title), row.published_start is not None, row.length >= READABLE) for row in rows]


def load_last_news(connection: Connection) -> dict[str, datetime]:
    """When each site last listed an article that was then archived."""
    newest = func.max(addresses.c.first_seen)
    query = select(addresses.c.site, newest).where(addresses.c.digest != "").group_by(addresses.c.site)
    return {site: moment for site, moment in connection.execute(query)}  # noqa: C416 rows are no pairs to dict()


def load_last_crawls(connection: Connection) -> dict[str, Run]:
    """Each site's last crawl that has ended."""
    found: dict[str, Run] = {}
    for run in iter_runs(connection, "crawl"):
        if run.finished:
            found.setdefault(run.site, run)
    return found


def count_pages(connection: Connection) -> dict[str, int]:
    """How many addresses of each site are in the archive."""
    query = select(addresses.c.site, func.count()).where(addresses.c.digest != "").group_by(addresses.c.site)
    return {site: count for site, count in connection.execute(query)}  # noqa: C416


def count_problems(connection: Connection) -> dict[tuple[str, str], int]:
    """How many problems there are of each stage and code."""
    query = select(problems.c.stage, problems.c.code, func.count()).group_by(problems.c.stage, problems.c.code)
    return {(stage, code): count for stage, code, count in connection.execute(query)}


def count_other_rules(connection: Connection, rules: str) -> int:
    """How many articles were read by other rules than these."""
    query = select(func.count()).select_from(articles).where(articles.c.rules != rules)
    return int(connection.scalar(query) or 0)
