"""Chinese dates: 2月12日, 去年12月, 1月底, 上周五, 昨晚, 除夕, 正月初八, 三天前, 同日."""

import re
from datetime import date, timedelta

from extract import dategrammar_zh as grammar
from extract import dates_zh_nth
from extract.dategrammar_zh import ZH
from extract.dates_zh_nth import weekday_of
from extract.festivals import festival_of, holiday_of
from extract.hannumbers import number_of
from extract.lunar import solar_date
from extract.periods import (
    DECEMBER,
    day_of,
    half_of,
    month_from,
    month_of,
    months_of,
    quarter_of,
    season_of,
    span_of,
    week_of,
    weekend_of,
    year_of,
)
from extract.scene import VAGUE, Reading, Rule, Scene, reading_of
from extract.years_zh import FROM_TOLD, has_year, in_year_of

_HOURS_OF_TODAY, _LONGEST_MONTH = 6, 31  # hours ago that are still the day of publication; days
_LONGEST_RANGE_END = 12  # characters
_HALF_A_YEAR = 6  # months
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_RANGE_BEFORE = re.compile(r"[至到~-]\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号]的?\Z")


def _read_month_day(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    month, day = number_of(groups["month"]), number_of(groups["day"] or groups["bare"])
    last = number_of(groups["day2"]) if groups.get("day2") else day
    return in_year_of(match, scene, lambda year: span_of(date(year, month, day), date(year, month, last)))


def _read_months(match: re.Match[str], scene: Scene) -> Reading:
    first, last = number_of(match["month"]), number_of(match["month2"])
    return in_year_of(match, scene, lambda year: months_of(year, first, last))


def _read_month_third(match: re.Match[str], scene: Scene) -> Reading:
    month, third = number_of(match["month"]), _third(match["part"])
    return in_year_of(match, scene, lambda year: month_of(year, month, third))


def _read_month(match: re.Match[str], scene: Scene) -> Reading | None:
    if (month := number_of(match["month"])) > DECEMBER and not has_year(match):
        return None
    return in_year_of(match, scene, lambda year: month_of(year, month))


def _read_quarter(match: re.Match[str], scene: Scene) -> Reading:
    quarter = number_of(match["quarter"] or match["q"])
    return in_year_of(match, scene, lambda year: quarter_of(year, quarter))


def _read_half(match: re.Match[str], scene: Scene) -> Reading:
    return in_year_of(match, scene, lambda year: half_of(year, 1 if match["half"] == "上" else 2))


def _read_season(match: re.Match[str], scene: Scene) -> Reading:
    return in_year_of(match, scene, lambda year: season_of(year, _SEASONS[match["season"]]))


def _read_short_season(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    year = scene.anchor.year + {"去": -1, "今": 0, "明": 1}[match["shift"]]
    return Reading("explicit", season_of(year, _SEASONS[match["season"]]))


def _read_shifted_quarter(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    year, month = month_from(scene.anchor, 3 * ZH["weeks"][match["which"]])
    return Reading("relative", scene.until_anchor(quarter_of(year, (month + 2) // 3)))


def _read_year_part(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    if (groups.get("opening") or "").endswith("早些时候"):
        return in_year_of(match, scene, lambda year: scene.until_anchor(year_of(year)))
    part = {"底": "end", "末": "end", "中": "middle"}.get(groups.get("part") or "", "start")
    return in_year_of(match, scene, lambda year: year_of(year, part))


def _read_festival(match: re.Match[str], scene: Scene) -> Reading | None:
    name, around = match["festival"], match["around"]
    if not around and scene.text.startswith(tuple(ZH["not_followed"].get(name, ())), match.end()):
        return None
    if around and around not in {"期间", "假期", "长假"}:
        return VAGUE
    if around or name.endswith(("期间", "假期", "长假")):
        return in_year_of(match, scene, lambda year: holiday_of(year, name))
    return in_year_of(match, scene, lambda year: festival_of(year, name))


def _read_lunar(match: re.Match[str], scene: Scene) -> Reading:
    name = match["lunar_month"]
    month = {"正": 1, "冬": 11, "腊": 12}[name] if name else number_of(match["lunar_number"] or "一")
    day = number_of(match["lunar_day"].removeprefix("初"))
    # The twelfth lunar month ends in the next year of the sun: 2026's 腊月 is the one before its Spring Festival.
    return in_year_of(match, scene, lambda year: day_of(solar_date(year - (month == DECEMBER), month, day)))


def _read_year(match: re.Match[str], scene: Scene) -> Reading | None:
    if match["year_word"] in FROM_TOLD:
        return None
    found = in_year_of(match, scene, year_of)
    if match["event"] is not None and scene.anchor and found.period and found.period.start.year == scene.anchor.year:
        return None  # this year's conference: its name, and no date
    if not (match["year_word"] or match["within"]) or found.period is None:
        return found
    return Reading("relative", scene.until_anchor(found.period))


def _read_bare_third(match: re.Match[str], scene: Scene) -> Reading:
    told = scene.last or scene.month
    if told and not scene.is_planned:  # 2025年7月…，月底: the end of that month
        return Reading("explicit", month_of(told.start.year, told.start.month, _third(match["part"])))
    if scene.anchor is None:
        return VAGUE
    found = month_of(scene.anchor.year, scene.anchor.month, _third(match["part"]))
    if found.start > scene.anchor and not scene.is_planned:
        found = month_of(*month_from(scene.anchor, -1), _third(match["part"]))
    return Reading("relative", found)


def _read_month_word(match: re.Match[str], scene: Scene) -> Reading:
    word = match["word"]
    base, kind = scene.anchor, ZH["months"]
    if word in ZH["anaphora_months"]:
        kind = ZH["anaphora_months"]
        base = scene.told.start if scene.told else None
        if not (match["day"] or match["part"]):
            return Reading("anaphora", None, kind[word], "month")
    if base is None:
        return VAGUE
    year, month = month_from(base, kind[word])
    if match["day"]:
        return _on_day(year, month, number_of(match["day"]))
    if match["part"]:
        return Reading("relative", month_of(year, month, _third(match["part"])))
    return Reading("relative", scene.until_anchor(month_of(year, month)))


def _on_day(year: int, month: int, day: int) -> Reading:
    return reading_of(lambda: day_of(date(year, month, day)))


def _read_weekday(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    weeks = ZH["weeks"][match["which"]] if match["which"] else 0
    if match["weekday"] == "末":
        found = weekend_of(today, weeks)
        is_to_come = found.start > today and not (weeks or scene.is_planned)  # 这周末, of what is told as done
        return Reading("relative", weekend_of(today, -1) if is_to_come else found)
    weekday = weekday_of(match["weekday"])
    if not match["which"]:
        return Reading("relative", day_of(scene.nearest_weekday(today, weekday)))
    return Reading("relative", day_of(week_of(today, weeks).start + timedelta(days=weekday)))


def _read_week(match: re.Match[str], scene: Scene) -> Reading | None:
    before = scene.text[max(0, scene.start - _LONGEST_RANGE_END) : scene.start]
    if match["which"].startswith("这") and _RANGE_BEFORE.search(before):
        return None  # 8月1日至7日这一周: what the dates before it are
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    return Reading("relative", scene.until_anchor(week_of(today, ZH["weeks"][match["which"]])))


def _read_day_word(match: re.Match[str], scene: Scene) -> Reading | None:
    if scene.text.startswith(tuple(ZH["not_followed"].get(match["word"], ())), match.end()):
        return None
    near = scene.last  # 6 月 9 日，…宣布，…即日起: from the day on which that was said
    if match["word"] == "即日" and near and near.precision == "day" and scene.anchor and near.end <= scene.anchor:
        return Reading("relative", near)
    return _days_from_anchor(scene, ZH["days"][match["word"]])


def _read_just(match: re.Match[str], scene: Scene) -> Reading | None:
    if scene.text.startswith(tuple(ZH["just_not"]), match.end()):
        return None
    return VAGUE if grammar.is_before_just(scene.text, match.start()) else _days_from_anchor(scene, 0)


def _days_from_anchor(scene: Scene, days: int) -> Reading:
    day = scene.shifted(days)
    return Reading("relative", day_of(day)) if day else VAGUE


def _read_ago(match: re.Match[str], scene: Scene) -> Reading:
    number, unit = number_of(match["number"]), match["unit"].removeprefix("个")
    if unit in {"月", "年半"} and scene.anchor:
        months = number if unit == "月" else number * DECEMBER + _HALF_A_YEAR
        return Reading("relative", month_of(*month_from(scene.anchor, -months)))
    if unit in {"分钟", "小时"}:
        return _days_from_anchor(scene, 0) if unit == "分钟" or number <= _HOURS_OF_TODAY else VAGUE
    if unit in {"年", "月", "年半"}:
        return VAGUE
    return _days_from_anchor(scene, -number * (1 if unit in {"天", "日"} else 7))


def _read_same_day_years_ago(match: re.Match[str], scene: Scene) -> Reading:
    return _on_day(today.year - 1, today.month, today.day) if (today := scene.shifted(0)) else VAGUE


def _read_bare_day(match: re.Match[str], scene: Scene) -> Reading | None:
    day = number_of(match["day"] or match["han"].removesuffix("日"))
    found = scene.nearest_day(day)
    if found is None:
        return VAGUE if 1 <= day <= _LONGEST_MONTH else None
    return Reading("explicit", day_of(found))


def _read_anaphora(match: re.Match[str], scene: Scene) -> Reading:
    return Reading("anaphora", None, ZH["anaphora"][match["word"]])


def _read_later(match: re.Match[str], scene: Scene) -> Reading:
    if match["number"] == "半":
        return Reading("anaphora", None, _HALF_A_YEAR, "month") if match["unit"] == "年" else VAGUE
    number, unit = number_of(match["number"]), match["unit"].removeprefix("个")
    if unit in {"月", "年"}:
        return Reading("anaphora", None, number * (1 if unit == "月" else DECEMBER), "month")
    return Reading("anaphora", None, number * (1 if unit in {"天", "日"} else 7))


def _read_vague(match: re.Match[str], scene: Scene) -> Reading | None:
    return None if scene.text.startswith(tuple(ZH["not_followed"].get(match[0], ())), match.end()) else VAGUE


def _third(part: str) -> str:
    if part in {"上半月", "下半月"}:
        return part
    return {"上旬": "early", "初": "start", "月初": "start", "中旬": "mid", "中": "mid", "月中": "mid"}.get(part, "end")


# Rules whose words may begin with a digit; those that begin with a character only, the common ones apart: tried first.
NUMBER_RULES = (
    Rule("zh_month_day", grammar.MONTH_DAY, _read_month_day),
    Rule("zh_slash_day", grammar.SLASH_DAY, _read_month_day),
    Rule("zh_slash_head", grammar.SLASH_HEAD, _read_month_day),
    Rule("zh_fiscal", grammar.FISCAL, _read_vague),
    Rule("zh_same_day", grammar.SAME_DAY_YEARS_AGO, _read_same_day_years_ago),
    Rule("zh_months", grammar.MONTHS, _read_months),
    *dates_zh_nth.RULES,
    Rule("zh_month_third", grammar.MONTH_THIRD, _read_month_third),
    Rule("zh_month", grammar.MONTH, _read_month),
    Rule("zh_festival", grammar.FESTIVAL, _read_festival),
    Rule("zh_lunar", grammar.LUNAR, _read_lunar),
    Rule("zh_quarter", grammar.QUARTER, _read_quarter),
    Rule("zh_half", grammar.HALF, _read_half),
    Rule("zh_season", grammar.SEASON, _read_season),
    Rule("zh_year_part", grammar.YEAR_PART, _read_year_part),
    Rule("zh_year", grammar.YEAR_ALONE, _read_year),
    Rule("zh_ago", grammar.AGO, _read_ago),
    Rule("zh_later", grammar.LATER, _read_later),
    Rule("zh_bare_day", grammar.BARE_DAY, _read_bare_day),
)
COMMON_RULES = (
    Rule("zh_day_word", grammar.DAY_WORD, _read_day_word),
    Rule("zh_just", grammar.JUST, _read_just),
    Rule("zh_anaphora", grammar.ANAPHORA, _read_anaphora),
    Rule("zh_weekday", grammar.WEEKDAY, _read_weekday),
    Rule("zh_week", grammar.WEEK, _read_week),
    Rule("zh_vague", grammar.VAGUE, _read_vague),
    Rule("zh_month_word", grammar.MONTH_WORD, _read_month_word),
)
WORD_RULES = (
    Rule("zh_short_season", grammar.SHORT_SEASON, _read_short_season),
    Rule("zh_shifted_quarter", grammar.SHIFTED_QUARTER, _read_shifted_quarter),
    Rule("zh_opening_year", grammar.OPENING_YEAR, _read_year_part),
    Rule("zh_bare_part", grammar.BARE_PART, _read_year_part),
    Rule("zh_bare_third", grammar.BARE_THIRD, _read_bare_third),
)
