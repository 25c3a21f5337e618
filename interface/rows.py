"""Records as plain rows for JSON, JSON lines and CSV. Their keys are a contract (README.md): add, never rename."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extract.facts import facts_of

if TYPE_CHECKING:
    from datetime import date

    from extract.records import Article, Claim, Extraction, Page, PartialDate, Problem
    from storage.evidence import Evidence
    from storage.queries import ReleaseRow
    from storage.runs import Run

Row = dict[str, Any]

RELEASE_COLUMNS = (
    "id", "vendor", "vendor_id", "model", "kind", "status", "date_start", "date_end", "date_precision", "date_basis",
    "claims", "first_seen", "last_seen", "conflicts", "confidence", "sources", "family", "track", "country", "city",
    "district",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "release_id", "claim_id", "stance", "about", "vendor", "model", "kind", "status", "date_start", "date_end",
    "date_precision", "date_basis", "date_raw", "quote", "title", "url", "site", "language", "published", "copy_of",
    "rule", "score", "start", "end", "file", "offset", "fetched_at",
)  # fmt: skip
RUN_COLUMNS = ("id", "kind", "site", "started", "finished", "outcome", "counts")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(r"[\\`*_\[\]<>&|~#!]")
# What a spreadsheet may take for a formula, also in full width, and after blanks and quotation marks.
FORMULA = re.compile(r"""[\t\r\n]|[\s"'“”‘’「『]*[=+\-@|＝＋－−＠｜]""")


def extraction_row(page: "Page", extraction: "Extraction", accept: float) -> Row:
    """One page: what it is, and each (vendor, model) that it releases, by place in the text."""
    article = extraction.article
    claims = [claim for claim in extraction.claims if claim.score >= accept]
    claims.sort(key=lambda claim: (claim.evidence, claim.model_span or claim.evidence))
    return {
        "url": page.url,
        "site": article.site if article else page.site,
        "language": article.language if article else None,
        "title": article.title if article else None,
        "published": day_of(article.published) if article else None,
        "published_raw": article.published_raw if article else None,
        "problems": [_problem_row(problem) for problem in extraction.problems],
        "releases": [_claim_row(article, claim) for claim in claims] if article else [],
    }


def release_row(release: "ReleaseRow") -> Row:
    """One release of the database, with what is known of its family and its vendor."""
    return {
        "id": release.id,
        "vendor": release.vendor,
        "vendor_id": release.vendor_id,
        "model": release.model,
        "kind": release.kind,
        "status": release.status,
        **_date_columns(release.date),
        "claims": release.claim_count,
        "first_seen": _iso(release.first_seen),
        "last_seen": _iso(release.last_seen),
        "conflicts": list(release.conflicts),
        "confidence": round(release.confidence, 3),
        "sources": release.source_count,
        **facts_of(release.vendor_id, release.model)._asdict(),
    }


def evidence_row(release_id: str, evidence: "Evidence") -> Row:
    """One claim behind a release: the words, where they stand, and where the page is archived."""
    claim = evidence.claim
    return {
        "release_id": release_id,
        "claim_id": evidence.claim_id,
        "stance": evidence.stance,
        "about": evidence.about,
        "vendor": claim.vendor,
        "model": claim.model,
        "kind": claim.kind,
        "status": claim.status,
        **_date_columns(claim.date),
        "date_raw": claim.date.raw if claim.date else None,
        "quote": evidence.quote,
        "title": evidence.title,
        "url": claim.url,
        "site": evidence.site,
        "language": evidence.language,
        "published": day_of(evidence.published),
        "copy_of": evidence.copy_of,
        "rule": claim.rule,
        "score": round(claim.score, 3),
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "file": evidence.file,
        "offset": evidence.offset,
        "fetched_at": evidence.fetched_at.isoformat() if evidence.fetched_at else None,
    }


def run_row(run: "Run") -> Row:
    """One run of a crawl or an extraction."""
    return {
        "id": run.id,
        "kind": run.kind,
        "site": run.site,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "outcome": run.outcome,
        "counts": dict(run.counts),
    }


def csv_cell(value: object) -> str:
    """A value as a cell that no spreadsheet runs as a formula: a leading apostrophe is what they all respect."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list_counts(value)
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if isinstance(value, (str, list)) and FORMULA.match(text) else text


def markdown_cell(value: object) -> str:
    """A value as a cell of a Markdown table that is only text: no line, cell, markup or HTML of its own."""
    text = printable(" ".join(table_cell(value).split()))
    return MARKUP.sub(lambda match: f"&#{ord(match[0])};" if match[0] in "<>&" else f"\\{match[0]}", text)


def table_cell(value: object) -> str:
    """A value for a person: a list by its members, nothing as nothing."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(list_counts(value))
    return "" if value is None else str(value)


def list_counts(counts: Mapping[str, int]) -> list[str]:
    """Named numbers for people; the noughts are left out."""
    return [f"{name} {count}" for name, count in counts.items() if count]


def printable(text: str) -> str:
    """Text from the world for a terminal: no control signs, which could move its cursor or rename its window."""
    return UNPRINTABLE.sub("\ufffd", text)


def days_of(found: "PartialDate | None") -> str:
    """A range of days, as exact as the words were."""
    if found is None:
        return "-"
    start, end = found.start, found.end
    if start == end:
        return start.isoformat()
    whole = {
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}-Q{(start.month + 2) // 3}",
        "year": f"{start.year}",
    }
    return whole.get(found.precision, f"{start}/{end}")


def _claim_row(article: "Article", claim: "Claim") -> Row:
    return {
        "vendor": claim.vendor,
        "vendor_id": claim.vendor_id,
        "model": claim.model,
        "kind": claim.kind,
        "status": claim.status,
        "date_start": _iso(claim.date.start) if claim.date else None,
        "date_end": _iso(claim.date.end) if claim.date else None,
        "date_basis": claim.date.basis if claim.date else "none",
        "evidence": claim.evidence.of(article.text),
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "rule": claim.rule,
        "score": round(claim.score, 3),
    }


def _date_columns(found: "PartialDate | None") -> Row:
    return {
        "date_start": _iso(found.start) if found else None,
        "date_end": _iso(found.end) if found else None,
        "date_precision": found.precision if found else None,
        "date_basis": found.basis if found else "none",
    }


def _problem_row(problem: "Problem") -> Row:
    return {"stage": problem.stage, "code": problem.code, "value": problem.value, "where": problem.where}


def day_of(found: "PartialDate | None") -> str | None:
    """The day, and nothing where only a month is known: a made-up day would be wrong 29 times in 30."""
    return found.start.isoformat() if found and found.precision == "day" else None


def _iso(day: "date | None") -> str | None:
    return day.isoformat() if day else None


def explain_problem(problem: "Problem") -> str:
    """A problem in one line, for a person."""
    return printable(f"{problem.where}: {problem.code}: {problem.value}")
