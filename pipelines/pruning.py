"""Take pages out of the archive for good. Nothing does that by itself."""

from dataclasses import dataclass, field
from pathlib import Path

from extract.records import Problem
from pipelines.indexing import OnFile, index_archive, reindex_file
from pipelines.versions import rules_version
from storage.captures import load_capture, load_file_captures
from storage.copying import CopyError
from storage.database import Database
from storage.extractions import drop_articles
from storage.pruning import forget_rewriting, pruning_alone, remove_records
from storage.releases import rebuild_releases
from storage.selection import Place, Selection, iter_removable


class PruneError(ValueError):
    """Nothing says what is to go."""


@dataclass(slots=True)
class PruneSummary:
    """What would go, or is gone."""

    files: int = 0
    records: int = 0  # pages and revisits
    bytes: int = 0  # that the archive is shorter by
    kept: list[Problem] = field(default_factory=list)  # files that could not be written anew, and stay as they are


def count_removable(database: Database, folder: Path, selection: Selection) -> PruneSummary:
    """What pruning would take out, not counting bytes. PruneError where nothing is selected by a condition."""
    _check(selection)
    index_archive(database, folder)
    with database.read() as connection:
        places = [len(place.offsets) for place in iter_removable(connection, selection)]
    return PruneSummary(len(places), sum(places))


def prune_archive(
    database: Database, folder: Path, selection: Selection, on_file: OnFile = lambda _: None
) -> PruneSummary:
    """Take the selected pages and revisits out of the archive, and what was read from them out of the database.

    A page stays that a revisit which is not selected stands for. A file that is damaged or being written stays as it
    is. Killed at any moment, it leaves each file as it was or as it is to be, and the next command mends the index.
    """
    _check(selection)
    summary = PruneSummary()
    with pruning_alone(folder):
        index_archive(database, folder)
        with database.read() as connection:
            places = list(iter_removable(connection, selection))
        dropped = 0
        for place in places:
            try:
                dropped += _prune_file(database, folder, place, summary)
                on_file(place.file)
            except CopyError as error:
                summary.kept.append(Problem("archive", "not-pruned", str(error), place.file))
        if dropped:
            with database.write() as connection:
                rebuild_releases(connection, rules=rules_version())
    return summary


def _prune_file(database: Database, folder: Path, place: Place, summary: PruneSummary) -> int:
    """Returns how many articles went with the pages."""
    with database.read() as connection:
        pages = [page for page in load_file_captures(connection, place.file) if page.offset in place.offsets]
    summary.bytes += remove_records(folder, place.file, place.offsets)
    reindex_file(database, folder, place.file)
    forget_rewriting(folder)
    summary.files, summary.records = summary.files + 1, summary.records + len(place.offsets)
    with database.write() as connection:
        gone = [page for page in pages if load_capture(connection, page.url, page.digest) is None]
        return drop_articles(connection, gone)


def _check(selection: Selection) -> None:
    if selection == Selection():
        raise PruneError("say what is to go: all of the archive is not")
