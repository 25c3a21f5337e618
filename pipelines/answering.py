"""One page of the archive: read, and made into what is kept of it, so that the process that keeps has little to do.

Imports SQLAlchemy, for it is what a worker imports before it says that it is ready.
"""

from pathlib import Path

from extract.records import Capture, Extraction, Problem
from pipelines.reading import Reader, name_lost, read_safely, read_text_safely
from pipelines.tasks import Answer, Read, Task, Versions
from pipelines.workers import Lost
from storage.archive import ArchiveError, read_page
from storage.extraction_rows import digest_rows, extraction_rows, make_reading
from storage.extractions import as_unchanged
from storage.stored_articles import read_stored

HTML = ("", "text/html", "application/xhtml+xml")


def read_task(folder: Path, reader: Reader | None, versions: Versions, task: Task) -> Read:
    """What one page says: by its clean text, else by what the archive has of it."""
    if task.article and not reader:
        read: Extraction | Problem = read_text_safely(read_stored(task.article))
    else:
        read = read_capture(folder, reader, task.capture)
    return read if isinstance(read, Problem) else answer_task(task, read, versions)


def read_capture(folder: Path, reader: Reader | None, capture: Capture) -> Extraction | Problem:
    """What one page of the archive says; a Problem where the archive does not give the page back."""
    try:
        page = read_page(folder, capture)
    except (ArchiveError, OSError) as error:
        return Problem("archive", "unreadable-capture", str(error), f"{capture.file}@{capture.offset}")
    return read_safely(page, reader) if capture.mime in HTML else Extraction(None)


def answer_task(task: Task, read: Extraction, versions: Versions) -> Answer:
    """Of a page that says what it said before, only that."""
    rows = extraction_rows(read, task.capture.url, task.capture.digest, *versions)
    digest = digest_rows(rows)
    kept = as_unchanged(rows, digest) if digest == task.digest else make_reading(rows, digest)
    return Answer(kept, len(read.claims), is_crashed=any(each.stage == "extract" for each in read.problems))


def answer_lost(task: Task, lost: Lost, versions: Versions) -> Answer:
    """Of a page that took its worker with it."""
    return answer_task(task, name_lost(task.capture.url, lost), versions)
