"""The index and the archive: bring the one up to date with the other, make it anew, and check both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from extract.records import Capture, Problem
from storage.archive import find_file, iter_files, iter_index, why_unreadable
from storage.captures import (
    load_archive_ends,
    load_file_captures,
    load_file_revisits,
    replace_captures,
    replace_revisits,
    save_index,
)
from storage.database import Database
from storage.problems import save_problem
from storage.pruning import find_rewritten, forget_rewriting
from storage.remote import is_remote
from storage.warc import Record, iter_records, read_response, read_revisit

TOGETHER = 500  # rows in one transaction: a file may have a hundred thousand

OnFile = Callable[[str], None]


@dataclass(slots=True)
class IndexSummary:
    """What became of the index when it was made anew."""

    files: int = 0
    pages: int = 0
    added: int = 0
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class CheckSummary:
    """What the archive holds, and what it has lost."""

    files: int = 0
    records: int = 0  # sound ones
    pages: int = 0
    losses: list[Problem] = field(default_factory=list)


def index_archive(database: Database, folder: Path) -> int:
    """Index what is archived and has no row, because a process died in between; returns how many rows that were."""
    if rewritten := find_rewritten(folder):
        reindex_file(database, folder, rewritten)
        forget_rewriting(folder)
    with database.stream() as connection:
        ends = load_archive_ends(connection)
    files = ((file, size, ends.get(file, 0)) for file, size in iter_files(folder))
    starts = [(file, end) for file, size, end in files if size > end or (not end and why_unreadable(folder, file))]
    return sum(_index_file(database, folder, file, start) for file, start in starts)


def reindex_file(database: Database, folder: Path, file: str) -> None:
    """Make the rows of one file what is in it, which may be nothing any more."""
    problems: list[Problem] = []
    is_there = any(name == file for name, _ in iter_files(folder))
    rows = list(iter_index(folder, file, 0, problems.append)) if is_there else []
    with database.write() as connection:
        replace_captures(connection, file, ((capture, state) for capture, state in rows if state))
        replace_revisits(connection, file, (capture for capture, state in rows if not state))
        for problem in problems:
            save_problem(connection, problem)


def rebuild_index(database: Database, folder: Path, on_file: OnFile) -> IndexSummary:
    """Make the index what the files say, and nothing else: rows of lost files and records go."""
    summary = IndexSummary()
    with database.read() as connection:
        gone = _own_files(connection)
    for file, _ in iter_files(folder):
        gone.discard(file)
        if reason := why_unreadable(folder, file):  # its rows stay: it may be there again tomorrow
            summary.problems.append(_unreadable(file, reason))
            continue
        rows = list(iter_index(folder, file, 0, summary.problems.append))
        pages = [(capture, state) for capture, state in rows if state]
        with database.write() as connection:
            added, removed = replace_captures(connection, file, pages)
            replace_revisits(connection, file, (capture for capture, state in rows if not state))
        summary.files, summary.pages = summary.files + 1, summary.pages + len(pages)
        summary.added, summary.removed = summary.added + added, summary.removed + removed
        on_file(file)
    for file in sorted(gone):
        with database.write() as connection:
            summary.removed += replace_captures(connection, file, ())[1]
            replace_revisits(connection, file, ())
    with database.write() as connection:
        for problem in summary.problems:
            save_problem(connection, problem)
    return summary


def check_archive(database: Database, folder: Path, on_file: OnFile) -> CheckSummary:
    """Read every record, and compare it with its digests and with the index. Changes nothing.

    A loss is a damaged record, a payload that is not what its digest says, or a row of the index whose page is not
    there any more.
    """
    summary = CheckSummary()
    with database.read() as connection:
        missing = _own_files(connection)
    for file, _ in iter_files(folder):
        missing.discard(file)
        if reason := why_unreadable(folder, file):
            summary.losses.append(_unreadable(file, reason))
            continue
        found = set(_check_file(folder, file, summary))
        summary.losses += _find_lost(database, file, found)
        on_file(file)
    for file in sorted(missing):
        summary.losses.append(Problem("archive", "missing-file", "the index has pages of it", file))
    return summary


def _own_files(connection: Connection) -> set[str]:
    """The files of the index that must be in the archive; of those that were read elsewhere nothing is said."""
    return {file for file in load_archive_ends(connection) if not is_remote(file)}


def _index_file(database: Database, folder: Path, file: str, start: int) -> int:
    problems: list[Problem] = []
    reason = why_unreadable(folder, file)
    rows = iter(()) if reason else iter_index(folder, file, start, problems.append)
    problems += [_unreadable(file, reason)] if reason else []
    count = 0
    while (batch := list(islice(rows, TOGETHER))) or problems:
        with database.write() as connection:
            save_index(connection, batch)
            for problem in problems:
                save_problem(connection, problem)
        problems.clear()
        count += sum(state is not None for _, state in batch)
    return count


def _unreadable(file: str, reason: str) -> Problem:
    return Problem("archive", "unreadable-file", reason, file)


def _check_file(folder: Path, file: str, summary: CheckSummary) -> Iterator[tuple[int, str, str]]:
    """Offset, address and digest of each sound page."""
    summary.files += 1
    with find_file(folder, file).open("rb") as stream:
        for record in iter_records(stream, file, summary.losses.append):
            summary.records += 1
            if record.kind == "response":
                page = read_response(record, file, summary.losses.append)
                if page and _is_as_declared(record, page.digest):
                    summary.pages += 1
                    yield record.offset, page.url, page.digest
                elif page:
                    summary.losses.append(Problem("archive", "payload-mismatch", page.url, f"{file}@{record.offset}"))
            elif record.kind == "revisit" and (page := read_revisit(record, file, summary.losses.append)):
                yield record.offset, page.url, record.fields.get("warc-payload-digest", "")


def _is_as_declared(record: Record, digest: str) -> bool:
    """Where we wrote it: others take the digest of a payload that is still encoded."""
    declared = record.fields.get("warc-payload-digest", digest)
    return declared == digest or "x-moxun-site" not in record.fields


def _find_lost(database: Database, file: str, found: set[tuple[int, str, str]]) -> list[Problem]:
    """The rows whose page is not in the file."""
    with database.read() as connection:
        rows: list[Capture] = load_file_captures(connection, file) + load_file_revisits(connection, file)
    return [
        Problem("archive", "lost-page", row.url, f"{file}@{row.offset}")
        for row in rows
        if (row.offset, row.url, row.digest) not in found
    ]
