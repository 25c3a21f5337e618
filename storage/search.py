"""Full-text search in articles, on SQLite and PostgreSQL alike: the same hits in the same order."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy import Row as Found

from extract.records import PartialDate, Span
from storage.schema import articles, claims
from storage.stored_claims import read_date
from storage.tokens import Unit, find_phrases, find_places, find_units
from storage.wording import articles_saying

DATES = tuple(f"published_{name}" for name in ("start", "end", "precision", "basis", "raw"))
SHOWN = [articles.c[name] for name in ("id", "url", "title", "site", "language", *DATES, "text")]
AROUND = 60  # code points of the text on either side of a hit


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that says what was searched for."""

    article_id: str
    url: str
    title: str
    site: str
    language: str
    published: PartialDate | None
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
    says = articles_saying(connection, text)
    if says is None:
        return []
    conditions = [
        articles.c.is_current,
        says,
        *([articles.c.site == site] if site else []),
        *([articles.c.language == language] if language else []),
        *([articles.c.published_end >= since] if since else []),
        *([articles.c.published_start <= until] if until else []),
    ]
    ids = _find(connection, conditions, limit + offset)[offset:]
    rows = {row.id: row for row in connection.execute(select(*SHOWN).where(articles.c.id.in_(ids)))}
    told, phrases = _load_releases(connection, ids), find_phrases(text)
    return [_hit(rows[each], phrases, told.get(each, ())) for each in ids]


def _find(connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[str]:
    """The first ids: of what has a day and then of what has none, so that an index has the order of either."""
    ids: list[str] = []
    for part in (articles.c.published_start.is_not(None), articles.c.published_start.is_(None)):
        query = select(articles.c.id).where(part, *conditions)
        query = query.order_by(articles.c.published_start.desc(), articles.c.id.desc()).limit(limit - len(ids))
        ids += connection.scalars(query)
        if len(ids) == limit:
            break
    return ids


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
        row.id, row.url, row.title, row.site, row.language, read_date(row, "published"), tuple(spans),
        row.text[start:end], start, releases,
    )  # fmt: skip
