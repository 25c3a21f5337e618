"""Read the time that a list shows beside a link, as people are told it: 1小时前 (an hour ago), 昨天 18:56 (yesterday).

It is resolved against the moment at which the server answered, never against our own clock.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

STAMP = "%Y-%m-%dT%H:%M:%SZ"
CLOCK = r"(?:\s*(?:at\s+)?(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?:[:：][0-5]\d)?)?"
UNITS = {
    "秒": timedelta(seconds=1), "分": timedelta(minutes=1), "小": timedelta(hours=1), "时": timedelta(hours=1),
    "天": timedelta(days=1), "周": timedelta(weeks=1),
    "s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}  # fmt: skip
DAYS_AGO = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "前日": 2}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

AGO = re.compile(r"(?<!\d)(?P<count>\d{1,4}|an?|半)\s*个?(?P<unit>秒|分|小时|时|天|周|s|m|h|d|w)[^前\d]{0,8}(?:前|ago)")
NAMED = re.compile(rf"(?P<day>{'|'.join(DAYS_AGO)}){CLOCK}")
FULL = re.compile(rf"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})日?T?{CLOCK}")
SHORT = re.compile(rf"(?<![\d-])(?P<m>\d{{1,2}})\s*[-/月]\s*(?P<d>\d{{1,2}})日?{CLOCK}")
ENGLISH = re.compile(
    rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"
)
JUST_NOW = re.compile(r"刚刚|刚才|just now")


def read_shown_time(text: str, now: datetime, zone: tzinfo) -> str:
    """ISO 8601 in UTC; "" where it says no time, an impossible one, or one that is still to come.

    `now` is aware. A day without a clock is its first moment in the site's `zone`.
    """
    text = " ".join(text.lower().split())
    here = now.astimezone(zone)
    for pattern, read in _READERS:
        if found := pattern.search(text):
            try:
                moment = read(found, here)
            except (ValueError, OverflowError):  # 2月30日, the 30th of February
                return ""
            return f"{moment.astimezone(UTC):{STAMP}}" if moment <= here + timedelta(days=1) else ""
    return ""


def _read_ago(found: re.Match[str], here: datetime) -> datetime:
    count = 0.5 if found["count"] == "半" else 1 if found["count"].startswith("a") else int(found["count"])
    return here - count * UNITS[found["unit"][0]]


def _read_named(found: re.Match[str], here: datetime) -> datetime:
    return _at(found, here.date() - timedelta(days=DAYS_AGO[found["day"]]), here)


def _read_full(found: re.Match[str], here: datetime) -> datetime:
    return _at(found, date(int(found["y"]), int(found["m"]), int(found["d"])), here)


def _read_short(found: re.Match[str], here: datetime) -> datetime:
    """Without a year it is the last such day."""
    month, day = int(found["m"]), int(found["d"])
    year = here.year if (month, day) <= (here.month, here.day) else here.year - 1
    return _at(found, date(year, month, day), here)


def _read_english(found: re.Match[str], here: datetime) -> datetime:
    day = date(int(found["y"]), MONTHS.index(found["name"]) + 1, int(found["d"]))
    return datetime.combine(day, time(), here.tzinfo)


def _at(found: re.Match[str], day: date, here: datetime) -> datetime:
    return datetime.combine(day, time(int(found["hour"] or 0), int(found["minute"] or 0)), here.tzinfo)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime]], ...] = (
    (JUST_NOW, lambda _, here: here),
    (AGO, _read_ago),
    (NAMED, _read_named),
    (FULL, _read_full),
    (ENGLISH, _read_english),
    (SHORT, _read_short),
)
