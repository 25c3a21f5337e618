"""What was run, when, and how it ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.database import save_rows
from storage.schema import runs


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one job on one site. Saved when it starts, and again when it ends."""

    kind: str  # crawl, extract, …
    site: str  # "" where it is about all of them
    started: datetime  # aware
    finished: datetime | None = None  # None while it runs, or where it died
    outcome: str = "running"  # running, healthy, unhealthy or failed
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.started.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.kind}-{self.site or 'all'}"


def save_run(connection: Connection, run: Run) -> None:
    """Keep a run; the one with the same start, kind and site is replaced."""
    names = ("id", "kind", "site", "started", "finished", "outcome")
    row = {name: getattr(run, name) for name in names}
    save_rows(connection, runs, [row | {"counts": dict(run.counts)}])


def iter_runs(connection: Connection, kind: str | None = None, site: str | None = None) -> Iterator[Run]:
    """The runs, newest first."""
    query = select(runs).order_by(runs.c.started.desc(), runs.c.id)
    wanted = {runs.c.kind: kind, runs.c.site: site}
    rows = connection.execute(query.where(*(column == value for column, value in wanted.items() if value is not None)))
    return map(read_run, rows)


def read_run(row: Row[Any]) -> Run:
    """The run in a row of `runs`."""
    return Run(row.kind, row.site, row.started, row.finished, row.outcome, row.counts)
