"""When a page was published: the local day, from the first place that says a day that can be.

A date that cannot be becomes a Problem, and the next place is asked; an address such as /2026/02/ is evidence of the
month only; the day of the fetch is never taken.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from lxml import html

from extract.dates import find_dates
from extract.periods import month_of
from extract.records import Page, PartialDate, Problem
from extract.scriptday import iter_script_days
from extract.sites import Site
from extract.visibleday import iter_visible_days

_EARLIEST = date(1995, 1, 1)
_LONGEST = 120  # characters of a place that says a date; longer ones speak of something else
_MARGIN = timedelta(days=1)  # clocks and time zones
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# An article's number after the month (/2026/06/9.html) is no day: days are written in two digits and have a path below
# (/2026/06/11/slug, /2026/0611/1.html), or a time, a number or a name behind them.
_DAYS = (
    re.compile(r"/20[0-4]\d[/-]?(?:0[1-9]|1[0-2]|[A-Za-z]{3})[/-]?(?:\d{2}|(?<=[a-z][/-])\d)/(?=[^/\s])"),
    re.compile(r"/t?20[0-4]\d(?:0[1-9]|1[0-2])\d{2}(?=\d{6}\D|_\d)"),
    re.compile(r"/20[0-4]\d-(?:0[1-9]|1[0-2])-\d{2}(?=-[a-z])"),
)
_MONTH = re.compile(r"/20[0-4]\d[/-]?(?:0[1-9]|1[0-2])(?=[/-])")
_WRITTEN = re.compile(r"(?P<year>20\d\d)[/-]?(?P<month>\d\d|[A-Za-z]{3})(?:[/-]?(?P<day>\d{1,2}))?")
_ZONE = re.compile(r"(?<=\d) ?(?:Z|GMT|UTC)\b|(?<=\d)[+-]\d{2}:?\d{2}$")
_MIDNIGHT = re.compile(r"[T ]00:00:00(?:\.0+)?(?: ?Z|[+-]00:?00)$")


class Dated(NamedTuple):
    """Words for a date, and the kind of place they stand in (`Article.published_basis`)."""

    basis: str
    raw: str


@dataclass(frozen=True, slots=True)
class Publication:
    """`raw` are the page's words even where they are impossible and `date` comes from elsewhere or is None."""

    date: PartialDate | None
    raw: str
    basis: str


def find_publication(  # noqa: PLR0913 (where to look, and what to judge by)
    places: Iterable[Dated],
    tree: html.HtmlElement,
    page: Page,
    site: Site,
    problems: list[Problem],
    *,
    titles: Sequence[str],
    search: bool,
) -> Publication:
    """Adds to `problems` what is no date. `search` allows the slow search of the whole page as the last resort.

    `titles` are what the page may be called, by which its headline is found.
    """
    refused = ""
    visible = (Dated("visible", line) for line in iter_visible_days(tree, titles))
    address = (_iter_address(page.url, patterns) for patterns in (_DAYS, (_MONTH,)))
    scripts = (Dated("script", stamp) for stamp in iter_script_days(tree))
    searched = _search(tree, page) if search else ()
    for place in chain(places, next(address), visible, scripts, next(address), searched):
        raw = " ".join(place.raw.split())[:_LONGEST]
        found = _read_address(raw) if place.basis == "url" else _read_day(raw, site)
        wrong = _what_is_wrong(found, page)
        if isinstance(found, PartialDate) and not wrong:
            return Publication(found, refused or raw, place.basis)
        if wrong and not (refused and (raw in refused or refused in raw)):  # another way to the same place
            problems.append(Problem("article", wrong, raw, f"{page.url} {place.basis}"))
            refused = refused or raw
    return Publication(None, refused, "none")


def _read_day(raw: str, site: Site) -> PartialDate | str:
    """The local day that words mean, or what is wrong with them, or "" where they mean no day.

    A time stamp is the day in the site's zone; where that is not known, the day as it is written. So is midnight to the
    second in UTC, which stands for a day without a time.
    """
    raw_day = _MIDNIGHT.sub("", raw)
    zone = site.zone if raw_day == raw else None
    for mention in find_dates(raw, None, zone=zone) if zone else find_dates(_ZONE.sub("", raw_day), None):
        if mention.kind == "impossible":
            return "impossible-date"
        if mention.date and mention.date.precision == "day":
            return PartialDate(mention.date.start, mention.date.end, "day", "publication", raw)
    return ""


def _what_is_wrong(found: PartialDate | str, page: Page) -> str:
    if isinstance(found, str):
        return found
    if found.start < _EARLIEST:
        return "impossible-date"
    return "future-date" if found.start > (page.fetched_at + _MARGIN).date() else ""


def _iter_address(url: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Dated]:
    found = (pattern.search(url) for pattern in patterns)
    yield from (Dated("url", match[0].strip("/t")) for match in found if match)


def _read_address(raw: str) -> PartialDate | str:
    written = _WRITTEN.match(raw)
    if written is None:
        return ""
    year, month = int(written["year"]), written["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    if not number:
        return ""
    if not written["day"]:
        period = month_of(year, number)
        return PartialDate(period.start, period.end, "month", "publication", raw)
    try:
        day = date(year, number, int(written["day"]))
    except ValueError:
        return ""  # a number, not a day
    return PartialDate(day, day, "day", "publication", raw)


def _month_number(name: str) -> int:
    name = name.lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _search(tree: html.HtmlElement, page: Page) -> Iterator[Dated]:
    """What htmldate finds: the last resort, since its first Chinese date costs seconds in each process."""
    from htmldate import find_date  # noqa: PLC0415

    try:
        found = find_date(
            tree, extensive_search=False, original_date=True, url=page.url,
            min_date=_EARLIEST.isoformat(), max_date=(page.fetched_at + _MARGIN).date().isoformat(),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return  # its own mistakes with odd pages
    if found:
        yield Dated("htmldate", found)
