"""What was read from one page, as rows: made where it is read, so that whoever keeps them has little to do."""

import hashlib
import json
from typing import Any, NamedTuple

from extract.records import Article, Claim, Extraction, PartialDate, Span
from storage.database import Row, row_id
from storage.documents import make_documents
from storage.problems import problem_row
from storage.queueing import bucket_of

SPANS = {  # in Claim, and what its two columns begin with
    "evidence": "evidence",
    "model_span": "model",
    "vendor_span": "vendor",
    "date_span": "date_span",
    "trigger_span": "trigger",
}
PLAIN = (  # named alike in Claim and its row
    "vendor", "vendor_id", "model", "key", "kind", "status", "event", "rule", "score",
)  # fmt: skip


READ_BY = ("rules", "cleaning")  # of an article: by what it was read


class ExtractionRows(NamedTuple):
    """What was read from one page, as rows of `articles`, `claims` and `problems`."""

    article: Row
    claims: list[Row]
    problems: list[Row]


class Reading(NamedTuple):
    """The same, ready to be kept."""

    rows: ExtractionRows
    digest: str  # see digest_rows
    documents: list[Row]  # of `search_documents`


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


def digest_rows(rows: ExtractionRows) -> str:
    """The same for two readings of a page only where they say the same, whatever rules read it."""
    article = {name: value for name, value in rows.article.items() if name not in READ_BY}
    claims, odd = (sorted(each, key=lambda row: str(row["id"])) for each in (rows.claims, rows.problems))
    told = json.dumps([article, claims, odd], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def make_reading(rows: ExtractionRows, digest: str) -> Reading:
    """With what else is kept of a page, which is made of its rows alone."""
    return Reading(rows, digest, make_documents(rows.article, rows.claims))


def date_columns(prefix: str, found: PartialDate | None) -> dict[str, Any]:
    """The columns of a range of days."""
    names = ("start", "end", "precision", "basis", "raw")
    return {f"{prefix}_{name}": getattr(found, name) if found else None for name in names}


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
