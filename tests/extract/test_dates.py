"""Dates are read as people mean them, seen from the day of publication; what is no date stays none."""

import json
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest

from extract.dates import DateMention, _find_starts, _finder, _folded, find_dates

THURSDAY = date(2026, 6, 11)
HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "eval" / "dates.jsonl"
CASES = [json.loads(line) for line in (HERE / "date_cases.jsonl").read_text(encoding="utf-8").splitlines()]


def first(case: dict[str, Any]) -> tuple[str | None, str | None]:
    mentions = find_dates(case["text"], date.fromisoformat(case["anchor"]), case["lang"])
    found = next((mention.date for mention in mentions if mention.date), None)
    return (found.start.isoformat(), found.end.isoformat()) if found else (None, None)


def only(text: str, anchor: date = THURSDAY, *, offset: int = 0) -> DateMention:
    [mention] = find_dates(text, anchor, offset=offset)
    return mention


def days(text: str, anchor: date | None = THURSDAY, *, after: date | None = None) -> list[tuple[str, str]]:
    return dated(find_dates(text, anchor, after=after))


def dated(mentions: list[DateMention]) -> list[tuple[str, str]]:
    return [(mention.raw, str(mention.date.start)) for mention in mentions if mention.date]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['group']}: {case['text']}")
def test_a_labelled_case_is_read_exactly(case: dict[str, Any]) -> None:
    assert first(case) == (case["start"], case["end"])


@pytest.mark.parametrize("case", [case for case in CASES if "kind" in case], ids=lambda case: case["text"])
def test_what_is_no_date_says_why(case: dict[str, Any]) -> None:
    kinds = {mention.kind for mention in find_dates(case["text"], date.fromisoformat(case["anchor"]), case["lang"])}
    assert case["kind"] in kinds


@pytest.mark.parametrize("text", [case["text"] for case in CASES])
def test_no_date_begins_where_none_is_looked_for(text: str) -> None:
    text = _folded(text)
    assert {place for place in range(len(text)) if _finder().match(text, place)} <= set(_find_starts(text))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not part of the project")
def test_at_least_101_of_the_103_shared_cases_are_exact() -> None:
    cases = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    right = [
        case
        for case in cases
        if first(case)[0] == case["start"] and (not case["end_checked"] or first(case)[1] == case["end"])
    ]
    assert len(right) >= len(cases) - 2


def test_the_cases_hold_sixty_negatives_or_more() -> None:
    assert sum(case["group"] == "negative" for case in CASES) >= 60


def test_a_mention_is_the_text_between_its_offsets() -> None:
    text = "青岚在2026年5月７日和当地时间周二分别更新，the lab followed on May 20, 2026."
    for mention in find_dates(text, THURSDAY):
        assert text[mention.start : mention.end] == mention.raw


def test_offsets_count_from_the_offset() -> None:
    assert only("昨日发布", offset=100).start == 100


def test_full_width_digits_keep_their_surface() -> None:
    assert only("２０２６年５月２３日").raw == "２０２６年５月２３日"


def test_a_year_told_in_the_sentence_carries_on() -> None:
    assert days("2024年3月发布初版，8月开源") == [("2024年3月", "2024-03-01"), ("8月", "2024-08-01")]


def test_a_year_does_not_carry_into_the_next_sentence() -> None:
    assert days("2024年3月发布初版。5月开源")[1] == ("5月", "2026-05-01")


def test_a_bare_day_takes_the_month_told_in_the_sentence() -> None:
    assert days("3月5日预告，8日上线") == [("3月5日", "2026-03-05"), ("8日", "2026-03-08")]


def test_a_bare_day_takes_the_month_told_before_the_text() -> None:
    assert days("8日上线", after=date(2026, 3, 5)) == [("8日", "2026-03-08")]


def test_the_same_year_is_the_one_told_before() -> None:
    assert days("2023年成立。同年9月，首款模型问世")[1] == ("同年9月", "2023-09-01")


def test_anaphora_tell_their_shift_and_unit() -> None:
    mentions = [only(word) for word in ("同日", "次日", "前一天", "同月", "the following month")]
    assert [(m.kind, m.shift, m.unit) for m in mentions] == [
        ("anaphora", 0, "day"),
        ("anaphora", 1, "day"),
        ("anaphora", -1, "day"),
        ("anaphora", 0, "month"),
        ("anaphora", 1, "month"),
    ]


def test_calendar_words_are_explicit_and_words_of_the_day_relative() -> None:
    found = [only(text).date for text in ("6月9日", "除夕", "周二", "上周", "昨晚", "last month", "in April", "去年")]
    assert [when.basis for when in found if when] == [
        "explicit", "explicit", "relative", "relative", "relative", "relative", "explicit", "relative",
    ]  # fmt: skip


def test_precision_follows_the_words() -> None:
    texts = ("6月9日", "上周", "4月", "4月底", "2025年第四季度", "去年", "6月2日至5日")
    found = [only(text).date for text in texts]
    assert [when.precision for when in found if when] == ["day", "week", "month", "range", "quarter", "year", "range"]


def test_a_local_time_keeps_its_day_and_is_noted() -> None:
    mention = only("当地时间6月9日晚")
    assert (mention.raw, mention.note, str(mention.date and mention.date.start)) == (
        "当地时间6月9日晚",
        "当地时间",
        "2026-06-09",
    )


def test_an_hour_in_another_zone_is_noted_and_keeps_the_day() -> None:
    mention = only("June 9, 11:59 p.m. PT")
    assert (mention.note, str(mention.date and mention.date.end)) == ("PT", "2026-06-09")


def test_a_time_stamp_becomes_the_day_of_the_zone_asked_for() -> None:
    assert days("2026-06-09T20:00:00Z") == [("2026-06-09T20:00:00Z", "2026-06-10")]
    assert dated(find_dates("2026-06-09T20:00:00Z", THURSDAY, zone=UTC)) == [("2026-06-09T20:00:00Z", "2026-06-09")]


def test_with_only_the_month_known_words_of_the_day_are_vague() -> None:
    end_of_may = date(2026, 5, 31)
    for word in ("今天", "昨晚", "周二", "上周", "刚刚", "yesterday", "on Tuesday", "three days ago", "this week"):
        [mention] = find_dates(word, end_of_may, anchor_precision="month")
        assert mention.kind == "vague", word
    found = find_dates("上个月，也就是4月20日", end_of_may, anchor_precision="month")
    assert dated(found) == [("上个月", "2026-04-01"), ("4月20日", "2026-04-20")]


def test_with_no_day_of_publication_only_full_dates_are_read() -> None:
    assert days("2026年5月7日。5月8日、昨天、去年", anchor=None) == [("2026年5月7日", "2026-05-07")]
    assert {mention.kind for mention in find_dates("5月7日、昨天、去年、in May、last year", None)} == {"vague"}


def test_the_nearest_cue_decides_whether_a_day_is_to_come() -> None:
    assert days("The lab announced on Wednesday that it will expand") == [("Wednesday", "2026-06-10")]
    assert days("It will open on Wednesday") == [("Wednesday", "2026-06-17")]


def test_what_has_happened_lies_in_the_past() -> None:
    assert days("7月1日发布了初版") == [("7月1日", "2025-07-01")]
    assert days("将于7月1日发布") == [("7月1日", "2026-07-01")]


def test_a_cue_of_another_clause_does_not_count() -> None:
    assert days("公司将扩大规模，12月1日的旧版仍可使用") == [("12月1日", "2025-12-01")]


def test_dates_of_both_languages_are_read_in_one_text() -> None:
    assert days("Norfolk Labs 于 June 5 发布，昨日 open-sourced") == [("June 5", "2026-06-05"), ("昨日", "2026-06-10")]


def test_a_range_is_one_mention() -> None:
    mention = only("5月30日至6月2日")
    assert mention.date
    assert (mention.date.start, mention.date.end) == (date(2026, 5, 30), date(2026, 6, 2))


def test_a_day_in_brackets_says_what_the_word_before_it_means() -> None:
    assert days("昨日（6 月 9 日）发布") == [("昨日（6 月 9 日）", "2026-06-09")]
    assert days("on Tuesday (June 2)") == [("Tuesday (June 2)", "2026-06-02")]


def test_an_impossible_date_is_kept_raw_and_never_guessed() -> None:
    mention = only("发布于2026-02-38。")
    assert (mention.kind, mention.date, mention.raw) == ("impossible", None, "2026-02-38")


def test_a_dotted_version_is_no_date() -> None:
    assert find_dates("OpenClaw 2026.2.22 与 2026.3.1 版本", THURSDAY) == []
