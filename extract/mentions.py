"""Find what an article's text mentions before any sentence is judged: dates, vendors, names."""

import re
from typing import Literal

from extract.dates import find_dates
from extract.folding import fold
from extract.hannames import find_han_names
from extract.lexer import find_words
from extract.names import find_names
from extract.parsing import Reading
from extract.records import Article, Span
from extract.vendors import find_open_vendors, find_vendors

_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]++@[\w.-]+|@\w+")


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
