"""Claims as they lie in the database: whole, or as lean as merging can do with."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select
from sqlalchemy import Row as Found

from extract.records import Claim, PartialDate, Span
from storage.captures import SUCCESS
from storage.database import iter_batches
from storage.extraction_rows import PLAIN, SPANS
from storage.schema import articles, captures, claims

ABOUT = ("url", "digest", "site", "published_start", "published_precision")  # of a claim's article
LEAN = tuple(name for name in PLAIN if name != "rule")
DAYS = ("date_start", "date_end", "date_precision", "date_basis", "date_raw")
MERGED = ("id", *LEAN, *DAYS, "evidence_start", "evidence_end")  # of a claim, what merging asks for


class StoredClaim(NamedTuple):
    """A claim with its row's id, the day that its article is from, and the address of the article that it repeats."""

    id: str
    claim: Claim
    seen: date | None
    original: str | None = None
    site: str = ""


def iter_claims(connection: Connection, accept: float = 0.0) -> Iterator[StoredClaim]:
    """The claims of the newest version of each address with at least this score, by id."""
    query = _stored(claims).where(claims.c.score >= accept).order_by(claims.c.id)
    for row in connection.execute(query):
        yield StoredClaim(row.id, read_claim(row), _seen(row), row.original, row.site)


def load_claims(connection: Connection, buckets: Iterable[str]) -> list[StoredClaim]:
    """The claims of the newest version of each address in some buckets (storage.queueing), whatever their score.

    They are without rule, terms and spans other than the evidence's, and what many of them say is one object: of
    some models everybody tells, and all that is told of one is in memory at a time.
    """
    known: dict[Any, Any] = {}
    query = _stored(*(claims.c[name] for name in MERGED))
    return [
        _read_lean(row, known)
        for some in iter_batches(buckets)
        for row in connection.execute(query.where(claims.c.bucket.in_(some)))
    ]


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


def _read_lean(row: Found[Any], known: dict[Any, Any]) -> StoredClaim:
    def once(value: Any) -> Any:  # noqa: ANN401 the one of all that are equal
        return known.setdefault(value, value)

    values = row._mapping
    claim = Claim(
        digest=row.digest,
        url=row.url,
        date=once(read_date(row, "date")),
        evidence=Span(row.evidence_start, row.evidence_end),
        model_span=None,
        vendor_span=None,
        date_span=None,
        trigger_span=None,
        rule="",
        **{name: once(values[name]) for name in LEAN},
    )
    return StoredClaim(row.id, claim, once(_seen(row)), once(row.original), once(row.site))


def _read_span(values: Any, name: str) -> Span | None:  # noqa: ANN401 a row's mapping
    start = values[f"{name}_start"]
    return None if start is None else Span(start, values[f"{name}_end"])


def _stored(*columns: Any) -> Select[Any]:  # noqa: ANN401 a table or columns of it
    """These columns of claims of current articles, with what is to be known of those."""
    original = articles.alias("original")
    fetched = select(func.min(captures.c.fetched_at)).where(
        SUCCESS, captures.c.url == articles.c.url, captures.c.digest == articles.c.digest
    )
    about = [articles.c[name] for name in ABOUT]
    return (
        select(*columns, *about, fetched.scalar_subquery().label("first_fetched"), original.c.url.label("original"))
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .join(original, original.c.id == articles.c.copy_of, isouter=True)
        .where(articles.c.is_current)
    )


def _seen(row: Found[Any]) -> date | None:
    """The day the article came out; where that is not known to the day, the day it was first fetched."""
    if row.published_precision == "day" or row.first_fetched is None:
        return row.published_start  # type: ignore[no-any-return]
    return row.first_fetched.date()  # type: ignore[no-any-return]
