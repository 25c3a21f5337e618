"""Full-text search in articles, on SQLite and PostgreSQL alike: the same hits in the same order."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select
from sqlalchemy import Row as Found
from sqlalchemy import text as sql

from extract.records import Span
from storage.database import iter_batches
from storage.schema import articles, claims, search_documents
from storage.tokens import Unit, find_phrases, find_places, find_units, index_words, phrase_words

PART = 4_000  # units of a document; PostgreSQL counts no more than 16,383 places in one
OVERLAP = 40  # units that two parts share, so that no phrase falls between them
AROUND = 60  # code points of the text on either side of a hit


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that says what was searched for."""

    article_id: str
    url: str
    title: str
    site: str
    language: str
    published: datetime.date | None
    spans: tuple[Span, ...]  # where, in the article's text; all of them, in order
    excerpt: str  # the text around the first one
    excerpt_start: int  # where that begins in the article's text
    releases: tuple[str, ...]  # the ids of those that the article tells of


def search(  # noqa: PLR0913 keywords only
    connection: Connection,
    text: str,
    *,
    site: str | None = None,
    language: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """The articles that say all of it, the newest first; a text without a letter or digit finds none.

    Words may stand anywhere; what is quoted, and a number with the word before it, must stand together. Case, width,
    accents, and what stands between letters and digits do not matter. `since` and `until` are days of publication.
    """
    phrases = find_phrases(text)
    if not phrases:
        return []
    conditions = [
        articles.c.is_current,
        articles.c.id.in_(_telling(connection.dialect.name, phrases)),
        *([articles.c.site == site] if site else []),
        *([articles.c.language == language] if language else []),
        *([articles.c.published_end >= since] if since else []),
        *([articles.c.published_start <= until] if until else []),
    ]
    order = (articles.c.published_start.is_(None), articles.c.published_start.desc(), articles.c.id)
    query = select(articles).where(*conditions).order_by(*order).limit(limit).offset(offset)
    rows = connection.execute(query).all()
    told = _load_releases(connection, [row.id for row in rows])
    return [_hit(row, phrases, told.get(row.id, ())) for row in rows]


def telling_articles(connection: Connection, text: str) -> Select[Any] | None:
    """The ids of the articles that say it, to be part of another query; None where there is nothing to search for."""
    phrases = find_phrases(text)
    return _telling(connection.dialect.name, phrases) if phrases else None


def index_articles(connection: Connection, texts: Mapping[str, str]) -> None:
    """Index these articles' texts, by their ids, in place of what was indexed of them."""
    for ids in iter_batches(sorted(texts)):
        connection.execute(search_documents.delete().where(search_documents.c.article_id.in_(ids)))
        rows = [row for each in ids for row in _documents(each, texts[each])]
        if rows:
            connection.execute(search_documents.insert(), rows)


def index_missing(connection: Connection) -> None:
    """Index the articles that never were."""
    there = select(search_documents.c.id).where(search_documents.c.article_id == articles.c.id).exists()
    ids = connection.scalars(select(articles.c.id).where(articles.c.text != "", ~there).order_by(articles.c.id)).all()
    for some in iter_batches(ids):
        rows = connection.execute(select(articles.c.id, articles.c.text).where(articles.c.id.in_(some)))
        index_articles(connection, {row.id: row.text for row in rows})


def _telling(dialect: str, phrases: Sequence[Sequence[Unit]]) -> Select[Any]:
    told = [" ".join(phrase_words(phrase)) for phrase in phrases]
    if dialect == "sqlite":
        match = " AND ".join(f'"{words}"' for words in told)  # words are ASCII letters and digits: nothing to escape
        rows: Select[Any] = select(literal_column("rowid")).select_from(sql("search_index"))
        found = rows.where(sql("search_index MATCH :moxun_words").bindparams(moxun_words=match))
        return select(search_documents.c.article_id).where(search_documents.c.id.in_(found))
    vector = func.to_tsvector(literal_column("'simple'"), search_documents.c.tokens)
    return select(search_documents.c.article_id).where(*(_says(vector, words) for words in told))


def _says(vector: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return vector.op("@@", is_comparison=True)(func.phraseto_tsquery(literal_column("'simple'"), words))


def _documents(article_id: str, text: str) -> Iterable[dict[str, Any]]:
    units = find_units(text)
    for part, first in enumerate(range(0, max(1, len(units) - OVERLAP), PART - OVERLAP)):
        some = units[first : first + PART]
        if some:
            words = " ".join(index_words(some))
            yield {"article_id": article_id, "part": part, "start": some[0].start, "tokens": words}


def _load_releases(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    query = select(claims.c.article_id, claims.c.release_id).distinct().order_by(claims.c.release_id)
    for row in connection.execute(query.where(claims.c.article_id.in_(ids), claims.c.release_id.is_not(None))):
        told[row.article_id] = (*told.get(row.article_id, ()), row.release_id)
    return told


def _hit(row: Found[Any], phrases: Sequence[Sequence[Unit]], releases: tuple[str, ...]) -> Hit:
    units = find_units(row.text)
    spans = sorted({Span(*place) for phrase in phrases for place in find_places(units, phrase)})
    first = spans[0] if spans else Span(0, 0)
    start, end = max(0, first.start - AROUND), first.end + AROUND
    return Hit(
        row.id, row.url, row.title, row.site, row.language, row.published_start, tuple(spans),
        row.text[start:end], start, releases,
    )  # fmt: skip
