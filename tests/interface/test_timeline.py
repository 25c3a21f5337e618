"""The timeline's layout: nothing over anything else, at any width, and nothing lost."""

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interface.timeline import (
    FONT,
    GAP,
    INSIDE,
    MARK,
    PAD,
    Lane,
    Mark,
    PlacedMark,
    Window,
    cut_text,
    find_ticks,
    measure_text,
    place_marks,
)

WINDOW = Window(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
DAYS = st.dates(datetime.date(2025, 12, 1), datetime.date(2026, 4, 30))


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start = draw(DAYS)
    end = start + datetime.timedelta(days=draw(st.sampled_from([0, 0, 0, 6, 30])))
    label = draw(st.text("GLM-5 智谱iWé", min_size=1, max_size=40))
    return Mark(
        lane=draw(st.sampled_from("ab")), label=label, title=label, href="/", start=start, end=end, kind="model",
        status="released", by=draw(st.sampled_from(["", "智谱", "Harbor Labs"])), weight=draw(st.integers(1, 3)),
    )  # fmt: skip


def totals(marks: Sequence[Mark]) -> dict[str, Counter[datetime.date]]:
    return {lane: Counter(mark.start for mark in marks if mark.lane == lane) for lane in "ab"}


def extent(placed: PlacedMark, width: float) -> tuple[float, float]:
    """What a mark covers, as templates/timeline.svg draws it."""
    text = f"{placed.by} {placed.label}" if placed.by else placed.label
    size = measure_text(text) * FONT
    start, end = placed.start * width, placed.end * width
    if end > start:
        return (start - PAD - size, end) if placed.is_left else (start, max(end, start + INSIDE + MARK + PAD + size))
    return (start - MARK - PAD - size, start + MARK) if placed.is_left else (start - MARK, start + MARK + PAD + size)


def overlaps(lane: Lane, width: float) -> list[tuple[str, str]]:
    rows: dict[int, list[tuple[tuple[float, float], str]]] = {}
    for placed in lane.marks:
        rows.setdefault(placed.row, []).append((extent(placed, width), placed.label))
    found = []
    for row in rows.values():
        row.sort()
        found += [(one, other) for ((_, end), one), ((start, _), other) in pairwise(row) if end > start]
    return found


@given(st.lists(marks(), max_size=60), st.sampled_from([320.0, 640.0, 1000.0]), st.floats(1, 3))
def test_nothing_overlaps_at_the_width_it_was_made_for_or_any_greater(
    many: list[Mark], width: float, by: float
) -> None:
    for lane in place_marks(many, totals(many), WINDOW, width, rows=8):
        assert overlaps(lane, width * by) == []
        assert all(
            low >= -MARK and high <= width * by + GAP + MARK
            for low, high in (extent(each, width * by) for each in lane.marks)
        )


@given(st.lists(marks(), max_size=60), st.integers(0, 6))
def test_every_mark_is_placed_or_counted(many: list[Mark], rows: int) -> None:
    lanes = place_marks(many, totals(many), WINDOW, 320, rows)
    assert sum(len(lane.marks) + sum(count for _, count in lane.rest) for lane in lanes) == len(many)
    assert all(lane.rows <= rows for lane in lanes)
    assert [lane.key for lane in lanes] == ["a", "b"]


def test_what_most_articles_tell_of_keeps_its_label() -> None:
    day = datetime.date(2026, 2, 1)
    many = [Mark("a", f"Model {weight}", "", "/", day, day, "model", "released", weight=weight) for weight in (1, 9, 3)]
    (lane,) = place_marks(many, {"a": {day: 3}}, WINDOW, 320, rows=1)
    assert [each.label for each in lane.marks] == ["Model 9"]
    assert lane.rest == ((day, 2),)


def test_a_vendors_name_goes_before_the_label_is_cut() -> None:
    day = datetime.date(2026, 2, 1)
    mark = Mark("a", "Yunxiu-4-Coder-Instruct", "", "/", day, day, "model", "released", by="云岫科技")
    (wide,), (narrow,) = (place_marks([mark], {"a": {day: 1}}, WINDOW, width, 1) for width in (1000, 320))
    assert (wide.marks[0].by, wide.marks[0].label) == ("云岫科技", mark.label)
    assert narrow.marks[0].by == ""
    assert mark.label.startswith(narrow.marks[0].label.rstrip("…"))


def test_a_day_stands_in_its_middle_and_a_month_over_all_of_it() -> None:
    window = Window(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    assert window.place(datetime.date(2026, 2, 1), datetime.date(2026, 2, 1)) == (0.5 / 28, 0.5 / 28)
    assert window.place(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)) == (0, 1)
    assert window.place(datetime.date(2025, 12, 1), datetime.date(2026, 12, 31)) == (0, 1)


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Window(WINDOW.end, WINDOW.start)


def test_a_label_is_cut_only_where_it_is_too_long() -> None:
    assert cut_text("GLM-5", 10) == "GLM-5"
    cut = cut_text("一个非常非常长的模型名称", 6)
    assert cut.endswith("…")
    assert measure_text(cut) <= 6


@pytest.mark.parametrize("width", [320, 640, 1000])
@pytest.mark.parametrize("days", [1, 7, 30, 90, 400])
def test_ticks_do_not_run_into_each_other(width: float, days: int) -> None:
    window = Window(WINDOW.start, WINDOW.start + datetime.timedelta(days=days - 1))
    ticks = find_ticks(window, width, lambda day: f"{day:%Y-%m-%d}")
    ends = [place * width + measure_text(words) * FONT for place, words in ticks]
    assert all(end <= place * width for end, (place, _) in zip(ends, ticks[1:], strict=False))
    assert ticks
    assert ends[-1] <= width + GAP
