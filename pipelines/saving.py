"""Keep in the database what is read from the archive, and count it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from extract.records import Capture, Problem
from pipelines.comparing import Difference
from pipelines.tasks import Read, Task

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database

TOGETHER = 200  # pages kept in one transaction
PATIENCE = 2.0  # seconds after which what was read is kept, however little it is

OnRead = Callable[[Capture], None]


@dataclass(slots=True)
class ExtractionSummary:
    """What one run over the archive did."""

    pages: int = 0
    clean: int = 0  # of these, read from their stored clean text
    claims: int = 0
    crashed: int = 0  # pages that broke the rules, or the process that read them; each is a Problem in the database
    releases: int = 0  # in the database now
    unreadable: list[Problem] = field(default_factory=list)  # captures that the archive does not give back
    difference: Difference = field(default_factory=Difference)  # in the releases, from before to after


class Keeper:
    """Keeps what was read, many pages in one transaction, and counts it."""

    def __init__(self, database: "Database", on_read: OnRead) -> None:
        self.database, self.on_read = database, on_read
        self.summary = ExtractionSummary()
        self.unsaved: list[Read] = []
        self.saved_at = monotonic()

    def keep(self, task: Task, read: Read) -> None:
        self.unsaved.append(read)
        if len(self.unsaved) >= TOGETHER or monotonic() - self.saved_at > PATIENCE:
            self.save()
        if isinstance(read, Problem):
            self.summary.unreadable.append(read)
            return
        self.summary.pages += 1
        self.summary.clean += read.is_clean
        self.summary.claims += read.claims
        self.summary.crashed += read.is_crashed
        self.on_read(task.capture)

    def save(self) -> None:
        """All or none of them: a page that is not kept is read again by the next run."""
        unsaved = self.unsaved
        self.saved_at = monotonic()
        if not unsaved:
            return
        with _uninterrupted():
            with self.database.write() as connection:
                _save(connection, unsaved)
            self.unsaved = []


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: in the midst of a transaction it may leave the database locked."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only
        return
    told: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if told:
        signal.raise_signal(signal.SIGINT)


def _save(connection: "Connection", unsaved: list[Read]) -> None:
    from storage.extraction_rows import Reading  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.extractions import Unchanged, save_readings, save_rules  # noqa: PLC0415
    from storage.problems import save_problem  # noqa: PLC0415

    for problem in (read for read in unsaved if isinstance(read, Problem)):
        save_problem(connection, problem)
    kept = [read.kept for read in unsaved if not isinstance(read, Problem)]
    save_readings(connection, (each for each in kept if isinstance(each, Reading)))
    save_rules(connection, (each for each in kept if isinstance(each, Unchanged)))
