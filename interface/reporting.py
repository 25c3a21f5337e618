"""`moxun report window`, `cadence`, `geo`, `lag` and `digest`."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import groupby, takewhile
from statistics import mean
from typing import TYPE_CHECKING

from extract.records import AVAILABLE
from interface.asking import reading
from interface.formats import Format
from interface.output import print_rows, say
from interface.rows import Row, days_of, markdown_cell
from pipelines.reports import Figure, report_cadence, report_geo, report_window

if TYPE_CHECKING:
    from storage.filters import ReleaseFilter
    from storage.news import News
    from storage.queries import ReleaseRow
    from storage.reporters import Report

FIGURE_COLUMNS = ("section", "key", "value", "share", "note")
CADENCE_COLUMNS = (
    "vendor_id", "vendor", "releases", "days", "first", "last", "mean_gap", "median_gap", "longest_gap",
)  # fmt: skip
LAG_COLUMNS = (
    "section", "release_id", "vendor", "model", "released", "site", "published", "place", "lag", "announced", "opened",
)  # fmt: skip
SITE_COLUMNS = ("site", "releases", "first", "mean_lag")
DIGEST_COLUMNS = ("id", "date", "vendor", "model", "kind", "status", "first_seen", "quote", "title", "url")


def print_window(database_url: str, format_name: Format, wanted: "ReleaseFilter") -> None:
    """The figures of a window; only what is out counts, unless a status is asked for."""
    rows = _load(database_url, wanted)
    since, until = wanted.since or wanted.on or datetime.date.min, wanted.until or wanted.on or datetime.date.max
    _print_figures(format_name, report_window(rows, since, until))


def print_geo(database_url: str, format_name: Format, wanted: "ReleaseFilter") -> None:
    """Releases and vendors by place."""
    _print_figures(format_name, report_geo(_load(database_url, wanted)))


def print_cadence(database_url: str, format_name: Format, wanted: "ReleaseFilter") -> None:
    """How often each vendor releases."""
    rows = (asdict(each) for each in report_cadence(_load(database_url, wanted)))
    print_rows(format_name, CADENCE_COLUMNS, map(_in_words, rows))


def print_lag(database_url: str, format_name: Format, wanted: "ReleaseFilter") -> None:
    """Who reported first and how late, and how long from an announcement to the weights."""
    from storage.reporters import iter_openings, iter_reports  # noqa: PLC0415 SQLAlchemy

    with reading(database_url) as connection:
        reports, openings = list(iter_reports(connection, wanted)), list(iter_openings(connection, wanted))
    if format_name == "table":
        print_rows("table", SITE_COLUMNS, _count_sites(reports))
    empty = dict.fromkeys(LAG_COLUMNS)
    told = [("report", each._asdict(), each.lag) for each in reports if format_name != "table"]
    opened = [("weights", each._asdict(), each.lag) for each in openings]
    rows = (_in_words(empty | row | {"section": section, "lag": lag}) for section, row, lag in [*told, *opened])
    if format_name != "table" or openings:
        heads = {name: name.capitalize() for name in ("vendor", "model", "announced", "opened", "lag")}
        print_rows(format_name, LAG_COLUMNS, rows, heads)


def print_digest(database_url: str, format_name: Format, wanted: "ReleaseFilter", since: datetime.date) -> None:
    """What the database has learnt of since a day, newest first, each with its best words."""
    from storage.news import iter_news  # noqa: PLC0415 SQLAlchemy

    with reading(database_url) as connection:
        found = takewhile(lambda each: _is_told_since(each, since), iter_news(connection, wanted))
        rows = (digest_row(each) for each in found)
        if format_name in ("table", "md"):
            _say_digest(rows, since, is_markdown=format_name == "md")
        else:
            print_rows(format_name, DIGEST_COLUMNS, rows)


def _is_told_since(news: "News", since: datetime.date) -> bool:
    return news.release.first_seen is not None and news.release.first_seen >= since


def digest_row(news: "News") -> Row:
    """A release in a digest."""
    release, evidence = news.release, next(iter(news.evidence), None)
    return {
        "id": release.id,
        "date": days_of(release.date),
        "vendor": release.vendor,
        "model": release.model,
        "kind": release.kind,
        "status": release.status,
        "first_seen": release.first_seen.isoformat() if release.first_seen else None,
        "quote": " ".join(evidence.quote.split()) if evidence else None,
        "title": evidence.title if evidence else None,
        "url": evidence.claim.url if evidence else None,
    }


def _say_digest(rows: Iterable[Row], since: datetime.date, *, is_markdown: bool) -> None:
    say(f"{'# ' if is_markdown else ''}Releases first told of since {since}", style="bold")
    for day, group in groupby(rows, key=lambda row: row["first_seen"]):
        say(f"\n{'## ' if is_markdown else ''}{day}", style="bold")
        for line in (line for row in group for line in _digest_lines(row, is_markdown=is_markdown)):
            say(line)


def _digest_lines(row: Row, *, is_markdown: bool) -> Iterator[str]:
    name = " ".join(filter(None, (row["vendor"], row["model"])))
    told = f" · {row['kind']} · {row['status']} · {row['date']}"
    if is_markdown:
        yield f"- **{markdown_cell(name)}**{told}  "
        yield f"  {markdown_cell(row['quote'])} ([{markdown_cell(row['title'])}]({_bare(row['url'])}))"
    else:
        yield f"  {name}{told}"
        yield f"    “{row['quote'] or ''}”"
        yield f"    {row['url'] or ''}"


def _bare(url: str | None) -> str:
    """A link that is nothing but one: an http address without what would end Markdown's."""
    told = url if url and url.startswith(("http://", "https://")) else ""
    return "".join(f"%{ord(sign):02X}" if sign in "()<>\" '\\" else sign for sign in told if sign.isprintable())


def _load(database_url: str, wanted: "ReleaseFilter") -> list["ReleaseRow"]:
    from storage.queries import find_releases  # noqa: PLC0415 SQLAlchemy

    with reading(database_url) as connection:
        return find_releases(connection, wanted if wanted.status else replace(wanted, status=AVAILABLE), order="oldest")


def _print_figures(format_name: Format, figures: list[Figure]) -> None:
    if format_name != "table":
        print_rows(format_name, FIGURE_COLUMNS, (each._asdict() for each in figures))
        return
    for section, group in groupby(figures, key=lambda each: each.section):
        rows = ({**each._asdict(), "share": "" if each.share is None else f"{each.share:.1%}"} for each in group)
        print_rows("table", FIGURE_COLUMNS, rows, {"key": section.capitalize(), "value": "", "share": "", "note": ""})


def _count_sites(reports: Iterable["Report"]) -> list[Row]:
    by_site: dict[str, list[Report]] = defaultdict(list)
    for each in reports:
        by_site[each.site].append(each)
    rows = [
        {
            "site": site,
            "releases": len(told),
            "first": sum(each.place == 1 for each in told),
            "mean_lag": round(mean(lags), 2) if (lags := [each.lag for each in told if each.lag is not None]) else None,
        }
        for site, told in by_site.items()
    ]
    return sorted(rows, key=lambda row: (-row["first"], row["site"]))


def _in_words(row: Row) -> Row:
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in row.items()}
