"""Read releases out of pages: of files that somebody names, or of the whole archive into the database."""

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import extract
from extract.records import Capture, Extraction, Page, Problem
from pipelines.comparing import Difference, compare_releases
from pipelines.inputs import iter_input_pages
from pipelines.workers import Limits, Lost, Pool

if TYPE_CHECKING:
    from storage.database import Database
    from storage.members import OnProblem
    from storage.queries import ReleaseRow
    from storage.runs import Run

BATCH = 500  # captures looked up at a time, so that no list grows with the archive
TOGETHER = 50  # pages kept in one transaction
PATIENCE = 2.0  # seconds after which what was read is kept, however little it is
LIMITS = Limits()
READERS = ("htmldate", "jieba", "lxml", "spacy", "trafilatura")  # what a page is read with, besides our own rules
HTML = ("", "text/html", "application/xhtml+xml")

OnRead = Callable[[Capture, Extraction], None]
Reader = Callable[[Page], Extraction]
Work = Callable[[Capture], Extraction | Problem]
CapturePool = Pool[Capture, Extraction | Problem]


class Wanted(NamedTuple):
    """Which pages are to be read: those that these rules have not read yet, or `everything`."""

    everything: bool = False
    site: str | None = None  # of this site only
    since: date | None = None  # fetched on that day (UTC) or later only

    def has(self, capture: Capture) -> bool:
        return self.since is None or capture.fetched_at.date() >= self.since


ALL_UNREAD = Wanted()


class NoArchiveError(LookupError):
    """There is no such folder."""


@dataclass(slots=True)
class ExtractionSummary:
    """What one run over the archive did."""

    pages: int = 0
    claims: int = 0
    crashed: int = 0  # pages that broke the rules, or the process that read them; each is a Problem in the database
    releases: int = 0  # in the database now
    unreadable: list[Problem] = field(default_factory=list)  # captures that the archive does not give back
    difference: Difference = field(default_factory=Difference)  # in the releases, from before to after


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
    on_read: OnRead | None = None,
    reader: Reader | None = None,
    limits: Limits = LIMITS,
) -> ExtractionSummary:
    """Read the pages of the archive that are wanted, rebuild the releases, and tell what has changed in them.

    With more than one worker, pages are read in processes of their own, and one that kills its process, hangs or
    eats the memory is a Problem; with one, all is read in this process. What is read is kept within seconds, also
    where the run is stopped; the next run completes it. NoArchiveError where there is no such folder, StorageError
    where the database cannot be used. A capture that cannot be read is tried again by the next run; what was read
    from it before stays. A dry run does all of it on a copy of the database, which it then throws away.
    `reader` reads a page in place of our rules: a function that other processes can import.
    """
    from pipelines.indexing import index_archive  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.runs import Run, save_run  # noqa: PLC0415

    if not archive_folder.is_dir():
        raise NoArchiveError(f"no archive at {archive_folder}: crawl a site first")
    with _open(database_url, dry_run) as database:
        index_archive(database, archive_folder)
        before = _load_releases(database)
        run = Run("extract", wanted.site or "", datetime.now(UTC))
        with database.write() as connection:
            save_run(connection, run)
        work = partial(read_capture, archive_folder, reader)
        summary = _read_archive(database, wanted, work, _make_pool(workers, work, limits), on_read)
        _rebuild(database, run, summary)
        summary.difference = compare_releases(before, _load_releases(database))
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


def _load_releases(database: "Database") -> list["ReleaseRow"]:
    from storage.queries import find_releases  # noqa: PLC0415

    with database.read() as connection:
        return find_releases(connection)


def _rebuild(database: "Database", run: "Run", summary: ExtractionSummary) -> None:
    from storage.releases import rebuild_releases  # noqa: PLC0415
    from storage.runs import save_run  # noqa: PLC0415

    with database.write() as connection:
        summary.releases = rebuild_releases(connection)
        save_run(connection, _ended(run, summary))


def _ended(run: "Run", summary: ExtractionSummary) -> "Run":
    unread = len(summary.unreadable)
    counts = {"pages": summary.pages, "claims": summary.claims, "crashed": summary.crashed, "unreadable": unread}
    outcome = "unhealthy" if summary.crashed or unread else "healthy"
    return replace(run, finished=datetime.now(UTC), outcome=outcome, counts=counts)


class _Keeper:
    """Keeps what was read, many pages in one transaction, and counts it."""

    def __init__(self, database: "Database", on_read: OnRead | None) -> None:
        self.database, self.on_read = database, on_read
        self.summary = ExtractionSummary()
        self.failed: set[Capture] = set()  # the archive does not give them back
        self.unsaved: list[tuple[Capture, Extraction | Problem]] = []
        self.saved_at = monotonic()

    def keep(self, capture: Capture, read: Extraction | Problem) -> None:
        self.unsaved.append((capture, read))
        if len(self.unsaved) >= TOGETHER or monotonic() - self.saved_at > PATIENCE:
            self.save()
        if isinstance(read, Problem):
            self.failed.add(capture)
            self.summary.unreadable.append(read)
            return
        self.summary.pages += 1
        self.summary.claims += len(read.claims)
        self.summary.crashed += any(problem.stage == "extract" for problem in read.problems)
        if self.on_read:
            self.on_read(capture, read)

    def save(self) -> None:
        """All or none of them: a page that is not kept is read again by the next run."""
        from storage.extractions import save_extraction  # noqa: PLC0415 SQLAlchemy takes its time to import
        from storage.problems import save_problem  # noqa: PLC0415

        unsaved, self.unsaved = self.unsaved, []
        if unsaved:
            with self.database.write() as connection:
                for capture, read in unsaved:
                    if isinstance(read, Problem):
                        save_problem(connection, read)
                    else:
                        save_extraction(connection, read, capture.url, capture.digest, rules_version())
        self.saved_at = monotonic()


def _make_pool(workers: int, work: Work, limits: Limits) -> CapturePool | None:
    return Pool(work, workers, limits, preload=("pipelines.warming",)) if workers > 1 else None


def _read_archive(
    database: "Database", wanted: Wanted, work: Work, pool: CapturePool | None, on_read: OnRead | None
) -> ExtractionSummary:
    keeper = _Keeper(database, on_read)
    if wanted.everything:
        _forget(database, wanted)
    with pool or nullcontext():
        try:
            while batch := _load_unread(database, wanted, keeper.failed):
                for capture, read in pool.run(batch) if pool else ((each, work(each)) for each in batch):
                    keeper.keep(capture, _name_lost(capture, read) if isinstance(read, Lost) else read)
                keeper.save()  # before it is asked again what is unread
        finally:
            keeper.save()
    return keeper.summary


def _forget(database: "Database", wanted: Wanted) -> None:
    """Let what is wanted count as unread."""
    from storage.captures import iter_newest_captures  # noqa: PLC0415
    from storage.extractions import forget_rules  # noqa: PLC0415

    with database.write() as connection:
        forget_rules(connection, filter(wanted.has, iter_newest_captures(connection, wanted.site)))


def _load_unread(database: "Database", wanted: Wanted, failed: set[Capture]) -> list[Capture]:
    """Some of what is wanted and these rules have not read, and not `failed` at in this run."""
    from storage.captures import iter_unread_captures  # noqa: PLC0415

    with database.read() as connection:
        unread = filter(wanted.has, iter_unread_captures(connection, wanted.site, rules_version()))
        return list(islice((capture for capture in unread if capture not in failed), BATCH))


def read_capture(folder: Path, reader: Reader | None, capture: Capture) -> Extraction | Problem:
    """What one page of the archive says; a Problem where the archive does not give the page back."""
    from storage.archive import ArchiveError, read_page  # noqa: PLC0415

    try:
        page = read_page(folder, capture)
    except (ArchiveError, OSError) as error:
        return Problem("archive", "unreadable-capture", str(error), f"{capture.file}@{capture.offset}")
    return read_safely(page, reader) if capture.mime in HTML else Extraction(None)


def read_safely(page: Page, reader: Reader | None = None) -> Extraction:
    """What one page says. A page that breaks the rules is a Problem, and costs nothing but itself."""
    from extract.reading import extract_page  # noqa: PLC0415 spaCy, jieba and trafilatura take seconds to import

    try:
        return (reader or extract_page)(page)
    except Exception as error:  # our mistake, but the pages after it are not at fault
        frame = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}"[:500]
        problem = Problem("extract", "crash", f"{reason} ({Path(frame.filename).name}:{frame.lineno})", page.url)
        return Extraction(None, (), (problem,))


def _name_lost(capture: Capture, lost: Lost) -> Extraction:
    """A page that took two workers with it counts as read by these rules: it is not tried again until they change."""
    return Extraction(None, (), (Problem("extract", lost.code, lost.reason, capture.url),))


@cache
def rules_version() -> str:
    """A fingerprint of all that decides what is read from a page: our rules and data, and the libraries under them."""
    folder = Path(extract.__file__).parent
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            told.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            told.update(hashlib.sha256(path.read_bytes()).digest())
    for name in READERS:
        told.update(f"{name} {_version(name)}\0".encode())
    return told.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
