"""Where each release stands on a timeline: lanes, rows in them, and no label over another.

Places along the time are shares of the width (0 to 1), and texts have fixed sizes. So a layout that was made for one
width has no overlap at any greater one: what stands apart only moves further apart.
"""

import datetime
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.records import Kind, Status

FONT = 12.0  # px, of labels; static/timeline.css says the same
MARK = 6.0  # px, half of a mark's width
GAP = 8.0  # px between what stands beside another
INSIDE = 10.0  # px, from a bar's start to its shape
PAD = 5.0  # px between a mark and its label
WEEK = 7
LONGEST = 28.0  # of a label, in em
WIDE_LETTERS = frozenset("MWmw@%—")
NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[] ")


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a timeline shows, both ends included."""

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a window that ends ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def clip(self, day: datetime.date) -> datetime.date:
        """The day, or the nearer end of the window where it is outside."""
        return min(max(day, self.start), self.end)

    def place(self, start: datetime.date, end: datetime.date) -> tuple[float, float]:
        """Where in the width some days are: all of them, but of a single one its middle. What is outside is cut."""
        low, high = (self.clip(start) - self.start).days, (self.clip(end) - self.start).days + 1
        return ((low + 0.5) / self.days,) * 2 if start == end else (low / self.days, high / self.days)


@dataclass(frozen=True, slots=True)
class Mark:
    """A release to be drawn. One day has `start == end`; the days of a longer one are not known better."""

    lane: str
    label: str
    title: str  # all of it in words, for who points at it or cannot see it
    href: str
    start: datetime.date
    end: datetime.date
    kind: Kind
    status: Status
    is_disputed: bool = False
    by: str = ""  # whose it is, written before the label where there is room
    weight: int = 1  # what is heavier keeps its label where not all fit


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark with its place: shares of the width, and the row of its lane. A bar's shape is INSIDE px within it."""

    mark: Mark
    label: str  # cut where it is too long
    by: str  # "" where there is no room for it
    row: int
    start: float
    end: float
    is_left: bool  # the label stands before the mark


@dataclass(frozen=True, slots=True)
class Lane:
    """One band of the timeline. `rest` counts, by day, what had no room for a label."""

    key: str
    marks: tuple[PlacedMark, ...]
    rows: int
    rest: tuple[tuple[datetime.date, int], ...]


def place_marks(
    marks: Iterable[Mark], totals: Mapping[str, Mapping[datetime.date, int]], window: Window, width: float, rows: int
) -> list[Lane]:
    """A lane for each key of `totals` in that order, its marks in at most so many rows, at least `width` px wide.

    `totals` says how many releases of a lane begin on each day, those without a mark too. The heaviest marks are placed
    first, then the earliest. What is not placed is counted in its lane's rest.
    """
    ordered = sorted(marks, key=lambda mark: (-mark.weight, mark.start, mark.end, mark.label, mark.href))
    by_lane: dict[str, list[Mark]] = {key: [] for key in totals}
    for mark in ordered:
        by_lane[mark.lane].append(mark)
    return [_fill_lane(key, by_lane[key], days, window, width, rows) for key, days in totals.items()]


def measure_text(text: str) -> float:
    """How wide a text is at most, in em of a common sans-serif; measured a little too wide on purpose."""
    return sum(map(_measure_letter, text))


def cut_text(text: str, widest: float) -> str:
    """The text, or its beginning and an ellipsis where it is wider than so many em."""
    if measure_text(text) <= widest:
        return text
    room = widest - measure_text("…")
    kept = 0
    for letter in text:
        room -= _measure_letter(letter)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


@cache
def _measure_letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.05
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if letter in WIDE_LETTERS:
        return 1.0
    if letter in NARROW_LETTERS:
        return 0.42
    return 0.76 if letter.isupper() else 0.66


def _fill_lane(  # noqa: PLR0913, PLR0917 what a lane is made of
    key: str, marks: Iterable[Mark], days: Mapping[datetime.date, int], window: Window, width: float, rows: int
) -> Lane:
    taken: list[list[tuple[float, float]]] = []
    placed = [found for mark in marks if (found := _place_mark(mark, window, width, taken, rows))]
    rest: Counter[datetime.date] = Counter()
    for day, count in days.items():
        rest[window.clip(day)] += count
    rest.subtract(window.clip(each.mark.start) for each in placed)
    return Lane(key, tuple(placed), len(taken), tuple(sorted((day, count) for day, count in rest.items() if count > 0)))


def _place_mark(
    mark: Mark, window: Window, width: float, taken: list[list[tuple[float, float]]], rows: int
) -> PlacedMark | None:
    """In the first row that has room, which it then takes; None where no row has."""
    start, end = window.place(mark.start, mark.end)
    inside = INSIDE if end > start else 0.0
    widest = min(LONGEST, (width / 2 - INSIDE - 2 * (MARK + PAD)) / FONT)
    label = cut_text(mark.label, widest)
    by = mark.by if measure_text(f"{mark.by} {label}") <= widest else ""
    size = measure_text(f"{by} {label}" if by else label) * FONT
    room = inside + MARK + PAD + size
    is_left = start * width + room > width
    low = start * width - (PAD + size if is_left else 0.0) - (0.0 if inside else MARK)
    span = (low, max(end * width + MARK, start * width + (MARK if is_left else room)) + GAP)
    for row in range(rows):
        if row == len(taken):
            taken.append([])
        place = bisect(taken[row], span)
        if (place == 0 or taken[row][place - 1][1] <= span[0]) and (
            place == len(taken[row]) or span[1] <= taken[row][place][0]
        ):
            taken[row].insert(place, span)
            return PlacedMark(mark, label, by, row, start, end, is_left)
    return None


def find_ticks(window: Window, width: float, say: Callable[[datetime.date], str]) -> list[tuple[float, str]]:
    """Days to write along the time, as places and words that do not run into each other at this width."""
    for step in (1, 2, 7, 14, 0):
        days = _days_of(window, step)
        ticks = [((day - window.start).days / window.days, say(day)) for day in days]
        if _have_room(ticks, width):
            break
    return _thin_out(ticks, width)


def _days_of(window: Window, step: int) -> list[datetime.date]:
    """Every `step`-th day of each month, but for its last few; the first of each month where it is 0."""
    days = (window.start + datetime.timedelta(number) for number in range(window.days))
    if step == 0:
        return [day for day in days if day.day == 1]
    return [day for day in days if (day.day - 1) % step == 0 and (step < WEEK or day.day <= 4 * WEEK)]


def _have_room(ticks: Sequence[tuple[float, str]], width: float) -> bool:
    sizes = [measure_text(words) * FONT + GAP for _, words in ticks]
    places = pairwise([place for place, _ in ticks])
    return all((right - left) * width >= size for (left, right), size in zip(places, sizes, strict=False))


def _thin_out(ticks: Iterable[tuple[float, str]], width: float) -> list[tuple[float, str]]:
    """Those that begin after the one before has ended, and end within the width."""
    kept: list[tuple[float, str]] = []
    free = 0.0
    for place, words in ticks:
        size = measure_text(words) * FONT + GAP
        if place * width >= free and place * width + size <= width + GAP:
            kept.append((place, words))
            free = place * width + size
    return kept
