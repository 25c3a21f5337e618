"""The days of datelines, for what they date: an article's headline and first paragraph, or an item of a digest."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from extract.datelines import is_dateline, is_of_a_report
from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.names import Name
from extract.records import Article, Span
from extract.sentencedates import NONE, Bound
from extract.sentences import Sentence

_LINE_WITHIN = 12  # characters into an item at which its dateline begins


class LineDays:
    """The datelines of one article."""

    def __init__(self, article: Article, text: str, dates: DayList, mentions: Sequence[DateMention]) -> None:
        self._article, self._text, self._dates, self._mentions = article, text, dates, mentions

    def of_article(self, sentence: Sentence, name: Name) -> Bound:
        """The dateline's day, for what headline or first paragraph tell."""
        if (line := self._line) is None or not is_day(line):
            return NONE
        block = self._article.blocks[sentence.block]
        inside = self._dates.within(max(line.end, sentence.start), name.start)
        if len(inside) == 1 and line.start >= sentence.start:  # … 6 月 12 日消息，星海科技昨日发布了 A 和 B
            return Span(inside[0].start, inside[0].end), inside[0].date
        return as_heading(line) if block.kind == "title" or block.start <= line.start < block.end else NONE

    def of_item(self, sentence: Sentence, name: Name) -> Bound:
        """`6 月 11 日消息，…`, the dateline of an item of a digest: for its heading and what it tells first."""
        if self._line is None:
            return NONE
        block = self._article.blocks[sentence.block]
        if block.kind == "heading":
            block = next(iter(self._article.blocks[sentence.block + 1 :][:1]), block)
        elif sentence.start > block.start:
            return NONE
        line = next(iter(self._dates.within(block.start, block.start + _LINE_WITHIN)), None)
        if line is None or not is_day(line) or not is_dateline(self._text, line):
            return NONE
        return NONE if self._dates.within(line.end, max(line.end, name.start)) else as_heading(line)

    @cached_property
    def is_retold(self) -> bool:
        """Whether the news is what an outlet wrote on another day: `6 月 12 日消息，某媒体昨日发布博文，报道称`."""
        if (line := self._line) is None:
            return False
        block = next(block for block in self._article.blocks if line.start < block.end)
        return any(is_of_a_report(self._text, date) for date in self._dates.within(line.end, block.end))

    @cached_property
    def _line(self) -> DateMention | None:
        return next((date for date in self._mentions if is_dateline(self._text, date)), None)


def as_heading(mention: DateMention | None) -> Bound:
    """A day that stands over what it dates."""
    if mention is None or mention.date is None:
        return NONE
    return Span(mention.start, mention.end), replace(mention.date, basis="heading")
