"""What changes in the releases, line by line. The table is only ever added to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.schema import changes

LOGGED = ("state", "merged_into", "vendor", "model", "kind", "status")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one release that is not what it was."""

    changed_at: datetime
    release_id: str
    field: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Changes:
    """Lines that are still to be written."""

    at: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        """What is different between two rows of `releases`; of a new one, that it came."""
        old = {} if before is None else _logged(before)
        new = _logged(after)
        for name in new if old else ("state",):
            if old.get(name) != new[name]:
                row = {"changed_at": self.at, "release_id": after["id"], "field": name}
                self.rows.append(row | {"before": old.get(name), "after": new[name]})

    def save(self, connection: Connection) -> None:
        if self.rows:
            connection.execute(changes.insert(), self.rows)
        self.rows = []


def iter_changes(
    connection: Connection, release_id: str | None = None, since: datetime | None = None
) -> Iterator[Change]:
    """The log, the newest first: of one release, or since a moment."""
    query = select(changes).order_by(changes.c.id.desc())
    query = query if release_id is None else query.where(changes.c.release_id == release_id)
    query = query if since is None else query.where(changes.c.changed_at >= since)
    for row in connection.execute(query):
        yield Change(row.changed_at, row.release_id, row.field, row.before, row.after)


def _logged(row: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: row[name] for name in LOGGED} | {"date": days_of(row["date_start"], row["date_end"])}


def days_of(start: date | None, end: date | None) -> str | None:
    """A range of days as it is logged."""
    return None if start is None else f"{start}" if start == end else f"{start}/{end}"
