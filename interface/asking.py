"""`moxun releases`, `moxun show` and `moxun runs`: questions to the database."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

from interface.output import print_csv, print_json, print_json_line, print_table, say, warn
from interface.rows import RELEASE_COLUMNS, RUN_COLUMNS, Row, days_of, list_counts, release_row, run_row

if TYPE_CHECKING:
    from storage.filters import ReleaseFilter
    from storage.queries import Evidence, FoundRelease, ReleaseRow
    from storage.runs import Run

Format = Literal["table", "json", "jsonl", "csv"]

MANY = 5  # releases of one name that are shown with their evidence; more are listed only


def print_releases(database_url: str, format_name: Format, wanted: "ReleaseFilter", limit: int | None) -> None:
    """The releases that are wanted, newest first."""
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.queries import find_releases  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        releases = find_releases(connection, wanted, limit=limit)
    if format_name == "table":
        _print_list(releases)
    else:
        _print_rows(format_name, RELEASE_COLUMNS, map(release_row, releases))


def print_runs(database_url: str, format_name: Format, limit: int | None) -> None:
    """What was run and how it ended, the newest first."""
    from storage.database import open_database  # noqa: PLC0415
    from storage.runs import iter_runs  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        runs = list(islice(iter_runs(connection), limit))
    if format_name == "table":
        _print_runs(runs)
    else:
        _print_rows(format_name, RUN_COLUMNS, map(run_row, runs))


def show_releases(database_url: str, name: str) -> bool:
    """The releases of a name or id with who says so; False where there is none."""
    from storage.database import open_database  # noqa: PLC0415
    from storage.queries import find_release  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        found = find_release(connection, name)
    if not found:
        warn(f"no release of {name!r}")
    elif len(found) > MANY:
        _print_list([each.release for each in found])
        say(f"{len(found)} releases: name one of them, or its id.")
    else:
        for each in found:
            _print_release(each)
    return bool(found)


def _print_rows(format_name: Format, columns: Sequence[str], rows: Iterable[Row]) -> None:
    if format_name == "json":
        print_json(rows)
    elif format_name == "csv":
        print_csv(columns, rows)
    else:
        for row in rows:
            print_json_line(row)


def _print_runs(runs: Sequence["Run"]) -> None:
    if not runs:
        say("Nothing was run yet.")
        return
    columns = ("Started (UTC)", "Seconds", "Run", "Site", "Outcome", "Counts")
    print_table(
        columns,
        (
            (
                f"{each.started:%Y-%m-%d %H:%M:%S}",
                round((each.finished - each.started).total_seconds()) if each.finished else None,
                each.kind,
                each.site or None,
                each.outcome,
                ", ".join(list_counts(each.counts)) or None,
            )
            for each in runs
        ),
    )


def _print_list(releases: Sequence["ReleaseRow"]) -> None:
    if not releases:
        say("No such release. `moxun crawl SITE` fetches news, `moxun extract` reads what is archived.")
        return
    columns = ("Date", "Vendor", "Model", "Kind", "Status", "Articles", "Id")
    print_table(
        columns,
        (
            (days_of(each.date), each.vendor, each.model, each.kind, each.status, each.claim_count, each.id)
            for each in releases
        ),
    )


def _print_release(found: "FoundRelease") -> None:
    release = found.release
    name = " ".join(part for part in (release.vendor, release.model) if part)
    say(f"{name} · {release.kind} · {release.status} · {days_of(release.date)}", style="bold")
    say(f"id {release.id}")
    for conflict in release.conflicts:
        say(f"conflict: {conflict}", style="red")
    for number, evidence in enumerate(found.evidence, start=1):
        _print_evidence(number, evidence)
    say()


def _print_evidence(number: int, evidence: "Evidence") -> None:
    claim = evidence.claim
    days = f"{days_of(claim.date)} ({claim.date.basis}: {claim.date.raw})" if claim.date else "no date"
    say(f"\n{number}. “{' '.join(evidence.quote.split())}”")
    say(f"   {evidence.title}, published {days_of(evidence.published)}")
    say(f"   {claim.url}")
    if evidence.file is None:
        say("   not in the archive's index any more")
    else:
        say(f"   archived in {evidence.file} at byte {evidence.offset}, fetched {evidence.fetched_at:%Y-%m-%d %H:%M}Z")
    say(f"   {claim.model} · {claim.status} · {days} · rule {claim.rule} · score {claim.score:.2f}")
    say(f"   characters {claim.evidence.start}–{claim.evidence.end} of the article's text")
