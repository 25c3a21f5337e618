"""A claim as a row of the API."""

from interface.rows import Row
from interface.web.api.rows import date_row
from storage.browsing import ArticleClaim


def claim_row(told: ArticleClaim) -> Row:
    """What one article says."""
    claim = told.claim
    return {
        "id": told.id,
        "article_id": told.article_id,
        "release_id": told.release_id,
        "url": claim.url,
        "vendor": claim.vendor,
        "vendor_id": claim.vendor_id,
        "model": claim.model,
        "kind": claim.kind,
        "status": claim.status,
        **date_row(claim.date),
        "date_raw": claim.date.raw if claim.date else None,
        "quote": told.quote,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "rule": claim.rule,
        "score": round(claim.score, 3),
        "terms": dict(claim.terms),
    }
