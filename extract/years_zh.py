"""The year that a Chinese date names: 2026 年, 去年, 同年, 马年; where it names none, the one that is meant."""

import re

from extract.dategrammar_zh import ZH
from extract.hannumbers import number_of
from extract.scene import VAGUE, Make, Reading, Scene, in_year

FROM_TOLD = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}


def in_year_of(match: re.Match[str], scene: Scene, make: Make) -> Reading:
    """What `make` makes of the year the words name, else of the one that is meant."""
    if not has_year(match):
        return in_year(scene, None, make)
    year = _year(match, scene)
    return in_year(scene, year, make) if year else VAGUE


def has_year(match: re.Match[str]) -> bool:
    return "year" in match.re.groupindex and bool(match["year"] or match["year_word"] or match["animal"])


def _year(match: re.Match[str], scene: Scene) -> int | None:
    if match["year"]:
        year = number_of(match["year"])
        return year if len(match["year"]) > len("26") else 2000 + year
    word = match["year_word"]
    if word in FROM_TOLD:
        return scene.told.start.year + FROM_TOLD[word] if scene.told else None
    if scene.anchor is None:
        return None
    if match["animal"]:
        latest = scene.anchor.year + 1
        return latest - (latest - 4 - "鼠牛虎兔龙蛇马羊猴鸡狗猪".index(match["animal"])) % 12
    return int(scene.anchor.year + ZH["years"][word])
