"""The timeline as SVG: its layout for one width, drawn by templates/timeline.svg."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from interface.timeline import FONT, Lane, Mark, Window, cut_text, find_ticks, place_marks
from interface.web.templating import load_environment

ROW = 24  # px, the heights of what stands one under the other
HEADING = 26
REST = 18
AXIS = 22
COUNTS = 48
LANE_GAP = 8
PLOT = 0.97  # of the width; templates/timeline.svg says the same
COUNT_ROOM = 90  # px, kept free for a lane's numbers beside its name

Count = tuple[datetime.date, int]


@dataclass(frozen=True, slots=True)
class LaneWords:
    """What is written over a lane."""

    name: str
    count: str
    href: str
    days: Mapping[datetime.date, int]  # how many releases begin on each


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """Everything that a timeline says besides the names of releases, in the reader's language."""

    heading: str
    lanes: Mapping[str, LaneWords]
    tick: Callable[[datetime.date], str]
    tell_day: Callable[[datetime.date, int], str]  # how many there were on a day
    tell_rest: Callable[[int], str]  # how many of a lane had no room
    day_href: Callable[[datetime.date], str]


@dataclass(frozen=True, slots=True)
class _DrawnLane:
    lane: Lane
    words: LaneWords
    name: str
    top: int
    rest_top: int
    bottom: int
    rest_words: str


def draw_timeline(  # noqa: PLR0913, PLR0917 what a drawing is made of
    marks: Iterable[Mark], counts: Sequence[Count], window: Window, words: TimelineWords, width: int, rows: int
) -> Markup:
    """An `<svg>` that is right at this width (px) and at every greater one; it fills what it stands in.

    `counts` are the releases of each day that has any: bars over the lanes. The lanes are those of `words`, in order.
    """
    totals = {key: lane.days for key, lane in words.lanes.items()}
    lanes = _stack_lanes(place_marks(marks, totals, window, width * PLOT, rows), words, width)
    height = lanes[-1].bottom if lanes else COUNTS + AXIS
    most = max((count for _, count in counts), default=1)
    return Markup(
        load_environment().get_template("timeline.svg").render(
            words=words, window=window, lanes=lanes, height=height, counts=counts, most=most,
            ticks=find_ticks(window, width * PLOT, words.tick), width=width,
            row=ROW, heading=HEADING, share=_share, axis=AXIS, bars=COUNTS, rest=REST, day=1 / window.days,
        )
    )  # fmt: skip


def _stack_lanes(lanes: Iterable[Lane], words: TimelineWords, width: int) -> list[_DrawnLane]:
    top = COUNTS + AXIS
    drawn = []
    for lane in lanes:
        told = words.lanes[lane.key]
        rest_top = top + HEADING + lane.rows * ROW
        bottom = rest_top + (REST if lane.rest else 0) + LANE_GAP
        name = cut_text(told.name, (width - COUNT_ROOM) / FONT)
        rest = words.tell_rest(sum(count for _, count in lane.rest))
        drawn.append(_DrawnLane(lane, told, name, top, rest_top, bottom, rest))
        top = bottom
    return drawn


def _share(value: float) -> Markup:
    """As SVG writes it."""
    return Markup(f"{value * 100:.3f}%")
