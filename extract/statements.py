"""Read what an article says of many releases at once: how many, how often, which part, which day the most.

The patterns are data (data/statements.jsonl) over lists of words (data/statements.toml). What is said is read here;
whether it is so is for whoever holds the releases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extract.dates import DateMention, find_dates
from extract.folding import fold
from extract.lexer import find_words
from extract.records import Article, Block, Kind, Span
from extract.sentences import iter_sentences
from extract.statementrules import Bound, Found, Place, StatementType, find_countries, find_places, find_statements
from extract.vendors import find_vendors

_CLAUSE = "，。；！？,;!?：:"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. What it does not say itself is taken from around it, or is None or empty.

    `number` is a count, days, days for each release, or a part of 1; `high` the end of a range of numbers. A window is
    both `start` and `end`. `countries` are ISO codes, none meaning everywhere; `places` cities and districts.
    """

    type: StatementType | Literal["other"]
    rule: str
    span: Span  # the words that were read
    sentence: Span
    number: float | None = None
    high: float | None = None
    bound: Bound = "exactly"
    start: date | None = None
    end: date | None = None
    has_own_days: bool = False  # the sentence itself names start and end
    on: date | None = None
    countries: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    vendors: tuple[str, ...] = ()  # ids, where only their releases are spoken of
    kinds: tuple[Kind, ...] = ()
    unit: float = 1.0  # days, for rates


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text, folded, with its dates."""

    text: str
    blocks: tuple[Block, ...]
    dates: Sequence[DateMention]

    def dates_in(self, span: Span) -> list[DateMention]:
        return [each for each in self.dates if span.start <= each.start and each.end <= span.end and each.date]


def read_statements(article: Article) -> tuple[Statement, ...]:
    """Every statement of the article, by place; those of numbers and superlatives that no pattern reads are `other`.

    What stands in the same sentence says whose releases and which days are meant; else the block, else the window that
    the article names first.
    """
    published = article.published
    precision: Literal["day", "month"] = "day" if published is None or published.precision == "day" else "month"
    text = fold(article.text)
    dates = find_dates(text, published.end if published else None, article.language, anchor_precision=precision)
    whole = _Text(text, article.blocks, dates)
    return tuple(_with_window(list(_iter_statements(whole))))


def _iter_statements(whole: _Text) -> Iterator[Statement]:
    holes = [Span(each.start, each.end) for each in whole.dates]
    for sentence in iter_sentences(whole.text, whole.blocks):
        block = whole.blocks[sentence.block]
        where = Span(sentence.start, sentence.end)
        for found in find_statements(whole.text, where, holes):
            yield _read(whole, found, where, Span(block.start, block.end))


def _read(whole: _Text, found: Found, sentence: Span, block: Span) -> Statement:
    told = Statement(
        found.type, found.rule, found.span, sentence, found.number, found.high, found.bound,
        kinds=found.kinds, unit=found.unit,
    )  # fmt: skip
    if found.type == "other":
        return told
    days = whole.dates_in(sentence)
    ranges = [each.date for each in days if each.date and each.date.precision == "range"]
    on = _day_of(whole, sentence, block) if found.type in ("busiest", "together") else None
    return replace(
        told,
        start=ranges[0].start if ranges else None,
        end=ranges[0].end if ranges else None,
        has_own_days=bool(ranges),
        on=on,
        countries=_countries_of(whole.text, found.span, sentence, block),
        places=find_places(whole.text, sentence) if found.type == "share" else (),
        vendors=_vendors_before(whole.text, found.span) if found.type == "count" else (),
    )


def _day_of(whole: _Text, sentence: Span, block: Span) -> date | None:
    """The single day that the sentence names, else the one that the block has named last before it."""
    before = Span(block.start, sentence.end)
    for where in (sentence, before):
        days = [each.date.start for each in whole.dates_in(where) if each.date and each.date.start == each.date.end]
        if days:
            return days[0] if where == sentence else days[-1]
    return None


def _countries_of(text: str, span: Span, sentence: Span, block: Span) -> tuple[str, ...]:
    """Those named last before the words end, else those that the sentence names first, else last in the block."""
    before = find_countries(text, Span(sentence.start, span.end))
    after = find_countries(text, Span(span.end, sentence.end))
    above = find_countries(text, Span(block.start, sentence.start))
    return next(iter([*before[-1:], *after[:1], *above[-1:]]), ())


def _vendors_before(text: str, span: Span) -> tuple[str, ...]:
    """Who is the subject: the vendors that the clause names before the number."""
    start = max((text.rfind(sign, 0, span.start) for sign in _CLAUSE), default=-1) + 1
    clause = text[start : span.start]
    return tuple(dict.fromkeys(each.vendor.id for each in find_vendors(find_words(clause), (0, len(clause)))))


def _with_window(found: list[Statement]) -> Iterator[Statement]:
    """Give each statement without days of its own the window that the article names in so many days, else the first."""
    windows = [each for each in found if each.start and each.end]
    named = [each for each in windows if each.type == "window"] or windows
    for each in found:
        if each.start or not named or each.type == "other":
            yield each
        else:
            yield replace(each, start=named[0].start, end=named[0].end)
