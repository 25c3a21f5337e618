"""Read an article's releases: one claim per (vendor, model), each with its evidence, rule and score."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from extract.announcing import find_maker, read_own_title
from extract.binding import VendorBinder
from extract.candidates import Candidate, passes_gate, read_sentence
from extract.dates import find_dates
from extract.dating import Dater
from extract.folding import fold
from extract.hannames import find_han_names
from extract.keys import model_key, parts_of
from extract.kinds import Votes, is_one_model, kind_of, share_votes, vote_kinds
from extract.lexer import find_words
from extract.lexicon import load_lexicon
from extract.names import Name, find_names
from extract.parsing import Parsed, Reading
from extract.records import AVAILABLE, Article, Claim, PartialDate, Problem, Span, Status
from extract.sentences import Sentence, iter_sentences
from extract.topic import find_topic
from extract.vendors import VendorMention, find_open_vendors, find_vendors, house_of

ACCEPT = 0.6  # at or above, a claim counts
REVIEW = 0.45  # at or above, a person may want to look
_CALLED = 3.0  # votes: a noun says what it is
_VERSIONED = 2  # a name's strength
_LETTERS = 2  # a word of so few is a code
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+@[\w.-]+|@\w+")

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found on the way to the claims, for explaining them."""

    reading: Reading
    parts: dict[Name, Parts]
    votes: Votes
    parsed: tuple[Parsed, ...]
    candidates: tuple[Candidate, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def find_claims(article: Article) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The article's claims from the review band upwards, by place in the text, and what could not be read."""
    analysis = analyse(article)
    return analysis.claims, analysis.problems


def analyse(article: Article) -> Analysis:
    """All the steps from text to claims, kept."""
    reading = read_article_text(article)
    sentences = list(iter_sentences(reading.text, article.blocks))
    parts = _read_parts(reading, sentences)
    read = [read_sentence(reading, sentence) for sentence in sentences if passes_gate(reading, sentence)]
    maker = find_maker(article)
    if maker and (own := read_own_title(reading, article, sentences, maker)):
        read = [own, *(one for one in read if one[0].sentence != own[0].sentence)] if own[1] else read
    parsed = tuple(one for one, _ in read)
    candidates = tuple(candidate for _, found in read for candidate in found)
    votes = _vote(reading, parsed, {parts[candidate.name] for candidate in candidates}, parts)
    claims = _Writer(article, reading, parsed, candidates, parts, votes, maker).claims()
    problems = tuple(
        Problem("date", "impossible-date", date.raw, f"{article.url}#{date.start}-{date.end}")
        for date in reading.dates
        if date.kind == "impossible"
    )
    return Analysis(reading, parts, votes, parsed, candidates, claims, problems)


def read_article_text(article: Article) -> Reading:
    """The names, vendors and dates of an article."""
    text = fold(article.text)
    published = article.published
    precision: Literal["day", "month"] = "day" if published is None or published.precision == "day" else "month"
    dates = find_dates(text, published.end if published else None, article.language, anchor_precision=precision)
    holes = sorted([*(Span(date.start, date.end) for date in dates), *(Span(*m.span()) for m in _LINK.finditer(text))])
    words = find_words(text)
    vendors = find_vendors(text, words)
    taken = [*(vendor.span for vendor in vendors), *holes]
    vendors = sorted([*vendors, *find_open_vendors(text, words, taken)], key=lambda vendor: vendor.start)
    names = find_names(text, vendors, holes)
    names = find_han_names(text, words, vendors, names, holes)
    return Reading(text, article.language, sorted(names, key=lambda name: name.start), vendors, dates, words)


def _read_parts(reading: Reading, sentences: Sequence[Sentence]) -> dict[Name, Parts]:
    """The parts of every name, short forms with those of the name they stand for."""
    parts = {name: parts_of(name.text, name.vendor) for name in reading.names}
    ends = [sentence.end for sentence in sentences]
    where: dict[Parts, set[int]] = defaultdict(set)
    for name, own in parts.items():
        where[own].add(bisect_left(ends, name.end))
    return _merge_parts(parts, lambda one, other: bool(where[one] & where[other]))


def _merge_parts(parts: Mapping[Name, Parts], together: Callable[[Parts, Parts], bool]) -> dict[Name, Parts]:
    """Give a short form the parts of the one longer name in the article that it stands for.

    Fable 5 is Claude Fable 5, which ends with it; Claude Fable is too, the only version of it that the article names.
    Not so where one sentence tells them apart: `together`, as in `Mythos and its successor, Mythos 5`.
    """
    fulls = sorted(dict.fromkeys(parts.values()), key=len, reverse=True)  # of equals, the one told first
    brands = {
        own for name, own in parts.items() if name.family and (name.family.product_too or name.family.codenames_ok)
    }
    longer: dict[Parts, Parts] = {}
    for short in fulls:
        ends = [full for full in fulls if len(full) > len(short) and full[-len(short) :] == short]
        if short and ends and _can_stand_for(short, ends):
            longer[short] = max(ends, key=len)
            continue
        versions = [
            full for full in fulls if len(full) == len(short) + 1 and full[:-1] == short and full[-1][0].isdigit()
        ]
        is_bare = bool(short) and not any(part[0].isdigit() for part in short)
        if (
            is_bare
            and len(versions) == 1
            and (short not in brands or len(short) > 1)
            and not together(short, versions[0])
        ):
            longer[short] = versions[0]
    return {name: longer.get(longer.get(own, own), longer.get(own, own)) for name, own in parts.items()}


def _can_stand_for(short: Parts, longer: Collection[Parts]) -> bool:
    """A short form needs a word of its own; a tier with a version (Opus 5) stands for the one name ending with it."""
    tiers = load_lexicon().words.tiers
    if any(len(part) > _LETTERS and not part[0].isdigit() and part not in tiers for part in short):
        return True
    if len(short) == 1:
        return False
    return short[0] not in tiers or (len(longer) == 1 and any(part[0].isdigit() for part in short))


def _vote(reading: Reading, parsed: Iterable[Parsed], keys: set[Parts], parts: Mapping[Name, Parts]) -> Votes:
    """What the article's words say that the names with these keys are, and those that stand in one list with them."""
    listed = ([parts[name] for name in token.names] for one in parsed for token in one.tokens if len(token.names) > 1)
    lists = [members for members in listed if not keys.isdisjoint(members)]
    asked = keys.union(*lists)
    names = [name for name in reading.names if parts[name] in asked]
    return share_votes(vote_kinds(reading, names, parts), lists)


class _Writer:
    """Writes the claims of one article from its candidates."""

    def __init__(  # noqa: PLR0913, PLR0917 (all that an article is by now)
        self,
        article: Article,
        reading: Reading,
        parsed: Sequence[Parsed],
        candidates: Sequence[Candidate],
        parts: Mapping[Name, Parts],
        votes: Votes,
        maker: VendorMention | None,
    ) -> None:
        self._article, self._candidates, self._parts, self._votes = article, candidates, parts, votes
        self._headline = find_topic(article, parts)
        self._vendors = VendorBinder(article, reading, maker)
        self._dates = Dater(article, reading, parsed, parts, candidates, self._headline)

    def claims(self) -> tuple[Claim, ...]:
        groups: dict[Parts, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            groups[self._parts[candidate.name]].append(candidate)
        claims = (self._claim(key, group) for key, group in groups.items() if key)
        kept = [claim for claim in claims if claim.score >= REVIEW]
        return tuple(sorted(kept, key=lambda claim: (claim.evidence.start, claim.model_span or claim.evidence)))

    def _claim(self, key: Parts, group: list[Candidate]) -> Claim:
        scored = [replace(candidate, terms=(*candidate.terms, *self._article_terms(candidate))) for candidate in group]
        best = max(scored, key=lambda candidate: (round(candidate.score, 3), -candidate.sentence.start))
        mention = self._vendors.vendor(best, scored)
        vendor = house_of(mention.vendor) if mention else None
        told = {candidate.name.text for candidate in group}
        name = _fullest([name for name, own in self._parts.items() if own == key], told, best.name)
        event = self._event(best, scored)
        dated, date = self._dates.date(event, scored)
        surface = self._article.text[name.start : name.end]
        return Claim(
            digest=self._article.digest,
            url=self._article.url,
            vendor=vendor.name if vendor else None,
            vendor_id=vendor.id if vendor else None,
            model=surface if name.text in surface else name.text,
            key=model_key(name.text, vendor),
            kind=kind_of(self._votes[key]),
            status=self._status(event, date),
            date=date,
            evidence=Span(best.sentence.start, best.sentence.end),
            model_span=best.name.span,
            vendor_span=_span_of(mention),
            date_span=dated,
            trigger_span=best.trigger,
            rule=best.rule,
            score=round(min(1.0, best.score), 3),
            terms=best.terms,
        )

    def _event(self, best: Candidate, scored: Sequence[Candidate]) -> Candidate:
        """The candidate that tells the event: the best, unless it is a plan or rumour and another says it happened."""
        if best.status in AVAILABLE:
            return best
        others = [other for other in scored if other.status in AVAILABLE]
        past = [other for other in others if other.score >= max(ACCEPT, best.score - 0.1) and self._is_past(other)]
        if past:
            return past[0]
        sure = [other for other in others if other.score >= best.score - 0.06]
        return sure[0] if len(sure) > len(scored) / 2 else best

    def _status(self, event: Candidate, date: PartialDate | None) -> Status:
        """What is dated after the day of publication is a plan, however it is put; time zones may differ by a day."""
        published = self._article.published
        is_ahead = date is not None and published is not None and date.start - published.end > timedelta(days=1)
        return "planned" if is_ahead and event.status in AVAILABLE else event.status

    def _is_past(self, candidate: Candidate) -> bool:
        """Whether its clause says that it has happened, or dates it before the day of publication."""
        date, published = self._dates.in_sentence(candidate)[1], self._article.published
        return candidate.is_past or (date is not None and published is not None and date.end < published.start)

    def _article_terms(self, candidate: Candidate) -> Iterable[tuple[str, float]]:
        """What the rest of the article adds to a candidate's score."""
        key = self._parts[candidate.name]
        if _is_brand(candidate.name, self._parts):
            yield "a brand here", -0.3
        if self._votes[key].get("model", 0) >= _CALLED:
            yield "called a model", 0.14
            has_noun = any(term.startswith("model noun") for term, _ in candidate.terms)
            if candidate.name.strength == 0 and (has_noun or key in self._headline):
                yield "a plain word, but called so here", 0.1
        elif is_one_model(candidate.name):
            yield "known as a model", 0.14
        elif candidate.name.strength < _VERSIONED:
            is_called = max(self._votes[key].values(), default=0) >= _CALLED
            yield ("called something", 0.08) if is_called else ("called nothing", -0.12)
        if key in self._headline:
            yield "in the headline", 0.08
        if self._article.blocks[candidate.sentence.block].kind in ("title", "heading"):
            yield "is a headline", -0.02


def _span_of(vendor: VendorMention | None) -> Span | None:
    return vendor.span if vendor and vendor.end > vendor.start else None


def _is_brand(name: Name, parts: Mapping[Name, Parts]) -> bool:
    """A bare family name: the brand of members that bear versions, here or in general, and no model by itself."""
    if name.family is None or name.strength >= _VERSIONED:
        return False
    own = parts[name]
    return (
        name.family.codenames_ok
        or name.family.product_too
        or any(len(other) > len(own) and other[: len(own)] == own for other in parts.values())
    )


def _fullest(names: list[Name], told: set[str], best: Name) -> Name:
    """The name as written at its fullest, the most frequent spelling first; without its size where that is enough.

    A spelling that stands only once, and in no sentence that tells of a release, may be debris of a table or a list.
    """
    counted = Counter(name.text for name in names)
    return max(
        (name for name in names if name.text in told or counted[name.text] > 1),
        key=lambda name: (not _has_size(name.text), len(parts_of(name.text, None)), counted[name.text], -name.start),
        default=best,
    )


def _has_size(text: str) -> bool:
    return bool(re.search(r"(?i)(?<![\w.])\d+(?:\.\d+)?[bm](?![a-z])", text))
