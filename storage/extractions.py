"""What was read from each page: its article, claims and problems. All versions of a page stay; the newest counts."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, bindparam, func, select, update
from sqlalchemy import Row as Found

from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from storage.captures import SUCCESS
from storage.database import Row, row_id, save_rows
from storage.problems import problem_row
from storage.schema import articles, captures, claims, problems

SPANS = {  # in Claim, and what its two columns begin with
    "evidence": "evidence",
    "model_span": "model",
    "vendor_span": "vendor",
    "date_span": "date_span",
    "trigger_span": "trigger",
}
PLAIN = ("vendor", "vendor_id", "model", "key", "kind", "status", "rule", "score")  # named alike in Claim and its row


class StoredClaim(NamedTuple):
    """A claim with its row's id, and the day that its article is from."""

    id: str
    claim: Claim
    seen: date | None


def save_extraction(connection: Connection, extraction: Extraction, url: str, digest: str, rules: str = "") -> None:
    """Keep what was read from a page, in place of what was read from the same page before.

    Of two claims of one vendor and model, which an article cannot make, the one with the higher score stays.
    What is the same as before is not written. `rules` is the fingerprint of the rules that read it.
    """
    article_id = row_id(url, digest)
    text = extraction.article.text if extraction.article else ""
    save_rows(connection, articles, [{**_article_row(extraction.article, article_id, url, digest), "rules": rules}])
    by_score = sorted(extraction.claims, key=lambda claim: claim.score)
    _replace(connection, claims, article_id, [_claim_row(claim, article_id, text) for claim in by_score])
    _replace(connection, problems, article_id, [problem_row(each, article_id) for each in extraction.problems])


def forget_rules(connection: Connection, pages: Iterable[Capture]) -> None:
    """Let these pages count as read by no rules, so that they are read again; what was read from them stays."""
    rows = [{"article": each} for each in sorted({row_id(page.url, page.digest) for page in pages})]
    if rows:
        connection.execute(update(articles).where(articles.c.id == bindparam("article")).values(rules=""), rows)


def iter_claims(connection: Connection, accept: float = 0.0) -> Iterator[StoredClaim]:
    """The claims of the newest version of each address with at least this score, by id."""
    newest = _newest_articles().subquery()
    query = (
        select(claims, newest.c.url, newest.c.digest, newest.c.published_start, newest.c.published_precision)
        .add_columns(newest.c.first_fetched)
        .join_from(claims, newest, claims.c.article_id == newest.c.id)
        .where(newest.c.rank == 1, claims.c.score >= accept)
        .order_by(claims.c.id)
    )
    return (StoredClaim(row.id, read_claim(row), _seen(row)) for row in connection.execute(query))


def read_claim(row: Found[Any]) -> Claim:
    """The claim in a row of `claims` with its article's `url` and `digest`."""
    values = row._mapping
    told: dict[str, Any] = {name: values[name] for name in PLAIN}
    told |= {field: _read_span(values, name) for field, name in SPANS.items()}
    return Claim(
        digest=row.digest,
        url=row.url,
        date=read_date(row, "date"),
        terms=tuple((name, term) for name, term in row.terms),
        **told,
    )


def read_date(row: Found[Any], prefix: str) -> PartialDate | None:
    """The range of days in a row; None where there is none."""
    fields = [row._mapping[f"{prefix}_{name}"] for name in ("start", "end", "precision", "basis", "raw")]
    return None if fields[0] is None else PartialDate(*fields)


def date_columns(prefix: str, found: PartialDate | None) -> dict[str, Any]:
    """The columns of a range of days."""
    names = ("start", "end", "precision", "basis", "raw")
    return {f"{prefix}_{name}": getattr(found, name) if found else None for name in names}


def _replace(connection: Connection, table: Table, article_id: str, rows: Iterable[Row]) -> None:
    """Make the article's rows these."""
    rows = list(rows)
    there = set(connection.scalars(select(table.c.id).where(table.c.article_id == article_id)))
    gone = sorted(there - {row["id"] for row in rows})
    for each in gone:
        connection.execute(table.delete().where(table.c.id == each))
    save_rows(connection, table, rows)


def _article_row(article: Article | None, article_id: str, url: str, digest: str) -> Row:
    """`published_basis` and `published_raw` are the page's own words for it, also where they give no date."""
    names = ("site", "language", "title", "cleaner", "text")
    return {
        "id": article_id,
        "url": url,
        "digest": digest,
        **{name: getattr(article, name) if article else "" for name in names},
        **date_columns("published", article.published if article else None),
        "published_basis": article.published_basis if article else None,
        "published_raw": article.published_raw if article else None,
    }


def _claim_row(claim: Claim, article_id: str, text: str) -> Row:
    spans = {f"{SPANS[field]}_{end}": _end(getattr(claim, field), end) for field in SPANS for end in ("start", "end")}
    return {
        "id": row_id(article_id, claim.vendor_id or claim.vendor, claim.model, claim.key),
        "article_id": article_id,
        **{name: getattr(claim, name) for name in PLAIN},
        **date_columns("date", claim.date),
        "evidence": claim.evidence.of(text),
        **spans,
        "terms": claim.terms,
    }


def _end(span: Span | None, end: str) -> int | None:
    return getattr(span, end) if span else None


def _read_span(values: Any, name: str) -> Span | None:  # noqa: ANN401 a row's mapping
    start = values[f"{name}_start"]
    return None if start is None else Span(start, values[f"{name}_end"])


def _newest_articles() -> Select[Any]:
    """The articles with their `rank` among the versions of their address: 1 is the one that was captured last."""
    fetched = (
        select(
            captures.c.url,
            captures.c.digest,
            func.min(captures.c.fetched_at).label("first_fetched"),
            func.max(captures.c.fetched_at).label("last_fetched"),
        )
        .where(SUCCESS)
        .group_by(captures.c.url, captures.c.digest)
        .subquery()
    )
    newest_first = (fetched.c.last_fetched.is_(None), fetched.c.last_fetched.desc(), articles.c.id)
    rank = func.row_number().over(partition_by=articles.c.url, order_by=newest_first).label("rank")
    same = (fetched.c.url == articles.c.url) & (fetched.c.digest == articles.c.digest)
    return select(articles, fetched.c.first_fetched, rank).join_from(articles, fetched, same, isouter=True)


def _seen(row: Found[Any]) -> date | None:
    """The day the article came out; where that is not known to the day, the day it was first fetched."""
    if row.published_precision == "day" or row.first_fetched is None:
        return row.published_start  # type: ignore[no-any-return]
    return row.first_fetched.date()  # type: ignore[no-any-return]
