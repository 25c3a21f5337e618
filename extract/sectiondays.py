"""The days that stand over what they date: at the head of an item, above a section, before a list, in a diary."""

import re
from bisect import bisect_right
from collections import defaultdict
from datetime import date
from functools import cached_property

from extract.datelines import is_dateline
from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.diaries import BRACKETS, BULLETS, stands_last
from extract.parsing import Reading
from extract.records import Article, Block
from extract.spans import START

_HEAD_WITHIN = 8  # characters into an item at which its date may begin
_FULL_STOP = re.compile(r"(?<!\.)\.\s|。")  # April 8. Halden open-sources …
_COLON = re.compile(r"\s?[:：—–]")
# 今日速览 (today at a glance): the day on which it is told
_OF_A_DIGEST = re.compile(r"\s?的?[\u4e00-\u9fff]{0,4}(?:要闻|速览|资讯|头条|看点|热点|新闻|摘要|动态|导读|早报)")
_FARTHEST = 64  # headings from one to that above it
_SHORT = 16  # characters of a heading beside a span of days
_LONGEST_LEAD = 80  # characters
# what landed this month; and in the next line, The releases:
_RELEASES = re.compile(
    r"(?i)(?:(?:the |new |all )*(?:releases|launches|models)|(?:新模型|新品|发布)(?:名单|清单|一览)?)\s?[：:]"
)
_DATE_LABEL = re.compile(
    r"(?:[Dd]ate|[Rr]eleased?(?: date)?|[Ll]aunch(?:ed)?(?: date)?|时间|日期|发布(?:日期|时间))\s?(?=[:：])"
)
_SPANS = ("range", "week")
_LISTED = ("item", "row")


class SectionDays:
    """The heads of one article's items, sections and lists that tell a day or a span of days."""

    def __init__(self, article: Article, reading: Reading, dates: DayList) -> None:
        self._blocks, self._text, self._dates = article.blocks, reading.text, dates

    def at_head(self, block: Block, before: int) -> DateMention | None:
        """The date that an item itself begins with: `2月11日：A；B；C`."""
        inside = self._dates.within(block.start, min(block.start + _HEAD_WITHIN, before))
        if not inside or is_dateline(self._text, inside[0]):
            return None
        return None if self._text[block.start : inside[0].start].strip(BULLETS) else inside[0]

    def is_label(self, date: DateMention) -> bool:
        """`June 3: …`: it dates all that follows."""
        return _COLON.match(self._text, date.end) is not None

    def above(self, place: int) -> DateMention | None:
        """What the heading above block `place` tells, or a heading above that one, or the paragraph before its list."""
        if (lead := self._lead(place)) is not None:
            return lead
        block, level = self._blocks[place], None
        last = bisect_right(self._headings, block.start, key=START) - 1
        for at in range(last, max(-1, last - _FARTHEST), -1):
            heading = self._headings[at]
            if level is not None and not self._is_over(heading, level):
                continue
            found = self._told(heading)
            if found is not None and (level is None or self._is_one_of_several(heading)):
                return found
            level = heading.level
            if level <= 1:
                return None
        return None

    def _is_over(self, heading: Block, level: int) -> bool:
        """Whether a heading stands over another of that level, or a day's stamp does that is not below one like it."""
        if heading.kind == "heading":
            return heading.level < level
        place = bisect_right(self._blocks, heading.start, key=START) - 1
        return self._blocks[max(0, place - 1)].level != level

    def _is_one_of_several(self, heading: Block) -> bool:
        """Over headings of its own, a day stands as one of several; one alone is that of the whole page."""
        return len(self._days_by_level[heading.level]) > 1

    @cached_property
    def _days_by_level(self) -> dict[int, set[date]]:
        days: dict[int, set[date]] = defaultdict(set)
        for heading in self._headings:
            told = self._told(heading)
            if told and told.date:
                days[heading.level].add(told.date.start)
        return days

    @cached_property
    def _leads(self) -> list[int]:
        """For each block the last one before it that is no item and no row."""
        leads: list[int] = []
        for place, block in enumerate(self._blocks):
            leads.append(leads[-1] if leads and block.kind in _LISTED else place)
        return leads

    def _told(self, heading: Block) -> DateMention | None:
        """Its first day; a span of days where it says little else."""
        end = heading.end if heading.kind == "heading" else heading.start + _HEAD_WITHIN
        inside = self._dates.within(heading.start, end)
        days = [date for date in inside if is_day(date) and not _OF_A_DIGEST.match(self._text, date.end)]
        spans = [date for date in inside if date.date and date.date.precision in _SPANS]
        short = [date for date in spans if self._is_short(heading, date)]
        periods = [date for date in inside if self._is_period_at_head(heading, date)]
        return next(iter(days or short or periods), None) or self._alone_below(heading)

    def _is_period_at_head(self, heading: Block, date: DateMention) -> bool:
        """`2024-05: Tern-4 发布`, a line of a history; `March 2026`, `2024 年`, all that a heading or a line says."""
        is_at_head = not self._text[heading.start : date.start].strip(BULLETS)
        return is_at_head and _is_period(date) and (stands_last(self._text, heading, date) or self.is_label(date))

    def _alone_below(self, heading: Block) -> DateMention | None:
        """The day of a line of its own right below: where a feed's pages set it."""
        place = bisect_right(self._blocks, heading.start, key=START)
        if heading.kind != "heading" or place >= len(self._blocks) or self._blocks[place].kind != "paragraph":
            return None
        below = self._blocks[place]
        day = next(iter(self._dates.within(below.start, below.end)), None)
        if day is None or not is_day(day):
            return None
        before, behind = self._text[below.start : day.start], self._text[day.end : below.end]
        around = _DATE_LABEL.sub("", before) + behind
        return None if around.strip(BULLETS + BRACKETS) else day

    def _is_short(self, heading: Block, date: DateMention) -> bool:
        return heading.end - heading.start - (date.end - date.start) <= _SHORT

    def _lead(self, place: int) -> DateMention | None:
        """`6 月 3 日发布的模型：` before the items of a list, or the rows of a table."""
        if self._blocks[place].kind not in _LISTED:
            return None
        lead = self._blocks[self._leads[place]]
        is_lead = (
            lead.kind == "paragraph" and self._text[lead.end - 1] in ":：" and lead.end - lead.start <= _LONGEST_LEAD
        )
        if not is_lead:
            return None
        spans: tuple[str, ...] = _SPANS
        if _RELEASES.fullmatch(self._text, lead.start, lead.end):
            lead, spans = self._blocks[max(0, self._leads[place] - 1)], (*_SPANS, "month")
        inside = self._dates.within(lead.start, lead.end)
        told = [date for date in inside if is_day(date) or (date.date and date.date.precision in spans)]
        return told[0] if len(inside) == len(told) == 1 else None

    @cached_property
    def _headings(self) -> list[Block]:
        """The headings, and in a diary the paragraphs that open a day: `Tuesday, September 23: quiet in town. …`.

        So do the items that are a day and no more, as the terms of a list of what came when.
        """
        days = [block for block in self._blocks if self._opens_a_day(block)]
        is_diary = len(days) > 1
        return [block for block in self._blocks if block.kind == "heading" or (is_diary and block in days)]

    def _opens_a_day(self, block: Block) -> bool:
        """Whether a line begins with a day of which it tells, or is a day or a month and no more."""
        if block.kind not in ("paragraph", "item"):
            return False
        date = next(iter(self._dates.within(block.start, block.start + _HEAD_WITHIN)), None)
        if date is None or not (is_day(date) or _is_period(date)):
            return False
        if stands_last(self._text, block, date):
            return True
        is_opening = self.is_label(date) or _FULL_STOP.match(self._text, date.end) is not None
        is_told = is_day(date) or (_is_year(date) and self.is_label(date))
        return is_opening and is_told and block.kind == "paragraph"


def _is_period(date: DateMention) -> bool:
    return date.date is not None and date.date.precision in ("month", "year")


def _is_year(date: DateMention) -> bool:
    return date.date is not None and date.date.precision == "year"
