"""Stretches of days: a day, week, month, quarter or year, and the parts people speak of (月底, late last year)."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from extract.records import DatePrecision, PartialDate

DECEMBER = 12
# Days of a month, inclusive; 0 is the last one. 月底 is the last third, as in the trade press (1月底 = 21–31).
_MONTH_PARTS = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 0), "start": (1, 10), "end": (21, 0),
    "上半月": (1, 15), "下半月": (16, 0),  # the first and the second half
}  # fmt: skip
# Months of a year, inclusive. "late" is a quarter, "the end of" a month: late 2025, 2025年底.
_YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "start": (1, 1), "end": (12, 12), "middle": (6, 7)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # the first month of three


class Period(NamedTuple):
    """All days from `start` to `end`, both included."""

    start: date
    end: date
    precision: DatePrecision


def day_of(day: date) -> Period:
    return Period(day, day, "day")


def span_of(start: date, end: date) -> Period:
    """A range of days. Raises ValueError where it ends before it begins."""
    if end < start:
        raise ValueError(f"{end} is before {start}")
    return Period(start, end, "range") if start != end else day_of(start)


def month_of(year: int, month: int, part: str = "") -> Period:
    """A month or a third of it (early, mid, late, start, end). Raises ValueError for a thirteenth month."""
    last = monthrange(year, month)[1] if 1 <= month <= DECEMBER else 0
    if not last:
        raise ValueError(f"no month {month}")
    if not part:
        return Period(date(year, month, 1), date(year, month, last), "month")
    low, high = _MONTH_PARTS["mid" if part == "middle" else part]
    return Period(date(year, month, low), date(year, month, high or last), "range")


def nth_of_month(year: int, month: int, nth: int, unit: str) -> Period:
    """The nth day, week, half, or the first or last days of a month, -1 its last. ValueError: it has none such."""
    first, last, _ = month_of(year, month)
    if unit == "days":
        return month_of(year, month, "early" if nth > 0 else "late")
    if unit == "half":
        middle = first + timedelta(days=14)
        return span_of(first, middle) if nth == 1 else span_of(middle + timedelta(days=1), last)
    length = 7 if unit == "week" else 1
    start = first + timedelta(days=length * (nth - 1)) if nth > 0 else last + timedelta(days=1 + length * nth)
    if not first <= start <= last:
        raise ValueError(f"no {unit} {nth} in {first:%Y-%m}")
    return span_of(start, min(last, start + timedelta(days=length - 1)))


def nth_weekday_of_month(year: int, month: int, nth: int, weekday: int) -> Period:
    """The nth such day of a month (Monday is 0), -1 its last. Raises ValueError where it has none such."""
    found = [first for first in _days_of(month_of(year, month)) if first.weekday() == weekday]
    if not -len(found) <= nth <= len(found):
        raise ValueError(f"no weekday {nth} in {year}-{month}")
    return day_of(found[nth - (nth > 0)])


def _days_of(period: Period) -> list[date]:
    return [period.start + timedelta(days=days) for days in range((period.end - period.start).days + 1)]


def months_of(year: int, first: int, last: int) -> Period:
    """From the first day of one month to the last of another, of the next year where that is the smaller number."""
    end = month_of(year + (last < first), last).end
    return Period(month_of(year, first).start, end, "range")


def quarter_of(year: int, quarter: int) -> Period:
    return months_of(year, quarter * 3 - 2, quarter * 3)._replace(precision="quarter")


def half_of(year: int, half: int) -> Period:
    return months_of(year, half * 6 - 5, half * 6)


def season_of(year: int, season: str) -> Period:
    """Three months; the winter of a year ends in the next one."""
    first = _SEASONS[season]
    return months_of(year, first, (first + 1) % 12 + 1)


def year_of(year: int, part: str = "") -> Period:
    """A year, or a part of it: early, mid, late (quarters), start, middle, end (months)."""
    if not part:
        return Period(date(year, 1, 1), date(year, 12, 31), "year")
    found = months_of(year, *_YEAR_PARTS[part])
    return found._replace(precision="month") if part in {"start", "end"} else found


def week_of(day: date, weeks: int = 0) -> Period:
    """The week, Monday to Sunday, that a day lies in, or one `weeks` later."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Period(monday, monday + timedelta(days=6), "week")


def weekend_of(day: date, weeks: int = 0) -> Period:
    monday = week_of(day, weeks).start
    return span_of(monday + timedelta(days=5), monday + timedelta(days=6))


def month_from(day: date, months: int) -> tuple[int, int]:
    """The year and month that lies so many months after a day's."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def until(told: PartialDate | None, published: PartialDate | None) -> PartialDate | None:
    """`earlier this month`, of what has happened: up to the day on which that is told."""
    if told is None or published is None:
        return told
    is_open = told.start <= published.start < told.end and told.basis == "relative"
    return replace(told, end=published.start, precision="range") if is_open else told
