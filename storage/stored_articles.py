"""Articles to be read again: loaded as rows by the process that keeps, and made into articles by those that read."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, select, type_coerce

from extract.records import Article, Block, PartialDate, Problem, Span
from storage.schema import articles, problems

ARTICLE = "article"  # the stage of the problems that cleaning has, not the rules


class StoredArticle(NamedTuple):
    """Columns of `articles` as they are, and the problems that its cleaning had."""

    id: str
    digest: str
    url: str
    site: str
    language: str
    title: str
    published_start: Any
    published_end: Any
    published_precision: Any
    published_basis: Any
    published_raw: Any
    text: str
    cleaner: str
    layout: str  # JSON
    problems: tuple[tuple[str, ...], ...] = ()


_COLUMNS = [articles.c[name] for name in StoredArticle._fields[:-2]]
_ROW = select(*_COLUMNS, type_coerce(articles.c.layout, Text))


def load_articles(connection: Connection, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
    """The stored articles with these ids."""
    ids = sorted(article_ids)
    odd = select(problems).where(problems.c.article_id.in_(ids), problems.c.stage == ARTICLE).order_by(problems.c.id)
    told: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in connection.execute(odd):
        told[row.article_id] = (*told.get(row.article_id, ()), (row.stage, row.code, row.value, row.where))
    rows = connection.execute(_ROW.where(articles.c.id.in_(ids))).all()
    return {row[0]: StoredArticle._make((*row, told.get(row[0], ()))) for row in rows}


def read_stored(stored: StoredArticle) -> Article:
    """The article as `read_article` made it of its page."""
    layout = json.loads(stored.layout)
    basis, raw = layout.get("day", (None, None))
    period = (stored.published_start, stored.published_end, stored.published_precision)
    return Article(
        digest=stored.digest,
        url=stored.url,
        site=stored.site,
        language=stored.language,
        title=stored.title,
        published=PartialDate(*period, basis, raw) if basis else None,
        published_raw=stored.published_raw,
        published_basis=stored.published_basis,
        text=stored.text,
        blocks=tuple(Block(*each) for each in layout["blocks"]),
        emphasis=tuple(Span(*each) for each in layout["emphasis"]),
        cleaner=stored.cleaner,
        problems=tuple(Problem(*each) for each in stored.problems),
    )
