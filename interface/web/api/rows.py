"""Records as rows, where interface.rows has none."""

from typing import Literal

from extract.records import PartialDate
from interface.rows import Row
from storage.queries import Event


def iso(found: PartialDate | None, end: Literal["start", "end"]) -> str | None:
    """One end of a range of days."""
    return str(getattr(found, end)) if found else None


def date_row(found: PartialDate | None) -> Row:
    """A range of days, under the names that it has everywhere."""
    return {
        "date_start": iso(found, "start"),
        "date_end": iso(found, "end"),
        "date_precision": found.precision if found else None,
        "date_basis": found.basis if found else "none",
    }


def event_row(event: Event) -> Row:
    """Something that happened to a release."""
    return {"event": event.event, **date_row(event.date), "claims": event.claim_count}
