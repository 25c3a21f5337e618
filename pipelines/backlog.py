"""Which pages are to be read: noted on the disk, so that no list in memory grows with the archive."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

from extract.records import Capture
from pipelines.tasks import Task
from pipelines.versions import cleaning_version, rules_version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database


class Wanted(NamedTuple):
    """Which pages are to be read: those that these rules have not read yet, or `everything`."""

    everything: bool = False
    site: str | None = None  # of this site only
    since: date | None = None  # fetched on that day (UTC) or later only
    capture: str | None = None  # this one only, whoever read it: an address (its newest), or `FILE@BYTE`

    def has(self, capture: Capture) -> bool:
        return (self.since is None or capture.fetched_at.date() >= self.since) and self.site in (None, capture.site)


ALL_UNREAD = Wanted()


class UnknownCaptureError(LookupError):
    """No such capture is in the index."""


class NoPageError(LookupError):
    """The archive has no page of that site."""


class Backlog:
    """What there is to do, in the order of the archive."""

    def __init__(self, notes: IO[str], count: int) -> None:
        self.notes, self.count = notes, count

    def __iter__(self) -> Iterator[Task]:
        self.notes.seek(0)
        return map(_read_note, self.notes)


@contextmanager
def note_backlog(database: "Database", wanted: Wanted) -> Iterator[Backlog]:
    """What is wanted and not read by the rules of today.

    UnknownCaptureError where one capture is wanted that is none, NoPageError where a site is that has no page. Where
    everything is wanted, all of it counts as unread from now on, also where the run is then stopped.
    """
    if wanted.site is not None:
        _check_site(database, wanted.site)
    if wanted.everything:
        _forget(database, wanted)
    with TemporaryFile("w+", encoding="utf-8") as notes:
        count = 0
        with database.stream() as connection:  # not for as long as the run takes: SQLite's log would grow with it
            for capture, *told in _iter_wanted(connection, wanted):
                notes.write(json.dumps([*astuple(capture), *told], default=datetime.isoformat) + "\n")
                count += 1
        yield Backlog(notes, count)


def _check_site(database: "Database", site: str) -> None:
    from storage.captures import iter_captures  # noqa: PLC0415

    with database.read() as connection:
        if next(iter_captures(connection, site), None) is None:
            raise NoPageError(f"no page of a site {site} is in the archive: `moxun sites` lists the names")


def _forget(database: "Database", wanted: Wanted) -> None:
    from storage.captures import iter_newest_captures  # noqa: PLC0415
    from storage.extractions import forget_rules  # noqa: PLC0415

    with database.write() as connection:
        forget_rules(connection, filter(wanted.has, iter_newest_captures(connection, wanted.site)))


def _iter_wanted(connection: "Connection", wanted: Wanted) -> Iterator[Task]:
    from storage.captures import find_named_captures, iter_unread  # noqa: PLC0415

    if wanted.capture is None:
        for capture, cleaning, digest in iter_unread(connection, wanted.site, rules_version()):
            if wanted.has(capture):
                yield Task(capture, cleaning == cleaning_version(), digest)
        return
    named = find_named_captures(connection, wanted.capture)
    if not named:
        raise UnknownCaptureError(f"no capture {wanted.capture} in the index")
    yield from (Task(capture, is_clean=False, digest="") for capture in named)


def _read_note(line: str) -> Task:
    *fields, is_clean, digest = json.loads(line)
    url, site, fetched_at, *others = fields
    return Task(Capture(url, site, datetime.fromisoformat(fetched_at), *others), is_clean, digest)
