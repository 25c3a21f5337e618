"""Show how an article was read: each candidate sentence, its spans, what fired or why nothing did, and the score."""

from collections.abc import Iterator

from extract.candidates import Candidate
from extract.claims import ACCEPT, REVIEW, Analysis, analyse
from extract.kinds import kind_of
from extract.parsing import Parsed
from extract.records import Article, Claim, Page

_UNTYPED = "X,:(CPE"


def explain_page(page: Page) -> Iterator[str]:
    """The lines of an explanation of one page, in the order of the text."""
    from extract.article import read_article  # noqa: PLC0415  (heavy, and not needed to explain an Article)
    from extract.sites import site_of  # noqa: PLC0415

    yield from explain_article(read_article(page, page.site or site_of(page.url)))


def explain_article(article: Article) -> Iterator[str]:
    """The same for an article that is already read."""
    analysis = analyse(article)
    published = article.published_raw or "-"
    yield f"{article.title or article.url}  ({article.language}, published {published}, {article.cleaner})"
    for parsed in analysis.parsed:
        yield from _explain_sentence(article, analysis, parsed)
    yield "claims:"
    yield from (f"  {_claim_line(claim)}" for claim in analysis.claims)
    yield from (
        f"problem: {problem.code} {problem.value} {problem.where}"
        for problem in (*article.problems, *analysis.problems)
    )


def _explain_sentence(article: Article, analysis: Analysis, parsed: Parsed) -> Iterator[str]:
    start, end, _ = parsed.sentence
    yield f"\n[{start}–{end}] {article.text[start:end]}"
    yield "  spans: " + " · ".join(
        f"{token.code} {article.text[token.start : token.end]}" for token in parsed.tokens if token.code not in _UNTYPED
    )
    yield "  skeleton: " + " ".join(token.code for token in parsed.tokens)
    candidates = [candidate for candidate in analysis.candidates if candidate.sentence == parsed.sentence]
    for candidate in candidates:
        yield f"  → {_candidate_line(analysis, candidate)}"
    if not candidates:
        yield f"  no pattern fired: {_why_not(parsed)}"


def _candidate_line(analysis: Analysis, candidate: Candidate) -> str:
    kind = kind_of(analysis.votes[analysis.parts[candidate.name]])
    vendor = candidate.vendor.vendor.name if candidate.vendor else "?"
    terms = " ".join(f"{name} {value:+.2f}" for name, value in candidate.terms)
    return f"{vendor} / {candidate.name.text} / {kind} / {candidate.status} = {candidate.score:.2f} ({terms})"


def _claim_line(claim: Claim) -> str:
    verdict = "accepted" if claim.score >= ACCEPT else "to review" if claim.score >= REVIEW else "dropped"
    day = f"{claim.date.start}..{claim.date.end} ({claim.date.basis})" if claim.date else "no date"
    terms = " ".join(f"{name} {value:+.2f}" for name, value in claim.terms)
    what = f"{claim.vendor} / {claim.model} / {claim.kind} / {claim.status} / {day}"
    return f"{verdict} {claim.score:.2f}: {what} by {claim.rule} ({terms})"


def _why_not(parsed: Parsed) -> str:
    codes = {token.code for token in parsed.tokens}
    if not codes & set("NO"):
        return "every name is only mentioned" if "M" in codes else "no name is left"
    if not codes & set("TUIS"):
        return "no trigger is a word of its own here"
    return "trigger and name stand in no known relation"
