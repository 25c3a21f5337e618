"""Chinese days and weeks that are counted: 5月最后一天, 6月的第一周, 5月最后一个周五, 2025年的最后一天."""

import re

from extract import dategrammar_zh as grammar
from extract.dategrammar_zh import ZH
from extract.hannumbers import number_of
from extract.periods import DECEMBER, month_of, nth_of_month, nth_weekday_of_month
from extract.scene import Reading, Rule, Scene
from extract.years_zh import in_year_of


def weekday_of(name: str) -> int:
    """The number of a weekday, 0 for 一 (Monday); -1 for what is none."""
    return "一二三四五六日".find(name.replace("天", "日"))


def _read_month_nth(match: re.Match[str], scene: Scene) -> Reading:
    month, nth = number_of(match["month"]), ZH["ordinals"][match["nth"]]
    if name := match["weekday"]:
        weekday = weekday_of(name)
        return in_year_of(match, scene, lambda year: nth_weekday_of_month(year, month, nth, weekday))
    unit = _unit(match)
    return in_year_of(match, scene, lambda year: nth_of_month(year, month, nth, unit))


def _read_year_nth(match: re.Match[str], scene: Scene) -> Reading:
    nth, unit = ZH["ordinals"][match["nth"]], _unit(match)
    if unit == "month":
        return in_year_of(match, scene, lambda year: month_of(year, nth if nth > 0 else nth + DECEMBER + 1))
    month = 1 if nth > 0 else DECEMBER
    return in_year_of(match, scene, lambda year: nth_of_month(year, month, nth, unit))


def _unit(match: re.Match[str]) -> str:
    if len(unit := match["unit"]) > 1 and unit.endswith("天"):
        return "days"
    return {"天": "day", "日": "day", "月": "month"}.get(unit, "week")


RULES = (
    Rule("zh_month_nth", grammar.MONTH_NTH, _read_month_nth),
    Rule("zh_year_nth", grammar.YEAR_NTH, _read_year_nth),
)
