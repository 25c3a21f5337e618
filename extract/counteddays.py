"""The day of a release from which another is counted: `two weeks after Halden launched Nova 2`, 距 Nova-2 发布仅两个月.

The day that the sentence tells is the other's. How long before that the first came out tells its own.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from extract.dategrammar_en import EN
from extract.hannumbers import number_of
from extract.periods import Period, day_of, month_from, month_of
from extract.scene import any_of

_DAYS = {"day": 1, "week": 7, "fortnight": 14, "天": 1, "日": 1, "周": 7, "星期": 7}
_MONTHS = {"month": 1, "月": 1}
_LONGEST = 120  # characters
_AFTER = re.compile(  # up to the verb or the name, whichever comes first
    r"(?P<rough>(?:[Ll]ess than|[Mm]ore than|[Nn]early|[Aa]lmost|[Aa]bout|[Rr]oughly|[Aa]round|[Oo]ver|[Uu]nder|[Ss]ome"
    r"|[Bb]arely|[Ww]ithin|[Nn]ot even) )?"
    rf"\b(?P<number>{any_of((*EN['numbers'], *(word.capitalize() for word in EN['numbers'])))}|\d{{1,3}})"
    r" (?P<unit>day|week|fortnight|month|year)s? after (?P<who>(?:(?:[A-Z][\w.&'’-]*|the|its|it|they|rivals?|startup"
    r"|start-up|company|firm|lab|competitor|same|Chinese|had|has|first|was|were|officially|quietly|also"
    r"|launch|release|debut|unveiling|of|original) ?){0,8})\Z"
)
_IS_NEWS = re.compile(r"\b(?:comes?|arrives?|lands?|follows?|is|are|has|have|says?|now|today)\b")
_QUALIFIED = r"(?:已经?|才|仅仅?|只|刚刚?|不过|短短|过去|有|了|整整)"
_SINCE_OUT = re.compile(  # behind the verb: 发布仅两个月, 发布至今已有三年半; not 发布两天前, 上线一周年
    r" ?(?:大?模型|系列)?"
    rf"(?:(?:正式|首次|全面)?(?:发布|推出|上线|开源|问世|亮相|公布|面世|登场)(?:至今|距今)?{_QUALIFIED}{{0,3}}"
    rf"|(?:至今|距今){_QUALIFIED}{{0,3}}|(?:才|仅仅?|刚刚?|短短)) ?"
    r"(?P<rough>不到|近|超过|约|将近|大约|逾)? ?(?P<number>\d{1,2}|[一二两三四五六七八九十]{1,2}) ?"
    r"(?P<unit>天|周(?![年期刊一二三四五六日])|个?星期(?![一二三四五六日])|个月|年半?(?![度代级\d]))(?P<many>多)?"
    r"(?:之|以)?(?P<more>后|来)?(?!之?前|以前)"
)
_FROM_NOW = re.compile(r"距离?[^，。；\n]{0,40}\Z")
_HALF = 6  # months
_YEAR = 12


class Counted(NamedTuple):
    """How long before another a release came out, in which words. No days and no months: nobody says exactly."""

    start: int
    end: int
    stop: int  # the end of the clause that tells it
    days: int | None
    months: int | None
    is_from_now: bool  # where no other day is told, it is counted from the day of publication

    def before(self, day: date) -> Period | None:
        """The day or month so long before a day."""
        if self.days:
            return day_of(day - timedelta(days=self.days))
        return month_of(*month_from(day, -self.months)) if self.months else None


def count_english(text: str, start: int, first: int, end: int) -> Counted | None:
    """How long after a release, told at `first` in the sentence from `start` to `end`, another was."""
    begin = max(start, first - _LONGEST)
    found = _AFTER.search(text, begin, first) if text.find(" after ", begin, first) > 0 else None
    if found is None:
        return None
    number = found["number"].lower()
    count = EN["numbers"].get(number) or int(number)
    stop = next((at for at in range(first, end) if text[at] in ",;"), end)
    is_news = _IS_NEWS.search(text[start : found.start()] + text[stop:end]) is not None
    return Counted(found.start(), found.start("who"), stop, *_length(count, found["unit"], found["rough"]), is_news)


def count_chinese(text: str, start: int, verb: int) -> Counted | None:
    """How long a release, whose verb begins or whose name ends at `verb`, has been out: 仅两个月."""
    found = _SINCE_OUT.match(text, verb)
    if found is None:
        return None
    is_from_now = found["more"] is None or _FROM_NOW.search(text, start, verb) is not None
    length = _length(number_of(found["number"]), found["unit"].removeprefix("个"), found["rough"] or found["many"])
    return Counted(found.start(), found.end(), found.end(), *length, is_from_now)


def _length(count: int, unit: str, rough: str | None) -> tuple[int | None, int | None]:
    """So many days or months; years alone say too little."""
    if rough:
        return None, None
    if unit == "年半":
        return None, count * _YEAR + _HALF
    return (count * _DAYS[unit], None) if unit in _DAYS else (None, count * _MONTHS[unit] if unit in _MONTHS else None)
