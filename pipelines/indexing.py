"""Bring the index up to date with the archive: where the database is new, or a crawl died before it wrote a row."""

from pathlib import Path
from typing import TYPE_CHECKING

from storage.archive import iter_captures, iter_files
from storage.captures import load_archive_ends, save_capture
from storage.database import Database
from storage.problems import save_problem

if TYPE_CHECKING:
    from extract.records import Problem


def index_archive(database: Database, folder: Path) -> int:
    """Index what is archived and has no row, because a process died in between; returns how many rows that were."""
    with database.read() as connection:
        ends = load_archive_ends(connection)
    starts = [(file, ends.get(file, 0)) for file, size in iter_files(folder) if size > ends.get(file, 0)]
    return sum(_index_file(database, folder, file, start) for file, start in starts)


def _index_file(database: Database, folder: Path, file: str, start: int) -> int:
    problems: list[Problem] = []
    rows = list(iter_captures(folder, file, start, problems.append))
    with database.write() as connection:
        for capture, state in rows:
            save_capture(connection, capture, state)
        for problem in problems:
            save_problem(connection, problem)
    return len(rows)
