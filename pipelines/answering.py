"""One page of the archive: read, and made into what is kept of it, so that the process that keeps has little to do.

Imports SQLAlchemy and what reads pages, for it is what a worker imports before it says that it is ready: in its first
page's time, it would count against that page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import extract.reading  # noqa: F401
from extract.records import Capture, Extraction, Problem
from pipelines.reading import Reader, name_lost, read_safely, read_text_safely
from pipelines.tasks import Answer, Read, Task, Versions
from pipelines.workers import Lost
from storage.archive import ArchiveError, read_page
from storage.database import Database, open_existing, row_id
from storage.extraction_rows import digest_rows, extraction_rows, make_reading
from storage.extractions import as_unchanged
from storage.stored_articles import StoredArticle, load_articles, read_stored

HTML = ("", "text/html", "application/xhtml+xml")
Load = Callable[[Iterable[str]], dict[str, StoredArticle]]


def read_tasks(
    folder: Path, load: Load, reader: Reader | None, versions: Versions, tasks: Sequence[Task]
) -> Iterator[Read]:
    """What each of some pages says: by its clean text, which is loaded for all of them at once, else by the archive."""
    ids = {each: row_id(each.capture.url, each.capture.digest) for each in tasks if each.is_clean and not reader}
    stored = load(ids.values()) if ids else {}
    for task in tasks:
        yield read_task(folder, reader, versions, task, stored.get(ids.get(task, "")))


def load_from(database: Database, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
    """The stored articles with these ids."""
    with database.read() as connection:
        return load_articles(connection, article_ids)


def load_by_url(database_url: str, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
    """The same, in a process that has not opened the database."""
    return load_from(_open(database_url), article_ids)


@cache
def _open(database_url: str) -> Database:
    return open_existing(database_url)


def read_task(
    folder: Path, reader: Reader | None, versions: Versions, task: Task, stored: StoredArticle | None
) -> Read:
    """What one page says."""
    if stored:
        read: Extraction | Problem = read_text_safely(read_stored(stored))
    else:
        read = read_capture(folder, reader, task.capture)
    return read if isinstance(read, Problem) else answer_task(task, read, versions, is_clean=stored is not None)


def read_capture(folder: Path, reader: Reader | None, capture: Capture) -> Extraction | Problem:
    """What one page of the archive says; a Problem where the archive does not give the page back."""
    try:
        page = read_page(folder, capture)
    except (ArchiveError, OSError) as error:
        return Problem("archive", "unreadable-capture", str(error), f"{capture.file}@{capture.offset}")
    return read_safely(page, reader) if capture.mime in HTML else Extraction(None)


def answer_task(task: Task, read: Extraction, versions: Versions, *, is_clean: bool = False) -> Answer:
    """Of a page that says what it said before, only that."""
    rows = extraction_rows(read, task.capture.url, task.capture.digest, *versions)
    digest = digest_rows(rows)
    kept = as_unchanged(rows, digest) if digest == task.digest else make_reading(rows, digest)
    return Answer(kept, is_clean, len(read.claims), is_crashed=any(each.stage == "extract" for each in read.problems))


def answer_lost(task: Task, lost: Lost, versions: Versions) -> Answer:
    """Of a page that took its worker with it."""
    return answer_task(task, name_lost(task.capture.url, lost), versions)
