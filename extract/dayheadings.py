"""The day that governs a block from above: a heading's, or in a diary that of the paragraph which opened the day."""

import re
from bisect import bisect_right
from functools import cached_property

from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.records import Article, Block
from extract.spans import START

BULLETS = " •·-—*【[(（0123456789.、"
HEAD_WITHIN = 8  # characters into an item at which its date may begin
COLON = re.compile(r"\s?[:：—–]")
_FIRST_BLOCKS = 4
_DIGEST = re.compile(
    r"今天的[\u4e00-\u9fff]{0,6}(?:资讯|新闻|要闻|早报|头条)|今日[\u4e00-\u9fff]{0,4}(?:资讯|要闻|头条)"
)  # today's news


class DayHeadings:
    """The headings of one article, and the days that they tell."""

    def __init__(self, article: Article, text: str, dates: DayList) -> None:
        self._article, self._text, self._dates = article, text, dates

    def find_day(self, place: int) -> DateMention | None:
        """The day of the last heading before a place; None where that tells none."""
        index = bisect_right(self._headings, place, key=START) - 1
        if index < 0:
            return None
        heading = self._headings[index]
        end = heading.end if heading.kind == "heading" else heading.start + HEAD_WITHIN
        return next((date for date in self._dates.within(heading.start, end) if is_day(date)), None)

    @cached_property
    def _headings(self) -> list[Block]:
        """The headings, and in a diary the paragraphs that open a day: `Tuesday, September 23: quiet in town. …`."""
        days = [block for block in self._article.blocks if block.kind == "paragraph" and self._opens_a_day(block)]
        is_diary = len(days) > 1
        return [block for block in self._article.blocks if block.kind == "heading" or (is_diary and block in days)]

    def _opens_a_day(self, block: Block) -> bool:
        inside = self._dates.within(block.start, block.start + HEAD_WITHIN)
        if not inside or not is_day(inside[0]):
            return False
        is_all = not self._text[inside[0].end : block.end].strip(BULLETS + "】：:，)）")
        return is_all or COLON.match(self._text, inside[0].end) is not None


def find_digest_day(article: Article, text: str, dates: DayList) -> DateMention | None:
    """The day of `现在是 6 月 20 日，今天的重要科技资讯有` (it is 20 June, today's news) in the first blocks."""
    for block in article.blocks[:_FIRST_BLOCKS]:
        if _DIGEST.search(text, block.start, block.end):
            return next((date for date in dates.within(block.start, block.end) if is_day(date)), None)
    return None
