"""The Chinese lunar calendar, 1990 to 2099: a lunar day's solar date.

Each year is five hexadecimal digits: whether the leap month has 30 days, then twelve bits for months 1 to 12
(30 days where set), then the month the leap month follows (0: none). Source: the published almanac, as in borax
(MIT), which the tests compare every day of every year with.
"""

from datetime import date, timedelta
from functools import cache

FIRST, LAST = 1990, 2099
_NEW_YEAR_1990 = date(1990, 1, 27)
_YEARS = (
    "04af504970064b0074a30ea5006b5805ac00ab60096d5092e00c9600d9540d4a00da5007552056a00abb7025d0092d00cab5"
    "0a9500b4a00baa40ad50055d904ba00a5b015176052b00a9300795406aa00ad5005b5204b600a6e60a4e00d2600ea650d530"
    "05aa0076a3096d004afb04ad00a4d01d0b60d2500d5200dd450b5a0056d0055b2049b00a5770a4b00aa501b25506d200ada0"
    "14b6309370049f804970064b0168a60ea5006b201a6c40aae0092e00d2e30c9600d5570d4a00da5005d55056a00a6d0055d4"
    "052d00a9b80a9500b4a00b6a60ad50055a00aba40a5b0052b00b273069300733706aa00ad5014b5504b600a570054e40d260"
    "0e9680d5200daa016aa6056d004ae00a9d40a4d00d1500f252"
)


def solar_date(year: int, month: int, day: int) -> date:
    """The solar date of a lunar day. Raises ValueError where the month has no such day or the year is not known."""
    if month not in range(1, 13):
        raise ValueError(f"no lunar month {month}")
    months = _months(year)
    if not 1 <= day <= months[month - 1][1]:
        raise ValueError(f"no lunar day {year}-{month}-{day}")
    return new_year(year) + timedelta(days=months[month - 1][0] + day - 1)


@cache
def new_year(year: int) -> date:
    """Spring Festival of a year: the first day of the first lunar month."""
    if not FIRST <= year <= LAST + 1:
        raise ValueError(f"no lunar calendar for {year}")
    if year == FIRST:
        return _NEW_YEAR_1990
    return new_year(year - 1) + timedelta(days=_length(year - 1))


def _length(year: int) -> int:
    start, days, leap = _months(year)[-1]
    return start + days + leap


@cache
def _months(year: int) -> tuple[tuple[int, int, int], ...]:
    """For each month: days before it, its days, and the days of the leap month after it (0: none)."""
    if not FIRST <= year <= LAST:
        raise ValueError(f"no lunar calendar for {year}")
    code = int(_YEARS[(year - FIRST) * 5 : (year - FIRST) * 5 + 5], 16)
    found, passed = [], 0
    for month in range(1, 13):
        days = 29 + (code >> (16 - month) & 1)
        leap = 29 + (code >> 16) if code & 15 == month else 0
        found.append((passed, days, leap))
        passed += days + leap
    return tuple(found)
