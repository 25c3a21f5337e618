"""Chinese dates: 2月12日, 去年12月, 1月底, 上周五, 昨晚, 除夕, 正月初八, 三天前, 同日."""

import re
from datetime import date, timedelta

from extract.festivals import festival_names, festival_of, holiday_of
from extract.lunar import solar_date
from extract.periods import (
    Period,
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
from extract.scene import VAGUE, Make, Reading, Rule, Scene, any_of, in_year, reading_of, words

_ZH = words()["zh"]
_S = " {0,2}"
_HOURS_OF_TODAY = 6  # hours ago that are still the day of publication
_LONGEST_MONTH = 31
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_FROM_TOLD = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN = "〇零○一二三四五六七八九"
_N = r"(?:\d{1,2}|[〇零一二三四五六七八九十廿卅]{1,3})"
_TO = r"(?:[-–—~～至到]{1,2})"
_DAY = "[日号號]"
_AFTER_YEAR = "春节|春晚|除夕|元旦|国庆|双十|双1|中秋|端午|元宵|七夕|[上下]半年|[Qq][1-4]"  # 2026春晚, 2025Q3
_YEAR = (
    rf"(?:(?<!\d)(?P<year>(?:19|20)\d{{2}}|[一二][{_HAN}]{{3}}|\d{{2}}(?={_S}年{_S}\d{{1,2}}{_S}月)){_S}(?:年|(?={_AFTER_YEAR}))|(?P<year_word>(?<![目当之此以])(?:{any_of(_ZH['years'])})(?!化)|同年|当年|次年|翌年)"
    r"|(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年(?=春|除|大年|正月))"
)
_NO_NUMBER = rf"(?<![\d.{_HAN}十第每])"
_IN_YEAR = rf"(?:{_YEAR}{_S}的?{_S}|{_NO_NUMBER})"
_NOT_MIDDLE = "国文央美外方关型小间学科旬医信等"  # 5月中国…, 年中国…
_THIRD = rf"(?P<part>上旬|中旬|下旬|上半月|下半月|月?[初底末](?!步|级|创|始)|月?中(?![{_NOT_MIDDLE}]))"
_MONTH_DAY = (
    rf"(?P<month>{_N}|(?<![亿万千百美日欧\d])元){_S}月份?{_S}(?:(?P<day>{_N})(?:{_S}{_DAY})?(?:{_S}{_TO}{_S}(?P<day2>{_N}))?{_S}{_DAY}"
    r"|(?P<bare>\d{1,2})(?=\Z|[\n，,。；、）)]))"
)
_MONTH_THIRD = rf"(?P<month>{_N}){_S}月份?{_S}{_THIRD}"
_MONTHS = rf"(?P<month>{_N}){_S}月?份?{_S}{_TO}{_S}(?P<month2>{_N}){_S}月份?(?!{_S}[\d一二三四五六七八九十])"
_MONTH = rf"(?<![A-Za-z+-])(?:(?<!\d )|(?=[一二三四五六七八九十]))(?P<month>{_N}){_S}月(?:份|(?!{_S}[活薪租费产销供龄嫂饼亮球天内兔])(?![后间]))"
_QUARTER = r"(?:第? ?(?P<quarter>[一二三四1-4]) ?季度|[Qq](?P<q>[1-4])(?![A-Za-z0-9_:：.、]| ?量化))"
_HALF = r"(?P<half>[上下])半年"
_SHORT_SEASON = r"(?P<shift>[今去明])(?P<season>[春夏秋冬])(?![季天])"
_SHIFTED_QUARTER = rf"(?P<which>{any_of(_ZH['weeks'])})个?季度"
_OPENING_YEAR = r"(?<!年)(?P<opening>开年)(?!以来|会)"
_SEASON = r"(?P<season>[春夏秋冬])[季天]"
_YEAR_PART = rf"(?:年?(?P<part>[底末初](?!步|级|创|始)|中(?![{_NOT_MIDDLE}]))|(?P<opening>开年|年?早些时候))"
_BEFORE_YEAR = r"(?<![\d去今明前后当同本上每多一二三四五六七八九十百千往整全两几数半成周])(?<!\d )"
_BARE_PART = rf"{_BEFORE_YEAR}年(?P<part>[底末初])(?!步|级|创|始)"
_BARE_THIRD = r"(?<![\d份个这上下本当同次各每正腊冬整满半一二三四五六七八九十])(?<!\d )月(?P<part>[底末初])(?!步|级|创|始)"
_FESTIVAL = rf"(?P<festival>{any_of(name for name in festival_names() if name[0] > 'z')})(?P<around>前后|期间|假期|长假|之?前夕?|之?后(?!台))?"
_LUNAR = (
    rf"(?:(?:农历|阴历){_S})?(?:(?P<lunar_month>[正腊冬])月|大年(?=初)|(?<=[农阴]历)(?P<lunar_number>[二三四五六七八九十]{{1,2}})月)"
    r"(?P<lunar_day>初?[一二三四五六七八九十廿]{1,3})"
)
_YEAR_ALONE = rf"(?:{_YEAR}(?:年?内)?(?!{_S}(?:同期|以来|财年|年?[度代级款版])|[前后间之])|{_BEFORE_YEAR}(?P<within>年内))"
_MONTH_WORD = rf"(?P<word>{any_of([*_ZH['months'], *_ZH['anaphora_months']])})(?:的?{_S}(?:(?P<day>{_N}){_S}{_DAY}|{_THIRD}|(?P<opening>早些时候)))?"
_WHICH = any_of(_ZH["weeks"])
_WEEKDAY = (
    rf"(?:(?P<which>{_WHICH})个?|(?<![每一两二三四五六七八九十几\d半单双本上下这丁]))(?:周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天末])(?![次更度期款个般样起边线均刊]|报(?!道))"
)
_WEEK = rf"(?P<which>{_WHICH})个?(?:周|星期)(?P<opening>早些时候)?(?![一二三四五六日天末年期]|[刊报])"
_DAY_WORD = rf"(?<![目当之此以])(?P<word>{any_of(_ZH['days'])})"
_JUST = rf"(?P<just>刚刚|刚(?={_S}(?:{any_of(_ZH['releases'])})(?!时|后|之|的|不久|没|几|数|一|两|\d)))"
_AGO = rf"(?<![\d.第提])(?<!年 )(?P<number>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}){_S}(?P<unit>天|日|周|个?星期|个礼拜|个月|年|分钟|个?小时)(?:之|以)?前"
_LATER = rf"(?<![\d.第到内])(?<!\d )(?P<number>[1-3一二两三]){_S}天(?:之|以)?后"
_BARE_DAY = (
    rf"(?<![\d.月年\-–~/第每近达共星])(?<!\d )(?:(?P<day>\d{{1,2}}){_S}(?:日(?![内均游线活元本语系龄间程子后用常年]|之内|以内|之后|报(?!道))"
    r"|[号號](?=[，,。晚早上凌起在将正发推宣下中开])(?!线|机|店|楼|员))|(?P<han>(?:二?十[一二三四五六七八九]|[二三]十|三十一)日)(?![内均游后之]))"
)
_ANAPHORA = rf"(?<![早每])(?P<word>{any_of(_ZH['anaphora'])})(?!就业|代|春)"
_VAGUE = rf"(?<![\d一二三四五六七八九十几数])(?:{any_of(_ZH['vague'])})"
_FISCAL = r"(?:(?<!\d)(?:20)?\d{2} ?|本|上|上一)财年(?: ?第?[一二三四1-4] ?[季财][度季]| ?[Qq][1-4])?|第[一二三四1-4]财季"
_SAME_DAY_YEARS_AGO = r"(?:一年前的?|去年的?)今[天日]"


def _read_month_day(match: re.Match[str], scene: Scene) -> Reading:
    month, day = _number(match["month"]), _number(match["day"] or match["bare"])
    last = _number(match["day2"]) if match["day2"] else day
    return _in_year(match, scene, lambda year: span_of(date(year, month, day), date(year, month, last)))


def _read_months(match: re.Match[str], scene: Scene) -> Reading:
    first, last = _number(match["month"]), _number(match["month2"])
    return _in_year(match, scene, lambda year: months_of(year, first, last))


def _read_month_third(match: re.Match[str], scene: Scene) -> Reading:
    month, third = _number(match["month"]), _third(match["part"])
    return _in_year(match, scene, lambda year: month_of(year, month, third))


def _read_month(match: re.Match[str], scene: Scene) -> Reading | None:
    month = _number(match["month"])
    if month > 12 and not _has_year(match):
        return None
    return _in_year(match, scene, lambda year: month_of(year, month))


def _read_quarter(match: re.Match[str], scene: Scene) -> Reading:
    quarter = _number(match["quarter"] or match["q"])
    return _in_year(match, scene, lambda year: quarter_of(year, quarter))


def _read_half(match: re.Match[str], scene: Scene) -> Reading:
    return _in_year(match, scene, lambda year: half_of(year, 1 if match["half"] == "上" else 2))


def _read_season(match: re.Match[str], scene: Scene) -> Reading:
    return _in_year(match, scene, lambda year: season_of(year, _SEASONS[match["season"]]))


def _read_short_season(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    year = scene.anchor.year + {"去": -1, "今": 0, "明": 1}[match["shift"]]
    return Reading("explicit", season_of(year, _SEASONS[match["season"]]))


def _read_shifted_quarter(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    year, month = month_from(scene.anchor, 3 * _ZH["weeks"][match["which"]])
    return Reading("relative", scene.until_anchor(quarter_of(year, (month + 2) // 3)))


def _read_year_part(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    if (groups.get("opening") or "").endswith("早些时候"):
        return _in_year(match, scene, lambda year: scene.until_anchor(year_of(year)))
    part = {"底": "end", "末": "end", "中": "middle"}.get(groups.get("part"), "start")
    return _in_year(match, scene, lambda year: year_of(year, part))


def _read_festival(match: re.Match[str], scene: Scene) -> Reading | None:
    name, around = match["festival"], match["around"]
    if not around and scene.text.startswith(tuple(_ZH["not_followed"].get(name, ())), match.end()):
        return None
    if around and around not in {"期间", "假期", "长假"}:
        return VAGUE
    if around or name.endswith(("期间", "假期", "长假")):
        return _in_year(match, scene, lambda year: holiday_of(year, name))
    return _in_year(match, scene, lambda year: festival_of(year, name))


def _read_lunar(match: re.Match[str], scene: Scene) -> Reading:
    name = match["lunar_month"]
    month = {"正": 1, "冬": 11, "腊": 12}[name] if name else _number(match["lunar_number"] or "一")
    day = _number(match["lunar_day"].removeprefix("初"))
    # The twelfth lunar month ends in the next year of the sun: 2026's 腊月 is the one before its Spring Festival.
    return _in_year(match, scene, lambda year: day_of(solar_date(year - (month == 12), month, day)))


def _read_year(match: re.Match[str], scene: Scene) -> Reading | None:
    if match["year_word"] in _FROM_TOLD:
        return None
    found = _in_year(match, scene, year_of)
    if not (match["year_word"] or match["within"]) or found.period is None:
        return found
    return Reading("relative", scene.until_anchor(found.period))


def _read_bare_third(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    found = month_of(scene.anchor.year, scene.anchor.month, _third(match["part"]))
    if found.start > scene.anchor and not scene.is_planned:
        found = month_of(*month_from(scene.anchor, -1), _third(match["part"]))
    return Reading("relative", found)


def _read_month_word(match: re.Match[str], scene: Scene) -> Reading:
    word = match["word"]
    base, kind = scene.anchor, _ZH["months"]
    if word in _ZH["anaphora_months"]:
        kind = _ZH["anaphora_months"]
        base = scene.told.start if scene.told else None
        if not (match["day"] or match["part"]):
            return Reading("anaphora", None, kind[word], "month")
    if base is None:
        return VAGUE
    year, month = month_from(base, kind[word])
    if match["day"]:
        return _on_day(year, month, _number(match["day"]))
    if match["part"]:
        return Reading("relative", month_of(year, month, _third(match["part"])))
    return Reading("relative", scene.until_anchor(month_of(year, month)))


def _on_day(year: int, month: int, day: int) -> Reading:
    return reading_of(lambda: day_of(date(year, month, day)))


def _read_weekday(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    weeks = _ZH["weeks"][match["which"]] if match["which"] else 0
    if match["weekday"] == "末":
        found = weekend_of(today, weeks)
        return Reading("relative", found if match["which"] or found.start <= today else weekend_of(today, -1))
    weekday = "一二三四五六日".find(match["weekday"].replace("天", "日"))
    if not match["which"]:
        return Reading("relative", day_of(scene.nearest_weekday(today, weekday)))
    return Reading("relative", day_of(week_of(today, weeks).start + timedelta(days=weekday)))


def _read_week(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    return Reading("relative", scene.until_anchor(week_of(today, _ZH["weeks"][match["which"]])))


def _read_day_word(match: re.Match[str], scene: Scene) -> Reading | None:
    if scene.text.startswith(tuple(_ZH["not_followed"].get(match["word"], ())), match.end()):
        return None
    return _days_from_anchor(scene, _ZH["days"][match["word"]])


def _read_just(match: re.Match[str], scene: Scene) -> Reading | None:
    if scene.text.startswith(tuple(_ZH["just_not"]), match.end()):
        return None
    return _days_from_anchor(scene, 0)


def _days_from_anchor(scene: Scene, days: int) -> Reading:
    day = scene.shifted(days)
    return Reading("relative", day_of(day)) if day else VAGUE


def _read_ago(match: re.Match[str], scene: Scene) -> Reading:
    number, unit = _number(match["number"]), match["unit"].removeprefix("个")
    if unit == "月" and scene.anchor:
        return Reading("relative", month_of(*month_from(scene.anchor, -number)))
    if unit in {"分钟", "小时"}:
        return _days_from_anchor(scene, 0) if unit == "分钟" or number <= _HOURS_OF_TODAY else VAGUE
    if unit in {"年", "月"}:
        return VAGUE
    return _days_from_anchor(scene, -number * (1 if unit in {"天", "日"} else 7))


def _read_later(match: re.Match[str], scene: Scene) -> Reading:
    return Reading("anaphora", None, _number(match["number"]))


def _read_same_day_years_ago(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    return _on_day(today.year - 1, today.month, today.day) if today else VAGUE


def _read_bare_day(match: re.Match[str], scene: Scene) -> Reading | None:
    day = _number(match["day"] or match["han"].removesuffix("日"))
    found = scene.nearest_day(day)
    if found is None:
        return VAGUE if 1 <= day <= _LONGEST_MONTH else None
    return Reading("explicit", day_of(found))


def _read_anaphora(match: re.Match[str], scene: Scene) -> Reading:
    return Reading("anaphora", None, _ZH["anaphora"][match["word"]])


def _read_vague(match: re.Match[str], scene: Scene) -> Reading | None:
    return None if scene.text.startswith(tuple(_ZH["not_followed"].get(match[0], ())), match.end()) else VAGUE


def _in_year(match: re.Match[str], scene: Scene, make: Make) -> Reading:
    """What `make` makes of the year the words name, else of the one that is meant."""
    if not _has_year(match):
        return in_year(scene, None, make)
    year = _year(match, scene)
    return in_year(scene, year, make) if year else VAGUE


def _has_year(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return any(groups.get(name) for name in ("year", "year_word", "animal"))


def _year(match: re.Match[str], scene: Scene) -> int | None:
    if match["year"]:
        digits = match["year"].translate(_DIGITS)
        return int(digits) if len(digits) == 4 else 2000 + int(digits)
    word = match["year_word"]
    if word in _FROM_TOLD:
        return scene.told.start.year + _FROM_TOLD[word] if scene.told else None
    if scene.anchor is None:
        return None
    if match["animal"]:
        return scene.anchor.year + 1 - (scene.anchor.year + 1 - 4 - "鼠牛虎兔龙蛇马羊猴鸡狗猪".index(match["animal"])) % 12
    return int(scene.anchor.year + _ZH["years"][word])


def _third(part: str) -> str:
    if part in {"上半月", "下半月"}:
        return part
    return {"上旬": "early", "初": "start", "月初": "start", "中旬": "mid", "中": "mid", "月中": "mid"}.get(part, "end")


def _number(digits: str) -> int:
    """A number below 100 in Arabic or Chinese digits: 12, 十二, 二十, 廿九, 两."""
    if digits == "元":
        return 1
    if digits.isdigit() and digits.isascii():
        return int(digits)
    tens, ten, ones = digits.replace("廿", "二十").replace("卅", "三十").replace("两", "二").rpartition("十")
    if not ten:
        return int(ones.translate(_DIGITS)) if len(ones) <= 2 else 0
    return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (int(ones.translate(_DIGITS)) if ones else 0)


RULES = (
    Rule("zh_fiscal", _FISCAL, _read_vague),
    Rule("zh_same_day", _SAME_DAY_YEARS_AGO, _read_same_day_years_ago),
    Rule("zh_vague", _VAGUE, _read_vague),
    Rule("zh_months", _IN_YEAR + _MONTHS, _read_months),
    Rule("zh_month_day", _IN_YEAR + _MONTH_DAY, _read_month_day),
    Rule("zh_month_third", _IN_YEAR + _MONTH_THIRD, _read_month_third),
    Rule("zh_month", _IN_YEAR + _MONTH, _read_month),
    Rule("zh_festival", f"(?:{_YEAR}{_S}的?{_S})?{_FESTIVAL}", _read_festival),
    Rule("zh_lunar", f"(?:{_YEAR}{_S}的?{_S})?{_LUNAR}", _read_lunar),
    Rule("zh_quarter", _IN_YEAR + _QUARTER, _read_quarter),
    Rule("zh_half", f"(?:{_YEAR}{_S}的?{_S})?{_HALF}", _read_half),
    Rule("zh_season", f"{_YEAR}{_S}的?{_S}{_SEASON}", _read_season),
    Rule("zh_short_season", _SHORT_SEASON, _read_short_season),
    Rule("zh_shifted_quarter", _SHIFTED_QUARTER, _read_shifted_quarter),
    Rule("zh_opening_year", _OPENING_YEAR, _read_year_part),
    Rule("zh_year_part", f"{_YEAR}{_S}{_YEAR_PART}", _read_year_part),
    Rule("zh_bare_part", _BARE_PART, _read_year_part),
    Rule("zh_bare_third", _BARE_THIRD, _read_bare_third),
    Rule("zh_year", _YEAR_ALONE, _read_year),
    Rule("zh_month_word", _MONTH_WORD, _read_month_word),
    Rule("zh_weekday", _WEEKDAY, _read_weekday),
    Rule("zh_week", _WEEK, _read_week),
    Rule("zh_day_word", _DAY_WORD, _read_day_word),
    Rule("zh_just", _JUST, _read_just),
    Rule("zh_ago", _AGO, _read_ago),
    Rule("zh_later", _LATER, _read_later),
    Rule("zh_bare_day", _BARE_DAY, _read_bare_day),
    Rule("zh_anaphora", _ANAPHORA, _read_anaphora),
)

# The first characters a date may have, beside digits.
FIRST = frozenset("第大年月开农阴两半" + _HAN + "十廿卅正腊冬Qq周星礼本上这同当次翌刚一鼠牛虎兔龙蛇马羊猴鸡狗猪春夏秋").union(
    *(name[0] for name in festival_names() if name[0] > "z"),
    *(word[0] for kind in ("days", "months", "weeks", "years", "anaphora", "anaphora_months", "vague") for word in _ZH[kind]),
) - set("QqA")
