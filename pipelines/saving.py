"""Keep in the database what is read from the archive, and count it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from extract.records import Capture, Extraction, Problem
from pipelines.backlog import Task
from pipelines.comparing import Difference
from pipelines.versions import cleaning_version, rules_version

if TYPE_CHECKING:
    from storage.database import Database

TOGETHER = 50  # pages kept in one transaction
PATIENCE = 2.0  # seconds after which what was read is kept, however little it is

Read = Extraction | Problem  # a problem where the archive does not give the page back
OnRead = Callable[[Capture, Extraction], None]


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
        self.unsaved: list[tuple[Capture, Read]] = []
        self.saved_at = monotonic()

    def keep(self, task: Task, read: Read) -> None:
        self.unsaved.append((task.capture, read))
        if len(self.unsaved) >= TOGETHER or monotonic() - self.saved_at > PATIENCE:
            self.save()
        if isinstance(read, Problem):
            self.summary.unreadable.append(read)
            return
        self.summary.pages += 1
        self.summary.clean += task.article is not None
        self.summary.claims += len(read.claims)
        self.summary.crashed += any(problem.stage == "extract" for problem in read.problems)
        self.on_read(task.capture, read)

    def save(self) -> None:
        """All or none of them: a page that is not kept is read again by the next run."""
        from storage.extractions import extraction_rows, save_extractions  # noqa: PLC0415 SQLAlchemy takes its time
        from storage.problems import save_problem  # noqa: PLC0415

        unsaved = self.unsaved
        self.saved_at = monotonic()
        if not unsaved:
            return
        versions = rules_version(), cleaning_version()
        with self.database.write() as connection:
            for problem in (read for _, read in unsaved if isinstance(read, Problem)):
                save_problem(connection, problem)
            told = ((page, read) for page, read in unsaved if isinstance(read, Extraction))
            save_extractions(
                connection, [extraction_rows(read, page.url, page.digest, *versions) for page, read in told]
            )
        self.unsaved = []  # only now: where Ctrl-C comes while it is written, it is written again as the run ends
