"""Diaries: under `June 24, 2026`, one of several lines that are such a day, `today` is that day and not the page's."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from extract.dates import DateMention
from extract.daylist import is_day
from extract.records import Block, PartialDate
from extract.spans import START

BULLETS = " •·-—*【[(（0123456789.、"
BRACKETS = "】：:，,)）]"
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?$")
_NAMES_A_DAY = re.compile(r"(?i)周|星期|礼拜|(?:mon|tues|wednes|thurs|fri|satur|sun)day")


def stands_last(text: str, block: Block, date: DateMention) -> bool:
    """Whether nothing stands behind a date in its block but the time of day."""
    return not _CLOCK.sub("", text[date.end : block.end]).strip(BULLETS + BRACKETS)


def read_under_stamps(
    dates: Sequence[DateMention], text: str, blocks: Sequence[Block], published: PartialDate | None
) -> Sequence[DateMention]:
    """The dates, days that are counted from the page's own counted from the day they stand under instead."""
    if published is None or published.precision != "day" or not any(_is_counted(date) for date in dates):
        return dates
    stamps = dict(_iter_stamps(dates, text, blocks))
    if len({date.date.start for date in dates if date.start in stamps and date.date}) <= 1:
        return dates
    return list(_iter_moved(dates, stamps, published))


def _is_counted(date: DateMention) -> bool:
    """Whether it is a day said by its distance, such as 昨晚 (last night); a weekday is not told by a distance."""
    is_relative = date.date is not None and date.date.basis == "relative"
    return is_relative and is_day(date) and _NAMES_A_DAY.search(date.raw) is None


def _iter_stamps(dates: Sequence[DateMention], text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where each day begins that heads a section, and where that ends."""
    for date in dates:
        if not is_day(date) or date.date is None or date.date.basis != "explicit":
            continue
        place = bisect_right(blocks, date.start, key=START) - 1
        block = blocks[place]
        if block.kind == "title" or text[block.start : date.start].strip(BULLETS):
            continue
        if block.kind == "heading" or stands_last(text, block, date):
            yield date.start, _end_of_section(blocks, place)


def _end_of_section(blocks: Sequence[Block], place: int) -> int:
    """Where the next heading of a heading's level or above begins; a line's section ends with the text."""
    level = blocks[place].level if blocks[place].kind == "heading" else 0
    later = (block.start for block in blocks[place + 1 :] if block.kind == "heading" and block.level <= level)
    return next(later, blocks[-1].end)


def _iter_moved(dates: Sequence[DateMention], stamps: dict[int, int], published: PartialDate) -> Iterator[DateMention]:
    moved, end = timedelta(), 0
    for date in dates:
        told = date.date
        if told and date.start in stamps:
            moved, end = told.start - published.start, stamps[date.start]
        if told and date.start < end and _is_counted(date):
            yield date._replace(date=replace(told, start=told.start + moved, end=told.end + moved))
        else:
            yield date
