"""What many releases say together. Pure: from rows to figures, with ties and what is not known said."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from extract.facts import facts_of, head_of

if TYPE_CHECKING:
    from storage.queries import ReleaseRow

UNKNOWN = "unknown"
RIVALS = ("CN", "US")


class Figure(NamedTuple):
    """One line of a report: a figure of a section, what it is of, its part of the whole, and what else to know."""

    section: str
    key: str
    value: float
    share: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often somebody releases: gaps are days between one day with releases and the next."""

    vendor_id: str
    vendor: str
    releases: int
    days: int  # with releases
    first: datetime.date
    last: datetime.date
    mean_gap: float | None
    median_gap: float | None
    longest_gap: int | None


def report_window(rows: Sequence["ReleaseRow"], since: datetime.date, until: datetime.date) -> list[Figure]:
    """The releases from one day to another, both included, and their distribution.

    Days are those of releases that are known to the day; the others are counted apart.
    """
    length = (until - since).days + 1
    days = Counter(day for row in rows if (day := day_of(row)) and since <= day <= until)
    figures = [
        Figure("window", "days", length, note=f"{since} to {until}, both counted"),
        Figure(
            "window", "releases", len(rows), note=f"{len(rows) - days.total()} not known to the day, or not in full"
        ),
        *_rate(length, len(rows), days),
        *(Figure("day", str(day), days[day]) for day in sorted(days)),
        *_busiest(days),
    ]
    for section, key in (("vendor", _vendor), ("country", _country), ("track", _track), ("kind", _kind)):
        figures += _count(section, rows, key)
    return [*figures, *_same_days(rows, since, until)]


def report_geo(rows: Sequence["ReleaseRow"]) -> list[Figure]:
    """Where the vendors sit: releases and vendors by country, city and district; unknown places are a place."""
    figures = []
    for level in ("country", "city", "district"):
        key = _place_at(level)
        vendors = Counter(place for place, _ in {(key(row), _head(row)) for row in rows})
        figures += [figure._replace(note=_count_vendors(vendors[figure.key])) for figure in _count(level, rows, key)]
    return figures


def report_cadence(rows: Iterable["ReleaseRow"]) -> list[Cadence]:
    """How often each vendor's house releases, who has most first. Only releases known to the day count."""
    dated = sorted(((_head(row), day, row) for row in rows if (day := day_of(row))), key=lambda each: each[:2])
    found = [_cadence(head, [each[1:] for each in group]) for head, group in groupby(dated, key=lambda each: each[0])]
    return sorted(found, key=lambda each: (-each.releases, each.vendor_id))


def day_of(row: "ReleaseRow") -> datetime.date | None:
    """Where it is known to the day."""
    return row.date.start if row.date and row.date.start == row.date.end else None


def _count_vendors(count: int) -> str:
    return f"{count} vendor{'' if count == 1 else 's'}"


def _rate(length: int, count: int, days: Counter[datetime.date]) -> Iterator[Figure]:
    if count:
        yield Figure("window", "days for each release", round(length / count, 2), note=f"{length} / {count}")
    if len(days) > 1:
        gaps = [(later - earlier).days for earlier, later in pairwise(sorted(days))]
        note = f"between the {len(days)} days that have releases; the longest {max(gaps)}"
        yield Figure("window", "mean gap", round(mean(gaps), 2), note=note)


def _busiest(days: Counter[datetime.date]) -> Iterator[Figure]:
    most = max(days.values(), default=0)
    top = sorted(day for day, count in days.items() if count == most)
    note = "" if len(top) == 1 else f"{len(top)} days tie"
    yield from (Figure("busiest", str(day), most, note=note) for day in top)


def _same_days(rows: Sequence["ReleaseRow"], since: datetime.date, until: datetime.date) -> Iterator[Figure]:
    """Days on which vendors of both rival countries released something."""
    told = [(day, row) for row in rows if (day := day_of(row)) and since <= day <= until]
    for day, group in groupby(sorted(told, key=lambda each: (each[0], each[1].id)), key=lambda each: each[0]):
        sides = {country: [row.model for _, row in group_] for country, group_ in _by_country(group)}
        if all(country in sides for country in RIVALS):
            note = "; ".join(f"{country}: {', '.join(sides[country])}" for country in RIVALS)
            yield Figure("same day", str(day), sum(len(sides[country]) for country in RIVALS), note=note)


def _by_country(
    group: Iterable[tuple[datetime.date, "ReleaseRow"]],
) -> list[tuple[str, list[tuple[datetime.date, "ReleaseRow"]]]]:
    members = sorted(group, key=lambda each: (_country(each[1]), each[1].id))
    return [(country, list(each)) for country, each in groupby(members, key=lambda each: _country(each[1]))]


def _count(section: str, rows: Sequence["ReleaseRow"], key: Callable[["ReleaseRow"], str]) -> list[Figure]:
    counts = Counter(map(key, rows))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Figure(section, name, count, round(count / len(rows), 4)) for name, count in ordered]


def _cadence(head: str, told: list[tuple[datetime.date, "ReleaseRow"]]) -> Cadence:
    days = sorted({day for day, _ in told})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    names = Counter(row.vendor or UNKNOWN for _, row in told)
    return Cadence(
        head, names.most_common(1)[0][0], len(told), len(days), days[0], days[-1],
        round(mean(gaps), 2) if gaps else None, median(gaps) if gaps else None, max(gaps, default=None),
    )  # fmt: skip


def _head(row: "ReleaseRow") -> str:
    return head_of(row.vendor_id) if row.vendor_id else UNKNOWN


def _vendor(row: "ReleaseRow") -> str:
    return row.vendor or UNKNOWN


def _country(row: "ReleaseRow") -> str:
    return facts_of(row.vendor_id, row.model).country or UNKNOWN


def _track(row: "ReleaseRow") -> str:
    return facts_of(row.vendor_id, row.model).track or UNKNOWN


def _kind(row: "ReleaseRow") -> str:
    return row.kind


def _place_at(level: str) -> Callable[["ReleaseRow"], str]:
    """A city stands with its country, a district with its city: names are not unique."""
    names = ("country", "city", "district")
    above = names[: names.index(level) + 1]

    def place(row: "ReleaseRow") -> str:
        facts = facts_of(row.vendor_id, row.model)._asdict()
        if facts[level] is None:
            return UNKNOWN
        return " ".join(facts[name] for name in above if facts[name])

    return place
