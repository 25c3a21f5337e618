"""The month or year that stands over a text: a heading's, or the one that a line begins with (2025年，…。3月，…)."""

import re
from typing import NamedTuple

from extract.firsts import compile_search
from extract.periods import Period

NOW_AGAIN = compile_search(  # the last month, recently, now, this year, …: a story of an earlier year has ended
    "过近最目如现眼今本上这刚昨",
    r"(?:过去(?:的|这)?[一两三几半]?[个]?(?:月|周|天)|近[日期来]|最近|目前|如今|现在|眼下|今年|本月|上个?月|这个月|刚刚|[今昨][天日])",
)
_LINE_START = re.compile(r"(?:\A|\n)[\s#*【（(\d.、-]*\Z")
_SHORT_LINE = re.compile(r"[^\n。，,；]{0,24}(?:\n|\Z)")
_HEADING = re.compile(r"\n[^\n。，,；.:：\d]{1,24}(?=\n)")
_END = re.compile(r"\n")
_HEADING_MARK = 6  # characters
_FARTHEST = 4000  # characters over which a year holds


class Section(NamedTuple):
    """A month or year, which dates what has none of its own up to `end`."""

    period: Period | None
    end: int


def find_section(text: str, start: int, end: int, period: Period) -> Section | None:
    """What words from `start` to `end` stand over: `1月`, `## 2月：…`, `2025`, or a line that begins `2025年，`."""
    if period.precision not in ("month", "year"):
        return None
    if not _LINE_START.search(text, max(0, start - _HEADING_MARK), start):
        return None
    is_heading = _SHORT_LINE.match(text, end) is not None
    if period.precision == "month":
        return Section(period, len(text)) if is_heading else None
    if not is_heading and not text.startswith(("，", ","), end):
        return None
    stop = (
        _HEADING.search(text, max(end, text.find("\n", end)), end + _FARTHEST) if is_heading else _END.search(text, end)
    )
    stops = stop, NOW_AGAIN.search(text, end, end + _FARTHEST)
    return Section(period, min((each.start() for each in stops if each), default=end + _FARTHEST))
