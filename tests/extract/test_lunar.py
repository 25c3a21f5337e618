"""The lunar calendar agrees with the almanac."""

from datetime import date

import pytest

from extract.festivals import festival_of, holiday_of
from extract.lunar import FIRST, LAST, new_year, solar_date


@pytest.mark.parametrize(
    ("year", "day"),
    [(1990, date(1990, 1, 27)), (2020, date(2020, 1, 25)), (2025, date(2025, 1, 29)), (2099, date(2099, 1, 21))],
)
def test_spring_festival_is_the_day_the_almanac_says(year: int, day: date) -> None:
    assert new_year(year) == day


def test_a_leap_month_pushes_the_later_months_back() -> None:
    assert solar_date(2025, 8, 15) == date(2025, 10, 6)  # after the second sixth month of 2025


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2025, 13, 1), (2025, 12, 30), (2025, 0, 1), (1989, 1, 1), (2100, 1, 1)]
)
def test_a_day_the_calendar_lacks_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no lunar"):
        solar_date(year, month, day)


def test_every_day_agrees_with_borax() -> None:
    borax = pytest.importorskip("borax.calendars.lunardate")
    for year in range(FIRST, LAST + 1):
        for month in range(1, 13):
            assert solar_date(year, month, 29) == borax.LunarDate(year, month, 29).to_solar_date()


def test_festivals_fall_on_their_days() -> None:
    assert festival_of(2026, "除夕") == (date(2026, 2, 16), date(2026, 2, 16), "day")
    assert festival_of(2026, "清明节").start == date(2026, 4, 5)
    assert festival_of(2025, "Thanksgiving").start == date(2025, 11, 27)
    assert festival_of(2026, "腊八节").start == date(2026, 1, 26)
    assert holiday_of(2025, "国庆")[:2] == (date(2025, 10, 1), date(2025, 10, 7))
