"""English dates: Feb. 12, 9 June 2026, last May, on Tuesday, early 2026, two weeks ago, the same day."""

import re
from datetime import date, timedelta

from extract import dategrammar_en as grammar
from extract.dategrammar_en import EN, MONTH_NUMBERS, WEEKDAYS
from extract.festivals import festival_of
from extract.periods import (
    DECEMBER,
    Period,
    day_of,
    half_of,
    month_from,
    month_of,
    months_of,
    nth_of_month,
    nth_weekday_of_month,
    quarter_of,
    season_of,
    span_of,
    week_of,
    weekend_of,
    year_of,
)
from extract.scene import VAGUE, Reading, Rule, Scene, in_year, reading_of

_OFFSETS: dict[str, int] = {**EN["offsets"], "the": 0}
_NUMBERS: dict[str, int] = EN["numbers"]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_OPENERS = {"On", "Since", "Until", "By", "From", "Published", "Updated", "The", "Posted", "Date", "Dated"}
_BEFORE_DAYS = {"on", "since", "until", "by", "from", "the", "published", "updated", "of"}
_WORDS_TOO = {"May", "March", "Mar"}  # verbs and names as well
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_HOURS_OF_TODAY = 6  # hours ago that are still the day of publication


def _read_month_day(match: re.Match[str], scene: Scene) -> Reading | None:
    if _is_version(match, scene):
        return None
    month, day = MONTH_NUMBERS[match["month"]], int(match["day"])
    last = int(match["day2"] or day)
    return in_year(scene, _year(match, scene), lambda year: span_of(date(year, month, day), date(year, month, last)))


def _is_version(match: re.Match[str], scene: Scene) -> bool:
    """Whether the number before a month may be a name's: Gemini 3 May, Claude 4 April."""
    if match["year"] or match["ordinal"] or match.start("day") > match.start("month"):
        return False
    before = scene.text[max(0, match.start("day") - 12) : match.start("day")].split()
    named = bool(before) and before[-1][0].isupper() and before[-1] not in _OPENERS
    return named or (match["month"] in _WORDS_TOO and (not before or before[-1].lower() not in _BEFORE_DAYS))


def _read_week_of(match: re.Match[str], scene: Scene) -> Reading:
    month, day = MONTH_NUMBERS[match["month"]], int(match["day"])
    return in_year(scene, _year(match, scene), lambda year: week_of(date(year, month, day)))


def _read_nth_of_month(match: re.Match[str], scene: Scene) -> Reading:
    month, nth, unit = MONTH_NUMBERS[match["month"]], EN["ordinals"][match["nth"]], match["unit"] or "day"
    unit = unit.removeprefix("few ")
    if name := match["weekday"]:
        weekday = WEEKDAYS.index(name)
        return in_year(scene, _year(match, scene), lambda year: nth_weekday_of_month(year, month, nth, weekday))
    return in_year(scene, _year(match, scene), lambda year: nth_of_month(year, month, nth, unit))


def _read_the_day(match: re.Match[str], scene: Scene) -> Reading | None:
    day = scene.nearest_day(int(match["day"]))
    return Reading("explicit", day_of(day)) if day else None


def _read_months(match: re.Match[str], scene: Scene) -> Reading:
    first, last = MONTH_NUMBERS[match["month"]], MONTH_NUMBERS[match["month2"]]
    return in_year(scene, _year(match, scene), lambda year: months_of(year - (last < first), first, last))


def _read_month(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    month, part, which = MONTH_NUMBERS[match["month"]], _part(groups.get("part")), (groups.get("which") or "").lower()
    which = groups.get("when") or which
    if which in {"last", "this", "next"}:  # "last May" is last year's, as the gold has it
        year = scene.anchor.year + _OFFSETS[which] if scene.anchor else None
        return in_year(scene, year, lambda year: month_of(year, month, part)) if year else VAGUE
    return in_year(scene, _year(match, scene), lambda year: month_of(year, month, part))


def _read_quarter(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    number = _ORDINALS[groups["nth"]] if groups.get("nth") else int(match["q"])
    return in_year(scene, _year(match, scene), lambda year: quarter_of(year, number))


def _read_half(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    number = _ORDINALS[groups["nth"]] if groups.get("nth") else int(groups["h"])
    return in_year(scene, _year(match, scene), lambda year: half_of(year, number))


def _read_year(match: re.Match[str], scene: Scene) -> Reading:
    part = _part(match.groupdict().get("part"))
    return in_year(scene, _year(match, scene), lambda year: year_of(year, part))


def _read_part_of_month(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    months = month_from(scene.anchor, _OFFSETS[match["which"].lower()])
    return Reading("relative", month_of(*months, _part(match["part"])))


def _read_opening(match: re.Match[str], scene: Scene) -> Reading:
    found = _unit_of(scene, match["unit"], 0)
    if found is None or scene.anchor is None:
        return VAGUE
    if match["opening"].lower() == "later":
        return Reading("relative", found._replace(start=scene.anchor))
    return Reading("relative", found._replace(end=scene.anchor))


def _read_span(match: re.Match[str], scene: Scene) -> Reading:
    which = match["which"].lower()
    if (
        which in {"past", "this past", "this coming"} or match["the"]
    ):  # over the last year: a stretch, not an event's day
        return VAGUE
    found = _unit_of(scene, match["unit"], _OFFSETS[which])
    return Reading("relative", scene.until_anchor(found)) if found else VAGUE


def _unit_of(scene: Scene, unit: str, shift: int) -> Period | None:
    """This, the last or the next week, weekend, month, quarter or year."""
    if scene.anchor is None or (unit in {"week", "weekend"} and not scene.exact):
        return None
    if unit == "week":
        return week_of(scene.anchor, shift)
    if unit == "weekend":
        return weekend_of(scene.anchor, shift)
    if unit == "month":
        return month_of(*month_from(scene.anchor, shift))
    if unit == "quarter":
        year, month = month_from(scene.anchor, 3 * shift)
        return quarter_of(year, (month + 2) // 3)
    return year_of(scene.anchor.year + shift)


def _read_weekend(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    found = weekend_of(today)
    return Reading("relative", found if found.start <= today or scene.is_planned else weekend_of(today, -1))


def _read_season(match: re.Match[str], scene: Scene) -> Reading:
    season = (match["season"] or match["season2"]).lower().replace("fall", "autumn")
    if match["year"]:
        return Reading("explicit", season_of(int(match["year"]), season))
    if scene.anchor is None:
        return VAGUE
    shift = _OFFSETS[match["which"].lower()]
    found = season_of(scene.anchor.year + shift, season)
    if shift == -1 and season_of(scene.anchor.year, season).end < scene.anchor:
        found = season_of(scene.anchor.year, season)  # last spring, said in summer
    return Reading("relative", found)


def _read_weekday(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    groups = match.groupdict()
    weekday, which = WEEKDAYS.index(match["weekday"]), (groups["week"] or groups.get("which") or "").lower()
    if which in {"last", "this", "next"}:
        return Reading("relative", day_of(week_of(today, _OFFSETS[which]).start + timedelta(days=weekday)))
    if which == "this coming":
        return Reading("relative", day_of(today + timedelta(days=(weekday - today.weekday()) % 7)))
    return Reading("relative", day_of(scene.nearest_weekday(today, weekday)))


def _read_day_word(match: re.Match[str], scene: Scene) -> Reading:
    return _days_from_anchor(scene, EN["days"][match["word"].lower()])


def _days_from_anchor(scene: Scene, days: int) -> Reading:
    day = scene.shifted(days)
    return Reading("relative", day_of(day)) if day else VAGUE


def _read_ago(match: re.Match[str], scene: Scene) -> Reading:
    number, unit = match["number"].lower(), match["unit"]
    count = _NUMBERS.get(number) or int(number)
    if unit in {"minute", "hour"}:
        return _days_from_anchor(scene, 0) if unit == "minute" or count <= _HOURS_OF_TODAY else VAGUE
    if days := _DAYS.get(unit):
        return _days_from_anchor(scene, -count * days)
    if scene.anchor is None:
        return VAGUE
    if unit == "month":
        return Reading("relative", month_of(*month_from(scene.anchor, -count)))
    return _years_ago(scene.anchor, count) if match["exact"] and scene.exact else VAGUE


def _read_later(match: re.Match[str], scene: Scene) -> Reading:
    number, unit = match["number"].lower(), match["unit"]
    count = (_NUMBERS.get(number) or int(number)) * (-1 if match["way"] == "earlier" else 1)
    if days := _DAYS.get(unit):
        return Reading("anaphora", None, count * days)
    if unit in {"month", "year"}:
        return Reading("anaphora", None, count * (1 if unit == "month" else DECEMBER), "month")
    return VAGUE


def _years_ago(today: date, years: int) -> Reading:
    """A year ago today; a year ago alone is too vague to be a date."""
    return reading_of(lambda: day_of(today.replace(year=today.year - years)))


def _read_anaphora(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match["word"].lower()
    if word.endswith(("before", "after")) and scene.text.startswith((" the ", " its ", " a ", " it "), match.end()):
        return None
    if word in EN["anaphora"]:
        return Reading("anaphora", None, EN["anaphora"][word])
    return Reading("anaphora", None, EN["anaphora_months"][word], "month")


def _read_vague(match: re.Match[str], scene: Scene) -> Reading:
    return VAGUE


def _read_festival(match: re.Match[str], scene: Scene) -> Reading:
    if match["eve"]:
        return VAGUE
    return in_year(scene, _year(match, scene), lambda year: festival_of(year, match["festival"]))


def _year(match: re.Match[str], scene: Scene) -> int | None:
    """The year the words name; None where they name none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    which = groups.get("which")
    return scene.anchor.year + _OFFSETS[which.lower()] if which and scene.anchor else None


def _part(words_of_part: str | None) -> str:
    """early, mid, late, start, middle, end or none."""
    found = (words_of_part or "").lower().replace("the ", "").replace(" of", "").strip(" -")
    return {"beginning": "start"}.get(found, found)


RULES = (
    Rule("en_day_word", grammar.DAY_WORD, _read_day_word),
    Rule("en_fiscal", grammar.FISCAL, _read_vague),
    Rule("en_vague", grammar.VAGUE, _read_vague),
    Rule("en_months", grammar.MONTHS, _read_months),
    Rule("en_month_day", grammar.MONTH_DAY, _read_month_day),
    Rule("en_weekday_day_month", grammar.WEEKDAY_DAY_MONTH, _read_month_day),
    Rule("en_month_year", grammar.MONTH_YEAR, _read_month),
    Rule("en_month_part", grammar.MONTH_PART, _read_month),
    Rule("en_month", grammar.MONTH, _read_month),
    Rule("en_weekday", grammar.WEEKDAY, _read_weekday),
    Rule("en_week_on_day", grammar.WEEK_ON_DAY, _read_weekday),
    Rule("en_quarter", grammar.QUARTER, _read_quarter),
    Rule("en_half", grammar.HALF, _read_half),
    Rule("en_h", grammar.H_YEAR, _read_half),
    Rule("en_year_part", grammar.YEAR_PART, _read_year),
    Rule("en_part_of_month", grammar.PART_OF_MONTH, _read_part_of_month),
    Rule("en_week_of", grammar.WEEK_OF, _read_week_of),
    Rule("en_nth_of_month", grammar.NTH_OF_MONTH, _read_nth_of_month),
    Rule("en_the_day", grammar.THE_DAY, _read_the_day),
    Rule("en_opening", grammar.OPENING, _read_opening),
    Rule("en_season", grammar.SEASON, _read_season),
    Rule("en_span", grammar.SPAN, _read_span),
    Rule("en_weekend", grammar.WEEKEND, _read_weekend),
    Rule("en_ago", grammar.AGO, _read_ago),
    Rule("en_later", grammar.LATER, _read_later),
    Rule("en_anaphora", grammar.ANAPHORA, _read_anaphora),
    Rule("en_festival", grammar.FESTIVAL, _read_festival),
    Rule("en_year", grammar.YEAR, _read_year),
)
NUMBER_RULES = (
    Rule("en_year_line", grammar.YEAR_LINE, _read_year),
    Rule("en_number_ago", grammar.AGO, _read_ago),
    Rule("en_number_later", grammar.LATER, _read_later),
    Rule("en_nth_quarter", grammar.QUARTER, _read_quarter),
    Rule("en_nth_half", grammar.HALF, _read_half),
    Rule("en_day_month", grammar.DAY_MONTH, _read_month_day),
    Rule("en_year_quarter", grammar.YEAR_QUARTER, _read_quarter),
    Rule("en_year_half", grammar.YEAR_H, _read_half),
)
