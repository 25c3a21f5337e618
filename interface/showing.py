"""`moxun show`: one release, its timeline, who says so, what they disagree about, and where it is archived."""

from typing import TYPE_CHECKING, Any

from interface.asking import print_release_table, reading
from interface.formats import Format
from interface.output import print_json, print_json_line, print_rows, say, warn
from interface.rows import EVIDENCE_COLUMNS, Row, days_of, evidence_row, release_row
from interface.suggesting import suggest_model
from storage.filters import EVERYTHING

if TYPE_CHECKING:
    from storage.evidence import Evidence
    from storage.queries import Event, FoundRelease

MANY = 5  # releases of one name that are shown with their evidence; more are listed only
MARKS = {"conflicts": " · CONFLICTS", "background": " · too unsure to count"}


def show_releases(database_url: str, name: str, format_name: Format) -> bool:
    """The releases of a name or id with who says so; False where there is none."""
    from storage.queries import find_release  # noqa: PLC0415

    with reading(database_url) as connection:
        found = find_release(connection, name)
        if not found:
            warn(f"no release of {name!r}")
            for line in suggest_model(connection, name):
                warn(line)
        elif format_name != "table":
            _print_data(format_name, found)
        elif len(found) > MANY:
            print_release_table(connection, EVERYTHING, [each.release for each in found])
            say(f"{len(found)} releases: name one of them, or its id.")
        else:
            for each in found:
                _print_release(each)
    return bool(found)


def found_row(found: "FoundRelease") -> Row:
    """A release with its timeline and its evidence."""
    return {
        **release_row(found.release),
        "timeline": [_event_row(each) for each in found.events],
        "evidence": [evidence_row(found.release.id, each) for each in found.evidence],
    }


def _print_data(format_name: Format, found: "list[FoundRelease]") -> None:
    if format_name == "json":
        print_json(map(found_row, found))
    elif format_name == "jsonl":
        for each in found:
            print_json_line(found_row(each))
    else:
        rows = (evidence_row(each.release.id, evidence) for each in found for evidence in each.evidence)
        print_rows(format_name, EVIDENCE_COLUMNS, rows)


def _event_row(event: "Event") -> dict[str, Any]:
    start, end = (event.date.start, event.date.end) if event.date else (None, None)
    return {
        "event": event.event,
        "date_start": start.isoformat() if start else None,
        "date_end": end.isoformat() if end else None,
        "claims": event.claim_count,
    }


def _print_release(found: "FoundRelease") -> None:
    release = found.release
    name = " ".join(part for part in (release.vendor, release.model) if part)
    say(f"{name} · {release.kind} · {release.status} · {days_of(release.date)}", style="bold")
    say(f"id {release.id}")
    for event in found.events:
        say(f"  {days_of(event.date):24}{event.event} ({_count(event.claim_count)})")
    for conflict in release.conflicts:
        say(f"conflict: {conflict}", style="red")
    for number, evidence in enumerate(found.evidence, start=1):
        _print_evidence(number, evidence)
    say()


def _count(articles: int) -> str:
    return f"{articles} article{'' if articles == 1 else 's'}"


def _print_evidence(number: int, evidence: "Evidence") -> None:
    claim = evidence.claim
    days = f"{days_of(claim.date)} ({claim.date.basis}: {claim.date.raw})" if claim.date else "no date"
    say(f"\n{number}. “{' '.join(evidence.quote.split())}”")
    say(f"   {evidence.title}, published {days_of(evidence.published)}")
    say(f"   {claim.url}")
    if evidence.copy_of:
        say(f"   a copy of {evidence.copy_of}")
    if evidence.file is None:
        say("   not in the archive's index any more")
    else:
        say(f"   archived in {evidence.file} at byte {evidence.offset}, fetched {evidence.fetched_at:%Y-%m-%d %H:%M}Z")
    mark = MARKS.get(evidence.stance, "")
    say(f"   {claim.model} · {claim.status} · {days} · rule {claim.rule} · score {claim.score:.2f}{mark}")
    say(f"   characters {claim.evidence.start}–{claim.evidence.end} of the article's text")
