"""Days with a name: 除夕, 国庆, Thanksgiving. Their words are in extract/data/dates.toml."""

from datetime import date, timedelta

from extract.lunar import new_year, solar_date
from extract.periods import DECEMBER, Period, day_of, span_of
from extract.scene import words

_HOLIDAYS = {
    "春节": (-1, 7),
    "国庆": (0, 7),
    "五一": (0, 5),
    "十一": (0, 7),
}  # from the day: where days off begin, how many
_THURSDAY = 3


def festival_names() -> list[str]:
    """Every name, in both languages."""
    return ["清明", "清明节", *(name for table in words()["festivals"].values() for name in table)]


def festival_of(year: int, name: str) -> Period:
    """The day of that name in a year. Raises ValueError for a lunar day of an unknown year."""
    tables = words()["festivals"]
    if name in tables["solar"]:
        return day_of(date(year, *tables["solar"][name]))
    if name in tables["lunar"]:
        month, day = tables["lunar"][name]  # the twelfth lunar month ends in the next year of the sun
        return day_of(solar_date(year - (month == DECEMBER), month, day))
    if name in tables["spring"]:
        return day_of(new_year(year) + timedelta(days=tables["spring"][name]))
    if name.startswith("清明"):
        return day_of(date(year, 4, int(year % 100 * 0.2422 + 4.81) - year % 100 // 4))  # exact from 2000 to 2099
    first = date(year, 11, 1)
    fourth = first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 21)
    return day_of(fourth + timedelta(days=tables["thanksgiving"][name]))


def holiday_of(year: int, name: str) -> Period:
    """The days off around a festival (春节假期, 国庆期间); the day itself where there are none."""
    begins, days = next((holiday for word, holiday in _HOLIDAYS.items() if name.startswith(word)), (0, 1))
    start = festival_of(year, name).start + timedelta(days=begins)
    return span_of(start, start + timedelta(days=days - 1))
