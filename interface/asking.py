"""`moxun releases`, `evidence`, `search`, `vendors`, `models` and `runs`: lists of what the database holds."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from interface.formats import Format
from interface.output import print_rows, print_table, warn
from interface.rows import (
    EVIDENCE_COLUMNS,
    RELEASE_COLUMNS,
    RUN_COLUMNS,
    Row,
    day_of,
    days_of,
    evidence_row,
    list_counts,
    release_row,
    run_row,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.filters import ReleaseFilter
    from storage.overviews import VendorCount
    from storage.queries import ReleaseRow
    from storage.runs import Run
    from storage.search import Hit

Item = TypeVar("Item")

VENDOR_COLUMNS = (
    "id",
    "name",
    "en",
    "zh",
    "parent",
    "type",
    "country",
    "city",
    "district",
    "releases",
    "first",
    "last",
)
MODEL_COLUMNS = ("model", "vendor", "vendor_id", "family", "track", "kind", "releases", "first", "last", "status")
HIT_COLUMNS = ("article_id", "url", "title", "site", "published", "snippet", "start", "release_ids")
HIT_HEADS = {"published": "Published", "site": "Site", "snippet": "Words", "release_ids": "Releases", "url": "Article"}
EVIDENCE_HEADS = {"date_start": "Date", "vendor": "Vendor", "model": "Model", "quote": "Words", "url": "Article"}
VENDOR_HEADS = {
    "id": "Id", "name": "Vendor", "en": "English", "country": "Country", "city": "City", "district": "District",
    "releases": "Releases", "last": "Last",
}  # fmt: skip
MODEL_HEADS = {
    "last": "Last", "vendor": "Vendor", "model": "Model", "family": "Family", "track": "Track", "kind": "Kind",
    "releases": "Releases",
}  # fmt: skip


@contextmanager
def reading(database_url: str) -> Iterator["Connection"]:
    """A view of one moment of the database."""
    from storage.database import open_existing  # noqa: PLC0415 SQLAlchemy takes its time to import

    with open_existing(database_url) as database, database.read() as connection:
        yield connection


def explain_nothing(connection: "Connection", wanted: "ReleaseFilter") -> None:
    """Say on standard error why there is nothing to print, and what may have been meant."""
    from interface.suggesting import suggest  # noqa: PLC0415
    from storage.queries import count_releases  # noqa: PLC0415

    if not count_releases(connection, most=1):
        warn("no release yet: `moxun crawl SITE` fetches news, `moxun extract` reads what is archived")
        return
    warn("no release meets these conditions")
    for line in suggest(connection, wanted):
        warn(line)


def print_releases(database_url: str, format_name: Format, wanted: "ReleaseFilter", limit: int | None) -> None:
    """The releases that are wanted, newest first; whatever their number, few are in memory at a time."""
    from storage.queries import iter_releases  # noqa: PLC0415

    with reading(database_url) as connection:
        releases = iter_releases(connection, wanted, limit=limit)
        if format_name == "table":
            print_release_table(connection, wanted, releases)
        else:
            print_rows(format_name, RELEASE_COLUMNS, map(release_row, releases))


def print_release_table(connection: "Connection", wanted: "ReleaseFilter", releases: Iterable["ReleaseRow"]) -> None:
    """Releases for a person; where there are none, what may have been meant."""
    if found := _or_explain(connection, wanted, "table", releases):
        columns = ("Date", "Vendor", "Model", "Kind", "Status", "Articles", "Id")
        print_table(columns, map(_release_cells, found))


def _or_explain(
    connection: "Connection", wanted: "ReleaseFilter", format_name: Format, rows: Iterable[Item]
) -> Iterable[Item] | None:
    """The rows; where a person would be shown none of them, why, and None in their place."""
    found = iter(rows)
    first = list(islice(found, 1))
    if first or format_name != "table":
        return chain(first, found)
    explain_nothing(connection, wanted)
    return None


def print_evidence(database_url: str, format_name: Format, wanted: "ReleaseFilter", limit: int | None) -> None:
    """Every claim of the releases that are wanted."""
    from storage.queries import iter_evidence  # noqa: PLC0415

    with reading(database_url) as connection:
        found = islice(iter_evidence(connection, wanted), limit)
        rows = (evidence_row(release.id, evidence) for release, evidence in found)
        if told := _or_explain(connection, wanted, format_name, rows):
            print_rows(format_name, EVIDENCE_COLUMNS, told, EVIDENCE_HEADS)


def print_hits(database_url: str, format_name: Format, words: str, site: str | None, limit: int) -> None:
    """The articles that say all the words, newest first."""
    from interface.suggesting import suggest_model  # noqa: PLC0415
    from storage.search import search  # noqa: PLC0415

    with reading(database_url) as connection:
        hits = search(connection, words, site=site, limit=limit)
        near = [] if hits else list(suggest_model(connection, words))
    if hits or format_name != "table":
        rows = (
            _hit_row(hit) | ({"published": days_of(hit.published)} if format_name == "table" else {}) for hit in hits
        )
        print_rows(format_name, HIT_COLUMNS, rows, HIT_HEADS)
        return
    warn("no article says that")
    for line in near:
        warn(line)


def print_vendors(database_url: str, format_name: Format, wanted: "ReleaseFilter") -> None:
    """The vendors of the releases that are wanted, who has most first."""
    from storage.overviews import count_vendors  # noqa: PLC0415

    with reading(database_url) as connection:
        rows = [vendor_row(each) for each in count_vendors(connection, wanted)]
        if told := _or_explain(connection, wanted, format_name, rows):
            print_rows(format_name, VENDOR_COLUMNS, told, VENDOR_HEADS)


def print_models(database_url: str, format_name: Format, wanted: "ReleaseFilter", limit: int | None) -> None:
    """The models of the releases that are wanted, the newest first."""
    from storage.overviews import iter_models  # noqa: PLC0415

    with reading(database_url) as connection:
        rows: Iterator[Row] = (each._asdict() for each in islice(iter_models(connection, wanted), limit))
        if told := _or_explain(connection, wanted, format_name, rows):
            print_rows(format_name, MODEL_COLUMNS, map(_with_days, told), MODEL_HEADS)


def print_runs(database_url: str, format_name: Format, limit: int | None) -> None:
    """What was run and how it ended, the newest first."""
    from storage.runs import iter_runs  # noqa: PLC0415

    with reading(database_url) as connection:
        runs = list(islice(iter_runs(connection), limit))
    if format_name != "table":
        print_rows(format_name, RUN_COLUMNS, map(run_row, runs))
    elif not runs:
        warn("nothing was run yet")
    else:
        columns = ("Started (UTC)", "Seconds", "Run", "Site", "Outcome", "Counts", "Id")
        print_table(columns, map(_run_cells, runs))


def _hit_row(hit: "Hit") -> Row:
    return {
        "article_id": hit.article_id,
        "url": hit.url,
        "title": hit.title,
        "site": hit.site,
        "published": day_of(hit.published),
        "snippet": " ".join(hit.excerpt.split()),
        "start": hit.spans[0].start if hit.spans else None,
        "release_ids": list(hit.releases),
    }


def _release_cells(release: "ReleaseRow") -> tuple[object, ...]:
    return (
        days_of(release.date), release.vendor, release.model, release.kind, release.status, release.claim_count,
        release.id,
    )  # fmt: skip


def _run_cells(run: "Run") -> tuple[object, ...]:
    seconds = round((run.finished - run.started).total_seconds()) if run.finished else None
    started = f"{run.started:%Y-%m-%d %H:%M:%S}"
    counts = ", ".join(list_counts(run.counts)) or None
    return started, seconds, run.kind, run.site or None, run.outcome, counts, run.id


def vendor_row(counted: "VendorCount") -> Row:
    """A vendor with its releases."""
    known = counted.vendor
    facts = ("en", "zh", "parent", "type", "country", "city", "district")
    return _with_days(
        {"id": counted.id, "name": counted.name}
        | {name: getattr(known, name) if known else None for name in facts}
        | {"releases": counted.releases, "first": counted.first, "last": counted.last}
    )


def _with_days(row: Row) -> Row:
    days = {name: row[name].isoformat() if row[name] else None for name in ("first", "last")}
    return row | days
