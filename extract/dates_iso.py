"""Dates in numbers: 2026-05-23, 2026/5/23, 05/23/2026, time stamps. Never out of a name, version, address or link."""

import re
from datetime import UTC, date, datetime

from extract.periods import DECEMBER, Period, day_of, month_of
from extract.scene import IMPOSSIBLE, Reading, Rule, Scene

_FREE = r"(?<![A-Za-z0-9_./$-])"
_CLOCK = (
    r"[T ]{1,2}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d{2}(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?![\d:])"
)
_END = r"(?![A-Za-z0-9]|[-/.]\d)"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_YMD = rf"{_FREE}{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:{_CLOCK})?{_END}"
_MDY = rf"{_FREE}(?P<month>\d{{1,2}})(?P<sep>[-/.])(?P<day>\d{{1,2}})[-/.]{_YEAR}{_END}"
_YM = rf"{_FREE}(?P<year>20\d{{2}})[-/](?P<month>0[1-9]|1[0-2])(?![A-Za-z0-9]|[-/.]\d| ?[年月日%万亿元个])"
_COMPACT = (
    r"(?:(?<=[\n(（【\[:于在])|(?<=: )|(?<=于 )|(?<=在 )|\A)"
    r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[\s)）】\],，。发推上日]|\Z)"
)

_NAME_BEFORE = re.compile(r"[A-Za-z] ?$")


def _read_day(match: re.Match[str], scene: Scene) -> Reading | None:
    if match.groupdict().get("sep") == "." and _is_version(match, scene):
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        found = date(year, month, day)
    except ValueError:
        return IMPOSSIBLE
    return Reading("explicit", _local(match, found, scene))


def _is_version(match: re.Match[str], scene: Scene) -> bool:
    """Whether dotted numbers are a calendar version: Redpen 2026.2.22, 2026.3.1 版本."""
    after = scene.text[match.end() : match.end() + 4].lstrip()
    named = _NAME_BEFORE.search(scene.text, max(0, match.start() - 3), match.start())
    return named is not None or after.startswith(("版", "及以", "或更", "以上"))


def _local(match: re.Match[str], day: date, scene: Scene) -> Period:
    """A time stamp's day in the reader's zone; the written day where it states no zone."""
    zone = match.groupdict().get("zone")
    if not zone:
        return day_of(day)
    moment = datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]), tzinfo=UTC)
    if zone[0] in "+-":
        digits = zone.replace(":", "")
        moment = datetime.strptime(f"{moment:%Y-%m-%dT%H:%M}{digits}", "%Y-%m-%dT%H:%M%z")
    return day_of(moment.astimezone(scene.zone).date())


def _read_month_first(match: re.Match[str], scene: Scene) -> Reading | None:
    """05/23/2026 as in the United States, unless only the other order is a date, or one that has come."""
    first, second, year = int(match["month"]), int(match["day"]), int(match["year"])
    if match["sep"] == "." or first > DECEMBER or _is_to_come(year, first, second, scene.anchor):
        first, second = second, first
    try:
        return Reading("explicit", day_of(date(year, first, second)))
    except ValueError:
        return IMPOSSIBLE if match["sep"] != "." else None


def _is_to_come(year: int, month: int, day: int, anchor: date | None) -> bool:
    """Whether month before day lies ahead of publication, and day before month does not: 07/09/2026 in July."""
    return anchor is not None and day <= DECEMBER and (year, day, month) <= _parts(anchor) < (year, month, day)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _read_month(match: re.Match[str], scene: Scene) -> Reading | None:
    return Reading("explicit", month_of(int(match["year"]), int(match["month"])))


RULES = (
    Rule("iso_day", _YMD, _read_day),
    Rule("iso_compact", _COMPACT, _read_day),
    Rule("iso_month_first", _MDY, _read_month_first),
    Rule("iso_month", _YM, _read_month),
)
