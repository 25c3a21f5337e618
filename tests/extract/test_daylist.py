from datetime import date

from extract.dates import find_dates
from extract.daylist import DayList

TEXT = "6月1日，2026年6月，6月3日。同日，6月5日"
DAYS = DayList(find_dates(TEXT, date(2026, 6, 10)))


def _raw(found: object) -> str | None:
    return getattr(found, "raw", None)


def test_a_mention_is_found_by_its_start_alone() -> None:
    assert _raw(DAYS.at(0)) == "6月1日"
    assert DAYS.at(1) is None
    assert DAYS.at(len(TEXT)) is None


def test_the_day_before_is_the_last_single_day_that_ended() -> None:
    assert _raw(DAYS.day_before(TEXT.index("同日"))) == "6月3日"
    assert _raw(DAYS.day_before(TEXT.index("6月3日"))) == "6月1日"  # a month is no day
    assert DAYS.day_before(3) is None


def test_dates_within_leave_out_what_only_points_at_one() -> None:
    assert [found.raw for found in DAYS.within(TEXT.index("6月3日"), len(TEXT))] == ["6月3日", "6月5日"]
