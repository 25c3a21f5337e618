"""Read what is read of an article's whole text at once, before any sentence is judged: its words and its dates."""

import re
from typing import Literal

from extract.datelines import read_under_datelines
from extract.dates import DateMention, find_dates
from extract.diaries import read_under_stamps
from extract.families import families
from extract.lexer import find_words
from extract.mentions import Mentions
from extract.parsing import Reading
from extract.records import Article
from extract.spans import Sorted
from extract.yearlabels import with_year_labels

_QUARTER = re.compile(r"[Qq][1-4]")
_DOTTED = re.compile(r"\d{4}(?:\.\d{1,2}){1,2}")
_EDITION_BEHIND = re.compile(r"\s?(?:[与和、及]\s?\d[\d.]+\s?)?(?:版(?!权)|更新)")
_WORD_BEFORE = re.compile(r"(?P<word>[A-Za-z]{2,}|[\u4e00-\u9fff]{2,}) ?\Z")
_LONGEST_WORD = 16  # characters


def read_article_text(article: Article, text: str) -> Reading:
    """The words and dates of an article with this folded text; what costs more is found where it is asked for."""
    published = article.published
    precision: Literal["day", "month"] = "day" if published is None or published.precision == "day" else "month"
    found = find_dates(text, published.end if published else None, article.language, anchor_precision=precision)
    labelled = with_year_labels(found, text, article.blocks, published)
    counted = read_under_stamps(labelled, text, article.blocks, published)
    dates = read_under_datelines(counted, text, article.blocks, published)
    told, words = Sorted(date for date in dates if not _is_version(text, date)), find_words(text)
    return Reading(text, article.language, words, told, Mentions(text, words, told))


def _is_version(text: str, date: DateMention) -> bool:
    """`Tern Q3` of a known family Tern is its third version, and no quarter; `2026.4.7 版` is no day."""
    if _DOTTED.fullmatch(date.raw):
        return _EDITION_BEHIND.match(text, date.end) is not None
    if not _QUARTER.fullmatch(date.raw):
        return False
    before = _WORD_BEFORE.search(text, max(0, date.start - _LONGEST_WORD), date.start)
    word = before["word"].casefold() if before else ""
    return any(word[first:] in families() for first in range(1 if word.isascii() and word else len(word)))
