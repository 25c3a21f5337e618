"""Who says that a release is: its claims, each with its article and the page in the archive."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy import Row as Found

from extract.records import Capture, Claim, PartialDate
from storage.captures import load_captures
from storage.database import iter_batches
from storage.schema import articles, claims, release_claims
from storage.stored_claims import read_claim, read_date


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim, and all that is needed to check it: the words, the article, the page in the archive."""

    claim_id: str
    claim: Claim
    quote: str
    title: str
    site: str
    language: str
    published: PartialDate | None
    fetched_at: datetime.datetime | None
    file: str | None  # of the archive, where the page is in it
    offset: int | None
    stance: str = "supports"  # or conflicts, or background
    about: str = ""  # the fields in which it conflicts
    copy_of: str | None = None  # the address of the article that its article repeats


def load_evidence(
    connection: Connection, release_ids: Sequence[str], limit: int | None = None
) -> dict[str, tuple[Evidence, ...]]:
    """The claims of each of these releases, the strongest first, and of each at most so many."""
    told: dict[str, list[Evidence]] = {each: [] for each in release_ids}
    for ids in iter_batches(told):
        rows = connection.execute(_query(ids, limit)).all()
        pages = load_captures(connection, ((row.url, row.digest) for row in rows))
        for row in rows:
            told[row.release_id].append(_read_evidence(row, pages))
    return {id: tuple(each) for id, each in told.items()}


def _query(ids: Sequence[str], limit: int | None) -> Select[Any]:
    about = [articles.c[name] for name in ("url", "digest", "title", "site", "language")]
    published = [articles.c[f"published_{name}"] for name in ("start", "end", "precision", "basis", "raw")]
    original = articles.alias()
    same = (release_claims.c.claim_id == claims.c.id) & (release_claims.c.release_id == claims.c.release_id)
    order = (*_strongest_first(), articles.c.url, claims.c.id)
    place = func.row_number().over(partition_by=claims.c.release_id, order_by=order)
    ranked = (
        select(claims, *about, *published, release_claims.c.stance, release_claims.c.about.label("differs"))
        .add_columns(original.c.url.label("original"), place.label("place"))
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .join(release_claims, same, isouter=True)
        .join(original, original.c.id == articles.c.copy_of, isouter=True)
        .where(claims.c.release_id.in_(ids))
        .subquery()
    )
    query = select(ranked).order_by(ranked.c.release_id, ranked.c.place)
    return query if limit is None else query.where(ranked.c.place <= limit)


def _strongest_first() -> Iterator[ColumnElement[Any]]:
    """Those that nobody has a day of come last, on every database."""
    yield claims.c.score.desc()
    yield articles.c.published_start.is_(None)
    yield articles.c.published_start


def _read_evidence(row: Found[Any], pages: Mapping[tuple[str, str], Capture]) -> Evidence:
    capture = pages.get((row.url, row.digest))
    return Evidence(
        claim_id=row.id,
        claim=read_claim(row),
        quote=row.evidence,
        title=row.title,
        site=row.site,
        language=row.language,
        published=read_date(row, "published"),
        fetched_at=capture.fetched_at if capture else None,
        file=capture.file if capture else None,
        offset=capture.offset if capture else None,
        stance=row.stance or "supports",
        about=row.differs or "",
        copy_of=row.original,
    )
