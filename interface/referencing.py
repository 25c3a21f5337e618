"""`moxun import …`, `moxun report coverage` and `moxun report conflicts`: other databases beside ours."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from interface.asking import reading
from interface.formats import Format
from interface.output import print_rows, say, warn
from interface.rows import Row, days_of, explain_problem
from pipelines.referencing import Gap, Pair, compare_source, find_gaps, import_file, is_within

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.queries import ReleaseRow

COVERAGE_COLUMNS = ("source", "section", "vendor", "model", "date", "release_id", "name", "url")
CONFLICT_COLUMNS = (
    "source", "release_id", "vendor", "model", "days", "ours", "theirs", "what", "name", "url",
)  # fmt: skip
SECTIONS = ("both", "theirs", "ours")
ARTICLES = "articles"  # the source of what our own articles disagree about
SHOWN = 20  # problems

Day = datetime.date | None


class UnknownSourceError(ValueError):
    """No such reference source was imported."""


def import_reference(database_url: str, source: str, path: Path) -> None:
    """Keep what a file says, and tell what became of each of its rows."""
    told = import_file(database_url, source, path)
    same = told.entries - told.added - told.changed
    say(f"{told.source}: {told.entries} entries: {told.added} new, {told.changed} changed, {same} as before")
    for problem in told.problems[:SHOWN]:
        warn(explain_problem(problem))
    if told.problems:
        warn(f"{len(told.problems)} problems in all; the table `problems` keeps them")


def print_coverage(database_url: str, format_name: Format, sources: Iterable[str], since: Day, until: Day) -> None:
    """What each source knows and we lack, and the reverse; a table begins with the counts."""
    with reading(database_url) as connection:
        names = _find_sources(connection, sources)
        rows = (
            _coverage_row(source, pair)
            for source in names
            for pair in compare_source(connection, source)
            if is_within((pair.entry or pair.release).date, since, until)  # type: ignore[union-attr]
        )
        if format_name == "table":
            _print_coverage_table(names, list(rows))
        else:
            print_rows(format_name, COVERAGE_COLUMNS, rows)


def print_conflicts(database_url: str, format_name: Format, sources: Iterable[str], since: Day, until: Day) -> None:
    """Where a source dates a model otherwise than we do, the farthest first, and where our articles disagree."""
    wanted = list(sources)
    with reading(database_url) as connection:
        names = _find_sources(connection, [each for each in wanted if each != ARTICLES]) if wanted != [ARTICLES] else []
        gaps = [
            (source, gap)
            for source in names
            for gap in find_gaps(connection, source)
            if is_within(gap.release.date, since, until)
        ]
        rows = [_gap_row(source, gap) for source, gap in sorted(gaps, key=_by_size)]
        if not wanted or ARTICLES in wanted:
            rows += _own_conflicts(connection, since, until)
    if rows or format_name != "table":
        print_rows(format_name, CONFLICT_COLUMNS, rows)
    else:
        say("Nobody disagrees." if names else "Nobody disagrees; no other database was imported (`moxun import`).")


def _find_sources(connection: "Connection", wanted: Iterable[str]) -> list[str]:
    from storage.references import load_sources  # noqa: PLC0415 SQLAlchemy

    there = load_sources(connection)
    for name in (told := list(dict.fromkeys(wanted))):
        if name not in there:
            raise UnknownSourceError(f"no source {name!r} was imported: there are {', '.join(there) or 'none'}")
    return told or there


def _coverage_row(source: str, pair: Pair) -> Row:
    entry, release = pair
    section = "both" if entry and release else "theirs" if entry else "ours"
    named = release or entry
    assert named is not None  # one of them is there
    return {
        "source": source,
        "section": section,
        "vendor": named.vendor,
        "model": named.model,
        "date": days_of(named.date) if named.date else None,
        "release_id": release.id if release else None,
        "name": entry.name if entry else None,
        "url": entry.url if entry else None,
    }


def _print_coverage_table(names: list[str], rows: list[Row]) -> None:
    if not names:
        say("No other database was imported: `moxun import models-dev`, `epoch` or `csv` reads one.")
        return
    counts = Counter((row["source"], row["section"]) for row in rows)
    told = ({"source": name} | {section: counts[name, section] for section in SECTIONS} for name in names)
    heads = {"source": "Source", "both": "Both know", "theirs": "Only they know", "ours": "Only we know"}
    print_rows("table", ("source", *SECTIONS), told, heads)
    one_sided = sorted((row for row in rows if row["section"] != "both"), key=_by_section)
    heads = {"source": "Source", "section": "Known", "date": "Date", "vendor": "Vendor", "model": "Model"}
    print_rows("table", COVERAGE_COLUMNS, one_sided, heads)


def _by_section(row: Row) -> tuple[str, int, str, str]:
    return row["source"], SECTIONS.index(row["section"]), row["date"] or "", row["model"]


def _by_size(told: tuple[str, Gap]) -> tuple[int, str, str]:
    source, gap = told
    return -abs(gap.days), source, gap.release.id


def _gap_row(source: str, gap: Gap) -> Row:
    return _conflict_row(source, gap.release, f"date differs by {abs(gap.days)} days") | {
        "days": gap.days,
        "theirs": days_of(gap.entry.date),
        "name": gap.entry.name,
        "url": gap.entry.url,
    }


def _own_conflicts(connection: "Connection", since: Day, until: Day) -> Iterator[Row]:
    from storage.filters import ReleaseFilter  # noqa: PLC0415 SQLAlchemy
    from storage.queries import iter_releases  # noqa: PLC0415

    for release in iter_releases(connection, ReleaseFilter(since=since, until=until)):
        yield from (_conflict_row(ARTICLES, release, line) for line in release.conflicts)


def _conflict_row(source: str, release: "ReleaseRow", what: str) -> Row:
    return dict.fromkeys(CONFLICT_COLUMNS) | {
        "source": source,
        "release_id": release.id,
        "vendor": release.vendor,
        "model": release.model,
        "ours": days_of(release.date) if release.date else None,
        "what": what,
    }
