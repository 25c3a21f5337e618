"""Read releases out of pages: of files that somebody names, or of the whole archive into the database."""

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import extract
from extract.records import Capture, Extraction, Page, Problem
from pipelines.inputs import iter_input_pages

if TYPE_CHECKING:
    from storage.database import Database
    from storage.members import OnProblem
    from storage.runs import Run

BATCH = 500  # captures looked up at a time, so that no transaction and no list grows with the archive
READERS = ("htmldate", "jieba", "lxml", "spacy", "trafilatura")  # what a page is read with, besides our own rules
HTML = ("", "text/html", "application/xhtml+xml")

OnRead = Callable[[Page, Extraction], None]


class NoArchiveError(LookupError):
    """There is no such folder."""


@dataclass(slots=True)
class ExtractionSummary:
    """What one run over the archive did."""

    pages: int = 0
    claims: int = 0
    crashed: int = 0  # pages that broke the rules; each is a Problem in the database
    releases: int = 0  # in the database now
    unreadable: list[Problem] = field(default_factory=list)  # captures that the archive does not give back


def iter_extractions(inputs: Iterable[str], on_problem: "OnProblem") -> Iterator[tuple[Page, Extraction]]:
    """Every HTML page of the inputs with what was read from it, in order; needs no database (pipelines.inputs)."""
    for page in iter_input_pages(inputs, on_problem):
        yield page, read_safely(page)


def extract_archive(
    archive_folder: Path, database_url: str, *, everything: bool = False, on_read: OnRead | None = None
) -> ExtractionSummary:
    """Read every page of the archive that these rules have not read yet, or `everything`, and rebuild the releases.

    Each page is kept as soon as it is read, so a killed run is completed by the next. NoArchiveError where there is
    no such folder, StorageError where the database cannot be used. A capture that cannot be read is tried again by
    the next run; what was read from it before stays.
    """
    from pipelines.indexing import index_archive  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.database import open_database  # noqa: PLC0415
    from storage.extractions import forget_rules  # noqa: PLC0415
    from storage.releases import rebuild_releases  # noqa: PLC0415
    from storage.runs import Run, save_run  # noqa: PLC0415

    if not archive_folder.is_dir():
        raise NoArchiveError(f"no archive at {archive_folder}: crawl a site first")
    with open_database(database_url) as database:
        index_archive(database, archive_folder)
        if everything:
            with database.write() as connection:
                forget_rules(connection)
        run = Run("extract", "", datetime.now(UTC))
        with database.write() as connection:
            save_run(connection, run)
        summary = _read_archive(database, archive_folder, on_read)
        with database.write() as connection:
            summary.releases = rebuild_releases(connection)
            save_run(connection, _ended(run, summary))
    return summary


def _ended(run: "Run", summary: ExtractionSummary) -> "Run":
    unread = len(summary.unreadable)
    counts = {"pages": summary.pages, "claims": summary.claims, "crashed": summary.crashed, "unreadable": unread}
    outcome = "unhealthy" if summary.crashed or unread else "healthy"
    return replace(run, finished=datetime.now(UTC), outcome=outcome, counts=counts)


def _read_archive(database: "Database", folder: Path, on_read: OnRead | None) -> ExtractionSummary:
    summary = ExtractionSummary()
    failed: set[Capture] = set()
    for capture in _iter_captures(database, failed):
        read = _read_capture(database, folder, capture)
        if isinstance(read, Problem):
            failed.add(capture)
            summary.unreadable.append(read)
            continue
        page, extraction = read
        summary.pages += 1
        summary.claims += len(extraction.claims)
        summary.crashed += any(problem.code == "crash" for problem in extraction.problems)
        if on_read:
            on_read(page, extraction)
    return summary


def read_safely(page: Page) -> Extraction:
    """What one page says. A page that breaks the rules is a Problem, and costs nothing but itself."""
    from extract.reading import extract_page  # noqa: PLC0415 spaCy, jieba and trafilatura take seconds to import

    try:
        return extract_page(page)
    except Exception as error:  # our mistake, but the pages after it are not at fault
        frame = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}"[:500]
        problem = Problem("extract", "crash", f"{reason} ({Path(frame.filename).name}:{frame.lineno})", page.url)
        return Extraction(None, (), (problem,))


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


def _iter_captures(database: "Database", failed: set[Capture]) -> Iterator[Capture]:
    """What these rules have not read. A page that was read drops out of the next batch; so does one that `failed`."""
    from storage.captures import iter_unread_captures  # noqa: PLC0415

    while True:
        with database.read() as connection:
            unread = iter_unread_captures(connection, rules=rules_version())
            batch = list(islice((capture for capture in unread if capture not in failed), BATCH))
        if not batch:
            return
        yield from batch


def _read_capture(database: "Database", folder: Path, capture: Capture) -> tuple[Page, Extraction] | Problem:
    """Read one page and keep what it says; a Problem where the archive does not give the page back."""
    from storage.archive import ArchiveError, read_page  # noqa: PLC0415
    from storage.extractions import save_extraction  # noqa: PLC0415
    from storage.problems import save_problem  # noqa: PLC0415

    try:
        page = read_page(folder, capture)
    except (ArchiveError, OSError) as error:
        problem = Problem("archive", "unreadable-capture", str(error), f"{capture.file}@{capture.offset}")
        with database.write() as connection:
            save_problem(connection, problem)
        return problem
    extraction = read_safely(page) if capture.mime in HTML else Extraction(None)
    with database.write() as connection:
        save_extraction(connection, extraction, page.url, page.digest, rules_version())
    return page, extraction
