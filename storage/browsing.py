"""Articles and claims to be looked through, in pages that stay right while rows come and go."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy import Row as Found

from extract.records import Capture, Claim, Kind, PartialDate, Problem, Status
from storage.captures import find_captures
from storage.columns import clean_text
from storage.paging import BadPageError
from storage.schema import articles, claims, problems
from storage.stored_claims import read_claim, read_date
from storage.wording import articles_saying

PUBLISHED: list[Column[Any]] = [
    articles.c[f"published_{name}"] for name in ("start", "end", "precision", "basis", "raw")
]
MOST = 100  # copies of an article that are named
READ = and_(articles.c.cleaner != "", articles.c.is_current)  # something could be read, and nothing newer was
HEAD: list[Column[Any]] = [
    articles.c[name] for name in ("id", "url", "digest", "site", "language", "title", "cleaner", "copy_of")
]


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Conditions that an article must meet; days are those of its publication."""

    site: str | None = None
    language: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    title: str | None = None  # words of it, as storage.search takes them; without a letter or digit, any


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as it is listed."""

    id: str
    url: str
    digest: str
    site: str
    language: str
    title: str
    published: PartialDate | None
    claim_count: int  # that count: those of releases
    copy_of: str | None = None  # the id of the article that it repeats


@dataclass(frozen=True, slots=True)
class ArticleClaim:
    """A claim as it stands in its article."""

    id: str
    release_id: str | None  # None where its score is too low to count
    claim: Claim
    quote: str
    article_id: str


class NamedArticle(NamedTuple):
    """An article that another one refers to."""

    id: str
    site: str
    title: str


@dataclass(frozen=True, slots=True)
class FullArticle:
    """An article with all that was read from it."""

    article: ArticleRow
    text: str
    cleaner: str
    claims: tuple[ArticleClaim, ...]  # by place in the text
    problems: tuple[Problem, ...]
    captures: tuple[Capture, ...]  # newest first
    versions: tuple[str, ...]  # ids of other versions of the same page
    original: NamedArticle | None  # that it repeats
    copies: tuple[NamedArticle, ...]  # that repeat it


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Conditions that a claim must meet."""

    release: str | None = None
    article: str | None = None
    vendor: str | None = None  # its id
    kind: Kind | None = None
    status: Status | None = None
    min_score: float = 0.0


def list_articles(
    connection: Connection, wanted: ArticleFilter, limit: int, after: str | None = None
) -> list[ArticleRow]:
    """At most so many articles, the newest first and those without a day last, behind the article of that id.

    BadPageError where there is no such article.
    """
    ids: list[str] = []
    for part in _behind(connection, after):
        query = select(articles.c.id).where(READ, *_conditions(connection, wanted), part)
        query = query.order_by(articles.c.published_start.desc(), articles.c.id.desc()).limit(limit - len(ids))
        ids += connection.scalars(query)
        if len(ids) >= limit:
            break
    rows: Select[Any] = select(*HEAD, *PUBLISHED, _claim_count()).where(articles.c.id.in_(ids))
    there = {row.id: _read_article(row) for row in connection.execute(rows)}
    return [there[each] for each in ids]


def _behind(connection: Connection, after: str | None) -> list[ColumnElement[bool]]:
    """Those with a day and those without, one after the other, so that an index serves for either."""
    day, key = articles.c.published_start, articles.c.id
    dated, undated = day.is_not(None), day.is_(None)
    if after is None:
        return [dated, undated]
    edge = connection.execute(select(day, key).where(key == clean_text(after))).first()
    if edge is None:
        raise BadPageError(f"no page {after[:80]!r}")
    if edge[0] is None:
        return [and_(undated, key < edge[1])]
    return [and_(day <= edge[0], or_(day < edge[0], key < edge[1])), undated]


def count_articles(connection: Connection, wanted: ArticleFilter) -> int:
    """How many articles there are of which something could be read."""
    query = select(func.count()).select_from(articles).where(READ, *_conditions(connection, wanted))
    return connection.scalar(query) or 0


def load_article(connection: Connection, article_id: str) -> FullArticle | None:
    """The article of that id with all that was read from it; None where there is none."""
    query: Select[Any] = select(*HEAD, *PUBLISHED, articles.c.text, _claim_count()).where(
        articles.c.id == clean_text(article_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    article = _read_article(row)
    found = select(problems.c.stage, problems.c.code, problems.c.value, problems.c["where"])
    found = found.where(problems.c.article_id == article.id).order_by(problems.c.stage, problems.c.code, problems.c.id)
    others = select(articles.c.id).where(articles.c.url == article.url, articles.c.id != article.id)
    return FullArticle(
        article,
        row.text,
        row.cleaner,
        tuple(_load_claims(connection, article.id)),
        tuple(Problem(*each) for each in connection.execute(found)),
        tuple(find_captures(connection, article.url, article.digest)),
        tuple(connection.scalars(others.order_by(articles.c.id))),
        next(iter(_find_named(connection, articles.c.id == article.copy_of)), None),
        _find_named(connection, *_is_copy_of(article.id)),
    )


def _find_named(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[NamedArticle, ...]:
    query = select(articles.c.id, articles.c.site, articles.c.title).where(*conditions)
    return tuple(sorted(NamedArticle(*row) for row in connection.execute(query))[:MOST])


def _is_copy_of(article_id: str) -> Iterator[ColumnElement[bool]]:
    """As a range: of a column that is nearly always NULL, SQLite thinks that one value were in every row."""
    yield articles.c.copy_of.between(article_id, article_id)
    yield articles.c.is_current


def load_texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The texts of these articles, by id."""
    query = select(articles.c.id, articles.c.text).where(articles.c.id.in_(ids))
    return {row.id: row.text for row in connection.execute(query)}


def list_claims(
    connection: Connection, wanted: ClaimFilter, limit: int, after: str | None = None
) -> list[ArticleClaim]:
    """At most so many claims, by id, behind that id."""
    told = {"release_id": wanted.release, "article_id": wanted.article, "vendor_id": wanted.vendor}
    told |= {"kind": wanted.kind, "status": wanted.status}
    conditions = [claims.c[name] == value for name, value in told.items() if value is not None]
    conditions += [claims.c.score >= wanted.min_score] if wanted.min_score else []
    conditions += [claims.c.id > clean_text(after)] if after is not None else []
    rows = connection.execute(_claims().where(*conditions).order_by(claims.c.id).limit(limit))
    return [_read_claim(row) for row in rows]


def _load_claims(connection: Connection, article_id: str) -> list[ArticleClaim]:
    query = _claims().where(claims.c.article_id == article_id)
    order = (claims.c.evidence_start, claims.c.evidence_end, claims.c.model_start, claims.c.id)
    return [_read_claim(row) for row in connection.execute(query.order_by(*order))]


def _claims() -> Select[Any]:
    return select(claims, articles.c.url, articles.c.digest).join_from(claims, articles)


def _read_claim(row: Found[Any]) -> ArticleClaim:
    return ArticleClaim(row.id, row.release_id, read_claim(row), row.evidence, row.article_id)


def _claim_count() -> ColumnElement[int]:
    counted = select(func.count()).where(claims.c.article_id == articles.c.id, claims.c.release_id.is_not(None))
    return counted.scalar_subquery().label("claim_count")


def _read_article(row: Found[Any]) -> ArticleRow:
    told = (row.id, row.url, row.digest, row.site, row.language, row.title)
    return ArticleRow(*told, read_date(row, "published"), row.claim_count, row.copy_of)


def _conditions(connection: Connection, wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    titled = articles_saying(connection, wanted.title, in_title=True) if wanted.title else None
    return [
        *([articles.c.site == wanted.site] if wanted.site is not None else []),
        *([articles.c.language == wanted.language] if wanted.language is not None else []),
        *([articles.c.published_end >= wanted.since] if wanted.since else []),
        *([articles.c.published_start <= wanted.until] if wanted.until else []),
        *([] if titled is None else [titled]),
    ]
