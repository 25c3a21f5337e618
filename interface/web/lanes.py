"""The timeline's lanes, marks and words, from what the database says."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from extract.facts import vendors_by_id
from interface.timeline import Mark, Window
from interface.web.drawing import LaneWords, TimelineWords, draw_timeline
from interface.web.templating import query_href, release_href
from interface.web.viewing import View
from interface.web.words import Words
from storage.calendar import DatedRelease, DayCounts
from storage.filters import ReleaseFilter, filter_pairs

SIZES = {"small": (320, 24), "medium": (640, 16), "large": (1000, 14)}  # px from which it is right, and rows of a lane
LANES = {"country": 8, "vendor": 14}
OTHERS = "?"
MANY = 366  # days, from which ticks are months

LaneOf = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to be seen in the window."""

    window: Window
    dated: list[DatedRelease]
    counts: DayCounts

    @property
    def by_day(self) -> Counter[datetime.date]:
        days: Counter[datetime.date] = Counter()
        for (_, day), count in self.counts.items():
            days[self.window.clip(day)] += count
        return days


def draw(view: View, shown: Shown, wanted: ReleaseFilter, lanes: str) -> dict[str, Markup]:
    """The timeline for each of SIZES; `lanes` is one of LANES."""
    lane_of = _lanes_of(shown, lanes)
    marks = [_mark_of(view.words, each, lane_of(each.vendor_id), lanes) for each in shown.dated]
    told = _timeline_words(view.words, shown, wanted, _lane_words(view, shown, wanted, lanes, lane_of))
    counts = sorted(shown.by_day.items())
    return {
        size: draw_timeline(marks, counts, shown.window, told, width, rows) for size, (width, rows) in SIZES.items()
    }


def _lanes_of(shown: Shown, lanes: str) -> LaneOf:
    """The lane of each vendor: its own or its country's, where those are among the largest; else the last one."""
    known = vendors_by_id()

    def own(vendor: str | None) -> str:
        if lanes == "vendor" or vendor is None:
            return vendor or OTHERS
        return (known[vendor].country if vendor in known else None) or OTHERS

    sizes: Counter[str] = Counter()
    for (vendor, _), count in shown.counts.items():
        sizes[own(vendor)] += count
    kept = {key for key, _ in sorted(sizes.items(), key=lambda each: (-each[1], each[0]))[: LANES[lanes]]}
    return lambda vendor: lane if (lane := own(vendor)) in kept else OTHERS


def _lane_words(
    view: View, shown: Shown, wanted: ReleaseFilter, lanes: str, lane_of: LaneOf
) -> Mapping[str, LaneWords]:
    """The lanes, the largest first and the unknown last."""
    days: dict[str, Counter[datetime.date]] = {}
    for (vendor, day), count in shown.counts.items():
        days.setdefault(lane_of(vendor), Counter())[day] += count
    names = {each.vendor_id or OTHERS: each.vendor or OTHERS for each in shown.dated}
    rest = view.words(f"timeline.other_{lanes}")
    told: dict[str, LaneWords] = {}
    for key in sorted(days, key=lambda key: (key == OTHERS, -days[key].total(), key)):
        name = names.get(key, key) if lanes == "vendor" else view.words.name("country", key)
        href = query_href("/releases", filter_pairs(_only(wanted, lanes, key)))
        size = view.words("timeline.count", n=days[key].total())
        told[key] = LaneWords(rest if key == OTHERS else name, size, href, days[key])
    return told


def _only(wanted: ReleaseFilter, lanes: str, key: str) -> ReleaseFilter:
    """The filter of one lane; of the last one, there is none."""
    if key == OTHERS:
        return wanted
    return replace(wanted, vendor=(key,)) if lanes == "vendor" else replace(wanted, country=(key,))


def _timeline_words(words: Words, shown: Shown, wanted: ReleaseFilter, lanes: Mapping[str, LaneWords]) -> TimelineWords:
    window = shown.window
    base = filter_pairs(replace(wanted, since=None, until=None))
    span = words("range", a=words.day(window.start), b=words.day(window.end))
    return TimelineWords(
        heading=f"{words('timeline.title')}, {span}",
        lanes=lanes,
        tick=lambda day: words.day(day, "month" if window.days > MANY else "day_short"),
        tell_day=lambda day, count: words("timeline.on_day", day=words.day(day), n=count),
        tell_rest=lambda count: words("timeline.more", n=count),
        day_href=lambda day: query_href("/releases", [*base, ("on", str(day))]),
    )


def _mark_of(words: Words, each: DatedRelease, lane: str, lanes: str) -> Mark:
    name = " ".join(part for part in (each.vendor, each.model) if part)
    told = (name, words.name("kind", each.kind), words.name("status", each.status), words.days(each.date))
    return Mark(
        lane=lane,
        label=each.model,
        title=" · ".join((*told, words("release.said_by", n=each.claim_count))),
        href=release_href(each.id),
        start=each.date.start,
        end=each.date.end,
        kind=each.kind,
        status=each.status,
        is_disputed=each.is_disputed,
        by=(each.vendor or "") if lanes == "country" or lane == OTHERS else "",
        weight=each.claim_count,
    )
