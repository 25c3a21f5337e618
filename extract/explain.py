"""Show how an article was read: each candidate sentence, its spans, what fired or why nothing did, and the score."""

from collections.abc import Iterator, Sequence

from extract.candidates import Candidate
from extract.claims import ACCEPT, REVIEW, Analysis, analyse
from extract.kinds import kind_of
from extract.names import Name
from extract.parsing import Parsed
from extract.patterns import Term
from extract.records import Article, Claim, Page
from extract.tokens import Token
from extract.whynot import why_not

_WORDS = {
    "V": "vendor", "N": "name", "O": "other name", "M": "mentioned", "T": "verb", "U": "verb", "I": "verb",
    "S": "release of", "D": "date", "H": "model noun", "K": "other noun", "A": "new", "G": "named", "B": "mention",
    "Y": "by", "L": "plan", "R": "rumour", "W": "with", "Z": "is",
}  # fmt: skip
_RULE = "─" * 72


def explain_page(page: Page) -> Iterator[str]:
    """The lines of an explanation of one page, in the order of the text."""
    from extract.article import read_article  # noqa: PLC0415  (heavy, and not needed to explain an Article)
    from extract.sites import site_of  # noqa: PLC0415

    yield from explain_article(read_article(page, page.site or site_of(page.url)))


def explain_article(article: Article) -> Iterator[str]:
    """The same for an article that is already read: the page, its sentences, the claims, the problems."""
    analysis = analyse(article)
    yield from _explain_head(article, analysis)
    for parsed in analysis.parsed:
        yield from _explain_sentence(article, analysis, parsed)
    yield from _explain_claims(article, analysis)
    yield from (
        f"problem: {problem.code} {problem.value} {problem.where}"
        for problem in (*article.problems, *analysis.problems)
    )


def _explain_head(article: Article, analysis: Analysis) -> Iterator[str]:
    fired = {candidate.sentence for candidate in analysis.candidates}
    published = f"{article.published_raw} ({article.published_basis})" if article.published_raw else "no date"
    yield article.title or article.url
    yield f"  {article.language} · {published} · cleaned by {article.cleaner or '-'} · {len(article.text)} characters"
    if analysis.reading is None:
        yield "  no word of AI and no known model in it: not read for releases"
        return
    yield f"  sentences: {len(analysis.parsed)} with a name and a cue, {len(fired)} of them under a pattern"


def _explain_sentence(article: Article, analysis: Analysis, parsed: Parsed) -> Iterator[str]:
    start, end, block = parsed.sentence
    kind = article.blocks[block].kind
    yield ""
    yield f"[{start}–{end}] {'' if kind == 'paragraph' else kind + ': '}{article.text[start:end]}"
    yield f"    {' '.join(token.code for token in parsed.tokens)}"
    spans = (_span(article, token) for token in parsed.tokens if token.code in _WORDS)
    yield f"    {' · '.join(spans)}"
    candidates = [candidate for candidate in analysis.candidates if candidate.sentence == parsed.sentence]
    for candidate in candidates:
        yield from _explain_candidate(analysis, candidate)
    read = {candidate.name for candidate in candidates}
    for name, reason in why_not(article.text, parsed, read):
        yield f"  ✗ {name}: {reason}" if name else f"  ✗ {reason}"


def _span(article: Article, token: Token) -> str:
    return f"{_WORDS[token.code]} “{article.text[token.start : token.end]}”"


def _explain_candidate(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    vendor = candidate.vendor.vendor.name if candidate.vendor else "?"
    told = f"{vendor} / {candidate.name.text} / {_kind(analysis, candidate.name)} / {candidate.status}"
    pattern = _pattern_of(candidate.rule)
    yield f"  ✓ {told}  by {candidate.rule}{pattern}"
    yield f"      {_sum(candidate.terms, candidate.score)}"


def _pattern_of(rule: str) -> str:
    from extract.lexicon import load_lexicon  # noqa: PLC0415  (read by now)

    pattern = load_lexicon().patterns.get(rule)
    return f": {' '.join(pattern.codes)}" if pattern else ""


def _kind(analysis: Analysis, name: Name) -> str:
    """The kind, and the votes of the article's words that made it so."""
    votes = sorted(analysis.votes[analysis.parts[name]].items(), key=lambda vote: -vote[1])
    told = ", ".join(f"{kind} {weight:g}" for kind, weight in votes) or "no noun tells"
    return f"{kind_of(dict(votes))} ({told})"


def _sum(terms: Sequence[Term], score: float) -> str:
    return f"{score:.2f} = " + " ".join(f"{value:+.2f} {name}" for name, value in terms)


def _explain_claims(article: Article, analysis: Analysis) -> Iterator[str]:
    yield ""
    yield _RULE
    yield f"claims: {len(analysis.claims)}" if analysis.claims else "claims: none"
    for claim in analysis.claims:
        yield from _explain_claim(article, claim)


def _explain_claim(article: Article, claim: Claim) -> Iterator[str]:
    verdict = "accepted" if claim.score >= ACCEPT else "to review" if claim.score >= REVIEW else "dropped"
    yield f"  {verdict}: {claim.vendor} / {claim.model} / {claim.kind} / {claim.status} / {_day(article, claim)}"
    yield f"      {_sum(claim.terms, claim.score)}"
    yield f"      [{claim.evidence.start}–{claim.evidence.end}] by {claim.rule}"


def _day(article: Article, claim: Claim) -> str:
    if claim.date is None:
        return "no date"
    days = dict.fromkeys((claim.date.start, claim.date.end))
    where = f" from “{claim.date_span.of(article.text)}”" if claim.date_span else ""
    return f"{'..'.join(map(str, days))} ({claim.date.basis}{where})"
