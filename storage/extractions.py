"""What was read from each page: its article, claims and problems. All versions of a page stay; the newest counts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, bindparam, func, select, update
from sqlalchemy import Row as Found

from extract.records import Article, Block, Capture, Claim, Extraction, PartialDate, Problem, Span
from storage.captures import SUCCESS
from storage.columns import clean_text
from storage.database import Row, iter_batches, row_id, save_rows
from storage.documents import Indexed, index_articles, index_sentences
from storage.problems import problem_row
from storage.queueing import bucket_of, mark_current, queue_readings
from storage.schema import articles, captures, claims, problems
from storage.syndication import link_copies

SPANS = {  # in Claim, and what its two columns begin with
    "evidence": "evidence",
    "model_span": "model",
    "vendor_span": "vendor",
    "date_span": "date_span",
    "trigger_span": "trigger",
}
PARAMETERS = 10_000  # of one statement; SQLite takes 32,766
ARTICLE = "article"  # the stage of the problems that cleaning has, not the rules
PLAIN = (  # named alike in Claim and its row
    "vendor", "vendor_id", "model", "key", "kind", "status", "event", "rule", "score",
)  # fmt: skip


class StoredClaim(NamedTuple):
    """A claim with its row's id, the day that its article is from, and the address of the article that it repeats."""

    id: str
    claim: Claim
    seen: date | None
    original: str | None = None
    site: str = ""


class ExtractionRows(NamedTuple):
    """What was read from one page, as rows of `articles`, `claims` and `problems`."""

    article: Row
    claims: list[Row]
    problems: list[Row]


def save_extraction(connection: Connection, extraction: Extraction, url: str, digest: str, rules: str = "") -> None:
    """Keep what was read from a page, in place of what was read from the same page before.

    Of two claims of one vendor and model, which an article cannot make, the one with the higher score stays.
    What is the same as before is not written. `rules` is the fingerprint of the rules that read it.
    """
    save_extractions(connection, [extraction_rows(extraction, url, digest, rules)])


def save_extractions(connection: Connection, extractions: Iterable[ExtractionRows]) -> None:
    """The same of several pages at once; where a page is there twice, the last one counts."""
    unique = {each.article["id"]: each for each in extractions}
    changed = _find_changed(connection, unique)
    save_rows(connection, articles, [each.article for each in unique.values()])
    index_articles(connection, changed)
    mark_current(connection, [each.article["url"] for each in unique.values()])
    told = [row for each in unique.values() for row in each.claims]
    queue_readings(connection, unique, told)
    _replace(connection, claims, unique, told)
    _replace(connection, problems, unique, [row for each in unique.values() for row in each.problems])
    index_sentences(connection, unique, told)
    link_copies(connection, unique)


def _find_changed(connection: Connection, read: Mapping[str, ExtractionRows]) -> dict[str, Indexed]:
    """What is to be indexed of the articles whose title or text is not what was kept of them, by id."""
    indexed = {id: Indexed(each.article["title"], each.article["text"]) for id, each in read.items()}
    same = select(articles.c.id, articles.c.title, articles.c.text).where(articles.c.id.in_(sorted(read)))
    there = {row.id: (row.title, row.text) for row in connection.execute(same)}
    return {id: each for id, each in indexed.items() if there.get(id, ("", "")) != tuple(map(clean_text, each))}


def load_rules(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """By which rules each of these articles was read; none for those that are not there."""
    query = select(articles.c.id, articles.c.rules).where(articles.c.id.in_(sorted(article_ids)))
    return {row.id: row.rules for row in connection.execute(query)}


def extraction_rows(extraction: Extraction, url: str, digest: str, rules: str, cleaning: str = "") -> ExtractionRows:
    """The rows of what was read from a page; each has an id of its own.

    `rules` and `cleaning` are the fingerprints of the rules that read it and of what made its clean text.
    """
    article_id = row_id(url, digest)
    text = extraction.article.text if extraction.article else ""
    by_score = sorted(extraction.claims, key=lambda claim: claim.score)
    told = [_claim_row(claim, article_id, text) for claim in by_score]
    odd = [problem_row(each, article_id) for each in extraction.problems]
    return ExtractionRows(
        {
            **_article_row(extraction.article, article_id, url, digest),
            "simhash": extraction.simhash,
            "rules": rules,
            "cleaning": cleaning if extraction.article else "",
        },
        list({row["id"]: row for row in told}.values()),
        list({row["id"]: row for row in odd}.values()),
    )


def forget_rules(connection: Connection, pages: Iterable[Capture]) -> None:
    """Let these pages count as read by no rules, so that all of them is read again; what was read from them stays."""
    rows = [{"article": each} for each in sorted({row_id(page.url, page.digest) for page in pages})]
    if rows:
        connection.execute(
            update(articles).where(articles.c.id == bindparam("article")).values(rules="", cleaning=""), rows
        )


def drop_articles(connection: Connection, pages: Iterable[Capture]) -> int:
    """Forget what was read from these pages; returns how many articles that were."""
    ids = sorted({row_id(page.url, page.digest) for page in pages})
    one = articles.delete().where(articles.c.id == bindparam("article"))
    count = connection.execute(one, [{"article": each} for each in ids]).rowcount if ids else 0
    link_copies(connection, ids)
    return count


def iter_claims(connection: Connection, accept: float = 0.0) -> Iterator[StoredClaim]:
    """The claims of the newest version of each address with at least this score, by id."""
    query = _stored().where(claims.c.score >= accept).order_by(claims.c.id)
    return map(_read_stored, connection.execute(query))


def load_claims(connection: Connection, buckets: Iterable[str]) -> list[StoredClaim]:
    """The claims of the newest version of each address in some buckets (storage.queueing), whatever their score."""
    return [
        _read_stored(row)
        for some in iter_batches(buckets)
        for row in connection.execute(_stored().where(claims.c.bucket.in_(some)))
    ]


def load_articles(connection: Connection, article_ids: Iterable[str]) -> dict[str, Article]:
    """The stored articles with these ids, as `read_article` made them."""
    ids = sorted(article_ids)
    odd = select(problems).where(problems.c.article_id.in_(ids), problems.c.stage == ARTICLE).order_by(problems.c.id)
    told: dict[str, list[Problem]] = {}
    for row in connection.execute(odd):
        told.setdefault(row.article_id, []).append(Problem(row.stage, row.code, row.value, row.where))
    rows = connection.execute(select(articles).where(articles.c.id.in_(ids)))
    return {row.id: _read_article(row, told.get(row.id, ())) for row in rows}


def load_titles(connection: Connection, pages: Iterable[Capture]) -> dict[tuple[str, str], str]:
    """The titles of those of these pages that were read, by address and digest."""
    ids = sorted({row_id(page.url, page.digest) for page in pages})
    titles = dict[tuple[str, str], str]()
    for start in range(0, len(ids), PARAMETERS):
        query = select(articles.c.url, articles.c.digest, articles.c.title)
        some = query.where(articles.c.id.in_(ids[start : start + PARAMETERS]))
        titles |= {(row.url, row.digest): row.title for row in connection.execute(some)}
    return titles


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


def _replace(connection: Connection, table: Table, article_ids: Iterable[str], rows: Iterable[Row]) -> None:
    """Make the articles' rows these."""
    rows = list(rows)
    there = set(connection.scalars(select(table.c.id).where(table.c.article_id.in_(sorted(article_ids)))))
    gone: list[dict[str, Any]] = [{"row": each} for each in sorted(there - {row["id"] for row in rows})]
    if gone:
        connection.execute(table.delete().where(table.c.id == bindparam("row")), gone)
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
        "layout": _layout(article),
    }


def _layout(article: Article | None) -> dict[str, Any]:
    """What an article has besides its other columns."""
    if article is None:
        return {}
    blocks = [[block.kind, block.start, block.end, block.level] for block in article.blocks]
    day = {"day": [article.published.basis, article.published.raw]} if article.published else {}
    return {"blocks": blocks, "emphasis": [list(span) for span in article.emphasis], **day}


def _claim_row(claim: Claim, article_id: str, text: str) -> Row:
    spans = {f"{SPANS[field]}_{end}": _end(getattr(claim, field), end) for field in SPANS for end in ("start", "end")}
    return {
        "id": row_id(article_id, claim.vendor_id or claim.vendor, claim.model, claim.key),
        "article_id": article_id,
        **{name: getattr(claim, name) for name in PLAIN},
        "bucket": bucket_of(claim.key) if claim.model else None,
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


def _read_article(row: Found[Any], odd: Iterable[Problem]) -> Article:
    layout = row.layout
    basis, raw = layout.get("day", (None, None))
    period = (row.published_start, row.published_end, row.published_precision)
    return Article(
        digest=row.digest,
        url=row.url,
        site=row.site,
        language=row.language,
        title=row.title,
        published=PartialDate(*period, basis, raw) if basis else None,
        published_raw=row.published_raw,
        published_basis=row.published_basis,
        text=row.text,
        blocks=tuple(Block(*each) for each in layout["blocks"]),
        emphasis=tuple(Span(*each) for each in layout["emphasis"]),
        cleaner=row.cleaner,
        problems=tuple(odd),
    )


def _stored() -> Select[Any]:
    """Claims of current articles, with what `_read_stored` needs to know of those."""
    original = articles.alias("original")
    fetched = select(func.min(captures.c.fetched_at)).where(
        SUCCESS, captures.c.url == articles.c.url, captures.c.digest == articles.c.digest
    )
    about = [articles.c[name] for name in ("url", "digest", "site", "published_start", "published_precision")]
    return (
        select(claims, *about, fetched.scalar_subquery().label("first_fetched"), original.c.url.label("original"))
        .join_from(claims, articles, claims.c.article_id == articles.c.id)
        .join(original, original.c.id == articles.c.copy_of, isouter=True)
        .where(articles.c.is_current)
    )


def _read_stored(row: Found[Any]) -> StoredClaim:
    return StoredClaim(row.id, read_claim(row), _seen(row), row.original, row.site)


def _seen(row: Found[Any]) -> date | None:
    """The day the article came out; where that is not known to the day, the day it was first fetched."""
    if row.published_precision == "day" or row.first_fetched is None:
        return row.published_start  # type: ignore[no-any-return]
    return row.first_fetched.date()  # type: ignore[no-any-return]
