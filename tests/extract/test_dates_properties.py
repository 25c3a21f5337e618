"""Whatever the text, mentions are in order, apart, and what they say they are."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dates import find_dates

PIECES = (
    "2026 26 13 2 30 29 12 年 月 日 号 - / . : ~ 至 到 的 去年 今年 上 下 本 周 三 一 二 十 底 初 第 季度 Q1 刚刚 发布 "
    "昨晚 同日 除夕 正月 初八 将于 了 。 当地时间 财年 半年 前 后 内 春节 期间 May June 5 , th st last this next week "
    "month year on in the of early late two days ago will Tuesday fiscal T18:00 Z GPT-5 v1.2"
)
texts = st.lists(st.sampled_from([*PIECES.split(" "), " ", "\n"]), max_size=40).map("".join)
anchors = st.one_of(st.none(), st.dates(date(1992, 1, 1), date(2097, 12, 31)))


@settings(max_examples=400, deadline=None)
@given(
    texts,
    anchors,
    st.sampled_from(["day", "month"]),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2090, 1, 1))),
)
def test_mentions_are_in_order_apart_and_true_to_the_text(text, anchor, precision, after) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    end = 0
    for mention in find_dates(text, anchor, after=after, anchor_precision=precision):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.raw
        end = mention.end
        assert (mention.date is not None) == (mention.kind in {"explicit", "relative"})
        assert mention.date is None or mention.date.start <= mention.date.end
        assert mention.date is None or mention.date.raw == mention.raw


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), anchors)
def test_any_text_at_all_is_read(text: str, anchor: date | None) -> None:
    assert all(text[mention.start : mention.end] == mention.raw for mention in find_dates(text, anchor))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), anchors)
def test_a_full_date_is_that_day_however_it_is_written(day: date, anchor: date | None) -> None:
    month = day.strftime("%B")
    for text in (
        f"{day:%Y}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}" if month != "May" else f"May {day.day}, {day.year}",
    ):
        [mention] = find_dates(text, anchor)
        assert mention.date, text
        assert (mention.date.start, mention.date.end, mention.raw) == (day, day, text)
