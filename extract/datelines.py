"""Datelines (`IT之家 6 月 12 日消息`, `OSLO, May 12, 2026 —`): where they stand, and what `today` means behind one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.records import Article, Block, PartialDate

_BEHIND = re.compile(  # "… news:", "… report", right behind a day; not a word that 讯 or 电 begins: 6 月 12 日电信公司
    r"\s?(?:消息(?!称|人)|报道(?!称|人)|[讯电](?=[^\u4e00-\u9fff]|[据（(]|记者|\Z))"
)
_RETOLD = re.compile(  # 昨日发布博文，报道称: the day of somebody's report, not of what it tells of
    r"\s?(?:发布|发表|撰写|刊发)了?(?:一篇)?(?:博文|报道|文章|视频|推文)[，,]\s?(?:报道|爆料|曝光|透露|指出)"
)
_REPORTER = re.compile(r"(?:媒体|外媒|博主|网友|记者|分析师|爆料人|日报|时报|晚报|通讯社)[^，。；\n]{0,14}\Z")
_REPORTS = re.compile(
    r"\s?(?:报道(?:称|指出|显示)|撰文|刊文|发文(?!宣布)|援引"
    r"|发布?(?:了)?(?:一[篇则段条])?(?:视频|帖子?|长文|文章|博文|报道|推文))"
)  # 媒体今日发文称: of whoever reports, not of what it reports
_REPORTER_WITHIN = 24  # characters
_CITED = re.compile(r"据[^，。；\n]{1,16}\Z")  # 据外媒昨日报道: of whoever reports
_CITY = re.compile(r"\(?(?:[A-Z][\w.'’]*[ ,]{0,2}(?:of )?){1,6}[(–—-]?\s?\Z")
_DASH = re.compile(r"\)?\s{0,2}(?:(?:/[\w ]{2,24}/|\([\w ,.]{2,24}\))\s{0,2})?(?:[–—]|--?\s)")
_LONGEST_CITY = 48  # characters
_DIGEST = re.compile(
    r"今天的[\u4e00-\u9fff]{0,6}(?:资讯|新闻|要闻|早报|头条)|今日[\u4e00-\u9fff]{0,4}(?:资讯|要闻|头条)"
)  # today's news
_FIRST = 4  # blocks in which a digest says which day it is of
_LATE = timedelta(days=7)  # a page comes out within so many days behind its dateline
_NAMES_A_DAY = re.compile(r"(?i)周|星期|礼拜|(?:mon|tues|wednes|thurs|fri|satur|sun)day")


def is_dateline(text: str, mention: DateMention) -> bool:
    """Whether a Chinese day is a dateline's."""
    return bool(mention.date and _BEHIND.match(text, mention.end) and not is_cited(text, mention))


def is_of_a_report(text: str, mention: DateMention) -> bool:
    """Whether a Chinese day is the one on which an outlet wrote of it."""
    if _REPORTS.match(text, mention.end) and _REPORTER.search(
        text, max(0, mention.start - _REPORTER_WITHIN), mention.start
    ):
        return True
    return is_cited(text, mention) or _RETOLD.match(text, mention.end) is not None


def is_cited(text: str, mention: DateMention) -> bool:
    """`据彭博社6月9日报道`: the day of a report that the text cites."""
    is_report = text.startswith(("报道", " 报道"), mention.end)
    return is_report and _CITED.search(text, max(0, mention.start - _REPORTER_WITHIN), mention.start) is not None


def find_digest_day(article: Article, text: str, dates: DayList) -> DateMention | None:
    """The day of `现在是 6 月 20 日，今天的重要科技资讯有` (it is 20 June, today's news) in the first blocks."""
    for block in article.blocks[:_FIRST]:
        if _DIGEST.search(text, block.start, block.end):
            days = (date for date in dates.within(block.start, block.end) if is_day(date))
            return next((day for day in days if day.date and day.date.basis == "explicit"), None)
    return None


def read_under_datelines(
    dates: Sequence[DateMention], text: str, blocks: Sequence[Block], published: PartialDate | None
) -> Sequence[DateMention]:
    """The dates, those that are counted from `today` counted from the dateline before them where that is earlier."""
    if published is None or published.precision != "day":
        return dates
    lines = {date.start: date for date in _iter_lines(dates, text, blocks)}
    if not lines:
        return dates
    return list(_iter_shifted(dates, lines, published))


def _iter_lines(dates: Iterable[DateMention], text: str, blocks: Sequence[Block]) -> Iterator[DateMention]:
    places = iter(blocks)
    block = next(places, None)
    for date in dates:
        while block and block.end <= date.start:
            block = next(places, None)
        if block and is_day(date) and (is_dateline(text, date) or _opens_in_english(text, block, date)):
            yield date


def _opens_in_english(text: str, block: Block, date: DateMention) -> bool:
    """`SAN FRANCISCO, May 12, 2026 (Wire) —`: a block begins with places, and behind the day stands a dash."""
    is_near = block.kind == "paragraph" and 0 < date.start - block.start <= _LONGEST_CITY
    return bool(is_near and _CITY.fullmatch(text, block.start, date.start) and _DASH.match(text, date.end))


def _iter_shifted(
    dates: Iterable[DateMention], lines: dict[int, DateMention], published: PartialDate
) -> Iterator[DateMention]:
    late = timedelta()
    for date in dates:
        line = lines.get(date.start)
        if line and line.date:
            late = published.end - line.date.start
            late = late if timedelta() < late <= _LATE and line.date.basis == "explicit" else timedelta()
        told = date.date
        if late and told and told.basis == "relative" and is_day(date) and not _NAMES_A_DAY.search(date.raw):
            yield date._replace(date=replace(told, start=told.start - late, end=told.end - late))
        else:
            yield date
