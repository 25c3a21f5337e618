"""What a capture changes in articles that were read before: which version counts, and how old each is."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from extract.records import Capture
from storage.database import iter_batches
from storage.queueing import mark_current, queue_articles
from storage.schema import articles, captures
from storage.syndication import link_copies


class _Known(NamedTuple):
    id: str
    url: str
    digest: str
    is_current: bool


def mark_captured(connection: Connection, pages: Iterable[Capture]) -> None:
    """Pages were captured, or told to be as they were; their rows are there.

    Where one is an older version again, it counts from now on. Where it was captured before all other captures of the
    same page, the article is as old as that, and so are its copies and releases.
    """
    for some in iter_batches(pages):
        known = {(each.url, each.digest): each for each in _find_known(connection, {page.url for page in some})}
        found = [(page, known[key]) for page in some if (key := (page.url, page.digest)) in known]
        mark_current(connection, sorted({each.url for _, each in found if not each.is_current}))
        _age(connection, sorted({each.id for page, each in found if _is_first(connection, page)}))


def mark_uncaptured(connection: Connection, pages: Iterable[Capture]) -> None:
    """Captures of these pages are gone from the index; others of the same page may be there."""
    for some in iter_batches(pages):
        gone = {(page.url, page.digest) for page in some}
        known = list(_find_known(connection, {page.url for page in some}))
        mark_current(connection, sorted({each.url for each in known}))
        _age(connection, sorted(each.id for each in known if (each.url, each.digest) in gone))


def _find_known(connection: Connection, urls: Iterable[str]) -> Iterator[_Known]:
    columns = [articles.c[name] for name in _Known._fields]
    return (_Known(*row) for row in connection.execute(select(*columns).where(articles.c.url.in_(sorted(urls)))))


def _is_first(connection: Connection, page: Capture) -> bool:
    same = (captures.c.url == page.url, captures.c.digest == page.digest, captures.c.status.between(200, 299))
    first = select(func.min(captures.c.fetched_at)).where(*same)
    return bool(connection.scalar(first) == page.fetched_at)


def _age(connection: Connection, article_ids: list[str]) -> None:
    """The day of an article is its first capture's, where it does not say its own."""
    queue_articles(connection, article_ids)
    if article_ids:
        link_copies(connection, article_ids)
