"""The timeline of releases."""

import datetime
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from extract.records import AVAILABLE
from interface.timeline import Window
from interface.web.choices import filter_choices
from interface.web.lanes import LANES, Shown, draw
from interface.web.templating import query_href
from interface.web.viewing import View, reading, render, view_of
from storage.calendar import count_days, find_dated, find_last_day
from storage.filters import FilterError, ReleaseFilter, filter_pairs
from storage.queries import count_releases

# Days up to the last release: the first of these that has ENOUGH is shown where the address says nothing.
SPANS = (30, 45, 60, 90)
ENOUGH = 24  # releases
AHEAD = 30  # days after the last release, in which plans may be
LONGEST = 800
AROUND = 3  # days before and after one that is asked for
MOST = 800  # releases that are drawn; all are counted
NEVER = datetime.date(2026, 1, 1)  # where there is nothing to see, it is not seen there

router = APIRouter()


@router.get("/")
def timeline(request: Request) -> HTMLResponse:
    """The releases of some months: lanes by country or vendor, or as the address says."""
    view = view_of(request)
    wanted = view.read_filter()
    lanes = view.control("lanes", "country")
    if lanes not in LANES:
        raise FilterError(f"lanes: {lanes!r} is none of {', '.join(LANES)}")
    with reading(request) as connection:
        window = _asked_window(wanted) or _newest_window(connection, wanted)
        inside = replace(wanted, since=window.start, until=window.end, on=None)
        shown = Shown(window, find_dated(connection, inside, MOST), count_days(connection, inside))
        choices = filter_choices(connection, view)
    drawings = draw(view, shown, inside, lanes)
    return render(
        view, "timeline.html", drawings=drawings, lanes=lanes, shown=shown, figures=_figures(shown),
        steps=_steps(view, window), table=query_href("/releases", filter_pairs(inside)), choices=choices,
    )  # fmt: skip


def _asked_window(wanted: ReleaseFilter) -> Window | None:
    """The days that are asked for; None where nothing is."""
    if wanted.on:
        return Window(_shift(wanted.on, -AROUND), _shift(wanted.on, AROUND))
    if not (wanted.since or wanted.until):
        return None
    start = wanted.since or _shift(wanted.until or NEVER, 1 - SPANS[-1])
    end = wanted.until or _shift(start, SPANS[-1] - 1)
    if not 0 <= (end - start).days < LONGEST:
        raise FilterError(f"from {start} to {end}: a timeline shows 1 to {LONGEST} days")
    return Window(start, end)


def _newest_window(connection: Connection, wanted: ReleaseFilter) -> Window:
    """The last days that have releases enough, and those after them for which something is planned."""
    out = replace(wanted, status=wanted.status or AVAILABLE)
    last = find_last_day(connection, out) or NEVER
    starts = (_shift(last, 1 - days) for days in SPANS)
    start = next(
        (day for day in starts if count_releases(connection, replace(out, since=day, until=last)) >= ENOUGH),
        _shift(last, 1 - SPANS[-1]),
    )
    planned = find_last_day(connection, replace(wanted, since=last, until=_shift(last, AHEAD)))
    return Window(_shift(start, -1), _shift(min(planned or last, _shift(last, AHEAD)), 2))


def _shift(day: datetime.date, days: int) -> datetime.date:
    """Some days later, or earlier, but not beyond the calendar."""
    number = min(max(day.toordinal() + days, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    return datetime.date.fromordinal(number)


def _steps(view: View, window: Window) -> dict[str, str]:
    """The addresses of the windows before and after."""
    moved = {
        name: {"from_": str(_shift(window.start, days)), "to": str(_shift(window.end, days)), "on": ""}
        for name, days in (("earlier", -window.days), ("later", window.days))
    }
    return {name: view.changed(**days) for name, days in moved.items()} | {
        "newest": view.changed(from_="", to="", on="")
    }


def _figures(shown: Shown) -> dict[str, object]:
    days = shown.by_day
    most = max(days.values(), default=0)
    return {
        "releases": sum(days.values()),
        "vendors": len({vendor for vendor, _ in shown.counts if vendor}),
        "busiest": [day for day in sorted(days) if days[day] == most],
        "most": most,
        "disputed": sum(each.is_disputed for each in shown.dated),
    }
