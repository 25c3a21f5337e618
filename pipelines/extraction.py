"""Read releases out of pages: of files that somebody names, or of the whole archive into the database."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from extract.records import Extraction, Page
from pipelines.backlog import ALL_UNREAD, Wanted, note_backlog
from pipelines.comparing import compare_with, note_releases
from pipelines.inputs import iter_input_pages
from pipelines.reading import LIMITS, Reader, read_safely
from pipelines.saving import ExtractionSummary, Keeper, OnRead
from pipelines.tasks import Read, Task, Versions, versions_of_today
from pipelines.workers import Limits, Lost, Pool, Work

if TYPE_CHECKING:
    from storage.database import Database
    from storage.members import OnProblem
    from storage.runs import Run

OnStart = Callable[[int], None]
Reads = Callable[[Iterable[Task]], Iterable[tuple[Task, Read | Lost]]]
TOGETHER = 100  # pages whose clean texts are loaded at a time, where they are read in this process


class NoArchiveError(LookupError):
    """There is no such folder."""


def iter_extractions(inputs: Iterable[str], on_problem: "OnProblem") -> Iterator[tuple[Page, Extraction]]:
    """Every HTML page of the inputs with what was read from it, in order; needs no database (pipelines.inputs)."""
    for page in iter_input_pages(inputs, on_problem):
        yield page, read_safely(page)


def extract_archive(  # noqa: PLR0913 keywords only
    archive_folder: Path,
    database_url: str,
    *,
    wanted: Wanted = ALL_UNREAD,
    dry_run: bool = False,
    workers: int = 1,
    on_start: OnStart = lambda _: None,
    on_read: OnRead = lambda _: None,
    reader: Reader | None = None,
    limits: Limits = LIMITS,
) -> ExtractionSummary:
    """Read the pages of the archive that are wanted, rebuild the releases, and tell what has changed in them.

    With more than one worker, pages are read in processes of their own, and one that kills its process, hangs or
    eats the memory is a Problem; with one, all is read in this process. What is read is kept within seconds, also
    where the run is stopped; the next run completes it. NoArchiveError where there is no such folder, StorageError
    where the database cannot be used. A capture that cannot be read is tried again by the next run; what was read
    from it before stays. A dry run does all of it on a copy of the database, which it then throws away.
    `on_start` is told how many pages there are to read, `on_read` each of them.
    `reader` reads a page in place of our rules: a function that other processes can import.
    """
    from pipelines.indexing import index_archive  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.runs import Run, save_run  # noqa: PLC0415

    if not archive_folder.is_dir():
        raise NoArchiveError(f"no archive at {archive_folder}: crawl a site first")
    versions = versions_of_today()
    with (
        _open(database_url, dry_run) as database,
        _read_by(database, archive_folder, reader, versions, workers, limits) as reads,
    ):
        index_archive(database, archive_folder)
        run = Run("extract", wanted.site or "", datetime.now(UTC))
        with note_releases(database) as before:
            with note_backlog(database, wanted) as backlog:
                with database.write() as connection:
                    save_run(connection, run)
                on_start(backlog.count)
                summary = _read_backlog(reads(backlog), Keeper(database, on_read), versions)
            _rebuild(database, run, summary)
            summary.difference = compare_with(before, database)
    return summary


@contextmanager
def _open(url: str, is_dry: bool) -> Iterator["Database"]:
    """The database, or a copy of it for as long as it is needed."""
    from storage.database import copy_rows, open_database  # noqa: PLC0415

    with open_database(url) as database:
        if not is_dry:
            yield database
            return
        with TemporaryDirectory(prefix="moxun-") as folder, open_database(f"sqlite:///{folder}/moxun.db") as scratch:
            with database.read() as source, scratch.write() as target:
                copy_rows(source, target)
            yield scratch


def _rebuild(database: "Database", run: "Run", summary: ExtractionSummary) -> None:
    from storage.releases import update_releases  # noqa: PLC0415
    from storage.runs import save_run  # noqa: PLC0415

    with database.write() as connection:
        summary.releases = update_releases(connection, versions_of_today().rules)
        save_run(connection, _ended(run, summary))


def _ended(run: "Run", summary: ExtractionSummary) -> "Run":
    unread = len(summary.unreadable)
    counts = {name: getattr(summary, name) for name in ("pages", "clean", "claims", "crashed")} | {"unreadable": unread}
    outcome = "unhealthy" if summary.crashed or unread else "healthy"
    return replace(run, finished=datetime.now(UTC), outcome=outcome, counts=counts)


@contextmanager
def _read_by(  # noqa: PLR0913, PLR0917 what a worker has to know
    database: "Database", folder: Path, reader: Reader | None, versions: Versions, workers: int, limits: Limits
) -> Iterator[Reads]:
    """In this process, or in so many others, which load what they share while the archive is indexed."""
    from pipelines.answering import load_by_url, load_from, read_tasks  # noqa: PLC0415

    if workers == 1:
        yield partial(_read_here, partial(read_tasks, folder, partial(load_from, database), reader, versions))
        return
    url = database.engine.url.render_as_string(hide_password=False)
    work = partial(read_tasks, folder, partial(load_by_url, url), reader, versions)
    with Pool[Task, Read](work, workers, limits, preload=("pipelines.warming",)) as pool:
        yield partial(_read_there, pool)


def _read_there(pool: Pool[Task, Read], tasks: Iterable[Task]) -> Iterator[tuple[Task, Read | Lost]]:
    """Their memory is not needed for what comes after."""
    with pool:
        yield from pool.run(tasks)


def _read_here(work: Work[Task, Read], tasks: Iterable[Task]) -> Iterator[tuple[Task, Read]]:
    left = iter(tasks)
    while some := list(islice(left, TOGETHER)):
        yield from zip(some, work(some), strict=True)


def _read_backlog(reads: Iterable[tuple[Task, Read | Lost]], keeper: Keeper, versions: Versions) -> ExtractionSummary:
    """Where the run is stopped, what was read until then is kept."""
    from pipelines.answering import answer_lost  # noqa: PLC0415

    try:
        for task, read in reads:
            keeper.keep(task, answer_lost(task, read, versions) if isinstance(read, Lost) else read)
    finally:
        keeper.save()
    return keeper.summary
