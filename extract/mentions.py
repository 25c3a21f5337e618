"""Find what an article's text mentions before any sentence is judged: its words and dates, then vendors and names.

Words and dates are read from the whole text at once; vendors and names, which cost more, of the sentences asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from extract.dates import DateMention, find_dates
from extract.families import families
from extract.folding import fold
from extract.hannames import find_han_names
from extract.lexer import find_words
from extract.names import find_names
from extract.parsing import Reading
from extract.records import Article, Span
from extract.sentences import Sentence
from extract.spans import START, Sorted
from extract.vendors import find_open_vendors, find_vendors

_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]++@[\w.-]+|@\w+")
_QUARTER = re.compile(r"[Qq][1-4]")
_WORD_BEFORE = re.compile(r"(?P<word>[A-Za-z]{2,}|[\u4e00-\u9fff]{2,}) ?\Z")
_LONGEST_WORD = 16  # characters
_NEXT = 2  # characters between sentences that follow each other
_LONGEST = 1000


def read_article_text(article: Article) -> Reading:
    """The words and dates of an article, with no vendor or name yet."""
    text = fold(article.text)
    published = article.published
    precision: Literal["day", "month"] = "day" if published is None or published.precision == "day" else "month"
    dates = find_dates(text, published.end if published else None, article.language, anchor_precision=precision)
    told = Sorted(date for date in dates if not _is_version(text, date))
    return Reading(text, article.language, find_words(text), told)


def _is_version(text: str, date: DateMention) -> bool:
    """`Tern Q3` of a known family Tern is its third version, and no quarter."""
    if not _QUARTER.fullmatch(date.raw):
        return False
    before = _WORD_BEFORE.search(text, max(0, date.start - _LONGEST_WORD), date.start)
    word = before["word"].casefold() if before else ""
    return any(word[first:] in families() for first in range(1 if word.isascii() and word else len(word)))


def with_mentions(reading: Reading, sentences: Sequence[Sentence]) -> Reading:
    """The reading with the vendors and names of these sentences too."""
    text, words = reading.text, reading.words
    vendors, names = [*reading.vendors], [*reading.names]
    links = _find_links(text)
    for stretch in _iter_stretches(sentences):
        dates = (Span(date.start, date.end) for date in reading.dates.inside(*stretch))
        holes = sorted([*dates, *(link for link in links if link.start < stretch.end and stretch.start < link.end)])
        known = find_vendors(words, stretch)
        makers = sorted([*known, *find_open_vendors(text, words, stretch, [*known, *holes])], key=START)
        latin = find_names(text, stretch, makers, holes)
        vendors += makers
        names += find_han_names(text, words, stretch, makers, latin, holes)
    return replace(reading, vendors=Sorted(vendors), names=Sorted(names))


@lru_cache(maxsize=1)
def _find_links(text: str) -> list[Span]:
    """Addresses of pages and of mail; most texts have none, and are not searched."""
    if not any(sign in text for sign in ("@", "://", "www.")):
        return []
    return [Span(*link.span()) for link in _LINK.finditer(text)]


def _iter_stretches(sentences: Sequence[Sentence]) -> Iterator[Span]:
    """Sentences that follow each other as one, but not for long: so nothing is quadratic."""
    start, end = 0, 0
    for sentence in sentences:
        if start < end and not (sentence.start - end <= _NEXT and end - start <= _LONGEST):
            yield Span(start, end)
            start = sentence.start
        start, end = (sentence.start if start == end else start), sentence.end
    if start < end:
        yield Span(start, end)
