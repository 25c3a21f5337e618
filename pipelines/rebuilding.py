"""Make the database anew from the archive and the judgements: proof that it is a cache, and a cure for anything."""

from pathlib import Path

from pipelines.extraction import NoArchiveError, OnStart, extract_archive
from pipelines.reading import Reader
from pipelines.saving import ExtractionSummary, OnRead
from storage.archive import iter_files, why_unreadable
from storage.captures import load_archive_ends
from storage.database import Database, open_database
from storage.rebuilding import forget_readings
from storage.remote import is_remote


class LostFilesError(LookupError):
    """The archive has not all the files that the index knows."""


def rebuild_database(  # noqa: PLR0913 keywords only
    archive_folder: Path,
    database_url: str,
    *,
    workers: int = 1,
    on_start: OnStart = lambda _: None,
    on_read: OnRead = lambda _: None,
    reader: Reader | None = None,
) -> ExtractionSummary:
    """Index and read the whole archive into the database as if it had been empty, judgements and logs apart.

    Where it is stopped, `extract_archive` or another rebuild completes it. NoArchiveError or LostFilesError, and
    nothing is done, where the archive is not all there: what is in the database may be all that is left of it.
    """
    if not archive_folder.is_dir():
        raise NoArchiveError(f"no archive at {archive_folder}: crawl a site first")
    with open_database(database_url) as database:
        _check_files(database, archive_folder)
        with database.write() as connection:
            forget_readings(connection)
    return extract_archive(
        archive_folder, database_url, workers=workers, on_start=on_start, on_read=on_read, reader=reader
    )


def _check_files(database: Database, folder: Path) -> None:
    with database.read() as connection:
        known = {file for file in load_archive_ends(connection) if not is_remote(file)}
    there = {file for file, _ in iter_files(folder)}
    lost = sorted(known - {file for file in there if not why_unreadable(folder, file)})
    if lost:
        why = f"cannot be read ({why_unreadable(folder, lost[0])})" if lost[0] in there else "is not there"
        raise LostFilesError(f"{len(lost)} files of the index are not in {folder} or cannot be read: {lost[0]} {why}")
