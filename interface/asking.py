"""`moxun releases` and `moxun show`: questions to the database."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from interface.output import print_csv, print_json, print_json_line, print_table, say, warn
from interface.rows import RELEASE_COLUMNS, days_of, release_row

if TYPE_CHECKING:
    from storage.queries import Evidence, FoundRelease, ReleaseRow

Format = Literal["table", "json", "jsonl", "csv"]

MANY = 5  # releases of one name that are shown with their evidence; more are listed only


def print_releases(database_url: str, format_name: Format, **conditions: Any) -> None:  # noqa: ANN401 as find_releases
    """The releases that meet the conditions of storage.queries.find_releases, newest first."""
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.queries import find_releases  # noqa: PLC0415

    with open_database(database_url) as database, database.read() as connection:
        releases = find_releases(connection, **conditions)
    rows = map(release_row, releases)
    if format_name == "json":
        print_json(rows)
    elif format_name == "csv":
        print_csv(RELEASE_COLUMNS, rows)
    elif format_name == "jsonl":
        for row in rows:
            print_json_line(row)
    else:
        _print_list(releases)


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
